//! What a ledger costs: 500 rounds of one series over 10,000 parties. Each round is checked and then
//! recorded, whatever it exposes, as a holder would.

use secagg::protection::ledger::{Entry, Ledger, Rho};
use std::time::Instant;

const PARTIES: u64 = 10_000;
const ROUNDS: u64 = 500;

/// A fixed sequence without a pattern (SplitMix64: Steele, Lea, Flood 2014).
fn scattered(number: u64) -> u64 {
    let mixed = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

/// Whether a party is in a round.
type Attendance = fn(party: u64, round: u64) -> bool;

fn run(name: &str, is_there: Attendance) {
    let mut ledger = Ledger::new();
    let (mut slowest, start) = (0.0_f64, Instant::now());
    for round in 0..ROUNDS {
        let cohort: Vec<u64> = (0..PARTIES).filter(|&party| is_there(party, round)).collect();
        let entry = Entry {
            period: round,
            plan: [0; 32],
            is_cumulative: true,
            min_submissions: 5,
            rho: Rho::default(),
            rho_limit: None,
            party_ids: &cohort,
        };
        let before = Instant::now();
        ledger.check(&[1; 16], &entry).expect("terms of the series");
        ledger.record(&[1; 16], &entry).expect("terms of the series");
        slowest = slowest.max(before.elapsed().as_secs_f64());
    }
    let all = start.elapsed().as_secs_f64();
    let bytes = ledger.export().expect("memory").len();
    println!("{name:44} {all:8.2} s {:10.1} ms {bytes:12}", slowest * 1e3);
}

fn main() {
    println!("{PARTIES} parties, {ROUNDS} rounds: all, the slowest round, bytes exported");
    run("the same parties every time", |_, _| true);
    run("one party in 10,000 stays away, by chance", |party, round| {
        !scattered(party << 16 | round).is_multiple_of(10_000)
    });
    run("one in 100", |party, round| !scattered(party << 16 | round).is_multiple_of(100));
    run("every other", |party, round| !scattered(party << 16 | round).is_multiple_of(2));
}
