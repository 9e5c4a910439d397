//! Secure summation inside one process.

use crate::aggregator::{Aggregator, AggregatorOptions};
use crate::capi::basics::value::{secagg_value, values, values_out};
use crate::capi::boundary::boundary;
use crate::capi::boundary::handle::{self, Object};
use crate::capi::boundary::options::{self, Extensible};
use crate::capi::boundary::pointers::Slot;
use crate::capi::boundary::status::secagg_status;
use crate::error::Error;

/// Adds up the shares of many parties, all holders in one process, and gives out the total once
/// enough parties are in.
///
/// Whoever can read the memory of this process could add up one party's shares. The session
/// roles, where each holder has only its own share, do not need that trust.
pub struct secagg_aggregator {
    _opaque: [u8; 0],
}

impl Object for secagg_aggregator {
    type State = Aggregator;
    const TAG: u64 = 0x5ec4_66a6_6726_a702;
}

/// What an aggregator is for. Zero every field but struct_size for the defaults, or pass NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_aggregator_options {
    /// sizeof(secagg_aggregator_options).
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// Values in every submission; 0 for 1.
    pub value_count: u64,
    /// Parties that must have submitted before a result is given out; 0 for 2. Choose 3 or more:
    /// of two, each learns the other's numbers from the total. 1 gives out a single party's
    /// numbers and must be asked for.
    pub min_submissions: u64,
}

// SAFETY: integers without padding between them, the size first.
unsafe impl Extensible for secagg_aggregator_options {
    const FIRST_SIZE: usize = 24;
}

const _: () = assert!(size_of::<secagg_aggregator_options>() == 24);

/// Makes an aggregator for submissions split among holder_count holders by secagg_additive_split.
///
/// aggregator: out; NULL on failure; free it with secagg_aggregator_free. It keeps holder_count *
/// value_count values (16 bytes each) and some 12 bytes for every party. options: NULL for
/// defaults.
///
/// NULL_POINTER, INVALID_HOLDER_COUNT, INVALID_OPTIONS, LIMIT_EXCEEDED (holder_count,
/// or holder_count * value_count above SECAGG_MAX_HANDLE_VALUE_COUNT), OUT_OF_MEMORY. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_aggregator_create(
    aggregator: *mut *mut secagg_aggregator,
    holder_count: u32,
    options: *const secagg_aggregator_options,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's pointers are as described.
        unsafe {
            handle::create(aggregator, || {
                let options = options::read(options)?;
                if options.reserved != 0 {
                    return Err(Error::InvalidOptions);
                }
                let options = AggregatorOptions {
                    value_count: options.value_count,
                    min_submissions: options.min_submissions,
                };
                Aggregator::new(holder_count, &options)
            })
        }
    })
}

/// Adds one party's shares to the total.
///
/// party_id: any number, a different one for each party: a second submission of a party is
/// refused. shares: [share_count], where share_count is holder_count * value_count, as
/// secagg_additive_split wrote them.
///
/// NULL_POINTER, LENGTH_MISMATCH, NOT_CANONICAL, CLOSED, ALREADY_ACCEPTED, OUT_OF_MEMORY,
/// WRONG_HANDLE, FORKED. Several threads may call it at once; submissions are then added one
/// after the other.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_aggregator_submit(
    aggregator: *mut secagg_aggregator,
    party_id: u64,
    shares: *const secagg_value,
    share_count: usize,
) -> secagg_status {
    boundary(|| {
        let shares = values(shares, share_count)?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe { handle::with(aggregator, |state| state.submit(party_id, shares.slice())) }
    })
}

/// How many parties have submitted.
///
/// submissions: out; untouched on failure.
///
/// NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_aggregator_submissions(
    aggregator: *const secagg_aggregator,
    submissions: *mut u64,
) -> secagg_status {
    boundary(|| {
        let slot = Slot::new(submissions)?;
        // SAFETY: the caller's handle and place are as described.
        unsafe {
            handle::with(aggregator, |state| {
                slot.write(state.submissions());
                Ok(())
            })
        }
    })
}

/// Gives out the total over all parties, and closes the aggregator: from then on submissions are
/// refused, since the difference of two totals is what came between. It may be called again and
/// gives the same bytes.
///
/// values: out, [value_count], the aggregator's; untouched on failure.
///
/// NULL_POINTER, LENGTH_MISMATCH, NO_SUBMISSIONS, COHORT_TOO_SMALL (fewer parties than
/// min_submissions), WRONG_HANDLE, FORKED. A refused call does not close. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_aggregator_reconstruct(
    aggregator: *mut secagg_aggregator,
    values: *mut secagg_value,
    value_count: usize,
) -> secagg_status {
    boundary(|| {
        let values = values_out(values, value_count)?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe { handle::with(aggregator, |state| state.reconstruct(values.slice())) }
    })
}

/// Forgets all submissions, wipes the total and opens the aggregator again.
///
/// It cannot stop a caller who still has all the shares from submitting some of them again and
/// comparing the two totals.
///
/// NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_aggregator_reset(
    aggregator: *mut secagg_aggregator,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's handle is as described.
        unsafe {
            handle::with(aggregator, |state| {
                state.reset();
                Ok(())
            })
        }
    })
}

/// Wipes and frees an aggregator. NULL is fine. No other call may be using it, or use it later. In
/// a forked child it frees the child's copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn secagg_aggregator_free(aggregator: *mut secagg_aggregator) {
    let _ = boundary(|| {
        // SAFETY: the caller gives the handle up.
        unsafe { handle::free(aggregator) };
        Ok(())
    });
}
