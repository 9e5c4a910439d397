#![forbid(unsafe_code)]
//! Everything that can be computed from some totals by adding and scaling them.
//!
//! A cohort is a vector of zeros and ones over the parties, and its total is known. From the totals
//! of several cohorts follows exactly what belongs to the vectors that they span; a vector with few
//! entries other than 0 speaks of few parties (Chin and Ozsoyoglu, Auditing and inference control in
//! statistical databases, IEEE Transactions on Software Engineering SE-8(6), 1982). The span is over
//! the field of the totals, in reduced row echelon form.
//!
//! Parties that came and went together so far share a column, since nothing tells them apart: a
//! column has a size. All of this is about who took part, which is public.

use crate::error::{Error, Result};
use crate::field::{Element, Value};
use crate::kernels::{self, Weights};
use crate::memory::try_collect;

pub(super) struct RowSpace {
    rows: Vec<Row>,
    /// Parties of each column.
    sizes: Vec<u64>,
}

/// A vector whose first entry other than 0 is a 1, where all other rows have 0.
struct Row {
    pivot: usize,
    entries: Vec<Value>,
}

/// A row as one half of a vector of two columns: two rows whose rests are multiples of each other
/// combine to a vector of their pivots alone.
struct HalfOfPair {
    /// Digest of the rest, scaled so that it begins with 1.
    rest: [u8; 32],
    pivot: usize,
    size: u64,
    /// How much of the added vector is in the row, in the same scale: where two halves differ in it,
    /// so much of it is in the pair.
    news: Element,
}

impl Row {
    /// Takes as much of this row away from the entries as makes them 0 at its pivot.
    fn clear_pivot_of(&self, entries: &mut [Value]) {
        let coefficient = entry(entries, self.pivot).canonical_element();
        if coefficient == Element::ZERO {
            return;
        }
        for (entry, of_row) in entries.iter_mut().zip(&self.entries) {
            let taken = coefficient * of_row.canonical_element();
            *entry = (entry.canonical_element() - taken).into();
        }
    }
}

impl RowSpace {
    pub fn new() -> RowSpace {
        RowSpace { rows: Vec::new(), sizes: Vec::new() }
    }

    pub fn column_count(&self) -> usize {
        self.sizes.len()
    }

    pub fn size(&self, column: usize) -> u64 {
        self.sizes.get(column).copied().unwrap_or_default()
    }

    /// Adds a column of parties that were in no cohort yet.
    pub fn add_column(&mut self, size: u64) -> Result<usize> {
        self.push_column(size, |_| Value::ZERO)
    }

    /// Moves so many parties of a column to a new one, which begins as the old one is.
    pub fn split_column(&mut self, column: usize, size: u64) -> Result<usize> {
        let number = self.push_column(size, |row| entry(&row.entries, column))?;
        if let Some(rest) = self.sizes.get_mut(column) {
            *rest = rest.saturating_sub(size);
        }
        Ok(number)
    }

    fn push_column(&mut self, size: u64, of_row: impl Fn(&Row) -> Value) -> Result<usize> {
        self.sizes.try_reserve(1)?;
        for row in &mut self.rows {
            row.entries.try_reserve(1)?;
        }
        for row in &mut self.rows {
            let value = of_row(row);
            row.entries.push(value);
        }
        self.sizes.push(size);
        Ok(self.sizes.len() - 1)
    }

    /// The same columns and nothing known about them.
    pub fn without_rows(&self) -> Result<RowSpace> {
        Ok(RowSpace { rows: Vec::new(), sizes: try_collect(self.sizes.iter().copied())? })
    }

    /// Adds a vector to the span.
    pub fn insert(&mut self, vector: &[Value]) -> Result<()> {
        let Some(added) = self.reduced(vector)? else { return Ok(()) };
        self.rows.try_reserve(1)?;
        self.rows.iter_mut().for_each(|row| added.clear_pivot_of(&mut row.entries));
        self.rows.push(added);
        Ok(())
    }

    /// Which columns would newly be isolated if the vector were added: those of vectors that the span
    /// does not have yet and that speak of fewer than `least` parties. Found are all such vectors of
    /// one and of two columns, every row of the echelon form, and the differences to the vectors
    /// given.
    pub fn isolated_with(
        &self,
        vector: &[Value],
        others: impl Iterator<Item = Result<Vec<Value>>>,
        least: u64,
    ) -> Result<Vec<bool>> {
        let mut isolated = try_collect(self.sizes.iter().map(|_| false))?;
        let Some(added) = self.reduced(vector)? else { return Ok(isolated) };
        let mut mark = |entries: &[Value]| {
            if self.is_small(entries, least) {
                for (isolated, &entry) in isolated.iter_mut().zip(entries) {
                    *isolated |= entry != Value::ZERO;
                }
            }
        };
        let mut halves = Vec::new();
        halves.try_reserve_exact(self.rows.len() + 1)?;
        for row in &self.rows {
            let taken = entry(&row.entries, added.pivot).canonical_element();
            let mut entries = try_collect(row.entries.iter().copied())?;
            added.clear_pivot_of(&mut entries);
            if taken != Element::ZERO {
                mark(&entries);
            }
            halves.extend(self.half_of_pair(&entries, row.pivot, -taken, least));
        }
        mark(&added.entries);
        halves.extend(self.half_of_pair(&added.entries, added.pivot, Element::ONE, least));
        for other in others {
            mark(&combination(&[(Element::ONE, vector), (-Element::ONE, &other?)])?);
        }
        halves.sort_unstable_by_key(|half| half.rest);
        for halves in halves.chunk_by(|one, other| one.rest == other.rest) {
            for (number, half) in halves.iter().enumerate() {
                let is_isolated = halves.iter().enumerate().any(|(other_number, other)| {
                    number != other_number
                        && half.news != other.news
                        && half.size.saturating_add(other.size) < least
                });
                if let Some(isolated) = isolated.get_mut(half.pivot).filter(|_| is_isolated) {
                    *isolated = true;
                }
            }
        }
        // What was known alone is no news, whatever speaks of it besides.
        for row in &self.rows {
            let is_alone = row.entries.iter().filter(|&&entry| entry != Value::ZERO).count() == 1;
            if let Some(isolated) = isolated.get_mut(row.pivot).filter(|_| is_alone) {
                *isolated = false;
            }
        }
        Ok(isolated)
    }

    /// None if this row can be no half of a small pair.
    fn half_of_pair(
        &self,
        entries: &[Value],
        pivot: usize,
        news: Element,
        least: u64,
    ) -> Option<HalfOfPair> {
        let size = self.size(pivot);
        if size.saturating_add(1) >= least {
            return None;
        }
        let (rest, scale) = rest_of(entries, pivot)?;
        Some(HalfOfPair { rest, pivot, size, news: news * scale })
    }

    /// Whether a vector other than 0 speaks of fewer parties than that.
    fn is_small(&self, entries: &[Value], least: u64) -> bool {
        let mut parties = 0_u64;
        for (&entry, &size) in entries.iter().zip(&self.sizes) {
            if entry != Value::ZERO {
                parties = parties.saturating_add(size);
                if parties >= least {
                    return false;
                }
            }
        }
        parties != 0
    }

    /// What is left of a vector when as much as possible is taken away by the rows, as a row; none
    /// if nothing is left.
    fn reduced(&self, vector: &[Value]) -> Result<Option<Row>> {
        let mut terms = Vec::new();
        terms.try_reserve_exact(self.rows.len() + 1)?;
        terms.push((Element::ONE, vector));
        for row in &self.rows {
            let coefficient = entry(vector, row.pivot);
            if coefficient != Value::ZERO {
                terms.push((-coefficient.canonical_element(), &row.entries[..]));
            }
        }
        let rest = combination(&terms)?;
        let Some(pivot) = rest.iter().position(|&entry| entry != Value::ZERO) else {
            return Ok(None);
        };
        let inverse = entry(&rest, pivot).canonical_element().invert();
        Ok(Some(Row { pivot, entries: combination(&[(inverse, &rest)])? }))
    }
}

fn entry(entries: &[Value], column: usize) -> Value {
    entries.get(column).copied().unwrap_or_default()
}

/// A weighted sum of vectors of one length.
fn combination(terms: &[(Element, &[Value])]) -> Result<Vec<Value>> {
    let weights = Weights::new(try_collect(terms.iter().map(|&(weight, _)| weight))?)?;
    let vectors = try_collect(terms.iter().map(|&(_, vector)| vector))?;
    let len = vectors.iter().map(|vector| vector.len()).min().unwrap_or_default();
    let mut sum = try_collect((0..len).map(|_| Value::ZERO))?;
    if kernels::weighted_sum(&mut sum, &weights, &vectors, 0) {
        Ok(sum)
    } else {
        Err(Error::Internal)
    }
}

/// A digest that is equal for entries that are, but for the pivot, multiples of each other; and what
/// makes the first of them 1. None if there is nothing but the pivot.
fn rest_of(entries: &[Value], pivot: usize) -> Option<([u8; 32], Element)> {
    let is_rest = |&(column, &entry): &(usize, &Value)| column != pivot && entry != Value::ZERO;
    let rest = || entries.iter().enumerate().filter(is_rest);
    let (_, first) = rest().next()?;
    let scale = first.canonical_element().invert();
    let mut hasher = blake3::Hasher::new();
    for (column, entry) in rest() {
        hasher.update(&(column as u64).to_le_bytes());
        hasher.update(&Value::from(entry.canonical_element() * scale).to_bytes());
    }
    Some((*hasher.finalize().as_bytes(), scale))
}
