#![forbid(unsafe_code)]
//! The plan: what is computed, said once, in a text from which every side computes.

pub mod encoder;
pub mod layout;
pub mod model;
pub mod text;

use crate::error::Error;
use crate::problem::Checked;
use layout::Layout;
use model::PlanModel;

/// A plan, from its text.
#[derive(Debug)]
pub struct Plan {
    text: String,
    pub model: PlanModel,
    pub layout: Layout,
}

impl Plan {
    /// Reads a plan's text. A refusal has the line and one sentence for the person who wrote it.
    pub fn parse(bytes: &[u8]) -> Checked<Plan> {
        let text = text::source::canonical_text(bytes)?;
        let model = model::read(&text::toml::parse(&text)?)?;
        let layout = Layout::new(&model)?;
        Ok(Plan { text, model, layout })
    }

    /// The text as it is hashed, carried and signed: UTF-8, lines ended by a line feed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands for the text where plans are compared.
    pub fn digest(&self) -> [u8; 32] {
        blake3::derive_key("secagg plan", self.text.as_bytes())
    }

    /// Values of every party's vector.
    pub fn value_count(&self) -> usize {
        self.layout.value_count
    }

    /// The number of a statistic.
    pub fn statistic(&self, name: &str) -> Checked<usize> {
        let found = self.model.statistics.iter().position(|statistic| statistic.name == name);
        found.ok_or_else(|| {
            crate::problem::Problem::new(Error::UnknownStatistic)
                .say(format_args!("the plan has no statistic {name:?}"))
        })
    }
}

#[cfg(test)]
mod tests;
