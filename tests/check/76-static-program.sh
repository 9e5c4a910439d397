# Programs that need no shared library at all, in C and C++, through CMake and pkg-config.
. tests/check/package.sh
need_prefix
echo 'int main(void) { return 0; }' >$work/static.c
cc -static $work/static.c -o $work/static 2>/dev/null ||
    { echo "needs a static C library (Debian: libc6-dev)"; exit 77; }

all_static() { # PROGRAM
    ! readelf -d "$1" | grep NEEDED || fail "$1 needs a shared library"
    "$1" || fail "$1 does not run"
    echo "pass: $1"
}
rm -rf $work/all-static
consume Ninja "$work/all-static" -DCMAKE_PREFIX_PATH="$prefix" -DALL_STATIC=ON
all_static $work/all-static/consumer/c-all-static
all_static $work/all-static/consumer/cpp-all-static

have pkg-config || { echo "skip: static programs by pkg-config: needs pkg-config"; exit 0; }
flags=$(PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --static --cflags --libs secagg)
for compiler in cc c++ clang; do
    have $compiler || { echo "skip: a static program by $compiler: needs $compiler"; continue; }
    for option in -static -static-pie; do
        program=$work/all-static/$compiler$option
        eval "$compiler $option tests/consumer/consumer.c -o $program $flags" 2>$work/output ||
            { cat $work/output; fail "$compiler $option"; }
        all_static $program
    done
done
