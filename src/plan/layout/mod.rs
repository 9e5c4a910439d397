#![forbid(unsafe_code)]
//! Which totals a plan has, in which order, and how they become values.

mod encoding;
mod variables;

pub use encoding::Encoding;
pub use variables::{Variable, is_known, name as variable_name};

use super::model::{Column, Kind, Moments, PlanModel, Statistic};
use super::text::source::refusal;
use crate::error::Error;
use crate::limits::MAX_HANDLE_VALUE_COUNT;
use crate::problem::{Checked, Problem};
use ethnum::U256;

/// Variables of a statistic.
const MAX_VARIABLE_COUNT: usize = 1_000;

/// All totals of a plan.
#[derive(Debug)]
pub struct Layout {
    /// One for each statistic, in order.
    pub blocks: Vec<Block>,
    pub value_count: usize,
}

/// The totals of one statistic: for each group the same runs. What a table has in its cells are groups
/// too.
#[derive(Debug)]
pub struct Block {
    /// The place of its first value.
    pub offset: usize,
    /// Groups by the columns of `by`, of each of which every level, other and missing is one; in a
    /// table by its own columns besides, which change faster.
    pub group_count: usize,
    pub runs: Vec<Run>,
    pub totals_in_group: usize,
    pub values_in_group: usize,
    /// Of moments.
    pub variables: Vec<Variable>,
}

/// Consecutive totals of one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub what: What,
    pub count: usize,
    pub encoding: Encoding,
}

/// What a total counts or adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Rows that are counted: of a column, of a group, of a cell; complete rows of moments.
    Rows,
    /// Rows of which something is missing.
    Missing,
    /// Rows of which a number is outside its range, or a level another.
    Outside,
    /// Rows of moments that are not complete, for whatever reason.
    Incomplete,
    /// Numbers of this column less its centre.
    Sum(usize),
    /// Squares of these.
    Squares(usize),
    /// Numbers of this column as they are.
    PlainSum(usize),
    /// Rows of each level of this column, then other, then missing.
    Levels(usize),
    /// Rows between edges.
    Bins,
    /// Events and censorings, in turn, of each cell of time.
    Times,
    /// Variables less their centres.
    Variable(usize),
    /// Products of two of these.
    Product(usize, usize),
    /// Of two variables, over the rows that have both: rows, both sums, both squares, product.
    Pair(usize, usize),
    /// Of one variable, over the rows that have it: rows, sum, squares.
    Alone(usize),
    /// 0, or anything else if there is such a row.
    Marks,
    /// Parties that have rows here.
    Parties,
}

/// Why a layout cannot be made.
#[derive(Debug)]
pub(in crate::plan) enum TooLarge {
    /// A term, by its number.
    Term(usize),
    Variables,
    Total,
    Count,
    Other(Error),
}

impl From<Error> for TooLarge {
    fn from(error: Error) -> TooLarge {
        TooLarge::Other(error)
    }
}

type Made<T> = core::result::Result<T, TooLarge>;

impl Layout {
    pub(in crate::plan) fn new(plan: &PlanModel) -> Checked<Layout> {
        let mut layout = Layout { blocks: Vec::new(), value_count: 0 };
        for statistic in &plan.statistics {
            let block = block(plan, statistic, layout.value_count)
                .map_err(|why| problem(plan, statistic, &why))?;
            let count = block.values_in_group.checked_mul(block.group_count);
            let count = count.and_then(|count| count.checked_add(layout.value_count));
            layout.value_count = count
                .filter(|&count| count as u64 <= MAX_HANDLE_VALUE_COUNT)
                .ok_or_else(|| problem(plan, statistic, &TooLarge::Count))?;
            layout.blocks.try_reserve(1).map_err(Error::from)?;
            layout.blocks.push(block);
        }
        Ok(layout)
    }
}

impl Block {
    pub fn total_count(&self) -> usize {
        // No more than there are values.
        self.totals_in_group * self.group_count
    }
}

fn problem(plan: &PlanModel, statistic: &Statistic, why: &TooLarge) -> Problem {
    let (name, line) = (&statistic.name, statistic.line);
    match why {
        TooLarge::Other(error) => (*error).into(),
        TooLarge::Term(number) => {
            let term = match &statistic.kind {
                Kind::Moments(moments) => moments.terms.get(*number).map(|term| &term.name[..]),
                _ => None,
            };
            refusal(
                line,
                format_args!(
                    "statistic {name:?}: the products of the term {:?} are too large for two values: take \
                 smaller ranges or fewer decimals",
                    term.unwrap_or_default()
                ),
            )
        }
        TooLarge::Variables => refusal(
            line,
            format_args!(
                "statistic {name:?} has more than {MAX_VARIABLE_COUNT} variables, counting levels"
            ),
        ),
        TooLarge::Total => refusal(
            line,
            format_args!(
                "statistic {name:?}: a total over {} rows of {} parties is too large for two values: take \
             smaller ranges, fewer decimals, rows or parties",
                plan.rows, plan.parties
            ),
        ),
        TooLarge::Count => refusal(
            line,
            format_args!(
                "with statistic {name:?} the plan has more than {MAX_HANDLE_VALUE_COUNT} values: take fewer \
             groups, levels or edges"
            ),
        ),
    }
}

/// Adds runs to a block.
struct Builder<'a> {
    plan: &'a PlanModel,
    runs: Vec<Run>,
    totals: usize,
    values: usize,
}

impl Builder<'_> {
    /// Totals to which each row adds at most this.
    fn add(&mut self, what: What, count: usize, of_row: U256) -> Made<()> {
        let rows = U256::from(self.plan.rows) * U256::from(self.plan.parties);
        let bound = of_row.checked_mul(rows).ok_or(TooLarge::Total)?;
        let encoding = Encoding::for_bound(bound, self.plan.parties).ok_or(TooLarge::Total)?;
        self.push(Run { what, count, encoding })
    }

    fn count(&mut self, what: What, count: usize) -> Made<()> {
        self.add(what, count, U256::ONE)
    }

    fn push(&mut self, run: Run) -> Made<()> {
        let values = run.count.checked_mul(run.encoding.value_count());
        let values = values.and_then(|values| values.checked_add(self.values));
        self.values =
            values.filter(|&v| v as u64 <= MAX_HANDLE_VALUE_COUNT).ok_or(TooLarge::Count)?;
        self.totals += run.count;
        self.runs.try_reserve(1).map_err(Error::from)?;
        self.runs.push(run);
        Ok(())
    }

    fn column(&self, place: usize) -> Made<&Column> {
        self.plan.columns.get(place).ok_or(TooLarge::Other(Error::Internal))
    }
}

/// Groups by the product of these columns' levels.
fn groups(columns: &[Column], by: &[usize]) -> Made<usize> {
    by.iter().try_fold(1_usize, |product, &place| {
        let levels = columns.get(place).and_then(Column::levels).ok_or(Error::Internal)?;
        product.checked_mul(levels.shown_count()).ok_or(TooLarge::Count)
    })
}

fn block(plan: &PlanModel, statistic: &Statistic, offset: usize) -> Made<Block> {
    let mut builder = Builder { plan, runs: Vec::new(), totals: 0, values: 0 };
    let mut variables = Vec::new();
    let mut group_count = groups(&plan.columns, &statistic.by)?;
    let mut has_groups = true;
    match &statistic.kind {
        Kind::Summary { columns } => {
            for &column in columns {
                add_summary(&mut builder, column)?;
            }
        }
        Kind::Histogram { edges, .. } => {
            builder.count(What::Bins, edges.len() + 1)?;
            builder.count(What::Missing, 1)?;
            builder.count(What::Outside, 1)?;
        }
        Kind::Table { columns } => {
            let cells = groups(&plan.columns, columns)?;
            group_count = group_count.checked_mul(cells).ok_or(TooLarge::Count)?;
            builder.count(What::Rows, 1)?;
        }
        Kind::Moments(moments) => variables = add_moments(&mut builder, moments)?,
        Kind::Survival(survival) => {
            builder.count(What::Times, survival.cell_count * 2)?;
            builder.count(What::Missing, 1)?;
            builder.count(What::Outside, 1)?;
        }
        Kind::Sum { columns } => {
            for &column in columns {
                let (range, _) = builder.column(column)?.numbers().ok_or(Error::Internal)?;
                let largest = range.low.unsigned_abs().max(range.high.unsigned_abs());
                builder.add(What::PlainSum(column), 1, largest.into())?;
            }
        }
        Kind::Presence { column } => {
            let levels = builder.column(*column)?.levels().ok_or(Error::Internal)?;
            let count = levels.levels.len() + 1;
            builder.push(Run { what: What::Marks, count, encoding: Encoding::One })?;
            has_groups = false;
        }
        Kind::Extreme { edges, .. } => {
            let count = edges.len() + 1;
            builder.push(Run { what: What::Marks, count, encoding: Encoding::One })?;
        }
    }
    if has_groups && plan.disclosure.min_parties > 0 {
        // Each party adds 0 or 1.
        builder.push(Run { what: What::Parties, count: 1, encoding: Encoding::One })?;
    }
    Ok(Block {
        offset,
        group_count,
        runs: builder.runs,
        totals_in_group: builder.totals,
        values_in_group: builder.values,
        variables,
    })
}

fn add_summary(builder: &mut Builder<'_>, place: usize) -> Made<()> {
    let column = builder.column(place)?;
    if let Some(levels) = column.levels() {
        let count = levels.shown_count();
        return builder.count(What::Levels(place), count);
    }
    let (range, _) = column.numbers().ok_or(Error::Internal)?;
    let half = U256::from(range.half());
    builder.count(What::Rows, 1)?;
    builder.count(What::Missing, 1)?;
    builder.count(What::Outside, 1)?;
    builder.add(What::Sum(place), 1, half)?;
    builder.add(What::Squares(place), 1, half * half)
}

fn add_moments(builder: &mut Builder<'_>, moments: &Moments) -> Made<Vec<Variable>> {
    let variables = variables::of_terms(&moments.terms, &builder.plan.columns, MAX_VARIABLE_COUNT)?;
    let half = |variable: &Variable| U256::from(variable.half);
    if moments.is_pairwise {
        for (i, one) in variables.iter().enumerate() {
            let largest = half(one) * half(one);
            builder.add(What::Alone(i), 3, largest)?;
        }
        for (i, one) in variables.iter().enumerate() {
            for (j, other) in variables.iter().enumerate().skip(i + 1) {
                let largest = half(one).max(half(other));
                builder.add(What::Pair(i, j), 6, largest * largest)?;
            }
        }
        return Ok(variables);
    }
    builder.count(What::Rows, 1)?;
    builder.count(What::Incomplete, 1)?;
    for (i, variable) in variables.iter().enumerate() {
        builder.add(What::Variable(i), 1, half(variable))?;
    }
    for (i, one) in variables.iter().enumerate() {
        for (j, other) in variables.iter().enumerate().skip(i) {
            if !is_known(one, other) {
                builder.add(What::Product(i, j), 1, half(one) * half(other))?;
            }
        }
    }
    Ok(variables)
}

#[cfg(test)]
mod tests;
