#![forbid(unsafe_code)]
//! What became of a party's own rows, for its own eyes.

use super::readings::Reading;
use crate::plan::model::{Levels, PlanModel};
use core::fmt::{self, Write};

/// The cells of one column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnReport {
    pub counted: u64,
    pub missing: u64,
    pub outside: u64,
    /// Of a level that the plan does not have.
    pub other: u64,
    /// Numbers other than 0 that became 0.
    pub rounded_to_zero: u64,
}

impl ColumnReport {
    pub(super) fn count(&mut self, reading: Reading, levels: Option<&Levels>) {
        match reading {
            Reading::Missing => self.missing += 1,
            Reading::Outside => self.outside += 1,
            Reading::Number(_) => self.counted += 1,
            Reading::Level(level) => {
                let is_other = levels.is_some_and(|levels| level as usize == levels.other());
                *(if is_other { &mut self.other } else { &mut self.counted }) += 1;
            }
        }
    }

    pub(super) fn add(&mut self, other: &ColumnReport) {
        self.counted += other.counted;
        self.missing += other.missing;
        self.outside += other.outside;
        self.other += other.other;
        self.rounded_to_zero += other.rounded_to_zero;
    }
}

/// What became of all rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub rows: u64,
    /// By column of the plan.
    pub columns: Vec<ColumnReport>,
    /// By statistic: rows that it is not about.
    pub dropped: Vec<u64>,
}

impl Report {
    /// As lines for people: counts, and never a cell.
    pub fn write(&self, plan: &PlanModel, to: &mut dyn Write) -> fmt::Result {
        writeln!(to, "{} rows", self.rows)?;
        for (column, report) in plan.columns.iter().zip(&self.columns) {
            write!(to, "column {:?}: {} counted", column.name, report.counted)?;
            for (count, what) in [
                (report.missing, "missing"),
                (report.outside, "outside the range"),
                (report.other, "other"),
                (report.rounded_to_zero, "rounded to 0"),
            ] {
                if count > 0 {
                    write!(to, ", {count} {what}")?;
                }
            }
            writeln!(to)?;
        }
        for (statistic, dropped) in plan.statistics.iter().zip(&self.dropped) {
            if *dropped > 0 {
                writeln!(to, "statistic {:?}: {dropped} rows left out by where", statistic.name)?;
            }
        }
        Ok(())
    }
}
