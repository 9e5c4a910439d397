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
use crate::numbers::unaligned::Unaligned;
use core::hint::black_box;

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
    if values.len() != numbers.len() {
        return Err(Error::LengthMismatch);
    }
    limits::check_value_count(values.len())?;
    for (value, number) in values.iter_mut().zip(numbers) {
        *value = element(number.get()).into();
    }
    Ok(())
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
    numbers: &[Unaligned<f64>],
    fraction_bits: u32,
) -> Result<()> {
    limits::check_fraction_bits(fraction_bits)?;
    if values.len() != numbers.len() {
        return Err(Error::LengthMismatch);
    }
    limits::check_value_count(values.len())?;
    let mut all_in_range = true;
    for (value, number) in values.iter_mut().zip(numbers) {
        let fixed = FixedPoint::round::<94>(number.get(), fraction_bits);
        all_in_range &= fixed.in_range;
        *value = Element::from_signed(fixed.integer).into();
    }
    if !all_in_range {
        values.fill(Value::ZERO);
        return Err(Error::OutOfRange);
    }
    Ok(())
}

/// The double nearest to each value's integer divided by 2^fraction_bits.
pub fn decode_f64(
    numbers: &mut [Unaligned<f64>],
    values: &[Value],
    fraction_bits: u32,
) -> Result<()> {
    limits::check_fraction_bits(fraction_bits)?;
    // The smallest result, 2^-93, is far from where doubles lose precision, so only the
    // conversion rounds.
    let unit = power_of_two(-(fraction_bits as i32));
    decode(numbers, values, |integer| Ok(integer as f64 * unit))
}

/// Decodes all, or leaves all as they are: what one value turns out to be must not be half a
/// result.
fn decode<T: Copy>(
    numbers: &mut [Unaligned<T>],
    values: &[Value],
    number: impl Fn(i128) -> Result<T>,
) -> Result<()> {
    if numbers.len() != values.len() {
        return Err(Error::LengthMismatch);
    }
    limits::check_value_count(values.len())?;
    for value in values {
        number(value.element()?.to_signed())?;
    }
    for (slot, value) in numbers.iter_mut().zip(values) {
        *slot = Unaligned::new(number(value.element()?.to_signed())?);
    }
    Ok(())
}

/// 2^exponent, for an exponent that gives a normal number.
pub(crate) const fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
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
    pub fn round<const LIMIT_BITS: u32>(number: f64, fraction_bits: u32) -> FixedPoint {
        const MANTISSA_BITS: u32 = 52;
        let bits = number.to_bits();
        let exponent = ((bits >> MANTISSA_BITS) & 0x7ff) as i32;
        // The leading one is implicit in all but subnormal numbers, which have exponent 1's scale.
        let is_normal = ((exponent + 0x7ff) >> 11) as u64;
        let mantissa =
            u128::from((bits & ((1 << MANTISSA_BITS) - 1)) | (is_normal << MANTISSA_BITS));
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
        let sign = (bits as i64 >> 63) as i128;
        FixedPoint { integer: (integer ^ sign) - sign, in_range }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round(number: f64, fraction_bits: u32) -> Option<i128> {
        let fixed = FixedPoint::round::<94>(number, fraction_bits);
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
        let largest = power_of_two(94).next_down();
        assert_eq!(round(largest, 0), Some(largest as i128));
        assert_eq!(round(-largest, 0), Some(-(largest as i128)));
        for number in [power_of_two(94), power_of_two(95), f64::MAX, f64::INFINITY, f64::NAN] {
            assert_eq!(round(number, 0), None);
            assert_eq!(round(-number, 0), None);
        }
        assert_eq!(round(power_of_two(40), 54), None);
        assert_eq!(round(power_of_two(40).next_down(), 54).map(|n| n >> 93), Some(1));
    }

    proptest! {
        #[test]
        fn agrees_with_the_machine(bits: u64, fraction_bits in 0_u32..=93) {
            let number = f64::from_bits(bits);
            let scaled = (number * power_of_two(fraction_bits as i32)).round_ties_even();
            let expected = (scaled.abs() < power_of_two(94)).then_some(scaled as i128);
            prop_assert_eq!(round(number, fraction_bits), expected);
        }

        #[test]
        fn agrees_with_the_machine_where_it_matters(
            number in -1e6..1e6_f64, scale in -40_i32..=70, fraction_bits in 0_u32..=40,
        ) {
            let number = number * power_of_two(scale);
            let scaled = (number * power_of_two(fraction_bits as i32)).round_ties_even();
            let expected = (scaled.abs() < power_of_two(94)).then_some(scaled as i128);
            prop_assert_eq!(round(number, fraction_bits), expected);
        }
    }
}
