pub(crate) mod arrow;
pub(crate) mod histogram;
pub(crate) mod summary;
