//! The report of a problem, for those who want more than a status.

use crate::capi::boundary::boundary;
use crate::capi::boundary::options::{self, Extensible};
use crate::capi::boundary::pointers::Span;
use crate::capi::boundary::status::{self, secagg_status};
use crate::error::Error;
use crate::problem::{Checked, Problem, WHAT_LEN};
use std::ffi::c_char;

/// Why a call refused what it was given, and where. Set struct_size and give it to a call that takes
/// one; NULL where no report is wanted. It is written whenever that call returns, unless its
/// struct_size is impossible (SECAGG_INVALID_OPTIONS) or buffers overlap (SECAGG_BUFFER_OVERLAP).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_problem {
    /// sizeof(secagg_problem).
    pub struct_size: u32,
    /// What the call returned.
    pub status: secagg_status,
    /// The line of a text (from 1), the row of a column or the number of an edge (from 0) where the
    /// problem is; UINT64_MAX if it has no such place.
    pub r#where: u64,
    /// One sentence without a full stop, ended by a NUL: it names arguments, statistics and columns,
    /// and numbers that are public (lengths, counts, limits), never a value of the data. Empty after
    /// SECAGG_OK. Text for people: it may change from release to release.
    pub what: [c_char; 248],
}

// SAFETY: integers without padding between them, the size first.
unsafe impl Extensible for secagg_problem {
    const FIRST_SIZE: usize = 264;
}

const _: () = assert!(size_of::<secagg_problem>() == 264 && WHAT_LEN + 1 == 248);

/// Runs the body of a C function that reports problems. The body is given the report's place, from
/// which all other buffers must be disjoint.
///
/// # Safety
///
/// The pointer is NULL or to a struct that is writable for as many bytes as its first four say.
pub(crate) unsafe fn reporting(
    problem: *mut secagg_problem,
    body: impl FnOnce(Span) -> Checked<()>,
) -> secagg_status {
    let mut outcome = Err(Problem::from(Error::Internal)); // what a panic leaves behind
    let mut is_wanted = false;
    let status = boundary(|| {
        // SAFETY: by this function's contract.
        let place = unsafe { options::place(problem) }?;
        is_wanted = !problem.is_null();
        outcome = body(place);
        outcome.as_ref().map_or_else(|problem| Err(problem.error), |()| Ok(()))
    });
    // A report on top of another buffer would be the very damage that was refused.
    if !is_wanted || status == status::SECAGG_BUFFER_OVERLAP {
        return status;
    }
    // SAFETY: by this function's contract; its size is one that can be.
    unsafe { write(problem, &outcome, status) }
}

/// Returns the status of the call, or that of writing its report.
///
/// # Safety
///
/// The pointer is to a struct that is writable for as many bytes as its first four say.
#[inline(never)] // for size: it is called often
unsafe fn write(
    problem: *mut secagg_problem,
    outcome: &Checked<()>,
    status: secagg_status,
) -> secagg_status {
    // SAFETY: by this function's contract.
    match boundary(|| unsafe { options::write(problem, report(outcome)) }) {
        status::SECAGG_OK => status,
        unwritten => unwritten,
    }
}

fn report(outcome: &Checked<()>) -> secagg_problem {
    let problem = outcome.as_ref().err();
    let mut what = [0; WHAT_LEN + 1];
    let text = problem.map_or("", Problem::what);
    for (place, byte) in what.iter_mut().take(WHAT_LEN).zip(text.bytes()) {
        *place = byte as c_char;
    }
    secagg_problem {
        struct_size: 0, // stays the caller's
        status: problem.map_or(status::SECAGG_OK, |problem| status::of(problem.error)),
        r#where: problem.and_then(|problem| problem.place).unwrap_or(u64::MAX),
        what,
    }
}
