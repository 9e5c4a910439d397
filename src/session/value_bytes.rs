#![forbid(unsafe_code)]
//! Values inside a message: bytes that are looked at a block at a time, in the first-level cache,
//! so that a message is read once when its values are added.

use crate::error::{Error, Result};
use crate::field::Value;
use crate::kernels;
use crate::memory::secret_zeros;
use crate::sharing::sum;
use zeroize::Zeroizing;

/// 8 KiB.
const BLOCK_LEN: usize = 512;

/// Changes a total by some values, or refuses them and changes nothing.
type BlockOperation = fn(&mut [Value], &[Value]) -> Result<()>;

/// total[i] += values[i]; values that are not canonical are refused, and nothing is changed.
pub fn add_assign(total: &mut [Value], values: &[[u8; 16]]) -> Result<()> {
    apply(total, values, sum::add_assign, sub_block)
}

/// total[i] -= values[i], likewise.
pub fn sub_assign(total: &mut [Value], values: &[[u8; 16]]) -> Result<()> {
    apply(total, values, sub_block, sum::add_assign)
}

fn sub_block(total: &mut [Value], values: &[Value]) -> Result<()> {
    if !kernels::all_canonical(values) {
        return Err(Error::NotCanonical);
    }
    kernels::sub_assign(total, values);
    Ok(())
}

/// The values as a buffer of their own, if all are canonical.
pub fn read(values: &[[u8; 16]]) -> Result<Zeroizing<Vec<Value>>> {
    let mut buffer = secret_zeros(values.len())?;
    copy(&mut buffer, values);
    if kernels::all_canonical(&buffer) { Ok(buffer) } else { Err(Error::NotCanonical) }
}

pub fn write(bytes: &mut [u8], values: &[Value]) {
    for (bytes, value) in bytes.as_chunks_mut().0.iter_mut().zip(values) {
        *bytes = value.to_bytes();
    }
}

fn copy(values: &mut [Value], bytes: &[[u8; 16]]) {
    for (value, bytes) in values.iter_mut().zip(bytes) {
        *value = Value::from_bytes(*bytes);
    }
}

fn apply(
    total: &mut [Value],
    values: &[[u8; 16]],
    operation: BlockOperation,
    inverse: BlockOperation,
) -> Result<()> {
    if total.len() != values.len() {
        return Err(Error::LengthMismatch);
    }
    let done = apply_to_blocks(total, values, operation);
    if done < values.len() {
        // What went before was canonical, so the inverse gives the very bytes back.
        apply_to_blocks(&mut total[..done], &values[..done], inverse);
        return Err(Error::NotCanonical);
    }
    Ok(())
}

/// Works on blocks of values until one is refused. Returns the number of values worked on.
fn apply_to_blocks(total: &mut [Value], values: &[[u8; 16]], operation: BlockOperation) -> usize {
    let mut block = Zeroizing::new([Value::ZERO; BLOCK_LEN]);
    let mut done = 0;
    for (total, values) in total.chunks_mut(BLOCK_LEN).zip(values.chunks(BLOCK_LEN)) {
        let block = &mut block[..values.len()];
        copy(block, values);
        if operation(total, block).is_err() {
            break;
        }
        done += values.len();
    }
    done
}
