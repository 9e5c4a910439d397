#![forbid(unsafe_code)]
//! The plan: what is computed, said once, in a text from which every side computes.

pub mod text;
