#![forbid(unsafe_code)]
//! From a plan's bytes to a tree of tables, each part of which knows its line.

pub mod date;
pub mod decimal;
pub(in crate::plan) mod events;
pub(in crate::plan) mod source;
pub(in crate::plan) mod toml;
pub(in crate::plan) mod tree;
