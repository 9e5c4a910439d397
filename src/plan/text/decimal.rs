#![forbid(unsafe_code)]
//! Numbers of a text as what their characters say: unscaled * 10^-scale, never through a double.

use std::fmt;

/// Digits that a number may have, and places after its point: 10^38 is below 2^127.
const MAX_DIGITS: u32 = 38;

/// A decimal number without zeros at its end: 1.50 is (15, 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    unscaled: i128,
    scale: u32,
}

/// Why characters are no number here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum NotDecimal {
    Malformed,
    /// 10^38 or more, or that many digits.
    TooLong,
    /// Places after the point beyond the 38th.
    TooFine,
}

impl Decimal {
    pub const ZERO: Decimal = Decimal { unscaled: 0, scale: 0 };

    /// unscaled * 10^-scale, for a scale up to 38.
    pub(in crate::plan) fn new(unscaled: i128, scale: u32) -> Decimal {
        let mut number = Decimal { unscaled, scale };
        while number.scale > 0 && number.unscaled % 10 == 0 {
            number = Decimal { unscaled: number.unscaled / 10, scale: number.scale - 1 };
        }
        number
    }

    /// From a sign, digits, a point with digits, an exponent: all but the digits may be missing.
    pub(in crate::plan) fn parse(text: &[u8]) -> Result<Decimal, NotDecimal> {
        let (is_negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        let at_exponent = text.iter().position(|byte| matches!(byte, b'e' | b'E'));
        let (mantissa, exponent) = match at_exponent {
            Some(place) => (&text[..place], parse_exponent(&text[place + 1..])?),
            None => (text, 0),
        };
        let at_point = mantissa.iter().position(|&byte| byte == b'.');
        let (whole, fraction) = match at_point {
            Some(place) => (&mantissa[..place], &mantissa[place + 1..]),
            None => (mantissa, &[][..]),
        };
        let is_complete = if at_point.is_some() {
            !whole.is_empty() && !fraction.is_empty()
        } else {
            !whole.is_empty()
        };
        if !is_complete || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
            return Err(NotDecimal::Malformed);
        }
        // 10^power times an integer of the digits that are not zeros at either end.
        let mut power = exponent.saturating_sub(fraction.len() as i64);
        let mut digits = 0_u128;
        let mut zeros = 0; // that follow the digits so far
        for &digit in whole.iter().chain(fraction) {
            if digit == b'0' {
                zeros += i64::from(digits != 0);
                continue;
            }
            digits = append(digits, zeros + 1, digit - b'0').ok_or(NotDecimal::TooLong)?;
            zeros = 0;
        }
        if digits == 0 {
            return Ok(Decimal::ZERO);
        }
        power = power.saturating_add(zeros);
        if power > 0 {
            digits = append(digits, power, 0).ok_or(NotDecimal::TooLong)?;
            power = 0;
        }
        let scale = u32::try_from(-power).ok().filter(|&scale| scale <= MAX_DIGITS);
        let scale = scale.ok_or(NotDecimal::TooFine)?;
        let unscaled = digits as i128;
        Ok(Decimal { unscaled: if is_negative { -unscaled } else { unscaled }, scale })
    }

    /// The number times 10^decimals, if that is an integer and an i128.
    pub fn times_power_of_ten(self, decimals: u32) -> Option<i128> {
        let power = decimals.checked_sub(self.scale)?;
        self.unscaled.checked_mul(10_i128.checked_pow(power)?)
    }

    /// The integer that it is.
    pub fn integer(self) -> Option<i128> {
        self.times_power_of_ten(0)
    }

    /// Below 10^38 in magnitude.
    pub fn unscaled(self) -> i128 {
        self.unscaled
    }

    /// At most 38.
    pub fn scale(self) -> u32 {
        self.scale
    }

    pub fn is_positive(self) -> bool {
        self.unscaled > 0
    }

    /// Whether it lies between 0 and 1, and is neither.
    pub(in crate::plan) fn is_proper_fraction(self) -> bool {
        self.unscaled > 0 && self.is_below_one()
    }

    pub(in crate::plan) fn is_below_one(self) -> bool {
        10_i128.checked_pow(self.scale).is_some_and(|one| self.unscaled < one)
    }
}

/// digits * 10^power + digit, if that has at most 38 digits.
fn append(digits: u128, power: i64, digit: u8) -> Option<u128> {
    let power = u32::try_from(power).ok().filter(|&power| power <= MAX_DIGITS)?;
    let all = digits.checked_mul(10_u128.pow(power))?.checked_add(digit.into())?;
    (all < 10_u128.pow(MAX_DIGITS)).then_some(all)
}

/// A power of ten beyond all that are told apart is as good as any other such.
fn parse_exponent(text: &[u8]) -> Result<i64, NotDecimal> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(NotDecimal::Malformed);
    }
    let magnitude = digits.iter().fold(0_i64, |number, digit| {
        number.saturating_mul(10).saturating_add(i64::from(digit - b'0')).min(1 << 40)
    });
    Ok(if is_negative { -magnitude } else { magnitude })
}

/// As a person writes it: all digits, no exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.unscaled < 0 { "-" } else { "" };
        let magnitude = self.unscaled.unsigned_abs();
        let one = 10_u128.checked_pow(self.scale).unwrap_or(u128::MAX);
        write!(formatter, "{sign}{}", magnitude / one)?;
        if self.scale > 0 {
            write!(formatter, ".{:0width$}", magnitude % one, width = self.scale as usize)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Result<(i128, u32), NotDecimal> {
        Decimal::parse(text.as_bytes()).map(|number| (number.unscaled, number.scale))
    }

    #[test]
    fn numbers_are_what_their_characters_say() {
        assert_eq!(parsed("12345678901234567.8"), Ok((123_456_789_012_345_678, 1)));
        assert_eq!(parsed("-0.50"), Ok((-5, 1)));
        assert_eq!(parsed("+100"), Ok((100, 0)));
        assert_eq!(parsed("1e2"), Ok((100, 0)));
        assert_eq!(parsed("12.5E-1"), Ok((125, 2)));
        assert_eq!(parsed("1200e-2"), Ok((12, 0)));
        assert_eq!(parsed("0"), Ok((0, 0)));
        assert_eq!(parsed("-0.0e-400"), Ok((0, 0)));
        assert_eq!(parsed("000000000000000000000000000000000000000000001"), Ok((1, 0)));
        assert_eq!(parsed("1e37"), Ok((10_i128.pow(37), 0)));
        assert_eq!(parsed("1e-38"), Ok((1, 38)));
    }

    #[test]
    fn numbers_beyond_all_use_are_not_rounded() {
        assert_eq!(parsed("1e38"), Err(NotDecimal::TooLong));
        assert_eq!(parsed("1e400"), Err(NotDecimal::TooLong));
        assert_eq!(parsed("1e99999999999999999999"), Err(NotDecimal::TooLong));
        assert_eq!(parsed("1e-400"), Err(NotDecimal::TooFine));
        assert_eq!(parsed("1e-99999999999999999999"), Err(NotDecimal::TooFine));
        assert_eq!(parsed("123456789012345678901234567890123456789"), Err(NotDecimal::TooLong));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "", "-", ".", "1.", ".5", "1e", "1e+", "e5", "0x10", "1_000", "nan", "inf", "1 ",
            "--1", "1.2.3", "1e2e3", "1,5",
        ] {
            assert_eq!(parsed(text), Err(NotDecimal::Malformed), "{text}");
        }
    }

    #[test]
    fn multiples_of_a_power_of_ten_are_told_from_others() {
        let number = |text: &str| Decimal::parse(text.as_bytes()).unwrap();
        assert_eq!(number("2.50").times_power_of_ten(1), Some(25));
        assert_eq!(number("2.55").times_power_of_ten(1), None);
        assert_eq!(number("-3").times_power_of_ten(18), Some(-3_000_000_000_000_000_000));
        assert_eq!(number("1e37").times_power_of_ten(18), None);
        assert_eq!((number("7e2").integer(), number("0.7").integer()), (Some(700), None));
        assert!(number("0.95").is_proper_fraction() && !number("1").is_proper_fraction());
        assert!(!number("0").is_proper_fraction() && !number("-0.5").is_proper_fraction());
    }

    proptest! {
        #[test]
        fn a_number_is_shown_as_it_is_read(unscaled in -(10_i128.pow(37))..10_i128.pow(37), scale in 0_u32..=38) {
            let number = Decimal::new(unscaled, scale);
            prop_assert_eq!(Decimal::parse(number.to_string().as_bytes()), Ok(number));
            prop_assert_eq!(
                number.times_power_of_ten(number.scale()), Some(number.unscaled()));
        }
    }
}
