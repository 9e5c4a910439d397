#![forbid(unsafe_code)]
//! GF(p), p = 2^127 - 1: one element, and its 16 bytes.

mod element;
mod value;

pub use element::{Element, MODULUS};
pub use value::Value;
