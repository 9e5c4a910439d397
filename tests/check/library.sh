# Sourced by checks that need the library as users get it, optimised, but with the names and lines
# that a report is to show: sets `library` to its path. It is what CMake builds as RelWithDebInfo.
target=$(rustc -vV | sed -n 's/^host: //p')
cargo build --quiet --locked --lib --profile relwithdebinfo --target "$target" --target-dir build/cargo
library=$PWD/build/cargo/$target/relwithdebinfo/libsecagg.so
