#![forbid(unsafe_code)]
//! A holder's memory of the cohorts whose totals it has helped to give out, so that no later one is
//! a step towards a few parties' numbers.
//!
//! Rounds that ask the same of the same rows form a *series*, which is bound to one plan: over the
//! same parties, even another range would tell of the rows between the two. Each round of a series
//! has a *period*, a number of its own.

mod columns;
mod rho;
mod row_space;
mod series;
mod snapshot;

use crate::error::{Error, Result};
pub use rho::Rho;
use series::Series;

/// One round, as far as the ledger minds.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Different for each round of a series.
    pub period: u64,
    /// Digest of the plan that the series is bound to.
    pub plan: [u8; 32],
    /// Whether all periods are about the same rows, and those that came since; otherwise each has
    /// rows of its own, and its total is compared with no other.
    pub is_cumulative: bool,
    /// Parties below which nothing may be isolated; at least 1.
    pub min_submissions: u64,
    /// What the round's noise spends of its parties' privacy (zero-concentrated differential privacy).
    pub rho: Rho,
    /// What all rounds of the series may spend, if there is a limit.
    pub rho_limit: Option<Rho>,
    /// The cohort, strictly ascending.
    pub party_ids: &'a [u64],
}

/// The cohorts of all series that a holder has sealed or heard of.
#[derive(Default)]
pub struct Ledger {
    /// By ascending id.
    series: Vec<([u8; 16], Series)>,
}

impl Ledger {
    pub fn new() -> Ledger {
        Ledger::default()
    }

    /// The parties that would be exposed if this cohort's total were given out too, ascending; none if
    /// it may be. A period that has been sealed over another cohort is refused, and so are another
    /// plan's entry and one that would spend more rho than its limit.
    pub fn check(&mut self, series: &[u8; 16], entry: &Entry<'_>) -> Result<Vec<u64>> {
        check_entry(entry)?;
        match self.find(series) {
            Ok(place) => self.at(place)?.check(entry),
            Err(_) => Series::new(entry).check(entry),
        }
    }

    /// Adds a round, whatever it exposes: what has been given out is known. A round that is there
    /// already changes nothing.
    pub fn record(&mut self, series: &[u8; 16], entry: &Entry<'_>) -> Result<()> {
        check_entry(entry)?;
        match self.find(series) {
            Ok(place) => self.at(place)?.record(entry),
            Err(place) => {
                self.series.try_reserve(1)?;
                let mut added = Series::new(entry);
                added.record(entry)?;
                self.series.insert(place, (*series, added));
                Ok(())
            }
        }
    }

    /// Takes a round back whose total can never be given out.
    pub fn strike(&mut self, series: &[u8; 16], entry: &Entry<'_>) -> Result<()> {
        check_entry(entry)?;
        let place = self.find(series).map_err(|_| Error::UnknownRound)?;
        self.at(place)?.strike(entry)
    }

    fn at(&mut self, place: usize) -> Result<&mut Series> {
        self.series.get_mut(place).map(|(_, series)| series).ok_or(Error::Internal)
    }

    /// How many rounds of this series are known: none if the ledger is new, or lost.
    pub fn round_count(&self, series: &[u8; 16]) -> u64 {
        let place = self.find(series).ok();
        let found = place.and_then(|place| self.series.get(place));
        found.map_or(0, |(_, series)| series.round_count())
    }

    /// What the rounds of this series have spent.
    pub fn rho_spent(&self, series: &[u8; 16]) -> Rho {
        let place = self.find(series).ok();
        let found = place.and_then(|place| self.series.get(place));
        found.map_or(Rho::default(), |(_, series)| series.rho_spent())
    }

    fn find(&self, series: &[u8; 16]) -> core::result::Result<usize, usize> {
        self.series.binary_search_by(|(id, _)| id.cmp(series))
    }
}

fn check_entry(entry: &Entry<'_>) -> Result<()> {
    if !entry.party_ids.is_sorted_by(|one, next| one < next) {
        return Err(Error::InvalidRoster);
    }
    if entry.party_ids.is_empty() || entry.min_submissions == 0 {
        return Err(Error::NoSubmissions);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
