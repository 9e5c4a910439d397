#![forbid(unsafe_code)]
//! From the operating system's entropy to uniform field elements.
//!
//! A split needs a table of uniform elements: draw k of value v. Where they come from:
//!
//! - few of them: straight from the operating system;
//! - many: a fresh 256-bit key per call, expanded by AES-256 in counter mode where the CPU has AES
//!   instructions, else by ChaCha20 (RFC 8439), with a new key every 4 GiB: the distance of
//!   AES-CTR from random after N blocks is about N^2 / 2^129;
//! - repeatably, from a seed: ChaCha20 whose position is fixed by (draw, value), so that the bytes
//!   do not depend on machine, release, blocking or threads.
//!
//! All keys are drawn before the caller writes anything, so running out of entropy cannot leave
//! half an output. Nothing is kept between calls, so a forked process never repeats a stream; and
//! nothing of a key is left behind by one, neither in memory nor in registers.
//!
//! Sampling takes 127 bits and draws again when they spell p: exactly uniform. A redraw happens
//! with probability 2^-127, depends only on bits that are thrown away, and is tested by a seam.
//!
//! ```text
//! supply      the keys of a split, drawn beforehand
//! draws       elements, from whatever source
//! expanded    key stream of the system's keys
//! seeded      key stream of a seed
//! trace       what working with a key leaves behind
//! ```

mod draws;
mod expanded;
mod seeded;
mod supply;
mod trace;

use crate::error::{Error, Result};
use crate::field::Value;
use rand::TryRng;
use rand::rngs::SysRng;

pub(crate) use draws::Draws;
pub(crate) use seeded::SeedScope;
pub(crate) use supply::Supply;

/// Bytes of a value, and of the key stream that becomes one.
const VALUE_LEN: usize = 16;

type Key = [u8; 32];

/// Fills the bytes with entropy of the operating system.
pub fn fill_from_system(bytes: &mut [u8]) -> Result<()> {
    SysRng.try_fill_bytes(bytes).map_err(|_| Error::RandomFailed)
}

/// Uniform values.
pub(crate) fn fill_uniform(values: &mut [Value]) -> Result<()> {
    let mut supply = Supply::EMPTY;
    supply.draw_keys(1, values.len())?;
    supply.with_draws(|draws| draws.fill(0, 0, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_values_differ_from_call_to_call() {
        for count in [1, 8, 9, 500] {
            let mut drawn = [vec![Value::ZERO; count], vec![Value::ZERO; count]];
            for values in &mut drawn {
                fill_uniform(values).unwrap();
                assert!(values.iter().all(|value| value.is_canonical()));
            }
            assert!(drawn[0].iter().zip(&drawn[1]).all(|(a, b)| a != b));
        }
    }
}
