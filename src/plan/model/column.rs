#![forbid(unsafe_code)]
//! The columns that a plan reads, and those that follow from them.

use super::fields::{Fields, nearest};
use super::levels::{self, Level, Levels};
use crate::plan::text::date::Date;
use crate::plan::text::decimal::Decimal;
use crate::plan::text::source::refusal;
use crate::plan::text::tree::{Content, Entry, Node, copied, push};
use crate::problem::Checked;
use core::fmt;

/// A number times 10^decimals is below this in magnitude.
pub const NUMBER_BOUND: i64 = 1 << 62;
/// Decimals of a column.
pub const MAX_DECIMALS: u32 = 18;
/// Columns of a plan.
pub const MAX_COLUMN_COUNT: usize = 10_000;

/// One column.
#[derive(Debug)]
pub struct Column {
    pub name: String,
    /// Where its table begins.
    pub line: u64,
    pub unit: Option<String>,
    /// How the parties make it, for people.
    pub how: Option<String>,
    pub kind: Kind,
    pub refuses: Refuses,
}

/// Rows that make a party's batch unusable, rather than being counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refuses {
    pub missing: bool,
    pub outside: bool,
    pub other: bool,
}

#[derive(Debug)]
pub enum Kind {
    /// Read from the data.
    Number(Number),
    /// Read from the data.
    Levels(Levels),
    /// Numbers of another column in bands.
    Bands { of: usize, edges: Vec<i64>, levels: Levels },
    /// Days from one date to another.
    Days { from: usize, to: usize, range: Range },
}

/// A number as an integer: itself times 10^decimals.
#[derive(Debug)]
pub struct Number {
    pub decimals: u32,
    pub is_date: bool,
    pub range: Range,
    /// Numbers that stand for none, ascending.
    pub missing_codes: Vec<i64>,
}

/// A closed range of integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub low: i64,
    pub high: i64,
}

impl Range {
    pub fn contains(self, number: i64) -> bool {
        self.low <= number && number <= self.high
    }

    /// The floor of its middle, which totals are taken from.
    pub fn centre(self) -> i64 {
        // Both are below 2^62 in magnitude.
        (self.low + self.high).div_euclid(2)
    }

    /// How far from the centre a number may be.
    pub fn half(self) -> u64 {
        // The floor is nearer to the low end.
        (self.high - self.centre()).unsigned_abs()
    }
}

/// How a column's numbers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub decimals: u32,
    pub is_date: bool,
}

impl Shown {
    pub fn number(self, number: i64) -> impl fmt::Display {
        ShownNumber(self, number)
    }
}

struct ShownNumber(Shown, i64);

impl fmt::Display for ShownNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.is_date {
            true => Date(self.1).fmt(formatter),
            false => Decimal::new(self.1.into(), self.0.decimals).fmt(formatter),
        }
    }
}

impl Column {
    /// The levels of a column that has some.
    pub fn levels(&self) -> Option<&Levels> {
        match &self.kind {
            Kind::Levels(levels) | Kind::Bands { levels, .. } => Some(levels),
            Kind::Number(_) | Kind::Days { .. } => None,
        }
    }

    /// The range and the form of a column of numbers.
    pub fn numbers(&self) -> Option<(Range, Shown)> {
        match &self.kind {
            Kind::Number(number) => {
                Some((number.range, Shown { decimals: number.decimals, is_date: number.is_date }))
            }
            Kind::Days { range, .. } => Some((*range, Shown { decimals: 0, is_date: false })),
            Kind::Levels(_) | Kind::Bands { .. } => None,
        }
    }
}

const KEYS: [&str; 14] = [
    "unit",
    "how",
    "range",
    "decimals",
    "missing_codes",
    "levels",
    "also",
    "of",
    "edges",
    "from",
    "to",
    "missing",
    "outside",
    "other",
];

/// All columns. Those that follow from others may come before them.
pub(super) fn read_all(entries: &[Entry]) -> Checked<Vec<Column>> {
    let mut columns = Vec::new();
    if entries.len() > MAX_COLUMN_COUNT {
        return Err(refusal(1, format_args!("more than {MAX_COLUMN_COUNT} columns")));
    }
    let of_data = |entry: &&Entry| !is_derived(&entry.node);
    // Bands may be of days, so that days come first.
    for entry in entries {
        let column = if of_data(&entry) { Some(read_data(entry)?) } else { None };
        push(&mut columns, column)?;
    }
    for wants_days in [true, false] {
        for (place, entry) in entries.iter().enumerate() {
            let is_open = matches!(columns.get(place), Some(None));
            if is_open && has(&entry.node, "from") == wants_days {
                let column = read_derived(entry, entries, &columns)?;
                if let Some(slot) = columns.get_mut(place) {
                    *slot = Some(column);
                }
            }
        }
    }
    let mut read = Vec::new();
    for column in columns.into_iter().flatten() {
        push(&mut read, column)?;
    }
    Ok(read)
}

fn has(node: &Node, key: &str) -> bool {
    matches!(&node.content, Content::Table(table) if table.get(key).is_some())
}

fn is_derived(node: &Node) -> bool {
    ["of", "from", "to"].iter().any(|key| has(node, key))
}

fn fields_of<'a>(entry: &'a Entry, known: &[&str]) -> Checked<Fields<'a>> {
    if entry.key.is_empty() || entry.key.trim() != entry.key {
        return Err(refusal(
            entry.node.line,
            format_args!(
                "column {:?}: a name is not empty, and has no blanks at its ends",
                entry.key
            ),
        ));
    }
    Fields::new(&entry.node, "column", &entry.key, &KEYS)?;
    Fields::new(&entry.node, "column", &entry.key, known)
}

fn column_of(entry: &Entry, fields: &Fields<'_>, kind: Kind) -> Checked<Column> {
    let text = |key| fields.text(key)?.map(copied).transpose();
    Ok(Column {
        name: copied(&entry.key)?,
        line: entry.node.line,
        unit: text("unit")?,
        how: text("how")?,
        kind,
        refuses: Refuses {
            missing: refuses(fields, "missing")?,
            outside: refuses(fields, "outside")?,
            other: refuses(fields, "other")?,
        },
    })
}

fn refuses(fields: &Fields<'_>, key: &str) -> Checked<bool> {
    match fields.text(key)? {
        None => Ok(false),
        Some("refuse") => Ok(true),
        Some(_) => Err(fields.refuse_key(key, format_args!("can only be \"refuse\""))),
    }
}

fn read_data(entry: &Entry) -> Checked<Column> {
    if has(&entry.node, "levels") {
        let fields = fields_of(
            entry,
            &["unit", "how", "levels", "also", "missing_codes", "missing", "other"],
        )?;
        let levels = levels::read(&fields)?;
        return column_of(entry, &fields, Kind::Levels(levels));
    }
    let fields = fields_of(
        entry,
        &["unit", "how", "range", "decimals", "missing_codes", "missing", "outside"],
    )?;
    if !fields.has("range") {
        return Err(fields.refuse(format_args!(
            "it has neither range (numbers, dates) nor levels, nor of (bands), nor from and to (days)"
        )));
    }
    let number = read_number(&fields)?;
    column_of(entry, &fields, Kind::Number(number))
}

fn read_number(fields: &Fields<'_>) -> Checked<Number> {
    let ends = fields.filled_list("range")?.unwrap_or_default();
    let is_date = ends.iter().any(|node| matches!(node.content, Content::Date(_)));
    let decimals = fields.integer("decimals", 0, MAX_DECIMALS.into())?.unwrap_or(0) as u32;
    if is_date && fields.has("decimals") {
        return Err(
            fields.refuse_key("decimals", format_args!("goes with numbers, not with dates"))
        );
    }
    let shown = Shown { decimals, is_date };
    let range = read_range(fields, "range", shown)?;
    let mut missing_codes = Vec::new();
    for node in fields.list("missing_codes")?.unwrap_or_default() {
        let code = integer_of(fields, "missing_codes", node, shown)?;
        match missing_codes.binary_search(&code) {
            Ok(_) => {
                return Err(refusal(
                    node.line,
                    format_args!("{} is twice in missing_codes", shown.number(code)),
                ));
            }
            Err(place) => {
                missing_codes.try_reserve(1).map_err(crate::error::Error::from)?;
                missing_codes.insert(place, code);
            }
        }
    }
    Ok(Number { decimals, is_date, range, missing_codes })
}

/// A list of two numbers or dates, of which the first is not the larger.
pub(super) fn read_range(fields: &Fields<'_>, key: &str, shown: Shown) -> Checked<Range> {
    let Some([low, high]) = fields.list(key)? else {
        return Err(fields.refuse_key(key, format_args!("is not a list of two: [lowest, highest]")));
    };
    let range = Range {
        low: integer_of(fields, key, low, shown)?,
        high: integer_of(fields, key, high, shown)?,
    };
    if range.low > range.high {
        return Err(fields.refuse_key(
            key,
            format_args!(
                "begins at {}, which is above its end {}",
                shown.number(range.low),
                shown.number(range.high)
            ),
        ));
    }
    Ok(range)
}

/// A number or date as the column's integer.
pub(super) fn integer_of(
    fields: &Fields<'_>,
    key: &str,
    node: &Node,
    shown: Shown,
) -> Checked<i64> {
    let refuse = |what: fmt::Arguments<'_>| {
        let problem = fields.refuse_key(key, what);
        Err(problem.at(node.line))
    };
    match &node.content {
        Content::Date(day) if shown.is_date => Ok(*day),
        Content::Number(number) if !shown.is_date => {
            if number.scale() > shown.decimals {
                return refuse(format_args!(
                    "has {number}, which has more than the column's {} decimals",
                    shown.decimals
                ));
            }
            let integer = number.times_power_of_ten(shown.decimals);
            let integer = integer.and_then(|integer| i64::try_from(integer).ok());
            match integer.filter(|integer| integer.unsigned_abs() < NUMBER_BOUND as u64) {
                Some(integer) => Ok(integer),
                None => refuse(format_args!(
                    "has {number}, which times 10^{} is not below 2^62",
                    shown.decimals
                )),
            }
        }
        other => refuse(format_args!(
            "has {}, where {} is wanted",
            other.kind(),
            if shown.is_date { "a date" } else { "a number" }
        )),
    }
}

fn read_derived(entry: &Entry, entries: &[Entry], columns: &[Option<Column>]) -> Checked<Column> {
    if has(&entry.node, "of") {
        let fields = fields_of(entry, &["how", "of", "edges", "missing", "other"])?;
        let (of, base) = base(&fields, "of", entries, columns)?;
        let Some((range, shown)) = base.numbers() else {
            return Err(
                fields.refuse_key("of", format_args!("is not a column of numbers or dates"))
            );
        };
        let edges = read_edges(&fields, "edges", range, shown)?;
        let levels = bands(&edges, range, shown)?;
        return column_of(entry, &fields, Kind::Bands { of, edges, levels });
    }
    let fields = fields_of(entry, &["how", "from", "to", "range", "missing", "outside"])?;
    let (from, first) = base(&fields, "from", entries, columns)?;
    let (to, last) = base(&fields, "to", entries, columns)?;
    for (key, column) in [("from", first), ("to", last)] {
        if !matches!(&column.kind, Kind::Number(number) if number.is_date) {
            return Err(fields.refuse_key(key, format_args!("is not a column of dates")));
        }
    }
    let range = read_range(&fields, "range", Shown { decimals: 0, is_date: false })?;
    column_of(entry, &fields, Kind::Days { from, to, range })
}

/// The column that another one is made of.
fn base<'c>(
    fields: &Fields<'_>,
    key: &str,
    entries: &[Entry],
    columns: &'c [Option<Column>],
) -> Checked<(usize, &'c Column)> {
    fields.required(key)?;
    let name = fields.text(key)?.unwrap_or_default();
    let place = entries.iter().position(|entry| entry.key == name);
    let Some(place) = place else {
        return Err(unknown_column(fields, key, name, entries.iter().map(|entry| &entry.key[..])));
    };
    match columns.get(place) {
        Some(Some(column)) => Ok((place, column)),
        _ => {
            Err(fields
                .refuse_key(key, format_args!("is {name:?}, which is itself made of another")))
        }
    }
}

pub(super) fn unknown_column<'n>(
    fields: &Fields<'_>,
    key: &str,
    name: &str,
    names: impl Iterator<Item = &'n str>,
) -> crate::problem::Problem {
    let mut near = None;
    for known in names {
        near = near.or(nearest(name, &[known]));
    }
    match near {
        Some(near) => {
            fields.refuse_key(key, format_args!("names no column {name:?}; is {near:?} meant?"))
        }
        None => fields.refuse_key(key, format_args!("names no column {name:?}")),
    }
}

/// Edges that divide a range: ascending, above its low end, not above its high end.
pub(super) fn read_edges(
    fields: &Fields<'_>,
    key: &str,
    range: Range,
    shown: Shown,
) -> Checked<Vec<i64>> {
    let mut edges = Vec::new();
    let node = fields.required(key)?;
    if let Content::Table(_) = &node.content {
        let steps = Fields::new(node, "edges", "", &["from", "to", "step"])?;
        let one = |key: &str| integer_of(&steps, key, steps.required(key)?, shown);
        let (from, to) = (one("from")?, one("to")?);
        let plain = Shown { is_date: false, ..shown };
        let step = integer_of(&steps, "step", steps.required("step")?, plain)?;
        if step <= 0 || from > to || (to - from) % step != 0 {
            return Err(steps
                .refuse(format_args!("step is not positive, or does not lead from from to to")));
        }
        let mut edge = from;
        while edge <= to {
            push(&mut edges, edge)?;
            edge += step; // at most 2^63 - 1
        }
    } else {
        for node in fields.filled_list(key)?.unwrap_or_default() {
            push(&mut edges, integer_of(fields, key, node, shown)?)?;
        }
    }
    if let Some(pair) = edges.windows(2).find(|pair| pair.first() >= pair.last()) {
        let [before, after] =
            [pair.first(), pair.last()].map(|edge| edge.copied().unwrap_or_default());
        return Err(fields.refuse_key(
            key,
            format_args!("are not ascending: {}, {}", shown.number(before), shown.number(after)),
        ));
    }
    let outside = edges.iter().find(|&&edge| edge <= range.low || edge > range.high);
    if let Some(&edge) = outside {
        return Err(fields.refuse_key(
            key,
            format_args!(
                "have {}, which does not divide the range from {} to {}",
                shown.number(edge),
                shown.number(range.low),
                shown.number(range.high)
            ),
        ));
    }
    Ok(edges)
}

/// "[0,50)", "[50,65)", "[65,120]".
fn band_name(edges: &[i64], range: Range, shown: Shown, band: usize) -> String {
    let low = band.checked_sub(1).and_then(|before| edges.get(before)).unwrap_or(&range.low);
    match edges.get(band) {
        Some(high) => format!("[{},{})", shown.number(*low), shown.number(*high)),
        None => format!("[{},{}]", shown.number(*low), shown.number(range.high)),
    }
}

fn bands(edges: &[i64], range: Range, shown: Shown) -> Checked<Levels> {
    let mut levels = Vec::new();
    for band in 0..=edges.len() {
        push(&mut levels, Level::Text(band_name(edges, range, shown, band)))?;
    }
    Ok(Levels { levels, spellings: Vec::new() })
}
