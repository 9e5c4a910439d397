#![forbid(unsafe_code)]
//! What a plan says about the protection of its output.

use super::column::{Column, Kind};
use super::fields::Fields;
use crate::plan::text::decimal::Decimal;
use crate::plan::text::tree::{Node, copied};
use crate::problem::Checked;

/// What the result does not show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disclosure {
    /// Cells of fewer rows are suppressed; 0 and 1: none.
    pub min_rows: u64,
    /// Whether cells without rows are suppressed too.
    pub hides_zeros: bool,
    /// Cells with rows of fewer parties are suppressed; 0: parties are not counted.
    pub min_parties: u64,
}

/// Whose coming and going the noise hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// All rows of one person.
    Row,
    /// All that a party gives.
    Party,
}

/// Noise on every total: zero-concentrated differential privacy (Bun and Steinke 2016).
#[derive(Debug)]
pub struct Noise {
    pub line: u64,
    pub rho: Decimal,
    pub unit: Unit,
    /// Rows of one person over all parties, at most.
    pub rows_per_person: u64,
    /// A column that says whose row it is, as its name stands in the data.
    pub person: Option<String>,
    /// Parties, at least, that add their noise and keep it to themselves.
    pub honest: u64,
    pub delta: Option<Decimal>,
}

pub(super) fn read_disclosure(node: Option<&Node>) -> Checked<Disclosure> {
    let Some(node) = node else { return Ok(Disclosure::default()) };
    let fields = Fields::new(node, "disclosure", "", &["min_rows", "zeros", "min_parties"])?;
    let hides_zeros = match fields.text("zeros")? {
        None | Some("show") => false,
        Some("hide") => true,
        Some(_) => {
            return Err(
                fields.refuse_key("zeros", format_args!("is neither \"show\" nor \"hide\""))
            );
        }
    };
    Ok(Disclosure {
        min_rows: fields.integer("min_rows", 1, u32::MAX.into())?.unwrap_or(0),
        hides_zeros,
        min_parties: fields.integer("min_parties", 1, u32::MAX.into())?.unwrap_or(0),
    })
}

const NOISE_KEYS: [&str; 6] = ["rho", "unit", "rows_per_person", "person", "honest", "delta"];
/// With a million nothing is hidden any more.
const MAX_RHO: i128 = 1_000_000;

pub(super) fn read_noise(node: Option<&Node>, columns: &[Column]) -> Checked<Option<Noise>> {
    let Some(node) = node else { return Ok(None) };
    let fields = Fields::new(node, "noise", "", &NOISE_KEYS)?;
    fields.required("rho")?;
    let rho = fields.number("rho")?.unwrap_or(Decimal::ZERO);
    if !rho.is_positive() || rho.scale() > 12 || !rho.is_within_integer(MAX_RHO) {
        return Err(fields.refuse_key(
            "rho",
            format_args!("is {rho}, not above 0 and at most {MAX_RHO}, with at most 12 decimals"),
        ));
    }
    let unit = match fields.text("unit")? {
        None | Some("row") => Unit::Row,
        Some("party") => Unit::Party,
        Some(_) => {
            return Err(fields.refuse_key("unit", format_args!("is neither \"row\" nor \"party\"")));
        }
    };
    let delta = fields.number("delta")?;
    if delta.is_some_and(|delta| !delta.is_proper_fraction()) {
        return Err(fields.refuse_key("delta", format_args!("is not between 0 and 1")));
    }
    let person = fields.text("person")?.map(copied).transpose()?;
    if person.as_ref().is_some_and(String::is_empty) {
        return Err(fields.refuse_key("person", format_args!("is empty")));
    }
    if let Some(column) = columns.iter().find(|column| refuses_rows(column)) {
        return Err(fields.refuse(format_args!(
            "column {:?} refuses rows, and a party that stays away tells of them: leave \"refuse\" out",
            column.name
        )));
    }
    Ok(Some(Noise {
        line: node.line,
        rho,
        unit,
        rows_per_person: fields.integer("rows_per_person", 1, 1 << 32)?.unwrap_or(1),
        person,
        honest: fields.integer("honest", 1, 1 << 32)?.unwrap_or(1),
        delta,
    }))
}

fn refuses_rows(column: &Column) -> bool {
    let refuses = column.refuses;
    let is_counted = !matches!(column.kind, Kind::Bands { .. });
    is_counted && (refuses.missing || refuses.outside || refuses.other)
}
