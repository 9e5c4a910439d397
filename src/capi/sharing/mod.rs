pub(crate) mod additive;
pub(crate) mod recover;
pub(crate) mod shamir;
pub(crate) mod sum;
