#![forbid(unsafe_code)]
//! One bit for each row, lowest bits first.

#[derive(Clone, Copy)]
pub(super) struct Bits<'a> {
    pub bytes: &'a [u8],
    /// The bit of row 0, one of the first byte.
    pub first: usize,
}

impl Bits<'_> {
    pub fn get(&self, row: usize) -> bool {
        let bit = self.first + row;
        self.bytes[bit / 8] >> (bit % 8) & 1 == 1
    }

    /// How many of the first rows, whose bits end in the last byte, have theirs set.
    pub fn count(&self, row_count: usize) -> usize {
        let ones: usize = self.bytes.iter().map(|byte| byte.count_ones() as usize).sum();
        let before = self.bytes.first().map_or(0, |byte| byte & ((1 << self.first) - 1));
        let behind = match (self.first + row_count) % 8 {
            0 => 0,
            end => self.bytes.last().map_or(0, |byte| byte >> end),
        };
        ones - before.count_ones() as usize - behind.count_ones() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_count_is_that_of_the_rows(bytes: [u8; 5], first in 0_usize..8, row_count in 0_usize..33) {
            let bytes = match row_count {
                0 => &[],
                _ => &bytes[..(first + row_count).div_ceil(8)],
            };
            let bits = Bits { bytes, first };
            let set = (0..row_count).filter(|&row| bits.get(row)).count();
            prop_assert_eq!(bits.count(row_count), set);
        }
    }
}
