//! Which argument of a call was refused, for its report.

use crate::capi::boundary::pointers::{Input, Output, Span};
use crate::error::{Error, Result};
use crate::problem::{Checked, Problem};

/// What may be an argument of a call, or why it cannot be.
pub(crate) trait Argument {
    type Meaning;
    /// Says which one it was.
    fn named(self, name: &str) -> Checked<Self::Meaning>;
}

impl<T> Argument for Result<T> {
    type Meaning = T;

    fn named(self, name: &str) -> Checked<T> {
        self.map_err(|error| refused(name, error))
    }
}

#[cold]
#[inline(never)] // for size: it is called often
fn refused(name: &str, error: Error) -> Problem {
    let problem = Problem::new(error);
    match error {
        Error::NullPointer => problem.say(format_args!("{name} is NULL")),
        Error::LimitExceeded => {
            problem.say(format_args!("{name} has more bytes than memory can have"))
        }
        _ => problem.say(format_args!("{name}: {}", error.message())),
    }
}

/// A caller's buffer.
pub(crate) trait Placed {
    /// Where it lies; nowhere if it was refused.
    fn span(&self) -> Span;
}

impl<T> Placed for Input<T> {
    fn span(&self) -> Span {
        self.span
    }
}

impl<T> Placed for Output<T> {
    fn span(&self) -> Span {
        self.span
    }
}

impl<T: Placed> Placed for Checked<T> {
    fn span(&self) -> Span {
        self.as_ref().map_or(Span::NOWHERE, T::span)
    }
}
