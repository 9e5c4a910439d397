//! Secure summation: parties that do not trust each other learn the sum, mean, count and variance
//! over all of them, and nobody learns anyone's own numbers.
//!
//! This crate is built to be used from C and C++ through `include/secagg.h`, which is the manual;
//! the modules below are the same library in safe Rust. They are layered:
//!
//! ```text
//! capi        the C functions: pointers checked, panics caught, nothing else
//! session     each holder only its own shares: party, holder, collector
//! aggregator  all shares in one process
//! additive, shamir, recover, sum, encode, summary, histogram, arrow
//! dealing, parallel, lagrange, reed_solomon, random
//! kernels     vector arithmetic
//! field       one element: the oracle of the kernels
//! ```

pub mod additive;
pub mod aggregator;
pub mod arrow;
mod capi;
pub mod column;
mod dealing;
pub mod decimal;
pub mod encode;
pub mod error;
pub mod field;
pub mod histogram;
mod kernels;
mod lagrange;
pub mod limits;
mod memory;
pub mod options;
mod parallel;
mod parties;
pub mod random;
pub mod recover;
mod reed_solomon;
pub mod session;
pub mod shamir;
pub mod share;
pub mod sum;
pub mod summary;
pub mod value;
