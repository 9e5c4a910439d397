# The Rust code has no warnings, of the compiler or of clippy.
. tests/check/tools.sh
need cargo-clippy
cargo clippy --quiet --locked --all-targets -- -D warnings
