#![forbid(unsafe_code)]
//! From events to a tree.

use super::date;
use super::decimal::{Decimal, NotDecimal};
use super::events::{Lines, events};
use super::source::{refusal, shows};
use super::tree::{Content, Definition, Node, Table, push};
use crate::error::Error;
use crate::problem::{Checked, Problem};
use toml_parser::decoder::{IntegerRadix, ScalarKind, StringBuilder};
use toml_parser::parser::{Event, EventKind};
use toml_parser::{ParseError, Raw, Source};

/// The document's outermost table.
pub(in crate::plan) fn parse(text: &str) -> Checked<Table> {
    let source = Source::new(text);
    let lines = Lines(text);
    let events = events(&source, &lines)?;
    let mut reader = Reader { source, lines, events: events.iter() };
    reader.document()
}

struct Reader<'a> {
    source: Source<'a>,
    lines: Lines<'a>,
    events: std::slice::Iter<'a, Event>,
}

/// A key and its line.
type Key = (String, u64);

impl Reader<'_> {
    fn document(&mut self) -> Checked<Table> {
        let mut root = Table::new(Definition::Header);
        let mut place = Vec::new();
        while let Some(&event) = self.events.next() {
            match event.kind() {
                EventKind::StdTableOpen => {
                    let (path, last) = self.keys(EventKind::StdTableClose)?;
                    place = walk(&mut root, Vec::new(), path, false)?;
                    let opened = root.descend(&place)?.open(last.0, last.1)?;
                    push(&mut place, opened)?;
                }
                EventKind::SimpleKey => {
                    let first = self.key(&event)?;
                    self.entry(&mut root, &place, first)?;
                }
                _ => return Err(self.unexpected(&event)),
            }
        }
        Ok(root)
    }

    /// A key, of which the first part has been read, and its value.
    fn entry(&mut self, root: &mut Table, place: &[usize], first: Key) -> Checked<()> {
        let (path, last) = self.keys_after(first, EventKind::KeyValSep)?;
        let mut start = Vec::new();
        start.try_reserve_exact(place.len()).map_err(Error::from)?;
        start.extend_from_slice(place);
        let place = walk(root, start, path, true)?;
        let content = self.value()?;
        root.descend(&place)?.insert(last.0, Node { line: last.1, content })
    }

    /// The parts of a dotted key, the last one apart.
    fn keys(&mut self, end: EventKind) -> Checked<(Vec<Key>, Key)> {
        match self.events.next() {
            Some(event) if event.kind() == EventKind::SimpleKey => {
                let first = self.key(event)?;
                self.keys_after(first, end)
            }
            _ => Err(Error::Internal.into()),
        }
    }

    fn keys_after(&mut self, first: Key, end: EventKind) -> Checked<(Vec<Key>, Key)> {
        let (mut path, mut last) = (Vec::new(), first);
        while let Some(event) = self.events.next() {
            match event.kind() {
                EventKind::SimpleKey => {
                    push(&mut path, last)?;
                    last = self.key(event)?;
                }
                kind if kind == end => break,
                _ => return Err(self.unexpected(event)),
            }
        }
        Ok((path, last))
    }

    fn key(&self, event: &Event) -> Checked<Key> {
        let raw = self.source.get(event).ok_or(Error::Internal)?;
        let line = self.lines.of(event.span());
        let mut key = Text::default();
        let mut error = None;
        raw.decode_key(&mut key, &mut error);
        let key = self.decoded(key, raw, line, error)?;
        if !shows(&key) {
            return Err(does_not_show(line));
        }
        Ok((key, line))
    }

    /// A string without what only TOML 1.1 has.
    fn decoded(
        &self,
        text: Text,
        raw: Raw<'_>,
        line: u64,
        error: Option<ParseError>,
    ) -> Checked<String> {
        if text.is_out_of_memory {
            return Err(Error::OutOfMemory.into());
        }
        if let Some(error) = error {
            return Err(self.lines.problem(&error));
        }
        let is_basic = raw.as_str().starts_with('"');
        if is_basic && let Some(escape) = escape_of_toml_1_1(raw.as_str()) {
            return Err(refusal(line, format_args!("not TOML 1.0: the escape \\{escape}")));
        }
        Ok(text.text)
    }

    fn value(&mut self) -> Checked<Content> {
        match self.events.next() {
            Some(event) => self.value_of(*event),
            None => Err(Error::Internal.into()),
        }
    }

    fn value_of(&mut self, event: Event) -> Checked<Content> {
        match event.kind() {
            EventKind::Scalar => self.scalar(&event),
            EventKind::ArrayOpen => self.array(),
            EventKind::InlineTableOpen => self.inline_table(),
            _ => Err(self.unexpected(&event)),
        }
    }

    fn array(&mut self) -> Checked<Content> {
        let mut nodes = Vec::new();
        while let Some(&event) = self.events.next() {
            match event.kind() {
                EventKind::ArrayClose => break,
                EventKind::ValueSep => {}
                _ => {
                    let line = self.lines.of(event.span());
                    let content = self.value_of(event)?;
                    push(&mut nodes, Node { line, content })?;
                }
            }
        }
        Ok(Content::Array(nodes))
    }

    fn inline_table(&mut self) -> Checked<Content> {
        let mut table = Table::new(Definition::Inline);
        while let Some(&event) = self.events.next() {
            match event.kind() {
                EventKind::InlineTableClose => break,
                EventKind::ValueSep => {}
                EventKind::SimpleKey => {
                    let first = self.key(&event)?;
                    self.entry(&mut table, &[], first)?;
                }
                _ => return Err(self.unexpected(&event)),
            }
        }
        Ok(Content::Table(table))
    }

    fn scalar(&self, event: &Event) -> Checked<Content> {
        let raw = self.source.get(event).ok_or(Error::Internal)?;
        let line = self.lines.of(event.span());
        let mut text = Text::default();
        let mut error = None;
        let kind = raw.decode_scalar(&mut text, &mut error);
        let text = self.decoded(text, raw, line, error)?;
        match kind {
            ScalarKind::String => Ok(Content::Text(text)),
            ScalarKind::Boolean(answer) => Ok(Content::Boolean(answer)),
            ScalarKind::DateTime => match date::parse(&text) {
                Some(day) => Ok(Content::Date(day)),
                None => Err(refusal(line, format_args!("{text} is not a date like 2015-01-31"))),
            },
            ScalarKind::Integer(IntegerRadix::Dec) => number(&text, line),
            ScalarKind::Integer(_) => {
                Err(refusal(line, format_args!("{text}: numbers are written with decimal digits")))
            }
            ScalarKind::Float => number(&text, line),
        }
    }

    fn unexpected(&self, event: &Event) -> Problem {
        let line = self.lines.of(event.span());
        match event.kind() {
            EventKind::ArrayTableOpen => refusal(
                line,
                format_args!("a plan has no lists of tables: write one pair of brackets"),
            ),
            kind => refusal(line, format_args!("not TOML: {}", kind.description())),
        }
    }
}

fn number(text: &str, line: u64) -> Checked<Content> {
    match Decimal::parse(text.as_bytes()) {
        Ok(number) => Ok(Content::Number(number)),
        Err(NotDecimal::Malformed) => Err(refusal(line, format_args!("{text} is not a number"))),
        Err(NotDecimal::TooLong) => {
            Err(refusal(line, format_args!("{text} has more than 38 digits")))
        }
        Err(NotDecimal::TooFine) => {
            Err(refusal(line, format_args!("{text} has more than 38 decimals")))
        }
    }
}

pub(in crate::plan) fn does_not_show(line: u64) -> Problem {
    refusal(
        line,
        format_args!("an escape stands for a character that does not show, or for half of one"),
    )
}

/// Follows keys through tables, and makes those that are not there.
fn walk(
    root: &mut Table,
    mut place: Vec<usize>,
    path: Vec<Key>,
    by_dots: bool,
) -> Checked<Vec<usize>> {
    for (key, line) in path {
        let step = root.descend(&place)?.step(key, line, by_dots)?;
        push(&mut place, step)?;
    }
    Ok(place)
}

/// \e and \x41, with which TOML 1.1 spells characters.
fn escape_of_toml_1_1(raw: &str) -> Option<char> {
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        if character == '\\'
            && let Some(escape @ ('e' | 'x')) = characters.next()
        {
            return Some(escape);
        }
    }
    None
}

/// A string for which there may be no memory.
#[derive(Default)]
struct Text {
    text: String,
    is_out_of_memory: bool,
}

impl Text {
    fn reserve(&mut self, len: usize) -> bool {
        let has_room = self.text.try_reserve(len).is_ok();
        self.is_out_of_memory |= !has_room;
        has_room
    }
}

impl<'s> StringBuilder<'s> for Text {
    fn clear(&mut self) {
        self.text.clear();
    }

    fn push_str(&mut self, append: &'s str) -> bool {
        let has_room = self.reserve(append.len());
        if has_room {
            self.text.push_str(append);
        }
        has_room
    }

    fn push_char(&mut self, append: char) -> bool {
        let has_room = self.reserve(append.len_utf8());
        if has_room {
            self.text.push(append);
        }
        has_room
    }
}

/// Shows that a tree was not lost on the way.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::text::tree;

    fn shown(content: &Content) -> String {
        match content {
            Content::Text(text) => format!("{text:?}"),
            Content::Number(number) => number.to_string(),
            Content::Boolean(answer) => answer.to_string(),
            Content::Date(day) => date::Date(*day).to_string(),
            Content::Array(nodes) => {
                let nodes: Vec<_> = nodes.iter().map(|node| shown(&node.content)).collect();
                format!("[{}]", nodes.join(" "))
            }
            Content::Table(table) => shown_table(table),
        }
    }

    fn shown_table(table: &Table) -> String {
        let entries: Vec<_> = table
            .entries
            .iter()
            .map(|tree::Entry { key, node }| {
                format!("{}:{key}={}", node.line, shown(&node.content))
            })
            .collect();
        format!("{{{}}}", entries.join(" "))
    }

    fn tree(text: &str) -> String {
        shown_table(&parse(text).unwrap())
    }

    fn refused(text: &str) -> (u64, String) {
        let problem = parse(text).expect_err(text);
        assert_eq!(problem.error, Error::InvalidPlan);
        (problem.place.unwrap(), problem.what().to_string())
    }

    #[test]
    fn a_tree_keeps_order_lines_and_digits() {
        assert_eq!(
            tree(
                "b = 1_000 # c\na = '''x'''\n\n[z.y]\nk.l = 0.50\nk.m = [1, [true],\n 2015-01-31]\n[a2]\n"
            ),
            "{1:b=1000 2:a=\"x\" 4:z={4:y={5:k={5:l=0.5 6:m=[1 [true] 2015-01-31]}}} 8:a2={}}"
        );
        assert_eq!(
            tree("a = {b.c = 1, b.d = \"\\u00e9\\n\"}"),
            "{1:a={1:b={1:c=1 1:d=\"\u{e9}\\n\"}}}"
        );
        assert_eq!(tree("[a.b]\nx = 1\n[a]\ny = 2"), "{3:a={1:b={2:x=1} 4:y=2}}");
        assert_eq!(tree("a = [\n# c\n1, # d\n2,\n]"), "{1:a=[1 2]}");
        assert_eq!(tree("\"a b\".'c.d' = -1e-3"), "{1:a b={1:c.d=-0.001}}");
        assert_eq!(tree(""), "{}");
    }

    #[test]
    fn tables_and_keys_are_defined_once() {
        for (text, line) in [
            ("a = 1\na = 2", 2),
            ("[a]\n[b]\n[a]", 3),
            ("[a]\nb = 1\n[a.b]", 3),
            ("[a.b]\nx = 1\n[a]\nb.y = 2", 4),
            ("[a.b.c]\nz = 9\n[a]\nb.c.t = 1", 4),
            ("[a]\nb.c = 1\n[a.b]", 3),
            ("a = {b = 1}\na.c = 2", 2),
            ("a = {b = 1}\n[a.c]", 2),
            ("a = {b = 1, b = 2}", 1),
            ("a = {b = {c = 1}, b.d = 2}", 1),
            ("a = []\n[a.b]", 2),
            ("a.b = 1\na = 2", 2),
            ("[a]\n\"a\".b = 1\n'a'.b = 2", 3),
        ] {
            assert_eq!(refused(text).0, line, "{text}");
        }
        assert_eq!(refused("a = 1\na = 2").1, "\"a\" is there twice, first in line 1");
        assert_eq!(
            refused("a = {b = 1}\n[a.c]").1,
            "\"a\" is complete since line 1: nothing can be added to it"
        );
    }

    #[test]
    fn a_table_by_dots_may_have_tables_below() {
        assert_eq!(tree("[a]\nb.c = 1\n[a.b.d]\ne = 2"), "{1:a={2:b={2:c=1 3:d={4:e=2}}}}");
    }

    #[test]
    fn what_is_not_toml_1_0_is_refused_with_its_line() {
        for (text, line, what) in [
            ("a = 1\nb = nan", 2, "nan is not a number"),
            ("a = [1,\n -inf]", 2, "-inf is not a number"),
            ("rho = 1e-400", 1, "1e-400 has more than 38 decimals"),
            ("a = 1e400", 1, "1e400 has more than 38 digits"),
            ("a = 0x1F", 1, "1F: numbers are written with decimal digits"),
            ("a = 2015-02-30", 1, "2015-02-30 is not a date like 2015-01-31"),
            ("a = 2015-01-01T00:00:00Z", 1, "2015-01-01T00:00:00Z is not a date like 2015-01-31"),
            ("a = {\n}", 1, "not TOML 1.0: a table in braces does not end in its line"),
            ("\na = {b = 1,}", 2, "not TOML 1.0: a comma before the brace that ends a table"),
            ("a = \"\\x41\"", 1, "not TOML 1.0: the escape \\x"),
            ("a = \"\\\\e\\e\"", 1, "not TOML 1.0: the escape \\e"),
            ("[[a]]", 1, "a plan has no lists of tables: write one pair of brackets"),
            (
                "\"\\u202e\" = 1",
                1,
                "an escape stands for a character that does not show, or for half of one",
            ),
        ] {
            assert_eq!(refused(text), (line, what.to_string()), "{text}");
        }
        for (text, line) in [
            ("a = ", 1),
            ("a", 1),
            ("= 1", 1),
            ("\n[a", 2),
            ("a = 01", 1),
            ("a = 1__0", 1),
            ("a = \"x", 1),
            ("a = [1\nb = 2", 2),
            ("a = 1 b = 2", 1),
            ("a b = 1", 1),
            ("a = yes", 1),
            ("a = \"\"\"x\"\"\"\nb = 1\n]", 3),
            ("a = +-1", 1),
            ("a = \"\\q\"", 1),
        ] {
            let (at, what) = refused(text);
            assert_eq!(at, line, "{text}: {what}");
            assert!(what.starts_with("not TOML: "), "{text}: {what}");
        }
        let deep = format!("a = {}1{}", "[".repeat(100), "]".repeat(100));
        assert_eq!(refused(&deep).0, 1);
    }
}
