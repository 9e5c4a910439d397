//! What the tests of the session share.
#![allow(dead_code)]

use secagg::error::{Error, Result};
use secagg::field::MODULUS;
use secagg::field::Value;
use secagg::options::RunOptions;
use secagg::random;
use secagg::session::{
    Collector, CollectorOptions, Holder, MESSAGE_HEADER_LEN, MessageMut, Parameters, Scheme,
    Session,
};

pub fn value(integer: u128) -> Value {
    Value::from_bytes((integer % MODULUS).to_le_bytes())
}

pub fn random_values(count: usize) -> Vec<Value> {
    let mut bytes = vec![[0; 16]; count];
    random::fill_from_system(bytes.as_flattened_mut()).unwrap();
    bytes.into_iter().map(|bytes| value(u128::from_le_bytes(bytes))).collect()
}

/// The sum in the clear.
pub fn sum<'a>(vectors: impl IntoIterator<Item = &'a Vec<Value>>, width: usize) -> Vec<Value> {
    let mut total = vec![Value::ZERO; width];
    for values in vectors {
        for (total, value) in total.iter_mut().zip(values) {
            *total = (total.element().unwrap() + value.element().unwrap()).into();
        }
    }
    total
}

pub const SHAMIR: Parameters<'static> = Parameters {
    id: [7; 16],
    scheme: Scheme::Shamir,
    holder_count: 5,
    threshold: 3,
    value_count: 4,
    min_submissions: 2,
    fraction_bits: 0,
    context: b"age, weight in kg",
    roster: &[],
};

pub const ADDITIVE: Parameters<'static> =
    Parameters { scheme: Scheme::Additive, holder_count: 3, threshold: 3, ..SHAMIR };

pub fn session(parameters: &Parameters<'_>) -> Session {
    Session::new(parameters).unwrap()
}

/// One message per holder.
pub fn deal(session: &Session, party_id: u64, values: &[Value]) -> Result<Vec<Vec<u8>>> {
    deal_with(session, party_id, values, &RunOptions::default())
}

pub fn deal_with(
    session: &Session,
    party_id: u64,
    values: &[Value],
    options: &RunOptions,
) -> Result<Vec<Vec<u8>>> {
    let n = session.holder_count() as usize;
    let mut headers = vec![[0; MESSAGE_HEADER_LEN]; n];
    let mut shares = vec![vec![Value::ZERO; session.value_count()]; n];
    let mut checksums = vec![[0; 32]; n];
    let parts = headers.iter_mut().zip(&mut shares).zip(&mut checksums);
    let mut messages: Vec<_> =
        parts.map(|((header, values), checksum)| MessageMut { header, values, checksum }).collect();
    session.deal(&mut messages, party_id, values, options)?;
    Ok((0..n)
        .map(|k| {
            let shares = shares[k].iter().flat_map(|value| value.to_bytes());
            headers[k].into_iter().chain(shares).chain(checksums[k]).collect()
        })
        .collect())
}

pub fn exported(holder: &Holder) -> Vec<u8> {
    let mut checkpoint = vec![0; holder.checkpoint_len()];
    holder.export(&mut checkpoint).unwrap();
    checkpoint
}

pub fn seal(holder: &mut Holder, expected: Option<&[u8; 32]>) -> Result<Vec<u8>> {
    let mut checkpoint = vec![0; holder.checkpoint_len()];
    holder.seal(&mut checkpoint, expected)?;
    Ok(checkpoint)
}

pub fn release(holder: &Holder) -> Result<Vec<u8>> {
    let mut partial = vec![0; holder.session().partial_len()];
    holder.release(&mut partial)?;
    Ok(partial)
}

pub fn description(session: &Session) -> Vec<u8> {
    let mut description = vec![0; session.description_len()];
    session.export(&mut description).unwrap();
    description
}

/// Holder x after it has accepted what is meant for it.
pub fn holder_of(session: &Session, x: u32, deals: &[Vec<Vec<u8>>]) -> Holder {
    let mut holder = Holder::new(session, x).unwrap();
    for messages in deals {
        holder.accept(&messages[x as usize - 1]).unwrap();
    }
    holder
}

/// The partial sums of all holders over the deals.
pub fn partials_of(session: &Session, deals: &[Vec<Vec<u8>>]) -> Vec<Vec<u8>> {
    (1..=session.holder_count())
        .map(|x| {
            let mut holder = holder_of(session, x, deals);
            seal(&mut holder, None).unwrap();
            release(&holder).unwrap()
        })
        .collect()
}

pub fn collector_of<'a>(
    session: &Session,
    partials: impl IntoIterator<Item = &'a Vec<u8>>,
) -> Collector {
    let mut collector = Collector::new(session).unwrap();
    for partial in partials {
        collector.accept(partial).unwrap();
    }
    collector
}

/// Values, submissions and the x of the deviating.
pub fn reconstructed(
    collector: &mut Collector,
    max_corrections: u32,
) -> Result<(Vec<Value>, u64, Vec<u32>)> {
    let n = collector.session().holder_count();
    let mut values = vec![Value::ZERO; collector.session().value_count()];
    let options = CollectorOptions { max_corrections, ..CollectorOptions::default() };
    let submissions = collector.reconstruct(&mut values, &options)?;
    let mut deviating = vec![0; n as usize];
    collector.deviating(&mut deviating)?;
    let deviating = (1..=n).filter(|&x| deviating[x as usize - 1] == 1).collect();
    Ok((values, submissions, deviating))
}

/// Makes the checksum right again: what anyone who forges a message can do.
pub fn rechecksum(bytes: &mut [u8]) {
    let (covered, checksum) = bytes.split_last_chunk_mut::<32>().unwrap();
    *checksum = *blake3::hash(covered).as_bytes();
}

/// The bytes with some of them replaced and the checksum made right.
pub fn forged(bytes: &[u8], at: usize, with: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + with.len()].copy_from_slice(with);
    rechecksum(&mut bytes);
    bytes
}

pub fn status(result: Result<()>) -> Error {
    result.expect_err("it should have been refused")
}
