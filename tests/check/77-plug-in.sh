# A shared library with the static secagg inside exports its own names, none of secagg's or of Rust's
# standard library, built by CMake and with pkg-config's flags.
. tests/check/package.sh
need nm
need_prefix
exports_its_own() { # LIBRARY
    [ "$(nm -D --defined-only "$1" | awk '{ print $3 }')" = plug_in_version ] ||
        fail "$1 exports $(nm -D --defined-only "$1" | wc -l) names"
    echo "pass: $1"
}
exports_its_own "$work/ninja/consumer/libplug-in.so"

have pkg-config || { echo "skip: a plug-in by pkg-config: needs pkg-config"; exit 0; }
flags=$(PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --static --cflags --libs secagg |
    sed s/-lsecagg/-l:libsecagg.a/)
eval "cc -shared -fPIC tests/consumer/plug_in.c -o $work/plug_in.so $flags" || fail "it does not link"
exports_its_own $work/plug_in.so
