#![forbid(unsafe_code)]
//! The kinds of statistics, each with what it is about.

use super::column::Range;
use super::fields::{Fields, nearest};
use super::levels::read_level;
use super::statistic::{Columns, column_with_edges, step_of};
use super::terms::{self, Term};
use crate::plan::text::decimal::Decimal;
use crate::plan::text::source::refusal;
use crate::plan::text::tree::{Content, Entry, push};
use crate::problem::Checked;

/// What a statistic computes.
#[derive(Debug)]
pub enum Kind {
    /// Of numbers: rows, missing, outside, sum, squares; of levels: rows of each.
    Summary {
        columns: Vec<usize>,
    },
    /// Rows between edges.
    Histogram {
        column: usize,
        edges: Vec<i64>,
        quantiles: Vec<Decimal>,
    },
    /// Rows of each combination of levels.
    Table {
        columns: Vec<usize>,
    },
    /// Sums and products of terms.
    Moments(Moments),
    /// Events and censorings in cells of time.
    Survival(Survival),
    Sum {
        columns: Vec<usize>,
    },
    /// Which levels are there at all.
    Presence {
        column: usize,
    },
    /// Between which edges the largest number is, or the smallest.
    Extreme {
        column: usize,
        edges: Vec<i64>,
        is_largest: bool,
    },
}

/// Moments of terms, and models that follow from them. A regression is one model, on terms of its own.
#[derive(Debug)]
pub struct Moments {
    /// Each once.
    pub terms: Vec<Term>,
    /// Whether every pair of terms has its own rows.
    pub is_pairwise: bool,
    pub models: Vec<Model>,
    /// Whether the one model is all that is asked for.
    pub is_regression: bool,
}

/// A linear model.
#[derive(Debug)]
pub struct Model {
    /// Empty for a regression.
    pub name: String,
    /// What is explained: numbers of terms.
    pub of: Vec<usize>,
    /// By what: numbers of terms.
    pub on: Vec<usize>,
    pub has_intercept: bool,
    /// What is added to the diagonal of the correlations.
    pub ridge: Option<Decimal>,
}

#[derive(Debug)]
pub struct Survival {
    pub time: usize,
    pub event: usize,
    /// The level that is the event; the others are censorings.
    pub event_level: usize,
    /// Levels of the event's column.
    pub level_count: usize,
    /// Times are rounded up to a multiple of this.
    pub grid: i64,
    /// Cells of time: 0 alone, and then one up to each multiple.
    pub cell_count: usize,
}

/// Cells of survival.
const MAX_CELL_COUNT: i64 = 1 << 26;

type Read = fn(&Fields<'_>, Columns<'_>) -> Checked<Kind>;

/// A kind's key, the keys that go with it, and how it is read.
pub(super) struct Form {
    key: &'static str,
    pub keys: &'static [&'static str],
    pub is_grouped: bool,
    pub read: Read,
}

const FORMS: [Form; 10] = [
    Form { key: "summary", keys: &["summary"], is_grouped: true, read: summary },
    Form {
        key: "histogram",
        keys: &["histogram", "edges", "quantiles"],
        is_grouped: true,
        read: histogram,
    },
    Form { key: "table", keys: &["table"], is_grouped: true, read: table },
    Form { key: "moments", keys: &["moments", "use", "models"], is_grouped: true, read: moments },
    Form { key: "regression", keys: &["regression"], is_grouped: true, read: regression },
    Form { key: "survival", keys: &["survival"], is_grouped: true, read: survival },
    Form { key: "sum", keys: &["sum"], is_grouped: true, read: sum },
    Form { key: "presence", keys: &["presence"], is_grouped: false, read: presence },
    Form { key: "max", keys: &["max", "edges"], is_grouped: true, read: largest },
    Form { key: "min", keys: &["min", "edges"], is_grouped: true, read: smallest },
];

/// The one kind that a statistic has.
pub(super) fn form_of(entry: &Entry) -> Checked<&'static Form> {
    let Content::Table(table) = &entry.node.content else {
        let what =
            format_args!("statistic {:?} is {}, not a table", entry.key, entry.node.content.kind());
        return Err(refusal(entry.node.line, what));
    };
    let mut found = FORMS.iter().filter(|form| table.get(form.key).is_some());
    match (found.next(), found.next()) {
        (Some(form), None) => Ok(form),
        (Some(one), Some(other)) => {
            let line = table.get(other.key).map_or(entry.node.line, |node| node.line);
            Err(refusal(
                line,
                format_args!(
                    "statistic {:?} is both {} and {}: make it two",
                    entry.key, one.key, other.key
                ),
            ))
        }
        (None, _) => {
            let kinds = FORMS.each_ref().map(|form| form.key);
            let near = table.entries.iter().find_map(|entry| nearest(&entry.key, &kinds));
            Err(match near {
                Some(near) => refusal(
                    entry.node.line,
                    format_args!(
                        "statistic {:?} says not what it computes; is {near:?} meant?",
                        entry.key
                    ),
                ),
                None => refusal(
                    entry.node.line,
                    format_args!(
                        "statistic {:?} says not what it computes: {}",
                        entry.key,
                        kinds.join(", ")
                    ),
                ),
            })
        }
    }
}

fn summary(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let one = |node: &_| columns.find(fields, "summary", node);
    Ok(Kind::Summary { columns: columns.list(fields, "summary", one)? })
}

fn histogram(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let (column, edges) = column_with_edges(fields, "histogram", columns)?;
    let mut quantiles = Vec::new();
    for node in fields.list("quantiles")?.unwrap_or_default() {
        match &node.content {
            Content::Number(number) if number.is_proper_fraction() => {
                push(&mut quantiles, *number)?;
            }
            _ => {
                let problem = fields
                    .refuse_key("quantiles", format_args!("have one that is not between 0 and 1"));
                return Err(problem.at(node.line));
            }
        }
    }
    Ok(Kind::Histogram { column, edges, quantiles })
}

fn table(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let one = |node: &_| columns.levels(fields, "table", node);
    Ok(Kind::Table { columns: columns.list(fields, "table", one)? })
}

fn sum(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let one = |node: &_| columns.numbers(fields, "sum", node).map(|(place, ..)| (place, ()));
    Ok(Kind::Sum { columns: columns.list(fields, "sum", one)? })
}

fn moments(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let is_pairwise = match fields.text("use")? {
        None | Some("complete") => false,
        Some("pairwise") => true,
        Some(_) => {
            return Err(
                fields.refuse_key("use", format_args!("is neither \"complete\" nor \"pairwise\""))
            );
        }
    };
    let listed = fields.filled_list("moments")?.unwrap_or_default();
    let mut terms = Vec::new();
    for node in listed {
        terms::add(&mut terms, terms::read(fields, "moments", node, columns)?, true, node.line)?;
    }
    let mut models = Vec::new();
    if let Some(node) = fields.node("models") {
        if is_pairwise {
            return Err(fields.refuse_key(
                "models",
                format_args!("need rows in common: not with use = \"pairwise\""),
            ));
        }
        let Content::Table(table) = &node.content else {
            return Err(fields.refuse_key(
                "models",
                format_args!("is not a table: write {{ name = {{ of, on }} }}"),
            ));
        };
        for entry in &table.entries {
            let model = Fields::new(&entry.node, "model", &entry.key, &terms::MODEL_KEYS)?;
            push(&mut models, terms::read_model(&model, &entry.key, columns, &mut terms, false)?)?;
        }
    }
    Ok(Kind::Moments(Moments { terms, is_pairwise, models, is_regression: false }))
}

fn regression(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let node = fields.required("regression")?;
    let model = Fields::new(node, "regression", "", &terms::MODEL_KEYS)?;
    let mut terms = Vec::new();
    let model = terms::read_model(&model, "", columns, &mut terms, true)?;
    let mut models = Vec::new();
    push(&mut models, model)?;
    Ok(Kind::Moments(Moments { terms, is_pairwise: false, models, is_regression: true }))
}

fn survival(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let node = fields.required("survival")?;
    let inner = Fields::new(node, "survival", "", &["time", "event", "grid"])?;
    let (time, range, shown) = columns.numbers(&inner, "time", inner.required("time")?)?;
    if range.low < 0 || shown.is_date {
        return Err(inner.refuse_key("time", format_args!("is not a column of numbers from 0 on")));
    }
    let event = inner.required("event")?;
    let Content::Table(table) = &event.content else {
        return Err(
            inner.refuse_key("event", format_args!("is not a table: write {{ column = level }}"))
        );
    };
    let [entry] = &table.entries[..] else {
        return Err(inner.refuse_key("event", format_args!("is not one column and its level")));
    };
    let (column, found) = columns.named(&inner, "event", &entry.key, entry.node.line)?;
    let Some(levels) = found.levels() else {
        return Err(
            inner.refuse_key("event", format_args!("has {:?}, which has no levels", entry.key))
        );
    };
    let event_level = read_level(&inner, "event", &entry.node, levels)?;
    let grid = step_of(&inner, "grid", shown)?.unwrap_or(1);
    // A cell for 0, and so many for the rest.
    let cells = 1
        + Range { low: 0, high: range.high }.high.div_euclid(grid)
        + i64::from(range.high.rem_euclid(grid) != 0);
    if cells > MAX_CELL_COUNT {
        return Err(
            inner.refuse_key("grid", format_args!("makes more than {MAX_CELL_COUNT} cells"))
        );
    }
    let cell_count = cells as usize;
    let level_count = levels.levels.len();
    Ok(Kind::Survival(Survival { time, event: column, event_level, level_count, grid, cell_count }))
}

fn presence(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let (column, _) = columns.levels(fields, "presence", fields.required("presence")?)?;
    Ok(Kind::Presence { column })
}

fn largest(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let (column, edges) = column_with_edges(fields, "max", columns)?;
    Ok(Kind::Extreme { column, edges, is_largest: true })
}

fn smallest(fields: &Fields<'_>, columns: Columns<'_>) -> Checked<Kind> {
    let (column, edges) = column_with_edges(fields, "min", columns)?;
    Ok(Kind::Extreme { column, edges, is_largest: false })
}
