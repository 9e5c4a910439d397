#![forbid(unsafe_code)]
//! Counting.

use super::lanes::{Kernel, Lanes};

/// How many of the rows pass a test without branches. The compiler makes lanes of the loop by itself:
/// what it needs is an instruction set that has the test's operations for them.
pub(crate) struct Count<'a, T, F> {
    pub rows: &'a [T],
    pub test: F,
}

impl<T, F: Fn(&T) -> bool> Kernel for Count<'_, T, F> {
    type Output = u64;

    #[inline(always)]
    fn run<V: Lanes<N>, const N: usize>(self, _: V::Proof) -> u64 {
        self.rows.iter().map(|row| u64::from((self.test)(row))).sum()
    }
}
