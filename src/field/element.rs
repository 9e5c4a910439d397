#![forbid(unsafe_code)]
//! Arithmetic in GF(p), p = 2^127 - 1, one element at a time.
//!
//! This is the plain form of everything that `kernels` does on many values at once, and the
//! oracle that they are tested against. All of it is branch-free and its memory accesses do not
//! depend on the elements.

/// p = 2^127 - 1, a Mersenne prime.
pub const MODULUS: u128 = (1 << 127) - 1;

/// An element of GF(p), always held as its least non-negative representative (below p).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Element(u128);

impl Element {
    pub const ZERO: Element = Element(0);
    pub const ONE: Element = Element(1);

    /// The element with this representative, if it is one: the integer p itself is refused, since
    /// two encodings of zero would let a message be changed without changing its meaning.
    pub const fn new(integer: u128) -> Option<Element> {
        if integer < MODULUS { Some(Element(integer)) } else { None }
    }

    pub const fn from_u64(integer: u64) -> Element {
        Element(integer as u128)
    }

    /// A signed integer of magnitude at most (p - 1) / 2, a negative one as its sum with p.
    pub(crate) const fn from_signed(integer: i128) -> Element {
        let if_negative = MODULUS as i128 & (integer >> 127);
        Element((integer + if_negative) as u128)
    }

    /// The representative of least magnitude: from -(p - 1) / 2 to (p - 1) / 2.
    pub(crate) const fn to_signed(self) -> i128 {
        let is_negative = (self.0 > MODULUS / 2) as u128;
        (self.0 as i128) - (MODULUS & is_negative.wrapping_neg()) as i128
    }

    /// The element with a representative that is known to be one.
    pub(super) const fn from_canonical(integer: u128) -> Element {
        Element(integer)
    }

    /// Below p.
    pub const fn to_u128(self) -> u128 {
        self.0
    }

    /// Takes sum <= 2p - 1 to its representative below p.
    const fn fold(sum: u128) -> Element {
        // sum + 1 has bit 127 set exactly if sum >= p; then sum - p = (sum + 1) mod 2^127.
        Element((sum + ((sum + 1) >> 127)) & MODULUS)
    }

    /// low + 2^128 high + small, for small < 2^64.
    pub(crate) const fn reduce_wide(high: u128, low: u128, small: u128) -> Element {
        // 2^127 = 1: the numbers are cut there, and high is moved up by one bit. The two long parts
        // are at most p and at most p - 1, the short ones together far below p.
        let Element(long) = Element::fold((low & MODULUS) + ((high << 1) & MODULUS));
        Element::fold(long + (low >> 127) + (high >> 126) + small)
    }

    /// 2^exponent * self, for an exponent below 127: a rotation of the 127 bits.
    pub(crate) const fn times_power_of_two(self, exponent: u32) -> Element {
        Element(((self.0 << exponent) & MODULUS) | (self.0 >> (127 - exponent)))
    }

    /// The product by 64-bit limbs, below (p - 1)^2 < 2^254.
    const fn wide_product(a: u128, b: u128) -> (u128, u128) {
        const LOW: u128 = u64::MAX as u128;
        let (a0, a1) = (a & LOW, a >> 64);
        let (b0, b1) = (b & LOW, b >> 64);
        let low = a0 * b0;
        // a1, b1 < 2^63, so the cross products are below 2^127 and their sum, with a carry of
        // less than 2^64, is below 2^128.
        let cross = a0 * b1 + a1 * b0 + (low >> 64);
        let high = a1 * b1 + (cross >> 64);
        (high, (cross << 64) | (low & LOW))
    }

    /// self * word, in two multiplications instead of four.
    pub(crate) const fn times_word(self, word: u64) -> Element {
        let low = (self.0 & u64::MAX as u128) * word as u128;
        let high = (self.0 >> 64) * word as u128 + (low >> 64);
        // The product is high * 2^64 + low mod 2^64, and 2^127 = 1. Cut there, its lower part is
        // at most p and its upper part below 2^64.
        let lower = (low & u64::MAX as u128) | ((high & (u64::MAX >> 1) as u128) << 64);
        Element::fold(lower + (high >> 63))
    }

    /// 1 / self by Fermat's little theorem, self^(p - 2); 0 for 0.
    pub fn invert(self) -> Element {
        // p - 2 = 2^127 - 3 is 125 ones, then 01. With e(k) = self^(2^k - 1),
        // e(a + b) = e(a)^(2^b) * e(b); 125 = 5 * 5 * 5.
        let five_times = |e: Element, k: u32| {
            let twice = e.square_times(k) * e;
            let four_times = twice.square_times(2 * k) * twice;
            four_times.square_times(k) * e
        };
        let e5 = five_times(self, 1);
        let e25 = five_times(e5, 5);
        let e125 = five_times(e25, 25);
        e125.square_times(2) * self
    }

    fn square_times(self, times: u32) -> Element {
        (0..times).fold(self, |power, _| power * power)
    }
}

impl core::ops::Add for Element {
    type Output = Element;
    fn add(self, other: Element) -> Element {
        Element::fold(self.0 + other.0)
    }
}

impl core::ops::Neg for Element {
    type Output = Element;
    fn neg(self) -> Element {
        Element::fold(MODULUS - self.0)
    }
}

impl core::ops::Sub for Element {
    type Output = Element;
    fn sub(self, other: Element) -> Element {
        Element::fold(self.0 + (MODULUS - other.0))
    }
}

impl core::ops::Mul for Element {
    type Output = Element;
    fn mul(self, other: Element) -> Element {
        // product = high * 2^128 + low = (2 * high + bit 127 of low) * 2^127 + low mod 2^127,
        // and 2^127 = 1. Both parts are at most p, and not both p since (p - 1)^2 < 2^254 - 1.
        let (high, low) = Element::wide_product(self.0, other.0);
        Element::fold(((high << 1) | (low >> 127)) + (low & MODULUS))
    }
}

impl core::ops::AddAssign for Element {
    fn add_assign(&mut self, other: Element) {
        *self = *self + other;
    }
}

impl core::ops::SubAssign for Element {
    fn sub_assign(&mut self, other: Element) {
        *self = *self - other;
    }
}

impl core::ops::MulAssign for Element {
    fn mul_assign(&mut self, other: Element) {
        *self = *self * other;
    }
}

impl core::iter::Sum for Element {
    fn sum<I: Iterator<Item = Element>>(elements: I) -> Element {
        elements.fold(Element::ZERO, |sum, element| sum + element)
    }
}

impl zeroize::DefaultIsZeroes for Element {}

/// An element may be a secret, so its digits are never printed.
impl core::fmt::Debug for Element {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Element(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ethnum::U256;
    use proptest::prelude::*;

    /// Where limbs and folds have their edges.
    fn edges() -> Vec<u128> {
        let around = |n: u128| [n - 1, n, n + 1];
        let mut edges = vec![0, 1, 2, 3, MODULUS - 1, MODULUS - 2, MODULUS / 2, MODULUS / 2 + 1];
        edges.extend(
            [32, 43, 52, 63, 64, 65, 85, 104, 126].map(|bits| around(1 << bits)).iter().flatten(),
        );
        edges
    }

    fn any_integer() -> impl Strategy<Value = u128> {
        prop_oneof![proptest::sample::select(edges()), 0..MODULUS]
    }

    fn element(integer: u128) -> Element {
        Element::new(integer).expect("below p")
    }

    /// The residue by 256-bit division.
    fn residue(integer: U256) -> u128 {
        (integer % U256::new(MODULUS)).as_u128()
    }

    fn check_against_wide_integers(a: u128, b: u128) {
        let (wide_a, wide_b) = (U256::new(a), U256::new(b));
        let (a, b) = (element(a), element(b));
        assert_eq!((a + b).to_u128(), residue(wide_a + wide_b));
        assert_eq!((a - b).to_u128(), residue(wide_a + U256::new(MODULUS) - wide_b));
        assert_eq!((a * b).to_u128(), residue(wide_a * wide_b));
        assert_eq!((-a).to_u128(), residue(U256::new(MODULUS) - wide_a));
    }

    #[test]
    fn all_pairs_of_edges_agree_with_wide_integers() {
        for a in edges() {
            for b in edges() {
                check_against_wide_integers(a, b);
            }
        }
    }

    #[test]
    fn p_and_above_are_no_elements() {
        for integer in [MODULUS, MODULUS + 1, 1 << 127, u128::MAX] {
            assert_eq!(Element::new(integer), None);
        }
        assert_eq!(Element::new(MODULUS - 1).map(Element::to_u128), Some(MODULUS - 1));
    }

    #[test]
    fn zero_inverts_to_zero() {
        assert_eq!(Element::ZERO.invert(), Element::ZERO);
    }

    #[test]
    fn debug_prints_no_digits() {
        assert_eq!(
            format!("{:?} {:?}", element(123_456), crate::field::Value::from(element(123_456))),
            "Element(..) Value(..)"
        );
    }

    proptest! {
        #[test]
        fn agrees_with_wide_integers(a in any_integer(), b in any_integer()) {
            check_against_wide_integers(a, b);
        }

        #[test]
        fn inverse_times_itself_is_one(a in any_integer()) {
            prop_assume!(a != 0);
            prop_assert_eq!(element(a).invert() * element(a), Element::ONE);
        }

        #[test]
        fn signed_integers_return(integer in -((MODULUS / 2) as i128)..=(MODULUS / 2) as i128) {
            prop_assert_eq!(Element::from_signed(integer).to_signed(), integer);
        }
    }
}
