#![forbid(unsafe_code)]
//! What a split draws from, made ready before it writes anything.

use super::draws::{Draws, Source};
use super::expanded::{ExpandedKeys, KEY_PERIOD};
use super::seeded::SeedScope;
use super::trace::without_trace;
use super::{Key, VALUE_LEN, fill_from_system};
use crate::error::{Error, Result};
use zeroize::Zeroize;

/// Up to here one request to the operating system costs less than a key and its expansion.
const SMALL_LEN: u64 = 128;

/// The keys of a split, or of a range of one.
///
/// Not an enumeration: what one of those does not use of its memory is filled with what lay on the
/// stack, and this goes to the heap.
pub(crate) struct Supply {
    kind: Kind,
    /// Elements to be drawn, but for a seeded split.
    element_count: u64,
    key: Key,
    /// The system's keys for what comes after the period of the first.
    further: Vec<Key>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Straight from the operating system, at the first use.
    System,
    Expanded,
    Seeded,
}

impl Supply {
    /// Filled where it lies: moving it would leave copies of its keys behind.
    pub const EMPTY: Supply =
        Supply { kind: Kind::System, element_count: 0, key: [0; 32], further: Vec::new() };

    /// Draws the keys that so many draws of every value need from the operating system.
    pub fn draw_keys(&mut self, draws: usize, value_count: usize) -> Result<()> {
        let count = (draws as u64).checked_mul(value_count as u64).ok_or(Error::LimitExceeded)?;
        let len = count.checked_mul(VALUE_LEN as u64).ok_or(Error::LimitExceeded)?;
        self.element_count = count;
        if len > SMALL_LEN {
            self.draw_keys_for(len)?;
        }
        Ok(())
    }

    fn draw_keys_for(&mut self, len: u64) -> Result<()> {
        let further = usize::try_from(len.div_ceil(KEY_PERIOD) - 1);
        let further = further.map_err(|_| Error::LimitExceeded)?;
        self.further.try_reserve_exact(further)?;
        self.further.resize(further, [0; 32]);
        fill_from_system(&mut self.key)?;
        if further > 0 {
            fill_from_system(self.further.as_flattened_mut())?;
        }
        self.kind = Kind::Expanded;
        Ok(())
    }

    /// Takes the key of a seeded split instead.
    pub fn derive_key(&mut self, scope: &SeedScope<'_>) {
        without_trace(|| scope.derive_key(&mut self.key));
        self.kind = Kind::Seeded;
    }

    /// Draws, for as long as the work takes. Of the keys nothing is left behind.
    pub fn with_draws<R>(&self, work: impl FnOnce(&mut Draws<'_>) -> Result<R>) -> Result<R> {
        // In this function's part of the stack, which is not overwritten: it wipes itself.
        let mut draws = Draws::EMPTY;
        draws.left = self.element_count;
        if self.kind == Kind::System {
            return work(&mut draws);
        }
        without_trace(|| {
            draws.source = match self.kind {
                Kind::System => Source::System,
                Kind::Expanded => Source::Expanded(ExpandedKeys::new(&self.key, &self.further)),
                Kind::Seeded => Source::Seeded(&self.key),
            };
            work(&mut draws)
        })
    }

    fn wipe(&mut self) {
        self.key.zeroize();
        self.further.iter_mut().zeroize();
    }
}

impl Drop for Supply {
    fn drop(&mut self) {
        self.wipe();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The system's keys for so many elements.
    fn keys_for(element_count: usize) -> Vec<Key> {
        let mut supply = Supply::EMPTY;
        supply.draw_keys(1, element_count).unwrap();
        let first = (supply.kind == Kind::Expanded).then_some(supply.key);
        first.into_iter().chain(supply.further.iter().copied()).collect()
    }

    #[test]
    fn a_key_is_drawn_for_every_4_gib() {
        let period = 1 << 28;
        for (element_count, key_count) in [
            (0, 0),
            (8, 0),
            (9, 1),
            (period - 1, 1),
            (period, 1),
            (period + 1, 2),
            (2 * period, 2),
            (2 * period + 1, 3),
        ] {
            assert_eq!(keys_for(element_count).len(), key_count, "{element_count}");
        }
    }

    #[test]
    fn all_keys_are_random() {
        let mut keys = [keys_for(7 << 28), keys_for(7 << 28)].concat();
        assert!(keys.iter().all(|key| key.iter().any(|&byte| byte != 0)));
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 14);
    }

    #[test]
    fn all_keys_are_wiped() {
        let mut supply = Supply::EMPTY;
        supply.draw_keys(1, 7 << 28).unwrap();
        supply.wipe();
        assert_eq!((supply.key, &supply.further[..]), ([0; 32], &[[0; 32]; 6][..]));
    }

    #[test]
    fn after_the_first_period_draws_are_of_the_second_key() {
        let draw = |supply: &Supply, left| {
            let drawn = supply.with_draws(|draws| {
                if let Source::Expanded(keys) = &mut draws.source {
                    keys.left = left;
                }
                Ok(draws.next_slice(0, 0, 100)?.to_vec())
            });
            drawn.unwrap()
        };
        let mut supply = Supply::EMPTY;
        supply.draw_keys(1, 2 << 28).unwrap();
        let (first, second) = (draw(&supply, KEY_PERIOD), draw(&supply, 0));
        supply.key = supply.further[0];
        assert_eq!(second, draw(&supply, KEY_PERIOD));
        assert_ne!(first, second);
    }

    #[test]
    fn more_than_can_be_counted_is_refused() {
        for (draws, value_count) in [(usize::MAX, usize::MAX), (1 << 31, usize::MAX)] {
            let mut supply = Supply::EMPTY;
            assert_eq!(supply.draw_keys(draws, value_count), Err(Error::LimitExceeded));
        }
    }
}
