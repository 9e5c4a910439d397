# The header alone compiles without a warning in every C and C++ since C99 and C++11.
. tests/check/tools.sh
failures=0
alone() { # COMPILER LANGUAGE STANDARD
    if ! have "$1"; then
        echo "skip: header as $3: needs $1"
    elif echo '#include <secagg.h>' | "$1" -x "$2" -std="$3" -Wall -Wextra -Wpedantic -Werror \
        -Iinclude -fsyntax-only -; then
        echo "pass: header as $3 by $1"
    else
        failures=$((failures + 1))
    fi
}
for compiler in gcc clang; do
    for standard in c99 c11 c17; do alone $compiler c $standard; done
done
for compiler in g++ clang++; do
    for standard in c++11 c++20; do alone $compiler c++ $standard; done
done
exit $failures
