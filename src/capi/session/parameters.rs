//! The session: what all sides agree on, and dealing under it.

use crate::capi::basics::value::{secagg_value, values};
use crate::capi::boundary::boundary;
use crate::capi::boundary::handle::{self, Object};
use crate::capi::boundary::options::{self, Extensible, run_options, secagg_run_options};
use crate::capi::boundary::pointers::{Input, Output, Slot, Span, Variable};
use crate::capi::boundary::status::secagg_status;
use crate::error::{Error, Result};
use crate::field::Value;
use crate::limits::{MAX_CONTEXT_LEN, MAX_HOLDER_COUNT, MAX_PARTY_COUNT};
use crate::memory::try_collect;
use crate::session::{MessageMut, Parameters, Scheme, Session};

/// The public parameters of a secure summation across machines. One side makes it from options and
/// gives the others its description (secagg_session_export); or all make it from the same options,
/// the id among them. Everything that they send each other is bound to it.
///
/// Parties deal (secagg_session_deal), holders add up (secagg_holder), the collector reconstructs
/// (secagg_collector). docs/protocol.md says what each of them learns, and what they must do.
pub struct secagg_session {
    _opaque: [u8; 0],
}

impl Object for secagg_session {
    type State = Session;
    const TAG: u64 = 0x5ec4_66a6_5e55_1003;
}

/// Additive sharing: all holders are needed.
pub const SECAGG_SCHEME_ADDITIVE: u32 = 1;
/// Shamir's sharing: any threshold of the holders are needed.
pub const SECAGG_SCHEME_SHAMIR: u32 = 2;

const _: () = assert!(SECAGG_SCHEME_ADDITIVE == Scheme::Additive as u32);
const _: () = assert!(SECAGG_SCHEME_SHAMIR == Scheme::Shamir as u32);

/// The parameters of a session. Zero every field, then set struct_size, scheme and holder_count,
/// and what else must not be the default.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_session_options {
    /// sizeof(secagg_session_options).
    pub struct_size: u32,
    /// SECAGG_SCHEME_ADDITIVE or SECAGG_SCHEME_SHAMIR.
    pub scheme: u32,
    /// n, at least 2.
    pub holder_count: u32,
    /// t: the number of holders that are needed for a total; as many that collude read everything.
    /// For Shamir's sharing at least 2 and more than n / 2, or else two groups of holders could
    /// answer for two cohorts; 0 for the smallest such t. Choose more than (n + c) / 2 if c holders
    /// may collude with the collector: those can answer in both groups. For additive sharing n, or 0
    /// for it.
    pub threshold: u32,
    /// Values in every party's vector; 0 for 1. threshold times that is at most
    /// SECAGG_MAX_HANDLE_VALUE_COUNT, since a collector keeps as many partial sums or more; it takes
    /// those of all holders only if holder_count times that is.
    pub value_count: u64,
    /// Parties below which no total is given; 0 for 2, and never less. Choose 3 or more: of two,
    /// each learns the other's numbers from the total.
    pub min_submissions: u64,
    /// With how many fraction bits all parties encode; at most SECAGG_MAX_FRACTION_BITS. The
    /// session only sees to it that all agree; pass it to the functions that encode and decode.
    pub fraction_bits: u32,
    /// 0.
    pub reserved: u32,
    /// Different in every round, so that nothing of one round is taken for another's; all zeros
    /// for a random one, which the others then get with the description.
    pub id: [u8; 16],
    /// [context_len] Anything else that all must agree on: names, units and order of the columns.
    pub context: *const u8,
    /// At most SECAGG_MAX_CONTEXT_LEN.
    pub context_len: usize,
    /// [roster_count] The parties that may take part, each once, in any order.
    pub roster: *const u64,
    /// 0 if any party may. Otherwise at least min_submissions.
    pub roster_count: usize,
}

// SAFETY: integers, bytes and pointers without padding between them, the size first.
unsafe impl Extensible for secagg_session_options {
    const FIRST_SIZE: usize = size_of::<secagg_session_options>();
}

const _: () = assert!(size_of::<secagg_session_options>() == 56 + 4 * size_of::<usize>());

/// Makes a session from its parameters.
///
/// session: out; NULL on failure; free it with secagg_session_free. It keeps copies of context and
/// roster. options: not NULL, since a session has no default scheme.
///
/// NULL_POINTER, INVALID_OPTIONS (min_submissions of 1 is one case), INVALID_SCHEME,
/// INVALID_HOLDER_COUNT, INVALID_ROSTER, INVALID_THRESHOLD, LIMIT_EXCEEDED, RANDOM_FAILED, OUT_OF_MEMORY. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_session_create(
    session: *mut *mut secagg_session,
    options: *const secagg_session_options,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's pointers are as described.
        unsafe { handle::create(session, || create(options)) }
    })
}

/// # Safety
///
/// The pointer is as described for `secagg_session_create`.
unsafe fn create(options: *const secagg_session_options) -> Result<Session> {
    if options.is_null() {
        return Err(Error::NullPointer);
    }
    // SAFETY: the caller's options are as described.
    let options = unsafe { options::read(options) }?;
    if options.reserved != 0 {
        return Err(Error::InvalidOptions);
    }
    if options.context_len > MAX_CONTEXT_LEN || options.roster_count as u64 > MAX_PARTY_COUNT {
        return Err(Error::LimitExceeded);
    }
    let context = Input::new(options.context, options.context_len)?;
    let roster = Input::new(options.roster, options.roster_count)?;
    // SAFETY: the caller's arrays are as described.
    let (context, roster) = unsafe { (context.slice(), try_collect(roster.iter())?) };
    Session::new(&Parameters {
        id: options.id,
        scheme: Scheme::from_number(options.scheme)?,
        holder_count: options.holder_count,
        threshold: options.threshold,
        value_count: options.value_count,
        min_submissions: options.min_submissions,
        fraction_bits: options.fraction_bits,
        context,
        roster: &roster,
    })
}

/// Writes the parameters as bytes, to be given to all other sides: one small file.
///
/// description: out, [description_capacity]; untouched on failure. description_len: out, the length
/// of the description; also set when it does not fit (BUFFER_TOO_SMALL), otherwise untouched on
/// failure.
///
/// A description is public, but it must arrive unchanged: compare secagg_session_digest over a
/// channel that an attacker does not control.
///
/// NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, LIMIT_EXCEEDED, WRONG_HANDLE, FORKED. Any
/// thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_session_export(
    session: *const secagg_session,
    description: *mut u8,
    description_capacity: usize,
    description_len: *mut usize,
) -> secagg_status {
    boundary(|| {
        let output = Variable::new(description, description_capacity, description_len)?;
        // SAFETY: the caller's handle and buffers are as described.
        unsafe {
            handle::with(session, |session| {
                output.write(session.description_len(), |bytes| session.export(bytes))
            })
        }
    })
}

/// Makes a session from a description.
///
/// session: out; NULL on failure; free it with secagg_session_free. description:
/// [description_len], the whole of it.
///
/// NULL_POINTER, MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT, and for parameters that
/// nobody could have agreed on the statuses of secagg_session_create. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_session_import(
    session: *mut *mut secagg_session,
    description: *const u8,
    description_len: usize,
) -> secagg_status {
    boundary(|| {
        let description = Input::new(description, description_len)?;
        // SAFETY: the caller's pointers are as described.
        unsafe { handle::create(session, || Session::import(description.slice())) }
    })
}

/// The parameters, with all defaults filled in and the roster ascending.
///
/// parameters: in and out: set struct_size before the call; the other fields are written. context
/// and roster then point to the session's own copies, which live as long as the session, or are
/// NULL where there is none.
/// Untouched on failure.
///
/// NULL_POINTER, INVALID_OPTIONS, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_session_parameters(
    session: *const secagg_session,
    parameters: *mut secagg_session_options,
) -> secagg_status {
    boundary(|| {
        // SAFETY: the caller's handle and struct are as described.
        unsafe {
            handle::with(session, |session| {
                let agreed = session.parameters();
                let filled = secagg_session_options {
                    struct_size: 0,
                    scheme: agreed.scheme.number(),
                    holder_count: agreed.holder_count,
                    threshold: agreed.threshold,
                    value_count: agreed.value_count,
                    min_submissions: agreed.min_submissions,
                    fraction_bits: agreed.fraction_bits,
                    reserved: 0,
                    id: agreed.id,
                    context: pointer_to(agreed.context),
                    context_len: agreed.context.len(),
                    roster: pointer_to(agreed.roster),
                    roster_count: agreed.roster.len(),
                };
                options::write(parameters, filled)
            })
        }
    })
}

fn pointer_to<T>(list: &[T]) -> *const T {
    if list.is_empty() { std::ptr::null() } else { list.as_ptr() }
}

/// A digest of all parameters: equal exactly where all of them are equal, on every machine.
///
/// digest: out, [32]; untouched on failure.
///
/// NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_session_digest(
    session: *const secagg_session,
    digest: *mut u8,
) -> secagg_status {
    boundary(|| {
        let digest = Slot::new(digest.cast::<[u8; 32]>())?;
        // SAFETY: the caller's handle and buffer are as described.
        unsafe {
            handle::with(session, |session| {
                digest.write(*session.digest());
                Ok(())
            })
        }
    })
}

/// The length of a dealt message in bytes: 128 + 16 * value_count.
///
/// message_len: out; untouched on failure.
///
/// NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_session_message_len(
    session: *const secagg_session,
    message_len: *mut usize,
) -> secagg_status {
    // SAFETY: the caller's handle and place are as described.
    boundary(|| unsafe { write_len(session, message_len, Session::message_len) })
}

/// The length of a partial sum in bytes: 144 + 16 * value_count.
///
/// partial_len: out; untouched on failure.
///
/// NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_session_partial_len(
    session: *const secagg_session,
    partial_len: *mut usize,
) -> secagg_status {
    // SAFETY: the caller's handle and place are as described.
    boundary(|| unsafe { write_len(session, partial_len, Session::partial_len) })
}

/// # Safety
///
/// The caller of the C function gave a handle, and a writable place.
unsafe fn write_len(
    session: *const secagg_session,
    place: *mut usize,
    len_of: impl FnOnce(&Session) -> usize,
) -> Result<()> {
    let slot = Slot::new(place)?;
    // SAFETY: by this function's contract.
    unsafe {
        handle::with(session, |session| {
            slot.write(len_of(session));
            Ok(())
        })
    }
}

/// Deals a party's vector: splits it under the session's scheme and writes one message for each
/// holder.
///
/// Send message k to holder x = k + 1 over a confidential channel to that holder alone, and keep
/// all of them until every holder has confirmed: who is not sure sends the same bytes again. A
/// second deal of the same party conflicts with the first wherever that has arrived. Whoever sees
/// threshold of the messages reads the vector.
///
/// messages: [holder_count] pointers to outputs of message_len bytes each (see
/// secagg_session_message_len), which may be parts of one buffer; untouched or zero on failure.
/// party_id: of this party; the transport must vouch for it. values: [value_count], the session's.
/// options: NULL for defaults.
///
/// NULL_POINTER, INVALID_OPTIONS, LENGTH_MISMATCH (holder_count, message_len or
/// value_count is not the session's), BUFFER_OVERLAP, LIMIT_EXCEEDED, UNKNOWN_PARTY (not on the
/// roster), NOT_CANONICAL, RANDOM_FAILED, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Its time does not
/// depend on the values. Several threads may call it at once and are then served one after the
/// other.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_session_deal(
    session: *const secagg_session,
    messages: *const *mut u8,
    holder_count: u32,
    message_len: usize,
    party_id: u64,
    values: *const secagg_value,
    value_count: usize,
    options: *const secagg_run_options,
) -> secagg_status {
    boundary(|| {
        let messages = Messages::new(messages, holder_count, message_len)?;
        let values = self::values(values, value_count)?;
        // SAFETY: the caller's handle, list, buffers and options are as described, and the buffers
        // are disjoint.
        unsafe {
            let mut outputs = messages.outputs(values.span)?;
            let options = run_options(options)?;
            handle::with(session, |session| {
                if message_len != session.message_len() {
                    return Err(Error::LengthMismatch);
                }
                let mut messages = Vec::new();
                messages.try_reserve_exact(outputs.len())?;
                for output in outputs.drain(..) {
                    messages.push(message_in(output.slice())?);
                }
                session.deal(&mut messages, party_id, values.slice(), &options)
            })
        }
    })
}

/// What a caller gave as an array of pointers to messages.
struct Messages {
    list: Input<*mut u8>,
    message_len: usize,
}

impl Messages {
    fn new(pointer: *const *mut u8, holder_count: u32, message_len: usize) -> Result<Messages> {
        // Before the list is read: no list is longer.
        if holder_count > MAX_HOLDER_COUNT {
            return Err(Error::LimitExceeded);
        }
        Ok(Messages { list: Input::new(pointer, holder_count as usize)?, message_len })
    }

    /// The buffers, which overlap neither each other nor the list nor the values.
    ///
    /// # Safety
    ///
    /// The caller of the C function gave a readable array of pointers.
    unsafe fn outputs(&self, values: Span) -> Result<Vec<Output<u8>>> {
        // SAFETY: readable by this function's contract; any bytes are a pointer.
        let list = try_collect(unsafe { self.list.iter() })?;
        let mut outputs = Vec::new();
        outputs.try_reserve_exact(list.len())?;
        for pointer in list {
            outputs.push(Output::new(pointer, self.message_len)?);
        }
        let mut spans = Vec::new();
        spans.try_reserve_exact(outputs.len())?;
        for output in &outputs {
            output.disjoint_from(self.list.span)?;
            output.disjoint_from(values)?;
            spans.push(output.span);
        }
        Span::check_disjoint(&spans)?;
        Ok(outputs)
    }
}

/// The parts of a message in a buffer of its length.
fn message_in(buffer: &mut [u8]) -> Result<MessageMut<'_>> {
    let (header, rest) = buffer.split_first_chunk_mut().ok_or(Error::LengthMismatch)?;
    let (values, checksum) = rest.split_last_chunk_mut().ok_or(Error::LengthMismatch)?;
    // SAFETY: a Value is 16 bytes, any bytes, of alignment 1; the slice covers no more than the
    // bytes, which are borrowed for as long.
    let values = unsafe {
        std::slice::from_raw_parts_mut(values.as_mut_ptr().cast::<Value>(), values.len() / 16)
    };
    Ok(MessageMut { header, values, checksum })
}

/// Frees a session. NULL is fine. Holders and collectors made with it live on. No other call may be
/// using it, or use it later. In a forked child it frees the child's copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn secagg_session_free(session: *mut secagg_session) {
    let _ = boundary(|| {
        // SAFETY: the caller gives the handle up.
        unsafe { handle::free(session) };
        Ok(())
    });
}
