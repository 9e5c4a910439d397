#![forbid(unsafe_code)]
//! Columns of a batch, as a party gives them.

use crate::numbers::double::Double;
use crate::numbers::unaligned::Unaligned;

/// A column's cells, in a form that its plan can read.
#[derive(Clone, Copy)]
pub enum Cells<'a> {
    /// By their bits; NaN is missing.
    Doubles(&'a [Unaligned<u64>]),
    /// By their bits; NaN is missing.
    Floats(&'a [Unaligned<u32>]),
    Integers(&'a [Unaligned<i64>]),
    Integers32(&'a [Unaligned<i32>]),
    /// 0 is false.
    Booleans(&'a [u8]),
    /// Cell i lies in the bytes from offsets\[i] to offsets\[i + 1].
    Texts {
        offsets: &'a [Unaligned<i64>],
        bytes: &'a [u8],
    },
    /// Numbers as texts: decimals with an optional exponent.
    Decimals {
        offsets: &'a [Unaligned<i64>],
        bytes: &'a [u8],
    },
    /// Days since 1970-01-01.
    Days(&'a [Unaligned<i32>]),
}

/// One column of a batch.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    pub name: &'a str,
    pub cells: Cells<'a>,
    /// One bit for each row, lowest first; none if no row is missing.
    pub validity: Option<&'a [u8]>,
}

/// What one cell says.
#[derive(Clone, Copy)]
pub(super) enum Cell<'a> {
    Missing,
    Double(Double),
    Float(u32),
    Integer(i64),
    Boolean(bool),
    Text(&'a [u8]),
    Decimal(&'a [u8]),
    Day(i32),
}

impl<'a> Cells<'a> {
    pub(super) fn row_count(&self) -> usize {
        match self {
            Cells::Doubles(cells) => cells.len(),
            Cells::Floats(cells) => cells.len(),
            Cells::Integers(cells) => cells.len(),
            Cells::Integers32(cells) | Cells::Days(cells) => cells.len(),
            Cells::Booleans(cells) => cells.len(),
            Cells::Texts { offsets, .. } | Cells::Decimals { offsets, .. } => {
                offsets.len().saturating_sub(1)
            }
        }
    }

    /// What it is, for people.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Cells::Doubles(_) | Cells::Floats(_) | Cells::Decimals { .. } => "numbers",
            Cells::Integers(_) | Cells::Integers32(_) => "integers",
            Cells::Booleans(_) => "booleans",
            Cells::Texts { .. } => "texts",
            Cells::Days(_) => "dates",
        }
    }

    fn get(&self, row: usize) -> Option<Cell<'a>> {
        Some(match self {
            Cells::Doubles(cells) => {
                let number = Double::from_bits(cells.get(row)?.get());
                if number.is_nan() { Cell::Missing } else { Cell::Double(number) }
            }
            Cells::Floats(cells) => {
                let bits = cells.get(row)?.get();
                if bits << 1 > 0xff00_0000 { Cell::Missing } else { Cell::Float(bits) }
            }
            Cells::Integers(cells) => Cell::Integer(cells.get(row)?.get()),
            Cells::Integers32(cells) => Cell::Integer(cells.get(row)?.get().into()),
            Cells::Booleans(cells) => Cell::Boolean(*cells.get(row)? != 0),
            Cells::Texts { offsets, bytes } => Cell::Text(text(offsets, bytes, row)?),
            Cells::Decimals { offsets, bytes } => Cell::Decimal(text(offsets, bytes, row)?),
            Cells::Days(cells) => Cell::Day(cells.get(row)?.get()),
        })
    }
}

fn text<'a>(offsets: &[Unaligned<i64>], bytes: &'a [u8], row: usize) -> Option<&'a [u8]> {
    let at = |place: usize| usize::try_from(offsets.get(place)?.get()).ok();
    bytes.get(at(row)?..at(row + 1)?)
}

impl<'a> Column<'a> {
    /// None where the batch contradicts itself.
    pub(super) fn cell(&self, row: usize) -> Option<Cell<'a>> {
        let is_present = match self.validity {
            None => true,
            Some(bits) => bits.get(row / 8)? >> (row % 8) & 1 == 1,
        };
        if is_present { self.cells.get(row) } else { Some(Cell::Missing) }
    }
}
