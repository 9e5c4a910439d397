#![forbid(unsafe_code)]
//! Who has submitted.

use crate::error::Result;
use crate::random;
use std::collections::HashMap;
use std::hash::{BuildHasher, DefaultHasher, Hasher};

/// A map from party ids. Ids are chosen outside, so they are hashed under a key of the operating
/// system: nobody can choose ids that collide.
pub(crate) struct Parties<T> {
    map: HashMap<u64, T, KeyedState>,
}

impl<T> Parties<T> {
    pub fn new() -> Result<Parties<T>> {
        let mut key = [0; 16];
        random::fill_from_system(&mut key)?;
        Ok(Parties { map: HashMap::with_hasher(KeyedState { key: u128::from_ne_bytes(key) }) })
    }

    pub fn len(&self) -> u64 {
        self.map.len() as u64
    }

    pub fn contains(&self, party_id: u64) -> bool {
        self.map.contains_key(&party_id)
    }

    /// Makes room for one more, so that the insertion that follows cannot fail.
    pub fn reserve_one(&mut self) -> Result<()> {
        Ok(self.map.try_reserve(1)?)
    }

    pub fn insert(&mut self, party_id: u64, what: T) {
        self.map.insert(party_id, what);
    }

    pub fn clear(&mut self) {
        self.map.clear();
    }
}

/// The standard library's default hasher, keyed here: its own random state panics when the
/// operating system has no entropy.
struct KeyedState {
    key: u128,
}

impl BuildHasher for KeyedState {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        let mut hasher = DefaultHasher::new();
        hasher.write_u128(self.key);
        hasher
    }
}
