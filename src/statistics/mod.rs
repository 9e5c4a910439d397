#![forbid(unsafe_code)]
//! Statistics that add up: a column becomes a few values, and the sums of those over all parties
//! describe the rows of all.

pub mod arrow;
pub mod histogram;
pub mod summary;
