#![forbid(unsafe_code)]
//! What a party sends to one holder: that holder's shares of the party's values.
//!
//! ```text
//!  64  16  deal id: equal in the messages of one deal, random
//!  80   8  party id
//!  88   8  number of values
//!  96      the values
//! ```

use super::format::{CHECKSUM_LEN, Envelope, HEADER_LEN, Kind, Reader, header};
use super::parameters::Session;
use super::value_bytes;
use crate::error::{Error, Result};
use crate::field::Value;
use crate::memory::secret_zeros;
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a message before its values.
pub const MESSAGE_HEADER_LEN: usize = HEADER_LEN + 32;

/// Bytes hashed at a time: as many as the widest implementation of BLAKE3 works on at once.
const BLOCK_LEN: usize = 1 << 14;

/// Where values become bytes to be hashed.
pub(super) struct HashScratch(Zeroizing<Vec<u8>>);

impl HashScratch {
    pub fn new() -> Result<HashScratch> {
        Ok(HashScratch(secret_zeros(BLOCK_LEN)?))
    }
}

/// The memory of a message that is to be written: its three parts, one after the other.
pub struct MessageMut<'a> {
    pub header: &'a mut [u8; MESSAGE_HEADER_LEN],
    pub values: &'a mut [Value],
    pub checksum: &'a mut [u8; CHECKSUM_LEN],
}

impl MessageMut<'_> {
    /// Writes everything but the values, which are there already.
    pub(super) fn complete(
        &mut self,
        session: &Session,
        x: u32,
        deal_id: &[u8; 16],
        party_id: u64,
        scratch: &mut HashScratch,
    ) {
        let common = header(Kind::Message, x, session.message_len(), session.digest());
        self.header[..64].copy_from_slice(&common);
        self.header[64..80].copy_from_slice(deal_id);
        self.header[80..88].copy_from_slice(&party_id.to_le_bytes());
        self.header[88..].copy_from_slice(&(self.values.len() as u64).to_le_bytes());
        *self.checksum = self.hash(scratch);
    }

    fn hash(&self, scratch: &mut HashScratch) -> [u8; CHECKSUM_LEN] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.header);
        for values in self.values.chunks(scratch.0.len() / 16) {
            let bytes = &mut scratch.0[..16 * values.len()];
            value_bytes::write(bytes, values);
            hasher.update(bytes);
        }
        let hash = *hasher.finalize().as_bytes();
        hasher.zeroize();
        hash
    }

    pub(super) fn wipe(&mut self) {
        self.header.zeroize();
        self.values.zeroize();
        self.checksum.zeroize();
    }
}

impl Session {
    pub fn message_len(&self) -> usize {
        MESSAGE_HEADER_LEN + 16 * self.value_count() + CHECKSUM_LEN
    }
}

/// A message whose checksum is right and which is for the holder that looks at it.
pub(super) struct Message<'a> {
    pub party_id: u64,
    pub deal_id: [u8; 16],
    /// The first half of the checksum: what a holder remembers of the message.
    pub hash: [u8; 16],
    /// As many as the session has; canonical or not.
    pub values: &'a [[u8; 16]],
}

impl<'a> Message<'a> {
    pub fn read(bytes: &'a [u8], session: &Session, x: u32) -> Result<Message<'a>> {
        let (envelope, message) = Message::open(bytes)?;
        if envelope.session != *session.digest() {
            return Err(Error::SessionMismatch);
        }
        if envelope.x != x {
            return Err(Error::HolderMismatch);
        }
        if message.values.len() != session.value_count() {
            return Err(Error::LengthMismatch);
        }
        session.check_party(message.party_id)?;
        Ok(message)
    }

    /// Everything that can be checked without a session.
    fn open(bytes: &'a [u8]) -> Result<(Envelope<'a>, Message<'a>)> {
        let envelope = Envelope::open(bytes, Some(Kind::Message))?;
        let mut reader = Reader::new(envelope.body);
        let deal_id = reader.take()?;
        let party_id = reader.u64()?;
        let value_count = reader.u64()?;
        let values = reader.items(value_count)?;
        reader.end()?;
        let checksum = envelope.verify()?;
        let [hash, _] = *checksum.as_chunks().0 else {
            return Err(Error::Internal);
        };
        Ok((envelope, Message { party_id, deal_id, hash, values }))
    }
}

/// What some bytes say that they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageInfo {
    pub version: u16,
    pub kind: Kind,
    /// The holder; 0 in a description.
    pub x: u32,
    /// The sender of a message; 0 in the other kinds.
    pub party_id: u64,
    pub session: [u8; 32],
}

/// Looks at bytes of any kind, as far as that is possible without a session: for a transport that
/// must decide where they go. Their checksum is right, but nothing says who made them.
pub fn inspect(bytes: &[u8]) -> Result<MessageInfo> {
    let envelope = Envelope::open(bytes, None)?;
    let party_id = match envelope.kind {
        Kind::Message => Message::open(bytes)?.1.party_id,
        _ => envelope.verify().map(|_| 0)?,
    };
    Ok(MessageInfo {
        version: super::format::VERSION,
        kind: envelope.kind,
        x: envelope.x,
        party_id,
        session: envelope.session,
    })
}
