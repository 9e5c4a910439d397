//! The same work done plainly, one value after the other: what the kernels are compared with.

use super::bounds::random_fill;
use secagg::field::{Element, MODULUS};

type Bytes = [u8; 16];

fn element(bytes: &Bytes) -> Element {
    // Reduces p to 0, so that no branch remains.
    let integer = u128::from_le_bytes(*bytes) & MODULUS;
    Element::new(integer).unwrap_or(Element::ZERO)
}

fn bytes(element: Element) -> Bytes {
    element.to_u128().to_le_bytes()
}

pub fn add(total: &mut [Bytes], values: &[Bytes]) -> bool {
    let mut all_canonical = true;
    for (sum, value) in total.iter_mut().zip(values) {
        all_canonical &= u128::from_le_bytes(*value) < MODULUS;
        *sum = bytes(element(sum) + element(value));
    }
    all_canonical
}

/// The last share is the value less the others, which are drawn by the library's generator.
pub fn additive(shares: &mut [Bytes], values: &[Bytes]) {
    let (uniform, last) = shares.split_at_mut(shares.len() - values.len());
    random_fill(uniform);
    for (i, value) in values.iter().enumerate() {
        let mut rest = element(value);
        for share in uniform.chunks_mut(values.len()) {
            let drawn = element(&share[i]);
            share[i] = bytes(drawn);
            rest -= drawn;
        }
        last[i] = bytes(rest);
    }
}

/// x * number + addend, for number <= 2^127, x < 2^64 and addend < 2^127: at most 2^127 again, and
/// right modulo p. Two multiplications, and no comparison.
fn times_small_add(number: u128, x: u64, addend: u128) -> u128 {
    let low = u128::from(number as u64) * u128::from(x);
    let high = (number >> 64) * u128::from(x) + (low >> 64);
    // Cut at 2^127 = 1: below 2^127, below 2^65, and the addend.
    let sum = (u128::from(low as u64) | (high << 65 >> 1)) + (high >> 63);
    let sum = (sum & MODULUS) + (sum >> 127) + addend;
    (sum & MODULUS) + (sum >> 127)
}

/// Horner's rule with a 64-bit x. The coefficients, by order and then by value, are drawn already.
pub fn shamir(shares: &mut [Bytes], values: &[Bytes], coefficients: &[Bytes]) {
    for (i, value) in values.iter().enumerate() {
        for (x, share) in (1..).zip(shares.chunks_mut(values.len())) {
            let higher = coefficients.chunks(values.len()).rev();
            let lower = core::iter::once(u128::from_le_bytes(*value));
            let sum = higher
                .map(|coefficient| u128::from_le_bytes(coefficient[i]))
                .chain(lower)
                .fold(0, |sum, coefficient| times_small_add(sum, x, coefficient));
            share[i] = bytes(Element::new(sum % MODULUS).unwrap_or(Element::ZERO));
        }
    }
}

/// Multiply and add, share after share.
pub fn weighted_sum(result: &mut [Bytes], weights: &[Element], shares: &[Bytes]) {
    result.fill([0; 16]);
    for (share, &weight) in shares.chunks(result.len()).zip(weights) {
        for (result, value) in result.iter_mut().zip(share) {
            *result = bytes(element(result) + weight * element(value));
        }
    }
}

/// Lagrange weights at 0, every step a full multiplication.
pub fn weights(xs: &[u32], one_inversion: bool) -> Vec<Element> {
    let element = |x: u32| Element::from_u64(x.into());
    let product = xs.iter().fold(Element::ONE, |product, &x| product * element(x));
    let denominators: Vec<Element> = xs
        .iter()
        .map(|&x_j| {
            let others = xs.iter().filter(|&&x_k| x_k != x_j);
            others.fold(element(x_j), |d, &x_k| d * (element(x_k) - element(x_j)))
        })
        .collect();
    if !one_inversion {
        return denominators.iter().map(|d| product * d.invert()).collect();
    }
    let mut before = vec![Element::ONE];
    for &d in &denominators {
        before.push(before[before.len() - 1] * d);
    }
    let mut inverse = before[denominators.len()].invert();
    let mut weights = vec![Element::ZERO; xs.len()];
    for (j, &d) in denominators.iter().enumerate().rev() {
        weights[j] = product * inverse * before[j];
        inverse *= d;
    }
    weights
}
