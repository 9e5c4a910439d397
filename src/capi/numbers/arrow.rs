//! Columns that come through Arrow's C Data Interface.

use crate::capi::basics::value::{secagg_value, values_out};
use crate::capi::boundary::boundary;
use crate::capi::boundary::options::{run_options, secagg_run_options};
use crate::capi::boundary::pointers::{Input, Output, Span};
use crate::capi::boundary::status::secagg_status;
use crate::error::{Error, Result};
use crate::numbers::arrow::{self, Column, Description, Layout};
use crate::numbers::unaligned::Unaligned;
use crate::statistics::summary::SUMMARY_VALUE_COUNT;
use std::ffi::{c_char, c_void};

/// As Arrow defines it; cbindgen.toml has the definition for C.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ArrowSchema {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
    n_children: i64,
    children: *const c_void,
    dictionary: *const c_void,
    /// A function, which only the owner calls.
    release: *const c_void,
    private_data: *const c_void,
}

/// As Arrow defines it; cbindgen.toml has the definition for C.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ArrowArray {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *const *const u8,
    children: *const c_void,
    dictionary: *const c_void,
    /// A function, which only the owner calls.
    release: *const c_void,
    private_data: *const c_void,
}

/// Encodes a column of Arrow as secagg_encode_f64 does a plain one: each number times
/// 2^fraction_bits, rounded once to the nearest integer, ties to even.
///
/// The column comes through Arrow's C Data Interface: booleans (as 0 and 1), signed and unsigned
/// integers of 8 to 64 bits, float, double, and decimal128 with a scale from -38 to 38. The column's
/// offset and length are respected, so a slice is one without a copy; its buffers are read where
/// they are and need no alignment. Nothing is released: schema and array remain the caller's. Of a
/// chunked column, encode each chunk.
///
/// Integers count as the numbers they are: with 0 fraction_bits the values are those of
/// secagg_encode_i64, with more they add up with doubles that were encoded with as many.
///
/// A row that is null is refused, as a NaN is: there is no number to encode. What cannot be read is
/// refused before anything is: half-precision floats, decimals of other widths, dates and times,
/// text, dictionaries, nested columns.
///
/// values: out, [value_count], where value_count is the array's length; untouched or zero on
/// failure. schema, array: not released.
///
/// NULL_POINTER (a buffer that the length or the null_count asks for is one such pointer),
/// UNSUPPORTED_TYPE (the format, a dictionary), INVALID_COLUMN (a released or contradictory schema
/// or array), LENGTH_MISMATCH, BUFFER_OVERLAP, LIMIT_EXCEEDED (length, fraction_bits), OUT_OF_RANGE (a
/// row that is null, NaN, infinite, or 2^94 or more after scaling). Its time depends on nothing else
/// about the numbers, nor on which are null. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_arrow_encode(
    values: *mut secagg_value,
    value_count: usize,
    schema: *const ArrowSchema,
    array: *const ArrowArray,
    fraction_bits: u32,
) -> secagg_status {
    boundary(|| {
        let values = values_out(values, value_count)?;
        // SAFETY: the caller's column is as described.
        let column = unsafe { Buffers::find(schema, array) }?;
        column.check_disjoint(&values)?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        let (values, column) = unsafe { (values.slice(), column.read()?) };
        arrow::encode(values, &column, fraction_bits)
    })
}

/// Encodes a column of Arrow as secagg_summary_encode does a plain one. A row that is null is
/// missing, as a NaN is. The summaries of the chunks of a chunked column add up to the column's
/// (secagg_sum_add).
///
/// values: out, [SECAGG_SUMMARY_VALUE_COUNT]; untouched on failure. schema, array: as for
/// secagg_arrow_encode. options: NULL for defaults.
///
/// NULL_POINTER, UNSUPPORTED_TYPE, INVALID_COLUMN and LIMIT_EXCEEDED as for secagg_arrow_encode and
/// secagg_summary_encode, BUFFER_OVERLAP, OUT_OF_RANGE (a row that is infinite, or of magnitude 2^62
/// or more after scaling), OUT_OF_MEMORY. Its time depends on nothing else about the rows, nor on
/// which are missing. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_arrow_summary(
    values: *mut secagg_value,
    schema: *const ArrowSchema,
    array: *const ArrowArray,
    fraction_bits: u32,
    options: *const secagg_run_options,
) -> secagg_status {
    boundary(|| {
        let values = values_out(values, SUMMARY_VALUE_COUNT)?;
        // SAFETY: the caller's options are as described.
        let options = unsafe { run_options(options) }?;
        // SAFETY: the caller's column is as described.
        let column = unsafe { Buffers::find(schema, array) }?;
        column.check_disjoint(&values)?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        let (values, column) = unsafe { (values.slice(), column.read()?) };
        values.copy_from_slice(&arrow::summary(&column, fraction_bits, &options)?);
        Ok(())
    })
}

/// Counts the rows of a column of Arrow between edges, as secagg_histogram_encode does of a plain
/// one. A row that is null is missing, as a NaN is. Integers and decimals are compared with the
/// edges exactly, without being rounded to doubles.
///
/// values: out, [value_count], where value_count is edge_count + 1; untouched on failure. edges:
/// [edge_count], at least one, finite, strictly ascending, at any alignment. schema, array: as for
/// secagg_arrow_encode.
///
/// NULL_POINTER, UNSUPPORTED_TYPE, INVALID_COLUMN and LIMIT_EXCEEDED as for secagg_arrow_encode and
/// secagg_histogram_encode, LENGTH_MISMATCH, BUFFER_OVERLAP. Its time is that of length * edge_count
/// comparisons and does not depend on the rows, nor on which are missing. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_arrow_histogram(
    values: *mut secagg_value,
    value_count: usize,
    edges: *const f64,
    edge_count: usize,
    schema: *const ArrowSchema,
    array: *const ArrowArray,
) -> secagg_status {
    boundary(|| {
        let values = values_out(values, value_count)?;
        let edges = Input::<Unaligned<f64>>::new(edges.cast(), edge_count)?;
        values.disjoint_from(edges.span)?;
        // SAFETY: the caller's column is as described.
        let column = unsafe { Buffers::find(schema, array) }?;
        column.check_disjoint(&values)?;
        // SAFETY: the caller's buffers are as described, and disjoint.
        let (values, edges, column) = unsafe { (values.slice(), edges.slice(), column.read()?) };
        arrow::histogram(values, edges, &column)
    })
}

/// What a column of a caller's is made of.
struct Buffers {
    layout: Layout,
    numbers: Input<u8>,
    presence: Option<Input<u8>>,
    /// The two structs.
    structs: [Span; 2],
}

impl Buffers {
    /// # Safety
    ///
    /// Both pointers are NULL or to such structs, and what those point to is as Arrow says.
    unsafe fn find(schema: *const ArrowSchema, array: *const ArrowArray) -> Result<Buffers> {
        let schemas = Input::new(schema, 1)?;
        let arrays = Input::new(array, 1)?;
        // SAFETY: not NULL, readable by this function's contract, and any bytes are integers and
        // pointers.
        let (schema, array) = unsafe { (schema.read_unaligned(), array.read_unaligned()) };
        if schema.release.is_null() || array.release.is_null() {
            return Err(Error::InvalidColumn);
        }
        let mut name = [0; MAX_NAME_LEN];
        let layout = Layout::new(&Description {
            // SAFETY: the schema's format is NULL or a string, by this function's contract.
            format: unsafe { read_name(&mut name, schema.format) }?,
            length: array.length,
            null_count: array.null_count,
            offset: array.offset,
            buffer_count: array.n_buffers,
            child_count: schema.n_children | array.n_children,
            has_dictionary: !schema.dictionary.is_null() || !array.dictionary.is_null(),
        })?;
        let pointers = Input::new(array.buffers, 2)?;
        // SAFETY: two buffers, since the layout asks for that many.
        let mut pointers = unsafe { pointers.iter() };
        let mut next = || pointers.next().ok_or(Error::Internal);
        let (presence, numbers) = (next()?, next()?);
        Ok(Buffers {
            layout,
            numbers: part(numbers, layout.number_bytes())?,
            presence: match presence.is_null() {
                true => None,
                false => Some(part(presence, layout.bit_bytes())?),
            },
            structs: [schemas.span, arrays.span],
        })
    }

    fn check_disjoint<T: crate::capi::boundary::pointers::AnyBytes>(
        &self,
        output: &Output<T>,
    ) -> Result<()> {
        let presence = self.presence.iter().map(|buffer| buffer.span);
        for span in presence.chain([self.numbers.span]).chain(self.structs) {
            output.disjoint_from(span)?;
        }
        Ok(())
    }

    /// # Safety
    ///
    /// As for `Input::slice`.
    unsafe fn read<'a>(&self) -> Result<Column<'a>> {
        // SAFETY: by this function's contract.
        let presence = self.presence.as_ref().map(|bytes| unsafe { bytes.slice() });
        // SAFETY: by this function's contract.
        self.layout.column(unsafe { self.numbers.slice() }, presence)
    }
}

/// The bytes of a buffer that are to be read.
fn part(buffer: *const u8, bytes: std::ops::Range<usize>) -> Result<Input<u8>> {
    if buffer.is_null() && !bytes.is_empty() {
        return Err(Error::NullPointer);
    }
    // Within the caller's buffer, and if it were not, only an address.
    Input::new(buffer.wrapping_add(bytes.start), bytes.len())
}

/// The longest name of a format that is understood has some ten bytes.
const MAX_NAME_LEN: usize = 32;

/// A format's name, if it is shorter than that.
///
/// # Safety
///
/// The pointer is NULL or to a string.
unsafe fn read_name(name: &mut [u8; MAX_NAME_LEN], pointer: *const c_char) -> Result<&[u8]> {
    if pointer.is_null() {
        return Err(Error::NullPointer);
    }
    for (len, place) in name.iter_mut().enumerate() {
        // SAFETY: all bytes before this one are of the string and none ends it.
        *place = unsafe { pointer.cast::<u8>().add(len).read() };
        if *place == 0 {
            return Ok(&name[..len]);
        }
    }
    Err(Error::UnsupportedType)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_not_cut_to_one_that_is_understood() {
        let read = |text: &std::ffi::CStr| {
            let mut name = [0; MAX_NAME_LEN];
            // SAFETY: a string.
            unsafe { read_name(&mut name, text.as_ptr()) }.map(<[u8]>::to_vec)
        };
        assert_eq!(read(c"d:38,10"), Ok(b"d:38,10".to_vec()));
        assert_eq!(read(c""), Ok(Vec::new()));
        assert_eq!(read(c"d:0000000000000000000000000005,2"), Err(Error::UnsupportedType));
        assert_eq!(read(c"d:0000000000000000000000000005,2,256"), Err(Error::UnsupportedType));
    }
}
