#![forbid(unsafe_code)]
//! Which parties share a column of a series' row space.

use super::row_space::RowSpace;
use crate::error::Result;
use crate::field::{Element, Value};
use crate::memory::try_collect;

/// Each party has a *place*, in the order in which they first came.
pub(super) struct Columns {
    /// By place.
    of_place: Vec<u32>,
    pub space: RowSpace,
}

/// A cohort: one bit for each place. Those beyond its end are 0, so that it may be older than some
/// places.
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub fn set(&mut self, place: u32) {
        if let Some(word) = self.0.get_mut(place as usize / 64) {
            *word |= 1 << (place % 64);
        }
    }

    pub fn get(&self, place: u32) -> bool {
        self.0.get(place as usize / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// Whether these are the same places.
    pub fn are(&self, other: &Bits) -> bool {
        let len = self.0.len().max(other.0.len());
        let word = |bits: &Bits, index| bits.0.get(index).copied().unwrap_or_default();
        (0..len).all(|index| word(self, index) == word(other, index))
    }
}

impl Columns {
    pub fn new() -> Columns {
        Columns { of_place: Vec::new(), space: RowSpace::new() }
    }

    /// No place yet in it, and room for all that there are.
    pub fn no_places(&self) -> Result<Bits> {
        Ok(Bits(try_collect((0..self.of_place.len().div_ceil(64)).map(|_| 0))?))
    }

    /// Adds places for so many parties that were in no cohort; they share a column.
    pub fn add_places(&mut self, count: usize) -> Result<()> {
        self.of_place.try_reserve(count)?;
        if count > 0 {
            let column = self.space.add_column(count as u64)? as u32;
            self.of_place.extend((0..count).map(|_| column));
        }
        Ok(())
    }

    /// Splits columns of which only a part is in the cohort. What the rows say stays the same.
    pub fn split_by(&mut self, cohort: &Bits) -> Result<()> {
        let mut inside = try_collect((0..self.space.column_count()).map(|_| 0_u64))?;
        for (place, &column) in (0..).zip(&self.of_place) {
            if let Some(inside) = inside.get_mut(column as usize) {
                *inside += u64::from(cohort.get(place));
            }
        }
        let mut moved_to = try_collect(inside.iter().map(|_| None))?;
        let mut outcome = Ok(());
        for ((column, &inside), moved_to) in inside.iter().enumerate().zip(&mut moved_to) {
            if 0 < inside && inside < self.space.size(column) && outcome.is_ok() {
                let split = self.space.split_column(column, inside);
                *moved_to = split.as_ref().ok().map(|&column| column as u32);
                outcome = split.map(|_| ());
            }
        }
        // Columns that were split before memory ran out get their parties all the same.
        for (place, column) in (0..).zip(&mut self.of_place) {
            if let Some(&Some(moved_to)) = moved_to.get(*column as usize)
                && cohort.get(place)
            {
                *column = moved_to;
            }
        }
        outcome
    }

    /// The cohort as a vector; it must have whole columns.
    pub fn vector(&self, cohort: &Bits) -> Result<Vec<Value>> {
        let mut vector = try_collect((0..self.space.column_count()).map(|_| Value::ZERO))?;
        for (place, &column) in (0..).zip(&self.of_place) {
            if let Some(entry) = vector.get_mut(column as usize).filter(|_| cohort.get(place)) {
                *entry = Element::ONE.into();
            }
        }
        Ok(vector)
    }

    pub fn place_count(&self) -> usize {
        self.of_place.len()
    }

    pub fn column_of(&self, place: u32) -> Option<usize> {
        self.of_place.get(place as usize).map(|&column| column as usize)
    }
}
