#![forbid(unsafe_code)]
//! A party's rows, as the values that a plan asks for.

mod column;
mod decimal_number;
mod finish;
mod readings;
mod report;
mod totals;

pub use column::{Cells, Column};
pub use report::{ColumnReport, Report};

use super::Plan;
use super::model::ColumnKind;
use crate::error::{Error, Result};
use crate::field::Value;
use crate::memory::secret_zeros;
use crate::problem::{Checked, Problem};
use readings::{CHUNK_LEN, Readings, check_type};
use totals::Totals;
use zeroize::Zeroizing;

/// Adds up the rows of one party, batch after batch.
pub struct Encoder<'p> {
    plan: &'p Plan,
    totals: Vec<Totals>,
    report: Report,
    /// Once it is finished: the same values each time.
    values: Option<Zeroizing<Vec<Value>>>,
}

impl<'p> Encoder<'p> {
    pub fn new(plan: &'p Plan) -> Result<Encoder<'p>> {
        let mut totals = Vec::new();
        totals.try_reserve_exact(plan.layout.blocks.len())?;
        for block in &plan.layout.blocks {
            totals.push(Totals::new(block)?);
        }
        let report = empty_report(plan)?;
        Ok(Encoder { plan, totals, report, values: None })
    }

    /// Adds a batch of rows: of every column that the plan reads there is one of that name, others are
    /// not looked at. A batch that is refused changes nothing.
    pub fn add(&mut self, columns: &[Column<'_>], row_count: usize) -> Checked<()> {
        if self.values.is_some() {
            return Err(Error::Closed.into());
        }
        let given = self.find(columns, row_count)?;
        let rows = self.report.rows.checked_add(row_count as u64);
        if rows.is_none_or(|rows| rows > self.plan.model.rows) {
            return Err(Problem::new(Error::TooManyRows).say(format_args!(
                "{row_count} rows more than {} are above the plan's {} rows of a party",
                self.report.rows, self.plan.model.rows
            )));
        }
        let model = &self.plan.model;
        let mut readings = Readings::new(model.columns.len())?;
        // First everything that may be refused.
        let mut report = empty_report(self.plan)?;
        for (first, len) in chunks(row_count) {
            readings.read(model, &given, first, len, &mut report.columns)?;
        }
        let mut reread = empty_report(self.plan)?;
        for (first, len) in chunks(row_count) {
            readings.read(model, &given, first, len, &mut reread.columns)?;
            self.add_rows(&readings, len, &mut report)?;
        }
        self.report.rows += row_count as u64;
        for (sum, batch) in self.report.columns.iter_mut().zip(&report.columns) {
            sum.add(batch);
        }
        for (sum, batch) in self.report.dropped.iter_mut().zip(&report.dropped) {
            *sum += batch;
        }
        Ok(())
    }

    fn add_rows(&mut self, readings: &Readings, len: usize, report: &mut Report) -> Result<()> {
        let model = &self.plan.model;
        let statistics = model.statistics.iter().zip(&self.plan.layout.blocks);
        let statistics = statistics.zip(self.totals.iter_mut().zip(&mut report.dropped));
        for ((statistic, block), (totals, dropped)) in statistics {
            for row in 0..len {
                let row = readings.row(row);
                if totals::is_about(statistic, row) {
                    totals::add_row(totals, model, statistic, block, row)?;
                } else {
                    *dropped += 1;
                }
            }
        }
        Ok(())
    }

    /// The column of the batch for each column of the plan that is read from data.
    fn find<'b>(
        &self,
        columns: &[Column<'b>],
        row_count: usize,
    ) -> Checked<Vec<Option<Column<'b>>>> {
        let mut given = Vec::new();
        given.try_reserve_exact(self.plan.model.columns.len()).map_err(Error::from)?;
        for wanted in &self.plan.model.columns {
            if matches!(wanted.kind, ColumnKind::Bands { .. } | ColumnKind::Days { .. }) {
                given.push(None);
                continue;
            }
            let mut found = columns.iter().filter(|column| column.name == wanted.name);
            let (Some(column), None) = (found.next(), found.next()) else {
                let count = columns.iter().filter(|column| column.name == wanted.name).count();
                let what = if count == 0 { "is not among the columns" } else { "is there twice" };
                return Err(Problem::new(Error::UnknownColumn)
                    .say(format_args!("column {:?} {what}", wanted.name)));
            };
            if column.cells.row_count() != row_count {
                return Err(Problem::new(Error::LengthMismatch).say(format_args!(
                    "column {:?} has {} rows, the batch {row_count}",
                    column.name,
                    column.cells.row_count()
                )));
            }
            if column.validity.is_some_and(|bits| bits.len() < row_count.div_ceil(8)) {
                return Err(Problem::new(Error::InvalidColumn).say(format_args!(
                    "column {:?} has fewer bits of validity than rows",
                    column.name
                )));
            }
            check_type(&wanted.kind, column)?;
            given.push(Some(*column));
        }
        Ok(given)
    }

    /// Adds what another encoder of the same plan has, as if its rows had been added here.
    pub fn merge(&mut self, other: &Encoder<'_>) -> Checked<()> {
        if self.plan.digest() != other.plan.digest() {
            return Err(Error::PlanMismatch.into());
        }
        if self.values.is_some() || other.values.is_some() {
            return Err(Error::Closed.into());
        }
        let rows = self.report.rows.checked_add(other.report.rows);
        if rows.is_none_or(|rows| rows > self.plan.model.rows) {
            return Err(Error::TooManyRows.into());
        }
        for (totals, other) in self.totals.iter_mut().zip(&other.totals) {
            totals.merge(other);
        }
        self.report.rows += other.report.rows;
        for (sum, other) in self.report.columns.iter_mut().zip(&other.report.columns) {
            sum.add(other);
        }
        for (sum, other) in self.report.dropped.iter_mut().zip(&other.report.dropped) {
            *sum += other;
        }
        Ok(())
    }

    /// What became of the rows so far: for the party itself.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The party's vector. What is random in it is drawn once.
    pub fn finish(&mut self) -> Result<&[Value]> {
        if self.values.is_none() {
            let mut values = secret_zeros(self.plan.value_count())?;
            for (block, totals) in self.plan.layout.blocks.iter().zip(&self.totals) {
                let len = block.values_in_group * block.group_count;
                let part = values.get_mut(block.offset..block.offset + len);
                finish::write(block, totals.as_slice(), part.ok_or(Error::Internal)?)?;
            }
            self.values = Some(values);
        }
        self.values.as_deref().map(Vec::as_slice).ok_or(Error::Internal)
    }
}

fn chunks(row_count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..row_count).step_by(CHUNK_LEN).map(move |first| (first, CHUNK_LEN.min(row_count - first)))
}

fn empty_report(plan: &Plan) -> Result<Report> {
    use crate::memory::try_collect;
    Ok(Report {
        rows: 0,
        columns: try_collect(plan.model.columns.iter().map(|_| ColumnReport::default()))?,
        dropped: try_collect(plan.model.statistics.iter().map(|_| 0))?,
    })
}

#[cfg(test)]
mod tests;
