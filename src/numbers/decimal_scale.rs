#![forbid(unsafe_code)]
//! Decimal numbers, unscaled * 10^-scale, in fixed point and compared with doubles. An integer is one
//! of scale 0.
//!
//! Rounding is branch-free in the number; its scale is public.

use crate::error::{Error, Result};
use crate::numbers::double::{Double, MANTISSA_BITS};
use crate::numbers::encode::FixedPoint;
use ethnum::U256;

/// As far as 10^scale is below 2^127. Decimals of 38 digits need no more.
const MAX_SCALE: u32 = 38;

/// The bits of a quotient that are computed: a rounded number has a magnitude below 2^94.
const QUOTIENT_BITS: u32 = 96;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    scale: i32,
    /// 10^scale, or 1 for a negative scale: what unscaled numbers are divided by.
    divisor: Divisor,
}

impl Scale {
    pub fn new(scale: i32) -> Result<Scale> {
        if scale.unsigned_abs() > MAX_SCALE {
            return Err(Error::UnsupportedType);
        }
        Ok(Scale { scale, divisor: Divisor::new(10_u128.pow(scale.max(0) as u32)) })
    }

    pub fn of_integers() -> Scale {
        Scale { scale: 0, divisor: Divisor::new(1) }
    }

    /// unscaled * 10^-scale * 2^fraction_bits to the nearest integer, ties to even, in range if its
    /// magnitude is below 2^LIMIT_BITS, which is at most 94.
    pub(crate) fn round<const LIMIT_BITS: u32>(
        self,
        unscaled: i128,
        fraction_bits: u32,
    ) -> FixedPoint {
        let sign = unscaled >> 127;
        let mut magnitude = unscaled.unsigned_abs(); // at most 2^127
        let mut in_range = true;
        for _ in self.scale..0 {
            in_range &= magnitude >> LIMIT_BITS == 0;
            magnitude = (magnitude & low_bits(LIMIT_BITS)) * 10;
        }
        let quotient = if self.scale <= 0 {
            in_range &= magnitude >> LIMIT_BITS.saturating_sub(fraction_bits) == 0;
            magnitude << fraction_bits
        } else {
            let (quotient, fits) = self.divisor.divide(magnitude, fraction_bits);
            in_range &= fits;
            quotient
        };
        in_range &= quotient >> LIMIT_BITS == 0;
        let integer = (quotient & low_bits(LIMIT_BITS)) as i128;
        FixedPoint { integer: (integer ^ sign) - sign, in_range }
    }

    /// The least unscaled number that is at or above the edge; None where no i128 is. Edges are public
    /// and not NaN, so this may branch.
    pub(crate) fn at_least(self, edge: Double) -> Option<i128> {
        let Some((magnitude, is_inexact)) = self.unscaled(edge) else {
            return edge.is_negative().then_some(i128::MIN);
        };
        // Upwards: away from 0 above it, towards 0 below it.
        if edge.is_negative() { Some(-magnitude) } else { magnitude.checked_add(is_inexact.into()) }
    }

    /// |number| * 10^scale without what comes after the point, if that is an i128, and whether
    /// anything came there.
    fn unscaled(self, number: Double) -> Option<(i128, bool)> {
        if !number.is_finite() {
            return None;
        }
        let (mantissa, exponent) = match number.stored_exponent() {
            0 => (number.stored_mantissa(), -1074),
            exponent => (number.stored_mantissa() | 1 << MANTISSA_BITS, exponent - 1075),
        };
        // Below 2^(53 + 127).
        let product = U256::from(mantissa) * U256::from(10_u128.pow(self.scale.max(0) as u32));
        let divisor = U256::from(10_u128.pow(self.scale.min(0).unsigned_abs()));
        let (whole, rest) = if exponent >= 0 {
            // A mantissa of 2^52 or more: if this overflows, so does an i128 after the division by
            // less than 2^127.
            if product.leading_zeros() < exponent as u32 {
                return None;
            }
            (product << exponent as u32, U256::ZERO)
        } else {
            let down = exponent.unsigned_abs().min(255);
            let whole = product >> down;
            (whole, product - (whole << down))
        };
        let is_inexact = rest != U256::ZERO || whole % divisor != U256::ZERO;
        Some((i128::try_from(whole / divisor).ok()?, is_inexact))
    }
}

const fn low_bits(count: u32) -> u128 {
    (1 << count) - 1
}

/// A public divisor of secret numbers. The machine's own division takes a time that depends on the
/// numbers, so this multiplies by a reciprocal (Barrett).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Divisor {
    /// The divisor times 2^shift, from 2^126 to below 2^127.
    normalized: u128,
    shift: u32,
    /// floor(2^190 / normalized), or the largest u64 for a power of two, which is too small by 1.
    reciprocal: u64,
}

/// Bits of the quotient for each multiplication by the reciprocal.
const DIGIT_BITS: u32 = 48;

impl Divisor {
    /// From 1 to below 2^127.
    fn new(divisor: u128) -> Divisor {
        let shift = divisor.leading_zeros() - 1;
        let normalized = divisor << shift;
        let reciprocal = (U256::ONE << 190_u32) / U256::from(normalized);
        Divisor { normalized, shift, reciprocal: reciprocal.try_into().unwrap_or(u64::MAX) }
    }

    /// number * 2^fraction_bits / divisor to the nearest integer, ties to even, and whether it is
    /// below 2^96; if not, the integer is meaningless.
    fn divide(self, number: u128, fraction_bits: u32) -> (u128, bool) {
        // Both are scaled up as the divisor is. What is above the quotient's bits must be less than
        // the divisor, and is then the first remainder.
        let up = fraction_bits + self.shift;
        let (above, below, fits) = match up.checked_sub(QUOTIENT_BITS) {
            Some(up) => {
                let above = number << up;
                (above, 0, above >> up == number)
            }
            None => {
                let below = (number << up) & low_bits(QUOTIENT_BITS);
                (number >> (QUOTIENT_BITS - up), below, true)
            }
        };
        let fits = fits & (above < self.normalized);
        let remainder = above & u128::from(fits).wrapping_neg();
        let (high, remainder) = self.step(remainder, below >> DIGIT_BITS);
        let (low, remainder) = self.step(remainder, below & low_bits(DIGIT_BITS));
        let quotient = high << DIGIT_BITS | low;
        let twice = remainder << 1;
        let is_above_half = twice > self.normalized;
        let is_half = twice == self.normalized;
        let is_odd = quotient & 1 == 1;
        (quotient + u128::from(is_above_half | (is_half & is_odd)), fits)
    }

    /// One digit of the quotient, of remainder * 2^48 + next, and what remains.
    fn step(self, remainder: u128, next: u128) -> (u128, u128) {
        // With the remainder's first 64 bits and the reciprocal both truncated by less than 1, the
        // product is too small by less than 2^65, and the estimate by less than 1 + 2^-14: the digit
        // or one less.
        let estimate = ((remainder >> 63) * u128::from(self.reciprocal)) >> (127 - DIGIT_BITS);
        let rest =
            (remainder << DIGIT_BITS | next).wrapping_sub(estimate.wrapping_mul(self.normalized));
        // From -normalized to below normalized, so it is an i128. Its sign as a mask: the compiler
        // makes a branch of a comparison.
        let difference = rest.wrapping_sub(self.normalized);
        let is_negative = ((difference as i128) >> 127) as u128;
        let remainder = difference.wrapping_add(self.normalized & is_negative);
        (estimate.wrapping_add(1).wrapping_add(is_negative), remainder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::encode::FixedPoint;
    use proptest::prelude::*;

    fn scale(scale: i32) -> Scale {
        Scale::new(scale).expect("a scale")
    }

    fn round(unscaled: i128, scale: i32, fraction_bits: u32) -> Option<i128> {
        let fixed = super::tests::scale(scale).round::<94>(unscaled, fraction_bits);
        fixed.in_range.then_some(fixed.integer)
    }

    #[test]
    fn decimals_are_rounded_once() {
        assert_eq!(round(15, 1, 0), Some(2)); // 1.5, to even
        assert_eq!(round(25, 1, 0), Some(2));
        assert_eq!(round(-25, 1, 0), Some(-2));
        assert_eq!(round(250_000_000_000_000_000_001, 20, 0), Some(3));
        assert_eq!(round(125, 2, 2), Some(5)); // 1.25
        assert_eq!(round(7, -2, 1), Some(1400));
        assert_eq!(round(0, -38, 93), Some(0));
        assert_eq!(round(10_i128.pow(38), 38, 93), Some(1 << 93));
    }

    #[test]
    fn the_limit_is_the_same_at_every_scale() {
        assert_eq!(round((1 << 94) - 1, 0, 0), Some((1 << 94) - 1));
        assert_eq!(round(1 << 94, 0, 0), None);
        assert_eq!(round(1, 0, 93), Some(1 << 93));
        assert_eq!(round(2, 0, 93), None);
        assert_eq!(round(((1 << 94) - 1) * 10 + 4, 1, 0), Some((1 << 94) - 1));
        assert_eq!(round(((1 << 94) - 1) * 10 + 5, 1, 0), None); // rounds to 2^94
        for unscaled in [i128::MIN, i128::MAX] {
            for scale in [-38, -1, 0, 1] {
                assert_eq!(round(unscaled, scale, 0), None);
            }
        }
        assert_eq!(round(10_i128.pow(37), -38, 0), None);
        assert!(scale(0).round::<62>(1, 62).in_range.eq(&false));
        assert!(scale(0).round::<62>(1, 61).in_range);
    }

    fn at_least(of_scale: i32, edge: f64) -> Option<i128> {
        scale(of_scale).at_least(edge.into())
    }

    #[test]
    fn edges_beyond_all_numbers() {
        for s in [-38, 0, 38] {
            assert_eq!(at_least(s, f64::NEG_INFINITY), Some(i128::MIN));
            assert_eq!(at_least(s, f64::MIN), Some(i128::MIN));
            assert_eq!(at_least(s, f64::MAX), None);
            assert_eq!(at_least(s, 5e-324), Some(1));
            assert_eq!(at_least(s, -5e-324), Some(0));
            assert_eq!(at_least(s, 0.0), Some(0));
            assert_eq!(at_least(s, -0.0), Some(0));
        }
        let end = 2_f64.powi(127);
        assert_eq!(at_least(0, end), None);
        assert_eq!(at_least(0, end.next_down()), Some(i128::MAX - ((1 << 74) - 1)));
        assert_eq!(at_least(0, -end), Some(i128::MIN));
        assert_eq!(at_least(0, (-end).next_down()), Some(i128::MIN));
        assert_eq!(at_least(0, (-end).next_up()), Some(i128::MIN + (1 << 74)));
        // The largest and the smallest number of tenths lie between these.
        assert_eq!(at_least(1, end / 10.0), None);
        assert_eq!(at_least(1, -end / 10.0), Some(i128::MIN));
        assert!(at_least(1, (end / 10.0).next_down()).is_some());
        assert!(at_least(1, (-end / 10.0).next_up()) > Some(i128::MIN));
    }

    #[test]
    fn edges_among_the_numbers() {
        assert_eq!(at_least(1, 0.1), Some(2)); // the double 0.1 is above 1/10
        assert_eq!(at_least(1, -0.1), Some(-1));
        assert_eq!(at_least(0, 2.0), Some(2));
        assert_eq!(at_least(0, -2.5), Some(-2));
        assert_eq!(at_least(0, 9007199254740994.0), Some(9007199254740994));
        assert_eq!(at_least(-2, 150.0), Some(2));
        assert_eq!(at_least(-2, -150.0), Some(-1));
    }

    #[test]
    fn scales_are_limited() {
        for scale in [-39, 39, i32::MIN, i32::MAX] {
            assert_eq!(Scale::new(scale), Err(Error::UnsupportedType));
        }
    }

    proptest! {
        #[test]
        fn agrees_with_wide_division(
            unscaled: i128, less in 0_u32..127, scale in 0_i32..=38, fraction_bits in 0_u32..=93,
        ) {
            let unscaled = unscaled >> less;
            let numerator = U256::from(unscaled.unsigned_abs()) << fraction_bits;
            let divisor = U256::from(10_u128.pow(scale as u32));
            let (mut whole, rest) = (numerator / divisor, numerator % divisor);
            let is_odd = whole & U256::ONE == U256::ONE;
            if rest * 2 > divisor || rest * 2 == divisor && is_odd {
                whole += U256::ONE;
            }
            let expected = (whole >> 94 == U256::ZERO).then(|| {
                let integer = whole.as_i128();
                if unscaled < 0 { -integer } else { integer }
            });
            prop_assert_eq!(round(unscaled, scale, fraction_bits), expected);
        }

        #[test]
        fn integers_agree_with_doubles(number: i32, fraction_bits in 0_u32..=93) {
            let fixed = FixedPoint::round::<94>(f64::from(number).into(), fraction_bits);
            let expected = fixed.in_range.then_some(fixed.integer);
            prop_assert_eq!(round(number.into(), 0, fraction_bits), expected);
        }

        #[test]
        fn an_edge_lies_between_its_number_and_the_one_before(
            mantissa in -(1_i64 << 52)..1 << 52, exponent in -60_i32..=20, s in 0_i32..=12,
        ) {
            // edge * 10^s and its bound, both times 2^60.
            let edge = mantissa as f64 * 2_f64.powi(exponent);
            let scaled = ethnum::I256::from(mantissa) * 10_i128.pow(s as u32);
            let exact = scaled << (exponent + 60) as u32;
            let bound = at_least(s, edge).expect("a number that is as large");
            let bound = ethnum::I256::from(bound) << 60_u32;
            prop_assert!(bound >= exact && bound - exact < ethnum::I256::ONE << 60_u32);
        }
    }
}
