#![forbid(unsafe_code)]
//! What the cells of a batch are to the plan.

use super::column::{Cell, Cells, Column};
use super::decimal_number::{Rounded, round, round_double, round_float};
use super::report::ColumnReport;
use crate::error::{Error, Result};
use crate::memory::secret_zeros;
use crate::plan::model::{ColumnKind, Level, Levels, Number, PlanModel, Range};
use crate::plan::text::decimal::Decimal;
use crate::problem::{Checked, Problem};
use zeroize::{DefaultIsZeroes, Zeroizing};

/// Rows that are read at a time.
pub(super) const CHUNK_LEN: usize = 1024;

/// A cell of a column of the plan.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    #[default]
    Missing,
    /// A number that is not in its range.
    Outside,
    /// A number, times 10^decimals.
    Number(i64),
    /// A level, or other, by its number among those that are shown.
    Level(u32),
}

impl DefaultIsZeroes for Reading {}

/// The readings of a chunk of rows: of every column of the plan.
pub(super) struct Readings {
    readings: Zeroizing<Vec<Reading>>,
    column_count: usize,
}

impl Readings {
    pub fn new(column_count: usize) -> Result<Readings> {
        let len = column_count.checked_mul(CHUNK_LEN).ok_or(Error::LimitExceeded)?;
        Ok(Readings { readings: secret_zeros(len)?, column_count })
    }

    /// The readings of a row, by column.
    pub fn row(&self, row: usize) -> &[Reading] {
        let start = row * self.column_count;
        self.readings.get(start..start + self.column_count).unwrap_or_default()
    }

    /// Reads `len` rows from `first` on. `given` has the column of the batch for each column of the
    /// plan that is read from data. The reports are added to.
    pub fn read(
        &mut self,
        plan: &PlanModel,
        given: &[Option<Column<'_>>],
        first: usize,
        len: usize,
        reports: &mut [ColumnReport],
    ) -> Checked<()> {
        for row in 0..len {
            let start = row * self.column_count;
            let readings = self.readings.get_mut(start..start + self.column_count);
            let readings = readings.ok_or(Error::Internal)?;
            for (place, (column, given)) in plan.columns.iter().zip(given).enumerate() {
                let Some(given) = given else { continue };
                let cell = given.cell(first + row).ok_or_else(|| cut(given, first + row))?;
                let mut is_lost = false;
                let reading = match &column.kind {
                    ColumnKind::Number(number) => read_number(number, cell, &mut is_lost),
                    ColumnKind::Levels(levels) => Some(read_level(levels, cell)),
                    _ => return Err(Error::Internal.into()),
                };
                let reading = reading.ok_or_else(|| not_a_number(given, first + row))?;
                store(readings, place, reading)?;
                if let Some(report) = reports.get_mut(place) {
                    report.rounded_to_zero += u64::from(is_lost);
                }
            }
            derive(plan, readings)?;
            for (column, (reading, report)) in
                plan.columns.iter().zip(readings.iter().zip(&mut *reports))
            {
                report.count(*reading, column.levels());
                let refuses = column.refuses;
                let is_refused = match (reading, column.levels()) {
                    (Reading::Missing, _) => refuses.missing.then_some("missing"),
                    (Reading::Outside, _) => refuses.outside.then_some("outside its range"),
                    (Reading::Level(level), Some(levels)) => {
                        let is_other = *level as usize == levels.other();
                        (is_other && refuses.other).then_some("none of its levels")
                    }
                    _ => None,
                };
                if let Some(what) = is_refused {
                    let problem = Problem::new(Error::RefusedRow).at((first + row) as u64);
                    return Err(problem.say(format_args!(
                        "column {:?}: a cell is {what}, which the plan refuses",
                        column.name
                    )));
                }
            }
        }
        Ok(())
    }
}

fn store(readings: &mut [Reading], place: usize, reading: Reading) -> Result<()> {
    *readings.get_mut(place).ok_or(Error::Internal)? = reading;
    Ok(())
}

/// Days first, since bands may be of them.
fn derive(plan: &PlanModel, readings: &mut [Reading]) -> Result<()> {
    for (place, column) in plan.columns.iter().enumerate() {
        if let ColumnKind::Days { from, to, range } = &column.kind {
            let reading = days(reading_of(readings, *from)?, reading_of(readings, *to)?, *range);
            store(readings, place, reading)?;
        }
    }
    for (place, column) in plan.columns.iter().enumerate() {
        if let ColumnKind::Bands { of, edges, levels } = &column.kind {
            let reading = match reading_of(readings, *of)? {
                Reading::Number(number) => {
                    Reading::Level(edges.partition_point(|&edge| edge <= number) as u32)
                }
                Reading::Outside => Reading::Level(levels.other() as u32),
                Reading::Missing | Reading::Level(_) => Reading::Missing,
            };
            store(readings, place, reading)?;
        }
    }
    Ok(())
}

fn reading_of(readings: &[Reading], place: usize) -> Result<Reading> {
    readings.get(place).copied().ok_or(Error::Internal)
}

fn days(from: Reading, to: Reading, range: Range) -> Reading {
    match (from, to) {
        (Reading::Missing, _) | (_, Reading::Missing) => Reading::Missing,
        (Reading::Number(from), Reading::Number(to)) if range.contains(to - from) => {
            Reading::Number(to - from)
        }
        _ => Reading::Outside,
    }
}

/// None if it is a text that is no number.
fn read_number(number: &Number, cell: Cell<'_>, is_lost: &mut bool) -> Option<Reading> {
    let rounded = match cell {
        Cell::Missing => return Some(Reading::Missing),
        Cell::Double(double) => round_double(double, number.decimals),
        Cell::Float(bits) => round_float(bits, number.decimals),
        Cell::Integer(integer) => {
            round(integer < 0, integer.unsigned_abs().into(), 0, number.decimals)
        }
        Cell::Boolean(answer) => round(false, answer.into(), 0, number.decimals),
        Cell::Day(day) => round(day < 0, day.unsigned_abs().into(), 0, 0),
        Cell::Decimal(text) => match Decimal::parse(text.trim_ascii()) {
            Ok(decimal) => {
                let digits = decimal.unscaled().unsigned_abs();
                round(decimal.unscaled() < 0, digits, -(decimal.scale() as i32), number.decimals)
            }
            Err(_) => return None,
        },
        Cell::Text(text) if text.trim_ascii().is_empty() => return Some(Reading::Missing),
        Cell::Text(_) => return None,
    };
    Some(match rounded {
        Rounded::Beyond => Reading::Outside,
        Rounded::Within { integer, .. } if number.missing_codes.binary_search(&integer).is_ok() => {
            Reading::Missing
        }
        Rounded::Within { integer, is_lost: lost } if number.range.contains(integer) => {
            *is_lost = lost;
            Reading::Number(integer)
        }
        Rounded::Within { .. } => Reading::Outside,
    })
}

fn read_level(levels: &Levels, cell: Cell<'_>) -> Reading {
    let found = match cell {
        Cell::Missing => return Reading::Missing,
        Cell::Text(text) | Cell::Decimal(text) => {
            let text = text.trim_ascii();
            if text.is_empty() {
                return Reading::Missing;
            }
            levels.find_by(|level| match level {
                Level::Text(level) => level.as_bytes().cmp(text),
                Level::Integer(_) | Level::Boolean(_) => core::cmp::Ordering::Greater,
            })
        }
        Cell::Integer(integer) => find_integer(levels, integer),
        Cell::Day(day) => find_integer(levels, day.into()),
        Cell::Boolean(answer) => levels.find(&Level::Boolean(answer)),
        Cell::Double(double) => find_rounded(levels, round_double(double, 0), |integer| {
            integer as f64 == f64::from_bits(double.to_bits())
        }),
        Cell::Float(bits) => find_rounded(levels, round_float(bits, 0), |integer| {
            integer as f32 == f32::from_bits(bits)
        }),
    };
    if found == levels.missing() { Reading::Missing } else { Reading::Level(found as u32) }
}

fn find_integer(levels: &Levels, integer: i64) -> usize {
    levels.find(&Level::Integer(integer))
}

/// A number with a fraction is no level.
fn find_rounded(levels: &Levels, rounded: Rounded, is_exact: impl Fn(i64) -> bool) -> usize {
    match rounded {
        Rounded::Within { integer, .. } if is_exact(integer) => find_integer(levels, integer),
        _ => levels.other(),
    }
}

/// Whether a column of the plan can be read from such cells at all.
pub(super) fn check_type(kind: &ColumnKind, given: &Column<'_>) -> Checked<()> {
    let fits = match (kind, &given.cells) {
        (ColumnKind::Number(number), Cells::Days(_)) => number.is_date,
        (ColumnKind::Number(number), Cells::Texts { .. }) => !number.is_date && all_empty(given),
        (ColumnKind::Number(number), Cells::Booleans(_)) => !number.is_date,
        (ColumnKind::Number(number), _) => !number.is_date,
        (ColumnKind::Levels(levels), cells) => levels.spellings.iter().any(|(level, _)| {
            matches!(
                (level, cells),
                (Level::Text(_), Cells::Texts { .. } | Cells::Decimals { .. })
                    | (
                        Level::Integer(_),
                        Cells::Doubles(_)
                            | Cells::Floats(_)
                            | Cells::Integers(_)
                            | Cells::Integers32(_)
                    )
                    | (Level::Boolean(_), Cells::Booleans(_))
            )
        }),
        _ => false,
    };
    if fits {
        return Ok(());
    }
    let wanted = match kind {
        ColumnKind::Number(number) if number.is_date => "dates",
        ColumnKind::Number(_) => "numbers",
        _ => "the type of its levels",
    };
    Err(Problem::new(Error::UnsupportedType).say(format_args!(
        "column {:?} has {}, where the plan has {wanted}",
        given.name,
        given.cells.kind()
    )))
}

/// A column of texts in which nothing is written may stand for missing numbers.
fn all_empty(given: &Column<'_>) -> bool {
    let is_empty = |row| match given.cell(row) {
        Some(Cell::Text(text)) => text.trim_ascii().is_empty(),
        Some(Cell::Missing) => true,
        _ => false,
    };
    (0..given.cells.row_count()).all(is_empty)
}

fn cut(given: &Column<'_>, row: usize) -> Problem {
    Problem::new(Error::InvalidColumn).at(row as u64).say(format_args!(
        "column {:?} ends before its rows, or has offsets that do not ascend within its bytes",
        given.name
    ))
}

fn not_a_number(given: &Column<'_>, row: usize) -> Problem {
    let problem = Problem::new(Error::UnsupportedType).at(row as u64);
    problem.say(format_args!(
        "column {:?} has a text that is not a number of at most 38 digits",
        given.name
    ))
}
