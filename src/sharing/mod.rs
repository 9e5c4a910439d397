#![forbid(unsafe_code)]
//! Secret sharing of vectors: split, add up, reconstruct, find the wrong shares.
//!
//! ```text
//! additive, shamir         the two schemes
//! recover, reed_solomon    which shares are wrong
//! sum                      adding shares up
//! dealing, share           what both schemes have in common
//! lagrange                 interpolation
//! ```

pub mod additive;
mod dealing;
mod lagrange;
pub mod recover;
mod reed_solomon;
pub mod shamir;
pub mod share;
pub mod sum;
