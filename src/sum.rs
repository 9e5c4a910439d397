#![forbid(unsafe_code)]
//! Adding vectors of values or shares: the sharing is linear, so this is the whole of secure
//! summation, and the building block of any reduction tree.

use crate::error::{Error, Result};
use crate::kernels;
use crate::value::Value;

/// total[i] += values[i], refusing values that are not canonical and leaving the total as it was.
/// The total must be canonical already.
pub fn add_assign(total: &mut [Value], values: &[Value]) -> Result<()> {
    if total.len() != values.len() {
        return Err(Error::LengthMismatch);
    }
    let added = kernels::add_canonical(total, values);
    if added < values.len() {
        // What was added was canonical, so taking it away gives the very bytes back.
        kernels::sub_assign(&mut total[..added], &values[..added]);
        return Err(Error::NotCanonical);
    }
    Ok(())
}

/// The same for a total that comes from outside and must be checked too.
pub fn add_assign_checked(total: &mut [Value], values: &[Value]) -> Result<()> {
    crate::limits::check_value_count(total.len())?;
    if !kernels::all_canonical(total) {
        return Err(Error::NotCanonical);
    }
    add_assign(total, values)
}
