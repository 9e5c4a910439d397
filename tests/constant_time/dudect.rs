//! Whether the time of the library's arithmetic tells its secrets apart: dudect (Reparaz, Balasch and
//! Verbauwhede, DATE 2017) on this machine's fastest instruction set. All secrets zero against all
//! random; a |t| that grows beyond 5 with more samples would be a leak. A report, not a test: other
//! programs on the machine disturb it.
//!
//! cargo run --release --example dudect

use dudect_bencher::{BenchRng, Class, CtRunner, ctbench_main};
use rand::RngExt;
use secagg::field::Value;
use secagg::field::{Element, MODULUS};
use secagg::numbers::double::Double;
use secagg::numbers::encode;
use secagg::numbers::unaligned::Unaligned;
use secagg::options::{RunOptions, SplitOptions};
use secagg::sharing::share::Share;
use secagg::sharing::{additive, shamir, sum};
use std::cell::RefCell;
use std::hint::black_box;

const SAMPLE_COUNT: usize = 20_000;
const VALUE_COUNT: usize = 64;

/// Zeros for the left class, uniform elements for the right one.
fn secrets(class: Class, rng: &mut BenchRng) -> Vec<Value> {
    let mut draw = || match class {
        Class::Left => 0,
        Class::Right => rng.random::<u128>() % MODULUS,
    };
    (0..VALUE_COUNT).map(|_| Element::new(draw()).unwrap_or_default().into()).collect()
}

/// Times `work` on secrets of both classes in random order, prepared beforehand.
fn compare<S>(
    runner: &mut CtRunner,
    rng: &mut BenchRng,
    prepare: impl Fn(Class, &mut BenchRng) -> S,
    work: impl Fn(&S),
) {
    let mut samples = Vec::with_capacity(SAMPLE_COUNT);
    for _ in 0..SAMPLE_COUNT {
        let class = if rng.random::<bool>() { Class::Left } else { Class::Right };
        samples.push((class, prepare(class, rng)));
    }
    for (class, sample) in samples {
        runner.run_one(class, || work(&sample));
    }
}

/// Rows of a split's output.
fn rows(memory: &mut [Value]) -> Vec<&mut [Value]> {
    memory.chunks_mut(VALUE_COUNT).collect()
}

fn additive_split(runner: &mut CtRunner, rng: &mut BenchRng) {
    let shares = RefCell::new([Value::ZERO; 3 * VALUE_COUNT]);
    compare(runner, rng, secrets, |values| {
        let _ =
            additive::split(&mut rows(&mut *shares.borrow_mut()), values, &SplitOptions::default());
    });
}

fn shamir_split(runner: &mut CtRunner, rng: &mut BenchRng) {
    let shares = RefCell::new([Value::ZERO; 5 * VALUE_COUNT]);
    compare(runner, rng, secrets, |values| {
        let _ = shamir::split(
            &mut rows(&mut *shares.borrow_mut()),
            3,
            values,
            &SplitOptions::default(),
        );
    });
}

fn shamir_reconstruct(runner: &mut CtRunner, rng: &mut BenchRng) {
    let values = RefCell::new([Value::ZERO; VALUE_COUNT]);
    let prepare = |class, rng: &mut BenchRng| [(); 3].map(|()| secrets(class, rng));
    compare(runner, rng, prepare, |vectors| {
        let [one, two, three] = vectors;
        let shares = [(1, one), (2, two), (3, three)].map(|(x, values)| Share { x, values });
        let _ = shamir::reconstruct(&mut *values.borrow_mut(), &shares, 3, &RunOptions::default());
    });
}

fn sum_add(runner: &mut CtRunner, rng: &mut BenchRng) {
    let total = RefCell::new([Value::ZERO; VALUE_COUNT]);
    compare(runner, rng, secrets, |values| {
        let _ = sum::add_assign(&mut *total.borrow_mut(), values);
    });
}

fn encode_f64(runner: &mut CtRunner, rng: &mut BenchRng) {
    let values = RefCell::new([Value::ZERO; VALUE_COUNT]);
    let prepare = |class, rng: &mut BenchRng| {
        [(); VALUE_COUNT].map(|()| {
            let number = match class {
                Class::Left => 0.0,
                Class::Right => (rng.random::<f64>() - 0.5) * 1e9,
            };
            Unaligned::new(Double::from(number))
        })
    };
    compare(runner, rng, prepare, |numbers| {
        let _ = encode::encode_f64(&mut *values.borrow_mut(), numbers, 20);
    });
}

/// What a leak looks like: a comparison that stops at the first value that is not zero.
fn control_that_leaks(runner: &mut CtRunner, rng: &mut BenchRng) {
    compare(runner, rng, secrets, |values| {
        black_box(values.iter().all(|value| *value == Value::ZERO));
    });
}

ctbench_main!(
    additive_split,
    shamir_split,
    shamir_reconstruct,
    sum_add,
    encode_f64,
    control_that_leaks
);
