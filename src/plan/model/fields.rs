#![forbid(unsafe_code)]
//! Keys of a table and what may stand behind them.

use crate::plan::text::decimal::Decimal;
use crate::plan::text::source::refusal;
use crate::plan::text::tree::{Content, Node, Table};
use crate::problem::{Checked, Problem};

/// A table of the plan, and what people call it: `column "age"`.
#[derive(Clone, Copy)]
pub(in crate::plan) struct Fields<'a> {
    table: &'a Table,
    /// Where it begins.
    pub line: u64,
    kind: &'a str,
    name: &'a str,
}

impl<'a> Fields<'a> {
    /// A table none of whose keys is another than these.
    pub fn new(
        node: &'a Node,
        kind: &'a str,
        name: &'a str,
        known: &[&str],
    ) -> Checked<Fields<'a>> {
        let Content::Table(table) = &node.content else {
            return Err(refusal(
                node.line,
                format_args!("{kind} {name:?} is {}, not a table", node.content.kind()),
            ));
        };
        let fields = Fields { table, line: node.line, kind, name };
        fields.check_keys(known)?;
        Ok(fields)
    }

    /// The whole plan.
    pub fn root(table: &'a Table, known: &[&str]) -> Checked<Fields<'a>> {
        let fields = Fields { table, line: 1, kind: "the plan", name: "" };
        fields.check_keys(known)?;
        Ok(fields)
    }

    pub fn check_keys(&self, known: &[&str]) -> Checked<()> {
        match self.table.entries.iter().find(|entry| !known.contains(&&entry.key[..])) {
            None => Ok(()),
            Some(entry) => {
                let (of, line) = (self.of(), entry.node.line);
                Err(match nearest(&entry.key, known) {
                    Some(near) => refusal(
                        line,
                        format_args!("{of} has no {:?}; is {near:?} meant?", entry.key),
                    ),
                    None => refusal(line, format_args!("{of} has no {:?}", entry.key)),
                })
            }
        }
    }

    fn of(&self) -> Of<'a> {
        Of { kind: self.kind, name: self.name }
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.table.get(key)
    }

    /// A problem of the table as a whole.
    pub fn refuse(&self, what: core::fmt::Arguments<'_>) -> Problem {
        refusal(self.line, format_args!("{}: {what}", self.of()))
    }

    /// A problem of what is behind a key.
    pub fn refuse_key(&self, key: &str, what: core::fmt::Arguments<'_>) -> Problem {
        let line = self.table.get(key).map_or(self.line, |node| node.line);
        refusal(line, format_args!("{}: {key} {what}", self.of()))
    }

    pub fn required(&self, key: &str) -> Checked<&'a Node> {
        self.table.get(key).ok_or_else(|| self.refuse(format_args!("{key} is missing")))
    }

    pub fn text(&self, key: &str) -> Checked<Option<&'a str>> {
        match self.table.get(key).map(|node| &node.content) {
            None => Ok(None),
            Some(Content::Text(text)) => Ok(Some(text)),
            Some(other) => {
                Err(self.refuse_key(key, format_args!("is {}, not a text", other.kind())))
            }
        }
    }

    pub fn boolean(&self, key: &str) -> Checked<Option<bool>> {
        match self.table.get(key).map(|node| &node.content) {
            None => Ok(None),
            Some(Content::Boolean(answer)) => Ok(Some(*answer)),
            Some(_) => Err(self.refuse_key(key, format_args!("is neither true nor false"))),
        }
    }

    pub fn number(&self, key: &str) -> Checked<Option<Decimal>> {
        match self.table.get(key).map(|node| &node.content) {
            None => Ok(None),
            Some(Content::Number(number)) => Ok(Some(*number)),
            Some(other) => {
                Err(self.refuse_key(key, format_args!("is {}, not a number", other.kind())))
            }
        }
    }

    /// A whole number from `least` to `most`.
    pub fn integer(&self, key: &str, least: u64, most: u64) -> Checked<Option<u64>> {
        let Some(number) = self.number(key)? else { return Ok(None) };
        let integer = number.integer().and_then(|integer| u64::try_from(integer).ok());
        match integer.filter(|integer| (least..=most).contains(integer)) {
            Some(integer) => Ok(Some(integer)),
            None => Err(self.refuse_key(
                key,
                format_args!("is {number}, not a whole number from {least} to {most}"),
            )),
        }
    }

    pub fn list(&self, key: &str) -> Checked<Option<&'a [Node]>> {
        match self.table.get(key).map(|node| &node.content) {
            None => Ok(None),
            Some(Content::Array(nodes)) => Ok(Some(nodes)),
            Some(other) => {
                Err(self.refuse_key(key, format_args!("is {}, not a list", other.kind())))
            }
        }
    }

    /// A list with something in it.
    pub fn filled_list(&self, key: &str) -> Checked<Option<&'a [Node]>> {
        match self.list(key)? {
            Some([]) => Err(self.refuse_key(key, format_args!("is empty"))),
            list => Ok(list),
        }
    }

    /// Tables by name: `[column.age]`, in their order in the text.
    pub fn tables(&self, key: &str) -> Checked<&'a [crate::plan::text::tree::Entry]> {
        match self.table.get(key).map(|node| &node.content) {
            None => Ok(&[]),
            Some(Content::Table(table)) => Ok(&table.entries),
            Some(other) => Err(self.refuse_key(
                key,
                format_args!("is {}, not tables: write [{key}.name]", other.kind()),
            )),
        }
    }
}

struct Of<'a> {
    kind: &'a str,
    name: &'a str,
}

impl core::fmt::Display for Of<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.name {
            "" => formatter.write_str(self.kind),
            name => write!(formatter, "{} {name:?}", self.kind),
        }
    }
}

/// A known word that differs in little: at most two letters, and by less than half.
pub(in crate::plan) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    const LONGEST: usize = 64;
    let is_short = |word: &str| word.chars().count() <= LONGEST;
    let near = known.iter().filter(|known| is_short(word) && is_short(known));
    let near = near.map(|known| (distance(word, known), *known));
    let (distance, near) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= 2 && 2 * distance < near.chars().count().max(2)).then_some(near)
}

/// Levenshtein's: letters inserted, left out or replaced.
fn distance(one: &str, other: &str) -> usize {
    let mut row = [0_usize; 66];
    for (place, cell) in row.iter_mut().enumerate() {
        *cell = place;
    }
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, other) in row.iter_mut().skip(1).zip(other.chars()) {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = *cell;
            left = replaced.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.get(other.chars().count()).copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_a_letter_amiss_are_near() {
        let known = ["range", "decimals", "by", "on"];
        assert_eq!(nearest("rnage", &known), Some("range"));
        assert_eq!(nearest("decimal", &known), Some("decimals"));
        assert_eq!(nearest("of", &known), None);
        assert_eq!(nearest("bz", &known), None);
        assert_eq!(nearest(&"x".repeat(1000), &known), None);
        assert_eq!(
            (distance("kitten", "sitting"), distance("", "abc"), distance("abc", "")),
            (3, 3, 3)
        );
    }
}
