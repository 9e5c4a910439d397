#![forbid(unsafe_code)]
//! Additive n-of-n sharing: n - 1 uniform shares, and one that makes their sum the value.
//!
//! Any n - 1 of the shares are uniform whatever the value, so all n are needed to learn anything.

use crate::error::{Error, Result};
use crate::kernels;
use crate::limits::{self, MAX_HOLDER_COUNT};
use crate::options::{RunOptions, SplitOptions};
use crate::random::{Draws, SeedScope};
use crate::share::Share;
use crate::sum;
use crate::value::Value;
use zeroize::Zeroizing;

/// Values split at a time.
const BLOCK_LEN: usize = 128;

pub(crate) fn check_holder_count(holder_count: usize) -> Result<()> {
    match holder_count {
        0 | 1 => Err(Error::InvalidArgument),
        count if count > MAX_HOLDER_COUNT as usize => Err(Error::LimitExceeded),
        _ => Ok(()),
    }
}

/// Writes one share of every value to each of the n >= 2 holders' vectors.
pub fn split(shares: &mut [&mut [Value]], values: &[Value], options: &SplitOptions) -> Result<()> {
    check_holder_count(shares.len())?;
    limits::check_value_count(values.len())?;
    if shares.iter().any(|share| share.len() != values.len()) {
        return Err(Error::LengthMismatch);
    }
    if !kernels::all_canonical(values) {
        return Err(Error::NotCanonical);
    }
    let holder_count = shares.len() as u32;
    let mut draws = match &options.seed {
        None => Draws::from_system(shares.len() - 1, values.len())?,
        Some(seed) => {
            let threshold = holder_count;
            Draws::from_seed(&SeedScope { seed, scheme: 1, holder_count, threshold })
        }
    };
    let Some((last, uniform)) = shares.split_last_mut() else {
        return Err(Error::InvalidArgument);
    };
    let mut rest = Zeroizing::new([Value::ZERO; BLOCK_LEN]);
    for start in (0..values.len()).step_by(BLOCK_LEN) {
        let range = start..values.len().min(start + BLOCK_LEN);
        let rest = &mut rest[..range.len()];
        rest.copy_from_slice(&values[range.clone()]);
        for (draw, share) in uniform.iter_mut().enumerate() {
            let share = &mut share[range.clone()];
            draws.fill(draw as u32, start as u64, share)?;
            kernels::sub_assign(rest, share);
        }
        last[range].copy_from_slice(rest);
    }
    Ok(())
}

/// Adds up all n shares of every value; their x must be 1 to n, in any order.
pub fn reconstruct(values: &mut [Value], shares: &[Share<'_>], options: &RunOptions) -> Result<()> {
    let _ = options;
    if shares.len() < 2 {
        return Err(Error::NotEnoughShares);
    }
    check_holder_count(shares.len())?;
    crate::share::check(shares, values.len(), shares.len() as u32)?;
    values.fill(Value::ZERO);
    for share in shares {
        sum::add_assign(values, share.values).inspect_err(|_| values.fill(Value::ZERO))?;
    }
    Ok(())
}
