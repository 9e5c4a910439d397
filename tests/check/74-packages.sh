# The packages: made, unpacked into an empty folder, and used from there by CMake and pkg-config.
. tests/check/package.sh
root=$PWD/$work/packages
rm -rf "$root" build/packages && mkdir -p "$root/TGZ" "$root/DEB"
make --no-print-directory packages >"$root/log" 2>&1 || { cat "$root/log"; fail "make packages"; }

try() { # NAME PREFIX LIBRARY-FOLDER
    consume Ninja "$root/$1-consumer" -DCMAKE_PREFIX_PATH="$2" >"$root/log" 2>&1 ||
        { cat "$root/log"; fail "$1: CMake"; }
    echo "pass: $1, used by CMake"
    if ! have pkg-config; then
        echo "skip: $1: needs pkg-config"
        return
    fi
    flags=$(PKG_CONFIG_PATH="$3/pkgconfig" pkg-config --cflags --libs "secagg >= $version")
    eval "cc -Wall -Wextra -Wpedantic -Werror tests/consumer/consumer.c -o $root/consumer $flags" &&
        LD_LIBRARY_PATH="$3" "$root/consumer" || fail "$1: pkg-config"
    echo "pass: $1, used by pkg-config"
}

tar -xzf build/packages/TGZ/secagg-*.tar.gz -C "$root/TGZ" --strip-components 1 || fail "unpack"
[ -f "$root/TGZ/share/doc/secagg/NOTICES" ] || fail "the archive has no NOTICES"
try archive "$root/TGZ" "$root/TGZ/lib"

if ! have dpkg-deb; then
    echo "skip: Debian packages: needs dpkg-deb"
    exit 0
fi
for package in build/packages/DEB/*.deb; do dpkg-deb -x "$package" "$root/DEB" || fail "unpack"; done
library=$(echo "$root"/DEB/usr/lib/*-linux-*)
[ -f "$library/libsecagg.so" ] || fail "the libraries are not in lib/<architecture>"
for package in build/packages/DEB/*.deb; do
    dpkg-deb -c "$package" | grep -q 'libsecagg.so$\|libsecagg.so ->\|include/secagg.h' &&
        [ "${package#*-dev_}" = "$package" ] && fail "$package has what only developers need"
done
for package in libsecagg${version%.*} libsecagg-dev; do
    for file in NOTICES secagg.cdx.json; do
        [ -f "$root/DEB/usr/share/doc/$package/$file" ] || fail "$package has no $file"
    done
done
try "Debian packages" "$root/DEB/usr" "$library"
if have lintian; then
    lintian --allow-root --fail-on error build/packages/DEB/*.deb || fail "lintian"
    echo "pass: lintian has no errors"
else
    echo "skip: Debian packages: needs lintian"
fi
