# Sourced by checks that need the library as users get it, optimised, but with the names and lines
# that a report is to show: sets `library` to its path.
cargo build --quiet --locked --release --target-dir target/checked \
    --config 'profile.release.strip="none"' --config 'profile.release.debug="line-tables-only"'
library=$PWD/target/checked/release/libsecagg.so
