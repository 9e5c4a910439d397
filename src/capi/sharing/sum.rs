//! Adding vectors.

use crate::capi::basics::value::{secagg_value, values, values_out};
use crate::capi::boundary::boundary;
use crate::capi::boundary::status::secagg_status;
use crate::sharing::sum;

/// Adds a vector to a total: total[i] = (total[i] + values[i]) mod 2^127 - 1.
///
/// Sharing is linear: the sum of one holder's shares is that holder's share of the sum. Start
/// from zeros (all bytes 0); any order and any tree of additions gives the same bytes.
///
/// total: in and out, [count]; unchanged on failure. values: [count], not overlapping total.
///
/// NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL (in either vector). Its time does
/// not depend on the values. Any thread, for different totals.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_sum_add(
    total: *mut secagg_value,
    values: *const secagg_value,
    count: usize,
) -> secagg_status {
    boundary(|| {
        let total = values_out(total, count)?;
        let values = self::values(values, count)?;
        total.disjoint_from(values.span)?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        unsafe { sum::add_assign_checked(total.slice(), values.slice()) }
    })
}
