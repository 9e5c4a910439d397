#![forbid(unsafe_code)]
//! Why something of a caller's was refused, and where: for what a person must find and mend.

use crate::error::Error;
use core::fmt;

/// Bytes of a problem's sentence.
pub const WHAT_LEN: usize = 247;

/// An error with its place and one sentence about it. The sentence names arguments, statistics and
/// columns, and numbers that are public (lengths, counts, limits); never a value of the data.
#[derive(Clone, PartialEq, Eq)]
pub struct Problem {
    pub error: Error,
    /// The line of a text, from 1, or the row of a column or the number of an edge, from 0.
    pub place: Option<u64>,
    what: [u8; WHAT_LEN],
    len: usize,
}

impl Problem {
    /// With the error's own message as its sentence.
    #[cold]
    #[inline(never)] // for size: it is called often, as is `say`
    pub fn new(error: Error) -> Problem {
        Problem { error, place: None, what: [0; WHAT_LEN], len: 0 }
            .say(format_args!("{}", error.message()))
    }

    pub fn at(self, place: u64) -> Problem {
        Problem { place: Some(place), ..self }
    }

    /// With this sentence, cut where it is too long.
    #[cold]
    #[inline(never)]
    pub fn say(mut self, what: fmt::Arguments<'_>) -> Problem {
        self.len = 0;
        // A sentence that is cut is no failure.
        let _ = fmt::write(&mut self, what);
        self
    }

    pub fn what(&self) -> &str {
        // Only whole characters are ever written.
        str::from_utf8(self.what.get(..self.len).unwrap_or_default()).unwrap_or_default()
    }
}

impl fmt::Write for Problem {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = WHAT_LEN.saturating_sub(self.len);
        let taken = (0..=room.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
        let taken = taken.unwrap_or_default();
        for (place, byte) in self.what.iter_mut().skip(self.len).zip(text.bytes().take(taken)) {
            *place = byte;
        }
        self.len += taken;
        if taken == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.what())
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} at {:?}: {}", self.error, self.place, self.what())
    }
}

impl std::error::Error for Problem {}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        Problem::new(error)
    }
}

/// For those who want no more than a status.
impl From<Problem> for Error {
    fn from(problem: Problem) -> Error {
        problem.error
    }
}

/// The result of an operation on what a person has written.
pub type Checked<T> = Result<T, Problem>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_its_error_says_until_it_is_told_more() {
        let problem = Problem::from(Error::OutOfRange);
        assert_eq!((problem.place, problem.what()), (None, Error::OutOfRange.message()));
        let told = problem.at(7).say(format_args!("column {} is off", "age"));
        assert_eq!((told.place, told.what()), (Some(7), "column age is off"));
        assert_eq!(format!("{told}"), "column age is off");
        assert_eq!(format!("{told:?}"), "OutOfRange at Some(7): column age is off");
    }

    #[test]
    fn a_long_sentence_is_cut_between_characters() {
        let long = "\u{e4}".repeat(300);
        let cut = Problem::new(Error::OutOfRange).say(format_args!("{long}"));
        assert_eq!(cut.what(), "\u{e4}".repeat(WHAT_LEN / 2));
        let cut = Problem::new(Error::OutOfRange).say(format_args!("{}{long}", "x".repeat(246)));
        assert_eq!(cut.what(), "x".repeat(246));
    }
}
