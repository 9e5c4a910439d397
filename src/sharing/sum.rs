#![forbid(unsafe_code)]
//! Adding vectors of values or shares: the sharing is linear, so this is the whole of secure
//! summation, and the building block of any reduction tree.

use crate::error::{Error, Result};
use crate::field::Value;
use crate::kernels;
use crate::limits;

/// Values checked and added at a time: 8 KiB of each vector, so that a total is read from memory
/// once.
const BLOCK_LEN: usize = 512;

/// total[i] += values[i], refusing values that are not canonical and leaving the total as it was.
/// The total must be canonical already.
pub fn add_assign(total: &mut [Value], values: &[Value]) -> Result<()> {
    if total.len() != values.len() {
        return Err(Error::LengthMismatch);
    }
    let added = kernels::add_canonical(total, values);
    undo_unless_all(total, values, added)
}

/// The same for a total that comes from outside and must be checked too.
pub fn add_assign_checked(total: &mut [Value], values: &[Value]) -> Result<()> {
    limits::check_value_count(total.len())?;
    if total.len() != values.len() {
        return Err(Error::LengthMismatch);
    }
    let mut added = 0;
    for (total, values) in total.chunks_mut(BLOCK_LEN).zip(values.chunks(BLOCK_LEN)) {
        if !kernels::all_canonical(total) {
            break;
        }
        let added_here = kernels::add_canonical(total, values);
        added += added_here;
        if added_here < values.len() {
            break;
        }
    }
    undo_unless_all(total, values, added)
}

/// What was added was canonical, to canonical totals, so taking it away gives the very bytes back.
fn undo_unless_all(total: &mut [Value], values: &[Value], added: usize) -> Result<()> {
    if added == values.len() {
        return Ok(());
    }
    kernels::sub_assign(&mut total[..added], &values[..added]);
    Err(Error::NotCanonical)
}
