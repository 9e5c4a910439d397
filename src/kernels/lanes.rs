#![forbid(unsafe_code)]
//! What an algorithm of this directory may ask of an instruction set: words in lanes.
//!
//! An algorithm is written once over `Lanes`, as a `Kernel`, and compiled once for each
//! instruction set, inside that set's only entry function. For this every method between the two
//! is `inline(always)`: a function with wider registers does not inline into one without.

use crate::field::Value;
use zeroize::Zeroize;

/// 64-bit words side by side: one lane each of N consecutive values, in an order of the
/// implementation's own choice. Arithmetic wraps, lane by lane.
pub(crate) trait Lanes<const N: usize>: Copy + Zeroize {
    /// Exists only where the CPU has the instructions, and so do words that are made with it.
    type Proof: Copy;

    /// Shares that the Shamir kernel advances at a time: as many as fit the registers.
    const TILE_LEN: usize;

    fn splat(proof: Self::Proof, word: u64) -> Self;

    /// The low words and the high words of N values.
    fn load<T: Bytes16>(proof: Self::Proof, values: &[T; N]) -> (Self, Self);
    fn store(low: Self, high: Self, values: &mut [Value; N]);

    fn add(self, other: Self) -> Self;
    fn and(self, other: Self) -> Self;
    fn or(self, other: Self) -> Self;
    fn xor(self, other: Self) -> Self;
    fn shift_left<const BITS: u32>(self) -> Self;
    fn shift_right<const BITS: u32>(self) -> Self;

    /// self + 1 where a < b, unsigned: the carry of an addition that gave a, to which b was added.
    fn add_if_less(self, a: Self, b: Self) -> Self;
    /// self + 1 where a = b.
    fn add_if_equal(self, a: Self, b: Self) -> Self;
    /// self where its own top bit is set, else other.
    fn or_else_if_top_bit_is_clear(self, other: Self) -> Self;
    fn any_top_bit(self) -> bool;
}

/// Lanes that multiply, as AVX-512 IFMA does.
pub(crate) trait Multiply52<const N: usize>: Lanes<N> {
    /// self + the low 52 bits of the product of a's and b's low 52 bits.
    fn add_product_low(self, a: Self, b: Self) -> Self;
    /// self + the high 52 bits of that product.
    fn add_product_high(self, a: Self, b: Self) -> Self;
}

/// An algorithm, its inputs and its outputs.
pub(crate) trait Kernel {
    type Output;
    fn run<V: Lanes<N>, const N: usize>(self, proof: V::Proof) -> Self::Output;
}

/// 16 plain bytes: a value, or key stream on its way to being one.
pub(crate) trait Bytes16: Copy {
    fn integer(self) -> u128;
}

impl Bytes16 for Value {
    #[inline(always)]
    fn integer(self) -> u128 {
        self.to_u128()
    }
}

impl Bytes16 for [u8; 16] {
    #[inline(always)]
    fn integer(self) -> u128 {
        u128::from_le_bytes(self)
    }
}
