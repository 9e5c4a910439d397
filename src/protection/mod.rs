#![forbid(unsafe_code)]
//! Protection of the output: noise that hides one person, and a memory of what totals over several
//! cohorts would tell about few parties.

pub mod ledger;
pub mod noise;
