# Each header alone compiles without a warning: secagg.h in every C and C++ since C99 and C++11, a
# C++ header since C++17.
. tests/check/tools.sh
failures=0
alone() { # HEADER COMPILER LANGUAGE STANDARD...
    header=$1 compiler=$2 language=$3
    shift 3
    for standard in "$@"; do
        if ! have "$compiler"; then
            echo "skip: $header as $standard: needs $compiler"
        elif echo "#include <$header>" | "$compiler" -x "$language" -std="$standard" \
            -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -; then
            echo "pass: $header as $standard by $compiler"
        else
            failures=1
        fi
    done
}
for compiler in gcc clang; do alone secagg.h $compiler c c99 c11 c17; done
for compiler in g++ clang++; do
    alone secagg.h $compiler c++ c++11 c++20
    for header in include/*.hpp; do
        [ -f "$header" ] && alone "$(basename "$header")" $compiler c++ c++17 c++20
    done
done
exit $failures
