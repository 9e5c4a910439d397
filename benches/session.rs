//! `cargo bench --bench session`: what the roles of a session cost, as ratios within one run, on
//! one thread.

#[path = "../tests/common/mod.rs"]
mod common;

use common::*;
use secagg::field::Value;
use secagg::session::{Collector, CollectorOptions, Holder, Parameters, Session};
use secagg::sharing::sum;
use std::hint::black_box;
use std::time::Instant;

/// Seconds of the call.
fn time_of<T>(call: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(call());
    start.elapsed().as_secs_f64()
}

/// Seconds of the fastest of some calls.
fn least(calls: usize, mut call: impl FnMut() -> f64) -> f64 {
    (0..calls).map(|_| call()).fold(f64::MAX, f64::min)
}

fn session_of(holder_count: u32, threshold: u32, value_count: u64) -> Session {
    session(&Parameters { holder_count, threshold, value_count, ..SHAMIR })
}

/// The message as if another party had sent it.
fn from_party(message: &mut [u8], party_id: u64) {
    message[80..88].copy_from_slice(&party_id.to_le_bytes());
    rechecksum(message);
}

fn accepting() {
    let width = 1 << 16;
    let session = session_of(2, 2, width as u64);
    let values = random_values(width);
    let mut message = deal(&session, 0, &values).unwrap().swap_remove(0);
    let mut holder = Holder::new(&session, 1).unwrap();
    let mut party_id = 0;
    let accept = least(300, || {
        party_id += 1;
        from_party(&mut message, party_id);
        time_of(|| holder.accept(&message).unwrap())
    });
    let hash = least(300, || time_of(|| blake3::hash(&message)));
    let mut total = vec![Value::ZERO; width];
    let add = least(300, || time_of(|| sum::add_assign(&mut total, &values).unwrap()));
    println!("accepting a message of 2^16 values: {:.0} us", accept * 1e6);
    println!("    hashing it {:.0} us, adding it {:.0} us", hash * 1e6, add * 1e6);
    println!("    ratio {:.2} (goal: 2)", accept / (hash + add));
}

/// Kilobytes that the process has occupied at most, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn many_wide_submissions() {
    let width = 1 << 20;
    let session = session_of(2, 2, width as u64);
    let mut message = deal(&session, 0, &random_values(width)).unwrap().swap_remove(0);
    let mut holder = Holder::new(&session, 1).unwrap();
    let mut accept = |party_id| {
        from_party(&mut message, party_id);
        time_of(|| holder.accept(&message).unwrap())
    };
    accept(0);
    let before = peak_memory();
    let seconds: f64 = (1..1000).map(&mut accept).sum();
    println!("1,000 submissions of 2^20 values to one holder: {:.2} ms each", seconds);
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        println!(
            "    memory after the first: {} MiB, after all: {} MiB",
            before >> 10,
            after >> 10
        );
    }
}

fn many_parties() {
    const BATCH: u64 = 1000;
    let width = 16;
    let session = session_of(2, 2, width as u64);
    let message = deal(&session, 0, &random_values(width)).unwrap().swap_remove(0);
    let mut messages = vec![message; BATCH as usize];
    let mut holder = Holder::new(&session, 1).unwrap();
    let mut recent = Vec::new();
    println!("parties of width 16 through one holder, in no order:");
    for batch in 0..1_000_000 / BATCH {
        for (number, message) in (batch * BATCH..).zip(&mut messages) {
            from_party(message, number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        }
        let seconds = time_of(|| {
            messages.iter().for_each(|message| holder.accept(message).unwrap());
        });
        recent.push(seconds / BATCH as f64);
        if [10_000, 100_000, 1_000_000].contains(&((batch + 1) * BATCH)) {
            let least = recent.drain(..).rev().take(10).fold(f64::MAX, f64::min);
            println!("    at {:>9}: {:.0} ns each", (batch + 1) * BATCH, least * 1e9);
        }
    }
    println!("    cohort digest {:.0} ms", 1e3 * least(3, || time_of(|| holder.cohort())));
    let mut checkpoint = vec![0; holder.checkpoint_len()];
    let export = least(3, || time_of(|| holder.export(&mut checkpoint).unwrap()));
    let import = least(3, || time_of(|| Holder::import(&session, &checkpoint).unwrap()));
    println!("    export {:.0} ms, import {:.0} ms", export * 1e3, import * 1e3);
}

fn reconstructing() {
    let width = 1 << 20;
    let session = session_of(10, 6, width as u64);
    let deals = [1, 2].map(|party| deal(&session, party, &random_values(width)).unwrap());
    let mut partials = partials_of(&session, &deals);
    let mut values = vec![Value::ZERO; width];
    let options = CollectorOptions { max_corrections: 2, ..CollectorOptions::default() };
    let mut reconstruct = |collector: &mut Collector| {
        least(7, || time_of(|| collector.reconstruct(&mut values, &options).unwrap()))
    };
    let honest = reconstruct(&mut collector_of(&session, &partials));
    let last = partials[3].len() - 48;
    partials[3] = forged(&partials[3], last, &[1; 15]);
    let mut collector = collector_of(&session, &partials);
    let deviating = reconstruct(&mut collector);
    let mut named = [0; 10];
    collector.deviating(&mut named).unwrap();
    assert_eq!(named, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    println!("reconstructing 2^20 values from 10 partial sums: {:.1} ms", honest * 1e3);
    println!("    with one deviating: {:.1} ms", deviating * 1e3);
    println!("    ratio {:.2} (goal: 2)", deviating / honest);
}

fn main() {
    // cargo test also runs benches that have no harness, to see that they run.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    accepting();
    reconstructing();
    many_parties();
    many_wide_submissions();
}
