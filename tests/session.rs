//! The life of a session: what each role does, and what it refuses.

mod common;
use common::*;
use secagg::error::Error;
use secagg::field::MODULUS;
use secagg::field::Value;
use secagg::session::{Collector, Holder, Parameters, Scheme, Session};

fn refused(parameters: &Parameters<'_>) -> Error {
    Session::new(parameters).err().expect("it should have been refused")
}

#[test]
fn the_total_comes_out_and_nothing_else() {
    for parameters in [SHAMIR, ADDITIVE] {
        let session = session(&parameters);
        let inputs: Vec<_> = (0..6).map(|_| random_values(4)).collect();
        let deals: Vec<_> =
            (100..).zip(&inputs).map(|(id, values)| deal(&session, id, values).unwrap()).collect();
        let partials = partials_of(&session, &deals);
        let mut collector = collector_of(&session, &partials);
        let result = reconstructed(&mut collector, 0).unwrap();
        assert_eq!(result, (sum(&inputs, 4), 6, vec![]));
        assert_eq!(reconstructed(&mut collector, 0).unwrap(), result, "it may be had again");
    }
}

#[test]
fn zeros_of_the_parameters_stand_for_defaults() {
    let bare = Parameters {
        id: [0; 16],
        threshold: 0,
        value_count: 0,
        min_submissions: 0,
        context: b"",
        ..SHAMIR
    };
    for (scheme, n, threshold) in [
        (Scheme::Shamir, 2, 2),
        (Scheme::Shamir, 3, 2),
        (Scheme::Shamir, 6, 4),
        (Scheme::Shamir, 7, 4),
        (Scheme::Additive, 9, 9),
    ] {
        let session = session(&Parameters { scheme, holder_count: n, ..bare });
        let agreed = session.parameters();
        assert_eq!(
            (agreed.threshold, agreed.value_count, agreed.min_submissions),
            (threshold, 1, 2)
        );
        assert_ne!(agreed.id, [0; 16]);
    }
    assert_ne!(session(&bare).digest(), session(&bare).digest(), "ids are random");
}

#[test]
fn parameters_that_could_not_protect_anyone_are_refused() {
    let with = |n, t| Parameters { holder_count: n, threshold: t, ..SHAMIR };
    assert_eq!(refused(&with(0, 0)), Error::InvalidHolderCount);
    assert_eq!(refused(&with(1, 1)), Error::InvalidHolderCount);
    assert_eq!(refused(&with(u32::MAX, 0)), Error::LimitExceeded);
    assert_eq!(refused(&with(5, 1)), Error::InvalidThreshold);
    assert_eq!(refused(&with(5, 2)), Error::InvalidThreshold);
    assert_eq!(refused(&with(6, 3)), Error::InvalidThreshold, "two groups of 3 could answer");
    assert_eq!(refused(&with(5, 6)), Error::InvalidThreshold);
    assert_eq!(refused(&with(2, 1)), Error::InvalidThreshold);
    assert_eq!(refused(&Parameters { threshold: 2, ..ADDITIVE }), Error::InvalidThreshold);
    assert_eq!(refused(&Parameters { min_submissions: 1, ..SHAMIR }), Error::InvalidOptions);
    for value_count in [u64::MAX, u64::MAX / 16, (1 << 30) + 1] {
        assert_eq!(refused(&Parameters { value_count, ..SHAMIR }), Error::LimitExceeded);
    }
    let widest = Parameters { value_count: (1 << 30) / 3, ..SHAMIR };
    assert!(Session::new(&widest).is_ok());
    let too_wide = Parameters { value_count: widest.value_count + 1, ..SHAMIR };
    assert_eq!(refused(&too_wide), Error::LimitExceeded, "no collector has room for 3 sums");
    assert_eq!(refused(&Parameters { fraction_bits: 94, ..SHAMIR }), Error::LimitExceeded);
    assert_eq!(refused(&Parameters { min_submissions: u64::MAX, ..SHAMIR }), Error::LimitExceeded);
    let long = vec![0; (1 << 20) + 1];
    assert_eq!(refused(&Parameters { context: &long, ..SHAMIR }), Error::LimitExceeded);
    assert_eq!(refused(&Parameters { roster: &[4, 3, 4], ..SHAMIR }), Error::InvalidRoster);
    assert_eq!(refused(&Parameters { roster: &[4], ..SHAMIR }), Error::InvalidRoster);
}

#[test]
fn limits_are_still_allowed() {
    let context = vec![0; 1 << 20];
    session(&Parameters { context: &context, ..SHAMIR });
    let parties = 1 << 28;
    session(&Parameters { min_submissions: parties, ..SHAMIR });
    let too_many = Parameters { min_submissions: parties + 1, ..SHAMIR };
    assert_eq!(refused(&too_many), Error::LimitExceeded);
    let pair = Parameters { holder_count: 2, threshold: 2, value_count: 1 << 29, ..SHAMIR };
    session(&pair);
    let too_wide = Parameters { value_count: pair.value_count + 1, ..pair };
    assert_eq!(refused(&too_wide), Error::LimitExceeded);
    session(&Parameters { holder_count: 1 << 14, threshold: 1 << 14, ..SHAMIR });
    let too_many = Parameters { holder_count: (1 << 14) + 1, threshold: 1 << 14, ..SHAMIR };
    assert_eq!(refused(&too_many), Error::LimitExceeded);
    session(&Parameters { fraction_bits: 93, ..SHAMIR });
}

#[test]
fn equal_parameters_give_equal_digests_and_different_ones_do_not() {
    let reference = *session(&Parameters { roster: &[1, 2, 3], ..SHAMIR }).digest();
    let same = Parameters { roster: &[3, 1, 2], ..SHAMIR };
    assert_eq!(*session(&same).digest(), reference);
    for other in [
        Parameters { id: [8; 16], ..same },
        Parameters { scheme: Scheme::Additive, threshold: 5, ..same },
        Parameters { holder_count: 4, ..same },
        Parameters { threshold: 4, ..same },
        Parameters { value_count: 5, ..same },
        Parameters { min_submissions: 3, ..same },
        Parameters { fraction_bits: 1, ..same },
        Parameters { context: b"age, weight in lb", ..same },
        Parameters { roster: &[1, 2, 4], ..same },
        Parameters { roster: &[], ..same },
    ] {
        assert_ne!(*session(&other).digest(), reference);
    }
}

#[test]
fn a_description_gives_the_same_session() {
    let roster: Vec<u64> = (0..50).map(|id| id * 31 % 50).collect();
    let original = session(&Parameters { roster: &roster, fraction_bits: 20, ..SHAMIR });
    let copy = Session::import(&description(&original)).unwrap();
    assert_eq!(copy.digest(), original.digest());
    assert_eq!(description(&copy), description(&original));
    assert_eq!(copy.parameters().roster, (0..50).collect::<Vec<u64>>());
}

#[test]
fn a_party_deals_what_was_agreed() {
    let session = session(&Parameters { roster: &[1, 2], ..SHAMIR });
    assert_eq!(deal(&session, 3, &random_values(4)), Err(Error::UnknownParty));
    assert_eq!(deal(&session, 1, &random_values(3)), Err(Error::LengthMismatch));
    let mut values = random_values(4);
    values[3] = Value::from_bytes(MODULUS.to_le_bytes());
    assert_eq!(deal(&session, 1, &values), Err(Error::NotCanonical));
    assert!(
        deal(&session, 1, &values[..4].iter().map(|_| Value::ZERO).collect::<Vec<_>>()).is_ok()
    );
}

#[test]
fn a_replayed_message_counts_once_and_a_second_deal_conflicts() {
    let session = session(&SHAMIR);
    let (first, second) =
        (deal(&session, 1, &random_values(4)), deal(&session, 1, &random_values(4)));
    let (first, second) = (first.unwrap(), second.unwrap());
    let mut holder = Holder::new(&session, 2).unwrap();
    holder.accept(&first[1]).unwrap();
    let before = exported(&holder);
    assert_eq!(holder.accept(&first[1]), Err(Error::AlreadyAccepted));
    assert_eq!(holder.accept(&second[1]), Err(Error::PartyConflict));
    assert_eq!(holder.withdraw(&second[1]), Err(Error::PartyConflict));
    assert_eq!(holder.accept(&first[2]), Err(Error::HolderMismatch));
    assert_eq!(exported(&holder), before);
    assert_eq!(holder.submissions(), 1);
}

#[test]
fn messages_of_other_sessions_are_refused() {
    let here = session(&SHAMIR);
    let elsewhere = session(&Parameters { id: [8; 16], ..SHAMIR });
    let wider = session(&Parameters { value_count: 5, ..SHAMIR });
    let other_threshold = session(&Parameters { threshold: 4, ..SHAMIR });
    let deals = |session: &Session, width| {
        [1, 2].map(|party| deal(session, party, &random_values(width)).unwrap())
    };
    let mut holder = Holder::new(&here, 1).unwrap();
    let mut collector = Collector::new(&here).unwrap();
    for (other, width) in [(&elsewhere, 4), (&wider, 5), (&other_threshold, 4)] {
        let deals = deals(other, width);
        assert_eq!(holder.accept(&deals[0][0]), Err(Error::SessionMismatch));
        assert_eq!(holder.withdraw(&deals[0][0]), Err(Error::SessionMismatch));
        let checkpoint = exported(&holder_of(other, 1, &deals));
        assert_eq!(holder.merge(&checkpoint), Err(Error::SessionMismatch));
        assert_eq!(Holder::import(&here, &checkpoint).err(), Some(Error::SessionMismatch));
        let partials = partials_of(other, &deals);
        assert_eq!(collector.accept(&partials[0]), Err(Error::SessionMismatch));
    }
}

#[test]
fn only_parties_of_the_roster_are_counted() {
    let session = session(&Parameters { roster: &[1, 2], ..SHAMIR });
    let messages = deal(&session, 1, &random_values(4)).unwrap();
    let mut holder = Holder::new(&session, 1).unwrap();
    let stranger = forged(&messages[0], 80, &3_u64.to_le_bytes());
    assert_eq!(holder.accept(&stranger), Err(Error::UnknownParty));
    holder.accept(&messages[0]).unwrap();
    let checkpoint = exported(&holder);
    let with_stranger = forged(&checkpoint, 88 + 64, &3_u64.to_le_bytes());
    assert_eq!(Holder::import(&session, &with_stranger).err(), Some(Error::UnknownParty));
}

#[test]
fn values_that_are_not_canonical_leave_the_total_as_it_was() {
    let width = 1500;
    let session = session(&Parameters { value_count: width, ..SHAMIR });
    let [first, second] =
        [1, 2].map(|party| deal(&session, party, &random_values(width as usize)).unwrap());
    let mut holder = holder_of(&session, 1, &[first]);
    let before = exported(&holder);
    for spelt in [MODULUS, u128::MAX, 1 << 127] {
        let bad = forged(&second[0], 96 + 16 * (width as usize - 1), &spelt.to_le_bytes());
        assert_eq!(holder.accept(&bad), Err(Error::NotCanonical));
        assert_eq!(exported(&holder), before);
        let mut shard = Holder::new_shard(&session, 1).unwrap();
        shard.accept(&second[0]).unwrap();
        let bad = forged(&exported(&shard), 88 + 16 * (width as usize - 1), &spelt.to_le_bytes());
        assert_eq!(holder.merge(&bad), Err(Error::NotCanonical));
        assert_eq!(Holder::import(&session, &bad).err(), Some(Error::NotCanonical));
        assert_eq!(exported(&holder), before);
    }
    holder.accept(&second[0]).unwrap();
}

#[test]
fn what_is_accepted_can_be_withdrawn_and_nothing_else() {
    let session = session(&SHAMIR);
    let deals = [1, 2, 3].map(|party| deal(&session, party, &random_values(4)).unwrap());
    let mut holder = holder_of(&session, 4, &deals[..2]);
    let before = exported(&holder);
    assert_eq!(holder.withdraw(&deals[2][3]), Err(Error::UnknownParty));
    holder.accept(&deals[2][3]).unwrap();
    assert_eq!(holder.party_ids().collect::<Vec<_>>(), [1, 2, 3]);
    holder.withdraw(&deals[2][3]).unwrap();
    assert_eq!(exported(&holder), before);
    assert_eq!(holder.withdraw(&deals[2][3]), Err(Error::UnknownParty));
    holder.withdraw(&deals[0][3]).unwrap();
    holder.withdraw(&deals[1][3]).unwrap();
    assert_eq!(exported(&holder), exported(&Holder::new(&session, 4).unwrap()));
}

#[test]
fn a_sealed_holder_stays_as_it_is() {
    let session = session(&SHAMIR);
    let deals = [1, 2, 3].map(|party| deal(&session, party, &random_values(4)).unwrap());
    let mut holder = holder_of(&session, 1, &deals[..2]);
    assert_eq!(release(&holder), Err(Error::NotSealed));
    let open = exported(&holder);
    let mut other = holder_of(&session, 1, &deals[2..]);

    assert_eq!(seal(&mut holder, Some(&[0; 32])), Err(Error::CohortMismatch));
    assert_eq!(holder.seal(&mut [0; 9], None), Err(Error::LengthMismatch));
    assert_eq!(exported(&holder), open, "a seal that is refused changes nothing");

    let cohort = holder.cohort();
    let sealed = seal(&mut holder, Some(&cohort)).unwrap();
    assert_eq!(exported(&holder), sealed);
    assert_eq!(holder.accept(&deals[2][0]), Err(Error::Closed));
    assert_eq!(holder.accept(&deals[0][0]), Err(Error::AlreadyAccepted), "a receipt can be had");
    assert_eq!(holder.withdraw(&deals[0][0]), Err(Error::Closed));
    assert_eq!(holder.merge(&exported(&other)), Err(Error::Closed));
    assert_eq!(other.merge(&sealed), Err(Error::Closed), "nor is it merged elsewhere");
    assert_eq!(seal(&mut holder, None), Err(Error::Closed));

    let partial = release(&holder).unwrap();
    assert_eq!(release(&holder).unwrap(), partial);
    assert_eq!(exported(&holder), sealed);
    let restored = Holder::import(&session, &sealed).unwrap();
    assert_eq!(release(&restored).unwrap(), partial);
    assert_eq!(holder.release(&mut vec![0; partial.len() + 1]), Err(Error::LengthMismatch));
}

#[test]
fn too_small_a_cohort_is_not_sealed() {
    let session = session(&Parameters { min_submissions: 3, ..SHAMIR });
    let deals = [1, 2].map(|party| deal(&session, party, &random_values(4)).unwrap());
    assert_eq!(seal(&mut Holder::new(&session, 1).unwrap(), None), Err(Error::NoSubmissions));
    assert_eq!(seal(&mut holder_of(&session, 1, &deals), None), Err(Error::CohortTooSmall));
    let forged_seal = forged(&exported(&holder_of(&session, 1, &deals)), 64, &[1]);
    assert_eq!(Holder::import(&session, &forged_seal).err(), Some(Error::Malformed));
}

#[test]
fn a_shard_is_exported_and_merged_only() {
    let session = session(&SHAMIR);
    let deals = [1, 2, 3].map(|party| deal(&session, party, &random_values(4)).unwrap());
    let mut shard = Holder::new_shard(&session, 1).unwrap();
    deals.iter().for_each(|messages| shard.accept(&messages[0]).unwrap());
    let mut restored = Holder::import(&session, &exported(&shard)).unwrap();
    for shard in [&mut shard, &mut restored] {
        assert_eq!(seal(shard, None), Err(Error::WrongHandle));
        assert_eq!(release(shard), Err(Error::NotSealed));
    }
    let mut holder = Holder::new(&session, 1).unwrap();
    holder.merge(&exported(&shard)).unwrap();
    assert_eq!(exported(&holder), exported(&holder_of(&session, 1, &deals)));
    assert_eq!(
        Holder::new(&session, 2).unwrap().merge(&exported(&shard)),
        Err(Error::HolderMismatch)
    );
}

#[test]
fn overlapping_states_are_not_merged() {
    let session = session(&SHAMIR);
    let deals = [1, 2, 3].map(|party| deal(&session, party, &random_values(4)).unwrap());
    let again = deal(&session, 2, &random_values(4)).unwrap();
    let mut holder = holder_of(&session, 1, &deals[..2]);
    let before = exported(&holder);
    let overlapping = exported(&holder_of(&session, 1, &deals[1..]));
    assert_eq!(holder.merge(&overlapping), Err(Error::AlreadyAccepted));
    assert_eq!(holder.merge(&before), Err(Error::AlreadyAccepted));
    let conflicting = exported(&holder_of(&session, 1, &[deals[2].clone(), again]));
    assert_eq!(holder.merge(&conflicting), Err(Error::PartyConflict));
    assert_eq!(exported(&holder), before);
}

#[test]
fn holders_agree_on_a_cohort_by_withdrawing() {
    let session = session(&SHAMIR);
    let inputs: Vec<_> = (0..4).map(|_| random_values(4)).collect();
    let deals: Vec<_> =
        (1..).zip(&inputs).map(|(id, values)| deal(&session, id, values).unwrap()).collect();
    // Each holder misses another party, but for the first, who nobody misses.
    let mut holders: Vec<_> = (1..=5)
        .map(|x| {
            let mut holder = Holder::new(&session, x).unwrap();
            for (number, messages) in deals.iter().enumerate() {
                if number != x as usize {
                    holder.accept(&messages[x as usize - 1]).unwrap();
                }
            }
            holder
        })
        .collect();
    // Holders 4 and 5 miss nobody, so that only party ids 1 is common to all.
    for (holder, x) in holders.iter_mut().zip(0..) {
        for messages in &deals[1..] {
            match holder.withdraw(&messages[x]) {
                Ok(()) | Err(Error::UnknownParty) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }
    let cohort = holders[0].cohort();
    assert!(holders.iter().all(|holder| holder.cohort() == cohort));
    // One party is too few; all accept the second party now.
    for (holder, x) in holders.iter_mut().zip(0..) {
        assert_eq!(seal(holder, Some(&cohort)), Err(Error::CohortTooSmall));
        holder.accept(&deals[1][x]).unwrap();
        seal(holder, None).unwrap();
    }
    let partials: Vec<_> = holders.iter().map(|holder| release(holder).unwrap()).collect();
    let result = reconstructed(&mut collector_of(&session, &partials), 0).unwrap();
    assert_eq!(result, (sum(&inputs[..2], 4), 2, vec![]));
}

#[test]
fn equal_parties_with_other_deals_are_another_cohort() {
    let session = session(&SHAMIR);
    let honest = deal(&session, 1, &random_values(4)).unwrap();
    let [crashed, again] = [0; 2].map(|_| deal(&session, 2, &random_values(4)).unwrap());
    let first = holder_of(&session, 1, &[honest.clone(), crashed]);
    let second = holder_of(&session, 2, &[honest, again]);
    assert!(first.party_ids().eq(second.party_ids()));
    assert_ne!(first.cohort(), second.cohort());
}

#[test]
fn holders_have_an_x_of_the_session() {
    let session = session(&SHAMIR);
    for x in [0, 6, u32::MAX] {
        assert_eq!(Holder::new(&session, x).err(), Some(Error::InvalidShare));
        assert_eq!(Holder::new_shard(&session, x).err(), Some(Error::InvalidShare));
    }
    let checkpoint = exported(&Holder::new(&session, 1).unwrap());
    for x in [0_u32, 6] {
        let forged = forged(&checkpoint, 12, &x.to_le_bytes());
        assert_eq!(Holder::import(&session, &forged).err(), Some(Error::InvalidShare));
    }
}
