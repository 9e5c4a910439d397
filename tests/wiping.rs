//! Keys are wiped before the memory that held them is given back.
//!
//! One test only, since it looks at every allocation of the process.

use secagg::field::Value;
use secagg::options::{InsecureSeed, RunOptions, SplitOptions};
use secagg::sharing::{additive, shamir};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

struct Searching;

static KEYS: OnceLock<[[u8; 32]; 2]> = OnceLock::new();
static FOUND: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is left to the system's allocator, which made the memory with these bytes.
unsafe impl GlobalAlloc for Searching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is passed on; zeros, so that all of it may be read.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // The vectors are large, and take long to search; keys do not lie in them.
        if let Some(keys) = KEYS.get().filter(|_| layout.size() < 1 << 20) {
            // SAFETY: the caller gives up these bytes.
            let bytes = unsafe { std::slice::from_raw_parts(pointer, layout.size()) };
            if bytes.windows(32).any(|window| keys.iter().any(|key| key == window)) {
                FOUND.fetch_add(1, Relaxed);
            }
        }
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Searching = Searching;

/// What is moved to the heap takes along what lay on the stack, in those of its bytes that mean
/// nothing: so that does not depend on what happened before.
#[inline(never)]
fn leave_keys_on_the_stack() {
    let mut stack = [[[0; 32]; 2]; 1024];
    stack.fill(*KEYS.get().unwrap());
    std::hint::black_box(&mut stack);
}

/// The key of a seeded split, as src/random/seeded.rs has it.
fn key(seed: [u8; 32], scheme: u32, holder_count: u32, threshold: u32) -> [u8; 32] {
    let numbers = [scheme, holder_count, threshold].map(u32::to_le_bytes);
    let material = [&seed[..], numbers.as_flattened()].concat();
    blake3::derive_key("secagg 2026-11 seeded split ChaCha20 key", &material)
}

#[test]
fn no_key_is_left_in_freed_memory() {
    let seed = [0x5a; 32];
    let values = vec![Value::ZERO; 1 << 17];
    let mut rows = vec![vec![Value::ZERO; values.len()]; 3];
    let mut shares: Vec<&mut [Value]> = rows.iter_mut().map(Vec::as_mut_slice).collect();
    KEYS.set([key(seed, 1, 3, 3), key(seed, 2, 3, 2)]).unwrap();
    drop(KEYS.get().map(|keys| keys.to_vec()));
    assert_eq!(FOUND.swap(0, Relaxed), 1, "the search finds nothing");
    for threads in [1, 4] {
        let run = RunOptions::with_threads(threads).unwrap();
        let options = SplitOptions { run, seed: Some(InsecureSeed::new(seed)) };
        leave_keys_on_the_stack();
        additive::split(&mut shares, &values, &options).unwrap();
        leave_keys_on_the_stack();
        shamir::split(&mut shares, 2, &values, &options).unwrap();
        assert_eq!(FOUND.load(Relaxed), 0, "{threads} threads");
    }
}
