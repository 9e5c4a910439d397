//! The aggregator's rules: who is counted, when a result is given, and what closes.

use secagg::aggregator::{Aggregator, AggregatorOptions};
use secagg::error::Error;
use secagg::field::Element;
use secagg::field::Value;
use secagg::limits::{MAX_HANDLE_VALUE_COUNT, MAX_HOLDER_COUNT};
use secagg::options::SplitOptions;
use secagg::sharing::additive;

const HOLDER_COUNT: u32 = 3;

fn values(numbers: &[u64]) -> Vec<Value> {
    numbers.iter().map(|&number| Element::from_u64(number).into()).collect()
}

fn shares(numbers: &[u64]) -> Vec<Value> {
    let mut shares = vec![Value::ZERO; HOLDER_COUNT as usize * numbers.len()];
    let mut rows: Vec<_> = shares.chunks_mut(numbers.len()).collect();
    additive::split(&mut rows, &values(numbers), &SplitOptions::default()).unwrap();
    shares
}

fn aggregator(value_count: u64, min_submissions: u64) -> Aggregator {
    let options = AggregatorOptions { value_count, min_submissions };
    Aggregator::new(HOLDER_COUNT, &options).unwrap()
}

fn result(aggregator: &mut Aggregator, value_count: usize) -> Result<Vec<Value>, Error> {
    let mut total = vec![Value::ZERO; value_count];
    aggregator.reconstruct(&mut total).map(|()| total)
}

#[test]
fn sums_up_and_repeats_itself() {
    let mut aggregator = aggregator(2, 0);
    for (party, numbers) in [[10, 1], [20, 2], [12, 3]].iter().enumerate() {
        aggregator.submit(party as u64, &shares(numbers)).unwrap();
    }
    assert_eq!(aggregator.submissions(), 3);
    for _ in 0..3 {
        assert_eq!(result(&mut aggregator, 2), Ok(values(&[42, 6])));
    }
}

#[test]
fn gives_nothing_before_enough_parties_are_in() {
    let mut aggregator = aggregator(0, 0);
    assert_eq!(result(&mut aggregator, 1), Err(Error::NoSubmissions));
    aggregator.submit(7, &shares(&[1])).unwrap();
    assert_eq!(result(&mut aggregator, 1), Err(Error::CohortTooSmall));
    // A refused result does not close.
    aggregator.submit(8, &shares(&[2])).unwrap();
    assert_eq!(result(&mut aggregator, 1), Ok(values(&[3])));
}

#[test]
fn one_party_alone_must_be_asked_for() {
    let mut alone = aggregator(1, 1);
    alone.submit(1, &shares(&[5])).unwrap();
    assert_eq!(result(&mut alone, 1), Ok(values(&[5])));
}

#[test]
fn is_closed_by_its_result_and_opened_by_a_reset() {
    let mut aggregator = aggregator(1, 0);
    for party in 0..2 {
        aggregator.submit(party, &shares(&[party])).unwrap();
    }
    result(&mut aggregator, 1).unwrap();
    assert_eq!(aggregator.submit(9, &shares(&[9])), Err(Error::Closed));
    assert_eq!(result(&mut aggregator, 1), Ok(values(&[1])));
    aggregator.reset();
    assert_eq!(aggregator.submissions(), 0);
    assert_eq!(result(&mut aggregator, 1), Err(Error::NoSubmissions));
    for party in 0..2 {
        aggregator.submit(party, &shares(&[100])).unwrap();
    }
    assert_eq!(result(&mut aggregator, 1), Ok(values(&[200])));
}

#[test]
fn a_party_counts_once() {
    let mut aggregator = aggregator(1, 0);
    let submission = shares(&[1]);
    aggregator.submit(u64::MAX, &submission).unwrap();
    assert_eq!(aggregator.submit(u64::MAX, &submission), Err(Error::AlreadyAccepted));
    assert_eq!(aggregator.submit(u64::MAX, &shares(&[2])), Err(Error::AlreadyAccepted));
    assert_eq!(aggregator.submissions(), 1);
}

#[test]
fn a_refused_submission_changes_nothing() {
    let mut aggregator = aggregator(1000, 0);
    let numbers: Vec<u64> = (0..1000).collect();
    aggregator.submit(1, &shares(&numbers)).unwrap();
    let mut bad = shares(&numbers);
    *bad.last_mut().unwrap() = Value::from_bytes([0xff; 16]);
    assert_eq!(aggregator.submit(2, &bad), Err(Error::NotCanonical));
    assert_eq!(aggregator.submit(2, &bad[1..]), Err(Error::LengthMismatch));
    assert_eq!(aggregator.submit(2, &[]), Err(Error::LengthMismatch));
    assert_eq!(aggregator.submissions(), 1);
    // The party was not marked as counted.
    aggregator.submit(2, &shares(&numbers)).unwrap();
    let twice: Vec<u64> = numbers.iter().map(|number| 2 * number).collect();
    assert_eq!(result(&mut aggregator, 1000), Ok(values(&twice)));
}

#[test]
fn a_result_of_another_width_is_refused() {
    let mut aggregator = aggregator(2, 1);
    aggregator.submit(1, &shares(&[1, 2])).unwrap();
    for value_count in [0, 1, 3] {
        assert_eq!(result(&mut aggregator, value_count), Err(Error::LengthMismatch));
    }
    aggregator.submit(2, &shares(&[1, 2])).unwrap();
}

#[test]
fn sizes_are_limited() {
    let refused = |holder_count, value_count| {
        let options = AggregatorOptions { value_count, min_submissions: 0 };
        Aggregator::new(holder_count, &options).err()
    };
    assert_eq!(refused(0, 1), Some(Error::InvalidHolderCount));
    assert_eq!(refused(1, 1), Some(Error::InvalidHolderCount));
    assert_eq!(refused(MAX_HOLDER_COUNT + 1, 1), Some(Error::LimitExceeded));
    assert_eq!(refused(2, MAX_HANDLE_VALUE_COUNT / 2 + 1), Some(Error::LimitExceeded));
    assert_eq!(refused(2, u64::MAX), Some(Error::LimitExceeded));
    assert_eq!(refused(MAX_HOLDER_COUNT, 1), None);
}
