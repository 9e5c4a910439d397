#![forbid(unsafe_code)]
//! Columns of numbers, at any address.

/// A number in memory that promises no alignment, such as a column inside a caller's record or
/// message.
#[derive(Clone, Copy, Default)]
#[repr(C, packed)]
pub struct Unaligned<T: Copy>(T);

impl<T: Copy> Unaligned<T> {
    pub const fn new(number: T) -> Unaligned<T> {
        Unaligned(number)
    }

    pub const fn get(self) -> T {
        self.0
    }
}
