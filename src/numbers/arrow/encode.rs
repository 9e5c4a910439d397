#![forbid(unsafe_code)]
//! Columns as values.

use super::column::{Column, Visitor};
use crate::field::{Element, Value};
use crate::limits;
use crate::numbers::decimal_scale::Scale;
use crate::numbers::double::Double;
use crate::numbers::encode::{self, FixedPoint, NUMBER_BITS};
use crate::numbers::first_refused;
use crate::problem::Checked;

/// Encodes each number as encode_f64 does, rounded once to a multiple of 2^-fraction_bits. A row that
/// is missing is OUT_OF_RANGE, as is a NaN: there is no number to encode.
pub fn encode(values: &mut [Value], column: &Column<'_>, fraction_bits: u32) -> Checked<()> {
    limits::check_fraction_bits(fraction_bits)?;
    encode::check_lengths(values.len(), column.row_count())?;
    let all_in_range = |rows, slots: &mut [Value]| {
        let slots = slots.iter_mut();
        let scale = column.scale();
        let mut encoder = Encoder { slots, scale, fraction_bits, all_in_range: true };
        column.visit(rows, &mut encoder);
        encoder.all_in_range
    };
    if !all_in_range(0..column.row_count(), values) {
        values.fill(Value::ZERO);
        let row = first_refused(0..column.row_count(), |rows| !all_in_range(rows, &mut []));
        return Err(encode::out_of_range(row, fraction_bits));
    }
    Ok(())
}

struct Encoder<'a> {
    /// Where the numbers go, as far as there are any.
    slots: std::slice::IterMut<'a, Value>,
    scale: Scale,
    fraction_bits: u32,
    all_in_range: bool,
}

impl Encoder<'_> {
    fn push(&mut self, is_present: bool, fixed: FixedPoint) {
        self.all_in_range &= is_present & fixed.in_range;
        if let Some(slot) = self.slots.next() {
            *slot = Element::from_signed(fixed.integer).into();
        }
    }
}

impl Visitor for Encoder<'_> {
    fn decimals(&mut self, is_present: &[bool], unscaled: &[i128]) {
        for (&is_present, &unscaled) in is_present.iter().zip(unscaled) {
            self.push(is_present, self.scale.round::<NUMBER_BITS>(unscaled, self.fraction_bits));
        }
    }

    fn doubles(&mut self, is_present: &[bool], numbers: &[Double]) {
        for (&is_present, &number) in is_present.iter().zip(numbers) {
            self.push(is_present, FixedPoint::round::<NUMBER_BITS>(number, self.fraction_bits));
        }
    }
}
