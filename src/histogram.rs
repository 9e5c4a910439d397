#![forbid(unsafe_code)]
//! How many rows of a column lie between given edges.

use crate::column::Unaligned;
use crate::error::{Error, Result};
use crate::field::Element;
use crate::limits;
use crate::value::Value;

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
    let count = |is_counted: &dyn Fn(f64) -> bool| -> u64 {
        column.iter().map(|row| is_counted(row.get()) as u64).sum()
    };
    let mut at_least = count(&|row| !row.is_nan());
    for (value, edge) in values.iter_mut().zip(edges) {
        let edge = edge.get();
        let at_least_edge = count(&|row| row >= edge);
        *value = Element::from_u64(at_least - at_least_edge).into();
        at_least = at_least_edge;
    }
    if let Some(above) = values.last_mut() {
        *above = Element::from_u64(at_least).into();
    }
    Ok(())
}

fn check_edges(edges: &[Unaligned<f64>]) -> Result<()> {
    let is_finite = edges.iter().all(|edge| edge.get().is_finite());
    let is_ascending = edges.windows(2).all(|pair| pair[0].get() < pair[1].get());
    if edges.is_empty() || !is_finite || !is_ascending {
        return Err(Error::InvalidArgument);
    }
    Ok(())
}
