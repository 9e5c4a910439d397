//! Shamir's t-of-n sharing.

use crate::capi::basics::value::{
    HolderMajor, Shares, secagg_share, secagg_value, values, values_out,
};
use crate::capi::boundary::boundary;
use crate::capi::boundary::options::{
    run_options, secagg_run_options, secagg_split_options, split_options,
};
use crate::capi::boundary::status::secagg_status;
use crate::sharing::shamir;

/// Splits a vector among n = holder_count holders so that any t = threshold of them reconstruct it
/// and fewer learn nothing (Shamir, Communications of the ACM 22(11), 1979): share x of a value is
/// f(x) for a uniform polynomial f of degree below t with f(0) = value. Up to n - t holders may be
/// lost; any t together read everything.
///
/// shares: out, [holder_count * value_count], holder after holder: the shares of holder x (from 1)
/// start at shares + (x - 1) * value_count. Send each holder its own and nobody else's. Untouched
/// or zero on failure. values: [value_count]. options: NULL for defaults.
///
/// threshold: from 1 to holder_count. With 1 every share is the value itself and nothing is
/// hidden. All vectors that are to be summed need the same threshold and the same holders.
///
/// NULL_POINTER, INVALID_HOLDER_COUNT (below 2), INVALID_OPTIONS, INVALID_THRESHOLD, BUFFER_OVERLAP,
/// LIMIT_EXCEEDED, NOT_CANONICAL, INSECURE_SEED, RANDOM_FAILED, OUT_OF_MEMORY. Its time does not
/// depend on the values. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_shamir_split(
    shares: *mut secagg_value,
    holder_count: u32,
    threshold: u32,
    values: *const secagg_value,
    value_count: usize,
    options: *const secagg_split_options,
) -> secagg_status {
    boundary(|| {
        let shares = HolderMajor::new(shares, holder_count, value_count)?;
        let values = self::values(values, value_count)?;
        shares.disjoint_from(values.span)?;
        // SAFETY: the caller's options are as described.
        let options = unsafe { split_options(options) }?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        unsafe { shamir::split(&mut shares.rows()?, threshold, values.slice(), &options) }
    })
}

/// Reconstructs a vector from m = share_count shares of it, at least t = threshold.
///
/// With more than t shares all must agree, at every value: INCONSISTENT_SHARES if up to m - t of
/// them are wrong (a wrong share goes unnoticed with probability 2^-127). With exactly t a wrong
/// share cannot be noticed.
///
/// values: out, [value_count]; untouched or zero on failure. shares: [share_count], with distinct
/// x from 1 to SECAGG_MAX_HOLDER_COUNT in any order, each with value_count values. threshold: the
/// one the vector was split with; a smaller one is likely to be noticed only with more shares.
/// options: NULL for defaults.
///
/// NULL_POINTER, INVALID_OPTIONS, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL,
/// INVALID_THRESHOLD, INVALID_SHARE, DUPLICATE_SHARE, NOT_ENOUGH_SHARES, INCONSISTENT_SHARES,
/// RANDOM_FAILED, OUT_OF_MEMORY. Its time does not depend on the values. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_shamir_reconstruct(
    values: *mut secagg_value,
    value_count: usize,
    shares: *const secagg_share,
    share_count: u32,
    threshold: u32,
    options: *const secagg_run_options,
) -> secagg_status {
    boundary(|| {
        let values = values_out(values, value_count)?;
        let shares = Shares::new(shares, share_count, value_count)?;
        // SAFETY: the caller's list and options are as described.
        let options = unsafe {
            shares.check_disjoint(&values)?;
            run_options(options)?
        };
        // SAFETY: the caller's buffers are as described, and disjoint from the output.
        unsafe { shamir::reconstruct(values.slice(), &shares.collect()?, threshold, &options) }
    })
}
