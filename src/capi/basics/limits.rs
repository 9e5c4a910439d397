//! The library's limits, as the header states them.

use crate::limits;

/// The most holders, and the largest x of a share.
pub const SECAGG_MAX_HOLDER_COUNT: u32 = 16384;
/// The most values in one vector (2^32).
pub const SECAGG_MAX_VALUE_COUNT: u64 = 4294967296;
/// The most values that one handle keeps (2^30, 16 GiB): for an aggregator, holder_count times
/// value_count.
pub const SECAGG_MAX_HANDLE_VALUE_COUNT: u64 = 1073741824;
/// The most threads that a call may ask for.
pub const SECAGG_MAX_THREAD_COUNT: u32 = 256;
/// The most fraction bits of fixed-point numbers.
pub const SECAGG_MAX_FRACTION_BITS: u32 = 93;
/// The most parties of one session (2^28): on its roster, or counted by one holder.
pub const SECAGG_MAX_PARTY_COUNT: u64 = 268435456;
/// The most bytes of a session's context (2^20).
pub const SECAGG_MAX_CONTEXT_LEN: u32 = 1048576;
/// Values of one summary.
pub const SECAGG_SUMMARY_VALUE_COUNT: u32 = 4;

const _: () = assert!(SECAGG_MAX_HOLDER_COUNT == limits::MAX_HOLDER_COUNT);
const _: () = assert!(SECAGG_MAX_VALUE_COUNT == limits::MAX_VALUE_COUNT);
const _: () = assert!(SECAGG_MAX_HANDLE_VALUE_COUNT == limits::MAX_HANDLE_VALUE_COUNT);
const _: () = assert!(SECAGG_MAX_THREAD_COUNT == limits::MAX_THREAD_COUNT);
const _: () = assert!(SECAGG_MAX_FRACTION_BITS == limits::MAX_FRACTION_BITS);
const _: () = assert!(SECAGG_MAX_PARTY_COUNT == limits::MAX_PARTY_COUNT);
const _: () = assert!(SECAGG_MAX_CONTEXT_LEN as usize == limits::MAX_CONTEXT_LEN);
const _: () =
    assert!(SECAGG_SUMMARY_VALUE_COUNT as usize == crate::statistics::summary::SUMMARY_VALUE_COUNT);
