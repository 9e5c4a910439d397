#![forbid(unsafe_code)]
//! How large things may be. Every limit is far above any use and low enough that no size
//! computed from accepted counts can wrap.

use crate::error::Error;
use crate::problem::{Checked, Problem};

/// Holders of one value, and the largest x of a share.
pub const MAX_HOLDER_COUNT: u32 = 1 << 14;

/// Values of one vector. The key stream of a seeded split (16 bytes a value, 32-bit block
/// counter) reaches four times as far.
pub const MAX_VALUE_COUNT: u64 = 1 << 32;

/// Values that one handle keeps: 16 GiB. Systems that promise more memory than they have would
/// otherwise accept the allocation and kill the process later.
pub const MAX_HANDLE_VALUE_COUNT: u64 = 1 << 30;

/// Threads that one call may ask for.
pub const MAX_THREAD_COUNT: u32 = 256;

/// Fraction bits of fixed-point numbers: an encoded number stays below 2^94.
pub const MAX_FRACTION_BITS: u32 = 93;

/// Parties of one session: 10 GiB of a holder's memory. Sums of up to 2^32 encoded numbers decode
/// exactly.
pub const MAX_PARTY_COUNT: u64 = 1 << 28;

/// Bytes of a session's context.
pub const MAX_CONTEXT_LEN: usize = 1 << 20;

pub(crate) fn check_value_count(value_count: usize) -> Checked<()> {
    check("values", value_count as u64, MAX_VALUE_COUNT)
}

pub(crate) fn check_fraction_bits(fraction_bits: u32) -> Checked<()> {
    check("fraction_bits", fraction_bits.into(), MAX_FRACTION_BITS.into())
}

pub(crate) fn check(name: &str, count: u64, limit: u64) -> Checked<()> {
    if count > limit { Err(exceeded(name, count, limit)) } else { Ok(()) }
}

#[cold]
#[inline(never)] // for size: it is called often
fn exceeded(name: &str, count: u64, limit: u64) -> Problem {
    let problem = Problem::new(Error::LimitExceeded);
    problem.say(format_args!("{count} {name} are more than {limit}"))
}
