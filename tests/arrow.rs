//! Columns in Arrow's layout give what plain columns of the same numbers give.

use proptest::prelude::*;
use secagg::error::{Error, Result};
use secagg::field::Value;
use secagg::numbers::arrow::{self, Column, Description, Layout};
use secagg::numbers::double::Double;
use secagg::numbers::encode;
use secagg::numbers::unaligned::Unaligned;
use secagg::options::RunOptions;
use secagg::problem::{Checked, Problem};
use secagg::statistics::arrow as statistics;
use secagg::statistics::histogram;
use secagg::statistics::summary::{self, SUMMARY_VALUE_COUNT};

/// A column's buffers, with rows before and after it whose numbers must not be read.
struct Buffers {
    format: &'static str,
    offset: usize,
    row_count: usize,
    numbers: Vec<u8>,
    presence: Option<Vec<u8>>,
}

impl Buffers {
    /// Of rows that are as wide as the format says, None for null.
    fn new<const WIDTH: usize>(
        format: &'static str,
        offset: usize,
        rows: &[Option<[u8; WIDTH]>],
    ) -> Buffers {
        let outside = vec![Some([0xa5; WIDTH]); offset];
        let all: Vec<_> = outside.iter().chain(rows).collect();
        let has_nulls = rows.iter().any(Option::is_none);
        Buffers {
            format,
            offset,
            row_count: rows.len(),
            numbers: all.iter().flat_map(|row| row.unwrap_or([0x5a; WIDTH])).collect(),
            presence: has_nulls.then(|| bits(all.iter().map(|row| row.is_some()))),
        }
    }

    fn booleans(offset: usize, rows: &[Option<bool>]) -> Buffers {
        let outside = vec![Some(true); offset];
        let all: Vec<_> = outside.iter().chain(rows).collect();
        Buffers {
            format: "b",
            offset,
            row_count: rows.len(),
            numbers: bits(all.iter().map(|row| row.unwrap_or(true))),
            presence: Some(bits(all.iter().map(|row| row.is_some()))),
        }
    }

    fn with<T>(&self, work: impl FnOnce(&Column<'_>) -> Checked<T>) -> Result<T> {
        Ok(self.checked(work)?)
    }

    fn checked<T>(&self, work: impl FnOnce(&Column<'_>) -> Checked<T>) -> Checked<T> {
        let layout = Layout::new(&Description {
            format: self.format.as_bytes(),
            length: self.row_count as i64,
            null_count: -1,
            offset: self.offset as i64,
            ..FLAT
        })?;
        let bits = layout.bit_bytes().expect("a column that may have nulls");
        let presence = self.presence.as_deref().map(|bytes| &bytes[bits]);
        work(&layout.column(&self.numbers[layout.number_bytes()], presence)?)
    }

    fn encode(&self, fraction_bits: u32) -> Result<Vec<Value>> {
        let mut values = vec![Value::ZERO; self.row_count];
        self.with(|column| arrow::encode(&mut values, column, fraction_bits))?;
        Ok(values)
    }

    fn summary(&self, fraction_bits: u32) -> Result<[Value; SUMMARY_VALUE_COUNT]> {
        self.with(|column| statistics::summary(column, fraction_bits, &RunOptions::default()))
    }

    fn histogram(&self, edges: &[f64]) -> Result<Vec<Value>> {
        let mut values = vec![Value::ZERO; edges.len() + 1];
        self.with(|column| statistics::histogram(&mut values, &unaligned(edges), column))?;
        Ok(values)
    }
}

const FLAT: Description<'_> = Description {
    format: b"g",
    extension: None,
    length: 0,
    null_count: 0,
    offset: 0,
    buffer_count: 2,
    has_children: false,
    has_dictionary: false,
};

fn bits(rows: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (row, is_set) in rows.enumerate() {
        if row % 8 == 0 {
            bytes.push(0);
        }
        bytes[row / 8] |= u8::from(is_set) << (row % 8);
    }
    bytes
}

fn unaligned(numbers: &[f64]) -> Vec<Unaligned<Double>> {
    numbers.iter().map(|&number| Unaligned::new(number.into())).collect()
}

fn error_of<T>(result: Checked<T>) -> Option<Error> {
    result.err().map(Error::from)
}

/// What plain columns of the same numbers give.
fn check_against_plain(column: &Buffers, rows: &[Option<f64>], edges: &[f64], fraction_bits: u32) {
    let numbers: Vec<_> = rows.iter().map(|row| row.unwrap_or(f64::NAN)).collect();
    let numbers = unaligned(&numbers);

    let mut values = vec![Value::ZERO; rows.len()];
    let expected = encode::encode_f64(&mut values, &numbers, fraction_bits);
    let expected = expected.map(|()| values).map_err(Error::from);
    assert_eq!(column.encode(fraction_bits), expected, "{}", column.format);

    let expected = summary::encode(&numbers, fraction_bits, &RunOptions::default());
    let expected = expected.map_err(Error::from);
    assert_eq!(column.summary(fraction_bits), expected, "{}", column.format);

    let mut values = vec![Value::ZERO; edges.len() + 1];
    let expected = histogram::encode(&mut values, &unaligned(edges), &numbers);
    let expected = expected.map(|()| values).map_err(Error::from);
    assert_eq!(column.histogram(edges), expected, "{}", column.format);
}

/// Rows, some of them null, in a column that begins somewhere in its buffers.
fn rows<T: std::fmt::Debug + Clone>(
    number: impl Strategy<Value = T>,
) -> impl Strategy<Value = (usize, Vec<Option<T>>)> {
    (0_usize..20, proptest::collection::vec(proptest::option::weighted(0.9, number), 0..40))
}

fn edges() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::btree_set(-200_i32..200, 1..6)
        .prop_map(|edges| edges.into_iter().map(|edge| f64::from(edge) / 2.0).collect())
}

macro_rules! agrees_with_plain {
    ($($name:ident: $type:ty, $format:literal;)*) => {
        proptest! {
            $(#[test]
            fn $name((offset, rows) in rows(any::<$type>()), edges in edges(), bits in 0_u32..40) {
                let column = Buffers::new($format, offset,
                    &rows.iter().map(|row| row.map(<$type>::to_ne_bytes)).collect::<Vec<_>>());
                let plain: Vec<_> = rows.iter().map(|row| row.map(f64::from)).collect();
                check_against_plain(&column, &plain, &edges, bits);
            })*
        }
    };
}

agrees_with_plain! {
    int8_agrees_with_plain: i8, "c";
    uint8_agrees_with_plain: u8, "C";
    int16_agrees_with_plain: i16, "s";
    uint16_agrees_with_plain: u16, "S";
    int32_agrees_with_plain: i32, "i";
    uint32_agrees_with_plain: u32, "I";
    float32_agrees_with_plain: f32, "f";
    float64_agrees_with_plain: f64, "g";
}

proptest! {
    #[test]
    fn booleans_are_0_and_1((offset, rows) in rows(any::<bool>()), edges in edges()) {
        let plain: Vec<_> = rows.iter().map(|row| row.map(f64::from)).collect();
        check_against_plain(&Buffers::booleans(offset, &rows), &plain, &edges, 4);
    }

    #[test]
    fn float32_of_any_bits(bits: u32) {
        let number = f32::from_bits(bits);
        let column = Buffers::new("f", 0, &[Some(number.to_ne_bytes())]);
        // On both sides of subnormal numbers, and at the number itself.
        let mut edges = vec![-1e30, -1e-40, 0.0, 1e-40, 1e30];
        if number.is_finite() && !edges.contains(&number.into()) {
            edges.push(number.into());
            edges.sort_by(f64::total_cmp);
        }
        check_against_plain(&column, &[Some(number.into())], &edges, 8);
    }

    #[test]
    fn wide_integers_are_exact((offset, rows) in rows(-(1_i64 << 40)..1 << 40), bits in 0_u32..20) {
        let wide = |row: &Option<i64>| row.map(|number| (number << 20 | 1).to_ne_bytes());
        let column = Buffers::new("l", offset, &rows.iter().map(wide).collect::<Vec<_>>());
        let result = column.encode(bits);
        if rows.iter().any(Option::is_none) {
            prop_assert_eq!(result, Err(Error::OutOfRange));
        } else {
            for (value, number) in result.expect("in range").iter().zip(rows.iter().flatten()) {
                let mut expected = [Value::ZERO];
                let high = [Unaligned::new(number << 20 | 1)];
                encode::encode_i64(&mut expected, &high).expect("any number");
                let unit = secagg::field::Element::from_u64(1 << bits);
                let expected = expected[0].element().expect("a value") * unit;
                prop_assert_eq!(value.element(), Ok(expected));
            }
        }
    }

    #[test]
    fn decimals_of_scale_0_are_integers((offset, rows) in rows(any::<i32>()), edges in edges()) {
        let plain: Vec<_> = rows.iter().map(|row| row.map(f64::from)).collect();
        for (format, factor) in [("d:38,0", 1), ("d:38,3,128", 1000), ("d:20,2", 100)] {
            let unscaled = |row: &Option<i32>| row.map(|number| (i128::from(number) * factor).to_ne_bytes());
            let column = Buffers::new(format, offset, &rows.iter().map(unscaled).collect::<Vec<_>>());
            check_against_plain(&column, &plain, &edges, 20);
        }
    }
}

fn column_of(format: &'static str, number: i128) -> Buffers {
    match format {
        "l" => Buffers::new(format, 3, &[Some((number as i64).to_ne_bytes())]),
        "L" => Buffers::new(format, 3, &[Some((number as u64).to_ne_bytes())]),
        _ => Buffers::new(format, 3, &[Some(number.to_ne_bytes())]),
    }
}

#[test]
fn edges_are_compared_exactly() {
    // 2^53 + 1 is no double: rounded to one, it would lie on the wrong side.
    let edge = 9007199254740992.0;
    let above = 9007199254740993;
    for format in ["l", "L", "d:38,0"] {
        let counts = column_of(format, above).histogram(&[edge, edge + 2.0]).expect("counts");
        assert_eq!(counts.iter().map(|count| count.to_u128()).collect::<Vec<_>>(), [0, 1, 0]);
    }
    // One tenth is below the double nearest to it.
    let counts = column_of("d:5,1", 1).histogram(&[0.1]).expect("counts");
    assert_eq!(counts.iter().map(|count| count.to_u128()).collect::<Vec<_>>(), [1, 0]);
}

/// As the manual says: numbers that are written alike are beside the edge or at it by their type.
#[test]
fn a_number_at_an_edge_is_the_one_that_its_type_has() {
    let is_at_or_above = |column: Buffers, edge| {
        let counts = column.histogram(&[edge]).expect("counts");
        counts.iter().position(|&count| count != Value::ZERO) == Some(1)
    };
    let of_types = |decimal: i128, number: f64| {
        [
            is_at_or_above(column_of("d:5,2", decimal), number),
            is_at_or_above(Buffers::new("g", 0, &[Some(number.to_ne_bytes())]), number),
            is_at_or_above(Buffers::new("f", 0, &[Some((number as f32).to_ne_bytes())]), number),
        ]
    };
    assert_eq!(of_types(10, 0.1), [false, true, true]);
    assert_eq!(of_types(70, 0.7), [true, true, false]);
    for (decimal, number) in [(50, 0.5), (25, 0.25), (300, 3.0), (-175, -1.75), (0, 0.0)] {
        assert_eq!(of_types(decimal, number), [true; 3]);
    }
}

#[test]
fn the_ends_of_wide_integers() {
    for (format, number) in [("l", i64::MIN.into()), ("l", i64::MAX.into()), ("L", u64::MAX.into())]
    {
        let column = column_of(format, number);
        let values = column.encode(0).expect("in range");
        let mut totals = unaligned(&[0.0]);
        encode::decode_f64(&mut totals, &values, 0).expect("a number");
        assert_eq!(f64::from(totals[0].get()), number as f64);
        assert_eq!(column.summary(0), Err(Error::OutOfRange), "2^62 or more");
        assert_eq!(column.encode(32), Err(Error::OutOfRange), "2^94 or more");
    }
}

#[test]
fn nulls_are_missing_and_cannot_be_encoded() {
    let column = Buffers::new("i", 5, &[Some(7_i32.to_ne_bytes()), None]);
    assert_eq!(column.encode(0), Err(Error::OutOfRange));
    let summary = summary::decode(&column.summary(0).expect("values"), 0).expect("a summary");
    assert_eq!((summary.count, summary.sum), (1, 7.0));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let formats: [&[u8]; 19] = [
        b"",
        b"e",
        b"u",
        b"z",
        b"w:16",
        b"tdD",
        b"tss:",
        b"+l",
        b"+s",
        b"gg",
        b"d:",
        b"d:5",
        b"d:0,0",
        b"d:39,0",
        b"d:5,39",
        b"d:5,0,256",
        b"d:5,0,128,1",
        b"d:5,x",
        b"d:\xff,0",
    ];
    for format in formats {
        let layout = Layout::new(&Description { format, ..FLAT });
        assert_eq!(error_of(layout), Some(Error::UnsupportedType), "{:?}", format.escape_ascii());
    }
    let dictionary = Layout::new(&Description { has_dictionary: true, ..FLAT });
    assert_eq!(error_of(dictionary), Some(Error::UnsupportedType));
    for description in [
        Description { length: -1, ..FLAT },
        Description { offset: -1, ..FLAT },
        Description { null_count: -2, ..FLAT },
        Description { buffer_count: 1, ..FLAT },
        Description { buffer_count: 3, ..FLAT },
        Description { has_children: true, ..FLAT },
    ] {
        assert_eq!(
            error_of(Layout::new(&description)),
            Some(Error::InvalidColumn),
            "{description:?}"
        );
    }
    for description in [
        Description { length: i64::MAX, ..FLAT },
        Description { offset: i64::MAX, length: i64::MAX, ..FLAT },
        Description { format: b"b", offset: i64::MAX, length: i64::MAX, ..FLAT },
        Description { format: b"c", offset: 1, length: i64::MAX, ..FLAT },
    ] {
        assert_eq!(
            error_of(Layout::new(&description)),
            Some(Error::LimitExceeded),
            "{description:?}"
        );
    }
}

#[test]
fn a_column_ends_where_memory_does() {
    for (format, width) in [("c", 1), ("s", 2), ("f", 4), ("g", 8), ("d:38,2", 16)] {
        let longest = isize::MAX as i64 / width;
        let of = |length, offset| {
            let format = format.as_bytes();
            error_of(Layout::new(&Description { format, length, offset, ..FLAT }))
        };
        assert_eq!([of(longest, 0), of(longest - 1, 1), of(0, longest)], [None; 3]);
        assert_eq!(of(longest, 1), Some(Error::LimitExceeded));
        assert_eq!(of(1, longest), Some(Error::LimitExceeded));
        assert_eq!(of(i64::MAX, i64::MAX), Some(Error::LimitExceeded));
    }
}

#[test]
fn bits_are_needed_if_there_are_nulls() {
    let layout = Layout::new(&Description { length: 1, null_count: 1, ..FLAT }).expect("a layout");
    assert_eq!(error_of(layout.column(&[0; 8], None)), Some(Error::NullPointer));
    assert_eq!(error_of(layout.column(&[0; 7], Some(&[0]))), Some(Error::LengthMismatch));
    assert_eq!(error_of(layout.column(&[0; 8], Some(&[0; 2]))), Some(Error::LengthMismatch));
    assert!(layout.column(&[0; 8], Some(&[0])).is_ok());
}

/// Of 4 doubles, 2 of whose bits are set.
fn count_of_4(null_count: i64) -> Result<u64> {
    let numbers = [1.0_f64, 2.0, 3.0, 4.0].map(f64::to_ne_bytes).concat();
    let layout = Layout::new(&Description { length: 4, null_count, ..FLAT })?;
    let bits = layout.bit_bytes().map(|_| &[0b1010][..]);
    let values = statistics::summary(&layout.column(&numbers, bits)?, 0, &RunOptions::default())?;
    Ok(summary::decode(&values, 0)?.count)
}

/// As pyarrow, DuckDB and Polars count.
#[test]
fn no_row_is_null_if_the_null_count_is_0() {
    assert_eq!(count_of_4(0), Ok(4));
    assert_eq!(count_of_4(-1), Ok(2));
    assert_eq!(count_of_4(2), Ok(2));
}

#[test]
fn a_null_count_that_contradicts_the_bits_or_the_length_is_refused() {
    for null_count in [1, 3, 4, 5, i64::MAX] {
        assert_eq!(count_of_4(null_count), Err(Error::InvalidColumn));
    }
}

#[test]
fn every_row_of_a_null_column_is_missing() {
    for (null_count, buffer_count) in [(4, 0), (0, 0), (-1, 0), (4, 1)] {
        let null = Description { format: b"n", length: 4, null_count, buffer_count, ..FLAT };
        let layout = Layout::new(&null).expect("a layout");
        assert_eq!((layout.buffer_count(), layout.bit_bytes()), (0, None));
        let column = layout.column(&[], None).expect("a column");
        let values = statistics::summary(&column, 20, &RunOptions::default()).expect("a summary");
        assert_eq!(values, [Value::ZERO; SUMMARY_VALUE_COUNT]);
        let mut counts = [Value::ZERO; 2];
        statistics::histogram(&mut counts, &unaligned(&[0.0]), &column).expect("counts");
        assert_eq!(counts, [Value::ZERO; 2]);
        let refused = arrow::encode(&mut [Value::ZERO; 4], &column, 20).expect_err("no numbers");
        assert_eq!((refused.error, refused.place), (Error::OutOfRange, Some(0)));
    }
    for wrong in [
        Description { format: b"n", length: 4, null_count: 5, buffer_count: 0, ..FLAT },
        Description { format: b"n", length: 4, null_count: 4, buffer_count: 2, ..FLAT },
    ] {
        assert_eq!(error_of(Layout::new(&wrong)), Some(Error::InvalidColumn));
    }
}

#[test]
fn extension_types_are_read_as_what_they_are_or_refused() {
    let bytes = [0_u8, 1, 2, 0x80, 0xff, 0];
    let bool8 = Some(&b"arrow.bool8"[..]);
    let flat = Description { format: b"c", length: 6, ..FLAT };
    let layout = Layout::new(&Description { extension: bool8, ..flat }).expect("a layout");
    let column = layout.column(&bytes, None).expect("a column");
    let mut values = [Value::ZERO; 6];
    arrow::encode(&mut values, &column, 0).expect("in range");
    assert_eq!(values.map(Value::to_u128), [0, 1, 1, 1, 1, 0]);
    for (format, extension) in [
        (&b"c"[..], &b"arrow.bool"[..]),
        (b"c", b"arrow.bool8 "),
        (b"c", b""),
        (b"C", b"arrow.bool8"),
        (b"b", b"arrow.bool8"),
        (b"l", b"pandas.period"),
    ] {
        let description = Description { format, extension: Some(extension), ..flat };
        let problem = Layout::new(&description).expect_err("not a type that is read");
        assert_eq!(problem.error, Error::UnsupportedType);
        assert!(problem.what().contains(std::str::from_utf8(extension).expect("text")));
    }
}

#[test]
fn decimals_at_the_ends_of_their_type_are_compared_exactly() {
    let end = 2_f64.powi(127);
    let edges = [-end, (-end).next_up(), end.next_down(), end];
    for (number, bin) in [
        (i128::MIN, 1), // -2^127 is an edge
        (i128::MIN + 1, 1),
        (i128::MIN + (1 << 74) - 1, 1),
        (i128::MIN + (1 << 74), 2),
        (0, 2),
        (i128::MAX - (1 << 74), 2),
        (i128::MAX - (1 << 74) + 1, 3),
        (i128::MAX, 3), // below 2^127
    ] {
        let counts = column_of("d:38,0", number).histogram(&edges).expect("counts");
        assert_eq!(counts.iter().position(|&count| count != Value::ZERO), Some(bin), "{number}");
    }
    let counts = column_of("d:38,0", i128::MAX).histogram(&[f64::MAX]).expect("counts");
    assert_eq!(counts, [Value::from_bytes(1_u128.to_le_bytes()), Value::ZERO]);
}

/// The first of the rows that is refused, wherever it is, and none of what it holds.
#[test]
fn a_refusal_names_the_row() {
    const LEN: usize = 700;
    let number = 1234.5_f64;
    for place in [0, 1, 126, 127, 128, 300, LEN - 1] {
        let mut rows = vec![Some(number.to_ne_bytes()); LEN];
        rows[place] = Some(f64::INFINITY.to_ne_bytes());
        rows[LEN - 1] = Some(6e55_f64.to_ne_bytes());
        let column = Buffers::new("g", 3, &rows);
        let mut values = [Value::ZERO; LEN];
        let encoded = column.checked(|column| arrow::encode(&mut values, column, 20));
        let options = RunOptions::with_threads(2).expect("two");
        let summary =
            column.checked(|column| statistics::summary(column, 20, &options).map(|_| ()));
        for refused in [encoded, summary] {
            check_refusal(&refused.expect_err("out of range"), place);
        }
        rows[place] = None;
        let column = Buffers::new("g", 3, &rows);
        let encoded = column.checked(|column| arrow::encode(&mut values, column, 20));
        check_refusal(&encoded.expect_err("missing"), place);
    }
}

fn check_refusal(problem: &Problem, row: usize) {
    assert_eq!((problem.error, problem.place), (Error::OutOfRange, Some(row as u64)));
    assert!(problem.what().starts_with(&format!("row {row} is ")), "{problem}");
    assert!(problem.what().ends_with("(with 20 fraction_bits)"), "{problem}");
    assert!(!problem.what().contains("inf,") && !problem.what().contains("e55"), "{problem}");
}
