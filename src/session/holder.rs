#![forbid(unsafe_code)]
//! The side of a holder: it adds up the shares that it is sent, and gives out one sum.
//!
//! Its life: *open*, where messages come and go; *sealed*, where the set of parties is fixed and
//! the sum over it may be released. There is no way back, and no second sum.

use super::checkpoint::{self, Checkpoint, State};
use super::cohort::{self, Submission};
use super::message::Message;
use super::parameters::Session;
use super::{partial, value_bytes};
use crate::error::{Error, Result};
use crate::field::Value;
use crate::limits::MAX_PARTY_COUNT;
use crate::memory::secret_zeros;
use crate::party_table::Parties;
use zeroize::Zeroizing;

/// Holder x of a session, or a part of it on another machine (a shard).
pub struct Holder {
    session: Session,
    state: State,
    totals: Zeroizing<Vec<Value>>,
    parties: Parties<Submission>,
}

impl Holder {
    pub fn new(session: &Session, x: u32) -> Result<Holder> {
        Holder::empty(session, State { x, is_sealed: false, is_shard: false })
    }

    /// A shard accepts messages for holder x, but can only be exported and merged.
    pub fn new_shard(session: &Session, x: u32) -> Result<Holder> {
        Holder::empty(session, State { x, is_sealed: false, is_shard: true })
    }

    fn empty(session: &Session, state: State) -> Result<Holder> {
        session.check_x(state.x)?;
        Ok(Holder {
            totals: secret_zeros(session.value_count())?,
            session: session.try_clone()?,
            state,
            parties: Parties::new(),
        })
    }

    /// Counts a party's message in. A message that is counted already is ALREADY_ACCEPTED, even
    /// when the holder is sealed: the party may have missed the receipt.
    pub fn accept(&mut self, message: &[u8]) -> Result<()> {
        let message = Message::read(message, &self.session, self.state.x)?;
        if let Some(known) = self.parties.get(message.party_id) {
            return Err(conflict(known.message_hash == message.hash));
        }
        self.check_open()?;
        if self.parties.len() >= MAX_PARTY_COUNT {
            return Err(Error::LimitExceeded);
        }
        self.parties.reserve_for(message.party_id)?;
        value_bytes::add_assign(&mut self.totals, message.values)?;
        let Message { party_id, deal_id, hash: message_hash, .. } = message;
        self.parties.insert(party_id, Submission { deal_id, message_hash });
        Ok(())
    }

    /// Takes a party back out, by the very message that was accepted.
    pub fn withdraw(&mut self, message: &[u8]) -> Result<()> {
        let message = Message::read(message, &self.session, self.state.x)?;
        self.check_open()?;
        let known = self.parties.get(message.party_id).ok_or(Error::UnknownParty)?;
        if known.message_hash != message.hash {
            return Err(Error::PartyConflict);
        }
        value_bytes::sub_assign(&mut self.totals, message.values)?;
        self.parties.remove(message.party_id);
        Ok(())
    }

    pub fn submissions(&self) -> u64 {
        self.parties.len()
    }

    /// Ascending.
    pub fn party_ids(&self) -> impl Iterator<Item = u64> {
        self.parties.iter().map(|&(party_id, _)| party_id)
    }

    /// A digest of the (party id, deal id) counted: what holders compare.
    pub fn cohort(&self) -> [u8; 32] {
        cohort::digest(&self.session, &self.parties)
    }

    /// Bytes of a checkpoint taken now.
    pub fn checkpoint_len(&self) -> usize {
        checkpoint::len(&self.session, self.parties.len())
    }

    /// Writes the whole state to a buffer of that length.
    pub fn export(&self, checkpoint: &mut [u8]) -> Result<()> {
        self.write_checkpoint(checkpoint, self.state)
    }

    fn write_checkpoint(&self, checkpoint: &mut [u8], state: State) -> Result<()> {
        checkpoint::write(checkpoint, &self.session, state, &self.totals, &self.parties)
    }

    /// A holder in the state that was exported.
    pub fn import(session: &Session, checkpoint: &[u8]) -> Result<Holder> {
        let checkpoint = Checkpoint::read(checkpoint, session)?;
        let mut holder = Holder {
            totals: value_bytes::read(checkpoint.values)?,
            session: session.try_clone()?,
            state: checkpoint.state,
            parties: Parties::new(),
        };
        for (party_id, submission) in checkpoint.parties() {
            holder.parties.reserve_for(party_id)?;
            holder.parties.insert(party_id, submission);
        }
        Ok(holder)
    }

    /// Adds an exported state of the same holder, which must have no party in common with this.
    /// A sealed one is refused: its sum is meant for release as it is.
    pub fn merge(&mut self, checkpoint: &[u8]) -> Result<()> {
        let other = Checkpoint::read(checkpoint, &self.session)?;
        if other.state.x != self.state.x {
            return Err(Error::HolderMismatch);
        }
        self.check_open()?;
        if other.state.is_sealed {
            return Err(Error::Closed);
        }
        for (party_id, submission) in other.parties() {
            if let Some(known) = self.parties.get(party_id) {
                return Err(conflict(*known == submission));
            }
        }
        if self.parties.len() + other.party_count() > MAX_PARTY_COUNT {
            return Err(Error::LimitExceeded);
        }
        self.insert_parties(&other)?;
        value_bytes::add_assign(&mut self.totals, other.values)
            .inspect_err(|_| self.remove_parties(&other))
    }

    fn insert_parties(&mut self, other: &Checkpoint<'_>) -> Result<()> {
        for (party_id, submission) in other.parties() {
            self.parties.reserve_for(party_id).inspect_err(|_| self.remove_parties(other))?;
            self.parties.insert(party_id, submission);
        }
        Ok(())
    }

    fn remove_parties(&mut self, other: &Checkpoint<'_>) {
        other.parties().for_each(|(party_id, _)| self.parties.remove(party_id));
    }

    /// Fixes the cohort, if it is the one expected, and writes the sealed checkpoint, which must be
    /// stored before the release: a holder that falls back behind its seal could release sums over
    /// two cohorts, and their difference is somebody's numbers.
    pub fn seal(
        &mut self,
        checkpoint: &mut [u8],
        expected_cohort: Option<&[u8; 32]>,
    ) -> Result<()> {
        self.check_open()?;
        if self.state.is_shard {
            return Err(Error::WrongHandle);
        }
        self.session.check_cohort_size(self.submissions())?;
        if expected_cohort.is_some_and(|expected| *expected != self.cohort()) {
            return Err(Error::CohortMismatch);
        }
        let sealed = State { is_sealed: true, ..self.state };
        self.write_checkpoint(checkpoint, sealed)?;
        self.state = sealed;
        Ok(())
    }

    /// Writes the partial sum over the sealed cohort: the same bytes every time.
    pub fn release(&self, partial: &mut [u8]) -> Result<()> {
        if !self.state.is_sealed {
            return Err(Error::NotSealed);
        }
        let (x, cohort) = (self.state.x, self.cohort());
        partial::write(partial, &self.session, x, &cohort, self.submissions(), &self.totals)
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    fn check_open(&self) -> Result<()> {
        if self.state.is_sealed { Err(Error::Closed) } else { Ok(()) }
    }
}

/// Why a known party cannot be counted again.
fn conflict(is_same: bool) -> Error {
    if is_same { Error::AlreadyAccepted } else { Error::PartyConflict }
}
