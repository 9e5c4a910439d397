//! A holder's memory of the cohorts that it has sealed.

use crate::capi::boundary::boundary;
use crate::capi::boundary::handle::{self, Object};
use crate::capi::boundary::options::{self, Extensible};
use crate::capi::boundary::pointers::{Input, Output, Slot, Span, Variable};
use crate::capi::boundary::problem::{reporting, secagg_problem};
use crate::capi::boundary::status::secagg_status;
use crate::error::{Error, Result};
use crate::problem::Checked;
use crate::protection::ledger::{Entry, Ledger, Rho};

/// What totals over several cohorts tell together. The total over last month's parties minus the
/// total over this month's is the number of the one that left; {1, 2}, {2, 3} and {1, 3} tell all
/// three. A ledger keeps which parties were in which round, and says before a round is sealed whom
/// its total would expose beside those given out before.
///
/// Rounds that ask the same of the same rows form a series, which has a name of 16 bytes and is bound
/// to one plan: over the same parties, even another range would tell of the rows between the two.
/// Each round of a series has a period, a number of its own.
///
/// Every holder keeps one and stores it (secagg_ledger_export) with each seal, before the seal is
/// told to anyone. It cannot see other series over the same rows, nor totals that were given out
/// without it. A ledger that was lost or is old knows less; records of rounds that others kept, put in
/// with secagg_ledger_record, mend it.
///
/// It keeps a bit for each party and round, and 16 bytes for each independent round and group of
/// parties that came and went together: 80 MB for 10,000 parties that all come and go on their own
/// over 500 rounds, 80 KB if they are one group and ten more. All of it is public.
///
/// The method is sum audit (Chin and Ozsoyoglu, Auditing and inference control in statistical
/// databases, IEEE Transactions on Software Engineering SE-8(6), 1982).
pub struct secagg_ledger {
    _opaque: [u8; 0],
}

impl Object for secagg_ledger {
    type State = Ledger;
    const TAG: u64 = 0x5ec4_66a6_1ed6_e409;
}

/// One round, as far as a ledger minds. Set every field to 0, then what you need.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_ledger_entry {
    /// sizeof(secagg_ledger_entry).
    pub struct_size: u32,
    /// 1 if all periods of the series are about the same rows, and those that came since: totals of
    /// all periods are compared. 0 if every period has rows of its own. The same in all of a series.
    pub is_cumulative: u32,
    /// Different for each round of the series.
    pub period: u64,
    /// Parties below which nothing may be isolated; 0 for 2.
    pub min_submissions: u64,
    /// What the round's noise spends (zero-concentrated differential privacy), to a trillionth; 0
    /// without noise, at most 1,000,000.
    pub rho: f64,
    /// What all rounds of the series may spend together; 0 for no limit.
    pub rho_limit: f64,
    /// A digest of the plan, or of whatever says what is computed.
    pub plan: [u8; 32],
}

// SAFETY: numbers and bytes without padding between them, the size first.
unsafe impl Extensible for secagg_ledger_entry {
    const FIRST_SIZE: usize = 72;
}

const _: () = assert!(size_of::<secagg_ledger_entry>() == 72);

impl secagg_ledger_entry {
    fn with_cohort<'a>(&self, party_ids: &'a [u64]) -> Result<Entry<'a>> {
        let is_cumulative = match self.is_cumulative {
            0 => false,
            1 => true,
            _ => return Err(Error::InvalidOptions),
        };
        let min_submissions = if self.min_submissions == 0 { 2 } else { self.min_submissions };
        let rho_limit = Rho::from_double(self.rho_limit)?;
        Ok(Entry {
            period: self.period,
            plan: self.plan,
            is_cumulative,
            min_submissions,
            rho: Rho::from_double(self.rho)?,
            rho_limit: (rho_limit != Rho::default()).then_some(rho_limit),
            party_ids,
        })
    }
}

/// What a caller says about one round.
struct Given {
    series: Input<[u8; 16]>,
    entry: secagg_ledger_entry,
    party_ids: Input<u64>,
}

impl Given {
    /// # Safety
    ///
    /// The entry is NULL or readable for as many bytes as its first four say.
    unsafe fn new(
        series: *const u8,
        entry: *const secagg_ledger_entry,
        party_ids: *const u64,
        party_count: usize,
    ) -> Checked<Given> {
        if entry.is_null() {
            return Err(Error::NullPointer.into());
        }
        Ok(Given {
            series: Input::new(series.cast(), 1)?,
            // SAFETY: by this function's contract.
            entry: unsafe { options::read(entry) }?,
            party_ids: Input::new(party_ids, party_count)?,
        })
    }

    /// # Safety
    ///
    /// The caller's buffers are as described.
    unsafe fn use_with<R>(
        &self,
        work: impl FnOnce(&[u8; 16], &Entry<'_>) -> Result<R>,
    ) -> Result<R> {
        // SAFETY: by this function's contract.
        let (series, ids) = unsafe { (self.series.slice(), self.party_ids.iter()) };
        let series = series.first().ok_or(Error::Internal)?;
        let party_ids = crate::memory::try_collect(ids)?;
        work(series, &self.entry.with_cohort(&party_ids)?)
    }
}

/// Makes a ledger that knows of no round.
///
/// ledger: out; NULL on failure; free it with secagg_ledger_free.
///
/// NULL_POINTER, OUT_OF_MEMORY. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_ledger_create(ledger: *mut *mut secagg_ledger) -> secagg_status {
    // SAFETY: the caller's pointer is as described.
    boundary(|| unsafe { handle::create(ledger, || Ok(Ledger::new())) })
}

/// Makes a ledger from what secagg_ledger_export wrote.
///
/// ledger: out; NULL on failure; free it with secagg_ledger_free. bytes: [len].
///
/// NULL_POINTER, MALFORMED, UNSUPPORTED_VERSION, CORRUPT, OUT_OF_MEMORY. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_ledger_import(
    ledger: *mut *mut secagg_ledger,
    bytes: *const u8,
    len: usize,
) -> secagg_status {
    boundary(|| {
        let bytes = Input::new(bytes, len)?;
        // SAFETY: the caller's pointer and buffer are as described.
        unsafe { handle::create(ledger, || Ledger::import(bytes.slice())) }
    })
}

/// Writes the ledger, for a file. Store it whenever it has changed.
///
/// bytes: out, [capacity]; untouched on failure. len: out, the length; also set when it does not fit
/// (BUFFER_TOO_SMALL), otherwise untouched on failure.
///
/// NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_ledger_export(
    ledger: *const secagg_ledger,
    bytes: *mut u8,
    capacity: usize,
    len: *mut usize,
) -> secagg_status {
    boundary(|| {
        let out = Variable::new(bytes, capacity, len)?;
        // SAFETY: the caller's handle and buffers are as described.
        unsafe {
            let exported = handle::with(ledger, |ledger| ledger.export())?;
            out.write(exported.len(), |bytes| {
                bytes.copy_from_slice(&exported);
                Ok(())
            })
        }
    })
}

/// Whether a total over this cohort may be given out beside those that were: the ledger stays as it
/// is. A round that is in it already may, whatever it exposes.
///
/// Found is every combination of totals by which one party or, if min_submissions is above 2, two
/// parties are isolated; and of larger groups below min_submissions those that one total, the
/// difference of two, or a row of the reduced matrix isolates. A party in league with the reader can
/// subtract its own numbers: choose min_submissions larger by as many.
///
/// exposed: out, [exposed_capacity], ascending; the parties that would be. NULL and 0 if only the
/// answer is wanted: then exposed_count is still written. exposed_count: out, how many; 0 on all
/// answers but EXPOSES_PARTY. problem: NULL, or a report. series: [16]. entry: the round. party_ids:
/// [party_count], the cohort, strictly ascending.
///
/// EXPOSES_PARTY (and as many ids as fit are written); NULL_POINTER, BUFFER_OVERLAP, INVALID_OPTIONS
/// (entry's struct_size or is_cumulative), OUT_OF_RANGE (rho), INVALID_ROSTER (not ascending),
/// NO_SUBMISSIONS (no party), SERIES_MISMATCH (another plan, or is_cumulative, than the series began
/// with: begin a new series, knowingly), PERIOD_SEALED (over another cohort), RHO_LIMIT,
/// LIMIT_EXCEEDED (2^32 parties), OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_ledger_check(
    ledger: *mut secagg_ledger,
    exposed: *mut u64,
    exposed_capacity: usize,
    exposed_count: *mut usize,
    problem: *mut secagg_problem,
    series: *const u8,
    entry: *const secagg_ledger_entry,
    party_ids: *const u64,
    party_count: usize,
) -> secagg_status {
    // SAFETY: the caller's handle and buffers are as described, and disjoint.
    unsafe {
        reporting(problem, |place| {
            let given = Given::new(series, entry, party_ids, party_count)?;
            let out = Output::new(exposed.cast::<[u8; 8]>(), exposed_capacity)?;
            let count = Slot::new(exposed_count)?;
            let entry_span = options::span(entry);
            let inputs =
                [given.series.span, given.party_ids.span, entry_span, place, count.span()?];
            inputs.iter().try_for_each(|&span| out.disjoint_from(span))?;
            Span::check_disjoint(&[place, count.span()?, given.series.span])?;
            Span::check_disjoint(&[place, count.span()?, given.party_ids.span])?;
            Span::check_disjoint(&[place, count.span()?, entry_span])?;
            count.write(0);
            let exposes = handle::with(ledger, |ledger| {
                given.use_with(|series, entry| ledger.check(series, entry))
            })?;
            count.write(exposes.len());
            for (place, party_id) in out.slice().iter_mut().zip(&exposes) {
                *place = party_id.to_ne_bytes();
            }
            may_be_given_out(&exposes)
        })
    }
}

fn may_be_given_out(exposed: &[u64]) -> Checked<()> {
    match exposed {
        [] => Ok(()),
        [first, ..] => Err(crate::problem::Problem::new(Error::ExposesParty).say(format_args!(
            "with the totals of this series that were given out before, this one would speak of \
             fewer parties than min_submissions: {} of them, the first is party {first}",
            exposed.len()
        ))),
    }
}

/// Adds a round that is sealed, whatever it exposes: what may be given out is known. A round that is
/// there already changes nothing. Also for rounds of which others tell (secagg_record_verify).
///
/// series: [16]. entry: the round; min_submissions and rho_limit are not looked at. party_ids:
/// [party_count], the cohort, strictly ascending.
///
/// NULL_POINTER, INVALID_OPTIONS, OUT_OF_RANGE, INVALID_ROSTER, NO_SUBMISSIONS, SERIES_MISMATCH,
/// LIMIT_EXCEEDED, OUT_OF_MEMORY, WRONG_HANDLE, FORKED, as for secagg_ledger_check. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_ledger_record(
    ledger: *mut secagg_ledger,
    series: *const u8,
    entry: *const secagg_ledger_entry,
    party_ids: *const u64,
    party_count: usize,
) -> secagg_status {
    // SAFETY: the caller's handle and buffers are as described.
    boundary(|| unsafe {
        let given = Given::new(series, entry, party_ids, party_count)?;
        handle::with(ledger, |ledger| given.use_with(|series, entry| ledger.record(series, entry)))
    })
}

/// Takes a round back that can never be given out, since a quorum of holders has given it up
/// (secagg_give_up_verify). Arguments as for secagg_ledger_record.
///
/// NULL_POINTER, INVALID_OPTIONS, OUT_OF_RANGE, INVALID_ROSTER, NO_SUBMISSIONS, SERIES_MISMATCH,
/// UNKNOWN_ROUND (not there, or over another cohort), LIMIT_EXCEEDED, OUT_OF_MEMORY, WRONG_HANDLE,
/// FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_ledger_strike(
    ledger: *mut secagg_ledger,
    series: *const u8,
    entry: *const secagg_ledger_entry,
    party_ids: *const u64,
    party_count: usize,
) -> secagg_status {
    // SAFETY: the caller's handle and buffers are as described.
    boundary(|| unsafe {
        let given = Given::new(series, entry, party_ids, party_count)?;
        handle::with(ledger, |ledger| given.use_with(|series, entry| ledger.strike(series, entry)))
    })
}

/// How many rounds of a series the ledger knows, and what they have spent: 0 of a series that others
/// know rounds of means that this ledger is new, or lost.
///
/// round_count, rho_spent: out; rho_spent may be NULL. series: [16].
///
/// NULL_POINTER, BUFFER_OVERLAP, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_ledger_rounds(
    ledger: *const secagg_ledger,
    round_count: *mut u64,
    rho_spent: *mut f64,
    series: *const u8,
) -> secagg_status {
    // SAFETY: the caller's handle and buffers are as described.
    boundary(|| unsafe {
        let series = Input::<[u8; 16]>::new(series.cast(), 1)?;
        let count = Slot::new(round_count)?;
        let spent_at = Slot::new(rho_spent).ok();
        let no_place = Input::<u8>::new(std::ptr::null(), 0)?.span;
        let spent_span = spent_at.as_ref().map_or(Ok(no_place), Slot::span)?;
        Span::check_disjoint(&[count.span()?, series.span, spent_span])?;
        let (rounds, spent) = handle::with(ledger, |ledger| {
            let series = series.slice().first().ok_or(Error::Internal)?;
            Ok((ledger.round_count(series), ledger.rho_spent(series)))
        })?;
        count.write(rounds);
        if let Some(place) = spent_at {
            place.write(spent.to_double());
        }
        Ok(())
    })
}

/// Frees a ledger. NULL is allowed.
///
/// Any thread, when no other call uses it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn secagg_ledger_free(ledger: *mut secagg_ledger) {
    let _ = boundary(|| {
        // SAFETY: the caller gives the handle up.
        unsafe { handle::free(ledger) };
        Ok(())
    });
}
