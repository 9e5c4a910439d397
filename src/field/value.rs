#![forbid(unsafe_code)]
//! A field element as it crosses every boundary: 16 bytes, little-endian, canonical.

use super::element::{Element, MODULUS};
use crate::error::{Error, Result};

/// 16 bytes that should be the little-endian integer of a field element. Alignment 1, so any bytes
/// of a caller's can be looked at as values without a copy; whether they are canonical (below p)
/// is checked where they come in.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[repr(transparent)]
pub struct Value([u8; 16]);

impl Value {
    pub const ZERO: Value = Value([0; 16]);

    pub const fn from_bytes(bytes: [u8; 16]) -> Value {
        Value(bytes)
    }

    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The integer that the bytes spell, canonical or not.
    pub const fn to_u128(self) -> u128 {
        u128::from_le_bytes(self.0)
    }

    pub const fn is_canonical(self) -> bool {
        self.to_u128() < MODULUS
    }

    pub fn element(self) -> Result<Element> {
        Element::new(self.to_u128()).ok_or(Error::NotCanonical)
    }

    /// The element of a value that is known to be canonical.
    pub(crate) const fn canonical_element(self) -> Element {
        Element::from_canonical(self.to_u128())
    }
}

impl From<Element> for Value {
    fn from(element: Element) -> Value {
        Value(element.to_u128().to_le_bytes())
    }
}

impl zeroize::DefaultIsZeroes for Value {}

/// A value may be a secret or a share of one, so its digits are never printed.
impl core::fmt::Debug for Value {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Value(..)")
    }
}
