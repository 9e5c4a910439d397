#![forbid(unsafe_code)]
//! Columns of numbers in the layout of Apache Arrow: a buffer of fixed-width numbers, and one of bits
//! that say which rows are there.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface.html>
//!
//! Reading is branch-free in the numbers and in the bits. The format, the lengths and whether there
//! are bits at all are public.

mod bits;
mod column;
mod encode;
mod format;
mod layout;
mod metadata;

pub use column::Column;
pub(crate) use column::{BLOCK_LEN, Visitor};
pub use encode::encode;
pub use format::Format;
pub use layout::{Description, Layout};
pub use metadata::extension_name;
