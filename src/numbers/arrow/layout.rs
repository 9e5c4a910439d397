#![forbid(unsafe_code)]
//! Where the rows of a column are in its buffers.

use super::bits::Bits;
use super::column::{Column, Presence};
use super::format::{Format, unsupported};
use crate::error::Error;
use crate::problem::{Checked, Problem};
use core::fmt;
use std::ops::Range;

/// What an ArrowSchema and an ArrowArray say, apart from where the buffers are.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    pub format: &'a [u8],
    /// The name of the extension type, see `extension_name`.
    pub extension: Option<&'a [u8]>,
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub buffer_count: i64,
    pub has_children: bool,
    pub has_dictionary: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Layout {
    format: Format,
    offset: usize,
    row_count: usize,
    /// None if nobody has counted.
    null_count: Option<usize>,
}

impl Layout {
    pub fn new(description: &Description<'_>) -> Checked<Layout> {
        let format = Format::parse(description.format, description.extension)?;
        if description.has_dictionary {
            return Err(unsupported(format_args!("a column with a dictionary is not read")));
        }
        check_consistency(format, description)?;
        let Description { length, offset, null_count, .. } = *description;
        let too_long = || {
            let problem = Problem::new(Error::LimitExceeded);
            problem.say(format_args!(
                "a length of {length} from offset {offset} is more than memory can have"
            ))
        };
        let offset = usize::try_from(offset).map_err(|_| too_long())?;
        let row_count = usize::try_from(length).map_err(|_| too_long())?;
        // From here on, no row number and no byte number wraps, not even that of a block too far.
        let end = offset.checked_add(row_count).ok_or_else(too_long)?;
        if end > isize::MAX as usize / format.byte_width().max(1) {
            return Err(too_long());
        }
        Ok(Layout { format, offset, row_count, null_count: usize::try_from(null_count).ok() })
    }

    /// Buffers that are looked at: none of a column without numbers, else that of the bits and that of
    /// the numbers.
    pub fn buffer_count(&self) -> usize {
        if self.format == Format::Null { 0 } else { 2 }
    }

    /// The bytes of the second buffer that hold the numbers.
    pub fn number_bytes(&self) -> Range<usize> {
        match self.format {
            Format::Boolean => self.bytes_of_bits(),
            format => {
                let start = self.offset * format.byte_width();
                start..start + self.row_count * format.byte_width()
            }
        }
    }

    /// The bytes of the first buffer, if there is one, that hold a bit for each row; None if the
    /// bits are not looked at, since no row is null.
    pub fn bit_bytes(&self) -> Option<Range<usize>> {
        let has_bits = self.format != Format::Null && self.null_count != Some(0);
        has_bits.then(|| self.bytes_of_bits())
    }

    fn bytes_of_bits(&self) -> Range<usize> {
        match self.row_count {
            0 => 0..0,
            _ => self.offset / 8..(self.offset + self.row_count).div_ceil(8),
        }
    }

    /// The column in those bytes.
    pub fn column<'a>(&self, numbers: &'a [u8], bits: Option<&'a [u8]>) -> Checked<Column<'a>> {
        let first = self.offset % 8;
        let bits = bits.map(|bytes| Bits { bytes, first });
        let bit_len = self.bit_bytes().map(|bytes| bytes.len());
        if numbers.len() != self.number_bytes().len()
            || bits.is_some_and(|bits| Some(bits.bytes.len()) != bit_len)
        {
            return Err(Error::LengthMismatch.into());
        }
        let presence = match (self.format, bits) {
            (Format::Null, _) => Presence::Nothing,
            (_, Some(bits)) => Presence::Bits(self.check_count(bits)?),
            (_, None) if self.null_count.unwrap_or(0) > 0 => {
                let problem = Problem::new(Error::NullPointer);
                return Err(problem.say(format_args!("there are nulls, but buffer 0 is NULL")));
            }
            (_, None) => Presence::All,
        };
        Ok(Column { format: self.format, row_count: self.row_count, numbers, presence, first })
    }

    /// All that is told is whether the bits are as they were counted.
    fn check_count<'a>(&self, bits: Bits<'a>) -> Checked<Bits<'a>> {
        match self.null_count {
            Some(null_count) if bits.count(self.row_count) + null_count != self.row_count => Err(
                contradiction(format_args!("null_count is not the number of nulls in buffer 0")),
            ),
            _ => Ok(bits),
        }
    }
}

fn check_consistency(format: Format, description: &Description<'_>) -> Checked<()> {
    let Description { length, offset, null_count, buffer_count, .. } = *description;
    // Arrow's own libraries once gave a null column a buffer, and some still do.
    let allowed = if format == Format::Null { 0..=1 } else { 2..=2 };
    if !allowed.contains(&buffer_count) {
        let needed = allowed.start();
        return Err(contradiction(format_args!("n_buffers is {buffer_count}, not {needed}")));
    }
    if description.has_children {
        return Err(contradiction(format_args!("a column of numbers has no children")));
    }
    for (name, count) in [("length", length), ("offset", offset)] {
        if count < 0 {
            return Err(contradiction(format_args!("{name} is {count}")));
        }
    }
    // -1 stands for a null_count that nobody has counted.
    if !(-1..=length).contains(&null_count) {
        let rows = format_args!("null_count is {null_count}, length is {length}");
        return Err(contradiction(rows));
    }
    Ok(())
}

fn contradiction(what: fmt::Arguments<'_>) -> Problem {
    Problem::new(Error::InvalidColumn).say(what)
}
