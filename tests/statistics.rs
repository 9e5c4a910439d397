//! Codecs, summaries and histograms: exact, and refused where they cannot be.

use ethnum::I256;
use proptest::prelude::*;
use secagg::error::Error;
use secagg::field::Value;
use secagg::field::{Element, MODULUS};
use secagg::numbers::double::Double;
use secagg::numbers::encode;
use secagg::numbers::unaligned::Unaligned;
use secagg::options::RunOptions;
use secagg::sharing::sum;
use secagg::statistics::histogram;
use secagg::statistics::summary::{self, Summary};

fn column(numbers: &[f64]) -> Vec<Unaligned<Double>> {
    numbers.iter().map(|&number| Unaligned::new(number.into())).collect()
}

fn encode_summary(numbers: &[f64], fraction_bits: u32) -> Result<[Value; 4], Error> {
    Ok(summary::encode(&column(numbers), fraction_bits, &RunOptions::default())?)
}

fn summarise(numbers: &[f64], fraction_bits: u32) -> Summary {
    summary::decode(&encode_summary(numbers, fraction_bits).unwrap(), fraction_bits).unwrap()
}

fn value(integer: u128) -> Value {
    Element::new(integer).unwrap().into()
}

/// The variance of integers by exact arithmetic, rounded at the last division.
fn exact_variance(integers: &[i64]) -> f64 {
    let count = I256::from(integers.len() as i64);
    let sum: I256 = integers.iter().map(|&n| I256::from(n)).fold(I256::ZERO, |a, b| a + b);
    let squares =
        integers.iter().map(|&n| I256::from(n) * I256::from(n)).fold(I256::ZERO, |a, b| a + b);
    let (numerator, denominator) = (count * squares - sum * sum, count * (count - I256::ONE));
    // A quotient scaled by 2^60 has bits to spare for a double.
    let scaled: I256 = (numerator << 60) / denominator;
    scaled.as_f64() / 60f64.exp2()
}

fn is_close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 4.0 * f64::EPSILON * a.abs()
}

#[test]
fn variance_is_right_at_a_hundred_million_rows_near_a_million() {
    // A million rows whose summary is added to itself a hundred times, as a hundred parties'.
    let rows: Vec<f64> = (0..1_000_000).map(|i| 1e6 + f64::from(i % 5) - 2.0).collect();
    let one = encode_summary(&rows, 16).unwrap();
    let mut total = [Value::ZERO; 4];
    for _ in 0..100 {
        sum::add_assign(&mut total, &one).unwrap();
    }
    let summary = summary::decode(&total, 16).unwrap();
    assert_eq!(summary.count, 100_000_000);
    assert_eq!(summary.mean, 1e6);
    assert_eq!(summary.sum, 1e14);
    // Deviations -2, -1, 0, 1, 2: squares sum to 2 a row.
    assert_eq!(summary.variance, 2e8 / (1e8 - 1.0));
}

#[test]
fn threads_give_the_same_bytes() {
    let rows: Vec<f64> = (0..100_000).map(|i| f64::from(i % 977) / 8.0 - 50.0).collect();
    let one = encode_summary(&rows, 16).unwrap();
    for threads in [2, 3, 7] {
        let options = RunOptions::with_threads(threads).unwrap();
        assert_eq!(summary::encode(&column(&rows), 16, &options).unwrap(), one);
    }
    let mut bad = rows;
    bad[99_999] = f64::INFINITY;
    let options = RunOptions::with_threads(4).unwrap();
    assert_eq!(summary::encode(&column(&bad), 16, &options).unwrap_err().error, Error::OutOfRange);
}

#[test]
fn undefined_statistics_are_nan() {
    let none = summarise(&[], 16);
    assert_eq!((none.count, none.sum), (0, 0.0));
    assert!(none.mean.is_nan() && none.variance.is_nan());
    let one = summarise(&[f64::NAN, -3.25, f64::NAN], 16);
    assert_eq!((one.count, one.sum, one.mean), (1, -3.25, -3.25));
    assert!(one.variance.is_nan());
}

#[test]
fn the_largest_rows_sum_up_and_larger_ones_are_refused() {
    let largest = (2f64.powi(62)).next_down();
    let rows = [largest, -largest, largest, largest];
    let summary = summarise(&rows, 0);
    assert_eq!((summary.count, summary.sum, summary.mean), (4, 2.0 * largest, largest / 2.0));
    assert!(is_close(summary.variance, largest * largest));
    for bad in [2f64.powi(62), -(2f64.powi(62)), f64::INFINITY, f64::NEG_INFINITY, f64::MAX] {
        assert_eq!(encode_summary(&[1.0, bad, 2.0], 0).unwrap_err(), Error::OutOfRange);
    }
    assert_eq!(encode_summary(&[1.0], 94).unwrap_err(), Error::LimitExceeded);
}

#[test]
fn totals_that_no_column_has_are_refused() {
    let good = encode_summary(&[1.0, 2.0, 4.0], 0).unwrap();
    assert!(summary::decode(&good, 0).is_ok());
    let refused = |place: usize, new: u128| {
        let mut spoilt = good;
        spoilt[place] = value(new);
        summary::decode(&spoilt, 0).unwrap_err()
    };
    // No rows, but a sum; a count beyond 64 bits; squares too small for the sum (Cauchy and
    // Schwarz), or of another parity, or larger than so few rows have.
    assert_eq!(refused(0, 0), Error::InvalidSummary);
    assert_eq!(refused(0, 1 << 64), Error::InvalidSummary);
    assert_eq!(refused(0, MODULUS - 1), Error::InvalidSummary);
    assert_eq!(refused(2, 15), Error::InvalidSummary);
    assert_eq!(refused(2, 22), Error::InvalidSummary);
    assert_eq!(refused(3, 1 << 80), Error::InvalidSummary);
    assert_eq!(refused(3, MODULUS - 1), Error::InvalidSummary);
    assert_eq!(refused(1, 1 << 100), Error::InvalidSummary);
    let mut not_canonical = good;
    not_canonical[3] = Value::from_bytes([0xff; 16]);
    assert_eq!(summary::decode(&not_canonical, 0).unwrap_err(), Error::NotCanonical);
}

/// As the manual says: what the parties must agree on beforehand cannot be checked afterwards.
#[test]
fn different_fraction_bits_are_not_noticed() {
    let (one, other) = ([20.5, 31.25, 44.0], [27.0, 33.5]);
    for bits in [(8, 16), (16, 8), (0, 40), (40, 0), (20, 21), (21, 20), (10, 30), (30, 10)] {
        let mut total = encode_summary(&one, bits.0).unwrap();
        sum::add_assign(&mut total, &encode_summary(&other, bits.1).unwrap()).unwrap();
        for read_with in [bits.0, bits.1] {
            let summary = summary::decode(&total, read_with).unwrap();
            assert_eq!(summary.count, 5);
            assert_ne!(summary.sum, 156.25);
        }
    }
}

/// As the manual says: a half of the unit is the most that is lost.
#[test]
fn rows_of_at_most_half_a_unit_count_as_0() {
    let unit = 2_f64.powi(-16);
    let of_integer_bytes = f64::from_bits(1_234_567);
    for lost in [1e-7, unit / 2.0, -unit / 2.0, of_integer_bytes, -5e-324] {
        let summary = summarise(&[lost, 3.0], 16);
        assert_eq!((summary.count, summary.sum), (2, 3.0));
        let mut values = [value(9)];
        encode::encode_f64(&mut values, &column(&[lost]), 16).unwrap();
        assert_eq!(values, [Value::ZERO]);
    }
    assert_eq!(summarise(&[(unit / 2.0).next_up(), 3.0], 16).sum, 3.0 + unit);
}

#[test]
fn histogram_counts_by_the_edges() {
    let count = |edges: &[f64], numbers: &[f64]| {
        let mut values = vec![Value::ZERO; edges.len() + 1];
        histogram::encode(&mut values, &column(edges), &column(numbers)).unwrap();
        let mut counts = vec![Unaligned::new(0); values.len()];
        encode::decode_u64(&mut counts, &values).unwrap();
        counts.into_iter().map(Unaligned::get).collect::<Vec<u64>>()
    };
    let numbers = [-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    assert_eq!(count(&[0.0, 1.0, 2.0], &numbers), [2, 2, 2, 2]);
    assert_eq!(count(&[0.0], &numbers), [2, 6]);
    assert_eq!(count(&[0.0, 1.0], &[]), [0, 0, 0]);
}

#[test]
fn histogram_refuses_edges_that_are_none() {
    let refused = |edges: &[f64], value_count| {
        histogram::encode(&mut vec![Value::ZERO; value_count], &column(edges), &column(&[1.0]))
            .unwrap_err()
            .error
    };
    for edges in [&[1.0, 1.0][..], &[2.0, 1.0], &[0.0, f64::NAN], &[f64::NEG_INFINITY, 0.0], &[]] {
        assert_eq!(refused(edges, edges.len() + 1), Error::InvalidEdges);
    }
    assert_eq!(refused(&[0.0, 1.0], 2), Error::LengthMismatch);
    assert_eq!(refused(&[0.0, 1.0], 4), Error::LengthMismatch);
}

proptest! {
    #[test]
    fn summaries_are_exact(
        integers in proptest::collection::vec(-1_000_000_i64..=1_000_000, 2..60), offset in -1_i64 << 40..1 << 40,
        fraction_bits in 0_u32..8, cut: prop::sample::Index,
    ) {
        let integers: Vec<i64> = integers.iter().map(|n| n + offset).collect();
        let scale = f64::from(1 << fraction_bits);
        let numbers: Vec<f64> = integers.iter().map(|&n| n as f64 / scale).collect();
        let (one, other) = numbers.split_at(cut.index(numbers.len()));
        let mut total = encode_summary(one, fraction_bits).unwrap();
        sum::add_assign(&mut total, &encode_summary(other, fraction_bits).unwrap()).unwrap();
        let summary = summary::decode(&total, fraction_bits).unwrap();
        let sum: i64 = integers.iter().sum();
        prop_assert_eq!(summary.count, integers.len() as u64);
        prop_assert_eq!(summary.sum, sum as f64 / scale);
        prop_assert!(is_close(summary.mean, sum as f64 / integers.len() as f64 / scale));
        prop_assert!(is_close(summary.variance, exact_variance(&integers) / (scale * scale)));
    }

    #[test]
    fn integers_return(numbers in proptest::collection::vec(any::<i64>(), 0..40)) {
        let numbers_in: Vec<_> = numbers.iter().copied().map(Unaligned::new).collect();
        let mut values = vec![Value::ZERO; numbers.len()];
        encode::encode_i64(&mut values, &numbers_in).unwrap();
        let mut numbers_out = vec![Unaligned::new(0); numbers.len()];
        encode::decode_i64(&mut numbers_out, &values).unwrap();
        prop_assert_eq!(numbers_out.into_iter().map(Unaligned::get).collect::<Vec<_>>(), numbers);
    }

    #[test]
    fn unsigned_integers_return(numbers in proptest::collection::vec(any::<u64>(), 0..40)) {
        let numbers_in: Vec<_> = numbers.iter().copied().map(Unaligned::new).collect();
        let mut values = vec![Value::ZERO; numbers.len()];
        encode::encode_u64(&mut values, &numbers_in).unwrap();
        let mut numbers_out = vec![Unaligned::new(0); numbers.len()];
        encode::decode_u64(&mut numbers_out, &values).unwrap();
        prop_assert_eq!(numbers_out.into_iter().map(Unaligned::get).collect::<Vec<_>>(), numbers);
    }

    #[test]
    fn doubles_return_up_to_half_a_unit(
        numbers in proptest::collection::vec(-1e9..1e9_f64, 1..40), fraction_bits in 0_u32..20,
    ) {
        let mut values = vec![Value::ZERO; numbers.len()];
        encode::encode_f64(&mut values, &column(&numbers), fraction_bits).unwrap();
        let mut decoded = column(&vec![0.0; numbers.len()]);
        encode::decode_f64(&mut decoded, &values, fraction_bits).unwrap();
        let half_unit = 0.5 / f64::from(1 << fraction_bits);
        for (number, decoded) in numbers.iter().zip(decoded) {
            prop_assert!((number - f64::from(decoded.get())).abs() <= half_unit);
        }
    }
}

#[test]
fn totals_outside_the_integer_type_are_refused_and_write_nothing() {
    let mut numbers = [Unaligned::new(7_i64); 2];
    for bad in [1 << 63, (1 << 126), MODULUS - (1 << 63) - 1] {
        let refused = encode::decode_i64(&mut numbers, &[value(1), value(bad)]).unwrap_err();
        assert_eq!((refused, numbers[0].get()), (Error::OutOfRange, 7));
    }
    let mut numbers = [Unaligned::new(7_u64)];
    for bad in [1 << 64, MODULUS - 1] {
        assert_eq!(encode::decode_u64(&mut numbers, &[value(bad)]), Err(Error::OutOfRange));
    }
    let edges = [i64::MIN, -1, 0, i64::MAX];
    let mut values = [Value::ZERO; 4];
    encode::encode_i64(&mut values, &edges.map(Unaligned::new)).unwrap();
    assert_eq!(values, [MODULUS - (1 << 63), MODULUS - 1, 0, (1 << 63) - 1].map(value));
}

#[test]
fn a_bad_double_zeroes_the_output() {
    for bad in [f64::NAN, f64::INFINITY, -f64::INFINITY, f64::MAX, 2f64.powi(94)] {
        let mut values = [value(9); 2];
        let refused = encode::encode_f64(&mut values, &column(&[1.0, bad]), 0);
        assert_eq!((refused.unwrap_err().error, values), (Error::OutOfRange, [Value::ZERO; 2]));
    }
}
