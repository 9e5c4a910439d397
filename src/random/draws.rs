#![forbid(unsafe_code)]
//! Uniform elements, from whatever source, a block at a time.

use super::expanded::ExpandedKeys;
use super::{Key, VALUE_LEN, fill_from_system, seeded};
use crate::error::{Error, Result};
use crate::field::MODULUS;
use crate::field::Value;
use crate::kernels;
use crate::memory::{self, CacheAligned};
use core::ops::Range;

/// The uniform elements of a range of a split.
pub(crate) struct Draws<'a> {
    pub(super) source: Source<'a>,
    /// Key stream on its way to being values: 127 bits of each 16 bytes.
    block: CacheAligned<[[u8; VALUE_LEN]; Draws::BLOCK_LEN]>,
    /// The part of the block that is filled and not yet given out.
    ready: Range<usize>,
    /// How far the block was ever filled.
    used: usize,
    /// Elements still to be drawn, but for a seeded split.
    pub(super) left: u64,
}

#[allow(clippy::large_enum_variant)] // a Box could not be refused when memory is short
pub(super) enum Source<'a> {
    /// Straight from the operating system.
    System,
    Expanded(ExpandedKeys<'a>),
    Seeded(&'a Key),
    /// Of draw, value and round.
    #[cfg(test)]
    Planned(fn(u32, u64, u32) -> u128),
}

impl<'a> Draws<'a> {
    /// Elements that are made at a time: 4 KiB, where both ciphers reach their full speed.
    pub const BLOCK_LEN: usize = 256;

    /// Nothing to give out yet. Large, so it is filled where it lies.
    pub(super) const EMPTY: Draws<'a> = Draws {
        source: Source::System,
        block: CacheAligned([[0; VALUE_LEN]; Draws::BLOCK_LEN]),
        ready: 0..0,
        used: 0,
        left: 0,
    };

    /// Draw number `draw` of the `len` <= BLOCK_LEN values from number `first` on: the elements are
    /// the lower 127 bits of each 16 bytes, and never p.
    ///
    /// Without a seed the numbers are not looked at; every call gives fresh elements.
    #[inline]
    pub fn next_slice(&mut self, draw: u32, first: u64, len: usize) -> Result<&[[u8; VALUE_LEN]]> {
        if self.source.has_positions() || self.ready.len() < len {
            self.refill(draw, first, len)?;
        }
        let start = self.ready.start;
        self.ready.start += len;
        self.block.0.get(start..self.ready.start).ok_or(Error::Internal)
    }

    fn refill(&mut self, draw: u32, first: u64, len: usize) -> Result<()> {
        let count = if self.source.has_positions() {
            len
        } else {
            usize::try_from(self.left).unwrap_or(usize::MAX).max(len).min(Draws::BLOCK_LEN)
        };
        self.left = self.left.saturating_sub(count as u64);
        let block = self.block.0.get_mut(..count).ok_or(Error::Internal)?;
        self.ready = 0..count;
        self.used = self.used.max(count);
        self.source.fill(draw, first, 0, block.as_flattened_mut())?;
        if kernels::may_spell_modulus(block) {
            redraw_modulus(block, |index, round, bytes| {
                self.source.fill(draw, first + index as u64, round, bytes)
            })?;
        }
        Ok(())
    }

    /// Uniform elements: draw number `draw` of the values from number `first` on.
    pub fn fill(&mut self, draw: u32, first: u64, values: &mut [Value]) -> Result<()> {
        for (number, chunk) in values.chunks_mut(Draws::BLOCK_LEN).enumerate() {
            let first = first + (number * Draws::BLOCK_LEN) as u64;
            let block = self.next_slice(draw, first, chunk.len())?;
            for (value, bytes) in chunk.iter_mut().zip(block) {
                *value = Value::from_bytes(masked(bytes).to_le_bytes());
            }
        }
        Ok(())
    }

    fn wipe(&mut self) {
        // What was never filled is still zero.
        memory::wipe(&mut self.block.0[..self.used]);
    }
}

impl kernels::UniformElements for Draws<'_> {
    #[inline]
    fn next<const N: usize>(&mut self, draw: u32, first: u64) -> Result<&[[u8; VALUE_LEN]; N]> {
        self.next_slice(draw, first, N)?.first_chunk::<N>().ok_or(Error::Internal)
    }
}

impl Drop for Draws<'_> {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl Source<'_> {
    /// Whether what is drawn depends on the numbers of draw and value.
    #[inline]
    fn has_positions(&self) -> bool {
        match self {
            Source::System | Source::Expanded(_) => false,
            Source::Seeded(_) => true,
            #[cfg(test)]
            Source::Planned(_) => true,
        }
    }

    fn fill(&mut self, draw: u32, first: u64, round: u32, bytes: &mut [u8]) -> Result<()> {
        match self {
            Source::System => fill_from_system(bytes)?,
            Source::Expanded(keys) => keys.fill(bytes),
            Source::Seeded(key) => seeded::fill(key, draw, first, round, bytes),
            #[cfg(test)]
            Source::Planned(plan) => {
                for (value, bytes) in (first..).zip(bytes.as_chunks_mut().0) {
                    *bytes = plan(draw, value, round).to_le_bytes();
                }
            }
        }
        Ok(())
    }
}

fn masked(bytes: &[u8; VALUE_LEN]) -> u128 {
    u128::from_le_bytes(*bytes) & MODULUS
}

/// Draws anew, round after round, where 127 bits spell p.
#[cold]
fn redraw_modulus(
    block: &mut [[u8; VALUE_LEN]],
    mut redraw: impl FnMut(usize, u32, &mut [u8]) -> Result<()>,
) -> Result<()> {
    for (index, bytes) in block.iter_mut().enumerate() {
        let mut round = 0;
        while masked(bytes) == MODULUS {
            round += 1;
            redraw(index, round, bytes)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::secret_zeros;
    use crate::random::Supply;

    #[test]
    fn bits_that_spell_p_are_drawn_again_until_they_do_not() {
        let mut block = [[0xff; 16], [7; 16], [0xff; 16]];
        let mut redrawn = Vec::new();
        redraw_modulus(&mut block, |index, round, bytes| {
            redrawn.push((index, round));
            bytes.fill(if round < 3 { 0xff } else { 9 });
            Ok(())
        })
        .unwrap();
        assert_eq!(redrawn, [(0, 1), (0, 2), (0, 3), (2, 1), (2, 2), (2, 3)]);
        assert_eq!(block, [[9; 16], [7; 16], [9; 16]]);
    }

    #[test]
    fn a_redraw_that_fails_is_an_error() {
        let refused = redraw_modulus(&mut [[0xff; 16]], |_, _, _| Err(Error::RandomFailed));
        assert_eq!(refused, Err(Error::RandomFailed));
    }

    /// p is drawn for every 10th value, twice for every 100th.
    fn plan(draw: u32, value: u64, round: u32) -> u128 {
        let is_modulus =
            value.is_multiple_of(10) && round == 0 || value.is_multiple_of(100) && round == 1;
        let number = u128::from(draw) << 96 | u128::from(round) << 64 | u128::from(value);
        if is_modulus { MODULUS } else { number }
    }

    #[test]
    fn a_redraw_is_of_the_same_draw_and_value() {
        let mut draws = Draws::EMPTY;
        draws.source = Source::Planned(plan);
        let mut values = secret_zeros(1000).unwrap();
        draws.fill(3, 5000, &mut values).unwrap();
        for (number, value) in (5000..).zip(values.iter()) {
            let round = match number {
                _ if number % 100 == 0 => 2,
                _ if number % 10 == 0 => 1,
                _ => 0,
            };
            assert_eq!(value.to_u128(), plan(3, number, round));
        }
    }

    #[test]
    fn draws_are_given_out_once() {
        let mut supply = Supply::EMPTY;
        supply.draw_keys(1, 1000).unwrap();
        let mut seen = std::collections::HashSet::new();
        let refused = supply.with_draws(|draws| {
            for len in [1, 8, 100, 30, 128, 1, 127, 2, 64] {
                for bytes in draws.next_slice(0, 0, len)? {
                    assert!(seen.insert(*bytes));
                }
            }
            draws.next_slice(0, 0, Draws::BLOCK_LEN + 1).map(|_| ())
        });
        assert_eq!(refused, Err(Error::Internal));
    }

    #[test]
    fn all_draws_are_wiped_when_the_last_ones_were_few() {
        for (draws, value_count) in [(1, 300), (3, 5)] {
            let mut supply = Supply::EMPTY;
            supply.draw_keys(draws, value_count).unwrap();
            let wiped = supply.with_draws(|draws| {
                draws.fill(0, 0, &mut vec![Value::ZERO; value_count])?;
                draws.next_slice(0, 0, 1)?;
                assert!(draws.block.0.iter().any(|bytes| *bytes != [0; VALUE_LEN]));
                draws.wipe();
                Ok(draws.block.0.iter().all(|bytes| *bytes == [0; VALUE_LEN]))
            });
            assert_eq!(wiped, Ok(true));
        }
    }
}
