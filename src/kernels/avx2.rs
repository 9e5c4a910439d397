//! Four lanes: AVX2.

use super::lanes::{Bytes16, Kernel, Lanes};
use crate::field::Value;
use core::arch::x86_64::*;
use zeroize::Zeroize;

/// That this CPU has AVX2.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avx2(());

impl Avx2 {
    pub(crate) fn detect() -> Option<Avx2> {
        is_x86_feature_detected!("avx2").then_some(Avx2(()))
    }

    pub(crate) fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[target_feature(enable = "avx2")]
        fn entry<K: Kernel>(proof: Avx2, kernel: K) -> K::Output {
            kernel.run::<Words, 4>(proof)
        }
        // SAFETY: there is an `Avx2`, so AVX2 was detected.
        unsafe { entry(self, kernel) }
    }
}

/// Made from an `Avx2` or from other words only: where there are any, AVX2 was detected.
#[derive(Clone, Copy)]
pub(crate) struct Words(__m256i);

impl Zeroize for Words {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// An expression of intrinsics on registers.
macro_rules! avx2 {
    ($expression:expr) => {
        // SAFETY: AVX2 was detected, since there are words or an `Avx2` to work on; no memory is
        // touched.
        unsafe { $expression }
    };
}

impl Lanes<4> for Words {
    type Proof = Avx2;

    const TILE_LEN: usize = 2;

    #[inline(always)]
    fn splat(_: Avx2, word: u64) -> Words {
        Words(avx2!(_mm256_set1_epi64x(word as i64)))
    }

    #[inline(always)]
    fn load<T: Bytes16>(_: Avx2, values: &[T; 4]) -> (Words, Words) {
        const { assert!(size_of::<T>() == 16) };
        let from = values.as_ptr().cast::<__m256i>();
        // SAFETY: AVX2 was detected; both halves lie in the array, and loadu needs no alignment.
        let (first, second) =
            unsafe { (_mm256_loadu_si256(from), _mm256_loadu_si256(from.add(1))) };
        let low = avx2!(_mm256_unpacklo_epi64(first, second));
        let high = avx2!(_mm256_unpackhi_epi64(first, second));
        (Words(low), Words(high))
    }

    #[inline(always)]
    fn store(low: Words, high: Words, values: &mut [Value; 4]) {
        const { assert!(size_of::<Value>() == 16) };
        let first = avx2!(_mm256_unpacklo_epi64(low.0, high.0));
        let second = avx2!(_mm256_unpackhi_epi64(low.0, high.0));
        let to = values.as_mut_ptr().cast::<__m256i>();
        // SAFETY: AVX2 was detected; both halves lie in the array, and storeu needs no alignment.
        unsafe {
            _mm256_storeu_si256(to, first);
            _mm256_storeu_si256(to.add(1), second);
        }
    }

    #[inline(always)]
    fn add(self, other: Words) -> Words {
        Words(avx2!(_mm256_add_epi64(self.0, other.0)))
    }

    #[inline(always)]
    fn and(self, other: Words) -> Words {
        Words(avx2!(_mm256_and_si256(self.0, other.0)))
    }

    #[inline(always)]
    fn or(self, other: Words) -> Words {
        Words(avx2!(_mm256_or_si256(self.0, other.0)))
    }

    #[inline(always)]
    fn xor(self, other: Words) -> Words {
        Words(avx2!(_mm256_xor_si256(self.0, other.0)))
    }

    #[inline(always)]
    fn shift_left<const BITS: u32>(self) -> Words {
        Words(avx2!(_mm256_sll_epi64(self.0, _mm_cvtsi32_si128(BITS as i32))))
    }

    #[inline(always)]
    fn shift_right<const BITS: u32>(self) -> Words {
        Words(avx2!(_mm256_srl_epi64(self.0, _mm_cvtsi32_si128(BITS as i32))))
    }

    #[inline(always)]
    fn add_if_less(self, a: Words, b: Words) -> Words {
        // There is only a signed comparison, whose result is -1 where it holds.
        Words(avx2!({
            let sign = _mm256_set1_epi64x(i64::MIN);
            let less = _mm256_cmpgt_epi64(_mm256_xor_si256(b.0, sign), _mm256_xor_si256(a.0, sign));
            _mm256_sub_epi64(self.0, less)
        }))
    }

    #[inline(always)]
    fn add_if_equal(self, a: Words, b: Words) -> Words {
        Words(avx2!(_mm256_sub_epi64(self.0, _mm256_cmpeq_epi64(a.0, b.0))))
    }

    #[inline(always)]
    fn or_else_if_top_bit_is_clear(self, other: Words) -> Words {
        Words(avx2!({
            let [own, other] = [self.0, other.0].map(|words| _mm256_castsi256_pd(words));
            _mm256_castpd_si256(_mm256_blendv_pd(other, own, own))
        }))
    }

    #[inline(always)]
    fn any_top_bit(self) -> bool {
        avx2!(_mm256_movemask_pd(_mm256_castsi256_pd(self.0))) != 0
    }
}
