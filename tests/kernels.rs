//! What threads and blocks must not change.

use secagg::error::Error;
use secagg::field::MODULUS;
use secagg::field::Value;
use secagg::options::{InsecureSeed, RunOptions, SplitOptions};
use secagg::sharing::share::Share;
use secagg::sharing::{additive, shamir, sum};
use std::collections::HashSet;

/// Enough that several threads pay.
const LEN: usize = 80_001;

fn numbers(len: usize) -> Vec<Value> {
    let spread = |i: usize| (i as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    (0..len).map(|i| Value::from_bytes((spread(i) % MODULUS).to_le_bytes())).collect()
}

fn rows(buffer: &mut [Vec<Value>]) -> Vec<&mut [Value]> {
    buffer.iter_mut().map(Vec::as_mut_slice).collect()
}

fn shares(buffer: &[Vec<Value>]) -> Vec<Share<'_>> {
    (1..).zip(buffer).map(|(x, values)| Share { x, values }).collect()
}

fn threads(threads: u32) -> RunOptions {
    RunOptions::with_threads(threads).unwrap()
}

#[test]
fn splits_on_threads_reconstruct_on_any_number_of_them() {
    let values = numbers(LEN);
    for count in [1, 3] {
        let options = SplitOptions { run: threads(count), seed: None };
        let mut result = vec![Value::ZERO; LEN];

        let mut buffer = vec![vec![Value::ZERO; LEN]; 3];
        additive::split(&mut rows(&mut buffer), &values, &options).unwrap();
        for readers in [1, 2] {
            additive::reconstruct(&mut result, &shares(&buffer), &threads(readers)).unwrap();
            assert!(result == values);
        }
        // No key serves two ranges, and no key stream two blocks.
        let drawn: HashSet<[u8; 16]> =
            buffer[..2].iter().flatten().map(|value| value.to_bytes()).collect();
        assert_eq!(drawn.len(), 2 * LEN);

        let mut buffer = vec![vec![Value::ZERO; LEN]; 5];
        shamir::split(&mut rows(&mut buffer), 3, &values, &options).unwrap();
        for readers in [1, 2] {
            let run = threads(readers);
            shamir::reconstruct(&mut result, &shares(&buffer[..3]), 3, &run).unwrap();
            assert!(result == values);
            shamir::reconstruct(&mut result, &shares(&buffer), 3, &run).unwrap();
            assert!(result == values);
        }
        let drawn: HashSet<[u8; 16]> =
            buffer[..2].iter().flatten().map(|value| value.to_bytes()).collect();
        assert_eq!(drawn.len(), 2 * LEN);
    }
}

#[test]
fn faults_are_the_same_for_any_number_of_threads_and_leave_zeros() {
    let values = numbers(LEN);
    let mut buffer = vec![vec![Value::ZERO; LEN]; 5];
    shamir::split(&mut rows(&mut buffer), 3, &values, &SplitOptions::default()).unwrap();
    let not_canonical = Value::from_bytes(MODULUS.to_le_bytes());
    for (wrong, refused, expected) in [
        (Some(0), None, Error::InconsistentShares),
        (Some(LEN - 1), None, Error::InconsistentShares),
        (Some(0), Some(LEN - 1), Error::NotCanonical),
        (Some(LEN - 1), Some(0), Error::NotCanonical),
        (None, Some(LEN / 2), Error::NotCanonical),
    ] {
        let mut buffer = buffer.clone();
        if let Some(place) = wrong {
            sum::add_assign(&mut buffer[1][place..=place], &numbers(3)[2..]).unwrap();
        }
        if let Some(place) = refused {
            buffer[3][place] = not_canonical;
        }
        for count in [1, 2] {
            let mut result = values.clone();
            let outcome = shamir::reconstruct(&mut result, &shares(&buffer), 3, &threads(count));
            assert_eq!(outcome, Err(expected));
            assert!(result.iter().all(|&value| value == Value::ZERO));
        }
    }
}

#[test]
fn a_refused_value_leaves_the_total_as_it_was() {
    for len in [1, 8, 9, 511, 512, 513, 2000] {
        let before = numbers(len);
        for place in [0, len / 2, len - 1] {
            for integer in [MODULUS, 1 << 127, u128::MAX] {
                let mut bad = numbers(len);
                bad[place] = Value::from_bytes(integer.to_le_bytes());
                let mut total = before.clone();
                assert_eq!(sum::add_assign(&mut total, &bad), Err(Error::NotCanonical));
                assert!(total == before);
                assert_eq!(sum::add_assign_checked(&mut total, &bad), Err(Error::NotCanonical));
                assert!(total == before);
                let mut total = bad.clone();
                let outcome = sum::add_assign_checked(&mut total, &before);
                assert_eq!(outcome, Err(Error::NotCanonical));
                assert!(total == bad);
            }
        }
    }
}

#[test]
fn a_thread_with_a_stack_of_64_kib_is_enough() {
    let work = || {
        let values = numbers(600);
        let mut total = values.clone();
        let mut result = vec![Value::ZERO; values.len()];
        for seed in [None, Some(InsecureSeed::new([1; 32]))] {
            let options = SplitOptions { seed, ..SplitOptions::default() };
            let mut buffer = vec![vec![Value::ZERO; values.len()]; 5];
            additive::split(&mut rows(&mut buffer), &values, &options).unwrap();
            additive::reconstruct(&mut result, &shares(&buffer), &threads(1)).unwrap();
            assert!(result == values);
            shamir::split(&mut rows(&mut buffer), 3, &values, &options).unwrap();
            shamir::reconstruct(&mut result, &shares(&buffer), 3, &threads(1)).unwrap();
            assert!(result == values);
        }
        sum::add_assign_checked(&mut total, &values).unwrap();
    };
    // Without optimisation, every intermediate result has a place of its own on the stack.
    let stack_size = if cfg!(debug_assertions) { 256 << 10 } else { 64 << 10 };
    std::thread::Builder::new().stack_size(stack_size).spawn(work).unwrap().join().unwrap();
}
