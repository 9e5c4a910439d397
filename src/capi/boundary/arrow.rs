//! From the two structs of Arrow's C Data Interface to a column.

use crate::capi::boundary::arguments::Argument;
use crate::capi::boundary::pointers::{Input, Span};
use crate::error::Error;
use crate::numbers::arrow::{self, Column, Description, Layout};
use crate::problem::{Checked, Problem};
use std::ffi::{c_char, c_void};
use std::ops::Range;

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

/// What a column of a caller's is made of.
pub(crate) struct ArrowColumn {
    layout: Layout,
    numbers: Input<u8>,
    /// Empty if no row is null, or there is none.
    bits: Input<u8>,
}

impl ArrowColumn {
    /// Refuses a column of which a part overlaps an output.
    ///
    /// # Safety
    ///
    /// Both pointers are NULL or to such structs, and what those point to is as Arrow says.
    pub unsafe fn find(
        schema: *const ArrowSchema,
        array: *const ArrowArray,
        outputs: &[Span],
    ) -> Checked<ArrowColumn> {
        let schemas = Input::new(schema, 1).named("schema")?;
        let arrays = Input::new(array, 1).named("array")?;
        Span::check_outputs(outputs, &[schemas.span, arrays.span])?;
        // SAFETY: not NULL, readable by this function's contract, and any bytes are integers and
        // pointers.
        let (schema, array) = unsafe { (schema.read_unaligned(), array.read_unaligned()) };
        for (name, release) in [("schema", schema.release), ("array", array.release)] {
            if release.is_null() {
                let problem = Problem::new(Error::InvalidColumn);
                return Err(problem.say(format_args!("{name} was released")));
            }
        }
        let mut name = [0; MAX_NAME_LEN];
        let layout = Layout::new(&Description {
            // SAFETY: the schema's format is NULL or a string, by this function's contract.
            format: unsafe { read_name(&mut name, schema.format) }?,
            // SAFETY: the schema's metadata are NULL or as Arrow says, by this function's contract.
            extension: unsafe { read_extension(schema.metadata) }?,
            length: array.length,
            null_count: array.null_count,
            offset: array.offset,
            buffer_count: array.n_buffers,
            has_children: schema.n_children != 0 || array.n_children != 0,
            has_dictionary: !schema.dictionary.is_null() || !array.dictionary.is_null(),
        })?;
        // SAFETY: an array has as many buffers as its layout says, by this function's contract.
        let column = unsafe { ArrowColumn::of_buffers(layout, array.buffers) }?;
        Span::check_outputs(outputs, &[column.numbers.span, column.bits.span])?;
        Ok(column)
    }

    /// # Safety
    ///
    /// The pointer is NULL or to as many buffers as the layout says.
    unsafe fn of_buffers(layout: Layout, buffers: *const *const u8) -> Checked<ArrowColumn> {
        let pointers = Input::new(buffers, layout.buffer_count()).named("array->buffers")?;
        // SAFETY: readable by this function's contract, and any bytes are pointers.
        let mut pointers = unsafe { pointers.iter() };
        let mut next = || pointers.next().unwrap_or(std::ptr::null());
        let (bits, numbers) = (next(), next());
        let bits = match layout.bit_bytes() {
            Some(bytes) if !bits.is_null() => part(bits, bytes, "buffer 0")?,
            _ => Input::new(std::ptr::null(), 0)?,
        };
        let numbers = part(numbers, layout.number_bytes(), "buffer 1")?;
        Ok(ArrowColumn { layout, numbers, bits })
    }

    /// # Safety
    ///
    /// As for `Input::slice`.
    pub unsafe fn read<'a>(&self) -> Checked<Column<'a>> {
        // SAFETY: by this function's contract.
        let bits = unsafe { self.bits.slice() };
        let bits = (!bits.is_empty()).then_some(bits);
        // SAFETY: by this function's contract.
        self.layout.column(unsafe { self.numbers.slice() }, bits)
    }
}

/// The bytes of a buffer that are to be read.
fn part(buffer: *const u8, bytes: Range<usize>, name: &str) -> Checked<Input<u8>> {
    if buffer.is_null() {
        return Input::new(buffer, bytes.len()).named(name);
    }
    // Within the caller's buffer, and if it were not, only an address.
    Input::new(buffer.wrapping_add(bytes.start), bytes.len()).named(name)
}

/// The longest name of a format that is understood has some ten bytes.
const MAX_NAME_LEN: usize = 32;

/// A format's name, if it is shorter than that.
///
/// # Safety
///
/// The pointer is NULL or to a string.
unsafe fn read_name(name: &mut [u8; MAX_NAME_LEN], pointer: *const c_char) -> Checked<&[u8]> {
    if pointer.is_null() {
        return Err(Error::NullPointer).named("schema->format");
    }
    for (len, place) in name.iter_mut().enumerate() {
        // SAFETY: all bytes before this one are of the string and none ends it.
        *place = unsafe { pointer.cast::<u8>().add(len).read() };
        if *place == 0 {
            return Ok(&name[..len]);
        }
    }
    let problem = Problem::new(Error::UnsupportedType);
    let begin = name.escape_ascii();
    Err(problem.say(format_args!("a column of the type \"{begin}...\" is not read")))
}

/// Bytes of metadata that are followed. Those of real columns are some hundred, or some thousand with
/// a coordinate reference system among them.
const MAX_METADATA_LEN: usize = 1 << 24;

/// The name of a column's extension type, if it has one. Where metadata end only they themselves say.
///
/// # Safety
///
/// The pointer is NULL or to metadata as Arrow lays them out, which outlive 'a.
unsafe fn read_extension<'a>(metadata: *const c_char) -> Checked<Option<&'a [u8]>> {
    if metadata.is_null() {
        return Ok(None);
    }
    let mut end = 0;
    arrow::extension_name(|len| {
        let start = end;
        end += len;
        if end > MAX_METADATA_LEN {
            let problem = Problem::new(Error::LimitExceeded);
            return Err(problem
                .say(format_args!("schema->metadata has more than {MAX_METADATA_LEN} bytes")));
        }
        // SAFETY: the lengths before them say that these bytes are there, by this function's contract.
        Ok(unsafe { std::slice::from_raw_parts(metadata.cast::<u8>().add(start), len) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_not_cut_to_one_that_is_understood() {
        let read = |text: &std::ffi::CStr| {
            let mut name = [0; MAX_NAME_LEN];
            // SAFETY: a string.
            unsafe { read_name(&mut name, text.as_ptr()) }.map(<[u8]>::to_vec).map_err(Error::from)
        };
        assert_eq!(read(c"d:38,10"), Ok(b"d:38,10".to_vec()));
        assert_eq!(read(c""), Ok(Vec::new()));
        assert_eq!(read(c"d:0000000000000000000000000005,2"), Err(Error::UnsupportedType));
        assert_eq!(read(c"d:0000000000000000000000000005,2,256"), Err(Error::UnsupportedType));
    }
}
