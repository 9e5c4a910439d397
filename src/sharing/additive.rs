#![forbid(unsafe_code)]
//! Additive n-of-n sharing: n - 1 uniform shares, and one that makes their sum the value.
//!
//! Any n - 1 of the shares are uniform whatever the value, so all n are needed to learn anything.

use crate::error::{Error, Result};
use crate::field::Value;
use crate::kernels;
use crate::limits::MAX_HOLDER_COUNT;
use crate::memory::{self, CacheAligned};
use crate::options::{RunOptions, SplitOptions};
use crate::parallel;
use crate::random::Draws;
use crate::sharing::dealing::{self, Range, Scheme};
use crate::sharing::share::{self, Share};
use crate::sharing::sum;

/// Values split at a time: as many as are drawn at a time.
const SPLIT_LEN: usize = Draws::BLOCK_LEN;
/// Values added up at a time: 8 KiB of sums, which stay in the first-level cache.
const SUM_LEN: usize = 512;

pub(crate) fn check_holder_count(holder_count: usize) -> Result<()> {
    match holder_count {
        0 | 1 => Err(Error::InvalidHolderCount),
        count if count > MAX_HOLDER_COUNT as usize => Err(Error::LimitExceeded),
        _ => Ok(()),
    }
}

/// Writes one share of every value to each of the n >= 2 holders' vectors.
pub fn split(shares: &mut [&mut [Value]], values: &[Value], options: &SplitOptions) -> Result<()> {
    check_holder_count(shares.len())?;
    let holder_count = shares.len();
    let scheme = Scheme {
        number: 1,
        threshold: holder_count as u32,
        draws: holder_count - 1,
        work: holder_count as u64,
    };
    dealing::split(shares, values, options, &scheme, |range| {
        // What is left of the values when shares have been taken away from them.
        let mut rest = CacheAligned([Value::ZERO; SPLIT_LEN]);
        let used = range.values.len().min(SPLIT_LEN);
        let Range { shares, values, first, supply } = range;
        let outcome =
            supply.with_draws(|draws| split_range(shares, values, first, draws, &mut rest.0));
        memory::wipe(&mut rest.0[..used]);
        outcome
    })
}

fn split_range(
    shares: &mut [&mut [Value]],
    values: &[Value],
    first: u64,
    draws: &mut Draws<'_>,
    rest: &mut [Value; SPLIT_LEN],
) -> Result<()> {
    let Some((last, uniform)) = shares.split_last_mut() else {
        return Err(Error::InvalidHolderCount);
    };
    for (number, values) in values.chunks(SPLIT_LEN).enumerate() {
        let start = number * SPLIT_LEN;
        let block = start..start + values.len();
        let rest = &mut rest[..values.len()];
        rest.copy_from_slice(values);
        for (draw, share) in (0..).zip(uniform.iter_mut()) {
            let bytes = draws.next_slice(draw, first + start as u64, values.len())?;
            kernels::deal(&mut share[block.clone()], rest, bytes);
        }
        last[block].copy_from_slice(rest);
    }
    Ok(())
}

/// Adds up all n shares of every value; their x must be 1 to n, in any order.
pub fn reconstruct(values: &mut [Value], shares: &[Share<'_>], options: &RunOptions) -> Result<()> {
    if shares.len() < 2 {
        return Err(Error::NotEnoughShares);
    }
    check_holder_count(shares.len())?;
    share::check(shares, values.len(), shares.len() as u32)?;
    let work = values.len() as u64 * shares.len() as u64 / 2;
    parallel::run_on_ranges(values, options.threads(), work, &|values, start| {
        for (number, sums) in values.chunks_mut(SUM_LEN).enumerate() {
            let start = start + number * SUM_LEN;
            sums.fill(Value::ZERO);
            for share in shares {
                sum::add_assign(sums, &share.values[start..start + sums.len()])?;
            }
        }
        Ok(())
    })
}
