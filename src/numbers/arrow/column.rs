#![forbid(unsafe_code)]
//! Reading the rows of a column, block after block.

use super::bits::Bits;
use super::format::Format;
use crate::numbers::decimal_scale::Scale;
use crate::numbers::double::Double;
use std::ops::Range;
use zeroize::Zeroizing;

/// Rows, each a number or missing.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    pub(super) format: Format,
    pub(super) row_count: usize,
    pub(super) numbers: &'a [u8],
    pub(super) presence: Presence<'a>,
    /// Where row 0 is, if the numbers are bits.
    pub(super) first: usize,
}

/// Which rows are not missing.
#[derive(Clone, Copy)]
pub(super) enum Presence<'a> {
    All,
    Nothing,
    Bits(Bits<'a>),
}

/// Rows decoded at a time: 3 KiB, so that every use of a column shares one decoder of each format.
pub(crate) const BLOCK_LEN: usize = 128;

/// Sees the rows of a column, block after block. A missing row has an arbitrary number.
pub(crate) trait Visitor {
    /// Each number is unscaled * 10^-scale, with the column's scale.
    fn decimals(&mut self, is_present: &[bool], unscaled: &[i128]);
    fn doubles(&mut self, is_present: &[bool], numbers: &[Double]);
}

impl Column<'_> {
    pub fn row_count(&self) -> usize {
        self.row_count
    }

    /// Of integers, 1.
    pub(crate) fn scale(&self) -> Scale {
        match self.format {
            Format::Decimal128(scale) => scale,
            _ => Scale::of_integers(),
        }
    }

    pub(crate) fn visit(&self, rows: Range<usize>, visitor: &mut dyn Visitor) {
        let has_rows = !matches!(self.presence, Presence::Nothing);
        let mut is_present = Zeroizing::new([has_rows; BLOCK_LEN]);
        let mut decimals = Zeroizing::new([0_i128; BLOCK_LEN]);
        let mut doubles = Zeroizing::new([Double::default(); BLOCK_LEN]);
        for start in rows.clone().step_by(BLOCK_LEN) {
            let rows = start..rows.end.min(start + BLOCK_LEN);
            let is_present = &mut is_present[..rows.len()];
            if let Presence::Bits(bits) = self.presence {
                rows.clone().zip(&mut *is_present).for_each(|(row, bit)| *bit = bits.get(row));
            }
            if matches!(self.format, Format::Float32 | Format::Float64) {
                let doubles = &mut doubles[..rows.len()];
                self.read_doubles(rows, doubles);
                visitor.doubles(is_present, doubles);
            } else {
                let decimals = &mut decimals[..rows.len()];
                self.read_decimals(rows, decimals);
                visitor.decimals(is_present, decimals);
            }
        }
    }

    fn read_doubles(&self, rows: Range<usize>, numbers: &mut [Double]) {
        match self.format {
            Format::Float32 => {
                self.read(rows, numbers, |bytes| Double::of_float(u32::from_ne_bytes(bytes)));
            }
            _ => self.read(rows, numbers, |bytes| Double::from_bits(u64::from_ne_bytes(bytes))),
        }
    }

    fn read_decimals(&self, rows: Range<usize>, numbers: &mut [i128]) {
        match self.format {
            Format::Boolean => {
                let bits = Bits { bytes: self.numbers, first: self.first };
                rows.zip(numbers).for_each(|(row, number)| *number = bits.get(row).into());
            }
            Format::Bool8 => self.read(rows, numbers, |[byte]| (byte != 0).into()),
            Format::Int8 => self.read(rows, numbers, |b| i8::from_ne_bytes(b).into()),
            Format::UInt8 => self.read(rows, numbers, |b| u8::from_ne_bytes(b).into()),
            Format::Int16 => self.read(rows, numbers, |b| i16::from_ne_bytes(b).into()),
            Format::UInt16 => self.read(rows, numbers, |b| u16::from_ne_bytes(b).into()),
            Format::Int32 => self.read(rows, numbers, |b| i32::from_ne_bytes(b).into()),
            Format::UInt32 => self.read(rows, numbers, |b| u32::from_ne_bytes(b).into()),
            Format::Int64 => self.read(rows, numbers, |b| i64::from_ne_bytes(b).into()),
            Format::UInt64 => self.read(rows, numbers, |b| u64::from_ne_bytes(b).into()),
            Format::Decimal128(_) => self.read(rows, numbers, i128::from_ne_bytes),
            Format::Null => {}                      // no row has a number
            Format::Float32 | Format::Float64 => {} // read_doubles
        }
    }

    fn read<const WIDTH: usize, T>(
        &self,
        rows: Range<usize>,
        numbers: &mut [T],
        number: impl Fn([u8; WIDTH]) -> T,
    ) {
        let (given, _) = self.numbers.as_chunks::<WIDTH>();
        numbers.iter_mut().zip(&given[rows]).for_each(|(slot, &bytes)| *slot = number(bytes));
    }
}
