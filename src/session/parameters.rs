#![forbid(unsafe_code)]
//! What all sides of a session agree on before anyone sends anything.

use crate::error::{Error, Result};
use crate::limits::{
    self, MAX_CONTEXT_LEN, MAX_HANDLE_VALUE_COUNT, MAX_HOLDER_COUNT, MAX_PARTY_COUNT,
};
use crate::memory::try_collect;
use crate::party_table::Parties;
use crate::random;

/// With one party the total is that party's numbers.
const LEAST_MIN_SUBMISSIONS: u64 = 2;

/// How values are shared among the holders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Scheme {
    /// All n holders are needed.
    Additive = 1,
    /// Any t of the n holders are needed.
    Shamir = 2,
}

impl Scheme {
    pub fn from_number(number: u32) -> Result<Scheme> {
        match number {
            1 => Ok(Scheme::Additive),
            2 => Ok(Scheme::Shamir),
            _ => Err(Error::InvalidScheme),
        }
    }

    pub fn number(self) -> u32 {
        self as u32
    }
}

/// The public parameters of a session.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'a> {
    /// Different in every round; all zeros for a random one.
    pub id: [u8; 16],
    pub scheme: Scheme,
    /// n
    pub holder_count: u32,
    /// t; 0 for the least that is allowed: n for additive sharing, floor(n / 2) + 1 for Shamir's.
    pub threshold: u32,
    /// Values in every party's vector; 0 for 1.
    pub value_count: u64,
    /// Parties below which no total is given; 0 for 2, and never less.
    pub min_submissions: u64,
    /// How the numbers are encoded: fixed point with this many fraction bits.
    pub fraction_bits: u32,
    /// Anything else to agree on: names and units of the columns, their order.
    pub context: &'a [u8],
    /// The parties that may take part, each once, in any order; empty for all.
    pub roster: &'a [u64],
}

/// Bytes of the parameters without their lists.
pub(super) const FIXED_LEN: usize = 64;
const DIGEST_CONTEXT: &str = "secagg 2026-11 session parameters";

impl Parameters<'_> {
    /// All but the lists: how a description begins, and what is hashed first.
    pub(super) fn fixed_part(&self) -> [u8; FIXED_LEN] {
        let mut fixed = [0; FIXED_LEN];
        fixed[..16].copy_from_slice(&self.id);
        fixed[16..20].copy_from_slice(&self.scheme.number().to_le_bytes());
        fixed[20..24].copy_from_slice(&self.holder_count.to_le_bytes());
        fixed[24..28].copy_from_slice(&self.threshold.to_le_bytes());
        fixed[28..32].copy_from_slice(&self.fraction_bits.to_le_bytes());
        fixed[32..40].copy_from_slice(&self.value_count.to_le_bytes());
        fixed[40..48].copy_from_slice(&self.min_submissions.to_le_bytes());
        fixed[48..56].copy_from_slice(&(self.context.len() as u64).to_le_bytes());
        fixed[56..].copy_from_slice(&(self.roster.len() as u64).to_le_bytes());
        fixed
    }

    /// Of all parameters; the roster ascends.
    fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key(DIGEST_CONTEXT);
        hasher.update(&self.fixed_part());
        hasher.update(self.context);
        for party_id in self.roster {
            hasher.update(&party_id.to_le_bytes());
        }
        *hasher.finalize().as_bytes()
    }
}

/// The parameters of a session, checked, and their digest.
pub struct Session {
    id: [u8; 16],
    scheme: Scheme,
    holder_count: u32,
    threshold: u32,
    value_count: usize,
    min_submissions: u64,
    fraction_bits: u32,
    context: Vec<u8>,
    /// Ascending.
    roster: Vec<u64>,
    digest: [u8; 32],
}

impl Session {
    /// Fills in the defaults and checks the rest. Two disjoint groups of holders that could each
    /// answer would let a collector subtract the totals of two cohorts, hence 2t > n.
    pub fn new(parameters: &Parameters<'_>) -> Result<Session> {
        let holder_count = parameters.holder_count;
        let mut id = parameters.id;
        if id == [0; 16] {
            random::fill_from_system(&mut id)?;
        }
        let least_threshold = match parameters.scheme {
            Scheme::Additive => holder_count,
            Scheme::Shamir => (holder_count / 2).saturating_add(1),
        };
        let or_default = |given: u64, default: u64| if given == 0 { default } else { given };
        Session::agree(&Parameters {
            id,
            threshold: match parameters.threshold {
                0 => least_threshold,
                given => given,
            },
            value_count: or_default(parameters.value_count, 1),
            min_submissions: or_default(parameters.min_submissions, LEAST_MIN_SUBMISSIONS),
            ..*parameters
        })
    }

    /// Checks parameters of which none is left to default.
    pub(super) fn agree(parameters: &Parameters<'_>) -> Result<Session> {
        check_numbers(parameters)?;
        let roster = sorted_roster(parameters.roster)?;
        if !roster.is_empty() && (roster.len() as u64) < parameters.min_submissions {
            return Err(Error::InvalidRoster);
        }
        if parameters.context.len() > MAX_CONTEXT_LEN {
            return Err(Error::LimitExceeded);
        }
        let mut session = Session {
            id: parameters.id,
            scheme: parameters.scheme,
            holder_count: parameters.holder_count,
            threshold: parameters.threshold,
            value_count: addressable(parameters.value_count)?,
            min_submissions: parameters.min_submissions,
            fraction_bits: parameters.fraction_bits,
            context: try_collect(parameters.context.iter().copied())?,
            roster,
            digest: [0; 32],
        };
        session.digest = session.parameters().digest();
        Ok(session)
    }

    /// What was agreed, defaults filled in and the roster ascending.
    pub fn parameters(&self) -> Parameters<'_> {
        Parameters {
            id: self.id,
            scheme: self.scheme,
            holder_count: self.holder_count,
            threshold: self.threshold,
            value_count: self.value_count as u64,
            min_submissions: self.min_submissions,
            fraction_bits: self.fraction_bits,
            context: &self.context,
            roster: &self.roster,
        }
    }

    /// Equal exactly if all parameters are.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    pub fn holder_count(&self) -> u32 {
        self.holder_count
    }

    pub fn value_count(&self) -> usize {
        self.value_count
    }

    /// A copy, for a handle that outlives this one.
    pub fn try_clone(&self) -> Result<Session> {
        Ok(Session {
            context: try_collect(self.context.iter().copied())?,
            roster: try_collect(self.roster.iter().copied())?,
            ..*self
        })
    }

    pub(super) fn scheme(&self) -> Scheme {
        self.scheme
    }

    pub(super) fn threshold(&self) -> u32 {
        self.threshold
    }

    pub(super) fn check_cohort_size(&self, submissions: u64) -> Result<()> {
        match submissions {
            0 => Err(Error::NoSubmissions),
            count if count < self.min_submissions => Err(Error::CohortTooSmall),
            _ => Ok(()),
        }
    }

    pub(super) fn check_party(&self, party_id: u64) -> Result<()> {
        if self.roster.is_empty() || self.roster.binary_search(&party_id).is_ok() {
            return Ok(());
        }
        Err(Error::UnknownParty)
    }

    pub(super) fn check_x(&self, x: u32) -> Result<()> {
        if x == 0 || x > self.holder_count { Err(Error::InvalidShare) } else { Ok(()) }
    }
}

/// A message of so many values has a length that this machine can express.
fn addressable(value_count: u64) -> Result<usize> {
    let message_len = value_count.checked_add(1 << 12).and_then(|count| count.checked_mul(16));
    message_len
        .filter(|&len| isize::try_from(len).is_ok())
        .and_then(|_| usize::try_from(value_count).ok())
        .ok_or(Error::LimitExceeded)
}

fn check_numbers(parameters: &Parameters<'_>) -> Result<()> {
    let (n, t) = (parameters.holder_count, parameters.threshold);
    if n < 2 {
        return Err(Error::InvalidHolderCount);
    }
    if parameters.id == [0; 16] || parameters.value_count == 0 {
        return Err(Error::InvalidOptions);
    }
    if n > MAX_HOLDER_COUNT
        || parameters.value_count > MAX_HANDLE_VALUE_COUNT
        || parameters.min_submissions > MAX_PARTY_COUNT
    {
        return Err(Error::LimitExceeded);
    }
    let is_allowed = match parameters.scheme {
        Scheme::Additive => t == n,
        Scheme::Shamir => 2 <= t && t <= n && 2 * t > n,
    };
    if !is_allowed {
        return Err(Error::InvalidThreshold);
    }
    // A total of wider vectors could be dealt and summed, but no collector would take t such sums.
    if u64::from(t) * parameters.value_count > MAX_HANDLE_VALUE_COUNT {
        return Err(Error::LimitExceeded);
    }
    if parameters.min_submissions < LEAST_MIN_SUBMISSIONS {
        return Err(Error::InvalidOptions);
    }
    limits::check_fraction_bits(parameters.fraction_bits)?;
    Ok(())
}

fn sorted_roster(roster: &[u64]) -> Result<Vec<u64>> {
    if roster.len() as u64 > MAX_PARTY_COUNT {
        return Err(Error::LimitExceeded);
    }
    let mut parties = Parties::new();
    for &party_id in roster {
        if parties.contains(party_id) {
            return Err(Error::InvalidRoster);
        }
        parties.reserve_for(party_id)?;
        parties.insert(party_id, ());
    }
    let mut sorted = Vec::new();
    sorted.try_reserve_exact(roster.len())?;
    sorted.extend(parties.iter().map(|&(party_id, ())| party_id));
    Ok(sorted)
}
