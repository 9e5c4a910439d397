//! Whatever the order, the drop-outs and the way the work is divided: the same bytes.

mod common;
use common::*;
use proptest::prelude::*;
use secagg::session::{Holder, Parameters, Scheme, Session};

fn parameters() -> impl Strategy<Value = Parameters<'static>> {
    (2_u32..9, any::<bool>(), 0_u32..4, 1_u64..9).prop_map(|(n, additive, above, value_count)| {
        let (scheme, threshold) = match additive {
            true => (Scheme::Additive, n),
            false => (Scheme::Shamir, (n / 2 + 1 + above).min(n)),
        };
        Parameters { scheme, holder_count: n, threshold, value_count, ..SHAMIR }
    })
}

/// Divides the messages among shards of holder x and merges those again, in an order that `choice`
/// decides.
fn merged(session: &Session, x: u32, messages: &[&Vec<u8>], choice: u64) -> Holder {
    let mut random = choice;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (random >> 33) as usize % below
    };
    let mut shards: Vec<Holder> =
        (0..=next(5)).map(|_| Holder::new_shard(session, x).unwrap()).collect();
    let mut messages = messages.to_vec();
    while !messages.is_empty() {
        let message = messages.swap_remove(next(messages.len()));
        let place = next(shards.len());
        shards[place].accept(message).unwrap();
    }
    while shards.len() > 1 {
        let taken = shards.swap_remove(next(shards.len()));
        let place = next(shards.len());
        shards[place].merge(&exported(&taken)).unwrap();
    }
    let mut holder = Holder::new(session, x).unwrap();
    holder.merge(&exported(&shards[0])).unwrap();
    holder
}

/// The digest by the words of docs/format.md, for few and for many parties.
#[test]
fn a_cohort_is_the_digest_of_its_sorted_deals() {
    let session = session(&SHAMIR);
    for count in [0_u64, 1, 127, 128, 129, 300] {
        let ids: Vec<u64> = (0..count).map(|id| id * 7919 % 1009).collect();
        let mut holder = Holder::new(&session, 1).unwrap();
        let mut entries = Vec::new();
        for id in ids {
            let message = deal(&session, id, &random_values(4)).unwrap().swap_remove(0);
            holder.accept(&message).unwrap();
            entries.push((id, message[64..80].to_vec()));
        }
        entries.sort();
        let mut hasher = blake3::Hasher::new_derive_key("secagg 2026-11 cohort");
        hasher.update(session.digest()).update(&count.to_le_bytes());
        for (id, deal_id) in entries {
            hasher.update(&id.to_le_bytes()).update(&deal_id);
        }
        assert_eq!(holder.cohort(), *hasher.finalize().as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_total_of_any_cohort_by_any_holders_that_are_left(
        parameters in parameters(),
        party_ids in prop::collection::btree_set(any::<u64>(), 2..12),
        drop_outs in any::<u32>(),
        choice in any::<u64>(),
    ) {
        let session = session(&parameters);
        let width = session.value_count();
        let inputs: Vec<_> = party_ids.iter().map(|_| random_values(width)).collect();
        let deals: Vec<_> = party_ids
            .iter()
            .zip(&inputs)
            .map(|(&id, values)| deal(&session, id, values).unwrap())
            .collect();
        let n = parameters.holder_count;
        let mut partials = Vec::new();
        for x in 1..=n {
            let messages: Vec<_> = deals.iter().map(|deal| &deal[x as usize - 1]).collect();
            let mut holder = merged(&session, x, &messages, choice ^ u64::from(x));
            prop_assert_eq!(exported(&holder), exported(&holder_of(&session, x, &deals)));
            prop_assert!(holder.party_ids().eq(party_ids.iter().copied()));
            seal(&mut holder, None).unwrap();
            partials.push(release(&holder).unwrap());
        }
        // Some holders are lost, as many as may be.
        let mut left: Vec<_> = (0..n as usize).filter(|x| drop_outs >> x & 1 == 0).collect();
        if left.len() < parameters.threshold as usize {
            left = (0..parameters.threshold as usize).collect();
        }
        let mut collector = collector_of(&session, left.iter().rev().map(|&x| &partials[x]));
        let result = reconstructed(&mut collector, 0).unwrap();
        prop_assert_eq!(result, (sum(&inputs, width), party_ids.len() as u64, vec![]));
    }

    #[test]
    fn a_checkpoint_at_any_moment_is_as_good_as_the_holder(
        party_ids in prop::collection::btree_set(any::<u64>(), 2..20),
        restarts in any::<u32>(),
        withdrawn in any::<u32>(),
    ) {
        let session = session(&SHAMIR);
        let deals: Vec<_> = party_ids
            .iter()
            .map(|&id| deal(&session, id, &random_values(4)).unwrap())
            .collect();
        let mut reference = Holder::new(&session, 2).unwrap();
        let mut restarted = Holder::new(&session, 2).unwrap();
        for (number, messages) in deals.iter().enumerate() {
            reference.accept(&messages[1]).unwrap();
            restarted.accept(&messages[1]).unwrap();
            if withdrawn >> number & 1 == 1 {
                reference.withdraw(&messages[1]).unwrap();
                restarted.withdraw(&messages[1]).unwrap();
            }
            if restarts >> number & 1 == 1 {
                restarted = Holder::import(&session, &exported(&restarted)).unwrap();
            }
        }
        prop_assert_eq!(exported(&restarted), exported(&reference));
        prop_assert_eq!(restarted.cohort(), reference.cohort());
    }
}
