# Secrets decide no branch and no address: tests/c/constant_time.c under valgrind, on the library as
# users get it. It covers what the CPU that valgrind imitates runs: the portable and the AVX2 code,
# not the AVX-512 code.
. tests/check/tools.sh
need valgrind
echo '#include <valgrind/memcheck.h>' | ${CC:-cc} -E - >/dev/null 2>&1 || {
    echo "needs valgrind/memcheck.h"
    exit 77
}
. tests/check/library.sh

# The program counts the reports itself: its controls must cause some.
SECAGG_C_LIBRARY="$library" \
SECAGG_C_RUNNER="valgrind --quiet --error-limit=no --suppressions=tests/check/constant-time.supp" \
    cargo test --quiet --locked --test c_programs -- --exact constant_time
