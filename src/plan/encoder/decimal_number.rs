#![forbid(unsafe_code)]
//! A cell's number as the column's integer: itself times 10^decimals, half to even, from the number as
//! it prints.
//!
//! The same decimal comes as a double, a float, a decimal128 or text, and must be the same integer by
//! each. A double's exact value is not what was meant: 0.15 is a little less as a double, and rounds to
//! 0.1, where its text and its decimal128 round to 0.2. So a double counts as the shortest decimal that
//! is read back as it (Steele and White, How to print floating-point numbers accurately, 1990).

use crate::numbers::double::Double;
use crate::plan::model::NUMBER_BOUND;

/// A cell's number before its range is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rounded {
    /// The integer, below 2^62 in magnitude, and whether a number other than 0 became 0.
    Within { integer: i64, is_lost: bool },
    /// Beyond all ranges, or not finite.
    Beyond,
}

impl Rounded {
    fn new(is_negative: bool, magnitude: u128, was_zero: bool) -> Rounded {
        if magnitude >= NUMBER_BOUND as u128 {
            return Rounded::Beyond;
        }
        let magnitude = magnitude as i64;
        let integer = if is_negative { -magnitude } else { magnitude };
        Rounded::Within { integer, is_lost: integer == 0 && !was_zero }
    }
}

/// digits * 10^exponent, times 10^decimals.
pub(super) fn round(is_negative: bool, digits: u128, exponent: i32, decimals: u32) -> Rounded {
    let was_zero = digits == 0;
    let power = exponent.saturating_add(decimals as i32);
    if was_zero {
        return Rounded::new(false, 0, true);
    }
    if power >= 0 {
        let scale = 10_u128.checked_pow(power as u32);
        return match scale.and_then(|scale| digits.checked_mul(scale)) {
            Some(magnitude) => Rounded::new(is_negative, magnitude, false),
            None => Rounded::Beyond,
        };
    }
    let Some(scale) = 10_u128.checked_pow(power.unsigned_abs()) else {
        // Less than a half, since the digits are below 2^128 < 10^39.
        return Rounded::new(is_negative, 0, false);
    };
    let (whole, rest) = (digits / scale, digits % scale);
    // scale is even, and its half is the tie.
    let half = scale / 2;
    let up = rest > half || rest == half && whole % 2 == 1;
    Rounded::new(is_negative, whole + u128::from(up), false)
}

/// A double that is no NaN.
pub(super) fn round_double(number: Double, decimals: u32) -> Rounded {
    if !number.is_finite() {
        return Rounded::Beyond;
    }
    if let Some(rounded) = round_integer(number, decimals) {
        return rounded;
    }
    let (digits, exponent) = shortest(format_args!("{:e}", f64::from_bits(number.to_bits())));
    round(number.is_negative(), digits, exponent, decimals)
}

/// A float, by its bits, that is no NaN.
pub(super) fn round_float(bits: u32, decimals: u32) -> Rounded {
    let number = f32::from_bits(bits);
    if bits & 0x7f80_0000 == 0x7f80_0000 {
        return Rounded::Beyond;
    }
    let (digits, exponent) = shortest(format_args!("{number:e}"));
    round(bits >> 31 == 1, digits, exponent, decimals)
}

/// A double that is an integer below 2^53: no digits are needed.
fn round_integer(number: Double, decimals: u32) -> Option<Rounded> {
    // The mantissa, with its implicit one, times 2^-shift.
    let shift = 1075 - number.stored_exponent();
    if !(0..=52).contains(&shift) {
        return None;
    }
    let mantissa = number.stored_mantissa() | 1 << 52;
    let integer = mantissa >> shift;
    if integer << shift != mantissa {
        return None;
    }
    Some(round(number.is_negative(), integer.into(), 0, decimals))
}

/// The digits and the exponent of what prints as 1.25e-7: at most 17 digits.
fn shortest(printed: core::fmt::Arguments<'_>) -> (u128, i32) {
    let mut read = Printed { digits: 0, exponent: 0, after_point: 0, part: Part::Whole, sign: 1 };
    // Writing to it does not fail.
    let _ = core::fmt::write(&mut read, printed);
    (read.digits, read.sign * read.exponent - read.after_point)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Fraction,
    Exponent,
}

/// Reads a number as it is printed.
struct Printed {
    digits: u128,
    exponent: i32,
    after_point: i32,
    part: Part,
    sign: i32,
}

impl core::fmt::Write for Printed {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        for byte in text.bytes() {
            match (byte, self.part) {
                (b'.', _) => self.part = Part::Fraction,
                (b'e', _) => self.part = Part::Exponent,
                (b'-', Part::Exponent) => self.sign = -1,
                (b'0'..=b'9', Part::Exponent) => {
                    self.exponent = self.exponent * 10 + i32::from(byte - b'0');
                }
                (b'0'..=b'9', _) => {
                    self.digits = self.digits * 10 + u128::from(byte - b'0');
                    self.after_point += i32::from(self.part == Part::Fraction);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::text::decimal::Decimal;
    use proptest::prelude::*;

    fn of_double(number: f64, decimals: u32) -> Option<i64> {
        match round_double(Double::from_bits(number.to_bits()), decimals) {
            Rounded::Within { integer, .. } => Some(integer),
            Rounded::Beyond => None,
        }
    }

    fn of_float(number: f32, decimals: u32) -> Option<i64> {
        match round_float(number.to_bits(), decimals) {
            Rounded::Within { integer, .. } => Some(integer),
            Rounded::Beyond => None,
        }
    }

    fn of_text(text: &str, decimals: u32) -> Option<i64> {
        let number = Decimal::parse(text.as_bytes()).unwrap();
        let digits = number.unscaled().unsigned_abs();
        match round(number.unscaled() < 0, digits, -(number.scale() as i32), decimals) {
            Rounded::Within { integer, .. } => Some(integer),
            Rounded::Beyond => None,
        }
    }

    #[test]
    fn a_number_rounds_as_it_prints() {
        // 0.15 is below 15/100 as a double, and above it as a float.
        for (text, decimals, integer) in [
            ("0.15", 1, 2),
            ("0.25", 1, 2),
            ("0.35", 1, 4),
            ("-0.15", 1, -2),
            ("1.005", 2, 100),
            ("1.015", 2, 102),
            ("2.5", 0, 2),
            ("3.5", 0, 4),
            ("-2.5", 0, -2),
            ("0.5", 0, 0),
            ("70.5", 2, 7_050),
            ("0.1", 18, 100_000_000_000_000_000),
        ] {
            assert_eq!(of_text(text, decimals), Some(integer), "{text} as text");
            assert_eq!(of_double(text.parse().unwrap(), decimals), Some(integer), "{text}");
            assert_eq!(
                of_float(text.parse().unwrap(), decimals),
                Some(integer),
                "{text} as a float"
            );
        }
        assert_eq!(of_double(9_007_199_254_740_993.0, 0), Some(9_007_199_254_740_992));
        assert_eq!(of_text("9007199254740993", 0), Some(9_007_199_254_740_993));
        assert_eq!(of_double(1e300, 0), None);
        assert_eq!(of_double(f64::INFINITY, 0), None);
        assert_eq!(of_double(-0.0, 3), Some(0));
        assert_eq!(of_double(5e-324, 18), Some(0));
        assert_eq!(of_double(4.7e18, 0), None); // 2^62 is 4.61e18
    }

    #[test]
    fn what_rounds_to_0_is_told() {
        let is_lost = |number: f64| {
            let rounded = round_double(Double::from_bits(number.to_bits()), 2);
            matches!(rounded, Rounded::Within { is_lost: true, .. })
        };
        assert!(is_lost(0.004) && is_lost(-1e-300) && is_lost(0.005));
        assert!(!is_lost(0.0) && !is_lost(-0.0) && !is_lost(0.006) && !is_lost(1.0));
    }

    proptest! {
        #[test]
        fn every_type_agrees_with_its_text(number: f64, decimals in 0_u32..=18) {
            prop_assume!(number.is_finite());
            let text = format!("{number}");
            prop_assume!(Decimal::parse(text.as_bytes()).is_ok());
            prop_assert_eq!(of_double(number, decimals), of_text(&text, decimals));
        }

        #[test]
        fn decimals_come_back(integer in -(1_i64 << 52)..1 << 52, decimals in 0_u32..=6) {
            // At most 16 digits: the double prints as it was written.
            let text = Decimal::new(integer.into(), decimals).to_string();
            prop_assert_eq!(of_text(&text, decimals), Some(integer));
            prop_assert_eq!(of_double(text.parse().unwrap(), decimals), Some(integer));
        }

        #[test]
        fn floats_agree_with_their_text(bits: u32, decimals in 0_u32..=18) {
            let number = f32::from_bits(bits);
            prop_assume!(number.is_finite());
            let text = format!("{number}");
            prop_assume!(Decimal::parse(text.as_bytes()).is_ok());
            prop_assert_eq!(of_float(number, decimals), of_text(&text, decimals));
        }
    }
}
