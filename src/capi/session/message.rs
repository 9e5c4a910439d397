//! Looking at bytes that have arrived.

use crate::capi::boundary::boundary;
use crate::capi::boundary::options::{self, Extensible};
use crate::capi::boundary::pointers::Input;
use crate::capi::boundary::status::secagg_status;
use crate::session::{Kind, inspect};

/// The description of a session.
pub const SECAGG_KIND_DESCRIPTION: u32 = 1;
/// A party's message to one holder.
pub const SECAGG_KIND_MESSAGE: u32 = 2;
/// A holder's partial sum.
pub const SECAGG_KIND_PARTIAL: u32 = 3;
/// A holder's checkpoint.
pub const SECAGG_KIND_CHECKPOINT: u32 = 4;

const _: () = assert!(SECAGG_KIND_DESCRIPTION == Kind::Description as u32);
const _: () = assert!(SECAGG_KIND_MESSAGE == Kind::Message as u32);
const _: () = assert!(SECAGG_KIND_PARTIAL == Kind::Partial as u32);
const _: () = assert!(SECAGG_KIND_CHECKPOINT == Kind::Checkpoint as u32);

/// What some bytes say that they are.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct secagg_message_info {
    /// sizeof(secagg_message_info), set by the caller.
    pub struct_size: u32,
    /// Of the format: 1.
    pub version: u32,
    /// SECAGG_KIND_...
    pub kind: u32,
    /// The holder that it is for or from; 0 in a description.
    pub x: u32,
    /// The party that sent it; 0 in other kinds than a message.
    pub party_id: u64,
    /// The digest of its session.
    pub session: [u8; 32],
}

// SAFETY: integers and bytes without padding between them, the size first.
unsafe impl Extensible for secagg_message_info {
    const FIRST_SIZE: usize = 56;
}

const _: () = assert!(size_of::<secagg_message_info>() == 56);

/// Looks at bytes of any kind that this library writes, as far as that takes no session: for a
/// transport that must decide where they go. They are whole and undamaged; who made them it does
/// not say.
///
/// info: in and out: set struct_size before the call; the other fields are written. Untouched on
/// failure. message: [message_len], the whole of it.
///
/// NULL_POINTER, INVALID_OPTIONS, LIMIT_EXCEEDED, MALFORMED, UNSUPPORTED_VERSION,
/// WRONG_KIND (of a kind that this release does not know), CORRUPT. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn secagg_message_inspect(
    info: *mut secagg_message_info,
    message: *const u8,
    message_len: usize,
) -> secagg_status {
    boundary(|| {
        let message = Input::new(message, message_len)?;
        // SAFETY: the caller's buffer is as described; no slice of an output exists yet.
        let found = inspect(unsafe { message.slice() })?;
        let filled = secagg_message_info {
            struct_size: 0,
            version: found.version.into(),
            kind: found.kind as u32,
            x: found.x,
            party_id: found.party_id,
            session: found.session,
        };
        // SAFETY: the caller's struct is as described.
        unsafe { options::write(info, filled) }
    })
}
