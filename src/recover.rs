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
use crate::kernels;
use crate::limits::MAX_HOLDER_COUNT;
use crate::memory::{secret_zeros, try_collect};
use crate::options::RunOptions;
use crate::random::Draws;
use crate::reed_solomon::Code;
use crate::shamir;
use crate::share::{self, Share};
use crate::value::Value;
use zeroize::Zeroizing;

/// Values combined at a time.
const BLOCK_LEN: usize = 512;

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
    if !shares.iter().all(|share| kernels::all_canonical(share.values)) {
        return Err(Error::NotCanonical);
    }
    let deviating = locate(shares, threshold, usize::MAX)?;
    reconstruct_without(values, shares, &deviating, threshold, options)?;
    Ok(deviating)
}

/// Which shares deviate, if they are at most `max_deviating` and at most floor((m - t) / 2). The
/// shares have been checked: canonical, of one length, with distinct x.
pub(crate) fn locate(
    shares: &[Share<'_>],
    threshold: u32,
    max_deviating: usize,
) -> Result<Vec<bool>> {
    if shares.len() <= threshold as usize {
        return try_collect(shares.iter().map(|_| false));
    }
    let value_count = shares.first().map_or(0, |share| share.values.len());
    let combinations = [Combination::draw(value_count)?, Combination::draw(value_count)?];
    let mut words = [secret_zeros(shares.len())?, secret_zeros(shares.len())?];
    for (place, share) in shares.iter().enumerate() {
        for (word, combination) in words.iter_mut().zip(&combinations) {
            word[place] = combination.of(share.values);
        }
    }
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
    of_blocks: Zeroizing<Vec<Value>>,
    of_columns: Zeroizing<Vec<Value>>,
}

impl Combination {
    fn draw(value_count: usize) -> Result<Combination> {
        let uniform = |count: usize| -> Result<_> {
            let mut weights = secret_zeros(count)?;
            Draws::from_system(1, count)?.fill(0, 0, &mut weights)?;
            Ok(weights)
        };
        Ok(Combination {
            of_blocks: uniform(value_count.div_ceil(BLOCK_LEN))?,
            of_columns: uniform(value_count.min(BLOCK_LEN))?,
        })
    }

    fn of(&self, values: &[Value]) -> Element {
        let mut sum = Zeroizing::new([Value::ZERO; BLOCK_LEN]);
        for (block, &weight) in values.chunks(BLOCK_LEN).zip(self.of_blocks.iter()) {
            kernels::add_product_assign(&mut sum[..block.len()], Element::of(weight), block);
        }
        let terms = sum.iter().zip(self.of_columns.iter());
        terms.map(|(&value, &weight)| Element::of(value) * Element::of(weight)).sum()
    }
}
