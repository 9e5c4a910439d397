#![forbid(unsafe_code)]
//! Integers and fixed-point numbers as field elements, and back.
//!
//! A number n is its residue mod p: 0 to (p - 1) / 2 stand for themselves, the upper half for
//! n - p. One encoded number has magnitude below 2^94, so the sum of up to 2^32 of them stays
//! below 2^126 and cannot wrap.
//!
//! Encoding is branch-free: whether a column was accepted is all that its timing tells.

use crate::error::{Error, Result};
use crate::field::Element;
use crate::field::Value;
use crate::limits;
use crate::numbers::double::{Double, MANTISSA_BITS};
use crate::numbers::unaligned::Unaligned;
use crate::problem::{Checked, Problem};
use core::hint::black_box;

/// An encoded number has a magnitude below 2^94.
pub(crate) const NUMBER_BITS: u32 = 94;

pub fn encode_i64(values: &mut [Value], numbers: &[Unaligned<i64>]) -> Result<()> {
    encode(values, numbers, |number| Element::from_signed(number.into()))
}

pub fn encode_u64(values: &mut [Value], numbers: &[Unaligned<u64>]) -> Result<()> {
    encode(values, numbers, Element::from_u64)
}

fn encode<T: Copy>(
    values: &mut [Value],
    numbers: &[Unaligned<T>],
    element: impl Fn(T) -> Element,
) -> Result<()> {
    check_lengths(values.len(), numbers.len())?;
    for (value, number) in values.iter_mut().zip(numbers) {
        *value = element(number.get()).into();
    }
    Ok(())
}

/// One value for each number.
pub(crate) fn check_lengths(value_count: usize, number_count: usize) -> Checked<()> {
    if value_count != number_count {
        let problem = Problem::new(Error::LengthMismatch);
        return Err(problem.say(format_args!("{value_count} values for {number_count} numbers")));
    }
    limits::check_value_count(value_count)
}

pub fn decode_i64(numbers: &mut [Unaligned<i64>], values: &[Value]) -> Result<()> {
    decode(numbers, values, |integer| integer.try_into().map_err(|_| Error::OutOfRange))
}

pub fn decode_u64(numbers: &mut [Unaligned<u64>], values: &[Value]) -> Result<()> {
    decode(numbers, values, |integer| integer.try_into().map_err(|_| Error::OutOfRange))
}

/// Rounds each number times 2^fraction_bits to the nearest integer, ties to even, as IEEE 754
/// does. NaN, infinities and results of magnitude 2^94 or more are OUT_OF_RANGE.
pub fn encode_f64(
    values: &mut [Value],
    numbers: &[Unaligned<Double>],
    fraction_bits: u32,
) -> Checked<()> {
    limits::check_fraction_bits(fraction_bits)?;
    check_lengths(values.len(), numbers.len())?;
    let mut all_in_range = true;
    for (value, number) in values.iter_mut().zip(numbers) {
        let fixed = FixedPoint::round::<NUMBER_BITS>(number.get(), fraction_bits);
        all_in_range &= fixed.in_range;
        *value = Element::from_signed(fixed.integer).into();
    }
    if !all_in_range {
        values.fill(Value::ZERO);
        let refuses = |number: &Unaligned<Double>| {
            !FixedPoint::round::<NUMBER_BITS>(number.get(), fraction_bits).in_range
        };
        let row = numbers.iter().position(refuses).unwrap_or_default();
        return Err(out_of_range(row, fraction_bits));
    }
    Ok(())
}

/// Of a row that cannot be encoded; which of the reasons it is would tell of the number.
#[cold]
pub(crate) fn out_of_range(row: usize, fraction_bits: u32) -> Problem {
    let bits = NUMBER_BITS as i32 - fraction_bits as i32;
    Problem::new(Error::OutOfRange).at(row as u64).say(format_args!(
        "row {row} is missing, infinite, or of magnitude 2^{bits} or more (with {fraction_bits} fraction_bits)",
    ))
}

/// The double nearest to each value's integer divided by 2^fraction_bits.
pub fn decode_f64(
    numbers: &mut [Unaligned<Double>],
    values: &[Value],
    fraction_bits: u32,
) -> Result<()> {
    limits::check_fraction_bits(fraction_bits)?;
    // The smallest result, 2^-93, is far from where doubles lose precision.
    let exponent = -(fraction_bits as i32);
    decode(numbers, values, |integer| {
        Ok(Double::nearest(integer.unsigned_abs(), exponent).negated_if(integer < 0))
    })
}

/// Decodes all, or leaves all as they are: what one value turns out to be must not be half a
/// result.
fn decode<T: Copy>(
    numbers: &mut [Unaligned<T>],
    values: &[Value],
    number: impl Fn(i128) -> Result<T>,
) -> Result<()> {
    check_lengths(values.len(), numbers.len())?;
    for value in values {
        number(value.element()?.to_signed())?;
    }
    for (slot, value) in numbers.iter_mut().zip(values) {
        *slot = Unaligned::new(number(value.element()?.to_signed())?);
    }
    Ok(())
}

/// A number times a power of two, rounded to an integer.
pub(crate) struct FixedPoint {
    /// Meaningless unless in range, but below 2^95 in magnitude.
    pub integer: i128,
    pub in_range: bool,
}

impl FixedPoint {
    /// number * 2^fraction_bits to the nearest integer, ties to even, in range if its magnitude is
    /// below 2^LIMIT_BITS, which is at most 94. By integer operations alone: the machine's own
    /// conversions branch on the number, or call a library that does.
    pub fn round<const LIMIT_BITS: u32>(number: Double, fraction_bits: u32) -> FixedPoint {
        let exponent = number.stored_exponent();
        // The leading one is implicit in all but subnormal numbers, which have exponent 1's scale.
        let is_normal = ((exponent + 0x7ff) >> 11) as u64;
        let mantissa = u128::from(number.stored_mantissa() | (is_normal << MANTISSA_BITS));
        let scale = exponent + (1 - is_normal as i32) - 1075 + fraction_bits as i32;
        // magnitude = mantissa * 2^scale, mantissa < 2^53. A shift by 42 or more to the left takes
        // a normal mantissa out of range. One by 54 or more to the right takes any to 0.
        // That is, left = scale.clamp(0, 42) and right = (-scale).clamp(0, 64), by masks that the
        // compiler cannot see through and turn into branches.
        let [is_negative, is_above, is_below] =
            black_box([scale >> 31, (42 - scale) >> 31, (64 + scale) >> 31]);
        let left = ((scale & !is_negative & !is_above) | (42 & is_above)) as u32;
        let right = ((-scale & is_negative & !is_below) | (64 & is_below)) as u32;
        let shifted = mantissa << left;
        let is_odd = (shifted >> right) & 1;
        let half = (1_u128 << right) >> 1;
        let below_half = half.wrapping_sub((half != 0) as u128);
        let integer = ((shifted + below_half + (is_odd & (half != 0) as u128)) >> right) as i128;
        let is_finite = exponent != 0x7ff;
        let in_range = is_finite & ((integer >> LIMIT_BITS) == 0);
        let sign = (number.to_bits() as i64 >> 63) as i128;
        FixedPoint { integer: (integer ^ sign) - sign, in_range }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round(number: f64, fraction_bits: u32) -> Option<i128> {
        let fixed = FixedPoint::round::<94>(number.into(), fraction_bits);
        fixed.in_range.then_some(fixed.integer)
    }

    #[test]
    fn rounds_to_nearest_ties_to_even() {
        for (number, integer) in [
            (0.5, 0),
            (1.5, 2),
            (2.5, 2),
            (-0.5, 0),
            (-1.5, -2),
            (-2.5, -2),
            (0.49999999999999994, 0),
            (0.5000000000000001, 1),
            (4503599627370495.5, 4503599627370496),
            (-0.0, 0),
            (5e-324, 0),
            (f64::MIN_POSITIVE, 0),
            (1.0, 1),
            (-1.0, -1),
            (0.75, 1),
            (-0.75, -1),
        ] {
            assert_eq!(round(number, 0), Some(integer), "{number}");
        }
    }

    #[test]
    fn accepts_up_to_the_limit_and_refuses_from_there() {
        let largest = 2_f64.powi(94).next_down();
        assert_eq!(round(largest, 0), Some(largest as i128));
        assert_eq!(round(-largest, 0), Some(-(largest as i128)));
        for number in [2_f64.powi(94), 2_f64.powi(95), f64::MAX, f64::INFINITY, f64::NAN] {
            assert_eq!(round(number, 0), None);
            assert_eq!(round(-number, 0), None);
        }
        assert_eq!(round(2_f64.powi(40), 54), None);
        assert_eq!(round(2_f64.powi(40).next_down(), 54).map(|n| n >> 93), Some(1));
    }

    proptest! {
        #[test]
        fn agrees_with_the_machine(bits: u64, fraction_bits in 0_u32..=93) {
            let number = f64::from_bits(bits);
            let scaled = (number * 2_f64.powi(fraction_bits as i32)).round_ties_even();
            let expected = (scaled.abs() < 2_f64.powi(94)).then_some(scaled as i128);
            prop_assert_eq!(round(number, fraction_bits), expected);
        }

        #[test]
        fn agrees_with_the_machine_where_it_matters(
            number in -1e6..1e6_f64, scale in -40_i32..=70, fraction_bits in 0_u32..=40,
        ) {
            let number = number * 2_f64.powi(scale);
            let scaled = (number * 2_f64.powi(fraction_bits as i32)).round_ties_even();
            let expected = (scaled.abs() < 2_f64.powi(94)).then_some(scaled as i128);
            prop_assert_eq!(round(number, fraction_bits), expected);
        }
    }
}
