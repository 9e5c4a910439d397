# The C and C++ test programs on the library as users get it: the tests of cargo run on one without
# optimisation, whose use of the stack, for one, says nothing about the other.
. tests/check/tools.sh
. tests/check/library.sh
SECAGG_C_LIBRARY="$library" cargo test --quiet --locked --test c_programs
