//! Where Rust ends: errors and panics become statuses.

pub(crate) mod arguments;
pub(crate) mod arrow;
pub(crate) mod fork;
pub(crate) mod handle;
pub(crate) mod options;
pub(crate) mod pointers;
pub(crate) mod problem;
pub(crate) mod status;

use crate::error::{Error, Result};
use crate::kernels;
use status::secagg_status;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs the body of a C function, and leaves nothing of it in the vector registers. A panic must not unwind into C; it becomes INTERNAL, and a handle
/// that was locked by it stays unusable.
pub(crate) fn boundary(body: impl FnOnce() -> Result<()>) -> secagg_status {
    // Asserting unwind safety: what a panic may leave half changed is behind a lock that it
    // poisons, or an output whose content the status disowns.
    let outcome = catch_unwind(AssertUnwindSafe(body));
    // Values and shares that the body worked on would still be in them.
    kernels::clear_registers();
    match outcome {
        Ok(Ok(())) => status::SECAGG_OK,
        Ok(Err(error)) => status::of(error),
        Err(panic) => {
            // Dropping a panic's payload could panic again; an internal error may leak a few bytes.
            std::mem::forget(panic);
            status::of(Error::Internal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_status() {
        assert_eq!(boundary(|| panic!("planted")), status::SECAGG_INTERNAL);
        assert_eq!(boundary(|| Err(Error::Closed)), status::SECAGG_CLOSED);
        assert_eq!(boundary(|| Ok(())), status::SECAGG_OK);
    }
}
