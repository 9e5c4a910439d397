#![forbid(unsafe_code)]
//! How many rows of a column lie between given edges.

use crate::column::Unaligned;
use crate::error::{Error, Result};
use crate::field::Element;
use crate::limits;
use crate::value::Value;

/// Rows counted at a time: 16 KiB, which stay in the first-level cache while all edges are compared.
const BLOCK_LEN: usize = 2048;

/// Counts rows into edges.len() + 1 values: those below the first edge, those from each edge to
/// below the next, and those at or above the last. NaN is a missing row and counted nowhere.
///
/// Edges must be finite and strictly ascending. Every row is compared with every edge, so that
/// neither time nor memory accesses tell where the rows lie.
pub fn encode(
    values: &mut [Value],
    edges: &[Unaligned<f64>],
    column: &[Unaligned<f64>],
) -> Result<()> {
    check_edges(edges)?;
    if values.len() != edges.len() + 1 {
        return Err(Error::LengthMismatch);
    }
    limits::check_value_count(values.len())?;
    // First, in each value, the rows at or above an edge (all that are not missing, for values[0]);
    // then what lies between is the difference.
    values.fill(Value::ZERO);
    for block in column.chunks(BLOCK_LEN) {
        let (all, at_least) = values.split_at_mut(1);
        add_count(&mut all[0], block, |row| !row.is_nan());
        for (value, edge) in at_least.iter_mut().zip(edges) {
            let edge = edge.get();
            add_count(value, block, |row| row >= edge);
        }
    }
    for index in 1..values.len() {
        values[index - 1] = (Element::of(values[index - 1]) - Element::of(values[index])).into();
    }
    Ok(())
}

/// Counts without a branch, so that the loop is the compiler's to vectorise and takes the same time
/// for any rows.
fn add_count(value: &mut Value, rows: &[Unaligned<f64>], is_counted: impl Fn(f64) -> bool) {
    let count = rows.iter().map(|row| u64::from(is_counted(row.get()))).sum();
    *value = (Element::of(*value) + Element::from_u64(count)).into();
}

fn check_edges(edges: &[Unaligned<f64>]) -> Result<()> {
    let is_finite = edges.iter().all(|edge| edge.get().is_finite());
    let is_ascending = edges.windows(2).all(|pair| pair[0].get() < pair[1].get());
    if edges.is_empty() || !is_finite || !is_ascending {
        return Err(Error::InvalidArgument);
    }
    Ok(())
}
