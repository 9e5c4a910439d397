//! Statistics of columns of Arrow.

use crate::capi::basics::value::{secagg_value, values_out};
use crate::capi::boundary::arguments::{Argument, Placed};
use crate::capi::boundary::arrow::{ArrowArray, ArrowColumn, ArrowSchema};
use crate::capi::boundary::options::{self, run_options, secagg_run_options};
use crate::capi::boundary::pointers::{Input, Span};
use crate::capi::boundary::problem::{reporting, secagg_problem};
use crate::capi::boundary::status::secagg_status;
use crate::numbers::double::Double;
use crate::numbers::unaligned::Unaligned;
use crate::statistics::arrow;
use crate::statistics::summary::SUMMARY_VALUE_COUNT;

/// Encodes a column of Arrow as secagg_summary_encode does a plain one. A row that is null is
/// missing, as a NaN is. The summaries of the chunks of a chunked column add up to the column's
/// (secagg_sum_add).
///
/// values: out, [SECAGG_SUMMARY_VALUE_COUNT]; untouched on failure. problem: out, or NULL; its `where`
/// is the first row that is out of range. schema, array: as for secagg_arrow_encode. options: NULL for
/// defaults.
///
/// NULL_POINTER, BUFFER_OVERLAP, UNSUPPORTED_TYPE and INVALID_COLUMN as for secagg_arrow_encode,
/// INVALID_OPTIONS (options, the problem's struct_size), LIMIT_EXCEEDED (length, metadata,
/// fraction_bits, threads), OUT_OF_RANGE (a row that is infinite, or of magnitude 2^62 or more after
/// scaling), OUT_OF_MEMORY. Its time depends on nothing else about the rows, nor on which are missing.
/// Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_arrow_summary(
    values: *mut secagg_value,
    problem: *mut secagg_problem,
    schema: *const ArrowSchema,
    array: *const ArrowArray,
    fraction_bits: u32,
    options: *const secagg_run_options,
) -> secagg_status {
    let body = |report| {
        let values = values_out(values, SUMMARY_VALUE_COUNT).named("values");
        // SAFETY: the caller's options are as described.
        let place = unsafe { options::span(options) };
        Span::check_outputs(&[report, values.span()], &[place])?;
        // SAFETY: the caller's options are as described.
        let options = unsafe { run_options(options) }?;
        // SAFETY: the caller's column is as described.
        let column = unsafe { ArrowColumn::find(schema, array, &[report, values.span()]) }?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        let (values, column) = unsafe { (values?.slice(), column.read()?) };
        values.copy_from_slice(&arrow::summary(&column, fraction_bits, &options)?);
        Ok(())
    };
    // SAFETY: the caller's report is as described.
    unsafe { reporting(problem, body) }
}

/// Counts the rows of a column of Arrow between edges, as secagg_histogram_encode does of a plain
/// one. A row that is null is missing, as a NaN is.
///
/// Integers and decimals are compared with the edges exactly, without being rounded to doubles, and
/// floats as the numbers that they are. So a number with decimals at an edge falls into one bin or the
/// other by its column's type: the double that is written 0.1 is a little more than one tenth, so at
/// the edge 0.1 the decimal 0.1 is below and the double is not; at 0.7 the float 0.7 is below. Where
/// parties have columns of different types, choose edges between the numbers that there are, or such as
/// every type has (integers, 0.5, 0.25).
///
/// values: out, [value_count], where value_count is edge_count + 1; untouched on failure. problem: out,
/// or NULL; its `where` is the first edge that is none. edges: [edge_count], at least one, finite,
/// strictly ascending, at any alignment. schema, array: as for secagg_arrow_encode.
///
/// NULL_POINTER, BUFFER_OVERLAP, UNSUPPORTED_TYPE and INVALID_COLUMN as for secagg_arrow_encode,
/// INVALID_OPTIONS (the problem's struct_size), INVALID_EDGES, LENGTH_MISMATCH, LIMIT_EXCEEDED
/// (value_count, length, metadata), OUT_OF_MEMORY. Its time is that of length * edge_count comparisons
/// and does not depend on the rows, nor on which are missing. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_arrow_histogram(
    values: *mut secagg_value,
    value_count: usize,
    problem: *mut secagg_problem,
    edges: *const f64,
    edge_count: usize,
    schema: *const ArrowSchema,
    array: *const ArrowArray,
) -> secagg_status {
    let body = |report| {
        let values = values_out(values, value_count).named("values");
        let edges = Input::<Unaligned<Double>>::new(edges.cast(), edge_count).named("edges");
        Span::check_outputs(&[report, values.span()], &[edges.span()])?;
        // SAFETY: the caller's column is as described.
        let column = unsafe { ArrowColumn::find(schema, array, &[report, values.span()]) }?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        let (values, edges, column) = unsafe { (values?.slice(), edges?.slice(), column.read()?) };
        arrow::histogram(values, edges, &column)
    };
    // SAFETY: the caller's report is as described.
    unsafe { reporting(problem, body) }
}
