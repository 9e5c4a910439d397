#![forbid(unsafe_code)]
//! Secure summation inside one process: all shares of all parties in one place.
//!
//! Whoever can read this process's memory could add up one party's shares. The roles of a session
//! give each holder only its own; this is the simple form for one trusted process.

use crate::error::{Error, Result};
use crate::field::Value;
use crate::limits::MAX_HANDLE_VALUE_COUNT;
use crate::memory::secret_zeros;
use crate::party_table::Parties;
use crate::sharing::additive;
use crate::sharing::sum;
use zeroize::{Zeroize, Zeroizing};

/// Below this many parties each could subtract its own numbers and read the rest.
pub const DEFAULT_MIN_SUBMISSIONS: u64 = 2;

/// Adds up parties' shares, and gives the total out once enough of them are in.
pub struct Aggregator {
    value_count: usize,
    min_submissions: u64,
    /// Holder after holder, the sums of that holder's shares.
    totals: Zeroizing<Vec<Value>>,
    parties: Parties<()>,
    is_closed: bool,
}

/// What an aggregator is for; 0 stands for the default.
#[derive(Clone, Copy, Debug, Default)]
pub struct AggregatorOptions {
    /// Values in every submission; 0 for 1.
    pub value_count: u64,
    /// Parties that must have submitted before a result is given; 0 for 2.
    pub min_submissions: u64,
}

impl Aggregator {
    pub fn new(holder_count: u32, options: &AggregatorOptions) -> Result<Aggregator> {
        additive::check_holder_count(holder_count as usize)?;
        let value_count = options.value_count.max(1);
        let total_count = value_count
            .checked_mul(holder_count.into())
            .filter(|&count| count <= MAX_HANDLE_VALUE_COUNT)
            .and_then(|count| usize::try_from(count).ok())
            .ok_or(Error::LimitExceeded)?;
        let min_submissions = match options.min_submissions {
            0 => DEFAULT_MIN_SUBMISSIONS,
            minimum => minimum,
        };
        Ok(Aggregator {
            value_count: value_count as usize,
            min_submissions,
            totals: secret_zeros(total_count)?,
            parties: Parties::new(),
            is_closed: false,
        })
    }

    /// Adds one party's shares, holder after holder, each holder's as many as there are values.
    pub fn submit(&mut self, party_id: u64, shares: &[Value]) -> Result<()> {
        if shares.len() != self.totals.len() {
            return Err(Error::LengthMismatch);
        }
        if self.is_closed {
            return Err(Error::Closed);
        }
        if self.parties.contains(party_id) {
            return Err(Error::AlreadyAccepted);
        }
        self.parties.reserve_for(party_id)?;
        sum::add_assign(&mut self.totals, shares)?;
        self.parties.insert(party_id, ());
        Ok(())
    }

    pub fn submissions(&self) -> u64 {
        self.parties.len()
    }

    /// Gives the totals out and closes: with another submission, and a second result, the
    /// difference would be that party's numbers.
    pub fn reconstruct(&mut self, values: &mut [Value]) -> Result<()> {
        if values.len() != self.value_count {
            return Err(Error::LengthMismatch);
        }
        if self.submissions() == 0 {
            return Err(Error::NoSubmissions);
        }
        if self.submissions() < self.min_submissions {
            return Err(Error::CohortTooSmall);
        }
        self.is_closed = true;
        values.fill(Value::ZERO);
        for holder in self.totals.chunks_exact(self.value_count) {
            sum::add_assign(values, holder)?;
        }
        Ok(())
    }

    /// Forgets every submission and opens again.
    pub fn reset(&mut self) {
        self.totals.iter_mut().zeroize();
        self.parties.clear();
        self.is_closed = false;
    }
}
