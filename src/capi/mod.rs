//! The C functions. Each checks its pointers, turns them into slices, calls the safe library and
//! returns a status; decisions are made there, not here.
//!
//! The documentation comments in this folder become the C manual, `include/secagg.h`, so they
//! speak to C readers. What a C caller must not do is said in the header's introduction.
#![allow(non_camel_case_types)]
#![allow(clippy::missing_safety_doc)]
#![deny(unsafe_op_in_unsafe_fn)]
#![deny(clippy::undocumented_unsafe_blocks)]

mod additive;
mod aggregator;
mod arrow;
mod boundary;
mod collector;
mod encode;
mod handle;
mod histogram;
mod holder;
mod limits;
mod message;
mod options;
mod pointers;
mod recover;
mod session;
mod shamir;
mod status;
mod sum;
mod summary;
mod value;
mod version;
