//! Secure summation: parties that do not trust each other learn the sum, mean, count and variance
//! over all of them, and nobody learns anyone's own numbers.
//!
//! This crate is built to be used from C and C++ through `include/secagg.h`, which is the manual;
//! the modules below are the same library in safe Rust. They are layered, and each uses only what
//! stands below it:
//!
//! ```text
//! capi         the C functions: pointers checked, panics caught, nothing else
//! session      each holder only its own shares: party, holder, collector
//! plan         what is computed, from its text to a party's values
//! protection   what totals over several cohorts tell
//! aggregator   all shares in one process
//! party_table  who is counted
//! statistics   what is computed from columns of numbers
//! numbers      numbers and columns as values
//! sharing      splitting vectors, adding up and reconstructing
//! random       uniform elements from the operating system's entropy
//! kernels      vector arithmetic
//! field        one element: the oracle of the kernels
//!
//! parallel, memory, options, limits, problem, error     used everywhere
//! ```

pub mod aggregator;
mod capi;
pub mod error;
pub mod field;
mod kernels;
pub mod limits;
mod memory;
pub mod numbers;
pub mod options;
mod parallel;
mod party_table;
pub mod plan;
pub mod problem;
pub mod protection;
pub mod random;
pub mod session;
pub mod sharing;
pub mod statistics;
