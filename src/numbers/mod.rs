#![forbid(unsafe_code)]
//! Numbers as values and back: integers, fixed point, decimals, and the columns they come in.

pub mod arrow;
pub mod decimal_scale;
pub mod encode;
pub mod unaligned;
