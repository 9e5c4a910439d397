#![forbid(unsafe_code)]
//! One lane, on any machine; it also does the last few values of a vector everywhere else.

use super::lanes::{Bytes16, Lanes};
use crate::field::Value;

impl Lanes<1> for u64 {
    type Proof = ();

    const TILE_LEN: usize = 2;

    #[inline(always)]
    fn splat(_: (), word: u64) -> u64 {
        word
    }

    #[inline(always)]
    fn load<T: Bytes16>(_: (), values: &[T; 1]) -> (u64, u64) {
        let integer = values[0].integer();
        (integer as u64, (integer >> 64) as u64)
    }

    #[inline(always)]
    fn store(low: u64, high: u64, values: &mut [Value; 1]) {
        let integer = u128::from(low) | u128::from(high) << 64;
        values[0] = Value::from_bytes(integer.to_le_bytes());
    }

    #[inline(always)]
    fn add(self, other: u64) -> u64 {
        self.wrapping_add(other)
    }

    #[inline(always)]
    fn and(self, other: u64) -> u64 {
        self & other
    }

    #[inline(always)]
    fn or(self, other: u64) -> u64 {
        self | other
    }

    #[inline(always)]
    fn xor(self, other: u64) -> u64 {
        self ^ other
    }

    #[inline(always)]
    fn shift_left<const BITS: u32>(self) -> u64 {
        self << BITS
    }

    #[inline(always)]
    fn shift_right<const BITS: u32>(self) -> u64 {
        self >> BITS
    }

    #[inline(always)]
    fn add_if_less(self, a: u64, b: u64) -> u64 {
        self.wrapping_add(u64::from(a < b))
    }

    #[inline(always)]
    fn add_if_equal(self, a: u64, b: u64) -> u64 {
        self.wrapping_add(u64::from(a == b))
    }

    #[inline(always)]
    fn or_else_if_top_bit_is_clear(self, other: u64) -> u64 {
        let if_set = (self >> 63).wrapping_neg();
        (self & if_set) | (other & !if_set)
    }

    #[inline(always)]
    fn any_top_bit(self) -> bool {
        self >> 63 == 1
    }
}
