pub(crate) mod ledger;
