#![forbid(unsafe_code)]
//! Who has submitted: a map from party ids, in ascending order.
//!
//! The entries lie in short sorted runs, themselves in order (a B-tree of two levels). A run that
//! is full shares its entries with a neighbour that has room before it is split, so that only a run
//! between runs of 97 entries or more becomes two of 64: what is inserted stays above 58 percent
//! full whatever the order of arrival, and is nearly full if that ascends. No order makes a search
//! longer than a logarithm, so ids chosen to hurt do not. Nothing is moved when the map grows but
//! the list of runs, behind a run that is split: at most 32 bytes for each 64 parties, once in some
//! 64 insertions. Up to a million parties that is less than the search; scattered ids of 2^25 cost
//! 1.5 us each.

use crate::error::Result;

/// Entries of one run: what an insertion moves, and what the smallest map occupies.
const RUN_LEN: usize = 128;

pub(crate) struct Parties<T> {
    runs: Vec<Run<T>>,
    count: u64,
}

struct Run<T> {
    /// No id of this run is below it, and every id of the run before is; 0 in the first run.
    least: u64,
    entries: Vec<(u64, T)>,
}

impl<T> Parties<T> {
    pub fn new() -> Parties<T> {
        Parties { runs: Vec::new(), count: 0 }
    }

    pub fn len(&self) -> u64 {
        self.count
    }

    pub fn contains(&self, party_id: u64) -> bool {
        self.get(party_id).is_some()
    }

    pub fn get(&self, party_id: u64) -> Option<&T> {
        let run = self.runs.get(self.run_of(party_id))?;
        let place = run.place(party_id).ok()?;
        run.entries.get(place).map(|(_, what)| what)
    }

    /// All entries, by ascending id.
    pub fn iter(&self) -> impl Iterator<Item = &(u64, T)> {
        self.runs.iter().flat_map(|run| &run.entries)
    }

    /// Makes room for this party, so that the insertion that follows cannot fail.
    pub fn reserve_for(&mut self, party_id: u64) -> Result<()> {
        let number = self.run_of(party_id);
        let Some(run) = self.runs.get(number) else {
            return self.insert_run(0, 0);
        };
        if run.entries.len() < RUN_LEN {
            return Ok(());
        }
        if number + 1 == self.runs.len() && run.place(party_id) == Err(RUN_LEN) {
            // Ascending arrivals, as from a checkpoint, leave full runs behind.
            return self.insert_run(number + 1, party_id);
        }
        if self.shift_to_next(number) || self.shift_to_previous(number) {
            return Ok(());
        }
        self.split(number)
    }

    /// Adds a party that is not there, for which room was made.
    pub fn insert(&mut self, party_id: u64, what: T) {
        let number = self.run_of(party_id);
        if let Some(run) = self.runs.get_mut(number)
            && let Err(place) = run.place(party_id)
        {
            run.entries.insert(place, (party_id, what));
            self.count += 1;
        }
    }

    pub fn remove(&mut self, party_id: u64) {
        let number = self.run_of(party_id);
        if let Some(run) = self.runs.get_mut(number)
            && let Ok(place) = run.place(party_id)
        {
            run.entries.remove(place);
            self.count -= 1;
            if run.entries.is_empty() && number > 0 {
                self.runs.remove(number);
            }
        }
    }

    pub fn clear(&mut self) {
        self.runs.clear();
        self.count = 0;
    }

    /// The number of the run in which the party stands or would stand.
    fn run_of(&self, party_id: u64) -> usize {
        self.runs.partition_point(|run| run.least <= party_id).saturating_sub(1)
    }

    fn insert_run(&mut self, number: usize, least: u64) -> Result<()> {
        let mut entries = Vec::new();
        entries.try_reserve_exact(RUN_LEN)?;
        self.runs.try_reserve(1)?;
        self.runs.insert(number, Run { least, entries });
        Ok(())
    }

    /// Moves entries from a full run to the next one, if that has room worth the work.
    fn shift_to_next(&mut self, number: usize) -> bool {
        let Some([run, next]) = self.runs.get_mut(number..number + 2) else {
            return false;
        };
        let moved = worth_moving_to(next);
        if moved == 0 {
            return false;
        }
        let at = run.entries.len() - moved;
        next.least = run.entries[at].0;
        next.entries.extend(run.entries.drain(at..));
        next.entries.rotate_right(moved);
        true
    }

    /// The same with the run before.
    fn shift_to_previous(&mut self, number: usize) -> bool {
        let pair = number.checked_sub(1).and_then(|before| self.runs.get_mut(before..=number));
        let Some([previous, run]) = pair else {
            return false;
        };
        let moved = worth_moving_to(previous);
        if moved == 0 {
            return false;
        }
        previous.entries.extend(run.entries.drain(..moved));
        run.least = run.entries[0].0;
        true
    }

    /// Moves the upper half of a full run to a new one.
    fn split(&mut self, number: usize) -> Result<()> {
        let least = self.runs[number].entries[RUN_LEN / 2].0;
        self.insert_run(number + 1, least)?;
        if let Some([run, upper]) = self.runs.get_mut(number..number + 2) {
            upper.entries.extend(run.entries.drain(RUN_LEN / 2..));
        }
        Ok(())
    }
}

/// How many entries of a full run should go to its neighbour; 0 if that has too little room.
fn worth_moving_to<T>(neighbour: &Run<T>) -> usize {
    let moved = (RUN_LEN - neighbour.entries.len()) / 2;
    if moved < RUN_LEN / 8 { 0 } else { moved }
}

impl<T> Run<T> {
    /// Where the party stands, or else where it would.
    fn place(&self, party_id: u64) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&party_id, |&(id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn insert(parties: &mut Parties<u64>, party_id: u64) {
        parties.reserve_for(party_id).unwrap();
        parties.insert(party_id, !party_id);
    }

    fn listed(parties: &Parties<u64>) -> Vec<(u64, u64)> {
        parties.iter().copied().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn behaves_like_a_sorted_map(
            ids in prop::collection::vec(any::<u64>(), 1..3000),
            span in 1_u64..4000,
            removals in 0_usize..3000,
        ) {
            let mut parties = Parties::new();
            let mut model = BTreeMap::new();
            for id in ids.iter().map(|id| id % span) {
                prop_assert_eq!(parties.contains(id), model.contains_key(&id));
                if model.insert(id, !id).is_none() {
                    insert(&mut parties, id);
                }
            }
            for id in ids.iter().take(removals).map(|id| id / 3 % span) {
                parties.remove(id);
                model.remove(&id);
            }
            for id in ids.iter().map(|id| id / 7 % span) {
                prop_assert_eq!(parties.get(id), model.get(&id));
                if model.insert(id, !id).is_none() {
                    insert(&mut parties, id);
                }
            }
            prop_assert_eq!(parties.len(), model.len() as u64);
            prop_assert_eq!(listed(&parties), model.into_iter().collect::<Vec<_>>());
        }
    }

    /// Entries per entry of allocated room.
    fn fill(ids: impl Iterator<Item = u64>) -> f64 {
        let mut parties = Parties::new();
        ids.for_each(|id| insert(&mut parties, id));
        let room: usize = parties.runs.iter().map(|run| run.entries.capacity()).sum();
        assert!(parties.runs.iter().all(|run| run.entries.capacity() == RUN_LEN));
        parties.len() as f64 / room as f64
    }

    #[test]
    fn little_room_is_left_empty_whatever_the_order() {
        let count = 20_000_u64;
        let scattered = |id: u64| id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        assert!(fill(0..count) > 0.99);
        assert!(fill((0..count).rev()) > 0.7, "{}", fill((0..count).rev()));
        assert!(fill((0..count).map(scattered)) > 0.7, "{}", fill((0..count).map(scattered)));
        let zigzag = (0..count).map(|id| if id % 2 == 0 { id } else { u64::MAX - id });
        assert!(fill(zigzag.clone()) > 0.6, "{}", fill(zigzag));
        // Ascending below ids that are there already, so that every split is of the same upper run.
        for above in [1, 128, 1000] {
            let below = (u64::MAX - above..u64::MAX).chain(0..count);
            assert!(fill(below.clone()) > 0.7, "{}", fill(below));
        }
        // As bad as it gets: all runs just too full to take from a neighbour, every other one split.
        let mut parties = Parties::new();
        (0..128 * 128).for_each(|number| insert(&mut parties, 1000 * number));
        (0..128 * 128).filter(|number| number % 128 >= 97).for_each(|n| parties.remove(1000 * n));
        for least in (0..128).step_by(2).map(|run| run * 128_000) {
            (1..=32).for_each(|id| insert(&mut parties, least + id));
        }
        let room: usize = parties.runs.iter().map(|run| run.entries.capacity()).sum();
        let fill = parties.len() as f64 / room as f64;
        assert!(fill > 0.58 && parties.runs.len() == 192, "{fill}");
    }
}
