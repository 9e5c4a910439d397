#![forbid(unsafe_code)]
//! A TOML document as tables within tables, in the order of the text.

use super::decimal::Decimal;
use super::source::refusal;
use crate::error::Error;
use crate::problem::Checked;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// One thing that was written, and the line where it begins.
#[derive(Debug)]
pub(in crate::plan) struct Node {
    pub line: u64,
    pub content: Content,
}

#[derive(Debug)]
pub(in crate::plan) enum Content {
    Text(String),
    Number(Decimal),
    Boolean(bool),
    /// Days since 1970-01-01.
    Date(i64),
    Array(Vec<Node>),
    Table(Table),
}

impl Content {
    /// What it is, for people.
    pub fn kind(&self) -> &'static str {
        match self {
            Content::Text(_) => "text",
            Content::Number(_) => "a number",
            Content::Boolean(_) => "true or false",
            Content::Date(_) => "a date",
            Content::Array(_) => "a list",
            Content::Table(_) => "a table",
        }
    }
}

/// How a table came to be, on which depends who may add to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Definition {
    /// By a header of a table within it; its own header may follow.
    Implied,
    /// By its header.
    Header,
    /// By dotted keys, which may go on.
    Dotted,
    /// By braces: whole.
    Inline,
}

#[derive(Debug)]
pub(in crate::plan) struct Entry {
    pub key: String,
    pub node: Node,
}

#[derive(Debug)]
pub(in crate::plan) struct Table {
    /// In the order in which their keys first appear.
    pub entries: Vec<Entry>,
    definition: Definition,
    /// Where each key is. The hasher has no random key: a plan that makes it slow is its writer's own.
    places: HashMap<String, usize, BuildHasherDefault<DefaultHasher>>,
}

impl Table {
    pub fn new(definition: Definition) -> Table {
        Table { entries: Vec::new(), definition, places: HashMap::default() }
    }

    pub fn get(&self, key: &str) -> Option<&Node> {
        self.places.get(key).and_then(|&place| self.entries.get(place)).map(|entry| &entry.node)
    }

    /// Adds a key that is not there yet.
    pub fn insert(&mut self, key: String, node: Node) -> Checked<()> {
        let line = node.line;
        if let Some(first) = self.get(&key) {
            return Err(refusal(
                line,
                format_args!("{key:?} is there twice, first in line {}", first.line),
            ));
        }
        self.places.try_reserve(1).map_err(Error::from)?;
        self.entries.try_reserve(1).map_err(Error::from)?;
        self.places.insert(copied(&key)?, self.entries.len());
        self.entries.push(Entry { key, node });
        Ok(())
    }

    /// The table that a header's last key opens.
    pub fn open(&mut self, key: String, line: u64) -> Checked<usize> {
        let Some(place) = self.places.get(&key).copied() else {
            return self.add_table(key, line, Definition::Header);
        };
        match self.entry_mut(place)? {
            Entry { node: Node { content: Content::Table(table), line: first }, .. }
                if table.definition == Definition::Implied =>
            {
                table.definition = Definition::Header;
                *first = line;
                Ok(place)
            }
            Entry { node, .. } => Err(refusal(
                line,
                format_args!("{key:?} is there twice, first in line {}", node.line),
            )),
        }
    }

    /// The table that a key leads through, on the way to a header's last key or, `by_dots`, to a
    /// dotted key's.
    pub fn step(&mut self, key: String, line: u64, by_dots: bool) -> Checked<usize> {
        let Some(place) = self.places.get(&key).copied() else {
            let definition = if by_dots { Definition::Dotted } else { Definition::Implied };
            return self.add_table(key, line, definition);
        };
        let entry = self.entry_mut(place)?;
        let may_enter = match &entry.node.content {
            Content::Table(table) if by_dots => table.definition == Definition::Dotted,
            Content::Table(table) => table.definition != Definition::Inline,
            _ => false,
        };
        if may_enter {
            return Ok(place);
        }
        let first = entry.node.line;
        Err(refusal(
            line,
            format_args!("{key:?} is complete since line {first}: nothing can be added to it"),
        ))
    }

    fn add_table(&mut self, key: String, line: u64, definition: Definition) -> Checked<usize> {
        self.insert(key, Node { line, content: Content::Table(Table::new(definition)) })?;
        Ok(self.entries.len() - 1)
    }

    fn entry_mut(&mut self, place: usize) -> Checked<&mut Entry> {
        Ok(self.entries.get_mut(place).ok_or(Error::Internal)?)
    }

    /// The table that lies at these places, each within the one before.
    pub fn descend(&mut self, places: &[usize]) -> Checked<&mut Table> {
        let mut table = self;
        for &place in places {
            let Content::Table(inner) = &mut table.entry_mut(place)?.node.content else {
                return Err(Error::Internal.into());
            };
            table = inner;
        }
        Ok(table)
    }
}

/// A copy for which there may be no memory.
pub(in crate::plan) fn copied(text: &str) -> Checked<String> {
    let mut copy = String::new();
    copy.try_reserve_exact(text.len()).map_err(Error::from)?;
    copy.push_str(text);
    Ok(copy)
}

/// Adds to a list for which there may be no memory.
pub(in crate::plan) fn push<T>(list: &mut Vec<T>, item: T) -> Checked<()> {
    list.try_reserve(1).map_err(Error::from)?;
    list.push(item);
    Ok(())
}
