use super::*;
use proptest::prelude::*;

const SERIES: [u8; 16] = [7; 16];

fn entry(period: u64, least: u64, party_ids: &[u64]) -> Entry<'_> {
    let (plan, rho) = ([1; 32], Rho::default());
    Entry {
        period,
        plan,
        is_cumulative: true,
        min_submissions: least,
        rho,
        rho_limit: None,
        party_ids,
    }
}

/// Records each cohort in turn and returns what checking it said before.
fn exposed_in_turn(least: u64, cohorts: &[&[u64]]) -> Vec<Vec<u64>> {
    let mut ledger = Ledger::new();
    let rounds = (1..).zip(cohorts).map(|(period, cohort)| entry(period, least, cohort));
    rounds
        .map(|round| {
            let exposed = ledger.check(&SERIES, &round).unwrap();
            ledger.record(&SERIES, &round).unwrap();
            exposed
        })
        .collect()
}

const NOBODY: Vec<u64> = Vec::new();

#[test]
fn three_pairs_expose_all_three() {
    let exposed = exposed_in_turn(2, &[&[1, 2], &[2, 3], &[1, 3]]);
    assert_eq!(exposed, [NOBODY, NOBODY, vec![1, 2, 3]]);
}

#[test]
fn who_leaves_alone_or_comes_alone_is_exposed() {
    assert_eq!(exposed_in_turn(2, &[&[1, 2, 3, 4], &[1, 2, 3]]), [NOBODY, vec![4]]);
    assert_eq!(exposed_in_turn(2, &[&[1, 2, 3], &[1, 2, 3, 4]]), [NOBODY, vec![4]]);
    assert_eq!(exposed_in_turn(2, &[&[1, 2, 3, 4], &[1, 2]]), [NOBODY, NOBODY]);
    // 1 and 2 by their total; of 3 and 4 the difference.
    assert_eq!(exposed_in_turn(3, &[&[1, 2, 3, 4], &[1, 2]]), [NOBODY, vec![1, 2, 3, 4]]);
    assert_eq!(exposed_in_turn(2, &[&[5]]), [vec![5]]);
}

#[test]
fn overlapping_triples_taken_away_expose_their_ends() {
    let all: Vec<u64> = (1..=18).collect();
    let without = |gone: [u64; 3]| -> Vec<u64> {
        all.iter().copied().filter(|id| !gone.contains(id)).collect()
    };
    let (first, second) = (without([1, 2, 3]), without([2, 3, 4]));
    let exposed = exposed_in_turn(3, &[&all, &first, &second]);
    assert_eq!(exposed, [NOBODY, NOBODY, vec![1, 4]], "4 - 1 speaks of two parties");
    let exposed = exposed_in_turn(2, &[&all, &first, &second]);
    assert_eq!(exposed, [NOBODY, NOBODY, NOBODY]);
}

#[test]
fn a_period_is_sealed_once_and_the_same_round_is_no_news() {
    let mut ledger = Ledger::new();
    ledger.record(&SERIES, &entry(1, 2, &[1, 2, 3])).unwrap();
    assert_eq!(ledger.check(&SERIES, &entry(1, 2, &[1, 2, 3])), Ok(NOBODY));
    ledger.record(&SERIES, &entry(1, 2, &[1, 2, 3])).unwrap();
    assert_eq!(ledger.check(&SERIES, &entry(1, 2, &[1, 2, 3, 4, 5])), Err(Error::PeriodSealed));
    assert_eq!(ledger.check(&SERIES, &entry(2, 2, &[1, 2, 3])), Ok(NOBODY));
}

#[test]
fn a_series_is_bound_to_its_plan() {
    let mut ledger = Ledger::new();
    ledger.record(&SERIES, &entry(1, 2, &[1, 2])).unwrap();
    let other = Entry { plan: [2; 32], ..entry(2, 2, &[1, 2]) };
    assert_eq!(ledger.check(&SERIES, &other), Err(Error::SeriesMismatch));
    assert_eq!(ledger.record(&SERIES, &other), Err(Error::SeriesMismatch));
    assert_eq!(ledger.check(&[8; 16], &other), Ok(NOBODY));
    assert_eq!((ledger.round_count(&SERIES), ledger.round_count(&[8; 16])), (1, 0));
}

#[test]
fn rows_that_are_new_each_period_are_compared_with_nothing() {
    let mut ledger = Ledger::new();
    let new = |period, party_ids| Entry { is_cumulative: false, ..entry(period, 2, party_ids) };
    ledger.record(&SERIES, &new(1, &[1, 2, 3])).unwrap();
    assert_eq!(ledger.check(&SERIES, &new(2, &[1, 2])), Ok(NOBODY));
    assert_eq!(ledger.check(&SERIES, &new(2, &[3])), Ok(vec![3]));
    assert_eq!(ledger.check(&SERIES, &entry(2, 2, &[1, 2])), Err(Error::SeriesMismatch));
}

#[test]
fn a_round_that_is_struck_is_forgotten() {
    let mut ledger = Ledger::new();
    ledger.record(&SERIES, &entry(1, 2, &[1, 2, 3, 4])).unwrap();
    ledger.record(&SERIES, &entry(2, 2, &[1, 2, 5, 6])).unwrap();
    let next = entry(3, 2, &[1, 2, 3]);
    assert_eq!(ledger.check(&SERIES, &next), Ok(vec![4]));
    assert_eq!(ledger.strike(&SERIES, &entry(1, 2, &[1, 2, 3])), Err(Error::UnknownRound));
    ledger.strike(&SERIES, &entry(1, 2, &[1, 2, 3, 4])).unwrap();
    assert_eq!(ledger.check(&SERIES, &next), Ok(NOBODY));
    assert_eq!(ledger.check(&SERIES, &entry(3, 2, &[1, 2, 5])), Ok(vec![6]));
    assert_eq!(ledger.strike(&[8; 16], &next), Err(Error::UnknownRound));
}

#[test]
fn rho_adds_up_to_its_limit() {
    let rho = |amount| Rho::from_double(amount).unwrap();
    let spending = |period, amount| Entry {
        rho: rho(amount),
        rho_limit: Some(rho(0.3)),
        ..entry(period, 2, &[1, 2, 3])
    };
    let mut ledger = Ledger::new();
    for period in 1..=3 {
        assert_eq!(ledger.check(&SERIES, &spending(period, 0.1)), Ok(NOBODY));
        ledger.record(&SERIES, &spending(period, 0.1)).unwrap();
    }
    assert_eq!(ledger.check(&SERIES, &spending(4, 1e-12)), Err(Error::RhoLimit));
    assert_eq!(ledger.check(&SERIES, &spending(4, 0.0)), Ok(NOBODY));
    assert_eq!(ledger.check(&SERIES, &spending(3, 0.1)), Ok(NOBODY)); // there already
    assert_eq!(ledger.check(&[8; 16], &spending(1, 0.3)), Ok(NOBODY));
    assert_eq!(ledger.check(&[8; 16], &spending(1, 0.31)), Err(Error::RhoLimit));
    // What was given out is recorded, even beyond the limit.
    ledger.record(&SERIES, &spending(4, 0.1)).unwrap();
    assert_eq!(ledger.rho_spent(&SERIES), rho(0.4));
    ledger.strike(&SERIES, &spending(4, 0.1)).unwrap();
    assert_eq!(ledger.rho_spent(&SERIES), rho(0.3));
}

#[test]
fn a_ledger_comes_back_from_its_bytes() {
    let mut ledger = Ledger::new();
    let spending =
        |period, ids| Entry { rho: Rho::from_double(0.25).unwrap(), ..entry(period, 2, ids) };
    ledger.record(&SERIES, &spending(1, &[1, 2, 3, 4, 5, 6, 7, 8, 9])).unwrap();
    ledger.record(&[8; 16], &Entry { is_cumulative: false, ..entry(u64::MAX, 1, &[9]) }).unwrap();
    let old = ledger.export().unwrap();
    ledger.record(&SERIES, &spending(2, &[1, 2, u64::MAX])).unwrap();
    let bytes = ledger.export().unwrap();
    let mut restored = Ledger::import(&bytes).unwrap();
    assert_eq!(restored.export().unwrap(), bytes);
    assert_eq!(restored.rho_spent(&SERIES), Rho::from_double(0.5).unwrap());
    let next = entry(3, 2, &[1, 2]);
    assert_eq!(ledger.check(&SERIES, &next), Ok(vec![u64::MAX]));
    assert_eq!(restored.check(&SERIES, &next), Ok(vec![u64::MAX]));
    // An old one knows less, which its number of rounds tells; recording what it lacks mends it.
    let mut old = Ledger::import(&old).unwrap();
    assert_eq!((old.round_count(&SERIES), old.check(&SERIES, &next)), (1, Ok(NOBODY)));
    old.record(&SERIES, &spending(2, &[1, 2, u64::MAX])).unwrap();
    assert_eq!(old.export().unwrap(), bytes);
    // A party whose only round was struck is forgotten.
    old.strike(&SERIES, &spending(2, &[1, 2, u64::MAX])).unwrap();
    assert_eq!(Ledger::import(&old.export().unwrap()).unwrap().round_count(&SERIES), 1);
}

#[test]
fn bytes_that_no_ledger_writes_are_refused() {
    let mut ledger = Ledger::new();
    ledger.record(&SERIES, &entry(1, 2, &[1, 2, 3])).unwrap();
    let bytes = ledger.export().unwrap();
    for len in 0..bytes.len() {
        assert!(Ledger::import(&bytes[..len]).is_err());
    }
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let expected = match bit / 8 {
            0..8 => Error::Malformed,
            8..10 => Error::UnsupportedVersion,
            _ => Error::Corrupt,
        };
        assert_eq!(Ledger::import(&flipped).err(), Some(expected), "{bit}");
    }
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut changed = bytes[..bytes.len() - 32].to_vec();
        change(&mut changed);
        changed.extend(*blake3::hash(&changed).as_bytes());
        Ledger::import(&changed).err()
    };
    let (rounds, len) = (10 + 8 + 16 + 32 + 1 + 8 + 24, bytes.len() - 32);
    assert_eq!(with(&|_| ()), None);
    assert_eq!(with(&|bytes| bytes.push(0)), Some(Error::Malformed));
    assert_eq!(with(&|bytes| bytes[66] = 2), Some(Error::Malformed)); // neither 0 nor 1
    assert_eq!(with(&|bytes| bytes[67] = 255), Some(Error::Malformed)); // more parties than bytes
    assert_eq!(with(&|bytes| bytes[67..75].fill(255)), Some(Error::Malformed));
    assert_eq!(with(&|bytes| bytes[75] = 2), Some(Error::Malformed)); // a party twice
    assert_eq!(with(&|bytes| bytes[len - 1] = 15), Some(Error::Malformed)); // a party too many
    assert_eq!(with(&|bytes| bytes[len - 1] = 3), Some(Error::Malformed)); // a party in no cohort
    assert_eq!(with(&|bytes| bytes[len - 1] = 0), Some(Error::Malformed)); // an empty cohort
    let twice = |bytes: &mut Vec<u8>| {
        bytes[rounds] = 2;
        bytes.extend_from_within(rounds + 8..);
    };
    assert_eq!(with(&twice), Some(Error::Malformed));
}

#[test]
fn what_is_no_cohort_is_refused() {
    let mut ledger = Ledger::new();
    for ids in [&[2, 1][..], &[1, 1]] {
        assert_eq!(ledger.check(&SERIES, &entry(1, 2, ids)), Err(Error::InvalidRoster));
    }
    assert_eq!(ledger.record(&SERIES, &entry(1, 2, &[])), Err(Error::NoSubmissions));
    assert_eq!(ledger.record(&SERIES, &entry(1, 0, &[1])), Err(Error::NoSubmissions));
}

/// Rank over the rationals, by elimination without fractions (Bareiss 1968): exact, since the
/// determinants of 8 x 8 zeros and ones are below 2^16.
fn rank(rows: &[Vec<i128>]) -> usize {
    let mut rows = rows.to_vec();
    let (mut rank, mut divisor) = (0, 1);
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (rank..rows.len()).find(|&row| rows[row][column] != 0) else { continue };
        rows.swap(rank, pivot);
        let top = rows[rank].clone();
        for row in &mut rows[rank + 1..] {
            let factor = row[column];
            for (entry, of_top) in row.iter_mut().zip(&top) {
                *entry = (*entry * top[column] - factor * of_top) / divisor;
            }
        }
        divisor = top[column];
        rank += 1;
    }
    rank
}

/// Whether some combination of the cohorts is 0 outside these parties, but not everywhere: the rank
/// falls without their columns.
fn is_isolated(cohorts: &[Vec<u64>], parties: &[u64]) -> bool {
    let matrix = |keep: &dyn Fn(u64) -> bool| -> Vec<Vec<i128>> {
        let columns = || (0..8).filter(|&id| keep(id));
        cohorts
            .iter()
            .map(|cohort| columns().map(|id| i128::from(cohort.contains(&id))).collect())
            .collect()
    };
    rank(&matrix(&|_| true)) > rank(&matrix(&|id| !parties.contains(&id)))
}

proptest! {
    /// Single parties and pairs, exactly.
    #[test]
    fn agrees_with_rational_ranks(
        masks in prop::collection::vec(1_u8..=255, 1..=7), least in 2_u64..=3,
    ) {
        let cohorts: Vec<Vec<u64>> = masks
            .iter()
            .map(|mask| (0..8).filter(|id| mask >> id & 1 == 1).collect())
            .collect();
        let slices: Vec<&[u64]> = cohorts.iter().map(Vec::as_slice).collect();
        let said = exposed_in_turn(least, &slices);
        for (number, said) in (1..).zip(said) {
            let (before, now) = (&cohorts[..number - 1], &cohorts[..number]);
            let is_newly =
                |parties: &[u64]| is_isolated(now, parties) && !is_isolated(before, parties);
            let is_alone = |id| is_isolated(now, &[id]);
            let is_exposed = |&id: &u64| {
                is_newly(&[id])
                    || least == 3
                        && !is_alone(id)
                        && (0..8).any(|other| !is_alone(other) && is_newly(&[id, other]))
            };
            let expected: Vec<u64> = (0..8).filter(is_exposed).collect();
            prop_assert_eq!(said, expected, "{:?}", now);
        }
    }
}
