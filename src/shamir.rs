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
use crate::kernels;
use crate::lagrange;
use crate::limits::{self, MAX_HOLDER_COUNT};
use crate::memory::{secret_zeros, try_collect};
use crate::options::{RunOptions, SplitOptions};
use crate::random::{Draws, SeedScope};
use crate::share::{self, Share};
use crate::value::Value;
use zeroize::Zeroizing;

/// Values worked on at a time.
const BLOCK_LEN: usize = 128;

/// n from 1 to the limit and t from 1 to n.
pub(crate) fn check_threshold(holder_count: usize, threshold: u32) -> Result<()> {
    if holder_count == 0 {
        return Err(Error::InvalidArgument);
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
    limits::check_value_count(values.len())?;
    if shares.iter().any(|share| share.len() != values.len()) {
        return Err(Error::LengthMismatch);
    }
    if !kernels::all_canonical(values) {
        return Err(Error::NotCanonical);
    }
    let holder_count = shares.len() as u32;
    let mut draws = match &options.seed {
        None => Draws::from_system(threshold as usize - 1, values.len())?,
        Some(seed) => Draws::from_seed(&SeedScope { seed, scheme: 2, holder_count, threshold }),
    };
    let block_len = BLOCK_LEN.min(values.len());
    let mut differences = secret_zeros(block_len * threshold as usize)?;
    for start in (0..values.len()).step_by(BLOCK_LEN) {
        let range = start..values.len().min(start + BLOCK_LEN);
        let len = range.len();
        differences[..len].copy_from_slice(&values[range.clone()]);
        for k in 1..threshold as usize {
            draws.fill(k as u32 - 1, start as u64, &mut differences[k * len..(k + 1) * len])?;
        }
        for (x, share) in (1..).zip(shares.iter_mut()) {
            // The difference of order k takes part in the shares up to n only through the n - x
            // additions that follow.
            let order = (threshold as usize - 1).min(shares_left(holder_count, x) + 1);
            advance(&mut differences[..(order + 1) * len], len);
            share[range.clone()].copy_from_slice(&differences[..len]);
        }
    }
    Ok(())
}

fn shares_left(holder_count: u32, x: u32) -> usize {
    (holder_count - x) as usize
}

/// Moves the differences from x to x + 1: each has the next higher order added.
fn advance(differences: &mut [Value], len: usize) {
    for k in 1..differences.len() / len {
        let (lower, higher) = differences.split_at_mut(k * len);
        kernels::add_assign(&mut lower[(k - 1) * len..], &higher[..len]);
    }
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
    let _ = options;
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
    let xs = try_collect(shares.iter().map(|share| share.x))?;
    let weights = lagrange::weights_at_zero(&xs)?;
    let check = check_weights(&xs, &weights, threshold)?;
    for start in (0..values.len()).step_by(BLOCK_LEN) {
        let range = start..values.len().min(start + BLOCK_LEN);
        combine(&mut values[range.clone()], &weights, shares, start);
        if let Some(check) = &check {
            let mut syndrome = Zeroizing::new([Value::ZERO; BLOCK_LEN]);
            let syndrome = &mut syndrome[..range.len()];
            combine(syndrome, check, shares, start);
            if syndrome.iter().any(|value| *value != Value::ZERO) {
                values.fill(Value::ZERO);
                return Err(Error::InconsistentShares);
            }
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
    Draws::from_system(1, spare)?.fill(0, 0, &mut polynomial)?;
    let evaluate = |x: Element| {
        polynomial
            .iter()
            .fold(Element::ZERO, |sum, &coefficient| sum * x + Element::of(coefficient))
    };
    let check = try_collect(xs.iter().zip(weights).map(|(&x, &weight)| {
        let x = Element::from_u64(x.into());
        weight * x * evaluate(x)
    }))?;
    Ok(Some(check))
}

/// result[i] = sum over j of weights[j] * shares[j].values[start + i]
fn combine(result: &mut [Value], weights: &[Element], shares: &[Share<'_>], start: usize) {
    result.fill(Value::ZERO);
    for (share, &weight) in shares.iter().zip(weights) {
        kernels::add_product_assign(result, weight, &share.values[start..start + result.len()]);
    }
}
