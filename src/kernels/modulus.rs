#![forbid(unsafe_code)]
//! Addition and subtraction modulo p = 2^127 - 1, in lanes.

use super::lanes::{Bytes16, Lanes};
use crate::field::Value;

/// A number in each lane: low + 2^64 high.
#[derive(Clone, Copy)]
pub(crate) struct Pair<V> {
    pub low: V,
    pub high: V,
}

impl<V> Pair<V> {
    #[inline(always)]
    pub fn store<const N: usize>(self, values: &mut [Value; N])
    where
        V: Lanes<N>,
    {
        V::store(self.low, self.high, values);
    }
}

/// p in every lane, and the arithmetic modulo it. Numbers are below p unless it is said how large
/// they may be.
#[derive(Clone, Copy)]
pub(crate) struct Modulus<V: Lanes<N>, const N: usize> {
    proof: V::Proof,
    /// 64 ones.
    low: V,
    /// 63 ones.
    high: V,
}

impl<V: Lanes<N>, const N: usize> Modulus<V, N> {
    #[inline(always)]
    pub fn new(proof: V::Proof) -> Modulus<V, N> {
        Modulus { proof, low: V::splat(proof, u64::MAX), high: V::splat(proof, u64::MAX >> 1) }
    }

    #[inline(always)]
    pub fn zero(&self) -> Pair<V> {
        let zero = V::splat(self.proof, 0);
        Pair { low: zero, high: zero }
    }

    /// All 128 bits of each value.
    #[inline(always)]
    pub fn load(&self, values: &[impl Bytes16; N]) -> Pair<V> {
        let (low, high) = V::load(self.proof, values);
        Pair { low, high }
    }

    /// The lower 127 bits of each 128, which may spell p.
    #[inline(always)]
    pub fn load_127_bits(&self, bytes: &[[u8; 16]; N]) -> Pair<V> {
        let Pair { low, high } = self.load(bytes);
        Pair { low, high: high.and(self.high) }
    }

    /// The top bit is set where any 128-bit number is p or larger.
    #[inline(always)]
    pub fn is_not_canonical(&self, number: Pair<V>) -> V {
        // The high word of number + 1 has its top bit set if p <= number < 2^128 - 1, and the
        // high word of the number itself if number > p.
        number.high.add_if_equal(number.low, self.low).or(number.high)
    }

    /// Takes sum <= 2p - 1 to its representative below p.
    #[inline(always)]
    pub fn fold(&self, sum: Pair<V>) -> Pair<V> {
        // As `Element::fold`: bit 127 of sum + 1 is set exactly if sum >= p, and then
        // sum - p = (sum + 1) mod 2^127.
        let next = sum.high.add_if_equal(sum.low, self.low);
        let low = sum.low.add(next.shift_right::<63>());
        let high = next.or_else_if_top_bit_is_clear(sum.high).and(self.high);
        Pair { low, high }
    }

    /// number + small <= 2p - 1, brought below p.
    #[inline(always)]
    pub fn add_word(&self, number: Pair<V>, small: V) -> Pair<V> {
        let low = number.low.add(small);
        let high = number.high.add_if_less(low, small);
        self.fold(Pair { low, high })
    }

    /// a + b, of which one may be p.
    #[inline(always)]
    pub fn add(&self, a: Pair<V>, b: Pair<V>) -> Pair<V> {
        let low = a.low.add(b.low);
        let high = a.high.add(b.high).add_if_less(low, b.low);
        self.fold(Pair { low, high })
    }

    /// a - b, where b may be p.
    #[inline(always)]
    pub fn sub(&self, a: Pair<V>, b: Pair<V>) -> Pair<V> {
        // p is all ones: p - b has the bits of b flipped.
        self.add(a, Pair { low: b.low.xor(self.low), high: b.high.xor(self.high) })
    }
}
