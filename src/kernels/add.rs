#![forbid(unsafe_code)]
//! Adding and subtracting vectors, and telling whether they are canonical.

use super::lanes::{Kernel, Lanes};
use super::modulus::Modulus;
use crate::field::Value;

/// Whether every value is below p.
pub(crate) struct AllCanonical<'a>(pub &'a [Value]);

impl Kernel for AllCanonical<'_> {
    type Output = bool;

    #[inline(always)]
    fn run<V: Lanes<N>, const N: usize>(self, proof: V::Proof) -> bool {
        let (vectors, rest) = self.0.as_chunks::<N>();
        all_canonical::<V, N>(proof, vectors) && all_canonical::<u64, 1>((), rest.as_chunks().0)
    }
}

#[inline(always)]
fn all_canonical<V: Lanes<N>, const N: usize>(proof: V::Proof, values: &[[Value; N]]) -> bool {
    let p = Modulus::<V, N>::new(proof);
    let refused = values
        .iter()
        .fold(p.zero().low, |refused, value| refused.or(p.is_not_canonical(p.load(value))));
    !refused.any_top_bit()
}

/// total[i] += values[i], up to a value that is not canonical. Returns how many were added: all of
/// them, or those before the N among which that value is.
pub(crate) struct AddCanonical<'a> {
    pub total: &'a mut [Value],
    pub values: &'a [Value],
}

impl Kernel for AddCanonical<'_> {
    type Output = usize;

    #[inline(always)]
    fn run<V: Lanes<N>, const N: usize>(self, proof: V::Proof) -> usize {
        let (totals, total_rest) = self.total.as_chunks_mut::<N>();
        let (vectors, rest) = self.values.as_chunks::<N>();
        let added = N * add_canonical::<V, N>(proof, totals, vectors);
        if added < N * vectors.len() {
            return added;
        }
        added + add_canonical::<u64, 1>((), total_rest.as_chunks_mut().0, rest.as_chunks().0)
    }
}

#[inline(always)]
fn add_canonical<V: Lanes<N>, const N: usize>(
    proof: V::Proof,
    totals: &mut [[Value; N]],
    values: &[[Value; N]],
) -> usize {
    let p = Modulus::<V, N>::new(proof);
    for (number, (total, value)) in totals.iter_mut().zip(values).enumerate() {
        let addend = p.load(value);
        if p.is_not_canonical(addend).any_top_bit() {
            return number;
        }
        p.add(p.load(total), addend).store(total);
    }
    values.len()
}

/// total[i] -= values[i]
pub(crate) struct SubAssign<'a> {
    pub total: &'a mut [Value],
    pub values: &'a [Value],
}

impl Kernel for SubAssign<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes<N>, const N: usize>(self, proof: V::Proof) {
        let (totals, total_rest) = self.total.as_chunks_mut::<N>();
        let (vectors, rest) = self.values.as_chunks::<N>();
        sub_assign::<V, N>(proof, totals, vectors);
        sub_assign::<u64, 1>((), total_rest.as_chunks_mut().0, rest.as_chunks().0);
    }
}

#[inline(always)]
fn sub_assign<V: Lanes<N>, const N: usize>(
    proof: V::Proof,
    totals: &mut [[Value; N]],
    values: &[[Value; N]],
) {
    let p = Modulus::<V, N>::new(proof);
    for (total, value) in totals.iter_mut().zip(values) {
        p.sub(p.load(total), p.load(value)).store(total);
    }
}
