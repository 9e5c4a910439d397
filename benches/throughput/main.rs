//! `cargo bench`: what every operation costs through the C functions, beside the same work done
//! plainly and beside what the machine can do, all in one run.
//!
//! `cargo bench -- reconstruct` prints only the operations whose names contain that.
//!
//! Every figure is the least of many runs: on a shared machine the least disturbed one.

mod bounds;
mod c;
mod oracle;

use core::ffi::c_void;
use core::ptr::null_mut;
use secagg::field::Element;
use std::time::{Duration, Instant};

type Bytes = [u8; 16];

/// Time spent on one figure.
const BUDGET: Duration = Duration::from_millis(40);

/// Nanoseconds of the fastest run.
fn least(mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    let mut runs_at_a_time = 1_u32;
    let mut least = f64::MAX;
    loop {
        let before = Instant::now();
        (0..runs_at_a_time).for_each(|_| work());
        let time = before.elapsed();
        least = least.min(time.as_nanos() as f64 / f64::from(runs_at_a_time));
        if time < Duration::from_micros(20) {
            runs_at_a_time *= 2;
        }
        if start.elapsed() > BUDGET {
            return least;
        }
    }
}

/// Nanoseconds of the fastest run, each on memory that was never touched.
fn least_on_fresh(count: usize, mut work: impl FnMut(&mut [Bytes])) -> f64 {
    (0..3)
        .map(|_| {
            let mut fresh = vec![[0; 16]; count];
            let before = Instant::now();
            work(&mut fresh);
            before.elapsed().as_nanos() as f64
        })
        .fold(f64::MAX, f64::min)
}

fn random(count: usize) -> Vec<Bytes> {
    let mut bytes = vec![[0; 16]; count];
    bounds::random_fill(&mut bytes);
    bytes.iter_mut().for_each(|value| value[15] &= 0x3f);
    bytes
}

fn ok(status: i32) {
    assert_eq!(status, 0, "the call was refused");
}

/// One line of the table. Times are of a whole call; `count` is of share and value pairs.
struct Line<'a> {
    name: &'a str,
    values: usize,
    count: usize,
    warm: f64,
    fresh: Option<f64>,
    two_threads: Option<f64>,
    /// Nanoseconds for one pair.
    oracle: f64,
    bound: Option<f64>,
}

impl Line<'_> {
    fn print(&self) {
        let each = self.warm / self.count as f64;
        let or_dash = |figure: Option<String>| figure.unwrap_or("-".into());
        println!(
            "| {} | {} | {:.3} | {:.1} | {:.3} | {} | {} | {} |",
            self.name,
            self.values,
            each,
            16.0 / each,
            each / self.oracle,
            or_dash(self.bound.map(|bound| format!("{:.2}", self.warm / bound))),
            or_dash(self.two_threads.map(|time| format!("{:.2}", time / self.warm))),
            or_dash(self.fresh.map(|time| format!("{:.2}", time / self.count as f64))),
        );
    }
}

const SIZES: [usize; 6] = [1, 16, 1 << 10, 1 << 14, 1 << 16, 1 << 20];
/// Of one buffer: 320 MiB.
const MAX_COUNT: usize = 20 << 20;
/// From here on fresh memory and threads are worth a look.
const LARGE_COUNT: usize = 1 << 15;

fn split_lines(name: &str, holder_count: u32, threshold: Option<u32>) {
    let n = holder_count as usize;
    let split = |shares: &mut [Bytes], values: &[Bytes], threads: u32| {
        let options = c::SplitOptions::threads(threads);
        let (to, from) = (shares.as_mut_ptr(), values.as_ptr());
        // SAFETY: the buffers have the lengths that are passed.
        ok(unsafe {
            match threshold {
                None => c::secagg_additive_split(to, holder_count, from, values.len(), &options),
                Some(t) => {
                    c::secagg_shamir_split(to, holder_count, t, from, values.len(), &options)
                }
            }
        });
    };
    let oracle = {
        let count = if n > 100 { 4 } else { 256 };
        let values = random(count);
        let mut shares = random(count * n);
        let time = match threshold {
            None => least(|| oracle::additive(&mut shares, &values)),
            Some(t) => {
                let coefficients = random((t as usize - 1) * count);
                least(|| oracle::shamir(&mut shares, &values, &coefficients))
            }
        };
        time / (count * n) as f64
    };
    for values in SIZES {
        let count = n * values;
        if count > MAX_COUNT {
            break;
        }
        let input = random(values);
        let mut shares = random(count);
        let warm = least(|| split(&mut shares, &input, 1));
        let bound = least(|| bounds::random_fill(&mut shares));
        let is_large = count >= LARGE_COUNT;
        let two_threads = is_large.then(|| least(|| split(&mut shares, &input, 2)));
        let fresh = is_large.then(|| least_on_fresh(count, |fresh| split(fresh, &input, 1)));
        let bound = Some(bound);
        Line { name, values, count, warm, fresh, two_threads, oracle, bound }.print();
    }
}

fn add_lines() {
    for values in SIZES {
        let mut aggregator: *mut c_void = null_mut();
        let options = c::AggregatorOptions {
            struct_size: size_of::<c::AggregatorOptions>() as u32,
            reserved: 0,
            value_count: values as u64,
            min_submissions: 0,
        };
        let count = 2 * values;
        let shares = random(count);
        let mut party_id = 0;
        // SAFETY: the options say how large they are; the buffer has the length that is passed.
        let warm = unsafe {
            ok(c::secagg_aggregator_create(&mut aggregator, 2, &options));
            let warm = least(|| {
                party_id += 1;
                ok(c::secagg_aggregator_submit(aggregator, party_id, shares.as_ptr(), count));
            });
            c::secagg_aggregator_free(aggregator);
            warm
        };
        let mut total = random(count);
        let oracle = least(|| assert!(oracle::add(&mut total, &shares))) / count as f64;
        let bound = Some(least(|| bounds::accumulate(&mut total, &shares)));
        let (fresh, two_threads) = (None, None);
        let name = "aggregator submit";
        Line { name, values, count, warm, fresh, two_threads, oracle, bound }.print();
    }
}

fn reconstruct_lines(name: &str, m: u32) {
    let weights: Vec<Element> = (1..=m).map(|x| Element::from_u64(x.into()).invert()).collect();
    for values in SIZES {
        let count = m as usize * values;
        if count > MAX_COUNT {
            break;
        }
        let buffer = random(count);
        let shares: Vec<c::Share> = (1..=m)
            .zip(buffer.chunks(values))
            .map(|(x, values)| c::Share { x, values: values.as_ptr() })
            .collect();
        let mut result = random(values);
        let reconstruct = |result: &mut [Bytes], threads: u32| {
            let options = c::RunOptions::threads(threads);
            // SAFETY: the buffers have the lengths that are passed.
            ok(unsafe {
                c::secagg_shamir_reconstruct(
                    result.as_mut_ptr(),
                    values,
                    shares.as_ptr(),
                    m,
                    m,
                    &options,
                )
            });
        };
        let warm = least(|| reconstruct(&mut result, 1));
        let two_threads = (count >= LARGE_COUNT).then(|| least(|| reconstruct(&mut result, 2)));
        let oracle = least(|| oracle::weighted_sum(&mut result, &weights, &buffer)) / count as f64;
        let bound = Some(least(|| bounds::read(&buffer)));
        Line { name, values, count, warm, fresh: None, two_threads, oracle, bound }.print();
    }
}

fn one_value() {
    println!("\n| one value | ns | of | ns | ratio |\n|---|---|---|---|---|");
    let line = |name: &str, ours: f64, of: &str, theirs: f64| {
        println!("| {name} | {ours:.0} | {of} | {theirs:.0} | {:.2} |", ours / theirs);
    };
    let value = random(1);
    for (name, threshold, holder_count) in
        [("split into 3", None, 3_u32), ("Shamir 3 of 5", Some(3), 5)]
    {
        let mut shares = random(holder_count as usize);
        let options = c::SplitOptions::threads(1);
        // SAFETY: the buffers have the lengths that are passed.
        let ours = least(|| unsafe {
            let (to, from) = (shares.as_mut_ptr(), value.as_ptr());
            ok(match threshold {
                None => c::secagg_additive_split(to, holder_count, from, 1, &options),
                Some(t) => c::secagg_shamir_split(to, holder_count, t, from, 1, &options),
            });
        });
        let theirs = least(|| bounds::system_random(&mut [0; 32]));
        line(name, ours, "system random read of 32 bytes", theirs);
    }
    for m in [3, 51, 501] {
        let buffer = random(m as usize);
        let xs: Vec<u32> = (1..=m).map(|i| 2 * i).collect();
        let shares: Vec<c::Share> =
            xs.iter().zip(&buffer).map(|(&x, values)| c::Share { x, values }).collect();
        let mut result = random(1);
        let options = c::RunOptions::threads(1);
        // SAFETY: the buffers have the lengths that are passed.
        let ours = least(|| unsafe {
            let (to, from) = (result.as_mut_ptr(), shares.as_ptr());
            ok(c::secagg_shamir_reconstruct(to, 1, from, m, m, &options));
        });
        let name = format!("reconstruct, m = {m}");
        for (of, one_inversion) in [("weights, one inversion", true), ("weights", false)] {
            let theirs = least(|| drop(oracle::weights(&xs, one_inversion)));
            line(&name, ours, of, theirs);
        }
    }
}

fn machine() {
    println!("| GB/s | L2 (256 KiB) | memory (128 MiB) |\n|---|---|---|");
    let line = |name: &str, work: &dyn Fn(&mut [Bytes], &[Bytes])| {
        let speeds = [1 << 14, 1 << 23].map(|count| {
            let (mut to, from) = (random(count), random(count));
            16.0 * count as f64 / least(|| work(&mut to, &from))
        });
        println!("| {name} | {:.1} | {:.1} |", speeds[0], speeds[1]);
    };
    line("random fill", &|to, _| bounds::random_fill(to));
    line("read", &|_, from| bounds::read(from));
    line("write", &|to, _| bounds::write(to));
    line("copy, bytes copied", &bounds::copy);
    line("accumulate, bytes read from one side", &bounds::accumulate);
}

fn main() {
    let filter: String = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if filter.is_empty() {
        machine();
    }
    println!(
        "\n| operation | values | ns | GB/s | of plain code | of bound | two threads | ns, fresh |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (name, n, t) in [
        ("additive split, n = 3", 3, None),
        ("additive split, n = 10", 10, None),
        ("Shamir split (5, 3)", 5, Some(3)),
        ("Shamir split (10, 6)", 10, Some(6)),
        ("Shamir split (100, 51)", 100, Some(51)),
        ("Shamir split (1000, 501)", 1000, Some(501)),
    ] {
        if name.contains(&filter) {
            split_lines(name, n, t);
        }
    }
    if "aggregator submit".contains(&filter) {
        add_lines();
    }
    for (name, m) in
        [("reconstruct, m = 3", 3), ("reconstruct, m = 51", 51), ("reconstruct, m = 501", 501)]
    {
        if name.contains(&filter) {
            reconstruct_lines(name, m);
        }
    }
    if "one value".contains(&filter) {
        one_value();
    }
}
