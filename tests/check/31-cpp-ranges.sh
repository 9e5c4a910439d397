# secagg.hpp with Eigen in three standards; what would be read wrongly does not compile, and says why;
# one program of two standards; C++14 is refused in one line.
. tests/check/tools.sh
need g++
cargo build --release --quiet --locked || fail "the library"
library=$PWD/target/release
programs=$work/ranges
rm -rf $programs && mkdir -p $programs
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
link="-L$library -lsecagg -Wl,-rpath,$programs"
ln -s "$library/libsecagg.so" "$programs/$(readelf -d "$library/libsecagg.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')"

# refuses SOURCE NUMBER FLAGS SENTENCE: this line of the source does not compile, for this reason.
refuses() {
    if g++ $3 -Iinclude -DREFUSED="$2" -fsyntax-only "tests/cpp/ranges/$1" >$programs/said 2>&1; then
        fail "$1: line $2 compiles ($3)"
    fi
    grep -q "error: .*$4" $programs/said || fail "$1: line $2 ($3): $(grep error: $programs/said | head -3)"
    echo "pass: $1, line $2 is refused as $3"
}

for standard in c++17 c++2b; do
    refuses refused.cpp 1 "-std=$standard" "numbers with a fraction are decoded by secagg::decode_f64"
    refuses refused.cpp 2 "-std=$standard" "use of deleted function.*operator<<"
    for number in 3 11 12; do
        refuses refused.cpp $number "-std=$standard -Werror" "nodiscard"
    done
    for number in 4 5 6 8 9 10; do
        refuses refused.cpp $number "-std=$standard" "cannot be taken without loss"
    done
    refuses refused.cpp 7 "-std=$standard" "no matching function"
    g++ -std=$standard -Iinclude -DREFUSED=0 -fsyntax-only tests/cpp/ranges/refused.cpp || fail "nothing refused"
done

for standard in c++17 c++20 c++2b; do
    if ! echo '#include <Eigen/Core>' | g++ -I/usr/include/eigen3 -x c++ -fsyntax-only - 2>$programs/said
    then
        echo "skip: Eigen as $standard: needs Eigen (libeigen3-dev)"
        continue
    fi
    [ $standard = c++20 ] || for number in 1 2 3 4 5; do
        refuses eigen.cpp $number "-std=$standard -isystem /usr/include/eigen3" "not contiguous"
    done
    for compiler in g++ clang++; do
        have $compiler || { echo "skip: Eigen as $standard by $compiler: needs $compiler"; continue; }
        $compiler -std=$standard $warnings -Iinclude -isystem /usr/include/eigen3 \
            tests/cpp/ranges/eigen.cpp -o $programs/eigen $link && $programs/eigen ||
            fail "Eigen as $standard by $compiler"
        echo "pass: Eigen as $standard by $compiler"
    done
done

for sanitizer in "" -fsanitize=address,undefined; do
    g++ -std=c++17 $warnings $sanitizer -Iinclude -c tests/cpp/ranges/standard_one.cpp -o $programs/one.o ||
        fail "C++17 $sanitizer"
    for standard in c++20 c++2b; do
        g++ -std=$standard $warnings $sanitizer -Iinclude tests/cpp/ranges/standard_two.cpp $programs/one.o \
            -o $programs/two $link && $programs/two || fail "C++17 with $standard $sanitizer"
    done
done
echo "pass: one program of two standards"

g++ -std=c++14 -Iinclude -DREFUSED=0 -fsyntax-only tests/cpp/ranges/refused.cpp >$programs/said 2>&1 &&
    fail "C++14 compiles"
grep -q 'error: #error "secagg.hpp needs C++17' $programs/said || fail "C++14: $(head -3 $programs/said)"
echo "pass: C++14 is refused in one line"
