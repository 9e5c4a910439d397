#![forbid(unsafe_code)]
//! Protection of the output: what totals over several cohorts would tell about few parties.

pub mod ledger;
