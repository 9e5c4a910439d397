#![forbid(unsafe_code)]
//! Terms of moments and models: columns, powers and products of them.

use super::fields::Fields;
use super::kinds::Model;
use super::statistic::Columns;
use crate::plan::text::source::refusal;
use crate::plan::text::tree::{Content, Node, copied, push};
use crate::problem::Checked;

/// Factors of a term, counting powers.
const MAX_FACTOR_COUNT: usize = 8;

/// A product of columns: "age", "age*sex", "age^2". A column with levels stands for one term for each
/// of its levels but the first.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// As it is written, without blanks.
    pub name: String,
    /// Columns as they are written, each as often as its power says; of a column with levels once.
    pub factors: Vec<usize>,
}

pub(super) const MODEL_KEYS: [&str; 4] = ["of", "on", "intercept", "ridge"];

/// A term, from its text.
pub(super) fn read(
    fields: &Fields<'_>,
    key: &str,
    node: &Node,
    columns: Columns<'_>,
) -> Checked<Term> {
    let Content::Text(text) = &node.content else {
        let what =
            format_args!("has {}, where a column or a product is wanted", node.content.kind());
        return Err(fields.refuse_key(key, what).at(node.line));
    };
    // A column may have such a name.
    if let Some(place) = columns.0.iter().position(|column| column.name == *text) {
        let mut factors = Vec::new();
        push(&mut factors, place)?;
        return Ok(Term { name: copied(text)?, factors });
    }
    let mut factors = Vec::new();
    let mut name = String::new();
    for part in text.split('*') {
        let (column, power) = match part.split_once('^') {
            None => (part.trim(), 1),
            Some((column, power)) => match power.trim().parse::<usize>() {
                Ok(power) if (1..=MAX_FACTOR_COUNT).contains(&power) => (column.trim(), power),
                _ => {
                    let what =
                        format_args!("has {text:?}: a power is from 1 to {MAX_FACTOR_COUNT}");
                    return Err(fields.refuse_key(key, what).at(node.line));
                }
            },
        };
        let (place, found) = columns.named(fields, key, column, node.line)?;
        if found.levels().is_some() && (power > 1 || factors.contains(&place)) {
            let what = format_args!("has {text:?}: a level times itself is the level");
            return Err(fields.refuse_key(key, what).at(node.line));
        }
        for _ in 0..power {
            push(&mut factors, place)?;
        }
        let times = if name.is_empty() { "" } else { "*" };
        name.try_reserve(column.len() + 4).map_err(crate::error::Error::from)?;
        name.push_str(times);
        name.push_str(column);
        if power > 1 {
            name.push('^');
            name.push_str(power_name(power));
        }
    }
    if factors.len() > MAX_FACTOR_COUNT {
        let what = format_args!("has {text:?}, which has more than {MAX_FACTOR_COUNT} factors");
        return Err(fields.refuse_key(key, what).at(node.line));
    }
    Ok(Term { name, factors })
}

fn power_name(power: usize) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6", "7", "8"].get(power).copied().unwrap_or("")
}

/// The place of a term in a list, to which it is added if it is not there.
pub(super) fn add(
    terms: &mut Vec<Term>,
    term: Term,
    must_be_new: bool,
    line: u64,
) -> Checked<usize> {
    let is_same = |known: &Term| {
        let sorted = |term: &Term| {
            let mut factors = [usize::MAX; MAX_FACTOR_COUNT];
            factors.iter_mut().zip(&term.factors).for_each(|(place, factor)| *place = *factor);
            factors.sort_unstable();
            factors
        };
        sorted(known) == sorted(&term)
    };
    match terms.iter().position(is_same) {
        Some(_) if must_be_new => {
            Err(refusal(line, format_args!("the term {:?} is there twice", term.name)))
        }
        Some(place) => Ok(place),
        None => {
            push(terms, term)?;
            Ok(terms.len() - 1)
        }
    }
}

/// A model, whose terms are among those given or, `may_add`, are added to them.
pub(super) fn read_model(
    fields: &Fields<'_>,
    name: &str,
    columns: Columns<'_>,
    terms: &mut Vec<Term>,
    may_add: bool,
) -> Checked<Model> {
    let of_node = fields.required("of")?;
    let of_nodes = match &of_node.content {
        Content::Array(nodes) if nodes.is_empty() => {
            return Err(fields.refuse_key("of", format_args!("is empty")));
        }
        Content::Array(nodes) => &nodes[..],
        _ => core::slice::from_ref(of_node),
    };
    let mut of = Vec::new();
    for node in of_nodes {
        columns.numbers(fields, "of", node)?;
        let term = read(fields, "of", node, columns)?;
        let place = place_of(terms, term, may_add, fields, "of", node.line)?;
        if of.contains(&place) {
            return Err(fields.refuse_key("of", format_args!("has a column twice")).at(node.line));
        }
        push(&mut of, place)?;
    }
    fields.required("on")?;
    let mut on = Vec::new();
    for node in fields.list("on")?.unwrap_or_default() {
        let term = read(fields, "on", node, columns)?;
        let place = place_of(terms, term, may_add, fields, "on", node.line)?;
        if on.contains(&place) || of.contains(&place) {
            let what = format_args!("has a term twice, or one that is explained");
            return Err(fields.refuse_key("on", what).at(node.line));
        }
        push(&mut on, place)?;
    }
    let has_intercept = fields.boolean("intercept")?.unwrap_or(true);
    if on.is_empty() && !has_intercept {
        return Err(fields.refuse_key("on", format_args!("is empty, and there is no intercept")));
    }
    let ridge = fields.number("ridge")?;
    if ridge.is_some_and(|ridge| !ridge.is_positive()) {
        return Err(fields.refuse_key("ridge", format_args!("is not above 0")));
    }
    Ok(Model { name: copied(name)?, of, on, has_intercept, ridge })
}

fn place_of(
    terms: &mut Vec<Term>,
    term: Term,
    may_add: bool,
    fields: &Fields<'_>,
    key: &str,
    line: u64,
) -> Checked<usize> {
    let known = terms.len();
    let name = copied(&term.name)?;
    let place = add(terms, term, false, line)?;
    if place >= known && !may_add {
        let what = format_args!("has {name:?}, which is not among the moments");
        return Err(fields.refuse_key(key, what).at(line));
    }
    Ok(place)
}
