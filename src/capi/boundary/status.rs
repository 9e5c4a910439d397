//! Statuses: the numbers, their names and what they mean.

use crate::error::Error;
use std::ffi::{CStr, c_char};

/// What a call came to: SECAGG_OK, or why it was refused.
///
/// Numbers are never reused or changed; later releases may add some, so treat an unknown one as a
/// failure. When a call is refused, handles and in-place totals are as they were, other outputs
/// are untouched or zero, and handle pointers are NULL.
pub type secagg_status = i32;

/// Done.
pub const SECAGG_OK: i32 = 0;

// The arguments.

/// A pointer is NULL where memory is needed. (NULL with a count of 0 is fine.)
pub const SECAGG_NULL_POINTER: i32 = 100;
/// A length is not the one that the other arguments or the handle ask for.
pub const SECAGG_LENGTH_MISMATCH: i32 = 102;
/// An output of variable length does not fit. The required length was written, and nothing else.
pub const SECAGG_BUFFER_TOO_SMALL: i32 = 103;
/// An output overlaps another buffer of the call.
pub const SECAGG_BUFFER_OVERLAP: i32 = 104;
/// A count, fraction_bits or threads is above its limit (SECAGG_MAX_...), or a size in bytes
/// does not fit a size_t.
pub const SECAGG_LIMIT_EXCEEDED: i32 = 105;
/// The handle is of another type, or was freed (which is noticed by chance only).
pub const SECAGG_WRONG_HANDLE: i32 = 106;
/// An options struct (or a problem report) is not as described: its struct_size was not set or is
/// impossible, a reserved field is not 0, or a field is outside its range.
pub const SECAGG_INVALID_OPTIONS: i32 = 107;
/// There are fewer than 2 holders.
pub const SECAGG_INVALID_HOLDER_COUNT: i32 = 108;
/// There are no edges, or one is not finite, or they do not strictly ascend.
pub const SECAGG_INVALID_EDGES: i32 = 109;
/// The scheme is none of SECAGG_SCHEME_...
pub const SECAGG_INVALID_SCHEME: i32 = 110;
/// The roster names a party twice, or fewer parties than min_submissions.
pub const SECAGG_INVALID_ROSTER: i32 = 111;
/// A column has a type that the function does not read.
pub const SECAGG_UNSUPPORTED_TYPE: i32 = 112;
/// A column contradicts itself (its lengths, counts, buffers and children do not fit), or was released.
pub const SECAGG_INVALID_COLUMN: i32 = 113;

// The values.

/// A value is an integer of 2^127 - 1 or more.
pub const SECAGG_NOT_CANONICAL: i32 = 200;
/// A number is outside the range that the function names: NaN, infinite or too large to encode,
/// or a total too large to decode.
pub const SECAGG_OUT_OF_RANGE: i32 = 201;
/// A summary is one that no column has. The usual cause: values of something else, in another order,
/// or wrong on purpose. Not every such mistake is noticed, and different fraction_bits never are.
pub const SECAGG_INVALID_SUMMARY: i32 = 202;

// The shares.

/// The threshold is 0, above the number of holders, or not one that a session allows
/// (secagg_session_options).
pub const SECAGG_INVALID_THRESHOLD: i32 = 300;
/// A share has an x of 0 or above the largest allowed.
pub const SECAGG_INVALID_SHARE: i32 = 301;
/// Two shares have the same x.
pub const SECAGG_DUPLICATE_SHARE: i32 = 302;
/// There are fewer shares than the threshold (or than there are holders, for additive sharing).
pub const SECAGG_NOT_ENOUGH_SHARES: i32 = 303;
/// There are more shares than needed, and they contradict each other: at least one is wrong.
pub const SECAGG_INCONSISTENT_SHARES: i32 = 304;
/// More shares are wrong than can be corrected.
pub const SECAGG_TOO_MANY_DEVIATING: i32 = 305;

// The protocol.

/// Nothing has been submitted yet.
pub const SECAGG_NO_SUBMISSIONS: i32 = 400;
/// Fewer parties have submitted than min_submissions. The total is suppressed, not 0.
pub const SECAGG_COHORT_TOO_SMALL: i32 = 401;
/// The result has been given out, or the cohort sealed: nothing more is accepted.
pub const SECAGG_CLOSED: i32 = 402;
/// The holder's cohort must be sealed first.
pub const SECAGG_NOT_SEALED: i32 = 403;
/// This submission has been counted already, or this partial sum taken in. Nothing is wrong if it
/// was only sent again.
pub const SECAGG_ALREADY_ACCEPTED: i32 = 404;
/// This party has been counted already, with a different message.
pub const SECAGG_PARTY_CONFLICT: i32 = 405;
/// The party is not on the roster (the list of parties that may take part), or nothing of it was
/// accepted here.
pub const SECAGG_UNKNOWN_PARTY: i32 = 406;
/// The holders' cohorts differ: their sums are not over the same submissions.
pub const SECAGG_COHORT_MISMATCH: i32 = 407;

// The ledger.

/// The total, beside those of the series that were given out before, would speak of fewer parties
/// than min_submissions.
pub const SECAGG_EXPOSES_PARTY: i32 = 450;
/// The period has been sealed already, over another cohort.
pub const SECAGG_PERIOD_SEALED: i32 = 451;
/// The series is bound to another plan, or says otherwise whose rows its periods are about.
pub const SECAGG_SERIES_MISMATCH: i32 = 452;
/// The ledger does not have this round.
pub const SECAGG_UNKNOWN_ROUND: i32 = 453;
/// The rho that the series' rounds have spent, with this one's, would exceed its limit.
pub const SECAGG_RHO_LIMIT: i32 = 454;

// The messages.

/// The bytes are not a message of this library, or their length is not the one they state.
pub const SECAGG_MALFORMED: i32 = 500;
/// The message's checksum does not match: it was damaged on the way.
pub const SECAGG_CORRUPT: i32 = 501;
/// The message was written in a version of the format that this release does not read.
pub const SECAGG_UNSUPPORTED_VERSION: i32 = 502;
/// The message is of another kind (a partial sum where a share is expected, say).
pub const SECAGG_WRONG_KIND: i32 = 503;
/// The message belongs to a session with other parameters. The id is one of them, and random where
/// it was not set.
pub const SECAGG_SESSION_MISMATCH: i32 = 504;
/// The message or checkpoint is of another holder: its x differs.
pub const SECAGG_HOLDER_MISMATCH: i32 = 505;

// The plan.

/// A plan's text is not one that can be computed: the problem report has the line and the reason.
pub const SECAGG_INVALID_PLAN: i32 = 700;
/// A column that the plan names is not among those given, or is there twice.
pub const SECAGG_UNKNOWN_COLUMN: i32 = 701;
/// The plan has no statistic of that name and kind.
pub const SECAGG_UNKNOWN_STATISTIC: i32 = 702;
/// A row is one that the plan does not let pass ("refuse"), or that cannot be read as the plan says.
pub const SECAGG_REFUSED_ROW: i32 = 703;
/// A party has more rows than the plan allows.
pub const SECAGG_TOO_MANY_ROWS: i32 = 704;
/// Two handles have different plans.
pub const SECAGG_PLAN_MISMATCH: i32 = 705;

// The system.

/// A seed was given without allow_insecure_seed = 1.
pub const SECAGG_INSECURE_SEED: i32 = 600;
/// The operating system gave no random bytes.
pub const SECAGG_RANDOM_FAILED: i32 = 601;
/// Memory could not be allocated.
pub const SECAGG_OUT_OF_MEMORY: i32 = 602;
/// The handle was made before a fork, by the parent process. It can only be freed here.
pub const SECAGG_FORKED: i32 = 603;
/// A defect of the library. The handle, if there was one, can only be freed.
pub const SECAGG_INTERNAL: i32 = 604;

/// Writes, for every error, its status, its name and its message; the compiler sees to it that
/// none is left out.
macro_rules! statuses {
    ($($error:ident $status:ident,)*) => {
        pub(crate) const fn of(error: Error) -> secagg_status {
            match error {
                $(Error::$error => $status,)*
            }
        }

        const fn describe(status: secagg_status) -> Option<(&'static CStr, &'static CStr)> {
            match status {
                SECAGG_OK => Some((c"SECAGG_OK", c"done")),
                $($status => Some((
                    nul_terminated(concat!(stringify!($status), "\0").as_bytes()),
                    {
                        const MESSAGE: &str = Error::$error.message();
                        const BYTES: [u8; MESSAGE.len() + 1] = with_nul(MESSAGE);
                        nul_terminated(&BYTES)
                    },
                )),)*
                _ => None,
            }
        }

        #[cfg(test)]
        const ALL: &[secagg_status] = &[SECAGG_OK, $($status,)*];
    };
}

statuses! {
    NullPointer SECAGG_NULL_POINTER,
    LengthMismatch SECAGG_LENGTH_MISMATCH,
    BufferTooSmall SECAGG_BUFFER_TOO_SMALL,
    BufferOverlap SECAGG_BUFFER_OVERLAP,
    LimitExceeded SECAGG_LIMIT_EXCEEDED,
    WrongHandle SECAGG_WRONG_HANDLE,
    InvalidOptions SECAGG_INVALID_OPTIONS,
    InvalidHolderCount SECAGG_INVALID_HOLDER_COUNT,
    InvalidEdges SECAGG_INVALID_EDGES,
    InvalidScheme SECAGG_INVALID_SCHEME,
    InvalidRoster SECAGG_INVALID_ROSTER,
    UnsupportedType SECAGG_UNSUPPORTED_TYPE,
    InvalidColumn SECAGG_INVALID_COLUMN,
    NotCanonical SECAGG_NOT_CANONICAL,
    OutOfRange SECAGG_OUT_OF_RANGE,
    InvalidSummary SECAGG_INVALID_SUMMARY,
    InvalidThreshold SECAGG_INVALID_THRESHOLD,
    InvalidShare SECAGG_INVALID_SHARE,
    DuplicateShare SECAGG_DUPLICATE_SHARE,
    NotEnoughShares SECAGG_NOT_ENOUGH_SHARES,
    InconsistentShares SECAGG_INCONSISTENT_SHARES,
    TooManyDeviating SECAGG_TOO_MANY_DEVIATING,
    NoSubmissions SECAGG_NO_SUBMISSIONS,
    CohortTooSmall SECAGG_COHORT_TOO_SMALL,
    Closed SECAGG_CLOSED,
    NotSealed SECAGG_NOT_SEALED,
    AlreadyAccepted SECAGG_ALREADY_ACCEPTED,
    PartyConflict SECAGG_PARTY_CONFLICT,
    UnknownParty SECAGG_UNKNOWN_PARTY,
    CohortMismatch SECAGG_COHORT_MISMATCH,
    ExposesParty SECAGG_EXPOSES_PARTY,
    PeriodSealed SECAGG_PERIOD_SEALED,
    SeriesMismatch SECAGG_SERIES_MISMATCH,
    UnknownRound SECAGG_UNKNOWN_ROUND,
    RhoLimit SECAGG_RHO_LIMIT,
    Malformed SECAGG_MALFORMED,
    Corrupt SECAGG_CORRUPT,
    UnsupportedVersion SECAGG_UNSUPPORTED_VERSION,
    WrongKind SECAGG_WRONG_KIND,
    SessionMismatch SECAGG_SESSION_MISMATCH,
    HolderMismatch SECAGG_HOLDER_MISMATCH,
    InvalidPlan SECAGG_INVALID_PLAN,
    UnknownColumn SECAGG_UNKNOWN_COLUMN,
    UnknownStatistic SECAGG_UNKNOWN_STATISTIC,
    RefusedRow SECAGG_REFUSED_ROW,
    TooManyRows SECAGG_TOO_MANY_ROWS,
    PlanMismatch SECAGG_PLAN_MISMATCH,
    InsecureSeed SECAGG_INSECURE_SEED,
    RandomFailed SECAGG_RANDOM_FAILED,
    OutOfMemory SECAGG_OUT_OF_MEMORY,
    Forked SECAGG_FORKED,
    Internal SECAGG_INTERNAL,
}

const fn with_nul<const LEN: usize>(text: &str) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    let mut index = 0;
    while index + 1 < LEN {
        bytes[index] = text.as_bytes()[index];
        index += 1;
    }
    bytes
}

const fn nul_terminated(bytes: &[u8]) -> &CStr {
    match CStr::from_bytes_with_nul(bytes) {
        Ok(text) => text,
        Err(_) => c"",
    }
}

/// The name of a status, such as "SECAGG_NOT_CANONICAL"; "SECAGG_UNKNOWN" for a number that is
/// none. Static memory; never NULL; any thread.
#[unsafe(no_mangle)]
pub extern "C" fn secagg_status_name(status: secagg_status) -> *const c_char {
    describe(status).map_or(c"SECAGG_UNKNOWN", |(name, _)| name).as_ptr()
}

/// What a status means, in one sentence without a full stop. Static memory; never NULL; any
/// thread. Never tells anything about the data of a call.
#[unsafe(no_mangle)]
pub extern "C" fn secagg_status_message(status: secagg_status) -> *const c_char {
    describe(status).map_or(c"unknown status", |(_, message)| message).as_ptr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_status_has_its_own_number_name_and_message() {
        let described: Vec<_> = ALL.iter().filter_map(|&status| describe(status)).collect();
        assert_eq!(described.len(), ALL.len());
        assert_eq!(ALL.iter().collect::<HashSet<_>>().len(), ALL.len());
        assert_eq!(described.iter().map(|d| d.0).collect::<HashSet<_>>().len(), ALL.len());
        assert_eq!(described.iter().map(|d| d.1).collect::<HashSet<_>>().len(), ALL.len());
        assert!(described.iter().all(|(name, message)| {
            name.to_bytes().starts_with(b"SECAGG_") && message.to_bytes().len() > 3
        }));
    }

    #[test]
    fn the_message_is_the_error_s() {
        let (name, message) = describe(of(Error::Forked)).unwrap();
        assert_eq!(name, c"SECAGG_FORKED");
        assert_eq!(message.to_str().unwrap(), Error::Forked.to_string());
    }

    #[test]
    fn messages_name_the_usual_mistakes() {
        let tells = |error: Error, word| assert!(error.message().contains(word), "{word}");
        tells(Error::InvalidOptions, "struct_size");
        tells(Error::LimitExceeded, "fraction_bits");
        tells(Error::AlreadyAccepted, "partial sum");
        tells(Error::SessionMismatch, "id");
        tells(Error::HolderMismatch, "checkpoint");
        assert!(!Error::InvalidThreshold.message().contains('0'), "a session refuses others too");
    }

    #[test]
    fn unknown_numbers_are_named_so() {
        for status in [1, -1, i32::MIN, i32::MAX] {
            assert_eq!(describe(status), None);
        }
    }
}
