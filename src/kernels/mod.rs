#![forbid(unsafe_code)]
//! The vector arithmetic under everything else.
//!
//! Every function takes vectors of canonical values unless it says that it checks them.

mod portable;

pub(crate) use portable::*;
