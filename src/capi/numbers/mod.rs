pub(crate) mod arrow;
pub(crate) mod encode;
