#![forbid(unsafe_code)]
//! Doubles by their bits.
//!
//! A program may have its thread trap invalid operations, round in another direction or take
//! subnormal numbers for 0, and the flags that operations raise are its own. None of this reaches
//! what is done with a double's bits. They have a type of their own because of a number that is
//! spelt f64 the compiler may make a comparison of numbers even where bits are compared.

use zeroize::DefaultIsZeroes;

/// A double's bits.
#[derive(Clone, Copy, Default)]
pub struct Double(u64);

impl DefaultIsZeroes for Double {}

/// Of the mantissa, without the leading one, which is implicit in all but subnormal numbers.
pub(crate) const MANTISSA_BITS: u32 = 52;
const MANTISSA: u64 = (1 << MANTISSA_BITS) - 1;
const MAGNITUDE: u64 = u64::MAX >> 1;
const INFINITY: u64 = 0x7ff << MANTISSA_BITS;
const EXPONENT_BIAS: i32 = 1023;
/// The unit of a subnormal float.
const TWO_TO_MINUS_149: f64 = f64::from_bits(((EXPONENT_BIAS - 149) as u64) << MANTISSA_BITS);

impl Double {
    pub const NEG_INFINITY: Double = Double(!MAGNITUDE | INFINITY);

    pub const fn from_bits(bits: u64) -> Double {
        Double(bits)
    }

    pub const fn to_bits(self) -> u64 {
        self.0
    }

    pub(crate) fn is_nan(self) -> bool {
        self.0 & MAGNITUDE > INFINITY
    }

    pub(crate) fn is_finite(self) -> bool {
        self.0 & MAGNITUDE < INFINITY
    }

    pub(crate) fn is_negative(self) -> bool {
        self.0 > MAGNITUDE
    }

    /// The double, or a NaN.
    pub(crate) fn or_nan_unless(self, is_present: bool) -> Double {
        Double(self.0 | u64::from(!is_present).wrapping_neg())
    }

    /// The exponent as it is stored: 0 for subnormal numbers and 0, 0x7ff for what is not finite.
    pub(crate) fn stored_exponent(self) -> i32 {
        (self.0 >> MANTISSA_BITS & 0x7ff) as i32
    }

    /// The mantissa as it is stored.
    pub(crate) fn stored_mantissa(self) -> u64 {
        self.0 & MANTISSA
    }

    /// A number that is ordered as the double is, -0 as 0 is; that of a NaN is meaningless.
    pub(crate) fn order(self) -> i64 {
        let sign = self.0 as i64 >> 63;
        ((self.0 & MAGNITUDE) as i64 ^ sign) - sign
    }

    /// The double of the same number as a float with these bits. The machine's conversion takes longer
    /// for subnormal numbers.
    pub(crate) fn of_float(bits: u32) -> Double {
        let sign = u64::from(bits >> 31) << 63;
        let exponent = u64::from(bits >> 23 & 0xff);
        let mantissa = bits & 0x7f_ffff;
        let is_special = u64::from(exponent == 0xff); // infinite or not a number
        let usual =
            (exponent + 896 + 896 * is_special) << MANTISSA_BITS | u64::from(mantissa) << 29;
        // Subnormal as a float is normal as a double. The library's only arithmetic of doubles: of
        // numbers that are normal, or 0, and exact, so that no mode changes it and no flag is raised.
        // (But for the sign of a 0, rounding downward.)
        let small = (f64::from(mantissa) * TWO_TO_MINUS_149).to_bits() & MAGNITUDE;
        let is_usual = u64::from(exponent != 0).wrapping_neg();
        Double(sign | (usual & is_usual) | (small & !is_usual))
    }

    /// What tells the doubles at or above this one, which is not NaN.
    pub(crate) fn threshold(self) -> Threshold {
        if self.order() > 0 {
            return Threshold { flip: 0, bound: self.0 as i64 };
        }
        // 0 begins at -0.
        Threshold { flip: MAGNITUDE, bound: ((self.0 | !MAGNITUDE) ^ MAGNITUDE) as i64 }
    }

    /// magnitude * 2^exponent to the nearest double, ties to even: 0, or a number far from where
    /// doubles overflow or are subnormal. Of a magnitude of 55 bits or more, the last may stand for
    /// all that was lost below it. For numbers that may branch.
    pub(crate) fn nearest(magnitude: u128, exponent: i32) -> Double {
        if magnitude == 0 {
            return Double(0);
        }
        let up = magnitude.leading_zeros();
        let normalized = magnitude << up;
        let is_inexact = normalized as u64 != 0;
        let top = (normalized >> 64) as u64 | u64::from(is_inexact);
        let mantissa = top >> 11; // 53 bits, the leading one among them
        let below_half = (1 << 10) - 1;
        let rounds_up = ((top & ((1 << 11) - 1)) + below_half + (mantissa & 1)) >> 11;
        let place = 127 - up as i32 + exponent;
        // The leading one adds 1 to the exponent, and so does a mantissa that is rounded to 2^53.
        let exponent = ((place - 1 + EXPONENT_BIAS) as u64) << MANTISSA_BITS;
        Double(exponent + mantissa + rounds_up)
    }

    /// The negative of a number that is not negative, if so.
    pub(crate) fn negated_if(self, is_negative: bool) -> Double {
        Double(self.0 | u64::from(is_negative) << 63)
    }
}

/// Tells doubles at or above an edge by comparisons of integers, whose time depends on neither: the
/// bits as they are are ordered as the positive numbers, all negative ones being below; with the
/// magnitude's flipped, as the negative ones, all positive ones being above. NaN is above none.
#[derive(Clone, Copy)]
pub(crate) struct Threshold {
    flip: u64,
    bound: i64,
}

impl Threshold {
    #[inline]
    pub fn is_reached_by(self, double: Double) -> bool {
        ((double.0 ^ self.flip) as i64 >= self.bound) & !double.is_nan()
    }
}

impl From<f64> for Double {
    fn from(number: f64) -> Double {
        Double(number.to_bits())
    }
}

impl From<Double> for f64 {
    fn from(double: Double) -> f64 {
        f64::from_bits(double.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Around every class and its ends.
    const EDGES: [f64; 19] = [
        f64::NEG_INFINITY,
        f64::MIN,
        -1.5,
        -1.0,
        -f64::MIN_POSITIVE,
        -1e-310,
        -5e-324,
        -0.0,
        0.0,
        5e-324,
        1e-310,
        f64::MIN_POSITIVE,
        0.1,
        1.0,
        1.0000000000000002,
        9007199254740992.0,
        9007199254740994.0,
        f64::MAX,
        f64::INFINITY,
    ];

    #[test]
    fn the_order_is_that_of_the_numbers() {
        for a in EDGES {
            for b in EDGES {
                let (one, other) = (Double::from(a), Double::from(b));
                assert_eq!(one.order().cmp(&other.order()), a.partial_cmp(&b).unwrap(), "{a} {b}");
                assert_eq!(other.threshold().is_reached_by(one), a >= b, "{a} {b}");
            }
            assert_eq!(Double::from(a).is_finite(), a.is_finite());
            assert_eq!(Double::from(a).is_negative(), a.is_sign_negative());
            assert!(!Double::from(a).is_nan());
        }
        for nan in [0x7ff8 << 48, 0xfff8 << 48, 0x7ff0_0000_0000_07a2, u64::MAX, MAGNITUDE] {
            assert!(Double(nan).is_nan() && !Double(nan).is_finite());
            for edge in EDGES {
                assert!(!Double::from(edge).threshold().is_reached_by(Double(nan)));
                let missing = Double::from(edge).or_nan_unless(false);
                assert!(missing.is_nan());
            }
        }
    }

    #[test]
    fn a_last_bit_that_stands_for_more_decides_a_tie() {
        let tie = (1_u128 << 53 | 1) << 20; // between 2^53 and 2^53 + 2, times 2^20
        assert_eq!(f64::from(Double::nearest(tie, -20)), 9007199254740992.0);
        assert_eq!(f64::from(Double::nearest(tie | 1, -20)), 9007199254740994.0);
        assert_eq!(f64::from(Double::nearest(tie - 1, -20)), 9007199254740992.0);
        assert_eq!(f64::from(Double::nearest((1 << 54) - 1, 0)), 18014398509481984.0);
    }

    proptest! {
        #[test]
        fn any_two_are_ordered_as_numbers(a: u64, b: u64) {
            let (one, other) = (f64::from_bits(a), f64::from_bits(b));
            prop_assert_eq!(Double(a).is_nan(), one.is_nan());
            if let Some(order) = one.partial_cmp(&other) {
                prop_assert_eq!(Double(a).order().cmp(&Double(b).order()), order);
            }
            if !other.is_nan() {
                prop_assert_eq!(Double(b).threshold().is_reached_by(Double(a)), one >= other);
            }
        }

        #[test]
        fn the_nearest_is_the_machine_s(magnitude: u128, less in 0_u32..128, exponent in -200_i32..200) {
            let magnitude = magnitude >> less;
            let expected = magnitude as f64 * 2_f64.powi(exponent); // exact but for the conversion
            prop_assert_eq!(f64::from(Double::nearest(magnitude, exponent)), expected);
        }

        #[test]
        fn floats_are_widened_as_the_machine_does(bits: u32, less in 0_u32..32) {
            for bits in [bits, bits & 0x807f_ffff, (bits & 0x7f_ffff) >> less, bits | 0x7f80_0000] {
                let (double, expected) = (Double::of_float(bits), f64::from(f32::from_bits(bits)));
                // The machine makes quiet NaNs of all.
                let is_same = double.0 == expected.to_bits() || double.is_nan() && expected.is_nan();
                prop_assert!(is_same, "{:08x}", bits);
            }
        }
    }
}
