//! The vector arithmetic under everything else.
//!
//! Each algorithm is written once, over the small trait in `lanes`, and compiled for every
//! instruction set; which one runs is found out at run time, once. The oracle of them all is
//! `field::Element`.
//!
//! ```text
//! add, count, deal, differences, weighted   the algorithms
//! modulus                                   arithmetic modulo p, in lanes
//! lanes                                     what an algorithm may ask of an instruction set
//! portable, avx2, avx512                    the instruction sets
//! registers                                 clearing them of secrets
//! ```
//!
//! Every function takes vectors of canonical values unless it says that it checks them. All of
//! them are branch-free in the values and touch memory in the same order whatever they are, but
//! for the public fact that an input is refused.

// No `forbid(unsafe_code)` here: it would reach into the instruction sets' files.
mod add;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod count;
mod deal;
mod differences;
mod lanes;
mod machine;
mod modulus;
mod portable;
mod registers;
#[cfg(test)]
mod tests;
mod weighted;
mod wide_sum;

use crate::error::Result;
use crate::field::Value;
use machine::Machine;

/// Whether every value is below p.
pub(crate) fn all_canonical(values: &[Value]) -> bool {
    Machine::best().run(add::AllCanonical(values))
}

/// total[i] += values[i], up to a value that is not canonical. Returns how many were added: all of
/// them, or a number of those before that value.
#[must_use]
pub(crate) fn add_canonical(total: &mut [Value], values: &[Value]) -> usize {
    Machine::best().run(add::AddCanonical { total, values })
}

/// total[i] -= values[i]
pub(crate) fn sub_assign(total: &mut [Value], values: &[Value]) {
    Machine::best().run(add::SubAssign { total, values });
}

/// How many of the rows pass a test, which has no branches.
pub(crate) fn count<T>(rows: &[T], test: impl Fn(&T) -> bool) -> u64 {
    Machine::best().run(count::Count { rows, test })
}

/// Whether the lower 127 bits of any 16 bytes spell p, or, once in 2^63 times, others look like it.
pub(crate) fn may_spell_modulus(bytes: &[[u8; 16]]) -> bool {
    Machine::best().run(deal::MaySpellModulus(bytes))
}

/// share[i] = the lower 127 bits of bytes[i], which must not spell p; rest[i] -= share[i].
pub(crate) fn deal(share: &mut [Value], rest: &mut [Value], bytes: &[[u8; 16]]) {
    Machine::best().run(deal::Deal { share, rest, bytes });
}

/// Shamir shares for x = 1 to n of every value; `values` begin with number `first` of the vector
/// that the draws are for.
pub(crate) fn shamir_shares(
    shares: &mut [&mut [Value]],
    threshold: usize,
    values: &[Value],
    first: u64,
    draws: &mut impl UniformElements,
) -> Result<()> {
    Machine::best().run(differences::ShamirShares { shares, threshold, values, first, draws })
}

/// result[i] = sum over j of weights[j] * vectors[j][start + i]. Returns whether these values are
/// canonical; if not, the result means nothing.
pub(crate) fn weighted_sum(
    result: &mut [Value],
    weights: &weighted::Weights,
    vectors: &[&[Value]],
    start: usize,
) -> bool {
    Machine::best().weighted_sum(result, weights, vectors, start)
}

pub(crate) use differences::UniformElements;
pub(crate) use registers::clear as clear_registers;
pub(crate) use weighted::Weights;
