# The Rust tests, which also build and run the C and C++ programs.
cargo test --quiet --locked --no-fail-fast
