#![forbid(unsafe_code)]
//! How many rows of a column lie between given edges.

use crate::error::Error;
use crate::field::{Element, Value};
use crate::kernels;
use crate::limits;
use crate::numbers::double::Double;
use crate::numbers::unaligned::Unaligned;
use crate::problem::{Checked, Problem};
use std::iter;

/// Rows counted at a time: 16 KiB, which stay in the first-level cache while all edges are compared.
const BLOCK_LEN: usize = 2048;

/// Counts rows into edges.len() + 1 values: those below the first edge, those from each edge to
/// below the next, and those at or above the last. NaN is a missing row and counted nowhere.
///
/// Edges must be finite and strictly ascending. Every row is compared with every edge, so that
/// neither time nor memory accesses tell where the rows lie.
pub fn encode(
    values: &mut [Value],
    edges: &[Unaligned<Double>],
    column: &[Unaligned<Double>],
) -> Checked<()> {
    let mut counts = Counts::new(values, edges)?;
    column.chunks(BLOCK_LEN).for_each(|rows| counts.add_doubles(rows, |row| row.get()));
    counts.finish();
    Ok(())
}

/// While rows are counted, each value is the number of those at or above an edge (all that are not
/// missing, for the first value).
pub(super) struct Counts<'a> {
    values: &'a mut [Value],
    edges: &'a [Unaligned<Double>],
}

impl<'a> Counts<'a> {
    pub fn new(values: &'a mut [Value], edges: &'a [Unaligned<Double>]) -> Checked<Counts<'a>> {
        check_edges(edges)?;
        if values.len() != edges.len() + 1 {
            let problem = Problem::new(Error::LengthMismatch);
            return Err(problem.say(format_args!(
                "{} values for {} edges, of which there must be one less",
                values.len(),
                edges.len(),
            )));
        }
        limits::check_value_count(values.len())?;
        values.fill(Value::ZERO);
        Ok(Counts { values, edges })
    }

    /// The edge of each value; that of the first is below all rows.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = Double> + use<'a> {
        let edges = self.edges;
        let edge = |number: usize| number.checked_sub(1).and_then(|number| edges.get(number));
        (0..edges.len() + 1)
            .map(move |number| edge(number).map_or(Double::NEG_INFINITY, |e| e.get()))
    }

    /// Counts rows that are doubles, or missing and NaN.
    pub fn add_doubles<T>(&mut self, rows: &[T], double: impl Fn(&T) -> Double) {
        self.add(self.edges().map(|edge| {
            let threshold = edge.threshold();
            kernels::count(rows, |row| threshold.is_reached_by(double(row)))
        }));
    }

    /// Adds to each value.
    pub fn add(&mut self, counts: impl Iterator<Item = u64>) {
        for (value, count) in self.values.iter_mut().zip(counts) {
            *value = (value.canonical_element() + Element::from_u64(count)).into();
        }
    }

    /// What lies between two edges is the difference.
    pub fn finish(self) {
        for index in 1..self.values.len() {
            let difference =
                self.values[index - 1].canonical_element() - self.values[index].canonical_element();
            self.values[index - 1] = difference.into();
        }
    }
}

fn check_edges(edges: &[Unaligned<Double>]) -> Checked<()> {
    let invalid = || Problem::new(Error::InvalidEdges);
    if edges.is_empty() {
        return Err(invalid().say(format_args!("there are no edges")));
    }
    let before = iter::once(Double::NEG_INFINITY).chain(edges.iter().map(|edge| edge.get()));
    for ((number, before), edge) in (0_u64..).zip(before).zip(edges) {
        let edge = edge.get();
        if !edge.is_finite() {
            let problem = invalid().at(number);
            return Err(problem.say(format_args!("edge {number} is not finite")));
        }
        if edge.order() <= before.order() {
            let problem = invalid().at(number);
            return Err(problem.say(format_args!("edge {number} is not above the one before it")));
        }
    }
    Ok(())
}
