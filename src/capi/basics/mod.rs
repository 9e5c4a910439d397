pub(crate) mod limits;
pub(crate) mod value;
pub(crate) mod version;
