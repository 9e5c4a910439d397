#![forbid(unsafe_code)]
//! A ledger as bytes, for a file: `docs/format.md` says what they are.

use super::series::Series;
use super::{Entry, Ledger, Rho};
use crate::error::{Error, Result};
use crate::memory::try_collect;

const MAGIC: [u8; 8] = *b"\x89SECAGL\n";
const VERSION: u16 = 1;
const CHECKSUM_LEN: usize = 32;

impl Ledger {
    /// The same bytes for the same rounds in the same order.
    pub fn export(&self) -> Result<Vec<u8>> {
        let mut writer = Writer(Vec::new());
        writer.put(&MAGIC)?;
        writer.put(&VERSION.to_le_bytes())?;
        writer.number(self.series.len() as u64)?;
        for (id, series) in &self.series {
            writer.put(id)?;
            write_series(&mut writer, series)?;
        }
        let checksum = blake3::hash(&writer.0);
        writer.put(checksum.as_bytes())?;
        Ok(writer.0)
    }

    /// A ledger from its bytes; what it says is computed anew from its rounds.
    pub fn import(bytes: &[u8]) -> Result<Ledger> {
        let (covered, checksum) =
            bytes.split_last_chunk::<CHECKSUM_LEN>().ok_or(Error::Malformed)?;
        let mut reader = Reader(covered);
        if reader.take()? != MAGIC {
            return Err(Error::Malformed);
        }
        if reader.take()? != VERSION.to_le_bytes() {
            return Err(Error::UnsupportedVersion);
        }
        if blake3::hash(covered) != *checksum {
            return Err(Error::Corrupt);
        }
        let mut ledger = Ledger::new();
        let mut last: Option<[u8; 16]> = None;
        for _ in 0..reader.number()? {
            let id = reader.take()?;
            if last.is_some_and(|last| last >= id) {
                return Err(Error::Malformed);
            }
            last = Some(id);
            read_series(&mut reader, &mut ledger, &id)?;
        }
        if reader.0.is_empty() { Ok(ledger) } else { Err(Error::Malformed) }
    }
}

fn write_series(writer: &mut Writer, series: &Series) -> Result<()> {
    let ids = series.party_ids()?;
    writer.put(&series.plan)?;
    writer.put(&[u8::from(series.is_cumulative)])?;
    writer.number(ids.len() as u64)?;
    for id in &ids {
        writer.number(*id)?;
    }
    writer.number(series.round_count())?;
    for round in series.rounds() {
        writer.number(round.period)?;
        writer.number(round.rho.units())?;
        for ids in ids.chunks(8) {
            let bits =
                ids.iter().rev().fold(0, |bits, &id| bits << 1 | u8::from(series.is_in(id, round)));
            writer.put(&[bits])?;
        }
    }
    Ok(())
}

fn read_series(reader: &mut Reader<'_>, ledger: &mut Ledger, id: &[u8; 16]) -> Result<()> {
    let plan = reader.take()?;
    let is_cumulative = match reader.take()? {
        [0] => false,
        [1] => true,
        _ => return Err(Error::Malformed),
    };
    let ids = reader.numbers()?;
    if !ids.is_sorted_by(|one, next| one < next) {
        return Err(Error::Malformed);
    }
    let round_count = reader.number()?;
    let mut cohort: Vec<u64> = Vec::new();
    cohort.try_reserve_exact(ids.len())?;
    for _ in 0..round_count {
        let period = reader.number()?;
        let rho = Rho::from_units(reader.number()?);
        let bits = reader.bytes(ids.len().div_ceil(8))?;
        let is_set = |place: usize| bits.get(place / 8).is_some_and(|b| b >> (place % 8) & 1 == 1);
        if (ids.len()..bits.len() * 8).any(is_set) {
            return Err(Error::Malformed);
        }
        cohort.clear();
        cohort
            .extend(ids.iter().enumerate().filter(|&(place, _)| is_set(place)).map(|(_, &id)| id));
        let entry = Entry {
            period,
            plan,
            is_cumulative,
            min_submissions: 1,
            rho,
            rho_limit: None,
            party_ids: &cohort,
        };
        ledger.record(id, &entry).map_err(|error| match error {
            Error::OutOfMemory | Error::LimitExceeded => error,
            _ => Error::Malformed,
        })?;
    }
    // A round that is there twice, or parties that are in none, are not written by anyone.
    let is_whole = match ledger.find(id).ok().and_then(|place| ledger.series.get(place)) {
        Some((_, series)) => series.round_count() == round_count && series.party_ids()? == ids,
        None => false,
    };
    if is_whole { Ok(()) } else { Err(Error::Malformed) }
}

struct Writer(Vec<u8>);

impl Writer {
    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.try_reserve(bytes.len())?;
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn number(&mut self, number: u64) -> Result<()> {
        self.put(&number.to_le_bytes())
    }
}

/// Reads from the front; what is not there is MALFORMED.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take<const LEN: usize>(&mut self) -> Result<[u8; LEN]> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Error::Malformed)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn bytes(&mut self, len: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or(Error::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u64> {
        self.take().map(u64::from_le_bytes)
    }

    /// A count, and so many numbers.
    fn numbers(&mut self) -> Result<Vec<u64>> {
        let count = usize::try_from(self.number()?).map_err(|_| Error::Malformed)?;
        let bytes = self.bytes(count.checked_mul(8).ok_or(Error::Malformed)?)?;
        try_collect(bytes.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)))
    }
}
