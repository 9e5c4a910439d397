#![forbid(unsafe_code)]
//! Lagrange interpolation at 0, for points that are small distinct integers.

use crate::error::Result;
use crate::field::Element;
use crate::memory::try_collect;

/// Weights worked on at a time: their chains of products do not wait for each other.
const LANES: usize = 4;

/// The weights w_j with f(0) = sum of w_j f(x_j) for every polynomial f of degree below m, where
/// x_1 to x_m are distinct and not 0: w_j = product over k != j of x_k / (x_k - x_j).
///
/// The points are public, and so are the weights.
pub(crate) fn weights_at_zero(xs: &[u32]) -> Result<Vec<Element>> {
    // With D_j = x_j * product over k != j of (x_k - x_j), w_j = (product of all x_k) / D_j.
    // As many factors as fit are multiplied as integers below 2^63 before they become an element.
    let bits = xs.iter().fold(1, |bits, x| bits.max(u32::BITS - x.leading_zeros()));
    let factors_per_word = (63 / bits) as usize;
    let mut weights = try_collect(xs.iter().map(|_| Element::ONE))?;
    for (weights, x_js) in weights.chunks_mut(LANES).zip(xs.chunks(LANES)) {
        let mut lanes = [0; LANES];
        lanes[..x_js.len()].copy_from_slice(x_js);
        let denominators = denominators(xs, lanes, factors_per_word);
        for ((weight, denominator), &x_j) in weights.iter_mut().zip(denominators).zip(x_js) {
            *weight = denominator * Element::from_u64(x_j.into());
        }
    }
    invert_all(&mut weights)?;
    let product = xs
        .chunks(factors_per_word)
        .map(|xs| xs.iter().fold(1, |word, &x| word * u64::from(x)))
        .fold(Element::ONE, Element::times_word);
    weights.iter_mut().for_each(|weight| *weight *= product);
    Ok(weights)
}

/// For each x_j, the product over all x_k but x_j itself of (x_k - x_j).
fn denominators(xs: &[u32], x_js: [u32; LANES], factors_per_word: usize) -> [Element; LANES] {
    let mut products = [Element::ONE; LANES];
    let mut signs = [1_i64; LANES];
    for xs in xs.chunks(factors_per_word) {
        for ((product, sign), x_j) in products.iter_mut().zip(&mut signs).zip(x_js) {
            let word: i64 = xs
                .iter()
                .map(|&x_k| i64::from(x_k) - i64::from(x_j))
                .map(|difference| difference + i64::from(difference == 0))
                .product();
            *product = product.times_word(word.unsigned_abs());
            *sign *= word.signum();
        }
    }
    for (product, sign) in products.iter_mut().zip(signs) {
        if sign < 0 {
            *product = -*product;
        }
    }
    products
}

/// Inverts every element, none of which may be 0, with one inversion and three products each
/// (Montgomery's trick).
fn invert_all(elements: &mut [Element]) -> Result<()> {
    let mut all = Element::ONE;
    let before = try_collect(elements.iter().map(|&element| {
        let before = all;
        all *= element;
        before
    }))?;
    let mut inverse_of_rest = all.invert();
    for (element, before) in elements.iter_mut().zip(before).rev() {
        let inverse = inverse_of_rest * before;
        inverse_of_rest *= *element;
        *element = inverse;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_one_point_and_of_none() {
        assert_eq!(weights_at_zero(&[9]).unwrap(), [Element::ONE]);
        assert_eq!(weights_at_zero(&[]).unwrap(), []);
    }

    #[test]
    fn weights_interpolate_powers_at_zero() {
        let many: Vec<u32> = (1..=40).map(|i| 397 * i % 16381).collect();
        for xs in [&[1, 2, 3][..], &[16384, 1, 77, 5], &[4, 2], &[1], &many, &[7, 3, 6, 1, 2]] {
            let weights = weights_at_zero(xs).unwrap();
            for power in 0..xs.len() {
                let at_zero: Element = xs
                    .iter()
                    .zip(&weights)
                    .map(|(&x, &weight)| {
                        (0..power).fold(weight, |term, _| term * Element::from_u64(x.into()))
                    })
                    .sum();
                let expected = if power == 0 { Element::ONE } else { Element::ZERO };
                assert_eq!(at_zero, expected);
            }
        }
    }
}
