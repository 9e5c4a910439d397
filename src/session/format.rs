#![forbid(unsafe_code)]
//! What everything that leaves a process has in common: a header, a checksum, and little-endian
//! integers in fixed places. `docs/format.md` has every byte.
//!
//! ```text
//!  0   8  magic
//!  8   2  version
//! 10   2  kind
//! 12   4  x, or 0 where no holder is meant
//! 16   8  length of the whole in bytes
//! 24   8  0; in a later version the length of a proof that precedes the checksum
//! 32  32  digest of the session
//! 64      the body, according to kind
//!     32  BLAKE3 of everything before
//! ```

use crate::error::{Error, Result};

/// A byte that no text has and a line end that careless copying would change.
pub const MAGIC: [u8; 8] = *b"\x89SECAGG\n";
pub const VERSION: u16 = 1;
pub const HEADER_LEN: usize = 64;
pub const CHECKSUM_LEN: usize = 32;

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Kind {
    Description = 1,
    Message = 2,
    Partial = 3,
    Checkpoint = 4,
}

impl Kind {
    fn from_number(number: u16) -> Result<Kind> {
        match number {
            1 => Ok(Kind::Description),
            2 => Ok(Kind::Message),
            3 => Ok(Kind::Partial),
            4 => Ok(Kind::Checkpoint),
            _ => Err(Error::WrongKind),
        }
    }
}

/// Some bytes of a stated kind and of the length they state, checksum not yet looked at.
pub struct Envelope<'a> {
    pub kind: Kind,
    pub x: u32,
    pub session: [u8; 32],
    /// What lies between header and checksum.
    pub body: &'a [u8],
    covered: &'a [u8],
    checksum: [u8; CHECKSUM_LEN],
}

impl<'a> Envelope<'a> {
    /// Checks magic, version, kind (any, or the one wanted) and length, in this order.
    pub fn open(bytes: &'a [u8], wanted: Option<Kind>) -> Result<Envelope<'a>> {
        let mut reader = Reader::new(bytes);
        if reader.take()? != MAGIC {
            return Err(Error::Malformed);
        }
        if reader.u16()? != VERSION {
            return Err(Error::UnsupportedVersion);
        }
        let kind = Kind::from_number(reader.u16()?)?;
        if wanted.is_some_and(|wanted| wanted != kind) {
            return Err(Error::WrongKind);
        }
        let x = reader.u32()?;
        let len = reader.u64()?;
        let proof_len = reader.u64()?;
        if len != bytes.len() as u64 || proof_len != 0 {
            return Err(Error::Malformed);
        }
        let session = reader.take()?;
        let (covered, checksum) = bytes
            .split_last_chunk()
            .filter(|(c, _)| c.len() >= HEADER_LEN)
            .ok_or(Error::Malformed)?;
        let body = covered.get(HEADER_LEN..).ok_or(Error::Malformed)?;
        Ok(Envelope { kind, x, session, body, covered, checksum: *checksum })
    }

    /// The checksum, if it is right.
    pub fn verify(&self) -> Result<[u8; CHECKSUM_LEN]> {
        if blake3::hash(self.covered) != self.checksum {
            return Err(Error::Corrupt);
        }
        Ok(self.checksum)
    }
}

/// The bytes of a header.
pub fn header(kind: Kind, x: u32, len: usize, session: &[u8; 32]) -> [u8; HEADER_LEN] {
    let mut header = [0; HEADER_LEN];
    header[..8].copy_from_slice(&MAGIC);
    header[8..10].copy_from_slice(&VERSION.to_le_bytes());
    header[10..12].copy_from_slice(&(kind as u16).to_le_bytes());
    header[12..16].copy_from_slice(&x.to_le_bytes());
    header[16..24].copy_from_slice(&(len as u64).to_le_bytes());
    header[32..64].copy_from_slice(session);
    header
}

/// Reads from the front of some bytes; what is not there is MALFORMED.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes }
    }

    pub fn take<const LEN: usize>(&mut self) -> Result<[u8; LEN]> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Error::Malformed)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// `count` items of `LEN` bytes each.
    pub fn items<const LEN: usize>(&mut self, count: u64) -> Result<&'a [[u8; LEN]]> {
        let len = usize::try_from(count).ok().and_then(|count| count.checked_mul(LEN));
        let (taken, rest) =
            len.and_then(|len| self.rest.split_at_checked(len)).ok_or(Error::Malformed)?;
        self.rest = rest;
        Ok(taken.as_chunks().0)
    }

    pub fn u16(&mut self) -> Result<u16> {
        self.take().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Result<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Result<u64> {
        self.take().map(u64::from_le_bytes)
    }

    pub fn end(&self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(Error::Malformed) }
    }
}

/// Fills a buffer from its front; the caller has made it the right size.
pub struct Writer<'a> {
    buffer: &'a mut [u8],
    used: usize,
}

impl<'a> Writer<'a> {
    pub fn new(buffer: &'a mut [u8]) -> Writer<'a> {
        Writer { buffer, used: 0 }
    }

    /// The next `len` bytes, to be written.
    pub fn space(&mut self, len: usize) -> Result<&mut [u8]> {
        let rest = self.buffer.get_mut(self.used..).ok_or(Error::Internal)?;
        let space = rest.get_mut(..len).ok_or(Error::Internal)?;
        self.used += len;
        Ok(space)
    }

    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.space(bytes.len())?.copy_from_slice(bytes);
        Ok(())
    }

    /// Appends the checksum of everything before it, which must fill the buffer.
    pub fn seal(mut self) -> Result<()> {
        let (covered, _) = self.buffer.split_at_checked(self.used).ok_or(Error::Internal)?;
        let checksum = blake3::hash(covered);
        self.put(checksum.as_bytes())?;
        if self.used == self.buffer.len() { Ok(()) } else { Err(Error::Internal) }
    }
}
