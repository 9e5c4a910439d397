#![forbid(unsafe_code)]
//! What a caller may choose about how a call runs.

use crate::limits::{self, MAX_THREAD_COUNT};
use crate::problem::Checked;
use zeroize::ZeroizeOnDrop;

/// How many threads a call may use. Results are the same bytes for any number.
#[derive(Clone, Copy, Debug)]
pub struct RunOptions {
    threads: u32,
}

impl RunOptions {
    /// 0 stands for 1.
    pub fn with_threads(threads: u32) -> Checked<RunOptions> {
        limits::check("threads", threads.into(), MAX_THREAD_COUNT.into())?;
        Ok(RunOptions { threads: threads.max(1) })
    }

    pub(crate) fn threads(&self) -> usize {
        self.threads as usize
    }
}

impl Default for RunOptions {
    fn default() -> RunOptions {
        RunOptions { threads: 1 }
    }
}

/// The key material of a repeatable split. Whoever knows it can read the shared values from any
/// one share, and two vectors split with the same seed reveal their difference: for tests and
/// vectors only.
#[derive(Clone, zeroize::Zeroize, ZeroizeOnDrop)]
pub struct InsecureSeed(pub(crate) [u8; 32]);

impl InsecureSeed {
    pub fn new(bytes: [u8; 32]) -> InsecureSeed {
        InsecureSeed(bytes)
    }
}

impl core::fmt::Debug for InsecureSeed {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("InsecureSeed(..)")
    }
}

/// How a split runs.
#[derive(Clone, Debug, Default)]
pub struct SplitOptions {
    pub run: RunOptions,
    /// None: keyed from the operating system, as every use but a test wants it.
    pub seed: Option<InsecureSeed>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_never_printed() {
        let seed = InsecureSeed::new([0xa7; 32]);
        assert_eq!(format!("{seed:?} {seed:#?}"), "InsecureSeed(..) InsecureSeed(..)");
        let options = SplitOptions { seed: Some(seed), ..SplitOptions::default() };
        let printed = format!("{options:?}");
        assert!(printed.contains("InsecureSeed(..)") && !printed.contains("167"), "{printed}");
    }
}
