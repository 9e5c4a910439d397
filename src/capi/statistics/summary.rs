//! Exact statistics of a column.

use crate::capi::basics::value::{secagg_value, values, values_out};
use crate::capi::boundary::arguments::{Argument, Placed};
use crate::capi::boundary::boundary;
use crate::capi::boundary::options::{self, run_options, secagg_run_options};
use crate::capi::boundary::pointers::{Input, Output, Span};
use crate::capi::boundary::problem::{reporting, secagg_problem};
use crate::capi::boundary::status::secagg_status;
use crate::error::{Error, Result};
use crate::numbers::double::Double;
use crate::numbers::unaligned::Unaligned;
use crate::statistics::summary::{self, SUMMARY_VALUE_COUNT, Summary};

/// What the columns of all parties together amount to.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_summary {
    /// Rows that are not missing.
    pub count: u64,
    /// Their sum, rounded to a double once.
    pub sum: f64,
    /// sum / count; NaN if count is 0.
    pub mean: f64,
    /// Squared deviations from the mean over count - 1, so its root is the sample standard
    /// deviation; NaN if count is below 2.
    pub variance: f64,
}

const _: () = assert!(size_of::<secagg_summary>() == 32);

/// Encodes a column as a summary: count, sum, and sum of squares in two parts. Split and sum the
/// SECAGG_SUMMARY_VALUE_COUNT values like any vector; secagg_summary_decode reads the total.
///
/// Each row is rounded once to a multiple of 2^-fraction_bits; all that follows is exact integer
/// arithmetic, so the variance does not suffer from cancellation. A NaN is a missing row and left
/// out. A row of at most half of 2^-fraction_bits counts as 0, as in secagg_encode_f64.
///
/// values: out, [SECAGG_SUMMARY_VALUE_COUNT]; untouched on failure. problem: out, or NULL; its `where`
/// is the first row that is out of range. column: [row_count], at any alignment. options: NULL for
/// defaults.
///
/// NULL_POINTER, BUFFER_OVERLAP, INVALID_OPTIONS (options, the problem's struct_size), LIMIT_EXCEEDED
/// (fraction_bits, threads), OUT_OF_RANGE (a row that is infinite, or of magnitude 2^62 or more after
/// scaling), OUT_OF_MEMORY. Its time depends on nothing else about the rows, nor on which are missing.
/// Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_summary_encode(
    values: *mut secagg_value,
    problem: *mut secagg_problem,
    column: *const f64,
    row_count: usize,
    fraction_bits: u32,
    options: *const secagg_run_options,
) -> secagg_status {
    let body = |report| {
        let values = values_out(values, SUMMARY_VALUE_COUNT).named("values");
        let column = Input::<Unaligned<Double>>::new(column.cast(), row_count).named("column");
        // SAFETY: the caller's options are as described.
        let place = unsafe { options::span(options) };
        Span::check_outputs(&[report, values.span()], &[column.span(), place])?;
        // SAFETY: the caller's options are as described.
        let options = unsafe { run_options(options) }?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        let (values, column) = unsafe { (values?.slice(), column?.slice()) };
        values.copy_from_slice(&summary::encode(column, fraction_bits, &options)?);
        Ok(())
    };
    // SAFETY: the caller's report is as described.
    unsafe { reporting(problem, body) }
}

/// Decodes summaries, or totals of summaries, of secagg_summary_encode.
///
/// summaries: out, [summary_count], at any alignment; untouched on failure. values:
/// [SECAGG_SUMMARY_VALUE_COUNT * summary_count], summary after summary.
///
/// Totals that no columns can have are refused: INVALID_SUMMARY. That catches accidents, not every
/// wrong input. Columns that were encoded with different fraction_bits add up to a total that some
/// columns have: it is decoded, and wrong.
///
/// NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED (fraction_bits, summary_count), NOT_CANONICAL,
/// INVALID_SUMMARY. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_summary_decode(
    summaries: *mut secagg_summary,
    values: *const secagg_value,
    summary_count: usize,
    fraction_bits: u32,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's buffers are as described.
        unsafe { decode(summaries, values, summary_count, fraction_bits) }
    })
}

/// # Safety
///
/// Both pointers are NULL or to as many elements as described, writable and readable.
unsafe fn decode(
    summaries: *mut secagg_summary,
    encoded: *const secagg_value,
    summary_count: usize,
    fraction_bits: u32,
) -> Result<()> {
    let value_count = summary_count.checked_mul(SUMMARY_VALUE_COUNT).ok_or(Error::LimitExceeded)?;
    let output = Output::new(summaries.cast::<[u8; size_of::<secagg_summary>()]>(), summary_count)?;
    let encoded = values(encoded, value_count)?;
    output.disjoint_from(encoded.span)?;
    // SAFETY: by this function's contract; checked to be disjoint.
    let (output, encoded) = unsafe { (output.slice(), encoded.slice()) };
    summary::decode_all(encoded, fraction_bits, |index, summary| {
        output[index] = to_bytes(&summary);
    })
}

/// The struct's bytes: the caller's array need not be aligned.
fn to_bytes(summary: &Summary) -> [u8; size_of::<secagg_summary>()] {
    let mut bytes = [0; size_of::<secagg_summary>()];
    let fields = [
        summary.count.to_ne_bytes(),
        summary.sum.to_ne_bytes(),
        summary.mean.to_ne_bytes(),
        summary.variance.to_ne_bytes(),
    ];
    bytes.copy_from_slice(fields.as_flattened());
    bytes
}
