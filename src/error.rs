#![forbid(unsafe_code)]
//! Every way in which an operation can be refused.
//!
//! A message names the rule that was broken and never a value: values are secrets.

/// Why an operation was refused. Nothing has been changed when one of these is returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
#[non_exhaustive]
pub enum Error {
    // The arguments.
    NullPointer,
    InvalidOptions,
    InvalidHolderCount,
    InvalidEdges,
    InvalidScheme,
    InvalidRoster,
    UnsupportedType,
    InvalidColumn,
    LengthMismatch,
    BufferTooSmall,
    BufferOverlap,
    LimitExceeded,
    WrongHandle,

    // The values.
    NotCanonical,
    OutOfRange,
    InvalidSummary,

    // The shares.
    InvalidThreshold,
    InvalidShare,
    DuplicateShare,
    NotEnoughShares,
    InconsistentShares,
    TooManyDeviating,

    // The protocol.
    NoSubmissions,
    CohortTooSmall,
    Closed,
    NotSealed,
    AlreadyAccepted,
    PartyConflict,
    UnknownParty,
    CohortMismatch,

    // The ledger.
    ExposesParty,
    PeriodSealed,
    SeriesMismatch,
    UnknownRound,
    RhoLimit,

    // The messages.
    Malformed,
    Corrupt,
    UnsupportedVersion,
    WrongKind,
    SessionMismatch,
    HolderMismatch,

    // The plan.
    InvalidPlan,
    UnknownColumn,
    UnknownStatistic,
    RefusedRow,
    TooManyRows,
    PlanMismatch,

    // The system.
    InsecureSeed,
    RandomFailed,
    OutOfMemory,
    Forked,
    Internal,
}

impl Error {
    /// One sentence, without a full stop.
    pub const fn message(self) -> &'static str {
        match self {
            Error::NullPointer => "a pointer is NULL where memory is needed",
            Error::InvalidOptions => {
                "an options struct is not as described: struct_size, or a field that must be 0 or in a range"
            }
            Error::InvalidHolderCount => "there must be at least two holders",
            Error::InvalidEdges => "the edges are none, not finite, or not strictly ascending",
            Error::InvalidScheme => "the scheme is neither additive nor Shamir's",
            Error::InvalidRoster => {
                "the roster names a party twice, or fewer parties than min_submissions"
            }
            Error::UnsupportedType => "a column has a type that this function does not read",
            Error::InvalidColumn => "a column contradicts itself or was released",
            Error::LengthMismatch => "two lengths that must agree do not",
            Error::BufferTooSmall => {
                "the output buffer is too small; its required length was written"
            }
            Error::BufferOverlap => "an output buffer overlaps another buffer of the call",
            Error::LimitExceeded => "a count, fraction_bits or threads is above its limit",
            Error::WrongHandle => {
                "the handle is not of the type that the function works on, or was freed"
            }
            Error::NotCanonical => "a value is not canonical: its integer is 2^127 - 1 or larger",
            Error::OutOfRange => "a number is outside the range that can be represented",
            Error::InvalidSummary => "a summary is one that no column of numbers can have",
            Error::InvalidThreshold => "the threshold is not allowed for this number of holders",
            Error::InvalidShare => "a share's x is outside the allowed range",
            Error::DuplicateShare => "two shares have the same x",
            Error::NotEnoughShares => "there are fewer shares than reconstruction needs",
            Error::InconsistentShares => "the shares contradict each other: at least one is wrong",
            Error::TooManyDeviating => "more shares are wrong than can be corrected",
            Error::NoSubmissions => "nothing has been submitted",
            Error::CohortTooSmall => "fewer parties have submitted than the agreed minimum",
            Error::Closed => {
                "the aggregate is closed: its result has been given out or its cohort sealed"
            }
            Error::NotSealed => "the holder's cohort is not sealed",
            Error::AlreadyAccepted => {
                "this submission, or this partial sum, has been taken in already"
            }
            Error::PartyConflict => "another message of this party has been counted already",
            Error::UnknownParty => "the party is not on the roster, or has no submission here",
            Error::CohortMismatch => {
                "the cohorts differ: they are not sums over the same submissions"
            }
            Error::ExposesParty => {
                "the total, beside those that were given out before, would speak of too few parties"
            }
            Error::PeriodSealed => "the period has been sealed already, over another cohort",
            Error::SeriesMismatch => {
                "the series is bound to another plan, or to other terms (begin a new series, knowingly)"
            }
            Error::UnknownRound => "the ledger does not have this round",
            Error::RhoLimit => "the series' rounds would spend more rho than its limit",
            Error::Malformed => "the bytes are not of this library, or not as long as they say",
            Error::Corrupt => "the message was damaged: its checksum does not match",
            Error::UnsupportedVersion => {
                "the message has a version that this release does not read"
            }
            Error::WrongKind => "the message is of another kind than the one needed here",
            Error::SessionMismatch => {
                "the message is of another session: a parameter differs, perhaps the id"
            }
            Error::HolderMismatch => "the message or checkpoint is of another holder",
            Error::InvalidPlan => "the plan's text is not a plan",
            Error::UnknownColumn => "a column that the plan names is not there",
            Error::UnknownStatistic => "the plan has no such statistic",
            Error::RefusedRow => "a row is one that the plan does not let pass",
            Error::TooManyRows => "there are more rows than the plan allows a party",
            Error::PlanMismatch => "the plans differ",
            Error::InsecureSeed => "a seed was given without allowing insecure seeds",
            Error::RandomFailed => "the operating system gave no random bytes",
            Error::OutOfMemory => "memory could not be allocated",
            Error::Forked => {
                "the handle was made by another process, from which this one was forked"
            }
            Error::Internal => "the library has failed in a way it should not; please report it",
        }
    }
}

/// The result of an operation that can be refused.
pub type Result<T, E = Error> = core::result::Result<T, E>;

impl From<std::collections::TryReserveError> for Error {
    fn from(_: std::collections::TryReserveError) -> Self {
        Error::OutOfMemory
    }
}
