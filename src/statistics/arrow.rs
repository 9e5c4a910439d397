#![forbid(unsafe_code)]
//! Statistics of columns of Arrow.

use crate::field::Value;
use crate::limits;
use crate::memory::try_collect;
use crate::numbers::arrow::{BLOCK_LEN, Column, Visitor};
use crate::numbers::decimal_scale::Scale;
use crate::numbers::double::Double;
use crate::numbers::unaligned::Unaligned;
use crate::options::RunOptions;
use crate::problem::Checked;
use crate::statistics::histogram::Counts;
use crate::statistics::summary::{self, Moments, SUMMARY_VALUE_COUNT};
use zeroize::Zeroizing;

/// Encodes a column as summary::encode does.
pub fn summary(
    column: &Column<'_>,
    fraction_bits: u32,
    options: &RunOptions,
) -> Checked<[Value; SUMMARY_VALUE_COUNT]> {
    limits::check_fraction_bits(fraction_bits)?;
    summary::encode_rows(column.row_count(), fraction_bits, options, |moments, rows| {
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

    fn doubles(&mut self, is_present: &[bool], numbers: &[Double]) {
        for (&is_present, &number) in is_present.iter().zip(numbers) {
            self.moments.add_double(is_present, number, self.fraction_bits);
        }
    }
}

/// Counts rows as histogram::encode does. Integers and decimals are compared with the edges exactly.
pub fn histogram(
    values: &mut [Value],
    edges: &[Unaligned<Double>],
    column: &Column<'_>,
) -> Checked<()> {
    let counts = Counts::new(values, edges)?;
    let bounds = try_collect(counts.edges().map(|edge| column.scale().at_least(edge)))?;
    let mut counter = Counter { counts, bounds };
    column.visit(0..column.row_count(), &mut counter);
    counter.counts.finish();
    Ok(())
}

struct Counter<'a> {
    counts: Counts<'a>,
    /// For each edge the least unscaled number at or above it, if there is one.
    bounds: Vec<Option<i128>>,
}

impl Visitor for Counter<'_> {
    fn decimals(&mut self, is_present: &[bool], unscaled: &[i128]) {
        let count = |bound: i128| {
            let rows = is_present.iter().zip(unscaled);
            rows.map(|(&is_present, &number)| u64::from(is_present & (number >= bound))).sum()
        };
        self.counts.add(self.bounds.iter().map(|bound| bound.map_or(0, count)));
    }

    fn doubles(&mut self, is_present: &[bool], numbers: &[Double]) {
        let mut rows = Zeroizing::new([Double::default(); BLOCK_LEN]);
        let rows = &mut rows[..numbers.len()];
        for (row, (&is_present, &number)) in rows.iter_mut().zip(is_present.iter().zip(numbers)) {
            *row = number.or_nan_unless(is_present);
        }
        self.counts.add_doubles(rows, |&row| row);
    }
}
