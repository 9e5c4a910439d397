#![forbid(unsafe_code)]
//! Columns of numbers in the layout of Apache Arrow: a buffer of fixed-width numbers, and one of bits
//! that say which rows are there.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface.html>
//!
//! Reading is branch-free in the numbers and in the bits. The format, the lengths and whether there
//! are bits at all are public.

use crate::error::{Error, Result};
use crate::field::Element;
use crate::field::Value;
use crate::limits;
use crate::numbers::decimal_scale::Scale;
use crate::numbers::encode::FixedPoint;
use crate::numbers::unaligned::Unaligned;
use crate::options::RunOptions;
use crate::statistics::histogram;
use crate::statistics::summary::{self, Moments, SUMMARY_VALUE_COUNT};
use std::ops::Range;
use zeroize::Zeroizing;

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Boolean,
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
    /// By its name in an ArrowSchema, if it is one of these.
    pub fn parse(name: &[u8]) -> Result<Format> {
        Ok(match name {
            b"b" => Format::Boolean,
            b"c" => Format::Int8,
            b"C" => Format::UInt8,
            b"s" => Format::Int16,
            b"S" => Format::UInt16,
            b"i" => Format::Int32,
            b"I" => Format::UInt32,
            b"l" => Format::Int64,
            b"L" => Format::UInt64,
            b"f" => Format::Float32,
            b"g" => Format::Float64,
            [b'd', b':', parameters @ ..] => Format::Decimal128(decimal_scale(parameters)?),
            _ => return Err(Error::UnsupportedType),
        })
    }

    /// Of one row; a Boolean has one bit.
    fn byte_width(self) -> usize {
        match self {
            Format::Boolean => 0,
            Format::Int8 | Format::UInt8 => 1,
            Format::Int16 | Format::UInt16 => 2,
            Format::Int32 | Format::UInt32 | Format::Float32 => 4,
            Format::Int64 | Format::UInt64 | Format::Float64 => 8,
            Format::Decimal128(_) => 16,
        }
    }
}

/// From "precision,scale" or "precision,scale,128".
fn decimal_scale(parameters: &[u8]) -> Result<Scale> {
    let text = std::str::from_utf8(parameters).map_err(|_| Error::UnsupportedType)?;
    let mut numbers = text.split(',').map(|number| number.parse::<i32>());
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(1..=38)), Some(Ok(scale)), None | Some(Ok(128)), None) => Scale::new(scale),
        _ => Err(Error::UnsupportedType),
    }
}

/// What an ArrowSchema and an ArrowArray say, apart from where the buffers are.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    pub format: &'a [u8],
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub buffer_count: i64,
    pub child_count: i64,
    pub has_dictionary: bool,
}

/// Where the rows of a column are in its buffers.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    format: Format,
    offset: usize,
    row_count: usize,
    has_nulls: bool,
}

impl Layout {
    pub fn new(description: &Description<'_>) -> Result<Layout> {
        let format = Format::parse(description.format)?;
        if description.has_dictionary {
            return Err(Error::UnsupportedType);
        }
        // -1 stands for a null_count that nobody has counted.
        if description.buffer_count != 2
            || description.child_count != 0
            || description.length < 0
            || description.offset < 0
            || description.null_count < -1
        {
            return Err(Error::InvalidColumn);
        }
        let offset = usize::try_from(description.offset).map_err(|_| Error::LimitExceeded)?;
        let row_count = usize::try_from(description.length).map_err(|_| Error::LimitExceeded)?;
        // From here on, no row number and no byte number wraps, not even that of a block too far.
        let end = offset.checked_add(row_count).ok_or(Error::LimitExceeded)?;
        if end > isize::MAX as usize / format.byte_width().max(1) {
            return Err(Error::LimitExceeded);
        }
        Ok(Layout { format, offset, row_count, has_nulls: description.null_count > 0 })
    }

    /// The bytes of the second buffer that hold the numbers.
    pub fn number_bytes(&self) -> Range<usize> {
        match self.format {
            Format::Boolean => self.bit_bytes(),
            format => {
                let start = self.offset * format.byte_width();
                start..start + self.row_count * format.byte_width()
            }
        }
    }

    /// The bytes of the first buffer, if there is one, that hold a bit for each row.
    pub fn bit_bytes(&self) -> Range<usize> {
        match self.row_count {
            0 => 0..0,
            _ => self.offset / 8..(self.offset + self.row_count).div_ceil(8),
        }
    }

    /// The column in those bytes. Without bits no row is missing.
    pub fn column<'a>(&self, numbers: &'a [u8], presence: Option<&'a [u8]>) -> Result<Column<'a>> {
        if numbers.len() != self.number_bytes().len()
            || presence.is_some_and(|bytes| bytes.len() != self.bit_bytes().len())
        {
            return Err(Error::LengthMismatch);
        }
        if presence.is_none() && self.has_nulls && self.row_count > 0 {
            return Err(Error::NullPointer);
        }
        let first = self.offset % 8;
        Ok(Column {
            format: self.format,
            row_count: self.row_count,
            numbers,
            presence: presence.map(|bytes| Bits { bytes, first }),
            first_bit: first,
        })
    }
}

/// One bit for each row, lowest bits first.
#[derive(Clone, Copy)]
struct Bits<'a> {
    bytes: &'a [u8],
    /// The bit of row 0.
    first: usize,
}

impl Bits<'_> {
    fn get(&self, row: usize) -> bool {
        let bit = self.first + row;
        self.bytes[bit / 8] >> (bit % 8) & 1 == 1
    }
}

/// Rows, each a number or missing.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    format: Format,
    row_count: usize,
    numbers: &'a [u8],
    presence: Option<Bits<'a>>,
    /// Where row 0 is, if the numbers are bits.
    first_bit: usize,
}

/// Rows decoded at a time: 3 KiB, so that every use of a column shares one decoder of each format.
const BLOCK_LEN: usize = 128;

/// Sees the rows of a column, block after block. A missing row has an arbitrary number.
trait Visitor {
    /// Each number is unscaled * 10^-scale, with the column's scale.
    fn decimals(&mut self, is_present: &[bool], unscaled: &[i128]);
    fn doubles(&mut self, is_present: &[bool], numbers: &[f64]);
}

impl Column<'_> {
    pub fn row_count(&self) -> usize {
        self.row_count
    }

    /// Of integers, 1.
    fn scale(&self) -> Scale {
        match self.format {
            Format::Decimal128(scale) => scale,
            _ => Scale::of_integers(),
        }
    }

    fn visit(&self, rows: Range<usize>, visitor: &mut dyn Visitor) {
        let mut is_present = Zeroizing::new([true; BLOCK_LEN]);
        let mut decimals = Zeroizing::new([0_i128; BLOCK_LEN]);
        let mut doubles = Zeroizing::new([0_f64; BLOCK_LEN]);
        for start in rows.clone().step_by(BLOCK_LEN) {
            let rows = start..rows.end.min(start + BLOCK_LEN);
            let is_present = &mut is_present[..rows.len()];
            if let Some(bits) = self.presence {
                rows.clone().zip(&mut *is_present).for_each(|(row, bit)| *bit = bits.get(row));
            }
            if matches!(self.format, Format::Float32 | Format::Float64) {
                let doubles = &mut doubles[..rows.len()];
                self.read_doubles(rows, doubles);
                visitor.doubles(is_present, doubles);
            } else {
                let decimals = &mut decimals[..rows.len()];
                self.read_decimals(rows, decimals);
                visitor.decimals(is_present, decimals);
            }
        }
    }

    fn read_doubles(&self, rows: Range<usize>, numbers: &mut [f64]) {
        match self.format {
            Format::Float32 => self.read(rows, numbers, |bytes| widen(u32::from_ne_bytes(bytes))),
            _ => self.read(rows, numbers, f64::from_ne_bytes),
        }
    }

    fn read_decimals(&self, rows: Range<usize>, numbers: &mut [i128]) {
        match self.format {
            Format::Boolean => {
                let bits = Bits { bytes: self.numbers, first: self.first_bit };
                rows.zip(numbers).for_each(|(row, number)| *number = bits.get(row).into());
            }
            Format::Int8 => self.read(rows, numbers, |b| i8::from_ne_bytes(b).into()),
            Format::UInt8 => self.read(rows, numbers, |b| u8::from_ne_bytes(b).into()),
            Format::Int16 => self.read(rows, numbers, |b| i16::from_ne_bytes(b).into()),
            Format::UInt16 => self.read(rows, numbers, |b| u16::from_ne_bytes(b).into()),
            Format::Int32 => self.read(rows, numbers, |b| i32::from_ne_bytes(b).into()),
            Format::UInt32 => self.read(rows, numbers, |b| u32::from_ne_bytes(b).into()),
            Format::Int64 => self.read(rows, numbers, |b| i64::from_ne_bytes(b).into()),
            Format::UInt64 => self.read(rows, numbers, |b| u64::from_ne_bytes(b).into()),
            Format::Decimal128(_) => self.read(rows, numbers, i128::from_ne_bytes),
            Format::Float32 | Format::Float64 => {} // read_doubles
        }
    }

    fn read<const WIDTH: usize, T>(
        &self,
        rows: Range<usize>,
        numbers: &mut [T],
        number: impl Fn([u8; WIDTH]) -> T,
    ) {
        let (given, _) = self.numbers.as_chunks::<WIDTH>();
        numbers.iter_mut().zip(&given[rows]).for_each(|(slot, &bytes)| *slot = number(bytes));
    }
}

/// The same number as a double, by integer operations: the machine's conversion takes longer for
/// subnormal numbers.
fn widen(bits: u32) -> f64 {
    let sign = u64::from(bits >> 31) << 63;
    let exponent = u64::from(bits >> 23 & 0xff);
    let mantissa = bits & 0x7f_ffff;
    let special = u64::from(exponent == 0xff); // infinite or not a number
    let usual = (exponent + 896 + 896 * special) << 52 | u64::from(mantissa) << 29;
    // Subnormal for 32 bits is normal for 64: mantissa * 2^-149.
    let small = (f64::from(mantissa) * crate::numbers::encode::power_of_two(-149)).to_bits();
    let is_usual = u64::from(exponent != 0).wrapping_neg();
    f64::from_bits(sign | (usual & is_usual) | (small & !is_usual))
}

/// Encodes each number as encode_f64 does, rounded once to a multiple of 2^-fraction_bits. A row that
/// is missing is OUT_OF_RANGE, as is a NaN: there is no number to encode.
pub fn encode(values: &mut [Value], column: &Column<'_>, fraction_bits: u32) -> Result<()> {
    limits::check_fraction_bits(fraction_bits)?;
    if values.len() != column.row_count {
        return Err(Error::LengthMismatch);
    }
    limits::check_value_count(values.len())?;
    let mut encoder = Encoder {
        slots: values.iter_mut(),
        scale: column.scale(),
        fraction_bits,
        all_in_range: true,
    };
    column.visit(0..column.row_count, &mut encoder);
    if !encoder.all_in_range {
        values.fill(Value::ZERO);
        return Err(Error::OutOfRange);
    }
    Ok(())
}

struct Encoder<'a> {
    slots: std::slice::IterMut<'a, Value>,
    scale: Scale,
    fraction_bits: u32,
    all_in_range: bool,
}

impl Encoder<'_> {
    fn push(&mut self, is_present: bool, fixed: FixedPoint) {
        self.all_in_range &= is_present & fixed.in_range;
        if let Some(slot) = self.slots.next() {
            *slot = Element::from_signed(fixed.integer).into();
        }
    }
}

impl Visitor for Encoder<'_> {
    fn decimals(&mut self, is_present: &[bool], unscaled: &[i128]) {
        for (&is_present, &unscaled) in is_present.iter().zip(unscaled) {
            self.push(is_present, self.scale.round::<94>(unscaled, self.fraction_bits));
        }
    }

    fn doubles(&mut self, is_present: &[bool], numbers: &[f64]) {
        for (&is_present, &number) in is_present.iter().zip(numbers) {
            self.push(is_present, FixedPoint::round::<94>(number, self.fraction_bits));
        }
    }
}

/// Encodes a column as summary::encode does.
pub fn summary(
    column: &Column<'_>,
    fraction_bits: u32,
    options: &RunOptions,
) -> Result<[Value; SUMMARY_VALUE_COUNT]> {
    limits::check_fraction_bits(fraction_bits)?;
    summary::encode_rows(column.row_count, options, |moments, rows| {
        column.visit(rows, &mut Summarizer { moments, scale: column.scale(), fraction_bits });
    })
}

struct Summarizer<'a> {
    moments: &'a mut Moments,
    scale: Scale,
    fraction_bits: u32,
}

impl Visitor for Summarizer<'_> {
    fn decimals(&mut self, is_present: &[bool], unscaled: &[i128]) {
        for (&is_present, &unscaled) in is_present.iter().zip(unscaled) {
            self.moments.add_decimal(is_present, unscaled, self.scale, self.fraction_bits);
        }
    }

    fn doubles(&mut self, is_present: &[bool], numbers: &[f64]) {
        for (&is_present, &number) in is_present.iter().zip(numbers) {
            self.moments.add_double(is_present, number, self.fraction_bits);
        }
    }
}

/// Counts rows as histogram::encode does. Integers and decimals are compared with the edges exactly.
pub fn histogram(
    values: &mut [Value],
    edges: &[Unaligned<f64>],
    column: &Column<'_>,
) -> Result<()> {
    histogram::encode_counts(values, edges, column.row_count, |rows, edge| {
        let mut counter = Counter { edge, unscaled: column.scale().at_least(edge), count: 0 };
        column.visit(rows, &mut counter);
        counter.count
    })
}

struct Counter {
    edge: f64,
    /// The least unscaled number at or above it.
    unscaled: i128,
    count: u64,
}

impl Visitor for Counter {
    fn decimals(&mut self, is_present: &[bool], unscaled: &[i128]) {
        let rows = is_present.iter().zip(unscaled);
        self.count += rows
            .map(|(&is_present, &number)| u64::from(is_present & (number >= self.unscaled)))
            .sum::<u64>();
    }

    fn doubles(&mut self, is_present: &[bool], numbers: &[f64]) {
        let rows = is_present.iter().zip(numbers);
        self.count += rows
            .map(|(&is_present, &number)| u64::from(is_present & (number >= self.edge)))
            .sum::<u64>();
    }
}
