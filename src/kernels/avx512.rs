//! Eight lanes, and their products: AVX-512 F, DQ and IFMA.

use super::lanes::{Bytes16, Kernel, Lanes, Multiply52};
use super::weighted::ByProducts;
use crate::field::Value;
use core::arch::x86_64::*;
use zeroize::Zeroize;

/// That this CPU has AVX-512 F, DQ and IFMA.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx512(());

impl Avx512 {
    pub(crate) const LANE_COUNT: usize = 8;

    pub(crate) fn detect() -> Option<Avx512> {
        let is_there = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512ifma");
        is_there.then_some(Avx512(()))
    }

    pub(crate) fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[target_feature(enable = "avx512f,avx512dq,avx512ifma")]
        fn entry<K: Kernel>(proof: Avx512, kernel: K) -> K::Output {
            kernel.run::<Words, 8>(proof)
        }
        // SAFETY: there is an `Avx512`, so these instructions were detected.
        unsafe { entry(self, kernel) }
    }

    /// The one algorithm that needs `Multiply52`.
    pub(crate) fn weighted_sum(self, sum: ByProducts<'_, '_>) -> bool {
        #[target_feature(enable = "avx512f,avx512dq,avx512ifma")]
        fn entry(proof: Avx512, sum: ByProducts<'_, '_>) -> bool {
            sum.run::<Words, 8>(proof)
        }
        // SAFETY: there is an `Avx512`, so these instructions were detected.
        unsafe { entry(self, sum) }
    }
}

/// Made from an `Avx512` or from other words only: where there are any, AVX-512 was detected.
#[derive(Clone, Copy)]
pub(crate) struct Words(__m512i);

impl Zeroize for Words {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// An expression of intrinsics on registers.
macro_rules! avx512 {
    ($expression:expr) => {
        // SAFETY: AVX-512 was detected, since there are words or an `Avx512` to work on; no memory
        // is touched.
        unsafe { $expression }
    };
}

impl Lanes<8> for Words {
    type Proof = Avx512;

    const TILE_LEN: usize = 5;

    #[inline(always)]
    fn splat(_: Avx512, word: u64) -> Words {
        Words(avx512!(_mm512_set1_epi64(word as i64)))
    }

    #[inline(always)]
    fn load<T: Bytes16>(_: Avx512, values: &[T; 8]) -> (Words, Words) {
        const { assert!(size_of::<T>() == 16) };
        let from = values.as_ptr().cast::<__m512i>();
        // SAFETY: AVX-512 was detected; both halves lie in the array, and loadu needs no alignment.
        let (first, second) =
            unsafe { (_mm512_loadu_si512(from), _mm512_loadu_si512(from.add(1))) };
        let low = avx512!(_mm512_unpacklo_epi64(first, second));
        let high = avx512!(_mm512_unpackhi_epi64(first, second));
        (Words(low), Words(high))
    }

    #[inline(always)]
    fn store(low: Words, high: Words, values: &mut [Value; 8]) {
        const { assert!(size_of::<Value>() == 16) };
        let first = avx512!(_mm512_unpacklo_epi64(low.0, high.0));
        let second = avx512!(_mm512_unpackhi_epi64(low.0, high.0));
        let to = values.as_mut_ptr().cast::<__m512i>();
        // SAFETY: AVX-512 was detected; both halves lie in the array, and storeu needs no
        // alignment.
        unsafe {
            _mm512_storeu_si512(to, first);
            _mm512_storeu_si512(to.add(1), second);
        }
    }

    #[inline(always)]
    fn add(self, other: Words) -> Words {
        Words(avx512!(_mm512_add_epi64(self.0, other.0)))
    }

    #[inline(always)]
    fn and(self, other: Words) -> Words {
        Words(avx512!(_mm512_and_si512(self.0, other.0)))
    }

    #[inline(always)]
    fn or(self, other: Words) -> Words {
        Words(avx512!(_mm512_or_si512(self.0, other.0)))
    }

    #[inline(always)]
    fn xor(self, other: Words) -> Words {
        Words(avx512!(_mm512_xor_si512(self.0, other.0)))
    }

    #[inline(always)]
    fn shift_left<const BITS: u32>(self) -> Words {
        Words(avx512!(_mm512_slli_epi64::<BITS>(self.0)))
    }

    #[inline(always)]
    fn shift_right<const BITS: u32>(self) -> Words {
        Words(avx512!(_mm512_srli_epi64::<BITS>(self.0)))
    }

    #[inline(always)]
    fn add_if_less(self, a: Words, b: Words) -> Words {
        Words(avx512!({
            let is_less = _mm512_cmplt_epu64_mask(a.0, b.0);
            _mm512_mask_add_epi64(self.0, is_less, self.0, _mm512_set1_epi64(1))
        }))
    }

    #[inline(always)]
    fn add_if_equal(self, a: Words, b: Words) -> Words {
        Words(avx512!({
            let is_equal = _mm512_cmpeq_epu64_mask(a.0, b.0);
            _mm512_mask_add_epi64(self.0, is_equal, self.0, _mm512_set1_epi64(1))
        }))
    }

    #[inline(always)]
    fn or_else_if_top_bit_is_clear(self, other: Words) -> Words {
        Words(avx512!(_mm512_mask_mov_epi64(other.0, _mm512_movepi64_mask(self.0), self.0)))
    }

    #[inline(always)]
    fn any_top_bit(self) -> bool {
        avx512!(_mm512_movepi64_mask(self.0)) != 0
    }
}

impl Multiply52<8> for Words {
    #[inline(always)]
    fn add_product_low(self, a: Words, b: Words) -> Words {
        Words(avx512!(_mm512_madd52lo_epu64(self.0, a.0, b.0)))
    }

    #[inline(always)]
    fn add_product_high(self, a: Words, b: Words) -> Words {
        Words(avx512!(_mm512_madd52hi_epu64(self.0, a.0, b.0)))
    }
}
