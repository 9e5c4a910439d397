#![forbid(unsafe_code)]
//! Exact count, sum and sum of squares of a column, as four values that add up over parties.
//!
//! Numbers are rounded once, to multiples of 2^-fraction_bits; everything after that is exact
//! integer arithmetic up to the last division, so the variance is right where the usual formulas
//! cancel (a hundred million rows near a million, say).
//!
//! With q the rounded integers of the rows, |q| < 2^62, and Q the sum of their squares:
//!
//! | value | holds | size over all parties |
//! |---|---|---|
//! | 0 | count of rows that are not missing | below 2^64 |
//! | 1 | sum of q, signed | below 2^126 |
//! | 2 | sum of Q mod 2^64 | below 2^64 * parties |
//! | 3 | sum of floor(Q / 2^64) | below 2^60 * count |

use crate::error::{Error, Result};
use crate::field::{Element, Value};
use crate::limits;
use crate::memory::try_collect;
use crate::numbers::decimal_scale::Scale;
use crate::numbers::double::Double;
use crate::numbers::encode::FixedPoint;
use crate::numbers::first_refused;
use crate::numbers::unaligned::Unaligned;
use crate::options::RunOptions;
use crate::parallel;
use crate::problem::{Checked, Problem};
use ethnum::U256;
use std::hint::black_box;
use std::ops::Range;
use zeroize::Zeroize;

/// Values of one summary.
pub const SUMMARY_VALUE_COUNT: usize = 4;

/// A rounded row has magnitude below 2^62.
const ROW_BITS: u32 = 62;

/// What a column, or the columns of all parties together, amount to. NaN stands for undefined:
/// the mean of no rows, the variance of fewer than two.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    pub count: u64,
    pub sum: f64,
    pub mean: f64,
    /// The unbiased one: squared deviations from the mean, divided by count - 1.
    pub variance: f64,
}

/// Encodes a column, in which NaN is a missing row.
///
/// A row that is infinite, or of magnitude 2^62 or more after scaling, is OUT_OF_RANGE.
pub fn encode(
    column: &[Unaligned<Double>],
    fraction_bits: u32,
    options: &RunOptions,
) -> Checked<[Value; SUMMARY_VALUE_COUNT]> {
    limits::check_fraction_bits(fraction_bits)?;
    encode_rows(column.len(), fraction_bits, options, |moments, rows| {
        column[rows].iter().for_each(|row| moments.add_double(true, row.get(), fraction_bits));
    })
}

/// The same for rows of any kind, of which `add` adds a range.
pub(crate) fn encode_rows(
    row_count: usize,
    fraction_bits: u32,
    options: &RunOptions,
    add: impl Fn(&mut Moments, Range<usize>) + Sync,
) -> Checked<[Value; SUMMARY_VALUE_COUNT]> {
    let work = (row_count as u64).saturating_mul(NANOSECONDS_PER_ROW);
    let range_len = parallel::range_len(row_count, options.threads(), work).max(1);
    let ranges = (0..row_count).step_by(range_len);
    let ranges = ranges.map(|start| start..row_count.min(start + range_len));
    let mut parts = try_collect(ranges.clone().map(|_| Moments::default()))?;
    parallel::run(try_collect(ranges.zip(&mut parts))?, &|(rows, moments)| {
        add(moments, rows);
        Ok(())
    })?;
    let mut total = Moments::default();
    parts.iter().for_each(|part| total.merge(part));
    total.to_values().map_err(|error| match error {
        Error::OutOfRange => {
            let row = first_refused(0..row_count, |rows| {
                let mut moments = Moments::default();
                add(&mut moments, rows);
                moments.is_out_of_range != 0
            });
            out_of_range(row, fraction_bits)
        }
        error => error.into(),
    })
}

/// Which of the reasons it is would tell of the number.
fn out_of_range(row: usize, fraction_bits: u32) -> Problem {
    let bits = ROW_BITS as i32 - fraction_bits as i32;
    Problem::new(Error::OutOfRange).at(row as u64).say(format_args!(
        "row {row} is infinite or of magnitude 2^{bits} or more (with {fraction_bits} fraction_bits)",
    ))
}

/// About what a row costs.
const NANOSECONDS_PER_ROW: u64 = 8;

/// Count, sum and sum of squares of rounded rows.
#[derive(Default, Zeroize)]
#[zeroize(drop)]
pub(crate) struct Moments {
    count: u64,
    sum: i128,
    /// The sum of squares, in two parts: a square is below 2^124.
    squares_low: u128,
    squares_high: u64,
    /// 1 once a row was out of range.
    is_out_of_range: u8,
}

impl Moments {
    /// A NaN is missing as well. Inlined, it costs the same wherever a linker puts it.
    #[inline(always)]
    pub(crate) fn add_double(&mut self, is_present: bool, row: Double, fraction_bits: u32) {
        self.add(is_present & !row.is_nan(), FixedPoint::round::<ROW_BITS>(row, fraction_bits));
    }

    pub(crate) fn add_decimal(
        &mut self,
        is_present: bool,
        unscaled: i128,
        scale: Scale,
        fraction_bits: u32,
    ) {
        self.add(is_present, scale.round::<ROW_BITS>(unscaled, fraction_bits));
    }

    /// Branch-free: which rows are missing is a secret too.
    fn add(&mut self, is_present: bool, fixed: FixedPoint) {
        self.is_out_of_range |= (is_present & !fixed.in_range) as u8;
        // Keeps 62 bits of what may be out of range, so that nothing below can overflow: 2^64
        // rows are more than there is memory.
        // The compiler is not to see that the mask is one of two, and make a branch of it.
        let mask = i128::from(black_box((is_present as u64).wrapping_neg() >> (64 - ROW_BITS)));
        let sign = fixed.integer >> 127;
        let magnitude = ((fixed.integer ^ sign) - sign) & mask;
        self.count += is_present as u64;
        self.sum += (magnitude ^ sign) - sign;
        self.add_squares((magnitude as u128) * (magnitude as u128));
    }

    fn add_squares(&mut self, low: u128) {
        let (low, carry) = self.squares_low.overflowing_add(low);
        self.squares_low = low;
        self.squares_high += carry as u64;
    }

    /// Adds what another range of the same column amounts to.
    fn merge(&mut self, other: &Moments) {
        self.count += other.count;
        self.sum += other.sum;
        self.add_squares(other.squares_low);
        self.squares_high += other.squares_high;
        self.is_out_of_range |= other.is_out_of_range;
    }

    fn to_values(&self) -> Result<[Value; SUMMARY_VALUE_COUNT]> {
        if self.is_out_of_range != 0 {
            return Err(Error::OutOfRange);
        }
        let low = self.squares_low as u64;
        // The sum of squares is below 2^124 * 2^64, so this is below 2^124.
        let high = (u128::from(self.squares_high) << 64) | (self.squares_low >> 64);
        Ok([
            Element::from_u64(self.count).into(),
            Element::from_signed(self.sum).into(),
            Element::from_u64(low).into(),
            Element::new(high).ok_or(Error::OutOfRange)?.into(),
        ])
    }
}

/// Decodes summary after summary, and hands them out, with their numbers, only if all are sound.
pub fn decode_all(
    values: &[Value],
    fraction_bits: u32,
    mut write: impl FnMut(usize, Summary),
) -> Result<()> {
    let (summaries, rest) = values.as_chunks::<SUMMARY_VALUE_COUNT>();
    if !rest.is_empty() {
        return Err(Error::LengthMismatch);
    }
    limits::check_fraction_bits(fraction_bits)?;
    for summary in summaries {
        decode(summary, fraction_bits)?;
    }
    for (index, summary) in summaries.iter().enumerate() {
        write(index, decode(summary, fraction_bits)?);
    }
    Ok(())
}

/// Decodes the sum of any number of encoded columns, refusing totals that no columns can have.
pub fn decode(values: &[Value; SUMMARY_VALUE_COUNT], fraction_bits: u32) -> Result<Summary> {
    limits::check_fraction_bits(fraction_bits)?;
    let [count, sum, low, high] = values.map(|value| value.element());
    let (count, sum, low, high) =
        (count?.to_u128(), sum?.to_signed(), low?.to_u128(), high?.to_u128());
    let count = u64::try_from(count).map_err(|_| Error::InvalidSummary)?;
    let squares = sum_of_squares(count, low, high)?;
    check_consistency(count, sum, squares)?;
    let unit = -(fraction_bits as i32);
    let sum_of_integers = U256::new(sum.unsigned_abs());
    let signed = |magnitude: Double| magnitude.negated_if(sum < 0).into();
    let rows = U256::from(count);
    Ok(Summary {
        count,
        sum: signed(quotient(sum_of_integers, U256::ONE, unit)),
        mean: match count {
            0 => f64::NAN,
            _ => signed(quotient(sum_of_integers, rows, unit)),
        },
        variance: match count {
            0 | 1 => f64::NAN,
            _ => {
                // count * Q - sum^2 >= 0 was checked; both are below 2^252.
                let spread = rows * squares - sum_of_integers * sum_of_integers;
                quotient(spread, rows * (rows - U256::ONE), 2 * unit).into()
            }
        },
    })
}

/// Q from its two parts, if it is one of `count` rows: below 2^188.
fn sum_of_squares(count: u64, low: u128, high: u128) -> Result<U256> {
    let squares = (U256::new(high) << 64) + U256::new(low);
    if squares > U256::from(count) << (2 * ROW_BITS) {
        return Err(Error::InvalidSummary);
    }
    Ok(squares)
}

/// What holds for the sums of any `count` integers and of their squares: no sum without rows, the
/// sum's bound, Cauchy and Schwarz's sum^2 <= count * Q, and that q and q^2 have the same parity.
fn check_consistency(count: u64, sum: i128, squares: U256) -> Result<()> {
    let magnitude = U256::new(sum.unsigned_abs());
    let is_possible = magnitude <= U256::from(count) << ROW_BITS
        && magnitude * magnitude <= U256::from(count) * squares
        && (magnitude & U256::ONE) == (squares & U256::ONE);
    if is_possible { Ok(()) } else { Err(Error::InvalidSummary) }
}

/// numerator / denominator * 2^exponent to the nearest double, for a denominator from 1 to below
/// 2^128 and results that are 0 or normal.
fn quotient(numerator: U256, denominator: U256, exponent: i32) -> Double {
    // Shifted up as far as it goes, the numerator has 256 bits and the quotient at least 128; the
    // top 64 of those, with the last one standing for all that is lost below, round to 53
    // correctly.
    if numerator == U256::ZERO {
        return Double::default();
    }
    let up = numerator.leading_zeros();
    let numerator = numerator << up;
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let down = 192 - whole.leading_zeros();
    let top = (whole >> down).as_u64();
    let is_inexact = rest != U256::ZERO || (whole << (256 - down)) != U256::ZERO;
    let exponent = exponent + down as i32 - up as i32;
    Double::nearest((top | u64::from(is_inexact)).into(), exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ethnum::I256;
    use proptest::prelude::*;

    fn double(numerator: U256, denominator: u128, exponent: i32) -> f64 {
        quotient(numerator, U256::new(denominator), exponent).into()
    }

    #[test]
    fn a_quotient_next_to_a_tie_is_rounded_to_its_own_side() {
        // Between 2^53 and 2^53 + 2: an even mantissa and an odd one.
        let tie = U256::new((1 << 53) + 1);
        let (below, above) = (9007199254740992.0, 9007199254740994.0);
        assert_eq!(double(tie, 1, 0), below);
        assert_eq!(double(tie + U256::new(2), 1, 0), above + 2.0);
        // What decides is far down in the quotient, or in the remainder only.
        for place in [12_u32, 64, 100, 190] {
            let scaled = tie << place;
            let exponent = -(place as i32);
            assert_eq!(double(scaled, 1, exponent), below);
            assert_eq!(double(scaled + U256::ONE, 1, exponent), above);
            assert_eq!(double(scaled - U256::ONE, 1, exponent), below);
        }
        for denominator in [3, 7, 10_u128.pow(30), u128::MAX >> 1] {
            let scaled = tie * U256::new(denominator);
            assert_eq!(double(scaled, denominator, 0), below);
            assert_eq!(double(scaled + U256::ONE, denominator, 0), above);
            assert_eq!(double(scaled - U256::ONE, denominator, 0), below);
        }
    }

    proptest! {
        /// |n/d - q| is at most half of what lies between q and its neighbours.
        #[test]
        fn a_quotient_is_the_nearest_double(
            numerator in 1_u128..1 << 100, denominator in 1_u128..1 << 60, less in 0_u32..100,
        ) {
            let numerator = (numerator >> less).max(1);
            let nearest = double(U256::new(numerator), denominator, 0);
            // mantissa * 2^exponent, mantissa below 2^54
            let exact = |number: f64| {
                let exponent = number.log2().floor() as i32 - 53;
                (I256::new((number * 2_f64.powi(-exponent)) as i128), exponent)
            };
            let (mantissa, exponent) = exact(nearest);
            // All times d and 2^up, up to 2^115; exponents are from -113 to 47.
            let up = (-exponent).max(0) as u32;
            prop_assert!(up <= 120);
            let numerator = I256::new(numerator as i128) << up;
            let unit = I256::new(denominator as i128) << exponent.max(0) as u32;
            // mantissa has 54 bits here: half of the last of 53 is one unit.
            prop_assert!((numerator - mantissa * unit).abs() <= unit);
        }
    }

    #[test]
    fn parts_of_a_column_add_up_with_their_carries() {
        // Squares of almost 2^124: each part has more than 2^128 of them.
        let largest = (1 << 62) - 1;
        let part = |rows: i128| {
            let mut moments = Moments::default();
            (0..rows).for_each(|row| {
                let integer = if row % 2 == 0 { largest } else { -largest };
                moments.add(true, FixedPoint { integer, in_range: true });
            });
            moments
        };
        let (mut total, other, whole) = (part(109), part(46), part(155));
        assert!(total.squares_high > 0 && other.squares_high > 0);
        // The sums of both lower parts do not fit one either.
        assert!(total.squares_low.checked_add(other.squares_low).is_none());
        total.merge(&other);
        assert_eq!(total.to_values().unwrap(), whole.to_values().unwrap());
        let squares = |moments: &Moments| {
            (U256::new(moments.squares_high.into()) << 128_u32) + U256::new(moments.squares_low)
        };
        let square = U256::new((largest * largest) as u128);
        assert_eq!(squares(&total), square * U256::new(155));
    }
}
