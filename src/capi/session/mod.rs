pub(crate) mod collector;
pub(crate) mod holder;
pub(crate) mod message;
pub(crate) mod parameters;
