#![forbid(unsafe_code)]
//! The side of the collector: partial sums of one cohort become the total.

use super::parameters::{Scheme, Session};
use super::partial::Partial;
use super::value_bytes;
use crate::error::{Error, Result};
use crate::field::Value;
use crate::limits::MAX_HANDLE_VALUE_COUNT;
use crate::memory::try_collect;
use crate::options::RunOptions;
use crate::sharing::share::Share;
use crate::sharing::{additive, recover};
use zeroize::Zeroizing;

/// Gathers partial sums, and reconstructs from those that agree on the cohort.
pub struct Collector {
    session: Session,
    /// By ascending x.
    partials: Vec<Kept>,
    /// The x of the holders that deviated from the result; None as long as there is no result.
    deviating: Option<Vec<u32>>,
}

/// A partial sum that was accepted.
struct Kept {
    x: u32,
    cohort: [u8; 32],
    submissions: u64,
    checksum: [u8; 32],
    values: Zeroizing<Vec<Value>>,
}

/// How a collector reconstructs.
#[derive(Clone, Copy, Debug, Default)]
pub struct CollectorOptions {
    pub run: RunOptions,
    /// Deviating partial sums to correct; with more, the result is refused. With k of m allowed,
    /// up to m - t - k holders that collude cannot force a wrong result; with 0, m - t.
    pub max_corrections: u32,
}

impl Collector {
    pub fn new(session: &Session) -> Result<Collector> {
        Ok(Collector { session: session.try_clone()?, partials: Vec::new(), deviating: None })
    }

    /// Takes a holder's partial sum, in any order. A second, different one of the same holder is a
    /// DUPLICATE_SHARE. After the result none is taken any more.
    pub fn accept(&mut self, partial: &[u8]) -> Result<()> {
        let partial = Partial::read(partial, &self.session)?;
        let place = match self.partials.binary_search_by_key(&partial.x, |kept| kept.x) {
            Ok(known) if self.partials[known].checksum == partial.checksum => {
                return Err(Error::AlreadyAccepted);
            }
            Ok(_) => return Err(Error::DuplicateShare),
            Err(place) => place,
        };
        if self.deviating.is_some() {
            return Err(Error::Closed);
        }
        let kept_values = (self.partials.len() as u64 + 1) * self.session.value_count() as u64;
        if kept_values > MAX_HANDLE_VALUE_COUNT {
            return Err(Error::LimitExceeded);
        }
        self.partials.try_reserve(1)?;
        let values = value_bytes::read(partial.values)?;
        let Partial { x, cohort, submissions, checksum, .. } = partial;
        self.partials.insert(place, Kept { x, cohort, submissions, checksum, values });
        Ok(())
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    /// For each x from 1: 1 if no partial sum of that holder has come, else 0.
    pub fn missing(&self, missing: &mut [u8]) -> Result<()> {
        self.check_len(missing.len())?;
        missing.fill(1);
        self.partials.iter().for_each(|kept| missing[kept.x as usize - 1] = 0);
        Ok(())
    }

    /// For each x from 1: 0 if nothing has come, else a number that is equal for holders which
    /// report the same cohort; numbered from 1 in the order of x.
    pub fn cohorts(&self) -> Result<Vec<u32>> {
        let mut cohorts = try_collect((0..self.session.holder_count()).map(|_| 0))?;
        for (kept, number) in self.partials.iter().zip(self.cohort_numbers()?) {
            cohorts[kept.x as usize - 1] = number;
        }
        Ok(cohorts)
    }

    /// For each x from 1: 1 if that holder's partial sum was found wrong and was left out of the
    /// result, else 0. All 0 before there is a result.
    pub fn deviating(&self, deviating: &mut [u8]) -> Result<()> {
        self.check_len(deviating.len())?;
        deviating.fill(0);
        self.deviating.iter().flatten().for_each(|&x| deviating[x as usize - 1] = 1);
        Ok(())
    }

    /// The totals, and the number of parties in them.
    ///
    /// Works on the largest group of partial sums over one cohort, if it has t members; there is
    /// one such group at most, since 2t > n. With the first result the collector closes; it may be
    /// had again. On failure the values are untouched or zeros.
    pub fn reconstruct(&mut self, values: &mut [Value], options: &CollectorOptions) -> Result<u64> {
        if values.len() != self.session.value_count() {
            return Err(Error::LengthMismatch);
        }
        let group = self.answering_group()?;
        let submissions = group.first().map_or(0, |kept| kept.submissions);
        self.session.check_cohort_size(submissions)?;
        let shares =
            try_collect(group.iter().map(|kept| Share { x: kept.x, values: &kept.values }))?;
        let deviating = match self.session.scheme() {
            Scheme::Additive => {
                additive::reconstruct(values, &shares, &options.run)?;
                Vec::new()
            }
            Scheme::Shamir => self.correct(values, &shares, options)?,
        };
        self.deviating = Some(deviating);
        Ok(submissions)
    }

    /// Reconstructs from shares of which some may be wrong; returns the x of those.
    fn correct(
        &self,
        values: &mut [Value],
        shares: &[Share<'_>],
        options: &CollectorOptions,
    ) -> Result<Vec<u32>> {
        let threshold = self.session.threshold();
        let max_deviating = options.max_corrections as usize;
        let deviating =
            recover::locate(shares, threshold, max_deviating, &options.run).map_err(|error| {
                match error {
                    Error::TooManyDeviating if options.max_corrections == 0 => {
                        Error::InconsistentShares
                    }
                    other => other,
                }
            })?;
        let mut deviating_xs = Vec::new();
        deviating_xs.try_reserve_exact(shares.len())?;
        let wrong = shares.iter().zip(&deviating).filter(|(_, deviates)| **deviates);
        deviating_xs.extend(wrong.map(|(share, _)| share.x));
        recover::reconstruct_without(values, shares, &deviating, threshold, &options.run)?;
        Ok(deviating_xs)
    }

    /// The partial sums of the cohort that at least t holders report.
    fn answering_group(&self) -> Result<Vec<&Kept>> {
        let threshold = self.session.threshold() as usize;
        if self.partials.len() < threshold {
            return Err(Error::NotEnoughShares);
        }
        let numbers = self.cohort_numbers()?;
        let mut members = try_collect(numbers.iter().map(|_| 0_usize))?;
        numbers.iter().for_each(|&number| members[number as usize - 1] += 1);
        let answering = members
            .iter()
            .position(|&members| members >= threshold)
            .ok_or(Error::CohortMismatch)?;
        let mut group = Vec::new();
        group.try_reserve_exact(self.partials.len())?;
        let numbered = self.partials.iter().zip(&numbers);
        let in_group = numbered.filter(|(_, number)| **number as usize - 1 == answering);
        group.extend(in_group.map(|(kept, _)| kept));
        Ok(group)
    }

    /// For each partial sum, the number of its cohort. There is one cohort as a rule, so comparing
    /// with all that were seen costs little.
    fn cohort_numbers(&self) -> Result<Vec<u32>> {
        let mut numbers = Vec::new();
        let mut seen: Vec<&Kept> = Vec::new();
        numbers.try_reserve_exact(self.partials.len())?;
        seen.try_reserve_exact(self.partials.len())?;
        for kept in &self.partials {
            let known = seen.iter().position(|other| {
                other.cohort == kept.cohort && other.submissions == kept.submissions
            });
            if known.is_none() {
                seen.push(kept);
            }
            numbers.push(known.map_or(seen.len(), |place| place + 1) as u32);
        }
        Ok(numbers)
    }

    fn check_len(&self, len: usize) -> Result<()> {
        if len == self.session.holder_count() as usize {
            Ok(())
        } else {
            Err(Error::LengthMismatch)
        }
    }
}
