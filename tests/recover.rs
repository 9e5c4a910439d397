//! Reconstruction from shares of which some are wrong.

use proptest::prelude::*;
use secagg::error::Error;
use secagg::field::Value;
use secagg::field::{Element, MODULUS};
use secagg::options::{RunOptions, SplitOptions};
use secagg::random;
use secagg::sharing::recover::recover;
use secagg::sharing::shamir;
use secagg::sharing::share::Share;

fn value(integer: u128) -> Value {
    Value::from_bytes((integer % MODULUS).to_le_bytes())
}

fn random_value() -> Value {
    let mut bytes = [0; 16];
    random::fill_from_system(&mut bytes).unwrap();
    value(u128::from_le_bytes(bytes))
}

fn add(value: &mut Value, other: Value) {
    *value = (value.element().unwrap() + other.element().unwrap()).into();
}

fn split(holder_count: usize, threshold: u32, values: &[Value]) -> Vec<Vec<Value>> {
    let mut shares = vec![vec![Value::ZERO; values.len()]; holder_count];
    let mut rows: Vec<&mut [Value]> = shares.iter_mut().map(|share| &mut share[..]).collect();
    shamir::split(&mut rows, threshold, values, &SplitOptions::default()).unwrap();
    shares
}

/// The shares of x = `first` and the following.
fn numbered(shares: &[Vec<Value>], first: u32) -> Vec<Share<'_>> {
    (first..).zip(shares).map(|(x, values)| Share { x, values }).collect()
}

fn recovered(
    shares: &[Share<'_>],
    threshold: u32,
    value_count: usize,
) -> Result<(Vec<Value>, Vec<usize>), Error> {
    let mut values = vec![Value::ZERO; value_count];
    let deviating = recover(&mut values, shares, threshold, &RunOptions::default())?;
    Ok((values, (0..shares.len()).filter(|&place| deviating[place]).collect()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn wrong_shares_up_to_the_radius_are_named_and_one_more_is_refused(
        threshold in 1_usize..8,
        spare in 0_usize..9,
        value_count in 1_usize..1100,
        order in any::<u64>(),
    ) {
        let spare = if threshold == 1 { spare.max(1) } else { spare };
        let holder_count = threshold + spare;
        let radius = spare / 2;
        let values: Vec<Value> = (0..value_count).map(|_| random_value()).collect();
        let mut shares = split(holder_count, threshold as u32, &values);
        let mut places: Vec<usize> = (0..holder_count).collect();
        places.rotate_left(order as usize % holder_count);
        // Each deviates at a value of its own.
        for &place in &places[..radius] {
            let at = (order as usize).wrapping_mul(place + 1) % value_count;
            add(&mut shares[place][at], value(1 + u128::from(order)));
        }
        let mut expected = places[..radius].to_vec();
        expected.sort();
        let result = recovered(&numbered(&shares, 1), threshold as u32, value_count);
        prop_assert_eq!(result, Ok((values, expected)));

        if spare > 0 {
            let place = places[radius];
            shares[place][order as usize % value_count] = random_value();
            let result = recovered(&numbered(&shares, 1), threshold as u32, value_count);
            prop_assert_eq!(result, Err(Error::TooManyDeviating));
        }
    }
}

/// Longer than what is combined at a time, and not a multiple of anything.
#[test]
fn one_wrong_value_anywhere_in_a_long_vector() {
    let values: Vec<Value> = (0..20_003).map(|_| random_value()).collect();
    let shares = split(5, 3, &values);
    for at in [0, 255, 256, 8191, 8192, 16_383, 16_384, 19_967, 19_968, 20_002] {
        let mut shares = shares.clone();
        add(&mut shares[at % 5][at], value(1));
        let result = recovered(&numbered(&shares, 1), 3, values.len());
        assert_eq!(result, Ok((values.clone(), vec![at % 5])));
    }
    let mut shares = shares;
    shares[2][20_002] = Value::from_bytes(MODULUS.to_le_bytes());
    let result = recovered(&numbered(&shares, 1), 3, values.len());
    assert_eq!(result, Err(Error::NotCanonical));
}

/// Deviations of one share that make up for each other: whatever combination of the values is looked
/// at, if it is known beforehand it can be met. Within a block, from block to block, of a group, in
/// the rest behind the last whole block.
#[test]
fn deviations_that_cancel_in_a_sum_are_found() {
    let values: Vec<Value> = (0..9_000).map(|_| random_value()).collect();
    let shares = split(5, 3, &values);
    for (one, other) in [(0, 1), (7, 7 + 256), (255, 8191), (0, 8192), (100, 8960), (8999, 8998)] {
        // Equal weights, or those of the places themselves.
        for (weight_of_one, weight_of_other) in [(1, 1), (one as u128 + 1, other as u128 + 1)] {
            let mut shares = shares.clone();
            add(&mut shares[1][one], value(weight_of_other));
            add(&mut shares[1][other], value(MODULUS - weight_of_one));
            let result = recovered(&numbered(&shares, 1), 3, values.len());
            assert_eq!(result, Ok((values.clone(), vec![1])), "{one}, {other}");
        }
    }
}

#[test]
fn many_holders_with_many_random_errors() {
    let (holder_count, threshold) = (101, 41);
    let values: Vec<Value> = (0..700).map(|_| random_value()).collect();
    let mut shares = split(holder_count, threshold, &values);
    for share in &mut shares[50..80] {
        share.iter_mut().for_each(|value| *value = random_value());
    }
    let result = recovered(&numbered(&shares, 1), threshold, values.len());
    assert_eq!(result, Ok((values.clone(), (50..80).collect())));
    shares[0][699] = random_value();
    let result = recovered(&numbered(&shares, 1), threshold, values.len());
    assert_eq!(result, Err(Error::TooManyDeviating));
}

/// What no decoder can prevent: with m - t even, e + 1 holders that know each other's shares move
/// them onto another polynomial, which is then as close to what was given as the true one.
#[test]
fn coordinated_liars_one_beyond_the_radius_force_a_result() {
    let (m, threshold, radius) = (8, 4, 2);
    let truth = [value(123)];
    let mut shares = split(m, threshold, &truth);
    // A polynomial of degree 3 = t - 1 that is 0 at the points of 3 honest holders, and not at 0:
    // the liars at 4 other points add it to their shares, and so may be all but e = 2 of the rest.
    let lie = |x: u32| {
        [1, 2, 3].iter().fold(Element::ONE, |product, &root| {
            product * (Element::from_u64(x.into()) - Element::from_u64(root))
        })
    };
    let liars = [4, 5, 6];
    assert_eq!(liars.len(), radius + 1);
    for x in liars {
        add(&mut shares[x as usize - 1][0], lie(x).into());
    }
    let (values, deviating) = recovered(&numbered(&shares, 1), threshold, 1).unwrap();
    assert_ne!(values, truth);
    assert_eq!(deviating, [6, 7], "the honest holders 7 and 8 are named");
}

#[test]
fn what_is_asked_wrongly_is_refused() {
    let values = [value(7), value(8)];
    let shares = split(5, 3, &values);
    let good = numbered(&shares, 1);
    let refused = |shares: &[Share<'_>], threshold| recovered(shares, threshold, 2).unwrap_err();
    assert_eq!(refused(&good, 0), Error::InvalidThreshold);
    assert_eq!(refused(&good, 6), Error::NotEnoughShares);
    assert_eq!(refused(&[], 1), Error::NotEnoughShares);
    assert_eq!(refused(&numbered(&shares, 0), 3), Error::InvalidShare);
    assert_eq!(refused(&[good[0], good[1], good[0]], 3), Error::DuplicateShare);
    let short = [Share { x: 1, values: &values[..1] }, good[1], good[2]];
    assert_eq!(refused(&short, 3), Error::LengthMismatch);
    let spelt_p = [value(7), Value::from_bytes(MODULUS.to_le_bytes())];
    let bad_last = [good[0], good[1], good[2], Share { x: 9, values: &spelt_p }];
    assert_eq!(refused(&bad_last, 3), Error::NotCanonical);
}

#[test]
fn vectors_of_no_values_have_no_deviations() {
    let shares = vec![vec![]; 4];
    assert_eq!(recovered(&numbered(&shares, 3), 2, 0), Ok((vec![], vec![])));
}
