//! What a holder occupies: its width, and about 40 bytes for each party.
//!
//! One test only, since it counts every allocation of the process.

mod common;
use common::*;
use secagg::session::{Holder, Parameters};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is left to the system's allocator; the counters are beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(live, Relaxed);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn live() -> usize {
    LIVE.load(Relaxed)
}

/// The most that was live at once during the call, above what was before.
fn peak_of(call: impl FnOnce()) -> usize {
    let before = live();
    PEAK.store(before, Relaxed);
    call();
    PEAK.load(Relaxed) - before
}

#[test]
fn a_holder_occupies_its_width_and_little_for_each_party() {
    // Parties with wide vectors: accepting takes no memory that grows with the width.
    let width = 1 << 14;
    let wide = session(&Parameters { holder_count: 2, threshold: 2, value_count: width, ..SHAMIR });
    let values = random_values(width as usize);
    let before = live();
    let mut holder = Holder::new(&wide, 1).unwrap();
    let own = live() - before;
    assert!(own < 16 * width as usize + 1000, "{own}");
    for party_id in 0..5 {
        let messages = deal(&wide, party_id, &values).unwrap();
        let peak = peak_of(|| holder.accept(&messages[0]).unwrap());
        assert!(peak < 10_000, "{peak}");
    }

    // Many parties, in no order.
    let count = 10_000;
    let narrow = session(&Parameters { holder_count: 2, threshold: 2, value_count: 1, ..SHAMIR });
    let mut holder = Holder::new(&narrow, 1).unwrap();
    let before = live();
    let mut peak = 0;
    for number in 0..count {
        let party_id = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let messages = deal(&narrow, party_id, &values[..1]).unwrap();
        peak = peak.max(peak_of(|| holder.accept(&messages[0]).unwrap()));
    }
    let each = (live() - before) as f64 / f64::from(count);
    assert!((40.0..60.0).contains(&each), "{each} bytes for each party");
    assert!(peak < 50_000, "{peak}: nothing large is ever copied to grow");

    let checkpoint = exported(&holder);
    drop(holder);
    let before = live();
    let holder = Holder::import(&narrow, &checkpoint).unwrap();
    let each = (live() - before) as f64 / f64::from(count);
    assert!((40.0..42.0).contains(&each), "{each} bytes for each restored party");
    drop(holder);
}
