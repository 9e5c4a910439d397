#![forbid(unsafe_code)]
//! What working with a key leaves behind: round keys in vector registers, and copies wherever the
//! compiler put them on the stack.

use crate::kernels;
use crate::memory;

/// Does the work, then clears the vector registers and overwrites the stack that the work used.
///
/// What the caller has in its own part of the stack stays as it is: a secret there, of which the work
/// is given a reference, is the caller's to wipe.
#[inline(always)]
pub fn without_trace<R>(work: impl FnOnce() -> R) -> R {
    let outcome = apart(work);
    // First, since even the next call might write them to the stack.
    kernels::clear_registers();
    memory::wipe_stack();
    outcome
}

/// Never inlined, so that all that the work writes to the stack is below the caller's part.
#[inline(never)]
fn apart<R>(work: impl FnOnce() -> R) -> R {
    work()
}
