#![forbid(unsafe_code)]
//! Ranges of a vector on several threads.
//!
//! Threads live as long as the call: there is no pool, and nothing is shared between calls.

use crate::error::{Error, Result};
use crate::field::Value;
use crate::kernels;
use crate::memory::try_collect;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Work, in nanoseconds, that a thread must have to be worth its start (about 15 microseconds).
const MIN_WORK: u64 = 100_000;

/// Ranges begin at multiples of this, so that all but the last consist of whole blocks.
const RANGE_STEP: usize = 128;

/// How long the ranges of a vector should be, for this many nanoseconds of work on all of it: at
/// most one for each thread.
pub(crate) fn range_len(value_count: usize, threads: usize, work: u64) -> usize {
    value_count.div_ceil(task_count(threads, work)).next_multiple_of(RANGE_STEP)
}

/// Into how many tasks so many nanoseconds of work should be divided: at most one for each thread.
pub(crate) fn task_count(threads: usize, work: u64) -> usize {
    (work / MIN_WORK).clamp(1, threads.max(1) as u64) as usize
}

/// Lets `work` write the outputs, in ranges that it is given with the number of their first value.
/// If it fails anywhere, all of them are zeroed.
pub(crate) fn run_on_ranges(
    outputs: &mut [Value],
    threads: usize,
    nanoseconds: u64,
    work: &(dyn Fn(&mut [Value], usize) -> Result<()> + Sync),
) -> Result<()> {
    let range_len = range_len(outputs.len(), threads, nanoseconds);
    let outcome = if range_len >= outputs.len() {
        work(outputs, 0)
    } else {
        let ranges = outputs.chunks_mut(range_len).enumerate();
        run(try_collect(ranges)?, &|(number, range)| work(range, number * range_len))
    };
    outcome.inspect_err(|_| outputs.fill(Value::ZERO))
}

/// Does every task, each on a thread of its own, this one included. A thread that cannot be
/// started is no failure: the others do its task.
pub(crate) fn run<T: Send>(tasks: Vec<T>, work: &(dyn Fn(T) -> Result<()> + Sync)) -> Result<()> {
    if tasks.len() <= 1 {
        // A scope allocates, and aborts when it cannot.
        return tasks.into_iter().try_for_each(work);
    }
    let helper_count = tasks.len() - 1;
    let queue = Mutex::new(tasks);
    let outcome = Mutex::new(Ok(()));
    let do_tasks = || {
        loop {
            let task = queue.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(task) = task else { break };
            if let Err(error) = work(task) {
                *outcome.lock().unwrap_or_else(PoisonError::into_inner) = Err(error);
            }
        }
    };
    on_threads(helper_count, &do_tasks)?;
    outcome.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Calls `work` on this thread and on as many others as can be started, up to `helper_count`. All of
/// them have ended when it returns: what waits for a scope does not wait for the ends of its threads.
fn on_threads(helper_count: usize, work: &(dyn Fn() + Sync)) -> Result<()> {
    let help = || {
        work();
        // How a thread ends is not ours to see to.
        kernels::clear_registers();
    };
    thread::scope(|scope| {
        let mut helpers = Vec::new();
        helpers.try_reserve_exact(helper_count)?;
        for _ in 0..helper_count {
            let Ok(helper) = thread::Builder::new().spawn_scoped(scope, help) else { break };
            helpers.push(helper);
        }
        work();
        helpers.into_iter().try_for_each(|helper| helper.join().map_err(|_| Error::Internal))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn ranges_are_as_many_as_pay() {
        assert_eq!(range_len(1 << 20, 2, 1 << 20), 1 << 19);
        assert_eq!(range_len(1000, 256, 199_999), 1024);
        assert_eq!(range_len(1000, 256, 200_000), 512);
        assert_eq!(range_len(1 << 20, 0, u64::MAX), 1 << 20);
        assert_eq!(range_len(1, 3, u64::MAX), 128);
    }

    #[test]
    fn every_task_is_done_once_whoever_fails() {
        for count in [0, 1, 2, 9] {
            let done: Vec<AtomicUsize> = (0..count).map(|_| AtomicUsize::new(0)).collect();
            let outcome = run((0..count).collect(), &|task: usize| {
                done[task].fetch_add(1, Ordering::Relaxed);
                if task == 5 { Err(Error::RandomFailed) } else { Ok(()) }
            });
            assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 1));
            assert_eq!(outcome, if count > 5 { Err(Error::RandomFailed) } else { Ok(()) });
        }
    }
}
