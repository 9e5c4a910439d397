#![forbid(unsafe_code)]
//! Shamir's t-of-n sharing (Communications of the ACM 22(11), 1979): share x is f(x) for a uniform
//! polynomial f of degree below t with f(0) = value.
//!
//! The polynomial is drawn by its *forward differences* at 0 rather than its coefficients:
//! f(x) = sum over k < t of d_k * binomial(x, k), with d_0 the value and the others uniform. The
//! change of basis from differences to coefficients is triangular with 1 / k! on its diagonal, and
//! k! is not 0 in the field, so uniform differences are exactly uniform coefficients and the shares
//! have exactly Shamir's distribution. The gain: f(1), f(2), ... follow by additions alone.

use crate::error::{Error, Result};
use crate::field::Element;
use crate::field::Value;
use crate::kernels::{self, Weights};
use crate::limits::MAX_HOLDER_COUNT;
use crate::memory::{secret_zeros, try_collect};
use crate::options::{RunOptions, SplitOptions};
use crate::parallel;
use crate::random;
use crate::sharing::dealing::{self, Range, Scheme};
use crate::sharing::lagrange;
use crate::sharing::share::{self, Share};

/// Values reconstructed at a time: 8 KiB of every share, so that memory is read in long runs.
const BLOCK_LEN: usize = 512;

/// n from 2 to the limit and t from 1 to n. A single holder's share would be the value.
pub(crate) fn check_threshold(holder_count: usize, threshold: u32) -> Result<()> {
    if holder_count < 2 {
        return Err(Error::InvalidHolderCount);
    }
    if holder_count > MAX_HOLDER_COUNT as usize {
        return Err(Error::LimitExceeded);
    }
    if threshold == 0 || threshold as usize > holder_count {
        return Err(Error::InvalidThreshold);
    }
    Ok(())
}

/// Writes to the n vectors the shares for x = 1 to n of every value. Any `threshold` of them
/// reconstruct; fewer are uniform whatever the value. A threshold of 1 hands everybody the value.
pub fn split(
    shares: &mut [&mut [Value]],
    threshold: u32,
    values: &[Value],
    options: &SplitOptions,
) -> Result<()> {
    check_threshold(shares.len(), threshold)?;
    let (holders, orders) = (shares.len() as u64, u64::from(threshold));
    let scheme = Scheme {
        number: 2,
        threshold,
        draws: threshold as usize - 1,
        // About 0.5 ns a share, and 0.03 for every order of differences.
        work: holders / 2 + holders * orders / 32 + 1,
    };
    dealing::split(shares, values, options, &scheme, |range| {
        let Range { shares, values, first, supply } = range;
        supply.with_draws(|draws| {
            kernels::shamir_shares(shares, threshold as usize, values, first, draws)
        })
    })
}

/// The values from m >= t of their shares.
///
/// With m > t, all m must lie on one polynomial of degree below t, at every value: otherwise
/// INCONSISTENT_SHARES. This is tested by one more linear combination of the shares, drawn
/// uniformly, after they are given, from those that vanish on all such polynomials. A wrong share
/// of some value goes unnoticed with probability 1/p.
pub fn reconstruct(
    values: &mut [Value],
    shares: &[Share<'_>],
    threshold: u32,
    options: &RunOptions,
) -> Result<()> {
    if threshold == 0 || threshold > MAX_HOLDER_COUNT {
        return Err(Error::InvalidThreshold);
    }
    share::check(shares, values.len(), MAX_HOLDER_COUNT)?;
    if shares.len() < threshold as usize {
        return Err(Error::NotEnoughShares);
    }
    let xs = try_collect(shares.iter().map(|share| share.x))?;
    let weights = lagrange::weights_at_zero(&xs)?;
    let check = check_weights(&xs, &weights, threshold)?.map(Weights::new).transpose()?;
    let weights = Weights::new(weights)?;
    let vectors = try_collect(shares.iter().map(|share| share.values))?;
    let work = values.len() as u64 * shares.len() as u64 / if check.is_some() { 1 } else { 2 };
    parallel::run_on_ranges(values, options.threads(), work, &|values, start| {
        combine(values, &vectors, start, &weights, check.as_ref())
    })
    .map_err(|error| {
        // Which fault is met first depends on the threads; which is reported must not.
        let all_canonical = shares.iter().all(|share| kernels::all_canonical(share.values));
        if all_canonical { error } else { Error::NotCanonical }
    })
}

/// The values from number `start` on, block by block, so that the check finds the shares in the
/// cache.
fn combine(
    values: &mut [Value],
    vectors: &[&[Value]],
    start: usize,
    weights: &Weights,
    check: Option<&Weights>,
) -> Result<()> {
    for (number, values) in values.chunks_mut(BLOCK_LEN).enumerate() {
        let start = start + number * BLOCK_LEN;
        if let Some(check) = check {
            // In the output for a moment, since of honest shares it is zero.
            if !kernels::weighted_sum(values, check, vectors, start) {
                return Err(Error::NotCanonical);
            }
            if values.iter().any(|syndrome| *syndrome != Value::ZERO) {
                return Err(Error::InconsistentShares);
            }
        }
        if !kernels::weighted_sum(values, weights, vectors, start) {
            return Err(Error::NotCanonical);
        }
    }
    Ok(())
}

/// A uniform element of the dual code: weights c_j = u_j g(x_j), where g is a uniform polynomial of
/// degree below m - t and u_j = 1 / product over k != j of (x_j - x_k), so that the c_j-weighted sum
/// of any polynomial of degree below t is 0 (a generalised Reed-Solomon code and its dual). Up to a
/// common factor, u_j is w_j x_j. None for m = t, where there is nothing to check.
fn check_weights(xs: &[u32], weights: &[Element], threshold: u32) -> Result<Option<Vec<Element>>> {
    let spare = xs.len() - threshold as usize;
    if spare == 0 {
        return Ok(None);
    }
    let mut polynomial = secret_zeros(spare)?;
    random::fill_uniform(&mut polynomial)?;
    let evaluate = |x: Element| {
        polynomial
            .iter()
            .fold(Element::ZERO, |sum, &coefficient| sum * x + coefficient.canonical_element())
    };
    let check = try_collect(xs.iter().zip(weights).map(|(&x, &weight)| {
        let x = Element::from_u64(x.into());
        weight * x * evaluate(x)
    }))?;
    Ok(Some(check))
}
