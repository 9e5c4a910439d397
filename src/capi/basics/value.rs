//! The two structs that every sharing call speaks of.

use crate::capi::boundary::pointers::{Input, Output, Span};
use crate::error::{Error, Result};
use crate::field::Value;
use crate::limits::MAX_HOLDER_COUNT;
use crate::memory::try_collect;
use crate::sharing::share::Share;

/// A field element, or a share of one: an integer below 2^127 - 1 as 16 bytes, little-endian.
///
/// Alignment 1, so any buffer of 16-byte elements (unsigned __int128 on a little-endian machine,
/// fixed_size_binary(16) of Arrow, part of a message) is an array of these. An integer of
/// 2^127 - 1 or more, in particular the encoding of 2^127 - 1 itself, is refused wherever it
/// comes in: SECAGG_NOT_CANONICAL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_value {
    /// The integer, least significant byte first.
    pub bytes: [u8; 16],
}

const _: () = assert!(size_of::<secagg_value>() == size_of::<Value>());
const _: () = assert!(align_of::<secagg_value>() == 1 && align_of::<Value>() == 1);

/// One holder's shares of a vector, wherever they lie.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_share {
    /// Which holder: from 1 to the number of holders.
    pub x: u32,
    /// That holder's share of every value of the vector, in order.
    pub values: *const secagg_value,
}

pub(crate) fn values(pointer: *const secagg_value, count: usize) -> Result<Input<Value>> {
    Input::new(pointer.cast(), count)
}

pub(crate) fn values_out(pointer: *mut secagg_value, count: usize) -> Result<Output<Value>> {
    Output::new(pointer.cast(), count)
}

/// What a caller gave as an array of shares, each of `value_count` values.
pub(crate) struct Shares {
    list: Input<secagg_share>,
    value_count: usize,
}

impl Shares {
    pub fn new(
        pointer: *const secagg_share,
        share_count: u32,
        value_count: usize,
    ) -> Result<Shares> {
        // Before the list is read: no list is longer.
        if share_count > MAX_HOLDER_COUNT {
            return Err(Error::LimitExceeded);
        }
        Ok(Shares { list: Input::new(pointer, share_count as usize)?, value_count })
    }

    /// Every span that an output of the call must not overlap, the list's own first.
    ///
    /// # Safety
    ///
    /// The caller of the C function gave a readable array of shares.
    pub unsafe fn check_disjoint<T: crate::capi::boundary::pointers::AnyBytes>(
        &self,
        output: &Output<T>,
    ) -> Result<()> {
        output.disjoint_from(self.list.span)?;
        // SAFETY: readable by this function's contract; any bytes are an integer and a pointer.
        for share in unsafe { self.list.iter() } {
            output.disjoint_from(values(share.values, self.value_count)?.span)?;
        }
        Ok(())
    }

    /// # Safety
    ///
    /// The caller of the C function gave a readable array of readable shares, and no slice of an
    /// output made in this call overlaps them.
    pub unsafe fn collect<'a>(&self) -> Result<Vec<Share<'a>>> {
        // SAFETY: readable by this function's contract; any bytes are an integer and a pointer.
        let list = try_collect(unsafe { self.list.iter() })?;
        let mut shares = Vec::new();
        shares.try_reserve_exact(list.len())?;
        for share in list {
            let values = values(share.values, self.value_count)?;
            // SAFETY: readable and unaliased by this function's contract.
            shares.push(Share { x: share.x, values: unsafe { values.slice() } });
        }
        Ok(shares)
    }
}

/// A holder-major output: `holder_count` consecutive vectors of `value_count` values.
pub(crate) struct HolderMajor {
    output: Output<Value>,
    holder_count: usize,
    value_count: usize,
}

impl HolderMajor {
    pub fn new(
        pointer: *mut secagg_value,
        holder_count: u32,
        value_count: usize,
    ) -> Result<HolderMajor> {
        if holder_count > MAX_HOLDER_COUNT {
            return Err(Error::LimitExceeded);
        }
        let holder_count = holder_count as usize;
        let count = holder_count.checked_mul(value_count).ok_or(Error::LimitExceeded)?;
        Ok(HolderMajor { output: values_out(pointer, count)?, holder_count, value_count })
    }

    pub fn disjoint_from(&self, other: Span) -> Result<()> {
        self.output.disjoint_from(other)
    }

    /// One slice for each holder.
    ///
    /// # Safety
    ///
    /// As for `Output::slice`.
    pub unsafe fn rows<'a>(self) -> Result<Vec<&'a mut [Value]>> {
        // SAFETY: by this function's contract.
        let mut rest = unsafe { self.output.slice() };
        let mut rows: Vec<&'a mut [Value]> = Vec::new();
        rows.try_reserve_exact(self.holder_count)?;
        for _ in 0..self.holder_count {
            let (row, after) = rest.split_at_mut(self.value_count);
            rows.push(row);
            rest = after;
        }
        Ok(rows)
    }
}
