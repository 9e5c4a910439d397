#![forbid(unsafe_code)]
//! Shamir shares by forward differences: f(1), f(2), ... by additions alone.
//!
//! d_k, the difference of order k, moves from x to x + 1 by adding d_(k+1); d_0 is f(x). A number
//! is held in three limbs of 43, 42 and 42 bits, each in a 64-bit word, so that many additions go
//! by without a carry: s steps multiply a bound on the limbs by 2^s.

use super::lanes::{Bytes16, Kernel, Lanes};
use super::modulus::{Modulus, Pair};
use crate::error::{Error, Result};
use crate::field::Value;
use zeroize::Zeroizing;

/// Steps after which the limbs must be normalised. They are below 2^44 - 1 at x = 1, where each is
/// the sum of two fresh ones, and below 2^43 + 2^22 after a normalisation; 20 steps later still
/// below 2^64.
const STEPS_BETWEEN_NORMALISATIONS: usize = 20;

const _: () = {
    let (fresh, normalised) = (2 * ((1_u128 << 43) - 1), (1_u128 << 43) + (1 << 22));
    let largest = if fresh > normalised { fresh } else { normalised };
    assert!(largest << STEPS_BETWEEN_NORMALISATIONS < 1 << 64);
};

/// Vectors of values that are split side by side, so that each share is written in longer runs: as
/// many as keep their differences in the second-level cache.
const MAX_GROUP_LEN: usize = 4;
const GROUP_DIFFERENCES: usize = 1024;

/// Where the differences of order 1 and above are drawn from.
pub(crate) trait UniformElements {
    /// Draw number `draw` of the N values from number `first` on: the elements are the lower 127 bits
    /// of each 16 bytes, and never p.
    fn next<const N: usize>(&mut self, draw: u32, first: u64) -> Result<&[[u8; 16]; N]>;
}

/// Shares 1 to n of every value; `values` begin with number `first` of the whole vector.
pub(crate) struct ShamirShares<'a, 'b, D> {
    pub shares: &'a mut [&'b mut [Value]],
    pub threshold: usize,
    pub values: &'a [Value],
    pub first: u64,
    pub draws: &'a mut D,
}

impl<D: UniformElements> Kernel for ShamirShares<'_, '_, D> {
    type Output = Result<()>;

    #[inline(always)]
    fn run<V: Lanes<N>, const N: usize>(mut self, proof: V::Proof) -> Result<()> {
        let in_vectors = self.values.len() / N * N;
        match V::TILE_LEN {
            5 => self.split::<V, N, 5>(proof, 0..in_vectors)?,
            _ => self.split::<V, N, 2>(proof, 0..in_vectors)?,
        }
        self.split::<u64, 1, 2>((), in_vectors..self.values.len())
    }
}

impl<D: UniformElements> ShamirShares<'_, '_, D> {
    /// N values at a time, S shares of them at a time.
    #[inline(always)]
    fn split<V: Lanes<N>, const N: usize, const S: usize>(
        &mut self,
        proof: V::Proof,
        range: core::ops::Range<usize>,
    ) -> Result<()> {
        if range.is_empty() {
            return Ok(());
        }
        let limbs = Limbs::<V, N>::new(proof);
        let orders = self.threshold;
        let group_len = (GROUP_DIFFERENCES / orders).clamp(1, MAX_GROUP_LEN);
        let mut group = Zeroizing::new(Vec::new());
        group.try_reserve_exact(group_len * orders)?;
        group.resize(group_len * orders, [V::splat(proof, 0); 3]);
        for start in range.clone().step_by(group_len * N) {
            let starts = (start..range.end.min(start + group_len * N)).step_by(N);
            for (differences, start) in group.chunks_exact_mut(orders).zip(starts.clone()) {
                self.draw_differences(&limbs, differences, start)?;
            }
            let holder_count = self.shares.len();
            let mut steps = 0;
            for done in (0..holder_count).step_by(S) {
                // Of the shares still to come, done + 1 to n, no difference of an order above
                // n - done - 1 is a part.
                let needed = orders.min(holder_count - done);
                let normalise = steps + S > STEPS_BETWEEN_NORMALISATIONS;
                for (differences, start) in group.chunks_exact_mut(orders).zip(starts.clone()) {
                    let differences = &mut differences[..needed];
                    if normalise {
                        differences.iter_mut().for_each(|d| *d = limbs.normalise(*d));
                    }
                    let tile = advance::<V, N, S>(differences).ok_or(Error::Internal)?;
                    for (share, numbers) in self.shares[done..].iter_mut().zip(tile) {
                        if let Some(share) = share[start..].first_chunk_mut::<N>() {
                            limbs.canonical(numbers).store(share);
                        }
                    }
                }
                steps = if normalise { S } else { steps + S };
            }
        }
        Ok(())
    }

    /// The differences at x = 1 of the polynomials of N values.
    #[inline(always)]
    fn draw_differences<V: Lanes<N>, const N: usize>(
        &mut self,
        limbs: &Limbs<V, N>,
        differences: &mut [Triple<V>],
        start: usize,
    ) -> Result<()> {
        let (Some(values), Some((highest, lower))) =
            (self.values[start..].first_chunk::<N>(), differences.split_last_mut())
        else {
            return Err(Error::Internal);
        };
        let mut last = limbs.load(values);
        for (draw, difference) in (0..).zip(lower) {
            let drawn = limbs.load(self.draws.next::<N>(draw, self.first + start as u64)?);
            *difference = add(last, drawn);
            last = drawn;
        }
        *highest = last;
        Ok(())
    }
}

/// A number in each lane: limb 0 + 2^43 limb 1 + 2^85 limb 2.
type Triple<V> = [V; 3];

#[inline(always)]
fn add<V: Lanes<N>, const N: usize>(a: Triple<V>, b: Triple<V>) -> Triple<V> {
    [a[0].add(b[0]), a[1].add(b[1]), a[2].add(b[2])]
}

/// f(x) to f(x + S - 1), while the differences move from x to x + S; that of the highest order
/// counts as constant. None if there are no differences.
#[inline(always)]
fn advance<V: Lanes<N>, const N: usize, const S: usize>(
    differences: &mut [Triple<V>],
) -> Option<[Triple<V>; S]> {
    let (highest, lower) = differences.split_last_mut()?;
    // Differences of one order at x, x + 1, ..., x + S - 1.
    let mut row = [*highest; S];
    // With S = 5, six at a time: after S + 1 orders the row is back in the registers that it came
    // from, so nothing need be moved.
    let (rest, sixes) = if S == 5 { lower.as_rchunks_mut::<6>() } else { (lower, &mut [][..]) };
    for orders in sixes.iter_mut().rev() {
        for difference in orders.iter_mut().rev() {
            advance_order(difference, &mut row);
        }
    }
    for difference in rest.iter_mut().rev() {
        advance_order(difference, &mut row);
    }
    Some(row)
}

/// Goes down one order: moves a difference from x to x + S, and the row of the next higher order
/// to its own.
#[inline(always)]
fn advance_order<V: Lanes<N>, const N: usize, const S: usize>(
    difference: &mut Triple<V>,
    row: &mut [Triple<V>; S],
) {
    let mut here = *difference;
    for higher in row {
        let next = add(here, *higher);
        *higher = here;
        here = next;
    }
    *difference = here;
}

struct Limbs<V: Lanes<N>, const N: usize> {
    p: Modulus<V, N>,
    mask_43: V,
    mask_42: V,
}

impl<V: Lanes<N>, const N: usize> Limbs<V, N> {
    #[inline(always)]
    fn new(proof: V::Proof) -> Limbs<V, N> {
        Limbs {
            p: Modulus::new(proof),
            mask_43: V::splat(proof, (1 << 43) - 1),
            mask_42: V::splat(proof, (1 << 42) - 1),
        }
    }

    /// The lower 127 bits of each 128, below 2^43, 2^42 and 2^42.
    #[inline(always)]
    fn load(&self, bytes: &[impl Bytes16; N]) -> Triple<V> {
        let Pair { low, high } = self.p.load(bytes);
        [
            low.and(self.mask_43),
            low.shift_right::<43>().or(high.shift_left::<21>()).and(self.mask_42),
            high.shift_right::<21>().and(self.mask_42),
        ]
    }

    /// Carries from limbs of up to 2^64 - 1: the first two go up, and what exceeds 2^127 comes
    /// back as the last, below 2^22, since 2^127 = 1. The limbs are left below 2^43, 2^42, 2^42.
    #[inline(always)]
    fn carry(&self, [a, b, c]: Triple<V>) -> (Triple<V>, V) {
        // b and c must be at most 2^64 - 2^22, so that they can take a carry below 2^22: they are
        // below (2^43 - 1) 2^20 < 2^63.
        let b = b.add(a.shift_right::<43>());
        let c = c.add(b.shift_right::<42>());
        let limbs = [a.and(self.mask_43), b.and(self.mask_42), c.and(self.mask_42)];
        (limbs, c.shift_right::<42>())
    }

    /// The same number in limbs below 2^43 + 2^22, 2^42 and 2^42.
    #[inline(always)]
    fn normalise(&self, number: Triple<V>) -> Triple<V> {
        let ([a, b, c], above) = self.carry(number);
        [a.add(above), b, c]
    }

    #[inline(always)]
    fn canonical(&self, number: Triple<V>) -> Pair<V> {
        let ([a, b, c], above) = self.carry(number);
        let low = a.or(b.shift_left::<43>());
        let high = b.shift_right::<21>().or(c.shift_left::<21>());
        // At most p, and above < 2^22.
        self.p.add_word(Pair { low, high }, above)
    }
}
