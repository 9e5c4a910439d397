//! Whether this is still the process that made a handle, or a child that was forked from it.
//!
//! Process ids do not tell: a child in a namespace of its own can have its parent's. Instead every
//! process gives itself a number at its first handle, larger than those of the processes that it was
//! forked from, and keeps it where a fork leaves nothing: on a page that the system wipes in the
//! child (Linux from 4.14 on), or else where a handler, called in the child, wipes it.

use crate::error::{Error, Result};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The process that something was made in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Process(u64);

/// As large as a page is at most, so that nothing else lies on it.
#[cfg_attr(any(target_arch = "x86_64", target_arch = "x86"), repr(C, align(4096)))]
#[cfg_attr(not(any(target_arch = "x86_64", target_arch = "x86")), repr(C, align(65536)))]
struct Page {
    /// This process's number; 0 in a child until it gives itself one.
    number: AtomicU64,
}

static PAGE: Page = Page { number: AtomicU64::new(0) };

/// The next number in this line of processes. A child goes on from where its parent was.
static NEXT: AtomicU64 = AtomicU64::new(1);

impl Process {
    /// This one.
    pub fn current() -> Result<Process> {
        let known = PAGE.number.load(Relaxed);
        if known != 0 {
            return Ok(Process(known));
        }
        // Before there is a number that a fork could copy.
        forget_number_on_fork()?;
        let number = NEXT.fetch_add(1, Relaxed);
        match PAGE.number.compare_exchange(0, number, Relaxed, Relaxed) {
            Ok(_) => Ok(Process(number)),
            Err(of_another_thread) => Ok(Process(of_another_thread)),
        }
    }

    /// Whether it is this one.
    pub fn is_current(self) -> bool {
        PAGE.number.load(Relaxed) == self.0
    }
}

#[cfg(unix)]
fn forget_number_on_fork() -> Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if wipe_page_on_fork() {
        return Ok(());
    }
    forget_number_by_handler()
}

/// There are no forks.
#[cfg(not(unix))]
fn forget_number_on_fork() -> Result<()> {
    Ok(())
}

/// Whether the system promised it.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn wipe_page_on_fork() -> bool {
    let (page, len) = ((&raw const PAGE).cast_mut(), size_of::<Page>());
    // SAFETY: a question.
    let page_len = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    if !usize::try_from(page_len).is_ok_and(|page_len| len.is_multiple_of(page_len)) {
        return false;
    }
    // SAFETY: these are whole pages, which hold nothing else; this process's memory stays as it is.
    unsafe { libc::madvise(page.cast(), len, libc::MADV_WIPEONFORK) == 0 }
}

/// The C library forgets the handler when this library is unloaded, or does not unload it.
#[cfg(unix)]
fn forget_number_by_handler() -> Result<()> {
    use std::sync::atomic::AtomicBool;
    static IS_REGISTERED: AtomicBool = AtomicBool::new(false);

    extern "C" fn forget_number() {
        PAGE.number.store(0, Relaxed);
    }

    if IS_REGISTERED.load(Relaxed) {
        return Ok(());
    }
    // Two threads may both get here; twice does no harm.
    // SAFETY: the handler does nothing that a forked child may not do.
    if unsafe { libc::pthread_atfork(None, None, Some(forget_number)) } != 0 {
        return Err(Error::OutOfMemory);
    }
    IS_REGISTERED.store(true, Relaxed);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_one_process() {
        let process = Process::current().unwrap();
        assert!(process.is_current() && process == Process::current().unwrap());
        assert!(!Process(process.0 + 1).is_current());
    }
}
