//! The C functions, as a C caller sees them.

use core::ffi::c_void;
use secagg as _;

#[repr(C)]
pub struct RunOptions {
    pub struct_size: u32,
    pub threads: u32,
}

#[repr(C)]
pub struct SplitOptions {
    pub struct_size: u32,
    pub threads: u32,
    pub seed: *const u8,
    pub allow_insecure_seed: u32,
    pub reserved: u32,
}

#[repr(C)]
pub struct AggregatorOptions {
    pub struct_size: u32,
    pub reserved: u32,
    pub value_count: u64,
    pub min_submissions: u64,
}

#[repr(C)]
pub struct Share {
    pub x: u32,
    pub values: *const [u8; 16],
}

impl RunOptions {
    pub fn threads(threads: u32) -> RunOptions {
        RunOptions { struct_size: size_of::<RunOptions>() as u32, threads }
    }
}

impl SplitOptions {
    pub fn threads(threads: u32) -> SplitOptions {
        let struct_size = size_of::<SplitOptions>() as u32;
        let seed = core::ptr::null();
        SplitOptions { struct_size, threads, seed, allow_insecure_seed: 0, reserved: 0 }
    }
}

unsafe extern "C" {
    pub fn secagg_additive_split(
        shares: *mut [u8; 16],
        holder_count: u32,
        values: *const [u8; 16],
        value_count: usize,
        options: *const SplitOptions,
    ) -> i32;
    pub fn secagg_shamir_split(
        shares: *mut [u8; 16],
        holder_count: u32,
        threshold: u32,
        values: *const [u8; 16],
        value_count: usize,
        options: *const SplitOptions,
    ) -> i32;
    pub fn secagg_shamir_reconstruct(
        values: *mut [u8; 16],
        value_count: usize,
        shares: *const Share,
        share_count: u32,
        threshold: u32,
        options: *const RunOptions,
    ) -> i32;
    pub fn secagg_aggregator_create(
        aggregator: *mut *mut c_void,
        holder_count: u32,
        options: *const AggregatorOptions,
    ) -> i32;
    pub fn secagg_aggregator_submit(
        aggregator: *mut c_void,
        party_id: u64,
        shares: *const [u8; 16],
        share_count: usize,
    ) -> i32;
    pub fn secagg_aggregator_free(aggregator: *mut c_void);
}
