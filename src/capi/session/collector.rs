//! The side of the collector.

use crate::capi::basics::value::{secagg_value, values_out};
use crate::capi::boundary::boundary;
use crate::capi::boundary::handle::{self, Object};
use crate::capi::boundary::options::{self, Extensible};
use crate::capi::boundary::pointers::{Input, Output, Slot};
use crate::capi::boundary::status::secagg_status;
use crate::capi::session::parameters::secagg_session;
use crate::error::Error;
use crate::numbers::unaligned::Unaligned;
use crate::options::RunOptions;
use crate::session::{Collector, CollectorOptions};

/// Gathers the partial sums of the holders and reconstructs the total.
///
/// It keeps value_count values (16 bytes each) for every partial sum, together at most
/// SECAGG_MAX_HANDLE_VALUE_COUNT values, and copies the session's roster.
pub struct secagg_collector {
    _opaque: [u8; 0],
}

impl Object for secagg_collector {
    type State = Collector;
    const TAG: u64 = 0x5ec4_66a6_c011_ec05;
}

/// How a collector reconstructs. Zero every field but struct_size for the defaults, or pass NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_collector_options {
    /// sizeof(secagg_collector_options).
    pub struct_size: u32,
    /// As in secagg_run_options.
    pub threads: u32,
    /// k: how many deviating partial sums may be corrected. Of m holders that agree on the cohort,
    /// up to m - t - k that collude cannot force a wrong result. With 0 nothing is corrected, and
    /// deviating partial sums are only detected. At most floor((m - t) / 2) are ever corrected.
    /// Additive sharing detects none.
    pub max_corrections: u32,
    /// 0.
    pub reserved: u32,
}

// SAFETY: four integers of four bytes, the size first.
unsafe impl Extensible for secagg_collector_options {
    const FIRST_SIZE: usize = 16;
}

const _: () = assert!(size_of::<secagg_collector_options>() == 16);

/// Makes a collector for a session.
///
/// collector: out; NULL on failure; free it with secagg_collector_free.
///
/// NULL_POINTER, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_collector_create(
    collector: *mut *mut secagg_collector,
    session: *const secagg_session,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's pointers are as described.
        unsafe { handle::create(collector, || handle::with(session, |s| Collector::new(s))) }
    })
}

/// Takes in a holder's partial sum; they may come in any order.
///
/// partial: [partial_len], the whole of it, from the holder that it names: the transport must vouch
/// for that.
///
/// NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
/// SESSION_MISMATCH, INVALID_SHARE, LENGTH_MISMATCH; ALREADY_ACCEPTED (this very partial sum is
/// there), DUPLICATE_SHARE (another one of the same holder is there), CLOSED (there is a result),
/// NOT_CANONICAL, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Refused, it changes nothing. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_collector_accept(
    collector: *mut secagg_collector,
    partial: *const u8,
    partial_len: usize,
) -> secagg_status {
    boundary(|| {
        let partial = Input::new(partial, partial_len)?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe { handle::with(collector, |collector| collector.accept(partial.slice())) }
    })
}

/// Whose partial sum has not come.
///
/// missing: out, [holder_count], the session's: for each x from 1, 1 if it is missing, else 0;
/// untouched on failure.
///
/// NULL_POINTER, LENGTH_MISMATCH, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_collector_missing(
    collector: *const secagg_collector,
    missing: *mut u8,
    holder_count: u32,
) -> secagg_status {
    boundary(|| {
        let missing = Output::new(missing, holder_count as usize)?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe { handle::with(collector, |collector| collector.missing(missing.slice())) }
    })
}

/// Who has summed over the same set of submissions as whom.
///
/// cohorts: out, [holder_count], the session's: for each x from 1, 0 if its partial sum is missing,
/// else a number that is the same for all that report the same cohort; untouched on failure.
///
/// NULL_POINTER, LENGTH_MISMATCH, LIMIT_EXCEEDED, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_collector_cohorts(
    collector: *const secagg_collector,
    cohorts: *mut u32,
    holder_count: u32,
) -> secagg_status {
    boundary(|| {
        let cohorts = Output::<Unaligned<u32>>::new(cohorts.cast(), holder_count as usize)?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe {
            handle::with(collector, |collector| {
                let numbers = collector.cohorts()?;
                let cohorts = cohorts.slice();
                if cohorts.len() != numbers.len() {
                    return Err(Error::LengthMismatch);
                }
                for (place, number) in cohorts.iter_mut().zip(numbers) {
                    *place = Unaligned::new(number);
                }
                Ok(())
            })
        }
    })
}

/// Reconstructs the total from the partial sums that agree on the cohort, if there are at least
/// threshold of them (all, for additive sharing); the others are left aside, see
/// secagg_collector_cohorts. The first result closes the collector: nothing more is accepted. The
/// result may be had again.
///
/// values: out, [value_count], the session's; untouched or zero on failure. submissions: out, how
/// many parties are in the total; untouched on failure. options: NULL for defaults.
///
/// With exactly threshold partial sums a wrong one cannot be noticed: see first, by
/// secagg_collector_cohorts, that as many agree as are to check each other.
///
/// NULL_POINTER, INVALID_OPTIONS, LENGTH_MISMATCH, BUFFER_OVERLAP, LIMIT_EXCEEDED;
/// NOT_ENOUGH_SHARES (fewer than threshold have come), COHORT_MISMATCH (fewer than threshold agree
/// on the cohort), COHORT_TOO_SMALL or NO_SUBMISSIONS (fewer parties than min_submissions:
/// suppressed, which is not 0), INCONSISTENT_SHARES (max_corrections is 0 and a partial sum is
/// wrong), TOO_MANY_DEVIATING (more are wrong than may or can be corrected); RANDOM_FAILED,
/// OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Refused, it changes nothing. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_collector_reconstruct(
    collector: *mut secagg_collector,
    values: *mut secagg_value,
    value_count: usize,
    submissions: *mut u64,
    options: *const secagg_collector_options,
) -> secagg_status {
    boundary(|| {
        let values = values_out(values, value_count)?;
        let slot = Slot::new(submissions)?;
        values.disjoint_from(slot.span()?)?;
        // SAFETY: the caller's options are as described.
        let options = unsafe { options::read(options) }?;
        if options.reserved != 0 {
            return Err(Error::InvalidOptions);
        }
        let options = CollectorOptions {
            run: RunOptions::with_threads(options.threads)?,
            max_corrections: options.max_corrections,
        };
        // SAFETY: the caller's handle and buffers are as described, and disjoint.
        unsafe {
            handle::with(collector, |collector| {
                let submissions = collector.reconstruct(values.slice(), &options)?;
                slot.write(submissions);
                Ok(())
            })
        }
    })
}

/// Whose partial sum was found wrong, and left out of the result.
///
/// It need not be that holder's fault: a party that deals inconsistent shares makes an honest
/// holder deviate. And more colluding holders than max_corrections guards against can have honest
/// ones named.
///
/// deviating: out, [holder_count], the session's: for each x from 1, 1 if it was found wrong, else
/// 0; all 0 as long as there is no result; untouched on failure.
///
/// NULL_POINTER, LENGTH_MISMATCH, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_collector_deviating(
    collector: *const secagg_collector,
    deviating: *mut u8,
    holder_count: u32,
) -> secagg_status {
    boundary(|| {
        let deviating = Output::new(deviating, holder_count as usize)?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe { handle::with(collector, |collector| collector.deviating(deviating.slice())) }
    })
}

/// Wipes and frees a collector. NULL is fine. No other call may be using it, or use it later. In a
/// forked child it frees the child's copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn secagg_collector_free(collector: *mut secagg_collector) {
    let _ = boundary(|| {
        // SAFETY: the caller gives the handle up.
        unsafe { handle::free(collector) };
        Ok(())
    });
}
