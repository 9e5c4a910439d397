#![forbid(unsafe_code)]
//! Memory that can be refused and that is wiped when it is dropped.

use crate::error::Result;
use zeroize::{DefaultIsZeroes, Zeroize, Zeroizing};

/// A secret buffer of zeros. It is allocated once at its full size, so that no smaller copy of it
/// is ever left behind unwiped.
pub(crate) fn secret_zeros<T: DefaultIsZeroes>(count: usize) -> Result<Zeroizing<Vec<T>>>
where
    Vec<T>: Zeroize,
{
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(count)?;
    buffer.resize(count, T::default());
    Ok(Zeroizing::new(buffer))
}

/// Begins with a cache line, so that no vector register's worth of it lies in two.
#[repr(align(64))]
pub(crate) struct CacheAligned<T>(pub T);

/// Overwrites secrets that lie in a buffer of fixed size, as fast as memory can be set.
pub(crate) fn wipe<T: Copy + Default>(secrets: &mut [T]) {
    secrets.fill(T::default());
    zeroize::optimization_barrier(secrets);
}

/// Overwrites what the calls that the caller made before this one have left below its own part of
/// the stack: 10 KiB. A cipher and the kernels that use it take 4 of them; a signal meanwhile puts
/// all registers below that, with AVX-512 in less than 4 more.
#[inline(never)]
pub(crate) fn wipe_stack() {
    wipe(&mut [0_u64; 1280]);
}

/// A list of public things, as long as the iterator says it is.
pub(crate) fn try_collect<T>(items: impl ExactSizeIterator<Item = T>) -> Result<Vec<T>> {
    let mut list = Vec::new();
    list.try_reserve_exact(items.len())?;
    list.extend(items);
    Ok(list)
}
