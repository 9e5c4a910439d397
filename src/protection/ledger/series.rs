#![forbid(unsafe_code)]
//! The rounds of one series.

use super::columns::{Bits, Columns};
use super::{Entry, Rho};
use crate::error::{Error, Result};
use crate::party_table::Parties;

pub(super) struct Series {
    pub plan: [u8; 32],
    pub is_cumulative: bool,
    /// The place of every party that was ever in a cohort.
    places: Parties<u32>,
    rounds: Vec<Round>,
    /// Rows only if periods are compared.
    columns: Columns,
}

pub(super) struct Round {
    pub period: u64,
    pub rho: Rho,
    cohort: Bits,
}

impl Series {
    pub fn new(entry: &Entry<'_>) -> Series {
        Series {
            plan: entry.plan,
            is_cumulative: entry.is_cumulative,
            places: Parties::new(),
            rounds: Vec::new(),
            columns: Columns::new(),
        }
    }

    /// The parties that a total over this cohort would expose. Places and columns may be added, which
    /// changes nothing of what the series says.
    pub fn check(&mut self, entry: &Entry<'_>) -> Result<Vec<u64>> {
        self.check_terms(entry)?;
        let cohort = self.places_of(entry.party_ids)?;
        if self.find(entry.period, &cohort).is_some() {
            return Ok(Vec::new());
        }
        if self.rounds.iter().any(|round| round.period == entry.period) {
            return Err(Error::PeriodSealed);
        }
        let spent = self.rho_spent().plus(entry.rho);
        if entry.rho_limit.is_some_and(|limit| spent > limit) {
            return Err(Error::RhoLimit);
        }
        if self.is_cumulative {
            return self.exposed_with(&cohort, entry.min_submissions);
        }
        let is_small = (entry.party_ids.len() as u64) < entry.min_submissions;
        let exposed = if is_small { entry.party_ids } else { &[] };
        crate::memory::try_collect(exposed.iter().copied())
    }

    fn exposed_with(&self, cohort: &Bits, least: u64) -> Result<Vec<u64>> {
        let vector = self.columns.vector(cohort)?;
        let others = self.rounds.iter().map(|round| self.columns.vector(&round.cohort));
        let isolated = self.columns.space.isolated_with(&vector, others, least)?;
        let mut exposed = Vec::new();
        for &(party_id, place) in self.places.iter() {
            let column = self.columns.column_of(place);
            if column.and_then(|column| isolated.get(column)) == Some(&true) {
                exposed.try_reserve(1)?;
                exposed.push(party_id);
            }
        }
        Ok(exposed)
    }

    pub fn record(&mut self, entry: &Entry<'_>) -> Result<()> {
        self.check_terms(entry)?;
        let cohort = self.places_of(entry.party_ids)?;
        if self.find(entry.period, &cohort).is_some() {
            return Ok(());
        }
        self.rounds.try_reserve(1)?;
        if self.is_cumulative {
            let vector = self.columns.vector(&cohort)?;
            self.columns.space.insert(&vector)?;
        }
        self.rounds.push(Round { period: entry.period, rho: entry.rho, cohort });
        Ok(())
    }

    /// Forgets a round and computes anew what the others say.
    pub fn strike(&mut self, entry: &Entry<'_>) -> Result<()> {
        self.check_terms(entry)?;
        let cohort = self.places_of(entry.party_ids)?;
        let struck = self.find(entry.period, &cohort).ok_or(Error::UnknownRound)?;
        if self.is_cumulative {
            let mut space = self.columns.space.without_rows()?;
            let rounds = self.rounds.iter().enumerate();
            for (_, round) in rounds.filter(|&(place, _)| place != struck) {
                space.insert(&self.columns.vector(&round.cohort)?)?;
            }
            self.columns.space = space;
        }
        self.rounds.remove(struck);
        Ok(())
    }

    pub fn round_count(&self) -> u64 {
        self.rounds.len() as u64
    }

    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    pub fn is_in(&self, party_id: u64, round: &Round) -> bool {
        self.places.get(party_id).is_some_and(|&place| round.cohort.get(place))
    }

    /// Whoever was ever in a cohort that is still known, ascending.
    pub fn party_ids(&self) -> Result<Vec<u64>> {
        let mut ids = Vec::new();
        for &(party_id, _) in self.places.iter() {
            if self.rounds.iter().any(|round| self.is_in(party_id, round)) {
                ids.try_reserve(1)?;
                ids.push(party_id);
            }
        }
        Ok(ids)
    }

    pub fn rho_spent(&self) -> Rho {
        self.rounds.iter().fold(Rho::default(), |spent, round| spent.plus(round.rho))
    }

    fn add_places(&mut self, party_ids: &[u64]) -> Result<()> {
        let first = u32::try_from(self.columns.place_count()).map_err(|_| Error::LimitExceeded)?;
        let mut next = first;
        let outcome = party_ids.iter().try_for_each(|&party_id| {
            if !self.places.contains(party_id) {
                self.places.reserve_for(party_id)?;
                self.places.insert(party_id, next);
                next = next.checked_add(1).ok_or(Error::LimitExceeded)?;
            }
            Ok(())
        });
        outcome.and_then(|()| self.columns.add_places((next - first) as usize)).inspect_err(|_| {
            // A party without a place in a column would go unnoticed.
            for &party_id in party_ids {
                if self.places.get(party_id).is_some_and(|&place| place >= first) {
                    self.places.remove(party_id);
                }
            }
        })
    }

    fn check_terms(&self, entry: &Entry<'_>) -> Result<()> {
        if self.plan == entry.plan && self.is_cumulative == entry.is_cumulative {
            Ok(())
        } else {
            Err(Error::SeriesMismatch)
        }
    }

    fn find(&self, period: u64, cohort: &Bits) -> Option<usize> {
        self.rounds.iter().position(|round| round.period == period && round.cohort.are(cohort))
    }

    /// The cohort's places, which new parties are given, in columns that it has whole or not at all.
    fn places_of(&mut self, party_ids: &[u64]) -> Result<Bits> {
        self.add_places(party_ids)?;
        let mut cohort = self.columns.no_places()?;
        for &party_id in party_ids {
            cohort.set(*self.places.get(party_id).ok_or(Error::Internal)?);
        }
        self.columns.split_by(&cohort)?;
        Ok(cohort)
    }
}
