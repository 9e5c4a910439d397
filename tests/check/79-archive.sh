# The source archive: always the same bytes; builds with no network and an empty cargo home, by make
# and by FetchContent, to the same library in two folders and two homes; and what installs secagg
# along with a program can be moved.
. tests/check/package.sh
need git
root=$PWD/$work/archive
rm -rf "$root" && mkdir -p "$root/home" "$root/other home" "$root/temporary"
make --no-print-directory dist DIST="$root" >"$root/output" 2>&1 || { cat "$root/output"; fail "make dist"; }
(umask 077 && TMPDIR=$root/temporary TZ=Asia/Tokyo make --no-print-directory dist DIST="$root/again") \
    >"$root/output" 2>&1 || { cat "$root/output"; fail "make dist again"; }
archive=$root/secagg-$version.tar.gz
cmp "$archive" "$root/again/secagg-$version.tar.gz" || fail "the archive differs when written again"
echo "pass: the archive is the same when written again"

export CARGO_NET_OFFLINE=true
tar -xzf "$archive" -C "$root" || fail "unpack"
(cd "$root/secagg-$version" && CARGO_HOME=$root/home make --no-print-directory) >"$root/output" 2>&1 ||
    { cat "$root/output"; fail "make in the archive"; }
[ -z "$(ls "$root/home/registry" 2>/dev/null)" ] || fail "crates came from elsewhere"
echo "pass: it builds by make"

export CARGO_HOME="$root/other home"
cmake -G Ninja -S tests/consumer/fetched -B "$root/fetched" -DCMAKE_BUILD_TYPE=Release \
    -DSECAGG_URL="$archive" -DSECAGG_SHA256="$(sha256sum "$archive" | cut -d ' ' -f 1)" \
    -DCMAKE_INSTALL_PREFIX="$root/prefix" -DCMAKE_INSTALL_LIBDIR=lib || fail "configure"
cmake --build "$root/fetched" && cmake --install "$root/fetched" >/dev/null || fail "build and install"
mv "$root/prefix" "$root/moved" && mv "$root/fetched" "$root/gone"
"$root/moved/bin/fetched" || fail "the installed program does not run"
echo "pass: it builds by FetchContent, and is installed along with a program"

for library in libsecagg.so libsecagg.a; do
    cmp "$root/secagg-$version/build/lib/$library" "$root/moved/lib/$library" || fail "$library differs"
done
echo "pass: the library is the same in two folders and homes"
