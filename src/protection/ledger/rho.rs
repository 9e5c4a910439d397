#![forbid(unsafe_code)]
//! An amount of rho, in whole trillionths: sums of doubles would depend on their order.

use crate::error::{Error, Result};

const UNITS: f64 = 1e12;
/// With a million nothing is hidden any more.
const LARGEST: f64 = 1e6;

/// Of zero-concentrated differential privacy (Bun and Steinke 2016), where it adds up over rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rho(u64);

impl Rho {
    /// The nearest amount, and not none for a number above 0.
    pub fn from_double(rho: f64) -> Result<Rho> {
        if !(0.0..=LARGEST).contains(&rho) {
            return Err(Error::OutOfRange);
        }
        let units = (rho * UNITS).round() as u64;
        Ok(Rho(if rho > 0.0 { units.max(1) } else { 0 }))
    }

    pub fn to_double(self) -> f64 {
        self.0 as f64 / UNITS
    }

    pub(super) fn from_units(units: u64) -> Rho {
        Rho(units)
    }

    pub(super) fn units(self) -> u64 {
        self.0
    }

    /// The largest amount where the sum is larger still.
    #[must_use]
    pub fn plus(self, other: Rho) -> Rho {
        Rho(self.0.saturating_add(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_add_up_exactly() {
        let tenth = Rho::from_double(0.1).unwrap();
        assert_eq!(tenth.plus(tenth).plus(tenth), Rho::from_double(0.3).unwrap());
        assert_eq!(tenth.to_double(), 0.1);
    }

    #[test]
    fn only_none_is_none() {
        assert_eq!(Rho::from_double(0.0), Ok(Rho::default()));
        assert!(Rho::from_double(1e-300).unwrap() > Rho::default());
        for refused in [-0.1, f64::NAN, f64::INFINITY, 1_000_001.0] {
            assert_eq!(Rho::from_double(refused), Err(Error::OutOfRange));
        }
        assert_eq!(Rho::from_units(u64::MAX).plus(tenth()), Rho::from_units(u64::MAX));
    }

    fn tenth() -> Rho {
        Rho::from_double(0.1).unwrap()
    }
}
