//! Opaque handles: made, used under a lock, and freed.

use crate::capi::boundary::fork::Process;
use crate::capi::boundary::pointers::Slot;
use crate::error::{Error, Result};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, TryLockError};

/// A C type that only exists behind pointers.
pub(crate) trait Object {
    /// What the handle stands for.
    type State: Send;
    /// Tells handles of different types apart; an arbitrary number.
    const TAG: u64;
}

/// What a handle points to. The first field has the same place for every type, so that a handle of
/// the wrong type is recognised.
#[repr(C)]
struct Handle<S> {
    tag: AtomicU64,
    /// The process that made it. In a forked child the lock may be held by a thread that is not
    /// there, and two processes must not go on from the same state.
    process: Process,
    state: Mutex<S>,
}

/// Makes a handle and gives it to the caller, whose pointer is NULL if there is none.
///
/// # Safety
///
/// The pointer is NULL or writable.
pub(crate) unsafe fn create<O: Object>(
    out: *mut *mut O,
    make: impl FnOnce() -> Result<O::State>,
) -> Result<()> {
    let slot = Slot::new(out)?;
    // SAFETY: writable by this function's contract.
    unsafe { slot.write(std::ptr::null_mut()) };
    // A vector of one, since a Box cannot be refused when memory is short. Its memory comes first:
    // the state must not be made in vain.
    let mut memory = Vec::new();
    memory.try_reserve_exact(1)?;
    memory.push(Handle {
        tag: AtomicU64::new(O::TAG),
        process: Process::current()?,
        state: Mutex::new(make()?),
    });
    let handle = Box::into_raw(memory.into_boxed_slice());
    // SAFETY: as above.
    unsafe { slot.write(handle.cast()) };
    Ok(())
}

/// The handle behind a pointer, if it is one of this type.
///
/// # Safety
///
/// The pointer is NULL or points to at least 8 readable bytes, which begin with this type's tag only
/// if it is a live handle of it.
unsafe fn find<'a, O: Object>(pointer: *const O) -> Result<&'a Handle<O::State>> {
    if pointer.is_null() {
        return Err(Error::NullPointer);
    }
    let handle = pointer.cast::<Handle<O::State>>();
    if !handle.is_aligned() {
        return Err(Error::WrongHandle);
    }
    // SAFETY: readable by this function's contract, and aligned.
    let tag = unsafe { &*handle.cast::<AtomicU64>() };
    if tag.load(Ordering::Relaxed) != O::TAG {
        return Err(Error::WrongHandle);
    }
    // SAFETY: a live handle of this type, by the tag.
    Ok(unsafe { &*handle })
}

/// Works on the state of a handle, with nobody else doing so.
///
/// # Safety
///
/// As for `find`, and the handle is not freed meanwhile.
pub(crate) unsafe fn with<O: Object, R>(
    pointer: *const O,
    work: impl FnOnce(&mut O::State) -> Result<R>,
) -> Result<R> {
    // SAFETY: by this function's contract.
    let handle = unsafe { find(pointer) }?;
    // Before the lock, which in a forked child nobody may be left to release.
    if !handle.process.is_current() {
        return Err(Error::Forked);
    }
    // Poisoned by a panic: the state may be half changed.
    let mut state = handle.state.lock().map_err(|_| Error::Internal)?;
    work(&mut state)
}

/// Frees a handle. NULL, and what is not a handle of this type, is left alone.
///
/// So is a state that another thread was changing at the fork that made this process: it may be half
/// changed, and that thread is not here to finish.
///
/// # Safety
///
/// As for `find`, and nobody uses the handle now or later.
pub(crate) unsafe fn free<O: Object>(pointer: *mut O) {
    // SAFETY: by this function's contract.
    let Ok(handle) = (unsafe { find(pointer) }) else { return };
    // Catches a second free for as long as the memory is not used again.
    handle.tag.store(0, Ordering::Relaxed);
    if matches!(handle.state.try_lock(), Err(TryLockError::WouldBlock)) {
        return;
    }
    let memory = std::ptr::slice_from_raw_parts_mut(pointer.cast::<Handle<O::State>>(), 1);
    // SAFETY: made by `create` as a box of one, and the caller gives it up.
    let memory = unsafe { Box::from_raw(memory) };
    drop(memory);
}
