//! Counting rows between edges.

use crate::capi::basics::value::{secagg_value, values_out};
use crate::capi::boundary::arguments::{Argument, Placed};
use crate::capi::boundary::pointers::{Input, Span};
use crate::capi::boundary::problem::{reporting, secagg_problem};
use crate::capi::boundary::status::secagg_status;
use crate::numbers::double::Double;
use crate::numbers::unaligned::Unaligned;
use crate::statistics::histogram;

/// Counts the rows of a column that lie between edges, as values to be split and summed; decode a
/// total with secagg_decode_u64. All parties must use the same edges.
///
/// values[0] counts rows below edges[0]; values[i] those from edges[i - 1] on and below edges[i];
/// values[edge_count] those at or above the last edge. A NaN is a missing row, counted nowhere.
///
/// values: out, [value_count], where value_count is edge_count + 1; untouched on failure. problem: out,
/// or NULL; its `where` is the first edge that is none. edges: [edge_count], at least one, finite,
/// strictly ascending. column: [row_count]. Both at any alignment.
///
/// NULL_POINTER, BUFFER_OVERLAP, INVALID_OPTIONS (the problem's struct_size), INVALID_EDGES,
/// LENGTH_MISMATCH, LIMIT_EXCEEDED (value_count). Every row is compared with every edge: the time is
/// row_count * edge_count and does not depend on the rows. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_histogram_encode(
    values: *mut secagg_value,
    value_count: usize,
    problem: *mut secagg_problem,
    edges: *const f64,
    edge_count: usize,
    column: *const f64,
    row_count: usize,
) -> secagg_status {
    let body = |report| {
        let values = values_out(values, value_count).named("values");
        let edges = Input::<Unaligned<Double>>::new(edges.cast(), edge_count).named("edges");
        let column = Input::<Unaligned<Double>>::new(column.cast(), row_count).named("column");
        Span::check_outputs(&[report, values.span()], &[edges.span(), column.span()])?;
        // SAFETY: the caller's buffers are as described, and the outputs are disjoint from all.
        unsafe { histogram::encode(values?.slice(), edges?.slice(), column?.slice()) }
    };
    // SAFETY: the caller's report is as described.
    unsafe { reporting(problem, body) }
}
