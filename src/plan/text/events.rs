#![forbid(unsafe_code)]
//! The events of a TOML document: what `toml_parser` reads, held to TOML 1.0.

use super::source::refusal;
use crate::error::Error;
use crate::problem::{Checked, Problem};
use toml_parser::decoder::Encoding;
use toml_parser::lexer::Token;
use toml_parser::parser::{Event, EventKind, EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, Expected, ParseError, Source, Span};

/// Lists and tables in braces within one another. A plan needs three.
const MAX_DEPTH: u32 = 16;

/// All events but blanks and comments, which say nothing to a program.
pub(super) fn events(source: &Source<'_>, lines: &Lines<'_>) -> Checked<Vec<Event>> {
    let mut tokens: Vec<Token> = Vec::new();
    for token in source.lex() {
        tokens.try_reserve(1).map_err(Error::from)?;
        tokens.push(token);
    }
    let mut receiver = Receiver { events: Vec::new(), containers: Vec::new(), failure: None };
    let mut error: Option<ParseError> = None;
    parse_document(&tokens, &mut RecursionGuard::new(&mut receiver, MAX_DEPTH), &mut error);
    if let Some(failure) = receiver.failure {
        return Err(failure.problem(lines));
    }
    if let Some(error) = error {
        return Err(lines.problem(&error));
    }
    Ok(receiver.events)
}

/// Where lines begin.
pub(super) struct Lines<'a>(pub &'a str);

impl Lines<'_> {
    pub fn of(&self, span: Span) -> u64 {
        let before = self.0.as_bytes().get(..span.start()).unwrap_or(self.0.as_bytes());
        1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64
    }

    /// What the parser says, at its line.
    pub fn problem(&self, error: &ParseError) -> Problem {
        let span = error.unexpected().or(error.context()).unwrap_or_default();
        let problem = Problem::new(Error::InvalidPlan).at(self.of(span));
        match error.expected().and_then(|expected| expected.first()) {
            Some(Expected::Literal(text)) => {
                problem.say(format_args!("not TOML: {}, expected {text:?}", error.description()))
            }
            Some(Expected::Description(text)) => {
                problem.say(format_args!("not TOML: {}, expected {text}", error.description()))
            }
            _ => problem.say(format_args!("not TOML: {}", error.description())),
        }
    }
}

/// What the parser lets pass and a plan does not.
enum Failure {
    Memory,
    /// TOML 1.1 reads these. A plan is read by the tools of all parties, so it is what all know.
    BrokenInlineTable(Span),
    TrailingComma(Span),
}

impl Failure {
    fn problem(&self, lines: &Lines<'_>) -> Problem {
        match self {
            Failure::Memory => Error::OutOfMemory.into(),
            Failure::BrokenInlineTable(span) => refusal(
                lines.of(*span),
                format_args!("not TOML 1.0: a table in braces does not end in its line"),
            ),
            Failure::TrailingComma(span) => refusal(
                lines.of(*span),
                format_args!("not TOML 1.0: a comma before the brace that ends a table"),
            ),
        }
    }
}

struct Receiver {
    events: Vec<Event>,
    /// The lists and tables that are open, innermost last.
    containers: Vec<EventKind>,
    failure: Option<Failure>,
}

impl Receiver {
    fn push(&mut self, kind: EventKind, encoding: Option<Encoding>, span: Span) {
        if self.events.try_reserve(1).is_err() {
            self.fail(Failure::Memory);
            return;
        }
        self.events.push(Event::new_unchecked(kind, encoding, span));
    }

    fn open(&mut self, kind: EventKind, span: Span) -> bool {
        if self.containers.try_reserve(1).is_err() {
            self.fail(Failure::Memory);
            return false;
        }
        self.containers.push(kind);
        self.push(kind, None, span);
        true
    }

    fn close(&mut self, kind: EventKind, span: Span) {
        self.containers.pop();
        self.push(kind, None, span);
    }

    fn fail(&mut self, failure: Failure) {
        self.failure.get_or_insert(failure);
    }
}

impl EventReceiver for Receiver {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::StdTableOpen, None, span);
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::StdTableClose, None, span);
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::ArrayTableOpen, None, span);
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(EventKind::InlineTableOpen, span)
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if self.events.last().is_some_and(|event| event.kind() == EventKind::ValueSep) {
            self.fail(Failure::TrailingComma(span));
        }
        self.close(EventKind::InlineTableClose, span);
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(EventKind::ArrayOpen, span)
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(EventKind::ArrayClose, span);
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.push(EventKind::SimpleKey, encoding, span);
    }

    fn key_val_sep(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::KeyValSep, None, span);
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.push(EventKind::Scalar, encoding, span);
    }

    fn value_sep(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::ValueSep, None, span);
    }

    fn newline(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if self.containers.last() == Some(&EventKind::InlineTableOpen) {
            self.fail(Failure::BrokenInlineTable(span));
        }
    }
}
