//! The C functions. Each checks its pointers, turns them into slices, calls the safe library and
//! returns a status; decisions are made there, not here.
//!
//! The documentation comments in this folder become the C manual, `include/secagg.h`, so they
//! speak to C readers. What a C caller must not do is said in the header's introduction.
#![allow(non_camel_case_types)]
#![allow(clippy::missing_safety_doc)]
#![deny(unsafe_op_in_unsafe_fn)]
#![deny(clippy::undocumented_unsafe_blocks)]

mod aggregator;
mod basics;
mod boundary;
mod numbers;
mod protection;
mod session;
mod sharing;
mod statistics;
