#![forbid(unsafe_code)]
//! Adding vectors of values or shares: the sharing is linear, so this is the whole of secure
//! summation, and the building block of any reduction tree.

use crate::error::{Error, Result};
use crate::kernels;
use crate::value::Value;

/// Values checked and added at a time: 8 KiB of each vector, so that both passes over a block find
/// it in the first-level cache and memory is read once.
const BLOCK_LEN: usize = 512;

/// total[i] += values[i], refusing values that are not canonical before anything is changed. The
/// total must be canonical already.
pub fn add_assign(total: &mut [Value], values: &[Value]) -> Result<()> {
    if total.len() != values.len() {
        return Err(Error::LengthMismatch);
    }
    let blocks = total.chunks_mut(BLOCK_LEN).zip(values.chunks(BLOCK_LEN));
    for (number, (sum, block)) in blocks.enumerate() {
        if !kernels::all_canonical(block) {
            // What was added before was canonical, so taking it away gives the very bytes back.
            let added = number * BLOCK_LEN;
            kernels::sub_assign(&mut total[..added], &values[..added]);
            return Err(Error::NotCanonical);
        }
        kernels::add_assign(sum, block);
    }
    Ok(())
}

/// The same for a total that comes from outside and must be checked too.
pub fn add_assign_checked(total: &mut [Value], values: &[Value]) -> Result<()> {
    if !kernels::all_canonical(total) {
        return Err(Error::NotCanonical);
    }
    add_assign(total, values)
}
