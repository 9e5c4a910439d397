#![forbid(unsafe_code)]
//! Secure summation across machines, in which no role sees more than it must.
//!
//! ```text
//! Session      the public parameters, agreed by all and bound into every message
//! party        Session::deal makes one message per holder of a party's vector
//! Holder       accepts messages, adds them up, seals its cohort, releases one partial sum
//! Collector    accepts partial sums of one cohort and reconstructs the total
//! ```
//!
//! What each promises, and to whom, is in `docs/protocol.md`; every byte that they exchange, in
//! `docs/format.md`.

mod checkpoint;
mod cohort;
mod collector;
mod description;
mod format;
mod holder;
mod message;
mod parameters;
mod partial;
mod party;
mod value_bytes;

pub use collector::{Collector, CollectorOptions};
pub use format::Kind;
pub use holder::Holder;
pub use message::{MESSAGE_HEADER_LEN, MessageInfo, MessageMut, inspect};
pub use parameters::{Parameters, Scheme, Session};
