#![forbid(unsafe_code)]
//! Lagrange interpolation at 0, for points that are small distinct integers.

use crate::error::Result;
use crate::field::Element;
use crate::memory::try_collect;

/// The weights w_j with f(0) = sum of w_j f(x_j) for every polynomial f of degree below m, where
/// x_1 to x_m are distinct and not 0: w_j = product over k != j of x_k / (x_k - x_j).
///
/// The points are public, and so are the weights.
pub(crate) fn weights_at_zero(xs: &[u32]) -> Result<Vec<Element>> {
    // With D_j = x_j * product over k != j of (x_k - x_j), w_j = (product of all x_k) / D_j.
    let mut weights = try_collect(xs.iter().map(|&x_j| {
        xs.iter().filter(|&&x_k| x_k != x_j).fold(Element::from_u64(x_j.into()), |product, &x_k| {
            product * Element::from_signed(i128::from(x_k) - i128::from(x_j))
        })
    }))?;
    invert_all(&mut weights)?;
    let product = xs.iter().fold(Element::ONE, |all, &x| all * Element::from_u64(x.into()));
    weights.iter_mut().for_each(|weight| *weight *= product);
    Ok(weights)
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
        for xs in [&[1, 2, 3][..], &[16384, 1, 77, 5], &[4, 2]] {
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
