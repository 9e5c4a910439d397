//! Options structs that can grow: the caller says how large the one is that it knows.

use crate::capi::boundary::pointers::{Input, Output, Span};
use crate::error::{Error, Result};
use crate::options::{InsecureSeed, RunOptions, SplitOptions};
use crate::problem::{Checked, Problem};
use zeroize::Zeroizing;

/// A struct that begins with `uint32_t struct_size` and has no padding, so that any bytes, and all
/// zeros as the defaults, are a valid one.
///
/// # Safety
///
/// As said; and a published struct only ever grows at its end.
pub(crate) unsafe trait Extensible: Copy {
    /// The size in the first release that had it.
    const FIRST_SIZE: usize;
}

/// No struct of a later release will be larger.
const MAX_SIZE: usize = 4096;

/// Copies the caller's options. NULL is all defaults; what an older caller's struct lacks is zero;
/// what a newer caller's has more must be zero.
///
/// # Safety
///
/// The pointer is NULL or readable for as many bytes as its first four say.
pub(crate) unsafe fn read<T: Extensible>(pointer: *const T) -> Checked<T> {
    // SAFETY: all zeros are a valid T by the trait's contract.
    let mut options: T = unsafe { std::mem::zeroed() };
    if pointer.is_null() {
        return Ok(options);
    }
    // SAFETY: readable by this function's contract.
    let size = unsafe { stated_size(pointer) }?;
    let given = Input::<u8>::new(pointer.cast(), size)?;
    // SAFETY: readable for `size` bytes by this function's contract; no output slice exists yet.
    let given = unsafe { given.slice() };
    let (known, tail) = given.split_at(size.min(size_of::<T>()));
    if tail.iter().any(|&byte| byte != 0) {
        let problem = Problem::new(Error::InvalidOptions);
        return Err(problem.say(format_args!("options ask for what this release does not know")));
    }
    // SAFETY: `known` is not longer than T, and any bytes are a valid T by the trait's contract.
    unsafe {
        std::ptr::copy_nonoverlapping(known.as_ptr(), (&raw mut options).cast::<u8>(), known.len());
    }
    Ok(options)
}

/// The size that a caller's struct says it has.
///
/// # Safety
///
/// The pointer is not NULL and readable for four bytes.
unsafe fn stated_size<T: Extensible>(pointer: *const T) -> Checked<usize> {
    // SAFETY: readable by this function's contract.
    let size = unsafe { pointer.cast::<u32>().read_unaligned() } as usize;
    if !(T::FIRST_SIZE..=MAX_SIZE).contains(&size) {
        let problem = Problem::new(Error::InvalidOptions);
        return Err(problem.say(format_args!("a struct_size is {size}, not that of its struct")));
    }
    Ok(size)
}

/// Where a struct that is to be written lies; NULL is nowhere.
///
/// # Safety
///
/// The pointer is NULL or readable for four bytes.
pub(crate) unsafe fn place<T: Extensible>(pointer: *const T) -> Checked<Span> {
    if pointer.is_null() {
        return Ok(Span::NOWHERE);
    }
    // SAFETY: by this function's contract.
    let size = unsafe { stated_size(pointer) }?;
    Ok(Input::<u8>::new(pointer.cast(), size)?.span)
}

/// Where a caller's options lie, to be compared with the outputs. Those that will be refused for
/// their struct_size have the least that there is.
///
/// # Safety
///
/// As for `place`.
pub(crate) unsafe fn span<T: Extensible>(pointer: *const T) -> Span {
    // SAFETY: by this function's contract.
    let placed = unsafe { place(pointer) };
    let least = || Input::<u8>::new(pointer.cast(), T::FIRST_SIZE).map(|input| input.span);
    placed.or_else(|_| least()).unwrap_or(Span::NOWHERE)
}

/// Fills in the caller's struct as far as it knows it; what a newer caller's has more is zeroed. Its
/// struct_size stays as it is.
///
/// # Safety
///
/// The pointer is NULL or writable for as many bytes as its first four say.
pub(crate) unsafe fn write<T: Extensible>(pointer: *mut T, filled: T) -> Result<()> {
    if pointer.is_null() {
        return Err(Error::NullPointer);
    }
    // SAFETY: readable by this function's contract.
    let size = unsafe { stated_size(pointer.cast_const()) }?;
    // SAFETY: a T has no padding by the trait's contract, so its bytes are all initialised.
    let filled = unsafe { std::slice::from_raw_parts((&raw const filled).cast(), size_of::<T>()) };
    // SAFETY: writable for `size` bytes by this function's contract.
    let output = unsafe { Output::<u8>::new(pointer.cast(), size)?.slice() };
    output[4..].fill(0);
    for (byte, &filled) in output.iter_mut().zip(filled).skip(4) {
        *byte = filled;
    }
    Ok(())
}

/// How a call runs. Zero every field but struct_size for the defaults, or pass NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_run_options {
    /// sizeof(secagg_run_options).
    pub struct_size: u32,
    /// Threads that the call may use, the calling one among them: at most
    /// SECAGG_MAX_THREAD_COUNT; 0 for 1. They end with the call. Small work stays on the calling
    /// thread. Results are the same bytes for any number. With more than one, a process that runs out
    /// of memory while threads are started may be aborted; everywhere else that is a status.
    pub threads: u32,
}

// SAFETY: two integers of four bytes, the size first.
unsafe impl Extensible for secagg_run_options {
    const FIRST_SIZE: usize = 8;
}

const _: () = assert!(size_of::<secagg_run_options>() == 8);

/// How a split runs. Zero every field but struct_size for the defaults, or pass NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_split_options {
    /// sizeof(secagg_split_options).
    pub struct_size: u32,
    /// As in secagg_run_options.
    pub threads: u32,
    /// NULL to protect data: the shares are random. For tests only, 32 bytes from which the shares
    /// are computed, the same on every machine and in every release: who knows the seed reads the
    /// values from one share, and two vectors split with one seed, holder count and threshold
    /// reveal their difference.
    pub seed: *const u8,
    /// 1 with a seed (otherwise SECAGG_INSECURE_SEED), 0 without one.
    pub allow_insecure_seed: u32,
    /// 0.
    pub reserved: u32,
}

// SAFETY: integers and a pointer without padding between them, the size first.
unsafe impl Extensible for secagg_split_options {
    const FIRST_SIZE: usize = size_of::<secagg_split_options>();
}

const _: () = assert!(size_of::<secagg_split_options>() == 16 + size_of::<*const u8>());

/// # Safety
///
/// As for `read`.
pub(crate) unsafe fn run_options(pointer: *const secagg_run_options) -> Checked<RunOptions> {
    // SAFETY: by this function's contract.
    let options = unsafe { read(pointer) }?;
    RunOptions::with_threads(options.threads)
}

/// # Safety
///
/// As for `read`, and a seed in the options is readable for 32 bytes.
pub(crate) unsafe fn split_options(pointer: *const secagg_split_options) -> Result<SplitOptions> {
    // SAFETY: by this function's contract.
    let options = unsafe { read(pointer) }?;
    if options.reserved != 0 || options.allow_insecure_seed > 1 {
        return Err(Error::InvalidOptions);
    }
    let run = RunOptions::with_threads(options.threads)?;
    match (options.seed.is_null(), options.allow_insecure_seed) {
        (true, 0) => Ok(SplitOptions { run, seed: None }),
        (true, _) => Err(Error::InvalidOptions),
        (false, 0) => Err(Error::InsecureSeed),
        (false, _) => {
            let given = Input::<u8>::new(options.seed, 32)?;
            let mut seed = Zeroizing::new([0; 32]);
            // SAFETY: readable by this function's contract; no output slice exists yet.
            seed.copy_from_slice(unsafe { given.slice() });
            Ok(SplitOptions { run, seed: Some(InsecureSeed::new(*seed)) })
        }
    }
}
