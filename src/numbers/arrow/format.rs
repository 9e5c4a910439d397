#![forbid(unsafe_code)]
//! What the rows of a column are, by the names that Arrow gives to types.

use crate::error::Error;
use crate::numbers::decimal_scale::Scale;
use crate::problem::{Checked, Problem};
use core::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Every row is missing.
    Null,
    Boolean,
    /// Any byte but 0 is true.
    Bool8,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float32,
    Float64,
    Decimal128(Scale),
}

impl Format {
    /// By its name in an ArrowSchema, and that of its extension type: one that is not known is not
    /// read as if it were the type that it is stored as.
    pub fn parse(name: &[u8], extension: Option<&[u8]>) -> Checked<Format> {
        let stored = Format::stored(name)?;
        match (extension, stored) {
            (None, stored) => Ok(stored),
            (Some(b"arrow.bool8"), Format::Int8) => Ok(Format::Bool8),
            (Some(extension), _) => Err(unsupported(format_args!(
                "a column of the extension type \"{}\" is not read, stored as \"{}\"",
                extension.escape_ascii(),
                name.escape_ascii(),
            ))),
        }
    }

    fn stored(name: &[u8]) -> Checked<Format> {
        let format = match name {
            b"n" => Some(Format::Null),
            b"b" => Some(Format::Boolean),
            b"c" => Some(Format::Int8),
            b"C" => Some(Format::UInt8),
            b"s" => Some(Format::Int16),
            b"S" => Some(Format::UInt16),
            b"i" => Some(Format::Int32),
            b"I" => Some(Format::UInt32),
            b"l" => Some(Format::Int64),
            b"L" => Some(Format::UInt64),
            b"f" => Some(Format::Float32),
            b"g" => Some(Format::Float64),
            [b'd', b':', parameters @ ..] => decimal_scale(parameters).map(Format::Decimal128),
            _ => None,
        };
        format.ok_or_else(|| {
            let name = name.escape_ascii();
            unsupported(format_args!("a column of the type \"{name}\" is not read"))
        })
    }

    /// Of one row; a Boolean has one bit.
    pub(super) fn byte_width(self) -> usize {
        match self {
            Format::Null | Format::Boolean => 0,
            Format::Int8 | Format::UInt8 | Format::Bool8 => 1,
            Format::Int16 | Format::UInt16 => 2,
            Format::Int32 | Format::UInt32 | Format::Float32 => 4,
            Format::Int64 | Format::UInt64 | Format::Float64 => 8,
            Format::Decimal128(_) => 16,
        }
    }
}

pub(super) fn unsupported(what: fmt::Arguments<'_>) -> Problem {
    Problem::new(Error::UnsupportedType).say(what)
}

/// From "precision,scale" or "precision,scale,128".
fn decimal_scale(parameters: &[u8]) -> Option<Scale> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut numbers = text.split(',').map(|number| number.parse::<i32>());
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(1..=38)), Some(Ok(scale)), None | Some(Ok(128)), None) => Scale::new(scale).ok(),
        _ => None,
    }
}
