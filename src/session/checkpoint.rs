#![forbid(unsafe_code)]
//! The whole state of a holder, to be stored, restored and merged.
//!
//! ```text
//!  64   4  0 open, 1 sealed
//!  68   4  0 holder, 1 shard of a holder
//!  72   8  number of parties
//!  80   8  number of values
//!  88      the values
//!          per party, ascending: 8 party id, 16 deal id, 16 first half of the message's checksum
//! ```

use super::cohort::Submission;
use super::format::{CHECKSUM_LEN, Envelope, HEADER_LEN, Kind, Reader, Writer, header};
use super::parameters::Session;
use super::value_bytes;
use crate::error::{Error, Result};
use crate::field::Value;
use crate::limits::MAX_PARTY_COUNT;
use crate::party_table::Parties;

const FIXED_LEN: usize = 24;
const PARTY_LEN: usize = 40;

/// What a checkpoint holds besides totals and parties.
#[derive(Clone, Copy)]
pub struct State {
    pub x: u32,
    pub is_sealed: bool,
    pub is_shard: bool,
}

pub fn len(session: &Session, party_count: u64) -> usize {
    let lists_len = 16 * session.value_count() + PARTY_LEN * party_count as usize;
    HEADER_LEN + FIXED_LEN + lists_len + CHECKSUM_LEN
}

/// Writes a checkpoint to a buffer of its length.
pub fn write(
    checkpoint: &mut [u8],
    session: &Session,
    state: State,
    totals: &[Value],
    parties: &Parties<Submission>,
) -> Result<()> {
    if checkpoint.len() != len(session, parties.len()) {
        return Err(Error::LengthMismatch);
    }
    let header = header(Kind::Checkpoint, state.x, checkpoint.len(), session.digest());
    let mut writer = Writer::new(checkpoint);
    writer.put(&header)?;
    writer.put(&u32::from(state.is_sealed).to_le_bytes())?;
    writer.put(&u32::from(state.is_shard).to_le_bytes())?;
    writer.put(&parties.len().to_le_bytes())?;
    writer.put(&(totals.len() as u64).to_le_bytes())?;
    value_bytes::write(writer.space(16 * totals.len())?, totals);
    for (party_id, submission) in parties.iter() {
        writer.put(&party_id.to_le_bytes())?;
        writer.put(&submission.deal_id)?;
        writer.put(&submission.message_hash)?;
    }
    writer.seal()
}

/// A checkpoint whose checksum is right and which belongs to the session: its parties ascend and
/// are on the roster.
pub struct Checkpoint<'a> {
    pub state: State,
    /// As many as the session has; canonical or not.
    pub values: &'a [[u8; 16]],
    parties: &'a [[u8; PARTY_LEN]],
}

impl<'a> Checkpoint<'a> {
    pub fn read(bytes: &'a [u8], session: &Session) -> Result<Checkpoint<'a>> {
        let envelope = Envelope::open(bytes, Some(Kind::Checkpoint))?;
        let mut reader = Reader::new(envelope.body);
        let (seal, shard) = (reader.u32()?, reader.u32()?);
        let (party_count, value_count) = (reader.u64()?, reader.u64()?);
        let values = reader.items(value_count)?;
        let parties = reader.items(party_count)?;
        reader.end()?;
        envelope.verify()?;
        if envelope.session != *session.digest() {
            return Err(Error::SessionMismatch);
        }
        session.check_x(envelope.x)?;
        if values.len() != session.value_count() {
            return Err(Error::LengthMismatch);
        }
        let state = State { x: envelope.x, is_sealed: flag(seal)?, is_shard: flag(shard)? };
        let checkpoint = Checkpoint { state, values, parties };
        checkpoint.check(session)?;
        Ok(checkpoint)
    }

    pub fn party_count(&self) -> u64 {
        self.parties.len() as u64
    }

    /// By ascending party id.
    pub fn parties(&self) -> impl Iterator<Item = (u64, Submission)> {
        self.parties.iter().map(entry_of)
    }

    /// What no export of a holder contradicts.
    fn check(&self, session: &Session) -> Result<()> {
        let State { is_sealed, is_shard, .. } = self.state;
        if self.party_count() > MAX_PARTY_COUNT {
            return Err(Error::LimitExceeded);
        }
        if !self.parties.is_sorted_by(|a, b| entry_of(a).0 < entry_of(b).0) {
            return Err(Error::Malformed);
        }
        if self.parties.is_empty() && self.values.as_flattened().iter().any(|&byte| byte != 0) {
            return Err(Error::Malformed);
        }
        if is_sealed && (is_shard || session.check_cohort_size(self.party_count()).is_err()) {
            return Err(Error::Malformed);
        }
        self.parties().try_for_each(|(party_id, _)| session.check_party(party_id))
    }
}

fn flag(number: u32) -> Result<bool> {
    match number {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Error::Malformed),
    }
}

fn entry_of(entry: &[u8; PARTY_LEN]) -> (u64, Submission) {
    let (mut party_id, mut deal_id, mut message_hash) = ([0; 8], [0; 16], [0; 16]);
    party_id.copy_from_slice(&entry[..8]);
    deal_id.copy_from_slice(&entry[8..24]);
    message_hash.copy_from_slice(&entry[24..]);
    (u64::from_le_bytes(party_id), Submission { deal_id, message_hash })
}
