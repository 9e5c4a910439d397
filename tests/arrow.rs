//! Columns in Arrow's layout give what plain columns of the same numbers give.

use proptest::prelude::*;
use secagg::error::{Error, Result};
use secagg::field::Value;
use secagg::numbers::arrow::{self, Description, Layout};
use secagg::numbers::encode;
use secagg::numbers::unaligned::Unaligned;
use secagg::options::RunOptions;
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

    fn with<T>(&self, work: impl FnOnce(&arrow::Column<'_>) -> Result<T>) -> Result<T> {
        let layout = Layout::new(&Description {
            format: self.format.as_bytes(),
            length: self.row_count as i64,
            null_count: -1,
            offset: self.offset as i64,
            ..FLAT
        })?;
        let presence = self.presence.as_deref().map(|bytes| &bytes[layout.bit_bytes()]);
        work(&layout.column(&self.numbers[layout.number_bytes()], presence)?)
    }

    fn encode(&self, fraction_bits: u32) -> Result<Vec<Value>> {
        let mut values = vec![Value::ZERO; self.row_count];
        self.with(|column| arrow::encode(&mut values, column, fraction_bits))?;
        Ok(values)
    }

    fn summary(&self, fraction_bits: u32) -> Result<[Value; SUMMARY_VALUE_COUNT]> {
        self.with(|column| arrow::summary(column, fraction_bits, &RunOptions::default()))
    }

    fn histogram(&self, edges: &[f64]) -> Result<Vec<Value>> {
        let mut values = vec![Value::ZERO; edges.len() + 1];
        self.with(|column| arrow::histogram(&mut values, &unaligned(edges), column))?;
        Ok(values)
    }
}

const FLAT: Description<'_> = Description {
    format: b"g",
    length: 0,
    null_count: 0,
    offset: 0,
    buffer_count: 2,
    child_count: 0,
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

fn unaligned(numbers: &[f64]) -> Vec<Unaligned<f64>> {
    numbers.iter().map(|&number| Unaligned::new(number)).collect()
}

/// What plain columns of the same numbers give.
fn check_against_plain(column: &Buffers, rows: &[Option<f64>], edges: &[f64], fraction_bits: u32) {
    let numbers: Vec<_> = rows.iter().map(|row| row.unwrap_or(f64::NAN)).collect();
    let numbers = unaligned(&numbers);

    let mut values = vec![Value::ZERO; rows.len()];
    let expected = encode::encode_f64(&mut values, &numbers, fraction_bits).map(|()| values);
    assert_eq!(column.encode(fraction_bits), expected, "{}", column.format);

    let expected = summary::encode(&numbers, fraction_bits, &RunOptions::default());
    assert_eq!(column.summary(fraction_bits), expected, "{}", column.format);

    let mut values = vec![Value::ZERO; edges.len() + 1];
    let expected = histogram::encode(&mut values, &unaligned(edges), &numbers).map(|()| values);
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

#[test]
fn the_ends_of_wide_integers() {
    for (format, number) in [("l", i64::MIN.into()), ("l", i64::MAX.into()), ("L", u64::MAX.into())]
    {
        let column = column_of(format, number);
        let values = column.encode(0).expect("in range");
        let mut totals = [Unaligned::new(0.0)];
        encode::decode_f64(&mut totals, &values, 0).expect("a number");
        assert_eq!(totals[0].get(), number as f64);
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
    let formats: [&[u8]; 20] = [
        b"",
        b"n",
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
        assert!(matches!(layout, Err(Error::UnsupportedType)), "{:?}", format.escape_ascii());
    }
    let dictionary = Layout::new(&Description { has_dictionary: true, ..FLAT });
    assert!(matches!(dictionary, Err(Error::UnsupportedType)));
    for description in [
        Description { length: -1, ..FLAT },
        Description { offset: -1, ..FLAT },
        Description { null_count: -2, ..FLAT },
        Description { buffer_count: 1, ..FLAT },
        Description { buffer_count: 3, ..FLAT },
        Description { child_count: 1, ..FLAT },
    ] {
        assert!(matches!(Layout::new(&description), Err(Error::InvalidColumn)), "{description:?}");
    }
    for description in [
        Description { length: i64::MAX, ..FLAT },
        Description { offset: i64::MAX, length: i64::MAX, ..FLAT },
        Description { format: b"b", offset: i64::MAX, length: i64::MAX, ..FLAT },
        Description { format: b"c", offset: 1, length: i64::MAX, ..FLAT },
    ] {
        assert!(matches!(Layout::new(&description), Err(Error::LimitExceeded)), "{description:?}");
    }
}

#[test]
fn bits_are_needed_if_there_are_nulls() {
    let layout = Layout::new(&Description { length: 1, null_count: 1, ..FLAT }).expect("a layout");
    assert!(matches!(layout.column(&[0; 8], None), Err(Error::NullPointer)));
    assert!(matches!(layout.column(&[0; 7], Some(&[0])), Err(Error::LengthMismatch)));
    assert!(matches!(layout.column(&[0; 8], Some(&[0; 2])), Err(Error::LengthMismatch)));
    assert!(layout.column(&[0; 8], Some(&[0])).is_ok());
}
