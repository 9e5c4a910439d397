#![forbid(unsafe_code)]
//! Sums of products that are brought below p once, at the end.

use crate::field::Element;

/// low + 2^64 cross + 2^128 high, and for each of the three how often it passed 2^128.
#[derive(Clone, Copy, Default)]
pub(crate) struct WideSum {
    sums: [u128; 3],
    carries: [u64; 3],
}

impl WideSum {
    /// Adds weight * integer, for any integer below 2^127 (one that is larger spoils the sum).
    #[inline(always)]
    pub fn add_product(&mut self, weight: Element, integer: u128) {
        const LOW: u128 = u64::MAX as u128;
        let (a0, a1) = (weight.to_u128() & LOW, weight.to_u128() >> 64);
        let (b0, b1) = (integer & LOW, (integer >> 64) & (LOW >> 1));
        // a1, b1 < 2^63, so each cross product is below 2^127.
        let products = [a0 * b0, a0 * b1 + a1 * b0, a1 * b1];
        for ((sum, carry), product) in self.sums.iter_mut().zip(&mut self.carries).zip(products) {
            let (next, carried) = sum.overflowing_add(product);
            *sum = next;
            *carry += u64::from(carried);
        }
    }

    /// For fewer than 2^32 products.
    #[inline(always)]
    pub fn reduce(self) -> Element {
        const LOW: u128 = u64::MAX as u128;
        let [low, cross, high] = self.sums;
        let [low_carry, cross_carry, high_carry] = self.carries.map(u128::from);
        // The same number by 64-bit digits; what is left at 2^192 is below 2^97.
        let at_64 = (low >> 64) + (cross & LOW);
        let at_128 = (at_64 >> 64) + (cross >> 64) + (high & LOW) + low_carry;
        let at_192 = (at_128 >> 64) + (high >> 64) + cross_carry + (high_carry << 64);
        let low = (low & LOW) | (at_64 << 64);
        let high = (at_128 & LOW) | (at_192 << 64);
        // 2^127 = 1, so high counts twice, and what is above 2^256 four times.
        Element::reduce_wide(high, low, 4 * (at_192 >> 64))
    }
}
