#![forbid(unsafe_code)]
//! From key stream to additive shares.

use super::lanes::{Kernel, Lanes};
use super::modulus::Modulus;
use crate::field::Value;

/// Whether the lower 127 bits of any 16 bytes may spell p: whether their upper 63 bits are all
/// ones. Of uniform ones they are with probability 2^-63, so this is worth no more exact answer.
pub(crate) struct MaySpellModulus<'a>(pub &'a [[u8; 16]]);

impl Kernel for MaySpellModulus<'_> {
    type Output = bool;

    #[inline(always)]
    fn run<V: Lanes<N>, const N: usize>(self, proof: V::Proof) -> bool {
        let (vectors, rest) = self.0.as_chunks::<N>();
        may_spell_modulus::<V, N>(proof, vectors)
            || may_spell_modulus::<u64, 1>((), rest.as_chunks().0)
    }
}

#[inline(always)]
fn may_spell_modulus<V: Lanes<N>, const N: usize>(
    proof: V::Proof,
    bytes: &[[[u8; 16]; N]],
) -> bool {
    let p = Modulus::<V, N>::new(proof);
    let one = V::splat(proof, 1);
    // 1 more than 63 ones has the top bit, and no smaller number of 63 bits.
    let found = bytes
        .iter()
        .fold(p.zero().high, |found, bytes| found.or(p.load_127_bits(bytes).high.add(one)));
    found.any_top_bit()
}

/// share[i] = lower 127 bits of bytes[i], which do not spell p; rest[i] -= share[i].
pub(crate) struct Deal<'a> {
    pub share: &'a mut [Value],
    pub rest: &'a mut [Value],
    pub bytes: &'a [[u8; 16]],
}

impl Kernel for Deal<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes<N>, const N: usize>(self, proof: V::Proof) {
        let (share, share_rest) = self.share.as_chunks_mut::<N>();
        let (rest, rest_rest) = self.rest.as_chunks_mut::<N>();
        let (bytes, bytes_rest) = self.bytes.as_chunks::<N>();
        deal::<V, N>(proof, share, rest, bytes);
        deal::<u64, 1>(
            (),
            share_rest.as_chunks_mut().0,
            rest_rest.as_chunks_mut().0,
            bytes_rest.as_chunks().0,
        );
    }
}

#[inline(always)]
fn deal<V: Lanes<N>, const N: usize>(
    proof: V::Proof,
    shares: &mut [[Value; N]],
    rests: &mut [[Value; N]],
    bytes: &[[[u8; 16]; N]],
) {
    let p = Modulus::<V, N>::new(proof);
    for ((share, rest), bytes) in shares.iter_mut().zip(rests).zip(bytes) {
        let drawn = p.load_127_bits(bytes);
        drawn.store(share);
        p.sub(p.load(rest), drawn).store(rest);
    }
}
