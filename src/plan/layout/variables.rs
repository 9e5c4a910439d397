#![forbid(unsafe_code)]
//! Terms as the variables of a model: a column with levels stands for one for each level but the first.

use super::TooLarge;
use crate::error::{Error, Result};
use crate::plan::model::{Column, Levels, Shown, Term};

/// A variable is below this in magnitude: its square would not fit any encoding from here on.
const VARIABLE_BOUND: i128 = 1 << 112;

/// A number that each row has: the product of a term's columns of numbers, if the row has these
/// levels, else 0.
#[derive(Debug)]
pub struct Variable {
    pub term: usize,
    /// The level of each of the term's factors that has levels, in their order.
    pub levels: Vec<usize>,
    /// It is times 10^decimals.
    pub decimals: u32,
    /// What its totals are taken from: the floor of its range's middle; 0 for levels alone.
    pub centre: i128,
    /// How far from its centre it may be.
    pub half: u128,
    /// The one column, if it is a level of that.
    pub level_of: Option<usize>,
}

/// The variables of all terms, or the number of the term that is too large.
pub(super) fn of_terms(
    terms: &[Term],
    columns: &[Column],
    most: usize,
) -> core::result::Result<Vec<Variable>, TooLarge> {
    let mut variables = Vec::new();
    for (number, term) in terms.iter().enumerate() {
        add_term(&mut variables, number, term, columns, most)?;
    }
    Ok(variables)
}

fn add_term(
    variables: &mut Vec<Variable>,
    number: usize,
    term: &Term,
    columns: &[Column],
    most: usize,
) -> core::result::Result<(), TooLarge> {
    let mut levels: Vec<&Levels> = Vec::new();
    let mut numbers = Numbers { low: 1, high: 1, decimals: 0, has_some: false };
    for &factor in &term.factors {
        let column = columns.get(factor).ok_or(Error::Internal)?;
        match (column.levels(), column.numbers()) {
            (Some(of_column), _) => {
                levels.try_reserve(1).map_err(Error::from)?;
                levels.push(of_column);
            }
            (None, Some((range, shown))) => {
                numbers = numbers
                    .times(range.low.into(), range.high.into(), shown)
                    .ok_or(TooLarge::Term(number))?;
            }
            (None, None) => return Err(Error::Internal.into()),
        }
    }
    let combinations = levels
        .iter()
        .try_fold(1_usize, |product, levels| product.checked_mul(levels.levels.len() - 1))
        .filter(|&combinations| combinations <= most.saturating_sub(variables.len()))
        .ok_or(TooLarge::Variables)?;
    for combination in 0..combinations {
        variables.try_reserve(1).map_err(Error::from)?;
        variables.push(Variable {
            term: number,
            levels: combination_of(combination, &levels)?,
            level_of: match (&term.factors[..], &levels[..]) {
                (&[column], [_]) => Some(column),
                _ => None,
            },
            ..numbers.variable(!levels.is_empty())
        });
    }
    Ok(())
}

/// The product of the columns of numbers among a term's factors.
#[derive(Clone, Copy)]
struct Numbers {
    low: i128,
    high: i128,
    decimals: u32,
    has_some: bool,
}

impl Numbers {
    fn times(self, low: i128, high: i128, shown: Shown) -> Option<Numbers> {
        let ends = [
            self.low.checked_mul(low)?,
            self.low.checked_mul(high)?,
            self.high.checked_mul(low)?,
            self.high.checked_mul(high)?,
        ];
        let low = ends.iter().copied().min()?;
        let high = ends.iter().copied().max()?;
        let is_small = low > -VARIABLE_BOUND && high < VARIABLE_BOUND;
        is_small.then_some(Numbers {
            low,
            high,
            decimals: self.decimals + shown.decimals,
            has_some: true,
        })
    }

    fn variable(self, has_levels: bool) -> Variable {
        let (low, high) = match has_levels {
            true => (self.low.min(0), self.high.max(0)),
            false => (self.low, self.high),
        };
        // Levels alone are 0 or 1.
        let centre = if self.has_some { (low + high).div_euclid(2) } else { 0 };
        Variable {
            term: 0,
            levels: Vec::new(),
            decimals: self.decimals,
            centre,
            half: (high - centre).unsigned_abs(),
            level_of: None,
        }
    }
}

/// The levels of the combination of a number; the last factor changes fastest, and no factor has its
/// reference, level 0.
fn combination_of(mut number: usize, levels: &[&Levels]) -> Result<Vec<usize>> {
    let mut combination = crate::memory::try_collect(levels.iter().map(|_| 0))?;
    for (level, of_column) in combination.iter_mut().zip(levels).rev() {
        let count = of_column.levels.len() - 1;
        *level = 1 + number % count;
        number /= count;
    }
    Ok(combination)
}

/// Whether the product of two variables follows from their sums: two levels of one column.
pub fn is_known(one: &Variable, other: &Variable) -> bool {
    one.level_of.is_some() && one.level_of == other.level_of
}

/// The name that people read: "age", "sex[m]", "age*sex[m]".
pub fn name(variable: &Variable, term: &Term, columns: &[Column]) -> String {
    use core::fmt::Write;
    let mut name = String::new();
    let mut levels = variable.levels.iter();
    let mut place = 0;
    while let Some(&factor) = term.factors.get(place) {
        let power = term.factors.iter().skip(place).take_while(|&&next| next == factor).count();
        let times = if place == 0 { "" } else { "*" };
        let Some(column) = columns.get(factor) else { return name };
        // Writing to a String does not fail.
        let _ = match column.levels() {
            Some(of_column) => match levels.next().and_then(|&level| of_column.levels.get(level)) {
                Some(level) => write!(name, "{times}{}[{level}]", column.name),
                None => Ok(()),
            },
            None if power > 1 => write!(name, "{times}{}^{power}", column.name),
            None => write!(name, "{times}{}", column.name),
        };
        place += power;
    }
    name
}
