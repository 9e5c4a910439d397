#![forbid(unsafe_code)]
//! What a plan says, checked: columns, statistics, protection.

mod column;
mod disclosure;
mod fields;
mod kinds;
mod levels;
mod statistic;
mod terms;

pub use column::{
    Column, Kind as ColumnKind, MAX_DECIMALS, NUMBER_BOUND, Number, Range, Refuses, Shown,
};
pub use disclosure::Disclosure;
pub use kinds::{Kind, Model, Moments, Survival};
pub use levels::{Level, Levels, Meaning};
pub use statistic::{Condition, Statistic, Test};
pub use terms::Term;

use crate::limits::MAX_PARTY_COUNT;
use crate::plan::text::tree::{Table, copied};
use crate::problem::Checked;
use fields::Fields;
use statistic::Columns;

/// Rows of one party.
pub const MAX_ROW_COUNT: u64 = 1 << 48;

/// A plan's text, understood.
#[derive(Debug)]
pub struct PlanModel {
    pub title: String,
    /// Rows of one party, at most.
    pub rows: u64,
    /// Parties, at most.
    pub parties: u64,
    pub columns: Vec<Column>,
    pub statistics: Vec<Statistic>,
    pub disclosure: Disclosure,
}

const KEYS: [&str; 7] = ["plan", "title", "rows", "parties", "column", "statistic", "disclosure"];

pub(super) fn read(root: &Table) -> Checked<PlanModel> {
    let fields = Fields::root(root, &KEYS)?;
    fields.required("plan")?;
    if fields.integer("plan", 0, u64::MAX >> 1)? != Some(1) {
        return Err(
            fields.refuse_key("plan", format_args!("is not 1, the version that is read here"))
        );
    }
    fields.required("rows")?;
    fields.required("parties")?;
    let columns = column::read_all(fields.tables("column")?)?;
    let statistics = statistic::read_all(fields.tables("statistic")?, Columns(&columns))?;
    if statistics.is_empty() {
        return Err(fields.refuse(format_args!("it has no statistic")));
    }
    Ok(PlanModel {
        title: copied(fields.text("title")?.unwrap_or_default())?,
        rows: fields.integer("rows", 1, MAX_ROW_COUNT)?.unwrap_or(1),
        parties: fields.integer("parties", 1, MAX_PARTY_COUNT)?.unwrap_or(1),
        disclosure: disclosure::read(fields.node("disclosure"))?,
        columns,
        statistics,
    })
}
