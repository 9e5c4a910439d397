#![forbid(unsafe_code)]
//! Totals as values: the one place of a party where something is random.

use super::totals::Total;
use crate::error::{Error, Result};
use crate::field::{Element, Value};
use crate::plan::layout::{Block, Encoding, What};
use crate::random;
use ethnum::I256;
use zeroize::Zeroizing;

/// Writes the totals of a block to its values.
pub(super) fn write(block: &Block, totals: &[Total], values: &mut [Value]) -> Result<()> {
    let mut values = values.iter_mut();
    let mut put = |value: Value| -> Result<()> {
        *values.next().ok_or(Error::Internal)? = value;
        Ok(())
    };
    for group in totals.chunks(block.totals_in_group.max(1)) {
        let mut totals = group.iter();
        for run in &block.runs {
            for total in totals.by_ref().take(run.count) {
                match (run.what, run.encoding) {
                    // Each party is counted once, however many encoders were merged.
                    (What::Parties, _) => put(of_bool(*total != Total::default()))?,
                    (What::Marks, _) => put(mark(*total != Total::default())?)?,
                    (_, Encoding::One) => put(of_signed(*total)?.into())?,
                    (_, Encoding::Digits { shift, blinding }) => {
                        let [upper, lower] = digits(*total, shift, blinding)?;
                        put(upper.into())?;
                        put(lower.into())?;
                    }
                }
            }
        }
    }
    if values.next().is_some() { Err(Error::Internal) } else { Ok(()) }
}

fn of_bool(is_there: bool) -> Value {
    Element::from_u64(is_there.into()).into()
}

/// 0, or a uniform element that is not.
fn mark(is_there: bool) -> Result<Value> {
    let mut drawn = Zeroizing::new([Value::ZERO]);
    while drawn.iter().all(|value| *value == Value::ZERO) {
        random::fill_uniform(&mut drawn[..])?;
    }
    // Whether there is such a row decides no branch.
    let keep = u128::from(is_there).wrapping_neg();
    let kept = drawn.first().copied().unwrap_or_default().to_u128() & keep;
    Ok(Value::from_bytes(kept.to_le_bytes()))
}

fn of_signed(total: Total) -> Result<Element> {
    // The layout's bound is below 2^126.
    if total.high != (total.low as i128) >> 127 {
        return Err(Error::Internal);
    }
    Ok(Element::from_signed(total.low as i128))
}

/// H + r and L - r 2^shift of T = H 2^shift + L, for a uniform r below 2^blinding.
fn digits(total: Total, shift: u32, blinding: u32) -> Result<[Element; 2]> {
    let mut drawn = Zeroizing::new([0_u8; 16]);
    random::fill_from_system(&mut drawn[..])?;
    let drawn = (u128::from_le_bytes(*drawn) & ((1 << blinding) - 1)) as i128;
    let total = I256::from_words(total.high, total.low as i128);
    let upper = (total >> shift).as_i128();
    let lower = (total & ((I256::ONE << shift) - 1)).as_i128();
    // Below 2^124 + 2^125, and 2^125 + 2^shift.
    Ok([Element::from_signed(upper + drawn), Element::from_signed(lower - (drawn << shift))])
}
