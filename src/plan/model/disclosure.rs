#![forbid(unsafe_code)]
//! What the result of a plan does not show.

use super::fields::Fields;
use crate::plan::text::tree::Node;
use crate::problem::Checked;

/// What the result does not show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disclosure {
    /// Cells of fewer rows are suppressed; 0 and 1: none.
    pub min_rows: u64,
    /// Whether cells without rows are suppressed too.
    pub hides_zeros: bool,
    /// Cells with rows of fewer parties are suppressed; 0: parties are not counted.
    pub min_parties: u64,
}

pub(super) fn read(node: Option<&Node>) -> Checked<Disclosure> {
    let Some(node) = node else { return Ok(Disclosure::default()) };
    let fields = Fields::new(node, "disclosure", "", &["min_rows", "zeros", "min_parties"])?;
    let hides_zeros = match fields.text("zeros")? {
        None | Some("show") => false,
        Some("hide") => true,
        Some(_) => {
            return Err(
                fields.refuse_key("zeros", format_args!("is neither \"show\" nor \"hide\""))
            );
        }
    };
    Ok(Disclosure {
        min_rows: fields.integer("min_rows", 1, u32::MAX.into())?.unwrap_or(0),
        hides_zeros,
        min_parties: fields.integer("min_parties", 1, u32::MAX.into())?.unwrap_or(0),
    })
}
