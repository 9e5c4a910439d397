#![forbid(unsafe_code)]
//! Finding the wrong symbols of a Reed-Solomon word.
//!
//! The shares of one value are a word (f(x_1), ..., f(x_m)) with f of degree below t. Up to
//! e = floor((m - t) / 2) wrong symbols determine their own places: the decoder is that of
//! Berlekamp and Massey (IEEE Transactions on Information Theory 15(1), 1969), on the m - t
//! syndromes
//!
//! ```text
//! S_k = sum over j of u_j x_j^k y_j,   k = 0 .. m - t - 1,   u_j = 1 / product over k != j of (x_j - x_k)
//! ```
//!
//! which are 0 for a correct word and otherwise depend on the errors alone. If the errors stand at
//! the places j in E, S is a sum of the geometric sequences x_j^k, so it obeys the linear
//! recurrence whose characteristic roots are those x_j; with 2 |E| <= m - t it obeys no shorter
//! one, and that recurrence is found.
//!
//! Only the places are wanted here: the right values follow from the symbols that are left. Since
//! syndromes are 0 for a correct word whatever it says, nothing below is a secret but the words.

use crate::error::{Error, Result};
use crate::field::Element;
use crate::memory::try_collect;
use crate::sharing::lagrange;

/// The code of all (f(x_1), ..., f(x_m)) with f of degree below the dimension t <= m; the points
/// are distinct and not 0.
pub(crate) struct Code {
    points: Vec<Element>,
    /// u_j, all times the same factor.
    multipliers: Vec<Element>,
    /// m - t
    redundancy: usize,
}

impl Code {
    pub fn new(xs: &[u32], dimension: usize) -> Result<Code> {
        let points = try_collect(xs.iter().map(|&x| Element::from_u64(x.into())))?;
        // The weight at zero of point j is u_j / x_j, up to a factor common to all.
        let mut multipliers = lagrange::weights_at_zero(xs)?;
        for (multiplier, &point) in multipliers.iter_mut().zip(&points) {
            *multiplier *= point;
        }
        let redundancy = xs.len().saturating_sub(dimension);
        Ok(Code { points, multipliers, redundancy })
    }

    /// Which symbols are wrong, if there are at most `max_errors` of them (and at most half the
    /// redundancy). `witness` is a word with errors at the same places but independent of the
    /// first: what is left of it must be correct, or else there are more errors than were found.
    pub fn locate(
        &self,
        word: &[Element],
        witness: &[Element],
        max_errors: usize,
    ) -> Result<Vec<bool>> {
        let max_errors = max_errors.min(self.redundancy / 2);
        let recurrence = shortest_recurrence(&self.syndromes(word)?, max_errors)?;
        let wrong = try_collect(self.points.iter().map(|&x| is_root(&recurrence, x)))?;
        // A recurrence of length L with fewer than L of the points as roots belongs to no set of
        // L errors.
        if wrong.iter().filter(|&&wrong| wrong).count() != recurrence.len() - 1 {
            return Err(Error::TooManyDeviating);
        }
        if !obeys(&self.syndromes(witness)?, &recurrence) {
            return Err(Error::TooManyDeviating);
        }
        Ok(wrong)
    }

    #[inline(never)] // for size: it is called twice
    fn syndromes(&self, word: &[Element]) -> Result<Vec<Element>> {
        let mut syndromes = zeros(self.redundancy)?;
        for ((&x, &multiplier), &symbol) in self.points.iter().zip(&self.multipliers).zip(word) {
            let mut term = multiplier * symbol;
            for syndrome in syndromes.iter_mut() {
                *syndrome += term;
                term *= x;
            }
        }
        Ok(syndromes)
    }
}

/// The coefficients c_0, ..., c_L, c_0 not 0, of the shortest recurrence c_0 S_k + ... +
/// c_L S_(k-L) = 0 that the whole sequence obeys, refused if L is above `max_len`. They are scaled
/// so that nothing need be inverted.
fn shortest_recurrence(sequence: &[Element], max_len: usize) -> Result<Vec<Element>> {
    // Every polynomial that turns up has degree at most the number of terms looked at.
    let mut current = zeros(sequence.len() + 1)?;
    let mut previous = zeros(sequence.len() + 1)?;
    let mut scratch = zeros(sequence.len() + 1)?;
    (current[0], previous[0]) = (Element::ONE, Element::ONE);
    let mut len = 0;
    let mut previous_discrepancy = Element::ONE;
    let mut shift = 1;
    for k in 0..sequence.len() {
        let discrepancy = residue(sequence, &current[..=len], k);
        if discrepancy == Element::ZERO {
            shift += 1;
            continue;
        }
        scratch.copy_from_slice(&current);
        current.iter_mut().for_each(|coefficient| *coefficient *= previous_discrepancy);
        for (coefficient, &earlier) in current.iter_mut().skip(shift).zip(previous.iter()) {
            *coefficient -= discrepancy * earlier;
        }
        if 2 * len > k {
            shift += 1;
            continue;
        }
        len = k + 1 - len;
        if len > max_len {
            return Err(Error::TooManyDeviating);
        }
        core::mem::swap(&mut previous, &mut scratch);
        previous_discrepancy = discrepancy;
        shift = 1;
    }
    current.truncate(len + 1);
    Ok(current)
}

#[inline(never)] // for size: it is called often
fn zeros(count: usize) -> Result<Vec<Element>> {
    try_collect((0..count).map(|_| Element::ZERO))
}

/// c_0 S_k + ... + c_L S_(k-L), for k >= L
#[inline(never)] // for size: it is called twice
fn residue(sequence: &[Element], recurrence: &[Element], k: usize) -> Element {
    sequence[..=k].iter().rev().zip(recurrence).map(|(&term, &factor)| term * factor).sum()
}

fn obeys(sequence: &[Element], recurrence: &[Element]) -> bool {
    let len = recurrence.len() - 1;
    (len..sequence.len()).all(|k| residue(sequence, recurrence, k) == Element::ZERO)
}

/// Whether c_0 x^L + c_1 x^(L-1) + ... + c_L is 0.
fn is_root(recurrence: &[Element], x: Element) -> bool {
    let value =
        recurrence.iter().fold(Element::ZERO, |value, &coefficient| value * x + coefficient);
    value == Element::ZERO
}

#[cfg(test)]
mod tests {
    use super::*;

    /// f(x) = 5 + 7 x + 11 x^2 + ... of degree t - 1, at the points.
    fn word(xs: &[u32], dimension: usize) -> Vec<Element> {
        let coefficients = [5, 7, 11, 13, 17, 19, 23, 29].map(Element::from_u64);
        xs.iter()
            .map(|&x| {
                let x = Element::from_u64(x.into());
                let of_degree = coefficients[..dimension].iter().rev();
                of_degree.fold(Element::ZERO, |value, &coefficient| value * x + coefficient)
            })
            .collect()
    }

    /// Adds errors that are in no simple relation to each other.
    fn spoil(word: &mut [Element], places: &[usize], seed: u64) {
        for (number, &place) in (seed..).zip(places) {
            word[place] += Element::from_u64(number).invert();
        }
    }

    fn locate(m: u32, t: usize, places: &[usize], max_errors: usize) -> Result<Vec<usize>> {
        let xs: Vec<u32> = (1..=m).map(|x| 3 * x - 2).collect();
        let mut words = [word(&xs, t), word(&xs, t)];
        spoil(&mut words[0], places, 1000);
        spoil(&mut words[1], places, 77);
        let wrong = Code::new(&xs, t)?.locate(&words[0], &words[1], max_errors)?;
        Ok((0..m as usize).filter(|&place| wrong[place]).collect())
    }

    #[test]
    fn errors_up_to_half_the_redundancy_are_found() {
        assert_eq!(locate(4, 4, &[], 9), Ok(vec![]));
        assert_eq!(locate(5, 4, &[], 9), Ok(vec![]));
        assert_eq!(locate(6, 4, &[5], 9), Ok(vec![5]));
        assert_eq!(locate(10, 4, &[0, 4, 9], 9), Ok(vec![0, 4, 9]));
        assert_eq!(locate(11, 4, &[1, 2, 3], 9), Ok(vec![1, 2, 3]));
        assert_eq!(locate(9, 1, &[2, 5, 6, 8], 9), Ok(vec![2, 5, 6, 8]));
    }

    #[test]
    fn more_errors_than_that_or_than_allowed_are_refused() {
        for (m, t, places, max_errors) in [
            (5, 4, &[2][..], 9),
            (6, 4, &[2, 3][..], 9),
            (10, 4, &[0, 1, 2, 3][..], 9),
            (11, 4, &[0, 1, 2, 3][..], 9),
            (11, 4, &[0, 1, 2][..], 2),
            (11, 4, &[0][..], 0),
        ] {
            assert_eq!(locate(m, t, places, max_errors), Err(Error::TooManyDeviating));
        }
    }

    /// The terms, at first zeros among them, and the length of the shortest recurrence.
    #[test]
    fn sequences_that_begin_with_zeros_or_change_late() {
        for (terms, len) in [
            (&[0, 0, 0, 0][..], 0),
            (&[3, 6, 12, 24, 48], 1),
            (&[0, 0, 0, 1], 4),
            (&[0, 1, 1, 2, 3, 5, 8, 13], 2),
            (&[0, 1, 0, 1, 0, 1], 2),
            (&[0, 0, 1, 0, 0, 1, 0, 0, 1], 3),
            (&[0, 0, 1, 3, 6, 10, 15, 21, 28], 3),
            (&[1, 1, 1, 1, 2], 4),
            (&[0, 1, 1, 2, 3, 5, 8, 14], 6),
        ] {
            let terms: Vec<_> = terms.iter().map(|&term| Element::from_u64(term)).collect();
            let found = shortest_recurrence(&terms, terms.len()).unwrap();
            assert!(obeys(&terms, &found) && found[0] != Element::ZERO);
            assert_eq!(found.len() - 1, len);
            if len > 0 {
                let refused = shortest_recurrence(&terms, len - 1);
                assert_eq!(refused, Err(Error::TooManyDeviating));
            }
        }
    }

    #[test]
    fn errors_that_cancel_in_the_first_syndrome_are_found() {
        let xs: Vec<u32> = (1..=10).collect();
        let code = Code::new(&xs, 4).unwrap();
        let mut words = [word(&xs, 4), word(&xs, 4)];
        for (word, size) in words.iter_mut().zip([5, 7]) {
            let size = Element::from_u64(size);
            word[2] += size * code.multipliers[2].invert();
            word[7] -= size * code.multipliers[7].invert();
            assert_eq!(code.syndromes(word).unwrap()[0], Element::ZERO);
        }
        let wrong = code.locate(&words[0], &words[1], 3).unwrap();
        assert!((0..10).all(|place| wrong[place] == [2, 7].contains(&place)));
    }

    #[test]
    fn a_witness_with_errors_elsewhere_is_refused() {
        let xs: Vec<u32> = (1..=10).collect();
        let mut words = [word(&xs, 4), word(&xs, 4)];
        spoil(&mut words[0], &[3], 1);
        spoil(&mut words[1], &[3, 4], 1);
        let refused = Code::new(&xs, 4).unwrap().locate(&words[0], &words[1], 3);
        assert_eq!(refused, Err(Error::TooManyDeviating));
    }
}
