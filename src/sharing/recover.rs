#![forbid(unsafe_code)]
//! Reconstruction that survives wrong shares, and names them.
//!
//! A holder that deviates may do so at one value of a million, so every column (the shares of one
//! value) is a Reed-Solomon word of its own with errors at other places. Decoding them all would
//! cost as many decodings as there are values. Instead the columns are combined into one word
//! with random weights, drawn after the shares are given: its errors are the union of all their
//! errors, except with negligible probability, and one decoding finds them. A second, independent
//! word confirms the finding, which also catches nearly every case of more errors than the
//! decoder can tell apart.

use crate::error::{Error, Result};
use crate::field::Element;
use crate::field::Value;
use crate::kernels::{self, Weights};
use crate::limits::MAX_HOLDER_COUNT;
use crate::memory::{secret_zeros, try_collect};
use crate::options::RunOptions;
use crate::parallel;
use crate::random;
use crate::sharing::reed_solomon::Code;
use crate::sharing::shamir;
use crate::sharing::share::{self, Share};
use crate::sharing::sum;
use zeroize::Zeroizing;

/// Values of a block.
const BLOCK_LEN: usize = 256;

/// Blocks added up at a time: 128 KiB of a vector, which both combinations find in the cache.
const GROUP_LEN: usize = 32;

/// The values from m >= t shares of which up to floor((m - t) / 2) may be wrong, at any values.
/// Returns which of the shares were wrong anywhere; those took no part in the values.
///
/// More wrong shares than that are refused (TOO_MANY_DEVIATING), unless they were chosen together:
/// shares that agree on another polynomial, within the same distance of what was given, are what
/// they seem. That takes at least m - t - floor((m - t) / 2) + 1 colluding holders.
///
/// On failure the values are untouched or zeros.
pub fn recover(
    values: &mut [Value],
    shares: &[Share<'_>],
    threshold: u32,
    options: &RunOptions,
) -> Result<Vec<bool>> {
    if threshold == 0 || threshold > MAX_HOLDER_COUNT {
        return Err(Error::InvalidThreshold);
    }
    share::check(shares, values.len(), MAX_HOLDER_COUNT)?;
    if shares.len() < threshold as usize {
        return Err(Error::NotEnoughShares);
    }
    let deviating = locate(shares, threshold, usize::MAX, options)?;
    reconstruct_without(values, shares, &deviating, threshold, options)?;
    Ok(deviating)
}

/// Which shares deviate, if they are at most `max_deviating` and at most floor((m - t) / 2). The
/// shares have been checked: of one length, with distinct x.
pub(crate) fn locate(
    shares: &[Share<'_>],
    threshold: u32,
    max_deviating: usize,
    options: &RunOptions,
) -> Result<Vec<bool>> {
    if shares.len() <= threshold as usize {
        return try_collect(shares.iter().map(|_| false));
    }
    let value_count = shares.first().map_or(0, |share| share.values.len());
    let combinations = [Combination::draw(value_count)?, Combination::draw(value_count)?];
    let mut words = [secret_zeros(shares.len())?, secret_zeros(shares.len())?];
    // Two combinations, each at about half a nanosecond a value.
    let work = value_count as u64 * shares.len() as u64;
    let per_task = shares.len().div_ceil(parallel::task_count(options.threads(), work));
    let [word, witness] = &mut words;
    let symbols = word.chunks_mut(per_task).zip(witness.chunks_mut(per_task));
    let tasks = try_collect(shares.chunks(per_task).zip(symbols))?;
    parallel::run(tasks, &|(shares, (word, witness))| {
        for ((share, symbol), other) in shares.iter().zip(word).zip(witness) {
            [*symbol, *other] = combine(&combinations, share.values)?;
        }
        Ok(())
    })?;
    let xs = try_collect(shares.iter().map(|share| share.x))?;
    Code::new(&xs, threshold as usize)?.locate(&words[0], &words[1], max_deviating)
}

/// The values from the first t shares that do not deviate.
pub(crate) fn reconstruct_without(
    values: &mut [Value],
    shares: &[Share<'_>],
    deviating: &[bool],
    threshold: u32,
    options: &RunOptions,
) -> Result<()> {
    let mut chosen = Vec::new();
    chosen.try_reserve_exact(threshold as usize)?;
    let agreeing = shares.iter().zip(deviating).filter(|(_, deviates)| !**deviates);
    chosen.extend(agreeing.map(|(share, _)| *share).take(threshold as usize));
    shamir::reconstruct(values, &chosen, threshold, options)
}

/// A random linear combination of all values of a vector, in the form that costs the least: block
/// b of the vector is weighed by a uniform r_b and added to the others, and value k of the sum by
/// a uniform c_k.
///
/// Deviations that are not all 0 vanish in the sum over b at every k with probability at most 1/p,
/// and what is left of them vanishes in the sum over k with probability 1/p: a deviating share is
/// missed with probability below 2/p = 2^-126.
struct Combination {
    /// For each group, one for each of its blocks.
    of_blocks: Vec<Weights>,
    of_columns: Vec<Element>,
}

impl Combination {
    fn draw(value_count: usize) -> Result<Combination> {
        let whole = value_count / BLOCK_LEN;
        let tail = usize::from(!value_count.is_multiple_of(BLOCK_LEN));
        let mut of_blocks = Vec::new();
        of_blocks.try_reserve_exact(whole.div_ceil(GROUP_LEN) + tail)?;
        let weights = uniform(whole)?;
        for group in weights.chunks(GROUP_LEN) {
            of_blocks.push(Weights::new(try_collect(group.iter().copied())?)?);
        }
        if tail != 0 {
            of_blocks.push(Weights::new(uniform(1)?)?);
        }
        Ok(Combination { of_blocks, of_columns: uniform(value_count.min(BLOCK_LEN))? })
    }
}

/// Uniform elements. They are no secrets after the call.
#[inline(never)] // for size: it is called thrice
fn uniform(count: usize) -> Result<Vec<Element>> {
    let mut values = secret_zeros(count)?;
    random::fill_uniform(&mut values)?;
    try_collect(values.iter().map(|&value| value.canonical_element()))
}

/// What both combinations make of a vector; refused if it has values that are not canonical.
fn combine(combinations: &[Combination; 2], values: &[Value]) -> Result<[Element; 2]> {
    let mut sums = Zeroizing::new([[Value::ZERO; BLOCK_LEN]; 2]);
    let mut term = Zeroizing::new([Value::ZERO; BLOCK_LEN]);
    for (number, group) in groups(values).enumerate() {
        let block_len = group.len().min(BLOCK_LEN);
        let mut blocks: [&[Value]; GROUP_LEN] = [&[]; GROUP_LEN];
        for (block, values) in blocks.iter_mut().zip(group.chunks(block_len)) {
            *block = values;
        }
        let blocks = &blocks[..group.len() / block_len];
        let term = &mut term[..block_len];
        for (sum, combination) in sums.iter_mut().zip(combinations) {
            if !kernels::weighted_sum(term, &combination.of_blocks[number], blocks, 0) {
                return Err(Error::NotCanonical);
            }
            sum::add_assign(&mut sum[..block_len], term)?;
        }
    }
    let [one, other] = combinations;
    Ok([(&sums[0], one), (&sums[1], other)].map(|(sum, combination)| {
        let terms = sum.iter().zip(&combination.of_columns);
        terms.map(|(&value, &weight)| value.canonical_element() * weight).sum()
    }))
}

/// The vector in groups of whole blocks, and what is left as a block by itself.
fn groups(values: &[Value]) -> impl Iterator<Item = &[Value]> {
    let (whole, tail) = values.split_at(values.len() / BLOCK_LEN * BLOCK_LEN);
    let tail = Some(tail).filter(|tail| !tail.is_empty());
    whole.chunks(GROUP_LEN * BLOCK_LEN).chain(tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Weights that repeat, within a combination or from one to the next, are none that a holder could
    /// not have foreseen.
    #[test]
    fn no_weight_is_drawn_twice() {
        for value_count in [1, 255, 256, 300, GROUP_LEN * BLOCK_LEN * 2 + 1] {
            let combinations = [(); 3].map(|()| Combination::draw(value_count).unwrap());
            let columns = combinations.iter().flat_map(|combination| &combination.of_columns);
            let weights: Vec<_> = columns.map(|weight| weight.to_u128()).collect();
            assert_eq!(weights.len(), 3 * value_count.min(BLOCK_LEN));
            assert_eq!(weights.iter().collect::<HashSet<_>>().len(), weights.len());
        }
        let weights: Vec<_> =
            (0..3).flat_map(|_| uniform(500).unwrap()).map(|weight| weight.to_u128()).collect();
        assert_eq!(weights.iter().collect::<HashSet<_>>().len(), 1500);
    }
}
