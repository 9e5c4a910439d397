//! Shamir reconstruction with error correction.

use crate::capi::basics::value::{Shares, secagg_share, secagg_value, values_out};
use crate::capi::boundary::boundary;
use crate::capi::boundary::options::{run_options, secagg_run_options};
use crate::capi::boundary::pointers::Output;
use crate::capi::boundary::status::secagg_status;
use crate::sharing::recover;

/// Reconstructs a vector from m = share_count shares of it, at least t = threshold, of which up to
/// floor((m - t) / 2) may be wrong, and says which were: one takes t + 2 shares, two t + 4.
/// (secagg_shamir_reconstruct refuses as soon as one is wrong.)
///
/// To its work on every value comes that of finding the wrong shares, which grows with m * m: a few
/// hundred holders cost milliseconds; of 16,384 shares with t = 2, it took 7 s if none was wrong and
/// 29 s if 8,191 were.
///
/// A share that is wrong at any value counts as wrong and is left out altogether. It is missed
/// with probability below 2^-126. More wrong shares than that are TOO_MANY_DEVIATING, unless their
/// holders collude: m - t - floor((m - t) / 2) + 1 of them can shift the result by what they like,
/// and have honest holders named. Where that matters, use secagg_shamir_reconstruct, which m - t
/// of them cannot deceive.
///
/// A wrong share need not be its holder's fault: a party that deals inconsistent shares makes an
/// honest holder deviate.
///
/// values: out, [value_count]; untouched or zero on failure. deviating: out, [share_count], for each
/// share in the order given 1 if it was wrong, else 0; NULL if not wanted; untouched on failure.
/// shares, threshold, options: as for secagg_shamir_reconstruct.
///
/// NULL_POINTER, INVALID_OPTIONS, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL,
/// INVALID_THRESHOLD, INVALID_SHARE, DUPLICATE_SHARE, NOT_ENOUGH_SHARES, TOO_MANY_DEVIATING,
/// RANDOM_FAILED, OUT_OF_MEMORY. Its time does not depend on the values, only on which shares are
/// wrong. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_shamir_recover(
    values: *mut secagg_value,
    value_count: usize,
    deviating: *mut u8,
    shares: *const secagg_share,
    share_count: u32,
    threshold: u32,
    options: *const secagg_run_options,
) -> secagg_status {
    boundary(|| {
        let values = values_out(values, value_count)?;
        let named_count = if deviating.is_null() { 0 } else { share_count as usize };
        let deviating = Output::new(deviating, named_count)?;
        values.disjoint_from(deviating.span)?;
        let shares = Shares::new(shares, share_count, value_count)?;
        // SAFETY: the caller's list and options are as described.
        let options = unsafe {
            shares.check_disjoint(&values)?;
            shares.check_disjoint(&deviating)?;
            run_options(options)?
        };
        // SAFETY: the caller's buffers are as described, and disjoint.
        let (values, deviating, shares) =
            unsafe { (values.slice(), deviating.slice(), shares.collect()?) };
        let found = recover::recover(values, &shares, threshold, &options)?;
        for (place, found) in deviating.iter_mut().zip(found) {
            *place = found.into();
        }
        Ok(())
    })
}
