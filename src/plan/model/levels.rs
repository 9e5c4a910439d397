#![forbid(unsafe_code)]
//! Columns whose cells are one of a few.

use super::fields::{Fields, nearest};
use crate::plan::text::source::shows;
use crate::plan::text::tree::{Content, Node, copied, push};
use crate::problem::Checked;
use core::fmt;

/// Levels of a column.
pub const MAX_LEVEL_COUNT: usize = 1 << 20;

/// What a cell may say.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Without blanks at its ends.
    Text(String),
    Integer(i64),
    Boolean(bool),
}

impl Level {
    /// A copy for which there may be no memory.
    fn try_clone(&self) -> Checked<Level> {
        Ok(match self {
            Level::Text(text) => Level::Text(copied(text)?),
            Level::Integer(number) => Level::Integer(*number),
            Level::Boolean(answer) => Level::Boolean(*answer),
        })
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Level::Text(text) => formatter.write_str(text),
            Level::Integer(number) => number.fmt(formatter),
            Level::Boolean(answer) => answer.fmt(formatter),
        }
    }
}

/// What a spelling stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The number of a level.
    Level(usize),
    Missing,
}

/// The levels of a column, the first of which is the reference.
#[derive(Debug, Default)]
pub struct Levels {
    pub levels: Vec<Level>,
    /// Everything that a cell may say, ascending. Empty for bands, which are not read.
    pub spellings: Vec<(Level, Meaning)>,
}

impl Levels {
    /// Levels with `other` and `missing`, which come after them in this order.
    pub fn shown_count(&self) -> usize {
        self.levels.len() + 2
    }

    pub fn other(&self) -> usize {
        self.levels.len()
    }

    pub fn missing(&self) -> usize {
        self.levels.len() + 1
    }

    /// The number of the level that a cell says; `other` for what the plan does not have.
    pub fn find(&self, cell: &Level) -> usize {
        self.find_by(|spelling| spelling.cmp(cell))
    }

    /// The same, for a cell that is compared with each spelling.
    pub fn find_by(&self, compare: impl Fn(&Level) -> core::cmp::Ordering) -> usize {
        let found = self.spellings.binary_search_by(|(spelling, _)| compare(spelling));
        match found.ok().and_then(|place| self.spellings.get(place)) {
            Some((_, Meaning::Level(number))) => *number,
            Some((_, Meaning::Missing)) => self.missing(),
            None => self.other(),
        }
    }

    /// By the name that people see.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.levels.iter().position(|level| match level {
            Level::Text(text) => text == name,
            other => other.to_string() == name,
        })
    }
}

pub(super) fn read(fields: &Fields<'_>) -> Checked<Levels> {
    let mut levels = Levels::default();
    let nodes = fields.filled_list("levels")?.unwrap_or_default();
    if nodes.len() > MAX_LEVEL_COUNT {
        return Err(fields.refuse_key("levels", format_args!("are more than {MAX_LEVEL_COUNT}")));
    }
    let mut spellings = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        let level = spelling(fields, "levels", node)?;
        if let Some(first) = levels.levels.first()
            && core::mem::discriminant(first) != core::mem::discriminant(&level)
        {
            let problem =
                fields.refuse_key("levels", format_args!("mix texts, numbers, true or false"));
            return Err(problem.at(node.line));
        }
        push(&mut spellings, (level.try_clone()?, Meaning::Level(number), node.line))?;
        push(&mut levels.levels, level)?;
    }
    if let Some(node) = fields.node("also") {
        read_also(fields, node, &levels, &mut spellings)?;
    }
    for node in fields.list("missing_codes")?.unwrap_or_default() {
        let code = spelling(fields, "missing_codes", node)?;
        push(&mut spellings, (code, Meaning::Missing, node.line))?;
    }
    spellings.sort_by(|one, other| one.0.cmp(&other.0));
    if let Some([first, second]) = spellings.windows(2).find_map(|pair| match pair {
        [first, second] if first.0 == second.0 => Some([first, second]),
        _ => None,
    }) {
        return Err(fields
            .refuse(format_args!(
                "{:?} is there twice, first in line {}",
                first.0.to_string(),
                first.2
            ))
            .at(second.2));
    }
    levels.spellings.try_reserve_exact(spellings.len()).map_err(crate::error::Error::from)?;
    levels.spellings.extend(spellings.into_iter().map(|(level, meaning, _)| (level, meaning)));
    Ok(levels)
}

type Spelling = (Level, Meaning, u64);

fn read_also(
    fields: &Fields<'_>,
    node: &Node,
    levels: &Levels,
    spellings: &mut Vec<Spelling>,
) -> Checked<()> {
    let Content::Table(table) = &node.content else {
        return Err(
            fields.refuse_key("also", format_args!("is not a table: write {{ level = [...] }}"))
        );
    };
    for entry in &table.entries {
        let Some(number) = levels.named(&entry.key) else {
            return Err(unknown_level(fields, "also", &entry.key, levels).at(entry.node.line));
        };
        let Content::Array(nodes) = &entry.node.content else {
            let problem =
                fields.refuse_key("also", format_args!("has no list for {:?}", entry.key));
            return Err(problem.at(entry.node.line));
        };
        for node in nodes {
            push(spellings, (spelling(fields, "also", node)?, Meaning::Level(number), node.line))?;
        }
    }
    Ok(())
}

pub(super) fn unknown_level(
    fields: &Fields<'_>,
    key: &str,
    name: &str,
    levels: &Levels,
) -> crate::problem::Problem {
    let mut near = None;
    for level in &levels.levels {
        if let Level::Text(text) = level {
            near = near.or(nearest(name, &[text]));
        }
    }
    match near {
        Some(near) => {
            fields.refuse_key(key, format_args!("names no level {name:?}; is {near:?} meant?"))
        }
        None => fields.refuse_key(key, format_args!("names no level {name:?}")),
    }
}

pub(super) fn spelling(fields: &Fields<'_>, key: &str, node: &Node) -> Checked<Level> {
    let refuse = |what: fmt::Arguments<'_>| Err(fields.refuse_key(key, what).at(node.line));
    match &node.content {
        Content::Text(text) if !shows(text) => {
            refuse(format_args!("has a text with a character that does not show"))
        }
        Content::Text(text) if text.is_empty() || text.trim() != text => refuse(format_args!(
            "has {text:?}: a level is not empty, and has no blanks at its ends, which are trimmed"
        )),
        Content::Text(text) => Ok(Level::Text(copied(text)?)),
        Content::Boolean(answer) => Ok(Level::Boolean(*answer)),
        Content::Number(number) => {
            let integer = number.integer().and_then(|integer| i64::try_from(integer).ok());
            match integer {
                Some(integer) => Ok(Level::Integer(integer)),
                None => {
                    refuse(format_args!("has {number}, which is not a whole number below 2^63"))
                }
            }
        }
        other => refuse(format_args!("has {}, where a level is wanted", other.kind())),
    }
}

/// A number of a level, in a list of some.
pub(super) fn read_level(
    fields: &Fields<'_>,
    key: &str,
    node: &Node,
    levels: &Levels,
) -> Checked<usize> {
    // Bands have no spellings but their names.
    let level = spelling(fields, key, node)?;
    let found = levels.levels.iter().position(|known| *known == level);
    found.ok_or_else(|| unknown_level(fields, key, &level.to_string(), levels).at(node.line))
}
