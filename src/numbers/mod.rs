#![forbid(unsafe_code)]
//! Numbers as values and back: integers, fixed point, decimals, and the columns they come in.

pub mod arrow;
pub mod decimal_scale;
pub mod double;
pub mod encode;
mod first_refused;
pub mod unaligned;

pub(crate) use first_refused::first_refused;
