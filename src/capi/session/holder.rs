//! The side of a holder.

use crate::capi::boundary::boundary;
use crate::capi::boundary::handle::{self, Object};
use crate::capi::boundary::pointers::{Input, Output, Slot, Variable};
use crate::capi::boundary::status::secagg_status;
use crate::capi::session::parameters::secagg_session;
use crate::error::Result;
use crate::numbers::unaligned::Unaligned;
use crate::session::Holder;

/// One of the n holders of a session: it adds up the shares that it is sent.
///
/// It is open first, and takes messages in and out. secagg_holder_seal fixes the set of parties
/// (the cohort); after that nothing changes any more, and secagg_holder_release writes the partial
/// sum for the collector, always the same bytes.
///
/// It keeps value_count values (16 bytes each) and some 40 to 70 bytes for every party, and copies
/// the session's roster. What withdrawn parties leave behind is used again, not given back.
pub struct secagg_holder {
    _opaque: [u8; 0],
}

impl Object for secagg_holder {
    type State = Holder;
    const TAG: u64 = 0x5ec4_66a6_401d_e204;
}

/// Makes holder x of a session, with nothing counted yet.
///
/// holder: out; NULL on failure; free it with secagg_holder_free. x: from 1 to the session's
/// holder_count. No two holders may be run with the same x.
///
/// NULL_POINTER, INVALID_SHARE (x), OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_create(
    holder: *mut *mut secagg_holder,
    session: *const secagg_session,
    x: u32,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's pointers are as described.
        unsafe {
            handle::create(holder, || handle::with(session, |session| Holder::new(session, x)))
        }
    })
}

/// Makes a shard of holder x: a part of its work on another machine or thread. A shard accepts
/// messages, and is exported (secagg_holder_export) to be merged into the holder or into another
/// shard (secagg_holder_merge); it can neither be sealed nor released.
///
/// Arguments and statuses are those of secagg_holder_create.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_create_shard(
    holder: *mut *mut secagg_holder,
    session: *const secagg_session,
    x: u32,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's pointers are as described.
        unsafe {
            handle::create(holder, || {
                handle::with(session, |session| Holder::new_shard(session, x))
            })
        }
    })
}

/// Counts a party's message in.
///
/// Confirm to the party only after a checkpoint with its message is stored, since what is counted
/// after the last checkpoint is lost in a crash. ALREADY_ACCEPTED means that this very message is
/// counted already, not that it is stored: confirm it as if it had come for the first time. It is
/// also the answer of a sealed holder.
///
/// message: [message_len], the whole of it, from the party that it names: the transport must vouch
/// for that.
///
/// NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
/// SESSION_MISMATCH, HOLDER_MISMATCH, LENGTH_MISMATCH, UNKNOWN_PARTY (not on the roster);
/// ALREADY_ACCEPTED, PARTY_CONFLICT (another message of this party is counted), CLOSED (sealed),
/// NOT_CANONICAL, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Refused, it changes nothing. Several threads
/// may call it at once and are then served one after the other.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_accept(
    holder: *mut secagg_holder,
    message: *const u8,
    message_len: usize,
) -> secagg_status {
    // SAFETY: the caller's handle and buffer are as described.
    boundary(|| unsafe { with_bytes(holder, message, message_len, Holder::accept) })
}

/// Takes a party back out, by the very message that was accepted.
///
/// For holders that have accepted different parties: they exchange their lists of parties
/// (secagg_holder_party_ids), withdraw those that not all of them have, and seal.
///
/// message: [message_len], the whole of it.
///
/// NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
/// SESSION_MISMATCH, HOLDER_MISMATCH, LENGTH_MISMATCH; CLOSED (sealed), UNKNOWN_PARTY (not
/// counted), PARTY_CONFLICT (another message of this party is counted), WRONG_HANDLE, FORKED.
/// Refused, it changes nothing. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_withdraw(
    holder: *mut secagg_holder,
    message: *const u8,
    message_len: usize,
) -> secagg_status {
    // SAFETY: the caller's handle and buffer are as described.
    boundary(|| unsafe { with_bytes(holder, message, message_len, Holder::withdraw) })
}

/// How many parties are counted.
///
/// submissions: out; untouched on failure.
///
/// NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_submissions(
    holder: *const secagg_holder,
    submissions: *mut u64,
) -> secagg_status {
    boundary(|| {
        let slot = Slot::new(submissions)?;
        // SAFETY: the caller's handle and place are as described.
        unsafe {
            handle::with(holder, |holder| {
                slot.write(holder.submissions());
                Ok(())
            })
        }
    })
}

/// The parties that are counted, in ascending order.
///
/// party_ids: out, [party_capacity]; untouched on failure. party_count: out, how many there are;
/// also set when they do not fit (BUFFER_TOO_SMALL), otherwise untouched on failure.
///
/// NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, LIMIT_EXCEEDED, WRONG_HANDLE, FORKED. Any
/// thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_party_ids(
    holder: *const secagg_holder,
    party_ids: *mut u64,
    party_capacity: usize,
    party_count: *mut usize,
) -> secagg_status {
    boundary(|| {
        let output =
            Variable::<Unaligned<u64>>::new(party_ids.cast(), party_capacity, party_count)?;
        // SAFETY: the caller's handle and buffers are as described.
        unsafe {
            handle::with(holder, |holder| {
                output.write(holder.submissions() as usize, |list| {
                    for (place, party_id) in list.iter_mut().zip(holder.party_ids()) {
                        *place = Unaligned::new(party_id);
                    }
                    Ok(())
                })
            })
        }
    })
}

/// A digest of the set of submissions that are counted. It is equal at two holders exactly if they
/// have counted the same deals of the same parties: compare it before sealing. It does not hide
/// who is in the set from someone who can guess.
///
/// digest: out, [32]; untouched on failure.
///
/// NULL_POINTER, WRONG_HANDLE, FORKED. Its time grows with the number of parties. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_cohort(
    holder: *const secagg_holder,
    digest: *mut u8,
) -> secagg_status {
    boundary(|| {
        let slot = Slot::new(digest.cast::<[u8; 32]>())?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe {
            handle::with(holder, |holder| {
                slot.write(holder.cohort());
                Ok(())
            })
        }
    })
}

/// Writes the whole state, to be stored, restored (secagg_holder_import) or merged
/// (secagg_holder_merge). Equal states give equal bytes. It is as secret as the holder's shares.
///
/// Store it so that a crash leaves the old checkpoint or the new one: write a new file, sync it,
/// rename it, sync the directory.
///
/// checkpoint: out, [checkpoint_capacity]; untouched on failure. checkpoint_len: out, 120 + 16 *
/// value_count + 40 * submissions; also set when it does not fit (BUFFER_TOO_SMALL), otherwise
/// untouched on failure.
///
/// NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, LIMIT_EXCEEDED, WRONG_HANDLE, FORKED. Any
/// thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_export(
    holder: *const secagg_holder,
    checkpoint: *mut u8,
    checkpoint_capacity: usize,
    checkpoint_len: *mut usize,
) -> secagg_status {
    boundary(|| {
        let output = Variable::new(checkpoint, checkpoint_capacity, checkpoint_len)?;
        // SAFETY: the caller's handle and buffers are as described.
        unsafe {
            handle::with(holder, |holder| {
                output.write(holder.checkpoint_len(), |bytes| holder.export(bytes))
            })
        }
    })
}

/// Makes a holder, or a shard, from a checkpoint: open or sealed as it was.
///
/// Never restore a checkpoint from before the seal once a partial sum was released: sealed anew
/// over other parties, it would release a second sum, and the difference is somebody's numbers. Nor
/// begin anew because a checkpoint cannot be read. The library cannot notice this.
///
/// holder: out; NULL on failure; free it with secagg_holder_free. checkpoint: [checkpoint_len], the
/// whole of it.
///
/// NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
/// SESSION_MISMATCH, INVALID_SHARE, LENGTH_MISMATCH, UNKNOWN_PARTY (not on the roster),
/// NOT_CANONICAL; OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_import(
    holder: *mut *mut secagg_holder,
    session: *const secagg_session,
    checkpoint: *const u8,
    checkpoint_len: usize,
) -> secagg_status {
    boundary(|| {
        let checkpoint = Input::new(checkpoint, checkpoint_len)?;
        // SAFETY: the caller's pointers are as described.
        unsafe {
            handle::create(holder, || {
                handle::with(session, |session| Holder::import(session, checkpoint.slice()))
            })
        }
    })
}

/// Adds the state of another open holder or shard of the same session and the same x, given by its
/// checkpoint, which must have no party in common with this one. Any order and any tree of merges
/// gives the same state. The one that was merged must not go on by itself: no submission may end up
/// in two sums.
///
/// checkpoint: [checkpoint_len], the whole of it.
///
/// NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
/// SESSION_MISMATCH, INVALID_SHARE, LENGTH_MISMATCH, UNKNOWN_PARTY (not on the roster),
/// HOLDER_MISMATCH (another x); CLOSED (this holder, or the checkpoint, is sealed),
/// ALREADY_ACCEPTED or PARTY_CONFLICT (a party is counted in both, with the same message or with
/// another), NOT_CANONICAL, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Refused, it changes nothing. Any
/// thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_merge(
    holder: *mut secagg_holder,
    checkpoint: *const u8,
    checkpoint_len: usize,
) -> secagg_status {
    // SAFETY: the caller's handle and buffer are as described.
    boundary(|| unsafe { with_bytes(holder, checkpoint, checkpoint_len, Holder::merge) })
}

/// Fixes the set of parties for good, and writes the sealed checkpoint. Store that before the
/// release: a holder that came back unsealed after it has released could be made to release a
/// second sum. If it cannot be stored (a full disk), secagg_holder_export gives it again.
///
/// checkpoint, checkpoint_capacity, checkpoint_len: as for secagg_holder_export. With too small a
/// buffer nothing is sealed. expected_cohort: [32], the digest that the holders have agreed on
/// (secagg_holder_cohort); NULL to seal what is there.
///
/// NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, LIMIT_EXCEEDED, CLOSED (sealed already),
/// NO_SUBMISSIONS, COHORT_TOO_SMALL (fewer than the session's min_submissions), COHORT_MISMATCH,
/// WRONG_HANDLE (also a shard), FORKED. Refused, it changes nothing. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_seal(
    holder: *mut secagg_holder,
    checkpoint: *mut u8,
    checkpoint_capacity: usize,
    checkpoint_len: *mut usize,
    expected_cohort: *const u8,
) -> secagg_status {
    boundary(|| {
        let output = Variable::new(checkpoint, checkpoint_capacity, checkpoint_len)?;
        let expected_len = if expected_cohort.is_null() { 0 } else { 1 };
        let expected = Input::new(expected_cohort.cast::<[u8; 32]>(), expected_len)?;
        output.disjoint_from(expected.span)?;
        // SAFETY: the caller's handle and buffers are as described, and disjoint.
        unsafe {
            let expected = expected.slice().first();
            handle::with(holder, |holder| {
                output.write(holder.checkpoint_len(), |bytes| holder.seal(bytes, expected))
            })
        }
    })
}

/// Writes the partial sum over the sealed cohort, for the collector. It may be called again and
/// gives the same bytes.
///
/// partial: out, [partial_len], see secagg_session_partial_len; untouched on failure.
///
/// NULL_POINTER, LENGTH_MISMATCH, LIMIT_EXCEEDED, NOT_SEALED (also a shard), WRONG_HANDLE, FORKED.
/// Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_holder_release(
    holder: *mut secagg_holder,
    partial: *mut u8,
    partial_len: usize,
) -> secagg_status {
    boundary(|| {
        let partial = Output::new(partial, partial_len)?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe { handle::with(holder, |holder| holder.release(partial.slice())) }
    })
}

/// Wipes and frees a holder. NULL is fine. No other call may be using it, or use it later. In a
/// forked child it frees the child's copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn secagg_holder_free(holder: *mut secagg_holder) {
    let _ = boundary(|| {
        // SAFETY: the caller gives the handle up.
        unsafe { handle::free(holder) };
        Ok(())
    });
}

/// # Safety
///
/// The caller of the C function gave a handle, and a readable buffer.
unsafe fn with_bytes(
    holder: *mut secagg_holder,
    bytes: *const u8,
    len: usize,
    work: impl FnOnce(&mut Holder, &[u8]) -> Result<()>,
) -> Result<()> {
    let bytes = Input::new(bytes, len)?;
    // SAFETY: by this function's contract.
    unsafe { handle::with(holder, |holder| work(holder, bytes.slice())) }
}
