//! Every byte that leaves a process: what it is, what is refused, and vectors that pin it.

mod common;
use common::*;
use secagg::error::Error;
use secagg::session::{Collector, Holder, Kind, MessageInfo, Parameters, Scheme, Session, inspect};
use std::collections::BTreeMap;

/// One of each kind, and what reads it in earnest.
struct Sample {
    kind: Kind,
    bytes: Vec<u8>,
    read: fn(&Session, &[u8]) -> Result<(), Error>,
}

fn samples() -> (Session, Vec<Sample>) {
    let session = session(&Parameters { roster: &[1, 2, 3], ..SHAMIR });
    let deals = [1, 2, 3].map(|party| deal(&session, party, &random_values(4)).unwrap());
    let samples = vec![
        Sample {
            kind: Kind::Description,
            bytes: description(&session),
            read: |_, bytes| Session::import(bytes).map(|_| ()),
        },
        Sample {
            kind: Kind::Message,
            bytes: deals[0][0].clone(),
            read: |session, bytes| Holder::new(session, 1)?.accept(bytes),
        },
        Sample {
            kind: Kind::Partial,
            bytes: partials_of(&session, &deals)[0].clone(),
            read: |session, bytes| Collector::new(session)?.accept(bytes),
        },
        Sample {
            kind: Kind::Checkpoint,
            bytes: exported(&holder_of(&session, 1, &deals)),
            read: |session, bytes| {
                Holder::import(session, bytes)?;
                Holder::new(session, 1)?.merge(bytes)
            },
        },
    ];
    (session, samples)
}

#[test]
fn every_kind_is_read_whole() {
    let (session, samples) = samples();
    for Sample { kind, bytes, read } in samples {
        assert_eq!(read(&session, &bytes), Ok(()));
        let x = if kind == Kind::Description { 0 } else { 1 };
        let party_id = if kind == Kind::Message { 1 } else { 0 };
        let expected = MessageInfo { version: 1, kind, x, party_id, session: *session.digest() };
        assert_eq!(inspect(&bytes), Ok(expected));
    }
}

#[test]
fn every_truncation_and_every_trailing_byte_is_malformed() {
    let (session, samples) = samples();
    for Sample { bytes, read, .. } in samples {
        for len in 0..bytes.len() {
            assert_eq!(read(&session, &bytes[..len]), Err(Error::Malformed));
            assert_eq!(inspect(&bytes[..len]), Err(Error::Malformed));
        }
        for more in [1, 16, 32, 1000] {
            let mut longer = bytes.clone();
            longer.resize(bytes.len() + more, 0);
            assert_eq!(read(&session, &longer), Err(Error::Malformed));
        }
    }
}

/// What a flipped bit must be called, by its byte.
fn name_of_flip(kind: Kind, at: usize) -> Error {
    let counts = match kind {
        Kind::Description => 112..128,
        Kind::Message => 88..96,
        Kind::Partial => 104..112,
        Kind::Checkpoint => 72..88,
    };
    match at {
        8..10 => Error::UnsupportedVersion,
        10..12 => Error::WrongKind,
        0..8 | 16..32 => Error::Malformed,
        at if counts.contains(&at) => Error::Malformed,
        _ => Error::Corrupt,
    }
}

#[test]
fn every_flipped_bit_is_refused_by_name() {
    let (session, samples) = samples();
    for Sample { kind, mut bytes, read } in samples {
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                let refused = read(&session, &bytes);
                assert_eq!(refused, Err(name_of_flip(kind, at)), "{kind:?}, byte {at}");
                assert!(inspect(&bytes).is_err());
                bytes[at] ^= 1 << bit;
            }
        }
        assert_eq!(read(&session, &bytes), Ok(()));
    }
}

#[test]
fn one_kind_is_not_taken_for_another() {
    let (session, samples) = samples();
    for sample in &samples {
        for other in &samples {
            let expected = if sample.kind == other.kind { Ok(()) } else { Err(Error::WrongKind) };
            assert_eq!((sample.read)(&session, &other.bytes), expected);
        }
    }
}

#[test]
fn the_first_broken_rule_names_the_refusal() {
    let (session, samples) = samples();
    let other = session_of_id(9);
    let message = &samples[1].bytes;
    let accept = |bytes: &[u8]| Holder::new(&session, 1).unwrap().accept(bytes).unwrap_err();
    let mut bytes = message.clone();
    // Broken from the last check to the first, each hides those after it.
    bytes[96..112].fill(0xff);
    rechecksum(&mut bytes);
    assert_eq!(accept(&bytes), Error::NotCanonical);
    bytes[80] = 77;
    rechecksum(&mut bytes);
    assert_eq!(accept(&bytes), Error::UnknownParty);
    bytes[12] = 2;
    rechecksum(&mut bytes);
    assert_eq!(accept(&bytes), Error::HolderMismatch);
    bytes[32..64].copy_from_slice(other.digest());
    rechecksum(&mut bytes);
    assert_eq!(accept(&bytes), Error::SessionMismatch);
    bytes[100] ^= 1;
    assert_eq!(accept(&bytes), Error::Corrupt);
    bytes[16] ^= 1;
    assert_eq!(accept(&bytes), Error::Malformed);
    bytes[10] = 3;
    assert_eq!(accept(&bytes), Error::WrongKind);
    bytes[8] = 2;
    assert_eq!(accept(&bytes), Error::UnsupportedVersion);
    bytes[0] = b'S';
    assert_eq!(accept(&bytes), Error::Malformed);
}

fn session_of_id(id: u8) -> Session {
    session(&Parameters { id: [id; 16], ..SHAMIR })
}

#[test]
fn another_width_under_a_right_checksum_is_a_wrong_length() {
    let (session, samples) = samples();
    for (sample, count_at) in samples[1..].iter().zip([88, 104, 80]) {
        let mut bytes = sample.bytes.clone();
        let values_at = if sample.kind == Kind::Checkpoint { 88 } else { count_at + 8 };
        bytes.splice(values_at..values_at, [0; 16]);
        let len = bytes.len() as u64;
        bytes[16..24].copy_from_slice(&len.to_le_bytes());
        bytes[count_at] += 1;
        rechecksum(&mut bytes);
        assert_eq!((sample.read)(&session, &bytes), Err(Error::LengthMismatch));
    }
}

#[test]
fn lengths_that_wrap_are_malformed() {
    let (session, samples) = samples();
    for (sample, count_at) in samples.iter().zip([112, 88, 104, 72]) {
        for count in [u64::MAX, 1 << 60, (1 << 60) + 4, u64::MAX / 40 + 1] {
            let forged = forged(&sample.bytes, count_at, &count.to_le_bytes());
            assert_eq!((sample.read)(&session, &forged), Err(Error::Malformed));
        }
    }
}

#[test]
fn descriptions_that_were_never_agreed_are_refused() {
    let (session, samples) = samples();
    let bytes = &samples[0].bytes;
    let refused = |at, with: &[u8]| Session::import(&forged(bytes, at, with)).err().unwrap();
    assert_eq!(refused(64, &[0; 16]), Error::InvalidOptions);
    assert_eq!(refused(80, &[3]), Error::InvalidScheme);
    assert_eq!(refused(84, &[0]), Error::InvalidHolderCount);
    assert_eq!(refused(88, &[2]), Error::InvalidThreshold);
    assert_eq!(refused(92, &[200]), Error::LimitExceeded);
    assert_eq!(refused(96, &[0]), Error::InvalidOptions);
    assert_eq!(refused(104, &[1]), Error::InvalidOptions);
    assert_eq!(refused(104, &[4]), Error::InvalidRoster, "a roster of 3");
    assert_eq!(refused(12, &[1]), Error::Malformed);
    assert_eq!(refused(128, b"A"), Error::Malformed, "the digest is that of another context");
    assert_eq!(refused(32, &[0; 32]), Error::Malformed);
    let roster_at = 128 + session.parameters().context.len();
    assert_eq!(refused(roster_at, &[2]), Error::InvalidRoster, "a party twice");
    assert_eq!(refused(roster_at, &[9]), Error::Malformed, "not ascending");
}

#[test]
fn checkpoints_that_no_holder_exports_are_refused() {
    let (session, samples) = samples();
    let bytes = &samples[3].bytes;
    let refused =
        |at, with: &[u8]| Holder::import(&session, &forged(bytes, at, with)).err().unwrap();
    assert_eq!(refused(64, &[2]), Error::Malformed);
    assert_eq!(refused(68, &[2]), Error::Malformed);
    assert_eq!(refused(64, &[1, 0, 0, 0, 1]), Error::Malformed, "a sealed shard");
    let parties_at = 88 + 16 * 4;
    assert_eq!(refused(parties_at, &[2]), Error::Malformed, "a party twice");
    assert_eq!(refused(parties_at, &[3]), Error::Malformed, "not ascending");
    let empty = exported(&Holder::new(&session, 1).unwrap());
    let not_empty = Holder::import(&session, &forged(&empty, 88, &[1])).err();
    assert_eq!(not_empty, Some(Error::Malformed), "a sum of nothing that is not 0");
}

#[test]
fn merges_and_withdrawals_are_refused_in_the_order_of_the_manual() {
    let session = session(&Parameters { roster: &[1, 2, 3], ..SHAMIR });
    let deals = [1, 2, 3].map(|party| deal(&session, party, &random_values(4)).unwrap());
    let of_other = exported(&holder_of(&session, 2, &deals[..1]));
    let mut holder = holder_of(&session, 1, &deals[..2]);
    let own = exported(&holder);
    let merged = |holder: &mut Holder, at, with: &[u8]| holder.merge(&forged(&of_other, at, with));
    assert_eq!(merged(&mut holder, 12, &[9]), Err(Error::InvalidShare));
    assert_eq!(merged(&mut holder, 64, &[7]), Err(Error::Malformed));
    assert_eq!(merged(&mut holder, 88 + 16 * 4, &[9]), Err(Error::UnknownParty));
    assert_eq!(holder.merge(&of_other), Err(Error::HolderMismatch));
    assert_eq!(holder.merge(&own), Err(Error::AlreadyAccepted));
    assert_eq!(holder.withdraw(&deals[2][0]), Err(Error::UnknownParty));
    seal(&mut holder, None).unwrap();
    assert_eq!(holder.merge(&of_other), Err(Error::HolderMismatch));
    assert_eq!(holder.merge(&own), Err(Error::Closed));
    assert_eq!(holder.withdraw(&deals[2][0]), Err(Error::Closed));
}

/// A message put together from the words of docs/format.md.
#[test]
fn a_message_is_what_the_manual_says() {
    let session = session_of_id(7);
    let message = deal(&session, 0x0102_0304, &random_values(4)).unwrap().swap_remove(2);
    let mut expected = b"\x89SECAGG\n".to_vec();
    expected.extend([1, 0, 2, 0]);
    expected.extend([3, 0, 0, 0]);
    expected.extend((96 + 64 + 32_u64).to_le_bytes());
    expected.extend([0; 8]);
    expected.extend(session.digest());
    expected.extend(&message[64..80]);
    expected.extend([4, 3, 2, 1, 0, 0, 0, 0]);
    expected.extend([4, 0, 0, 0, 0, 0, 0, 0]);
    expected.extend(&message[96..160]);
    expected.extend(blake3::hash(&expected).as_bytes());
    assert_eq!(message, expected);
    let mut digest = blake3::Hasher::new_derive_key("secagg 2026-11 session parameters");
    let description = description(&session);
    digest.update(&description[64..description.len() - 32]);
    assert_eq!(digest.finalize(), *session.digest());
}

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/session.csv");

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect()
}

/// Three parties, (5, 3) and 3 additive holders. Messages are random, so these are made once; what
/// follows from them (digests, checkpoints, partial sums, totals) is always the same.
fn new_vectors() -> String {
    let mut text = String::from("name,hex\n");
    let roster: Parameters<'_> =
        Parameters { roster: &[1, 2, 1 << 63], fraction_bits: 20, value_count: 2, ..SHAMIR };
    let additive = Parameters { scheme: Scheme::Additive, holder_count: 3, threshold: 3, ..roster };
    for (scheme, parameters) in [("shamir", roster), ("additive", additive)] {
        let session = session(&parameters);
        let mut line = |name: String, bytes: &[u8]| {
            text += &format!("{scheme}.{name},{}\n", hex(bytes));
        };
        line("description".into(), &description(&session));
        let deals = [(1, [1, 2]), (2, [30, 40]), (1 << 63, [500, 600])]
            .map(|(id, numbers)| (id, deal(&session, id, &numbers.map(value)).unwrap()));
        for x in 1..=parameters.holder_count {
            for (number, (_, messages)) in deals.iter().enumerate() {
                line(format!("message.{x}.{number}"), &messages[x as usize - 1]);
            }
            let deals: Vec<_> = deals.iter().map(|(_, messages)| messages.clone()).collect();
            let mut holder = holder_of(&session, x, &deals);
            line(format!("cohort.{x}"), &holder.cohort());
            line(format!("checkpoint.{x}"), &exported(&holder));
            line(format!("sealed.{x}"), &seal(&mut holder, None).unwrap());
            line(format!("partial.{x}"), &release(&holder).unwrap());
        }
    }
    text
}

#[test]
fn the_vectors_are_read_and_written_to_the_byte() {
    if std::env::var_os("SECAGG_NEW_VECTORS").is_some() {
        std::fs::write(VECTORS, new_vectors()).unwrap();
    }
    let text = std::fs::read_to_string(VECTORS).unwrap();
    let vectors: BTreeMap<&str, Vec<u8>> = text
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').unwrap())
        .map(|(name, hex)| (name, from_hex(hex)))
        .collect();
    for (scheme, n) in [("shamir", 5), ("additive", 3)] {
        let vector = |name: String| &vectors[&*format!("{scheme}.{name}")];
        let session = Session::import(vector("description".into())).unwrap();
        assert_eq!(description(&session), *vector("description".into()));
        let mut collector = Collector::new(&session).unwrap();
        for x in 1..=n {
            let mut holder = Holder::new(&session, x).unwrap();
            for number in [2, 0, 1] {
                holder.accept(vector(format!("message.{x}.{number}"))).unwrap();
            }
            assert_eq!(holder.cohort()[..], *vector(format!("cohort.{x}")));
            assert_eq!(exported(&holder), *vector(format!("checkpoint.{x}")));
            assert_eq!(seal(&mut holder, None).unwrap(), *vector(format!("sealed.{x}")));
            let partial = release(&holder).unwrap();
            assert_eq!(partial, *vector(format!("partial.{x}")));
            collector.accept(&partial).unwrap();
        }
        let expected = (vec![value(531), value(642)], 3, vec![]);
        assert_eq!(reconstructed(&mut collector, 0).unwrap(), expected);
    }
}
