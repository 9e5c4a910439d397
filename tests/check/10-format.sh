# The Rust code is formatted as rustfmt does it.
. tests/check/tools.sh
need rustfmt
cargo fmt --check
