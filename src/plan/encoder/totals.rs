#![forbid(unsafe_code)]
//! A party's totals, exact: what its rows add up to, before anything random.

use super::readings::Reading;
use crate::error::{Error, Result};
use crate::memory::secret_zeros;
use crate::plan::layout::{Block, Run, Variable, What};
use crate::plan::model::{Column, Condition, Kind, Moments, PlanModel, Statistic, Survival, Test};
use zeroize::{DefaultIsZeroes, Zeroizing};

/// An integer of 256 bits in two's complement: low, high.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Total {
    pub low: u128,
    pub high: i128,
}

impl DefaultIsZeroes for Total {}

impl Total {
    fn add(&mut self, other: Total) {
        let (low, carry) = self.low.overflowing_add(other.low);
        self.low = low;
        self.high = self.high.wrapping_add(other.high).wrapping_add(carry.into());
    }

    fn of(integer: i128) -> Total {
        Total { low: integer as u128, high: integer >> 127 }
    }

    /// One of the two may have more than 63 bits, both no more than 113.
    fn of_product(a: i128, b: i128) -> Total {
        if let Some(product) = a.checked_mul(b) {
            return Total::of(product);
        }
        let product = ethnum::I256::from(a) * ethnum::I256::from(b);
        let (high, low) = product.into_words();
        Total { low: low as u128, high }
    }
}

/// The totals of one statistic, group after group.
pub(super) struct Totals {
    totals: Zeroizing<Vec<Total>>,
    in_group: usize,
}

impl Totals {
    pub fn new(block: &Block) -> Result<Totals> {
        let len = block.totals_in_group.checked_mul(block.group_count);
        let totals = secret_zeros(len.ok_or(Error::LimitExceeded)?)?;
        Ok(Totals { totals, in_group: block.totals_in_group })
    }

    pub fn as_slice(&self) -> &[Total] {
        &self.totals
    }

    pub fn merge(&mut self, other: &Totals) {
        for (total, other) in self.totals.iter_mut().zip(other.totals.iter()) {
            total.add(*other);
        }
    }

    fn group(&mut self, group: usize) -> Result<Group<'_>> {
        let start = group.checked_mul(self.in_group).ok_or(Error::Internal)?;
        let totals = self.totals.get_mut(start..start + self.in_group);
        Ok(Group { totals: totals.ok_or(Error::Internal)?, next: 0 })
    }
}

/// Writes to the totals of a group, run after run.
struct Group<'a> {
    totals: &'a mut [Total],
    next: usize,
}

impl Group<'_> {
    /// Adds to one total of a run, and goes on behind the run.
    fn add(&mut self, run: &Run, place: usize, addend: Total) -> Result<()> {
        self.totals.get_mut(self.next + place).ok_or(Error::Internal)?.add(addend);
        self.next += run.count;
        Ok(())
    }

    fn count(&mut self, run: &Run, place: usize) -> Result<()> {
        self.add(run, place, Total::of(1))
    }

    fn skip(&mut self, run: &Run) {
        self.next += run.count;
    }

    /// Notes that there is such a row: marks are 0 or 1 until they are made random.
    fn mark(&mut self, place: usize) -> Result<()> {
        let total = self.totals.get_mut(self.next + place).ok_or(Error::Internal)?;
        *total = Total::of(1);
        Ok(())
    }
}

/// Whether a statistic is about a row.
pub(super) fn is_about(statistic: &Statistic, row: &[Reading]) -> bool {
    statistic.conditions.iter().all(|Condition { column, test }| match (row.get(*column), test) {
        (Some(Reading::Level(level)), Test::Levels(levels)) => {
            levels.binary_search(&(*level as usize)).is_ok()
        }
        (Some(Reading::Number(number)), Test::Within(range)) => range.contains(*number),
        _ => false,
    })
}

/// The group of a row: by the product of columns' levels, other and missing, the last one fastest.
fn group_of(columns: &[Column], by: &[usize], row: &[Reading]) -> Result<usize> {
    by.iter().try_fold(0_usize, |group, &place| {
        let levels = columns.get(place).and_then(Column::levels).ok_or(Error::Internal)?;
        let level = match row.get(place) {
            Some(Reading::Level(level)) => *level as usize,
            _ => levels.missing(),
        };
        Ok(group * levels.shown_count() + level)
    })
}

/// Adds a row that the statistic is about.
pub(super) fn add_row(
    totals: &mut Totals,
    plan: &PlanModel,
    statistic: &Statistic,
    block: &Block,
    row: &[Reading],
) -> Result<()> {
    let mut group_number = group_of(&plan.columns, &statistic.by, row)?;
    if let Kind::Table { columns } = &statistic.kind {
        let cells = block.group_count / groups(plan, &statistic.by)?.max(1);
        group_number = group_number * cells + group_of(&plan.columns, columns, row)?;
    }
    let mut group = totals.group(group_number)?;
    match &statistic.kind {
        Kind::Summary { .. } => add_summary(&mut group, plan, block, row)?,
        Kind::Histogram { column, edges, .. } => {
            let [bins, missing, outside] = first_runs(block)?;
            match row.get(*column) {
                Some(Reading::Number(number)) => {
                    group.count(bins, edges.partition_point(|edge| edge <= number))?;
                }
                Some(Reading::Outside) => {
                    group.skip(bins);
                    group.skip(missing);
                    group.count(outside, 0)?;
                }
                _ => {
                    group.skip(bins);
                    group.count(missing, 0)?;
                }
            }
        }
        Kind::Table { .. } => {
            let [cell] = first_runs(block)?;
            group.count(cell, 0)?;
        }
        Kind::Moments(moments) => add_moments(&mut group, plan, moments, block, row)?,
        Kind::Survival(survival) => add_survival(&mut group, survival, block, row)?,
        Kind::Sum { .. } => {
            for run in &block.runs {
                match run.what {
                    What::PlainSum(column) => match row.get(column) {
                        Some(Reading::Number(number)) => {
                            group.add(run, 0, Total::of((*number).into()))?;
                        }
                        _ => group.skip(run),
                    },
                    _ => group.skip(run),
                }
            }
        }
        Kind::Presence { column } => {
            if let Some(Reading::Level(level)) = row.get(*column) {
                group.mark(*level as usize)?;
            }
        }
        Kind::Extreme { column, edges, is_largest } => {
            if let Some(Reading::Number(number)) = row.get(*column) {
                group.mark(0)?;
                for (place, edge) in edges.iter().enumerate() {
                    if (number >= edge) == *is_largest {
                        group.mark(place + 1)?;
                    }
                }
            }
        }
    }
    mark_party(totals, block, group_number)
}

/// A party has rows in this group.
fn mark_party(totals: &mut Totals, block: &Block, group: usize) -> Result<()> {
    if block.runs.last().is_some_and(|run| run.what == What::Parties) {
        let mut group = totals.group(group)?;
        group.next = block.totals_in_group - 1;
        group.mark(0)?;
    }
    Ok(())
}

fn groups(plan: &PlanModel, by: &[usize]) -> Result<usize> {
    by.iter().try_fold(1_usize, |product, &place| {
        let levels = plan.columns.get(place).and_then(Column::levels).ok_or(Error::Internal)?;
        Ok(product * levels.shown_count())
    })
}

fn first_runs<const COUNT: usize>(block: &Block) -> Result<[&Run; COUNT]> {
    let runs: Vec<&Run> = block.runs.iter().take(COUNT).collect();
    runs.try_into().map_err(|_| Error::Internal)
}

fn add_summary(
    group: &mut Group<'_>,
    plan: &PlanModel,
    block: &Block,
    row: &[Reading],
) -> Result<()> {
    let mut column = usize::MAX; // of the runs that come
    let columns = summary_columns(block);
    let mut next_column = columns.iter();
    for run in &block.runs {
        if matches!(run.what, What::Rows | What::Levels(_)) {
            column = *next_column.next().ok_or(Error::Internal)?;
        }
        let reading = row.get(column).copied().unwrap_or_default();
        let centred = || {
            let (range, _) = plan.columns.get(column)?.numbers()?;
            match reading {
                Reading::Number(number) => Some(i128::from(number - range.centre())),
                _ => None,
            }
        };
        match (run.what, reading) {
            (What::Rows, Reading::Number(_))
            | (What::Missing, Reading::Missing)
            | (What::Outside, Reading::Outside) => group.count(run, 0)?,
            (What::Sum(_), Reading::Number(_)) => {
                group.add(run, 0, Total::of(centred().ok_or(Error::Internal)?))?;
            }
            (What::Squares(_), Reading::Number(_)) => {
                let centred = centred().ok_or(Error::Internal)?;
                group.add(run, 0, Total::of_product(centred, centred))?;
            }
            (What::Levels(_), Reading::Level(level)) => group.count(run, level as usize)?,
            (What::Levels(_), _) => group.count(run, run.count - 1)?,
            _ => group.skip(run),
        }
    }
    Ok(())
}

/// The columns of a summary, in order.
fn summary_columns(block: &Block) -> Vec<usize> {
    let column = |run: &Run| match run.what {
        What::Sum(column) | What::Levels(column) => Some(column),
        _ => None,
    };
    block.runs.iter().filter_map(column).collect()
}

fn add_survival(
    group: &mut Group<'_>,
    survival: &Survival,
    block: &Block,
    row: &[Reading],
) -> Result<()> {
    let [times, missing, outside] = first_runs(block)?;
    match (row.get(survival.time), row.get(survival.event)) {
        (Some(Reading::Missing) | None, _) | (_, Some(Reading::Missing) | None) => {
            group.skip(times);
            group.count(missing, 0)
        }
        (Some(Reading::Number(time)), Some(Reading::Level(level)))
            if (*level as usize) < survival.level_count =>
        {
            // 0 is a cell of its own; then up to each multiple of the grid.
            let cell = (*time + survival.grid - 1).div_euclid(survival.grid);
            let is_censored = *level as usize != survival.event_level;
            group.count(times, cell as usize * 2 + usize::from(is_censored))
        }
        _ => {
            group.skip(times);
            group.skip(missing);
            group.count(outside, 0)
        }
    }
}

/// The value of a variable in a row, less its centre; none if the row lacks one of its columns.
fn variable_of(
    variable: &Variable,
    moments: &Moments,
    plan: &PlanModel,
    row: &[Reading],
) -> Result<Option<i128>> {
    let term = moments.terms.get(variable.term).ok_or(Error::Internal)?;
    let mut levels = variable.levels.iter();
    let (mut product, mut is_of_levels) = (1_i128, true);
    for &factor in &term.factors {
        let column = plan.columns.get(factor).ok_or(Error::Internal)?;
        match (row.get(factor), column.levels()) {
            (Some(Reading::Number(number)), None) => product *= i128::from(*number),
            (Some(Reading::Level(level)), Some(of_column)) => {
                if *level as usize >= of_column.levels.len() {
                    return Ok(None);
                }
                is_of_levels &= levels.next().is_some_and(|&wanted| wanted == *level as usize);
            }
            _ => return Ok(None),
        }
    }
    let value = if is_of_levels { product } else { 0 };
    Ok(Some(value - variable.centre))
}

fn add_moments(
    group: &mut Group<'_>,
    plan: &PlanModel,
    moments: &Moments,
    block: &Block,
    row: &[Reading],
) -> Result<()> {
    let mut values: Zeroizing<Vec<Option<i128>>> = Zeroizing::new(Vec::new());
    values.try_reserve_exact(block.variables.len())?;
    for variable in &block.variables {
        values.push(variable_of(variable, moments, plan, row)?);
    }
    let is_complete = values.iter().all(Option::is_some);
    let value = |place: usize| values.get(place).copied().flatten();
    for run in &block.runs {
        match run.what {
            What::Rows if is_complete => group.count(run, 0)?,
            What::Incomplete if !is_complete => group.count(run, 0)?,
            What::Variable(i) if is_complete => {
                group.add(run, 0, Total::of(value(i).ok_or(Error::Internal)?))?;
            }
            What::Product(i, j) if is_complete => {
                let (Some(one), Some(other)) = (value(i), value(j)) else {
                    return Err(Error::Internal);
                };
                group.add(run, 0, Total::of_product(one, other))?;
            }
            What::Alone(i) => match value(i) {
                Some(one) => {
                    let totals = [Total::of(1), Total::of(one), Total::of_product(one, one)];
                    add_all(group, run, &totals)?;
                }
                None => group.skip(run),
            },
            What::Pair(i, j) => match (value(i), value(j)) {
                (Some(one), Some(other)) => {
                    let totals = [
                        Total::of(1),
                        Total::of(one),
                        Total::of(other),
                        Total::of_product(one, one),
                        Total::of_product(other, other),
                        Total::of_product(one, other),
                    ];
                    add_all(group, run, &totals)?;
                }
                _ => group.skip(run),
            },
            _ => group.skip(run),
        }
    }
    Ok(())
}

fn add_all(group: &mut Group<'_>, run: &Run, addends: &[Total]) -> Result<()> {
    let place = group.next;
    for (offset, addend) in addends.iter().enumerate() {
        group.next = place;
        group.add(run, offset, *addend)?;
    }
    Ok(())
}
