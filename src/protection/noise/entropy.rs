#![forbid(unsafe_code)]
//! Exact chances from random bits of the operating system, without floating point.
//!
//! How long a draw takes depends on what is drawn.

use crate::error::Result;
use crate::memory::wipe;
use crate::random;
use crypto_bigint::U1024;
use zeroize::Zeroizing;

/// Bytes asked of the operating system at a time.
const BLOCK_LEN: usize = 4096;

/// Random bytes on their way to being used.
pub(super) struct Entropy {
    block: [u8; BLOCK_LEN],
    used: usize,
    fill: fn(&mut [u8]) -> Result<()>,
}

impl Entropy {
    pub fn new() -> Entropy {
        Entropy::from(random::fill_from_system)
    }

    fn from(fill: fn(&mut [u8]) -> Result<()>) -> Entropy {
        Entropy { block: [0; BLOCK_LEN], used: BLOCK_LEN, fill }
    }

    #[cfg(test)]
    pub fn failing() -> Entropy {
        Entropy::from(|_| Err(crate::error::Error::RandomFailed))
    }

    fn byte(&mut self) -> Result<u8> {
        if self.used >= BLOCK_LEN {
            (self.fill)(&mut self.block)?;
            self.used = 0;
        }
        let byte = self.block.get(self.used).copied().unwrap_or_default();
        self.used += 1;
        Ok(byte)
    }

    pub fn bit(&mut self) -> Result<bool> {
        Ok(self.byte()? & 1 == 1)
    }

    /// Uniform below the bound, which is not 0.
    pub fn below(&mut self, bound: &U1024) -> Result<U1024> {
        let bits = bound.bit_width_vartime();
        let mut bytes = Zeroizing::new([0; 128]);
        loop {
            for byte in bytes.iter_mut().take(bits.div_ceil(8) as usize) {
                *byte = self.byte()?;
            }
            let number = U1024::from_le_slice(&bytes[..]).bitand(&low_bits(bits));
            if number < *bound {
                return Ok(number);
            }
        }
    }

    /// True once in denominator / numerator times.
    fn is_chosen(&mut self, numerator: &U1024, denominator: &U1024) -> Result<bool> {
        Ok(self.below(denominator)? < *numerator)
    }

    /// True with probability exp(-numerator / denominator), for a fraction of at most 1: the series
    /// of the exponential as a race (the paper's algorithm 1).
    pub fn is_chosen_by_fraction(
        &mut self,
        numerator: &U1024,
        denominator: &U1024,
    ) -> Result<bool> {
        let mut bound = *denominator;
        let mut is_odd = true;
        while self.is_chosen(numerator, &bound)? {
            bound = bound.wrapping_add(denominator);
            is_odd = !is_odd;
        }
        Ok(is_odd)
    }

    /// The same for any fraction that is not negative.
    pub fn is_chosen_by_exponential(
        &mut self,
        numerator: &U1024,
        denominator: &U1024,
    ) -> Result<bool> {
        let mut rest = *numerator;
        while rest > *denominator {
            if !self.is_chosen_by_fraction(&U1024::ONE, &U1024::ONE)? {
                return Ok(false);
            }
            rest = rest.wrapping_sub(denominator);
        }
        self.is_chosen_by_fraction(&rest, denominator)
    }
}

fn low_bits(count: u32) -> U1024 {
    U1024::MAX.shr_vartime(U1024::BITS - count)
}

impl Drop for Entropy {
    fn drop(&mut self) {
        wipe(&mut self.block);
    }
}
