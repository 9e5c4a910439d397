//! Numbers to values and back.

use crate::capi::basics::value::{secagg_value, values, values_out};
use crate::capi::boundary::arguments::{Argument, Placed};
use crate::capi::boundary::boundary;
use crate::capi::boundary::pointers::{AnyBytes, Input, Output, Span};
use crate::capi::boundary::problem::{reporting, secagg_problem};
use crate::capi::boundary::status::secagg_status;
use crate::error::Result;
use crate::field::Value;
use crate::numbers::double::Double;
use crate::numbers::encode;
use crate::numbers::unaligned::Unaligned;

/// Encodes `count` signed integers, a negative number n as 2^127 - 1 + n. Sums of encoded numbers
/// decode as long as the total fits.
///
/// values: out, [count]. numbers: [count], at any alignment.
///
/// NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED (count above SECAGG_MAX_VALUE_COUNT). Its time
/// does not depend on the numbers. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_encode_i64(
    values: *mut secagg_value,
    numbers: *const i64,
    count: usize,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's buffers are as described.
        unsafe { encode_with(values, numbers.cast(), count, encode::encode_i64) }
    })
}

/// Decodes `count` values, or totals of values, of secagg_encode_i64.
///
/// numbers: out, [count], at any alignment; untouched on failure. values: [count].
///
/// NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL, OUT_OF_RANGE (a total that is not
/// an int64_t). Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_decode_i64(
    numbers: *mut i64,
    values: *const secagg_value,
    count: usize,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's buffers are as described.
        unsafe { decode_with(numbers.cast(), values, count, encode::decode_i64) }
    })
}

/// Encodes `count` unsigned integers.
///
/// values: out, [count]. numbers: [count], at any alignment.
///
/// NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED. Its time does not depend on the numbers. Any
/// thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_encode_u64(
    values: *mut secagg_value,
    numbers: *const u64,
    count: usize,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's buffers are as described.
        unsafe { encode_with(values, numbers.cast(), count, encode::encode_u64) }
    })
}

/// Decodes `count` values, or totals of values, of secagg_encode_u64.
///
/// numbers: out, [count], at any alignment; untouched on failure. values: [count].
///
/// NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL, OUT_OF_RANGE (a total that is not
/// a uint64_t). Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_decode_u64(
    numbers: *mut u64,
    values: *const secagg_value,
    count: usize,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's buffers are as described.
        unsafe { decode_with(numbers.cast(), values, count, encode::decode_u64) }
    })
}

/// Encodes `count` doubles in fixed point: each number times 2^fraction_bits, rounded to the
/// nearest integer, ties to even. With 20 fraction bits the unit is about one millionth.
///
/// One encoded number has a magnitude below 2^94, so the sum of up to 2^32 of them is exact. The
/// fraction_bits are not stored: all parties and the reader of the total must use the same.
///
/// A number of at most half a unit is encoded as 0, and no status says so: 1e-7 with 20 fraction_bits,
/// or integers of 64 bits whose bytes are taken for doubles.
///
/// values: out, [count]; untouched or zero on failure. problem: out, or NULL; its `where` is the first
/// number that is out of range. numbers: [count], at any alignment.
///
/// NULL_POINTER, BUFFER_OVERLAP, INVALID_OPTIONS (the problem's struct_size), LIMIT_EXCEEDED (count, or
/// fraction_bits above SECAGG_MAX_FRACTION_BITS), OUT_OF_RANGE (NaN, infinite, or 2^94 or more after
/// scaling). Its time depends on nothing else about the numbers. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_encode_f64(
    values: *mut secagg_value,
    problem: *mut secagg_problem,
    numbers: *const f64,
    count: usize,
    fraction_bits: u32,
) -> secagg_status {
    let body = |report| {
        let values = values_out(values, count).named("values");
        let numbers = Input::<Unaligned<Double>>::new(numbers.cast(), count).named("numbers");
        Span::check_outputs(&[report, values.span()], &[numbers.span()])?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        unsafe { encode::encode_f64(values?.slice(), numbers?.slice(), fraction_bits) }
    };
    // SAFETY: the caller's report is as described.
    unsafe { reporting(problem, body) }
}

/// Decodes `count` values, or totals of values, of secagg_encode_f64 to the nearest doubles.
///
/// numbers: out, [count], at any alignment; untouched on failure. values: [count].
///
/// NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED (count, fraction_bits), NOT_CANONICAL. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_decode_f64(
    numbers: *mut f64,
    values: *const secagg_value,
    count: usize,
    fraction_bits: u32,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's buffers are as described.
        unsafe {
            decode_with(
                numbers.cast(),
                values,
                count,
                |numbers: &mut [Unaligned<Double>], values| {
                    encode::decode_f64(numbers, values, fraction_bits)
                },
            )
        }
    })
}

/// # Safety
///
/// Both pointers are NULL or to `count` elements, writable and readable.
unsafe fn encode_with<T: Copy>(
    values: *mut secagg_value,
    numbers: *const Unaligned<T>,
    count: usize,
    encode: impl FnOnce(&mut [Value], &[Unaligned<T>]) -> Result<()>,
) -> Result<()>
where
    Unaligned<T>: AnyBytes,
{
    let values = values_out(values, count)?;
    let numbers = Input::new(numbers, count)?;
    values.disjoint_from(numbers.span)?;
    // SAFETY: by this function's contract; checked to be disjoint.
    unsafe { encode(values.slice(), numbers.slice()) }
}

/// # Safety
///
/// Both pointers are NULL or to `count` elements, writable and readable.
unsafe fn decode_with<T: Copy>(
    numbers: *mut Unaligned<T>,
    encoded: *const secagg_value,
    count: usize,
    decode: impl FnOnce(&mut [Unaligned<T>], &[Value]) -> Result<()>,
) -> Result<()>
where
    Unaligned<T>: AnyBytes,
{
    let numbers = Output::new(numbers, count)?;
    let encoded = values(encoded, count)?;
    numbers.disjoint_from(encoded.span)?;
    // SAFETY: by this function's contract; checked to be disjoint.
    unsafe { decode(numbers.slice(), encoded.slice()) }
}
