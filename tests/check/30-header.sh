# Each header alone compiles without a warning: secagg.h in every C and C++ since C99 and C++11,
# secagg.hpp since C++17, with and without exceptions, and each of its chapters.
. tests/check/tools.sh
failures=0
alone() { # HEADER COMPILER LANGUAGE STANDARD...
    header=$1 compiler=$2 language=$3 flags=$4
    shift 4
    for standard in "$@"; do
        if ! have "$compiler"; then
            echo "skip: $header as $standard: needs $compiler"
        elif echo "#include <$header>" | "$compiler" -x "$language" -std="$standard" \
            -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror $flags -Iinclude -fsyntax-only -
        then
            echo "pass: $header as $standard by $compiler $flags"
        else
            failures=1
        fi
    done
}
for compiler in gcc clang; do alone secagg.h $compiler c "" c99 c11 c17; done
for compiler in g++ clang++; do
    alone secagg.h $compiler c++ "" c++11 c++20
    for flags in "" -fno-exceptions; do
        alone secagg.hpp $compiler c++ "$flags" c++17 c++20 c++2b
    done
    for chapter in include/*.hpp include/secagg/*.hpp; do
        alone "${chapter#include/}" $compiler c++ "" c++17
    done
done
exit $failures
