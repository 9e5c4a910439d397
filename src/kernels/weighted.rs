#![forbid(unsafe_code)]
//! Weighted sums of vectors: reconstruction, and the test of spare shares.

use super::lanes::Multiply52;
use super::modulus::{Modulus, Pair};
use super::wide_sum::WideSum;
use crate::error::Result;
use crate::field::Element;
use crate::field::Value;
use crate::memory::try_collect;

/// The weights of a sum.
pub(crate) struct Weights {
    weights: Vec<Element>,
    limbs: Vec<WeightLimbs>,
}

/// w, 2^52 w and 2^104 w in limbs of 52, 52 and 23 bits: what the three limbs of a value are
/// multiplied by.
type WeightLimbs = [[u64; 3]; 3];

impl Weights {
    pub fn new(weights: Vec<Element>) -> Result<Weights> {
        let limbs = |element: Element| {
            [0, 52, 104].map(|shift| (element.to_u128() >> shift) as u64 & ((1 << 52) - 1))
        };
        let powers = |weight: Element| [0, 52, 104].map(|shift| weight.times_power_of_two(shift));
        let limbs = try_collect(weights.iter().map(|&weight| powers(weight).map(limbs)))?;
        Ok(Weights { weights, limbs })
    }
}

/// Vectors that are read side by side. Few enough that the caches follow each of them, many enough
/// that the fold at the end costs little, and far fewer than the 512 that `fold` allows.
const TERMS: usize = 16;

// The largest of the sums, of 6 numbers of 52 bits a term, takes a carry of less than 2^12.
const _: () = assert!(TERMS <= 512 && 6 * 512 * ((1_u128 << 52) - 1) + (1 << 12) < 1 << 64);

/// result[i] = sum over j of weights[j] * vectors[j][start + i], one after the other.
/// Returns whether the values are canonical there; if not, the result means nothing.
pub(crate) fn weighted_sum(
    result: &mut [Value],
    weights: &Weights,
    vectors: &[&[Value]],
    start: usize,
) -> bool {
    result.fill(Value::ZERO);
    let mut all_canonical = true;
    for (weights, vectors) in weights.weights.chunks(TERMS).zip(vectors.chunks(TERMS)) {
        for (index, total) in (start..).zip(result.iter_mut()) {
            let mut sum = WideSum::default();
            for (vector, &weight) in vectors.iter().zip(weights) {
                let value = vector[index];
                all_canonical &= value.is_canonical();
                sum.add_product(weight, value.to_u128());
            }
            *total = (total.canonical_element() + sum.reduce()).into();
        }
    }
    all_canonical
}

/// The same sum for a multiple of N values, by products of 52-bit limbs.
pub(crate) struct ByProducts<'a, 'b> {
    pub result: &'a mut [Value],
    pub weights: &'a Weights,
    pub vectors: &'a [&'b [Value]],
    pub start: usize,
}

impl ByProducts<'_, '_> {
    #[inline(always)]
    pub fn run<V: Multiply52<N>, const N: usize>(self, proof: V::Proof) -> bool {
        self.result.fill(Value::ZERO);
        let mut refused = V::splat(proof, 0);
        for (weights, vectors) in self.weights.limbs.chunks(TERMS).zip(self.vectors.chunks(TERMS)) {
            let mut start = self.start;
            // Four vectors at a time keep the multipliers busy.
            let (fours, rest) = self.result.as_chunks_mut::<N>().0.as_chunks_mut::<4>();
            for totals in fours {
                refused = refused.or(add_terms(proof, totals, weights, vectors, start));
                start += 4 * N;
            }
            for totals in rest.as_chunks_mut::<1>().0 {
                refused = refused.or(add_terms(proof, totals, weights, vectors, start));
                start += N;
            }
        }
        !refused.any_top_bit()
    }
}

/// Adds to G vectors of totals; the top bit is set where a value is not canonical.
#[inline(always)]
fn add_terms<V: Multiply52<N>, const N: usize, const G: usize>(
    proof: V::Proof,
    totals: &mut [[Value; N]; G],
    weights: &[WeightLimbs],
    vectors: &[&[Value]],
    start: usize,
) -> V {
    let p = Modulus::<V, N>::new(proof);
    let zero = V::splat(proof, 0);
    let mut refused = zero;
    let mut sums = [[zero; 4]; G];
    for (weight, vector) in weights.iter().zip(vectors) {
        let weight = weight.map(|limbs| limbs.map(|limb| V::splat(proof, limb)));
        let registers = vector[start..].as_chunks::<N>().0;
        let Some(registers) = registers.first_chunk::<G>() else { continue };
        for (sum, register) in sums.iter_mut().zip(registers) {
            let value = p.load(register);
            refused = refused.or(p.is_not_canonical(value));
            *sum = add_products(*sum, value, &weight);
        }
    }
    for (total, sum) in totals.iter_mut().zip(sums) {
        p.add(p.load(total), fold(&p, proof, sum)).store(total);
    }
    refused
}

/// Adds value * weight to the sums of the products at 2^0, 2^52, 2^104 and 2^156.
///
/// A term adds to them at most 3, 6, 6 and 2 numbers: of 52 bits, but at 2^156 of 23, as the limbs
/// at 2^104 have 23. So 512 terms stay below 2^63, 2^64, 2^64 and 2^33; and the product of two
/// limbs at 2^104 has no more than 46 bits, hence no high half.
#[inline(always)]
fn add_products<V: Multiply52<N>, const N: usize>(
    [mut s0, mut s1, mut s2, mut s3]: [V; 4],
    value: Pair<V>,
    weight: &[[V; 3]; 3],
) -> [V; 4] {
    // Only the lower 52 bits of each are looked at.
    let limbs = [
        value.low,
        value.low.shift_right::<52>().or(value.high.shift_left::<12>()),
        value.high.shift_right::<40>(),
    ];
    for (number, (limb, [w0, w1, w2])) in limbs.into_iter().zip(weight).enumerate() {
        s0 = s0.add_product_low(limb, *w0);
        s1 = s1.add_product_low(limb, *w1).add_product_high(limb, *w0);
        s2 = s2.add_product_low(limb, *w2).add_product_high(limb, *w1);
        if number < 2 {
            s3 = s3.add_product_high(limb, *w2);
        }
    }
    [s0, s1, s2, s3]
}

/// s0 + 2^52 s1 + 2^104 s2 + 2^156 s3 below p, for sums of up to 512 terms.
#[inline(always)]
fn fold<V: Multiply52<N>, const N: usize>(
    p: &Modulus<V, N>,
    proof: V::Proof,
    [s0, s1, s2, s3]: [V; 4],
) -> Pair<V> {
    let mask = |bits: u32| V::splat(proof, (1 << bits) - 1);
    // s1, s2 <= 3072 (2^52 - 1) < 2^64 - 2^62, so that they can take a carry.
    let s1 = s1.add(s0.shift_right::<52>());
    let s2 = s2.add(s1.shift_right::<52>());
    let [a, b, c] = [s0.and(mask(52)), s1.and(mask(52)), s2.and(mask(23))];
    let low = a.or(b.shift_left::<52>());
    let high = b.shift_right::<12>().or(c.shift_left::<40>());
    // 2^127 = 1, so 2^156 = 2^29; below 2^41 + 2^62.
    let above = s2.shift_right::<23>().add(s3.shift_left::<29>());
    p.add_word(Pair { low, high }, above)
}
