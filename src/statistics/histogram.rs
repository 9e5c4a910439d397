#![forbid(unsafe_code)]
//! How many rows of a column lie between given edges.

use crate::error::{Error, Result};
use crate::field::Element;
use crate::field::Value;
use crate::limits;
use crate::numbers::unaligned::Unaligned;
use std::iter;
use std::ops::Range;

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
    // Without a branch, so that the loop is the compiler's to vectorise and takes the same time for
    // any rows.
    encode_counts(values, edges, column.len(), |rows, edge| {
        column[rows].iter().map(|row| u64::from(row.get() >= edge)).sum()
    })
}

/// The same for rows of any kind, of which `count` tells how many of a range are at or above an edge.
/// A row that is missing is at or above none, not even negative infinity.
pub(crate) fn encode_counts(
    values: &mut [Value],
    edges: &[Unaligned<f64>],
    row_count: usize,
    count: impl Fn(Range<usize>, f64) -> u64,
) -> Result<()> {
    check_edges(edges)?;
    if values.len() != edges.len() + 1 {
        return Err(Error::LengthMismatch);
    }
    limits::check_value_count(values.len())?;
    // First, in each value, the rows at or above an edge (all that are not missing, for values[0]);
    // then what lies between is the difference.
    values.fill(Value::ZERO);
    for start in (0..row_count).step_by(BLOCK_LEN) {
        let rows = start..row_count.min(start + BLOCK_LEN);
        let edges = edges.iter().map(|edge| edge.get());
        for (value, edge) in values.iter_mut().zip(iter::once(f64::NEG_INFINITY).chain(edges)) {
            let count = Element::from_u64(count(rows.clone(), edge));
            *value = (value.canonical_element() + count).into();
        }
    }
    for index in 1..values.len() {
        values[index - 1] =
            (values[index - 1].canonical_element() - values[index].canonical_element()).into();
    }
    Ok(())
}

fn check_edges(edges: &[Unaligned<f64>]) -> Result<()> {
    let is_finite = edges.iter().all(|edge| edge.get().is_finite());
    let is_ascending = edges.windows(2).all(|pair| pair[0].get() < pair[1].get());
    if edges.is_empty() || !is_finite || !is_ascending {
        return Err(Error::InvalidEdges);
    }
    Ok(())
}
