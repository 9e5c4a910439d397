//! Fewer messages of a deal than the threshold say nothing about what was dealt: they are uniform
//! whatever the input. Chi-squared tests, and planted leaks to show that these would notice.

mod common;
use common::*;
use secagg::field::Value;
use secagg::field::{Element, MODULUS};
use secagg::session::Parameters;

/// What one colluding holder sees: its shares of a vector in which every value is the same.
type View = Vec<Element>;

const WIDTH: usize = 1 << 13;
const VALUES_AT: usize = 96;

/// The chi-squared statistic of bytes that should be uniform.
fn chi_squared(bytes: impl Iterator<Item = u8>) -> f64 {
    let mut counts = [0_u32; 256];
    bytes.for_each(|byte| counts[byte as usize] += 1);
    let expected = f64::from(counts.iter().sum::<u32>()) / 256.0;
    counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum()
}

/// 255 degrees of freedom: mean 255, standard deviation 22.6. Beyond 7 of those a uniform source
/// falls about once in 10^9 tests.
fn is_uniform(elements: impl Iterator<Item = Element> + Clone) -> bool {
    let high = elements.clone().map(|element| (element.to_u128() >> 119) as u8);
    let low = elements.map(|element| element.to_u128() as u8);
    chi_squared(high) < 413.0 && chi_squared(low) < 413.0
}

/// The weights by which shares of a polynomial of as low a degree as they allow give its value at 0.
fn weights(xs: &[u32]) -> Vec<Element> {
    let element = |x: u32| Element::from_u64(x.into());
    let weight = |&x: &u32| {
        xs.iter().filter(|&&other| other != x).fold(Element::ONE, |weight, &other| {
            weight * element(other) * (element(other) - element(x)).invert()
        })
    };
    xs.iter().map(weight).collect()
}

/// Whether holders with these x see nothing: each alone, how neighbouring values differ, what they
/// would reconstruct together, and what small multiples of two shares add up to.
fn learns_nothing(xs: &[u32], views: &[View]) -> bool {
    let alone = views.iter().all(|view| is_uniform(view.iter().copied()));
    let neighbours =
        views.iter().all(|view| is_uniform(view.windows(2).map(|pair| pair[1] - pair[0])));
    let weights = weights(xs);
    let interpolated =
        |i: usize| views.iter().zip(&weights).map(|(view, &weight)| view[i] * weight).sum();
    let together = is_uniform((0..WIDTH).map(interpolated));
    let pairwise = views.windows(2).all(|pair| {
        let columns = pair[0].iter().zip(&pair[1]);
        (1..=4_u64).all(|factor| {
            let factor = Element::from_u64(factor);
            is_uniform(columns.clone().map(|(&one, &other)| one * factor - other))
                && is_uniform(columns.clone().map(|(&one, &other)| one * factor + other))
        })
    });
    alone && neighbours && together && pairwise
}

fn inputs() -> [Value; 4] {
    [value(0), value(1), value(MODULUS - 1), random_values(1)[0]]
}

fn view(message: &[u8]) -> View {
    let bytes = &message[VALUES_AT..VALUES_AT + 16 * WIDTH];
    bytes.as_chunks().0.iter().map(|bytes| Value::from_bytes(*bytes).element().unwrap()).collect()
}

#[test]
fn messages_below_the_threshold_are_uniform() {
    let shamir = |n, t| Parameters { holder_count: n, threshold: t, ..SHAMIR };
    for (parameters, coalitions) in [
        (shamir(3, 2), &[&[1][..], &[2], &[3]][..]),
        (shamir(5, 3), &[&[1, 2][..], &[2, 5], &[4, 5]]),
        (shamir(6, 4), &[&[1, 2, 3][..], &[1, 4, 6]]),
        (ADDITIVE, &[&[1, 2][..], &[1, 3], &[2, 3]]),
    ] {
        let session = session(&Parameters { value_count: WIDTH as u64, ..parameters });
        for input in inputs() {
            let messages = deal(&session, 1, &[input; WIDTH]).unwrap();
            for xs in coalitions {
                let views: Vec<View> =
                    xs.iter().map(|&x: &u32| view(&messages[x as usize - 1])).collect();
                assert!(learns_nothing(xs, &views), "{xs:?} of {parameters:?}");
            }
        }
    }
}

fn random_elements(count: usize) -> Vec<Element> {
    random_values(count).iter().map(|value| value.element().unwrap()).collect()
}

/// Shares of f(x) = secret + a x + b x^2 for x = 1, 2: a dealer for threshold 3.
fn dealt(secret: Element, a: &[Element], b: &[Element]) -> Vec<View> {
    let share = |x: u64| {
        let x = Element::from_u64(x);
        a.iter().zip(b).map(|(&a, &b)| secret + a * x + b * x * x).collect()
    };
    vec![share(1), share(2)]
}

#[test]
fn planted_leaks_are_noticed() {
    let secret = value(123_456).element().unwrap();
    let random = || random_elements(WIDTH);
    let zeros = vec![Element::ZERO; WIDTH];
    let noticed = |a: &[Element], b: &[Element]| !learns_nothing(&[1, 2], &dealt(secret, a, b));
    assert!(!noticed(&random(), &random()), "an honest dealer");
    assert!(noticed(&random(), &zeros), "a polynomial of too low a degree");
    assert!(noticed(&zeros, &random()), "a coefficient left out");
    let once = random();
    assert!(noticed(&once, &once), "one draw used for two coefficients");
    let two = random_elements(1)[0];
    assert!(noticed(&vec![two; WIDTH], &random()[..1].repeat(WIDTH)), "one draw for all values");
    let short = |bits: u32| -> Vec<Element> {
        random().iter().map(|e| Element::new(e.to_u128() >> (127 - bits)).unwrap()).collect()
    };
    assert!(noticed(&short(64), &short(64)), "64-bit draws");
    let missing_one_draw: Vec<_> = random()
        .into_iter()
        .enumerate()
        .map(|(i, e)| if i % 50 == 0 { Element::ZERO } else { e })
        .collect();
    assert!(noticed(&missing_one_draw, &missing_one_draw), "one draw in 50 is missing");
}
