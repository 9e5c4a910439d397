#![forbid(unsafe_code)]
//! How a total becomes values: as one, or as two blinded digits.

use ethnum::U256;

/// A total's magnitude that fits one value.
const ONE_VALUE_BITS: u32 = 126;
/// The upper digit's magnitude, but for a floor that is one further.
const UPPER_BITS: u32 = 124;
/// The bits that a digit and its blinding have together.
const BLINDED_BITS: u32 = 125;
/// Two digits tell more than their total with at most this probability, 2^-40, over all parties.
const LEAST_SECURITY_BITS: u32 = 40;

/// How many values a total takes, and what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The total itself.
    One,
    /// T = H 2^shift + L: H + r and L - r 2^shift, for a number r below 2^blinding that a party draws.
    /// Their sums over all parties give T, and are else uniform but for the blinding's ends.
    Digits { shift: u32, blinding: u32 },
}

impl Encoding {
    /// For totals up to this magnitude over all parties; none if two digits would tell too much.
    pub fn for_bound(bound: U256, parties: u64) -> Option<Encoding> {
        let bits = U256::BITS - bound.leading_zeros();
        if bits <= ONE_VALUE_BITS {
            return Some(Encoding::One);
        }
        let shift = bits - UPPER_BITS;
        let party_bits = ceil_log2(parties);
        let blinding = BLINDED_BITS.checked_sub(shift + party_bits)?;
        (blinding >= LEAST_SECURITY_BITS + party_bits)
            .then_some(Encoding::Digits { shift, blinding })
    }

    pub fn value_count(self) -> usize {
        match self {
            Encoding::One => 1,
            Encoding::Digits { .. } => 2,
        }
    }
}

/// The least k with number <= 2^k.
fn ceil_log2(number: u64) -> u32 {
    u64::BITS - number.saturating_sub(1).leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_below_2_to_126_are_one_value() {
        let bound = (U256::ONE << 126_u32) - 1;
        assert_eq!(Encoding::for_bound(bound, 200), Some(Encoding::One));
        assert_eq!(Encoding::for_bound(U256::ZERO, 1), Some(Encoding::One));
        let digits = Encoding::for_bound(bound + 1, 200);
        assert_eq!(digits, Some(Encoding::Digits { shift: 3, blinding: 114 }));
    }

    #[test]
    fn two_digits_tell_at_most_2_to_the_minus_40() {
        // 200 * 2^-53 is below 2^-45.
        let bound = (U256::ONE << 188_u32) - 1;
        let Some(Encoding::Digits { shift, blinding }) = Encoding::for_bound(bound, 200) else {
            panic!("no digits");
        };
        assert_eq!((shift, blinding), (64, 53));
        let largest = |parties| {
            (0..256_u32)
                .rev()
                .find(|&bits| Encoding::for_bound(U256::ONE << bits, parties).is_some())
        };
        // shift + 2 log2 parties is 85 at most.
        assert_eq!((largest(1), largest(200)), (Some(208), Some(192)));
    }

    #[test]
    fn logarithms_are_rounded_up() {
        let logs = [0, 1, 2, 3, 4, 5, 200, 256, 257].map(ceil_log2);
        assert_eq!(logs, [0, 0, 1, 2, 2, 3, 8, 8, 9]);
    }
}
