#![forbid(unsafe_code)]
//! What splitting a vector takes in every scheme: its checks, its draws and its threads.

use crate::error::{Error, Result};
use crate::field::Value;
use crate::kernels;
use crate::limits;
use crate::memory::try_collect;
use crate::options::SplitOptions;
use crate::parallel;
use crate::random::{SeedScope, Supply};

/// How a scheme shares one value.
pub(crate) struct Scheme {
    /// Its number in the derivation of a seeded key.
    pub number: u32,
    pub threshold: u32,
    /// Uniform elements that a value takes.
    pub draws: usize,
    /// About how many nanoseconds a value takes.
    pub work: u64,
}

/// A range of the vector, from value number `first` on.
pub(crate) struct Range<'a, 'b> {
    pub shares: &'a mut [&'b mut [Value]],
    pub values: &'a [Value],
    pub first: u64,
    pub supply: &'a Supply,
}

/// Checks the vectors and lets `split_range` write all shares, one range after the other or each
/// on a thread.
pub(crate) fn split(
    shares: &mut [&mut [Value]],
    values: &[Value],
    options: &SplitOptions,
    scheme: &Scheme,
    split_range: impl Fn(Range<'_, '_>) -> Result<()> + Sync,
) -> Result<()> {
    limits::check_value_count(values.len())?;
    if shares.iter().any(|share| share.len() != values.len()) {
        return Err(Error::LengthMismatch);
    }
    if !kernels::all_canonical(values) {
        return Err(Error::NotCanonical);
    }
    if values.is_empty() {
        return Ok(());
    }
    let holder_count = shares.len() as u32;
    let draw_keys = |supply: &mut Supply, value_count| match &options.seed {
        None => supply.draw_keys(scheme.draws, value_count),
        Some(seed) => {
            let (scheme, threshold) = (scheme.number, scheme.threshold);
            supply.derive_key(&SeedScope { seed, scheme, holder_count, threshold });
            Ok(())
        }
    };
    let work = values.len() as u64 * scheme.work;
    let range_len = parallel::range_len(values.len(), options.run.threads(), work);
    let outcome = if range_len >= values.len() {
        let mut supply = Supply::EMPTY;
        draw_keys(&mut supply, values.len())?;
        split_range(Range { shares, values, first: 0, supply: &supply })
    } else {
        // All keys are drawn before any task runs, so before anything is written.
        let mut tasks = try_collect(values.chunks(range_len).map(|values| Task {
            shares: Vec::new(),
            values,
            first: 0,
            supply: Supply::EMPTY,
        }))?;
        for (number, task) in tasks.iter_mut().enumerate() {
            task.shares.try_reserve_exact(shares.len())?;
            task.first = (number * range_len) as u64;
            draw_keys(&mut task.supply, task.values.len())?;
        }
        for share in shares.iter_mut() {
            for (task, part) in tasks.iter_mut().zip(share.chunks_mut(range_len)) {
                task.shares.push(part);
            }
        }
        // By reference: moving a task would leave a copy of its key behind.
        parallel::run(try_collect(tasks.iter_mut())?, &|task| {
            let (shares, supply) = (&mut task.shares[..], &task.supply);
            split_range(Range { shares, values: task.values, first: task.first, supply })
        })
    };
    // Half a split must not be taken for a whole one.
    outcome.inspect_err(|_| shares.iter_mut().for_each(|share| share.fill(Value::ZERO)))
}

struct Task<'a> {
    shares: Vec<&'a mut [Value]>,
    values: &'a [Value],
    first: u64,
    supply: Supply,
}
