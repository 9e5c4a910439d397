# The package found through a symbolic link to its lib folder, which lies elsewhere than the link; and
# refused where its headers are missing.
. tests/check/package.sh
need_prefix
root=$PWD/$work/linked
rm -rf "$root" && mkdir -p "$root" && cp -r "$prefix" "$root/usr" && ln -s usr/lib "$root/lib"
consume Ninja "$root" -Dsecagg_DIR="$root/lib/cmake/secagg"
echo "pass: found through the link by CMake"

if have pkg-config; then
    flags=$(PKG_CONFIG_PATH="$root/lib/pkgconfig" pkg-config --cflags --libs secagg)
    eval "cc tests/consumer/consumer.c -o $root/program $flags" &&
        LD_LIBRARY_PATH="$root/lib" "$root/program" || fail "pkg-config"
    echo "pass: found through the link by pkg-config"
else
    echo "skip: a linked folder by pkg-config: needs pkg-config"
fi

mv "$root/usr/include" "$root/elsewhere"
! cmake -G Ninja -S tests/consumer -B "$root/refused" -Dsecagg_DIR="$root/lib/cmake/secagg" \
    >"$root/output" 2>&1 || fail "an installation without headers was accepted"
tr -s ' \n' ' ' <"$root/output" | grep -q 'this installation of secagg is not whole' ||
    { cat "$root/output"; exit 1; }
