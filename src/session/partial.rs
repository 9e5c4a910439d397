#![forbid(unsafe_code)]
//! What a holder sends to the collector: the sum of its shares over a cohort.
//!
//! ```text
//!  64  32  digest of the cohort
//!  96   8  number of parties in it
//! 104   8  number of values
//! 112      the values
//! ```

use super::format::{CHECKSUM_LEN, Envelope, HEADER_LEN, Kind, Reader, Writer, header};
use super::parameters::Session;
use super::value_bytes;
use crate::error::{Error, Result};
use crate::field::Value;

const FIXED_LEN: usize = 48;

impl Session {
    pub fn partial_len(&self) -> usize {
        HEADER_LEN + FIXED_LEN + 16 * self.value_count() + CHECKSUM_LEN
    }
}

/// Writes a partial sum to a buffer of its length.
pub fn write(
    partial: &mut [u8],
    session: &Session,
    x: u32,
    cohort: &[u8; 32],
    submissions: u64,
    totals: &[Value],
) -> Result<()> {
    if partial.len() != session.partial_len() {
        return Err(Error::LengthMismatch);
    }
    let header = header(Kind::Partial, x, partial.len(), session.digest());
    let mut writer = Writer::new(partial);
    writer.put(&header)?;
    writer.put(cohort)?;
    writer.put(&submissions.to_le_bytes())?;
    writer.put(&(totals.len() as u64).to_le_bytes())?;
    value_bytes::write(writer.space(16 * totals.len())?, totals);
    writer.seal()
}

/// A partial sum whose checksum is right and which belongs to the session.
pub struct Partial<'a> {
    pub x: u32,
    pub cohort: [u8; 32],
    pub submissions: u64,
    /// As many as the session has; canonical or not.
    pub values: &'a [[u8; 16]],
    pub checksum: [u8; CHECKSUM_LEN],
}

impl<'a> Partial<'a> {
    pub fn read(bytes: &'a [u8], session: &Session) -> Result<Partial<'a>> {
        let envelope = Envelope::open(bytes, Some(Kind::Partial))?;
        let mut reader = Reader::new(envelope.body);
        let cohort = reader.take()?;
        let submissions = reader.u64()?;
        let value_count = reader.u64()?;
        let values = reader.items(value_count)?;
        reader.end()?;
        let checksum = envelope.verify()?;
        if envelope.session != *session.digest() {
            return Err(Error::SessionMismatch);
        }
        session.check_x(envelope.x)?;
        if values.len() != session.value_count() {
            return Err(Error::LengthMismatch);
        }
        Ok(Partial { x: envelope.x, cohort, submissions, values, checksum })
    }
}
