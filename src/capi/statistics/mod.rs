pub(crate) mod histogram;
pub(crate) mod summary;
