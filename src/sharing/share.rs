#![forbid(unsafe_code)]
//! One holder's shares of a vector, and what every set of them must satisfy.

use crate::error::{Error, Result};
use crate::field::Value;
use crate::limits::{self, MAX_HOLDER_COUNT};

/// The shares that holder x has of a vector of values.
#[derive(Clone, Copy, Debug)]
pub struct Share<'a> {
    /// From 1 to the number of holders.
    pub x: u32,
    pub values: &'a [Value],
}

/// Refuses x outside 1..=max_x, an x that stands twice, and vectors of another length.
pub(crate) fn check(shares: &[Share<'_>], value_count: usize, max_x: u32) -> Result<()> {
    limits::check_value_count(value_count)?;
    // One bit for every x: 2 KiB, so that nothing needs to be allocated.
    let mut seen = [0_u64; (MAX_HOLDER_COUNT as usize + 1).div_ceil(64)];
    for share in shares {
        if share.x == 0 || share.x > max_x.min(MAX_HOLDER_COUNT) {
            return Err(Error::InvalidShare);
        }
        let (word, bit) = (share.x as usize / 64, 1 << (share.x % 64));
        if seen[word] & bit != 0 {
            return Err(Error::DuplicateShare);
        }
        seen[word] |= bit;
        if share.values.len() != value_count {
            return Err(Error::LengthMismatch);
        }
    }
    Ok(())
}
