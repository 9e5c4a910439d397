#![forbid(unsafe_code)]
//! The parameters of a session as bytes, so that all sides can be given one small file.

use super::format::{CHECKSUM_LEN, Envelope, HEADER_LEN, Kind, Reader, Writer, header};
use super::parameters::{FIXED_LEN, Parameters, Scheme, Session};
use crate::error::{Error, Result};
use crate::memory::try_collect;

impl Session {
    pub fn description_len(&self) -> usize {
        let parameters = self.parameters();
        let lists_len = parameters.context.len() + 8 * parameters.roster.len();
        HEADER_LEN + FIXED_LEN + lists_len + CHECKSUM_LEN
    }

    /// Writes the description, which must have exactly its length.
    pub fn export(&self, description: &mut [u8]) -> Result<()> {
        let parameters = self.parameters();
        if description.len() != self.description_len() {
            return Err(Error::LengthMismatch);
        }
        let header = header(Kind::Description, 0, description.len(), self.digest());
        let mut writer = Writer::new(description);
        writer.put(&header)?;
        writer.put(&parameters.fixed_part())?;
        writer.put(parameters.context)?;
        for party_id in parameters.roster {
            writer.put(&party_id.to_le_bytes())?;
        }
        writer.seal()
    }

    /// The session that a description describes.
    pub fn import(description: &[u8]) -> Result<Session> {
        let envelope = Envelope::open(description, Some(Kind::Description))?;
        let mut reader = Reader::new(envelope.body);
        let id = reader.take()?;
        let scheme = reader.u32()?;
        let holder_count = reader.u32()?;
        let threshold = reader.u32()?;
        let fraction_bits = reader.u32()?;
        let value_count = reader.u64()?;
        let min_submissions = reader.u64()?;
        let (context_len, roster_count) = (reader.u64()?, reader.u64()?);
        let context = reader.items::<1>(context_len)?.as_flattened();
        let roster = reader.items(roster_count)?;
        reader.end()?;
        envelope.verify()?;
        if envelope.x != 0 || !roster.is_sorted_by_key(|id| u64::from_le_bytes(*id)) {
            return Err(Error::Malformed);
        }
        let roster = try_collect(roster.iter().map(|id| u64::from_le_bytes(*id)))?;
        let session = Session::agree(&Parameters {
            id,
            scheme: Scheme::from_number(scheme)?,
            holder_count,
            threshold,
            value_count,
            min_submissions,
            fraction_bits,
            context,
            roster: &roster,
        })?;
        if *session.digest() != envelope.session {
            return Err(Error::Malformed);
        }
        Ok(session)
    }
}
