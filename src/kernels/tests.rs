#![forbid(unsafe_code)]
//! Every kernel on every instruction set that this CPU has, against `field::Element`.

use super::machine::Machine;
use super::*;
use crate::field::{Element, MODULUS};

/// Around a vector, four of them, and a block of draws.
fn lengths() -> impl Iterator<Item = usize> {
    (0..=300).chain([511, 512, 513, 1023, 1024, 1025, 4101])
}

/// Where carries begin and end: of words, of the Shamir limbs and of the product limbs.
fn edges() -> Vec<u128> {
    let mut edges = vec![0, 1, 2, MODULUS - 1, MODULUS - 2, MODULUS / 2, MODULUS / 2 + 1];
    for bit in [21, 40, 42, 43, 52, 63, 64, 84, 85, 104, 126] {
        edges.extend([(1 << bit) - 1, 1 << bit, (1 << bit) + 1, MODULUS - (1 << bit)]);
        edges.push(MODULUS ^ (1 << bit));
    }
    edges
}

/// Bytes that do not repeat, edges among them.
struct Numbers(u64);

impl Numbers {
    fn word(&mut self) -> u64 {
        // splitmix64, Steele, Lea and Flood 2014.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn element(&mut self) -> Element {
        let edges = edges();
        let integer = match self.word() {
            word if word % 3 == 0 => edges[word as usize / 3 % edges.len()],
            word => (u128::from(word) << 64 | u128::from(self.word())) & MODULUS,
        };
        Element::new(integer).unwrap_or(Element::ZERO)
    }

    fn elements(&mut self, count: usize) -> Vec<Element> {
        (0..count).map(|_| self.element()).collect()
    }
}

/// Draws that a function of draw and value says.
struct Planned<F> {
    plan: F,
    drawn: [[u8; 16]; 8],
}

impl<F: Fn(u32, u64) -> Element> Planned<F> {
    fn new(plan: F) -> Planned<F> {
        Planned { plan, drawn: [[0; 16]; 8] }
    }
}

impl<F: Fn(u32, u64) -> Element> UniformElements for Planned<F> {
    fn next<const N: usize>(&mut self, draw: u32, first: u64) -> Result<&[[u8; 16]; N]> {
        for (value, bytes) in (first..).zip(&mut self.drawn) {
            // The upper bit is none of the element's.
            let bit = u128::from(value & 1) << 127;
            *bytes = ((self.plan)(draw, value).to_u128() | bit).to_le_bytes();
        }
        Ok(self.drawn.first_chunk().unwrap())
    }
}

/// Different for every draw and every value.
fn scattered(draw: u32, value: u64) -> Element {
    Numbers(value << 32 | u64::from(draw)).element()
}

fn values(elements: &[Element]) -> Vec<Value> {
    elements.iter().map(|&element| element.into()).collect()
}

#[test]
fn sums_and_differences_are_those_of_elements() {
    let mut numbers = Numbers(1);
    for len in lengths() {
        let (a, b) = (numbers.elements(len), numbers.elements(len));
        let sums: Vec<Element> = a.iter().zip(&b).map(|(&a, &b)| a + b).collect();
        Machine::for_each(|machine| {
            let mut total = values(&a);
            assert_eq!(add_canonical(&mut total, &values(&b)), len);
            assert_eq!(total, values(&sums), "{machine:?}, {len} values");
            sub_assign(&mut total, &values(&b));
            assert_eq!(total, values(&a), "{machine:?}, {len} values");
        });
    }
}

#[test]
fn every_pair_of_edges_adds_and_subtracts() {
    let edges = edges();
    let pairs = || edges.iter().flat_map(|&a| edges.iter().map(move |&b| (a, b)));
    let column = |of: fn((u128, u128)) -> u128| -> Vec<Element> {
        pairs().map(|pair| Element::new(of(pair)).unwrap()).collect()
    };
    let (a, b) = (column(|(a, _)| a), column(|(_, b)| b));
    Machine::for_each(|machine| {
        let mut total = values(&a);
        assert_eq!(add_canonical(&mut total, &values(&b)), b.len());
        let sums: Vec<Element> = a.iter().zip(&b).map(|(&a, &b)| a + b).collect();
        assert_eq!(total, values(&sums), "{machine:?}");
        sub_assign(&mut total, &values(&b));
        sub_assign(&mut total, &values(&b));
        let differences: Vec<Element> = a.iter().zip(&b).map(|(&a, &b)| a - b).collect();
        assert_eq!(total, values(&differences), "{machine:?}");
    });
}

#[test]
fn a_value_that_is_not_canonical_is_found_wherever_it_stands() {
    let refused = [MODULUS, MODULUS + 1, 1 << 127, u128::MAX - 1, u128::MAX, u128::MAX << 64];
    for len in [1, 3, 8, 9, 33, 64, 130] {
        let good = values(&Numbers(2).elements(len));
        for place in 0..len {
            for integer in refused {
                let mut bad = good.clone();
                bad[place] = Value::from_bytes(integer.to_le_bytes());
                Machine::for_each(|machine| {
                    assert!(all_canonical(&good), "{machine:?}");
                    assert!(!all_canonical(&bad), "{machine:?}, {integer:x} at {place}");
                    let mut total = good.clone();
                    let added = add_canonical(&mut total, &bad);
                    assert!(added <= place, "{machine:?}, {integer:x} at {place}");
                    assert_eq!(total[added..], good[added..]);
                    assert!(crate::sharing::sum::add_assign(&mut total, &good).is_ok());
                });
                let mut total = good.clone();
                assert!(crate::sharing::sum::add_assign(&mut total, &bad).is_err());
                assert_eq!(total, good);
            }
        }
    }
}

#[test]
fn dealt_shares_are_the_masked_bytes_and_the_rest_makes_up_the_value() {
    let mut numbers = Numbers(3);
    for len in lengths() {
        let (whole, drawn) = (numbers.elements(len), numbers.elements(len));
        let bytes: Vec<[u8; 16]> = drawn
            .iter()
            .map(|element| {
                (element.to_u128() | u128::from(numbers.word() & 1) << 127).to_le_bytes()
            })
            .collect();
        let rest: Vec<Element> = whole.iter().zip(&drawn).map(|(&a, &b)| a - b).collect();
        Machine::for_each(|machine| {
            let (mut share, mut left) = (vec![Value::ZERO; len], values(&whole));
            let looks_like_it = |element: &Element| element.to_u128() >> 64 == MODULUS >> 64;
            assert_eq!(may_spell_modulus(&bytes), drawn.iter().any(looks_like_it));
            deal(&mut share, &mut left, &bytes);
            assert_eq!(share, values(&drawn), "{machine:?}, {len} values");
            assert_eq!(left, values(&rest), "{machine:?}, {len} values");
            for place in [0, len / 2, len.saturating_sub(1)].into_iter().filter(|&i| i < len) {
                for modulus in [MODULUS, u128::MAX] {
                    let mut bytes = bytes.clone();
                    bytes[place] = modulus.to_le_bytes();
                    assert!(may_spell_modulus(&bytes), "{machine:?}, {place} of {len}");
                }
            }
        });
    }
}

/// f(x) = sum over k of d_k binomial(x, k), by additions of elements.
fn shares_by_elements(mut differences: Vec<Element>, holder_count: usize) -> Vec<Element> {
    (0..holder_count)
        .map(|_| {
            for k in 1..differences.len() {
                let higher = differences[k];
                differences[k - 1] += higher;
            }
            differences[0]
        })
        .collect()
}

#[test]
fn shamir_shares_are_those_of_the_drawn_differences() {
    let schemes = (1..=12)
        .flat_map(|n| (1..=n).map(move |t| (n, t, 19)))
        .chain([(5, 3, 300), (40, 40, 9), (45, 20, 9), (123, 61, 8), (200, 2, 3)])
        .chain((0..40).map(|len| (5, 3, len)));
    for (holder_count, threshold, len) in schemes {
        let whole = Numbers(4).elements(len);
        let first = 7;
        let expected: Vec<Vec<Element>> = (0..len)
            .map(|i| {
                let higher = (1..threshold as u32).map(|k| scattered(k - 1, first + i as u64));
                shares_by_elements(core::iter::once(whole[i]).chain(higher).collect(), holder_count)
            })
            .collect();
        Machine::for_each(|machine| {
            let mut shares = vec![vec![Value::ZERO; len]; holder_count];
            let mut slices: Vec<&mut [Value]> = shares.iter_mut().map(Vec::as_mut_slice).collect();
            let mut draws = Planned::new(scattered);
            shamir_shares(&mut slices, threshold, &values(&whole), first, &mut draws).unwrap();
            for (x, share) in shares.iter().enumerate() {
                let expected: Vec<Element> = expected.iter().map(|all| all[x]).collect();
                let case = format!("{machine:?}, t = {threshold}, n = {holder_count}, x = {x}");
                assert_eq!(*share, values(&expected), "{case}");
            }
        });
    }
}

/// The largest differences there are, over more steps than limbs can go without a carry.
#[test]
fn limbs_do_not_overflow() {
    let largest = Element::new(MODULUS - 1).unwrap();
    let (holder_count, threshold, len) = (130, 64, 9);
    let expected = shares_by_elements(vec![largest; threshold], holder_count);
    Machine::for_each(|machine| {
        let mut shares = vec![vec![Value::ZERO; len]; holder_count];
        let mut slices: Vec<&mut [Value]> = shares.iter_mut().map(Vec::as_mut_slice).collect();
        let mut draws = Planned::new(|_, _| largest);
        let whole = vec![largest.into(); len];
        shamir_shares(&mut slices, threshold, &whole, 0, &mut draws).unwrap();
        for (share, &expected) in shares.iter().zip(&expected) {
            assert_eq!(*share, vec![expected.into(); len], "{machine:?}");
        }
    });
}

fn weighted_sum_by_elements(weights: &[Element], inputs: &[Vec<Element>], i: usize) -> Element {
    weights.iter().zip(inputs).map(|(&weight, input)| weight * input[i]).sum()
}

#[test]
fn weighted_sums_are_those_of_elements() {
    let mut numbers = Numbers(5);
    let counts = (0..=20).map(|m| (m, 67)).chain(lengths().map(|len| (3, len)));
    for (m, len) in counts.chain([(511, 41), (512, 41), (513, 41), (1030, 9)]) {
        let weights = numbers.elements(m);
        let inputs: Vec<Vec<Element>> = (0..m).map(|_| numbers.elements(len)).collect();
        check_weighted_sum(&weights, &inputs);
    }
    let largest = Element::new(MODULUS - 1).unwrap();
    check_weighted_sum(&[largest; 1030], &vec![vec![largest; 41]; 1030]);
}

fn check_weighted_sum(weights: &[Element], inputs: &[Vec<Element>]) {
    let buffers: Vec<Vec<Value>> = inputs.iter().map(|input| values(input)).collect();
    let vectors: Vec<&[Value]> = buffers.iter().map(Vec::as_slice).collect();
    let len = inputs.first().map_or(0, Vec::len);
    let expected: Vec<Element> =
        (0..len).map(|i| weighted_sum_by_elements(weights, inputs, i)).collect();
    let weights = Weights::new(weights.to_vec()).unwrap();
    Machine::for_each(|machine| {
        for start in [0, 1, len / 2].into_iter().filter(|&start| start <= len) {
            let mut result = vec![Value::ZERO; len - start];
            assert!(weighted_sum(&mut result, &weights, &vectors, start));
            let case = format!("{machine:?}, m = {}, from {start} of {len}", inputs.len());
            assert_eq!(result, values(&expected[start..]), "{case}");
        }
    });
}

#[test]
fn a_weighted_sum_refuses_what_is_not_canonical() {
    let good = values(&Numbers(6).elements(77));
    let weights = Weights::new(vec![Element::ONE; 3]).unwrap();
    for place in 0..good.len() {
        for integer in [MODULUS, 1 << 127, u128::MAX] {
            let mut bad = good.clone();
            bad[place] = Value::from_bytes(integer.to_le_bytes());
            let vectors = [&good[..], &bad, &good];
            Machine::for_each(|machine| {
                let mut result = good.clone();
                assert!(!weighted_sum(&mut result, &weights, &vectors, 0), "{machine:?}, {place}");
            });
        }
    }
}

/// Values that begin PAD bytes after a multiple of 64, and a guard behind them.
#[repr(C, align(64))]
struct At<const PAD: usize> {
    pad: [u8; PAD],
    values: [Value; 300],
    guard: [u8; 64],
}

impl<const PAD: usize> At<PAD> {
    fn new(values: &[Value]) -> At<PAD> {
        let mut at = At { pad: [0xa5; PAD], values: [Value::ZERO; 300], guard: [0xa5; 64] };
        at.values[..values.len()].copy_from_slice(values);
        at
    }

    fn assert_rest_is_untouched(&self, len: usize) {
        assert_eq!(self.values.as_ptr().addr() % 64, PAD % 64);
        assert!(self.pad.iter().chain(&self.guard).all(|&byte| byte == 0xa5));
        assert!(self.values[len..].iter().all(|&value| value == Value::ZERO));
    }
}

/// The same work on vectors that are aligned in different ways gives the same, and writes nothing
/// else.
fn check_alignment<const A: usize, const B: usize>(machine: Machine, len: usize) {
    let mut numbers = Numbers(7);
    let [a, b] = [0, 1].map(|_| values(&numbers.elements(len)));
    let (mut at_a, mut at_b) = (At::<A>::new(&a), At::<B>::new(&b));
    let (mut sum, mut rest) = (a.clone(), b.clone());

    assert!(all_canonical(&at_a.values[..len]));
    assert_eq!(add_canonical(&mut sum, &b), len);
    assert_eq!(add_canonical(&mut at_a.values[..len], &at_b.values[..len]), len);
    assert_eq!(at_a.values[..len], sum, "{machine:?}, {len} values");
    sub_assign(&mut at_a.values[..len], &at_b.values[..len]);
    assert_eq!(at_a.values[..len], a, "{machine:?}, {len} values");

    let bytes: Vec<[u8; 16]> = a.iter().map(|value| value.to_bytes()).collect();
    deal(&mut sum, &mut rest, &bytes);
    at_a.values.fill(Value::ZERO);
    deal(&mut at_a.values[..len], &mut at_b.values[..len], &bytes);
    assert_eq!((&at_a.values[..len], &at_b.values[..len]), (&sum[..], &rest[..]));

    let weights = Weights::new(numbers.elements(2)).unwrap();
    let vectors = [&at_a.values[..len], &at_b.values[..len]];
    let mut result = At::<A>::new(&[]);
    assert!(weighted_sum(&mut result.values[..len], &weights, &vectors, 0));
    let vectors = [&sum[..], &rest];
    let mut expected = vec![Value::ZERO; len];
    assert!(weighted_sum(&mut expected, &weights, &vectors, 0));
    assert_eq!(result.values[..len], expected, "{machine:?}, {len} values");

    let mut draws = Planned::new(scattered);
    let shares = &mut [&mut sum[..], &mut rest[..]];
    shamir_shares(shares, 2, &a, 0, &mut draws).unwrap();
    let shares = &mut [&mut at_a.values[..len], &mut at_b.values[..len]];
    shamir_shares(shares, 2, &a, 0, &mut draws).unwrap();
    assert_eq!((&at_a.values[..len], &at_b.values[..len]), (&sum[..], &rest[..]));

    at_a.assert_rest_is_untouched(len);
    at_b.assert_rest_is_untouched(len);
    result.assert_rest_is_untouched(len);
}

#[test]
fn no_alignment_is_needed_and_nothing_else_is_written() {
    Machine::for_each(|machine| {
        for len in (0..=70).chain([127, 128, 129, 255, 256, 257, 300]) {
            check_alignment::<1, 15>(machine, len);
            check_alignment::<63, 8>(machine, len);
        }
    });
}
