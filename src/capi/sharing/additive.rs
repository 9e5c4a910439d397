//! Additive n-of-n sharing.

use crate::capi::basics::value::{
    HolderMajor, Shares, secagg_share, secagg_value, values, values_out,
};
use crate::capi::boundary::boundary;
use crate::capi::boundary::options::{
    run_options, secagg_run_options, secagg_split_options, split_options,
};
use crate::capi::boundary::status::secagg_status;
use crate::sharing::additive;

/// Splits a vector among n = holder_count holders, all of whom are needed to reconstruct it: n - 1
/// shares of a value are uniform, and the last makes the sum of all n the value. Any n - 1 shares
/// say nothing about it.
///
/// shares: out, [holder_count * value_count], holder after holder: the shares of holder x (from 1)
/// start at shares + (x - 1) * value_count. Send each holder its own and nobody else's. Untouched
/// or zero on failure. values: [value_count]. options: NULL for defaults.
///
/// NULL_POINTER, INVALID_HOLDER_COUNT, INVALID_OPTIONS, BUFFER_OVERLAP, LIMIT_EXCEEDED,
/// NOT_CANONICAL, INSECURE_SEED, RANDOM_FAILED, OUT_OF_MEMORY. Its time does not depend on the
/// values. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_additive_split(
    shares: *mut secagg_value,
    holder_count: u32,
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
        unsafe { additive::split(&mut shares.rows()?, values.slice(), &options) }
    })
}

/// Adds up the shares of all n = share_count holders.
///
/// values: out, [value_count]; untouched or zero on failure. shares: [share_count], whose x are 1
/// to share_count in any order, each with value_count values. options: NULL for defaults.
///
/// A share that is missing or wrong cannot be noticed: the result is then a uniform or shifted
/// one. See secagg_shamir_reconstruct.
///
/// NULL_POINTER, INVALID_OPTIONS, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL,
/// INVALID_SHARE (x is 0 or above share_count), DUPLICATE_SHARE, NOT_ENOUGH_SHARES (fewer than 2),
/// OUT_OF_MEMORY. Its time does not depend on the values. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_additive_reconstruct(
    values: *mut secagg_value,
    value_count: usize,
    shares: *const secagg_share,
    share_count: u32,
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
        unsafe { additive::reconstruct(values.slice(), &shares.collect()?, &options) }
    })
}
