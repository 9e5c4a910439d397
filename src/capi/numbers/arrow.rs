//! Columns of Arrow as values.

use crate::capi::basics::value::{secagg_value, values_out};
use crate::capi::boundary::arguments::{Argument, Placed};
use crate::capi::boundary::arrow::{ArrowArray, ArrowColumn, ArrowSchema};
use crate::capi::boundary::problem::{reporting, secagg_problem};
use crate::capi::boundary::status::secagg_status;
use crate::numbers::arrow;

/// Encodes a column of Arrow as secagg_encode_f64 does a plain one: each number times
/// 2^fraction_bits, rounded once to the nearest integer, ties to even.
///
/// The column comes through Arrow's C Data Interface: booleans (as 0 and 1; the extension type
/// arrow.bool8 too), signed and unsigned integers of 8 to 64 bits, float, double, decimal128 with a
/// scale from -38 to 38, and null, of which every row is. The column's offset and length are
/// respected, so a slice is one without a copy; its buffers are read where they are and need no
/// alignment. Nothing is released: schema and array remain the caller's. Of a chunked column,
/// encode each chunk.
///
/// Integers count as the numbers they are: with 0 fraction_bits the values are those of
/// secagg_encode_i64, with more they add up with doubles that were encoded with as many.
///
/// A row that is null is refused, as a NaN is: there is no number to encode. With a null_count of 0
/// no row is null, whatever the bits of buffer 0 say; one above 0 must be the number of nulls that
/// they say; -1 is a number that nobody has counted. What cannot be read is refused before anything
/// is: half-precision floats, decimals of other widths, dates and times, text, dictionaries, nested
/// columns, and every other extension type, whatever it is stored as.
///
/// values: out, [value_count], where value_count is the array's length; untouched or zero on
/// failure. problem: out, or NULL; its `where` is the first row that is out of range. schema, array:
/// not released.
///
/// NULL_POINTER (a buffer that the length or the null_count asks for is one such pointer),
/// BUFFER_OVERLAP, INVALID_OPTIONS (the problem's struct_size), UNSUPPORTED_TYPE (the format, an
/// extension type, a dictionary), INVALID_COLUMN (a released or contradictory schema or array),
/// LENGTH_MISMATCH, LIMIT_EXCEEDED (length, metadata of more than 2^24 bytes, fraction_bits),
/// OUT_OF_RANGE (a row that is null, NaN, infinite, or 2^94 or more after scaling). Its time depends
/// on nothing else about the numbers, nor on which are null. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_arrow_encode(
    values: *mut secagg_value,
    value_count: usize,
    problem: *mut secagg_problem,
    schema: *const ArrowSchema,
    array: *const ArrowArray,
    fraction_bits: u32,
) -> secagg_status {
    let body = |report| {
        let values = values_out(values, value_count).named("values");
        // SAFETY: the caller's column is as described.
        let column = unsafe { ArrowColumn::find(schema, array, &[report, values.span()]) }?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        let (values, column) = unsafe { (values?.slice(), column.read()?) };
        arrow::encode(values, &column, fraction_bits)
    };
    // SAFETY: the caller's report is as described.
    unsafe { reporting(problem, body) }
}
