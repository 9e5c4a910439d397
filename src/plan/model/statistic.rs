#![forbid(unsafe_code)]
//! What is computed of the columns.

use super::column::{Column, Range, Shown, integer_of, read_edges, read_range, unknown_column};
use super::fields::Fields;
use super::kinds::{self, Kind};
use super::levels::{Levels, read_level};
use crate::plan::text::decimal::Decimal;
use crate::plan::text::source::refusal;
use crate::plan::text::tree::{Content, Entry, Node, copied, push};
use crate::problem::Checked;

/// Statistics of a plan.
pub const MAX_STATISTIC_COUNT: usize = 10_000;

/// One statistic.
#[derive(Debug)]
pub struct Statistic {
    pub name: String,
    /// Where its table begins.
    pub line: u64,
    /// Columns with levels, by the product of which it is grouped; the last one changes fastest.
    pub by: Vec<usize>,
    /// Rows that it is about: all of these.
    pub conditions: Vec<Condition>,
    /// Of its intervals.
    pub confidence: Decimal,
    pub kind: Kind,
}

/// Which rows count.
#[derive(Debug)]
pub struct Condition {
    pub column: usize,
    pub test: Test,
}

#[derive(Debug)]
pub enum Test {
    /// One of these levels, ascending.
    Levels(Vec<usize>),
    Within(Range),
}

/// All columns of a plan, to be found by name.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a>(pub &'a [Column]);

impl<'a> Columns<'a> {
    pub fn find(self, fields: &Fields<'_>, key: &str, node: &Node) -> Checked<(usize, &'a Column)> {
        let Content::Text(name) = &node.content else {
            let problem = fields.refuse_key(
                key,
                format_args!("has {}, where the name of a column is wanted", node.content.kind()),
            );
            return Err(problem.at(node.line));
        };
        self.named(fields, key, name, node.line)
    }

    pub fn named(
        self,
        fields: &Fields<'_>,
        key: &str,
        name: &str,
        line: u64,
    ) -> Checked<(usize, &'a Column)> {
        match self.0.iter().enumerate().find(|(_, column)| column.name == name) {
            Some(found) => Ok(found),
            None => {
                let names = self.0.iter().map(|column| &column.name[..]);
                Err(unknown_column(fields, key, name, names).at(line))
            }
        }
    }

    /// The place, range and form of a column of numbers.
    pub fn numbers(
        self,
        fields: &Fields<'_>,
        key: &str,
        node: &Node,
    ) -> Checked<(usize, Range, Shown)> {
        let (place, column) = self.find(fields, key, node)?;
        match column.numbers() {
            Some((range, shown)) => Ok((place, range, shown)),
            None => {
                let what = format_args!("has {:?}, which is not a column of numbers", column.name);
                Err(fields.refuse_key(key, what).at(node.line))
            }
        }
    }

    pub fn levels(
        self,
        fields: &Fields<'_>,
        key: &str,
        node: &Node,
    ) -> Checked<(usize, &'a Levels)> {
        let (place, column) = self.find(fields, key, node)?;
        match column.levels() {
            Some(levels) => Ok((place, levels)),
            None => {
                let what = format_args!("has {:?}, which has no levels", column.name);
                Err(fields.refuse_key(key, what).at(node.line))
            }
        }
    }

    /// A list of columns, none twice.
    pub fn list<T>(
        self,
        fields: &Fields<'_>,
        key: &str,
        one: impl Fn(&Node) -> Checked<(usize, T)>,
    ) -> Checked<Vec<usize>> {
        let mut places = Vec::new();
        for node in fields.filled_list(key)?.unwrap_or_default() {
            let (place, _) = one(node)?;
            if places.contains(&place) {
                let name = self.0.get(place).map_or("", |column| &column.name);
                let problem = fields.refuse_key(key, format_args!("has {name:?} twice"));
                return Err(problem.at(node.line));
            }
            push(&mut places, place)?;
        }
        Ok(places)
    }
}

/// Keys that every statistic may have, but `presence`.
const COMMON: [&str; 3] = ["by", "where", "confidence"];

pub(super) fn read_all(entries: &[Entry], columns: Columns<'_>) -> Checked<Vec<Statistic>> {
    let mut statistics = Vec::new();
    if entries.len() > MAX_STATISTIC_COUNT {
        return Err(refusal(1, format_args!("more than {MAX_STATISTIC_COUNT} statistics")));
    }
    for entry in entries {
        push(&mut statistics, read(entry, columns)?)?;
    }
    Ok(statistics)
}

fn read(entry: &Entry, columns: Columns<'_>) -> Checked<Statistic> {
    if entry.key.is_empty() || entry.key.trim() != entry.key {
        return Err(refusal(
            entry.node.line,
            format_args!(
                "statistic {:?}: a name is not empty, and has no blanks at its ends",
                entry.key
            ),
        ));
    }
    let form = kinds::form_of(entry)?;
    let common = if form.is_grouped { &COMMON[..] } else { &[] };
    let known = [form.keys, common].concat();
    let fields = Fields::new(&entry.node, "statistic", &entry.key, &known)?;
    let by = match fields.has("by") {
        true => columns.list(&fields, "by", |node| columns.levels(&fields, "by", node))?,
        false => Vec::new(),
    };
    let confidence = fields.number("confidence")?.unwrap_or(Decimal::new(95, 2));
    if !confidence.is_proper_fraction() {
        return Err(fields.refuse_key("confidence", format_args!("is not between 0 and 1")));
    }
    Ok(Statistic {
        name: copied(&entry.key)?,
        line: entry.node.line,
        by,
        conditions: read_conditions(&fields, columns)?,
        confidence,
        kind: (form.read)(&fields, columns)?,
    })
}

fn read_conditions(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Vec<Condition>> {
    let mut conditions = Vec::new();
    let Some(node) = fields.node("where") else { return Ok(conditions) };
    let Content::Table(table) = &node.content else {
        return Err(
            fields.refuse_key("where", format_args!("is not a table: write {{ column = [...] }}"))
        );
    };
    for entry in &table.entries {
        let (column, found) = columns.named(fields, "where", &entry.key, entry.node.line)?;
        let names: Vec<&str> = table.entries.iter().map(|entry| &entry.key[..]).collect();
        let tested = Fields::new(node, "where", "", &names)?;
        let test = match (found.levels(), found.numbers()) {
            (Some(levels), _) => Test::Levels(read_tested_levels(&tested, entry, levels)?),
            (None, Some((_, shown))) => Test::Within(read_range(&tested, &entry.key, shown)?),
            (None, None) => return Err(crate::error::Error::Internal.into()),
        };
        push(&mut conditions, Condition { column, test })?;
    }
    Ok(conditions)
}

/// One level, or a list of some.
fn read_tested_levels(fields: &Fields<'_>, entry: &Entry, levels: &Levels) -> Checked<Vec<usize>> {
    let nodes = match &entry.node.content {
        Content::Array(nodes) => &nodes[..],
        _ => core::slice::from_ref(&entry.node),
    };
    let mut wanted = Vec::new();
    for node in nodes {
        let level = read_level(fields, &entry.key, node, levels)?;
        match wanted.binary_search(&level) {
            Ok(_) => {
                let problem = fields.refuse_key(&entry.key, format_args!("has a level twice"));
                return Err(problem.at(node.line));
            }
            Err(place) => {
                wanted.try_reserve(1).map_err(crate::error::Error::from)?;
                wanted.insert(place, level);
            }
        }
    }
    if wanted.is_empty() {
        return Err(fields.refuse_key(&entry.key, format_args!("is empty")));
    }
    Ok(wanted)
}

/// The edges of a column of numbers, and where it is.
pub(super) fn column_with_edges(
    fields: &Fields<'_>,
    key: &str,
    columns: Columns<'_>,
) -> Checked<(usize, Vec<i64>)> {
    let node = fields.required(key)?;
    let (column, range, shown) = columns.numbers(fields, key, node)?;
    Ok((column, read_edges(fields, "edges", range, shown)?))
}

/// A positive step of a column's numbers.
pub(super) fn step_of(fields: &Fields<'_>, key: &str, shown: Shown) -> Checked<Option<i64>> {
    let Some(node) = fields.node(key) else { return Ok(None) };
    let step = integer_of(fields, key, node, Shown { is_date: false, ..shown })?;
    match step > 0 {
        true => Ok(Some(step)),
        false => Err(fields.refuse_key(key, format_args!("is not above 0"))),
    }
}
