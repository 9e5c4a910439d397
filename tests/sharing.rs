//! The laws of both sharings, on random vectors, holders and thresholds.

use proptest::prelude::*;
use proptest::sample::subsequence;
use secagg::error::Error;
use secagg::field::Value;
use secagg::field::{Element, MODULUS};
use secagg::options::{InsecureSeed, RunOptions, SplitOptions};
use secagg::sharing::share::Share;
use secagg::sharing::{additive, shamir, sum};

fn any_value() -> impl Strategy<Value = Value> {
    let edge = proptest::sample::select(vec![0, 1, MODULUS - 1, MODULUS / 2, 1 << 64, 1 << 126]);
    prop_oneof![1 => edge, 4 => 0..MODULUS].prop_map(|n| Element::new(n).unwrap().into())
}

fn any_vector() -> impl Strategy<Value = Vec<Value>> {
    prop_oneof![
        3 => proptest::collection::vec(any_value(), 0..20),
        1 => proptest::collection::vec(any_value(), 120..300),
    ]
}

/// n, t, which at least t holders are left, and a vector.
fn any_shamir() -> impl Strategy<Value = (usize, u32, Vec<u32>, Vec<Value>)> {
    (2..=20_usize).prop_flat_map(|n| (Just(n), 1..=n)).prop_flat_map(|(n, t)| {
        let left = subsequence((1..=n as u32).collect::<Vec<_>>(), t..=n).prop_shuffle();
        (Just(n), Just(t as u32), left, any_vector())
    })
}

fn rows(holder_count: usize, value_count: usize) -> Vec<Vec<Value>> {
    vec![vec![Value::ZERO; value_count]; holder_count]
}

fn split_additive(
    values: &[Value],
    holder_count: usize,
    options: &SplitOptions,
) -> Vec<Vec<Value>> {
    let mut shares = rows(holder_count, values.len());
    let mut slices: Vec<_> = shares.iter_mut().map(Vec::as_mut_slice).collect();
    additive::split(&mut slices, values, options).unwrap();
    shares
}

fn split_shamir(
    values: &[Value],
    holder_count: usize,
    threshold: u32,
    options: &SplitOptions,
) -> Vec<Vec<Value>> {
    let mut shares = rows(holder_count, values.len());
    let mut slices: Vec<_> = shares.iter_mut().map(Vec::as_mut_slice).collect();
    shamir::split(&mut slices, threshold, values, options).unwrap();
    shares
}

fn pick<'a>(shares: &'a [Vec<Value>], xs: &[u32]) -> Vec<Share<'a>> {
    xs.iter().map(|&x| Share { x, values: &shares[x as usize - 1] }).collect()
}

fn reconstruct_shamir(
    shares: &[Share<'_>],
    value_count: usize,
    threshold: u32,
) -> Result<Vec<Value>, Error> {
    let mut values = vec![Value::ZERO; value_count];
    shamir::reconstruct(&mut values, shares, threshold, &RunOptions::default())?;
    Ok(values)
}

fn plus(value: Value, other: u128) -> Value {
    (value.element().unwrap() + Element::new(other).unwrap()).into()
}

fn seeded(byte: u8, threads: u32) -> SplitOptions {
    let run = RunOptions::with_threads(threads).unwrap();
    SplitOptions { run, seed: Some(InsecureSeed::new([byte; 32])) }
}

proptest! {
    #[test]
    fn additive_shares_add_up_to_the_values(values in any_vector(), n in 2..12_usize) {
        let shares = split_additive(&values, n, &SplitOptions::default());
        let mut all: Vec<_> = (1..=n as u32).collect();
        all.reverse();
        let mut result = vec![Value::ZERO; values.len()];
        additive::reconstruct(&mut result, &pick(&shares, &all), &RunOptions::default()).unwrap();
        prop_assert_eq!(result, values);
    }

    #[test]
    fn any_t_shamir_shares_reconstruct((n, t, left, values) in any_shamir()) {
        let shares = split_shamir(&values, n, t, &SplitOptions::default());
        prop_assert_eq!(reconstruct_shamir(&pick(&shares, &left), values.len(), t), Ok(values));
    }

    #[test]
    fn fewer_than_t_are_refused((n, t, left, values) in any_shamir()) {
        let shares = split_shamir(&values, n, t, &SplitOptions::default());
        let few = &left[..t as usize - 1];
        let result = reconstruct_shamir(&pick(&shares, few), values.len(), t);
        prop_assert_eq!(result, Err(Error::NotEnoughShares));
    }

    #[test]
    fn t_minus_1_shares_and_a_forged_one_reconstruct_anything(
        (n, t, left, values) in any_shamir(), shift in 1..MODULUS,
    ) {
        prop_assume!(!values.is_empty());
        let mut shares = split_shamir(&values, n, t, &SplitOptions::default());
        let x = left[0] as usize;
        shares[x - 1][0] = plus(shares[x - 1][0], shift);
        let exactly = &left[..t as usize];
        let result = reconstruct_shamir(&pick(&shares, exactly), values.len(), t).unwrap();
        prop_assert_ne!(result[0], values[0]);
        prop_assert_eq!(&result[1..], &values[1..]);
    }

    #[test]
    fn a_wrong_spare_share_is_noticed(
        (n, t, left, values) in any_shamir(), shift in 1..MODULUS, place: prop::sample::Index,
        who: prop::sample::Index,
    ) {
        prop_assume!(!values.is_empty() && left.len() > t as usize);
        let mut shares = split_shamir(&values, n, t, &SplitOptions::default());
        let wrong = *who.get(&left) as usize - 1;
        let place = place.index(values.len());
        shares[wrong][place] = plus(shares[wrong][place], shift);
        let result = reconstruct_shamir(&pick(&shares, &left), values.len(), t);
        prop_assert_eq!(result, Err(Error::InconsistentShares));
    }

    #[test]
    fn sums_of_shares_are_shares_of_sums(
        (n, t, left, first) in any_shamir(), shift in 0..MODULUS,
    ) {
        let second: Vec<_> = first.iter().rev().map(|&value| plus(value, shift)).collect();
        let mut shares = split_shamir(&first, n, t, &SplitOptions::default());
        for (total, share) in shares.iter_mut().zip(split_shamir(&second, n, t, &SplitOptions::default())) {
            sum::add_assign(total, &share).unwrap();
        }
        let mut expected = first;
        sum::add_assign(&mut expected, &second).unwrap();
        prop_assert_eq!(reconstruct_shamir(&pick(&shares, &left), expected.len(), t), Ok(expected));
    }

    #[test]
    fn a_smaller_threshold_is_noticed_with_enough_shares(
        (n, t, left, values) in any_shamir(),
    ) {
        prop_assume!(t > 1 && !values.is_empty() && left.len() >= t as usize);
        let shares = split_shamir(&values, n, t, &SplitOptions::default());
        let result = reconstruct_shamir(&pick(&shares, &left), values.len(), t - 1);
        prop_assert_eq!(result, Err(Error::InconsistentShares));
    }

    #[test]
    fn seeded_splits_do_not_depend_on_threads(values in any_vector(), byte: u8, threads in 2..9_u32) {
        prop_assert_eq!(
            split_additive(&values, 3, &seeded(byte, 1)),
            split_additive(&values, 3, &seeded(byte, threads))
        );
        prop_assert_eq!(
            split_shamir(&values, 5, 3, &seeded(byte, 1)),
            split_shamir(&values, 5, 3, &seeded(byte, threads))
        );
    }

    #[test]
    fn a_value_that_is_not_canonical_changes_nothing(
        values in any_vector(), place: prop::sample::Index, bad in MODULUS..=u128::MAX,
    ) {
        prop_assume!(!values.is_empty());
        let mut spoilt = values.clone();
        spoilt[place.index(values.len())] = Value::from_bytes(bad.to_le_bytes());
        let mut total = values.clone();
        prop_assert_eq!(sum::add_assign(&mut total, &spoilt), Err(Error::NotCanonical));
        prop_assert_eq!(&total, &values);
        let mut shares = rows(3, values.len());
        let mut slices: Vec<_> = shares.iter_mut().map(Vec::as_mut_slice).collect();
        let refused = shamir::split(&mut slices, 2, &spoilt, &SplitOptions::default());
        prop_assert_eq!(refused, Err(Error::NotCanonical));
        let refused = additive::split(&mut slices, &spoilt, &SplitOptions::default());
        prop_assert_eq!(refused, Err(Error::NotCanonical));
        prop_assert_eq!(shares, rows(3, values.len()));
    }
}

#[test]
fn shares_are_fresh_each_time() {
    let values = vec![Value::ZERO; 100];
    for _ in 0..2 {
        let shares = split_shamir(&values, 3, 2, &SplitOptions::default());
        let again = split_shamir(&values, 3, 2, &SplitOptions::default());
        assert!(shares.concat().iter().zip(again.concat()).all(|(a, b)| *a != b));
    }
}

/// Any t - 1 shares of a value look uniform whatever the value. Counts bits, which a share that
/// carried the value would tilt; the last line plants such a share to show that the test notices.
#[test]
fn shares_of_a_constant_have_balanced_bits() {
    let is_balanced = |shares: &[Value]| {
        (0..127).all(|bit| {
            let ones = shares.iter().filter(|share| share.to_u128() >> bit & 1 == 1).count();
            // 7 standard deviations of a fair coin: a false alarm once in 10^9 runs.
            let deviation = (shares.len() as f64).sqrt() / 2.0;
            (ones as f64 - shares.len() as f64 / 2.0).abs() < 7.0 * deviation
        })
    };
    let values = vec![Value::from(Element::from_u64(42)); 4000];
    for shares in [
        split_shamir(&values, 5, 3, &SplitOptions::default()),
        split_additive(&values, 5, &SplitOptions::default()),
    ] {
        assert!(shares.iter().all(|share| is_balanced(share)));
        let difference: Vec<Value> = shares[0]
            .iter()
            .zip(&shares[1])
            .map(|(a, b)| (a.element().unwrap() - b.element().unwrap()).into())
            .collect();
        assert!(is_balanced(&difference));
    }
    assert!(!is_balanced(&values));
}
