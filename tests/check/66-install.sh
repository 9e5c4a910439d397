# make install puts everything in its place, below DESTDIR.
. tests/check/tools.sh
need make
rm -rf $work/destdir
make --no-print-directory install DESTDIR="$PWD/$work/destdir" PREFIX=/usr/local >$work/output 2>&1 ||
    { cat $work/output; exit 1; }
cd $work/destdir/usr/local
for file in include/secagg.h lib/libsecagg.so lib/libsecagg.a lib/pkgconfig/secagg.pc \
    lib/cmake/secagg/secagg-config.cmake share/doc/secagg/NOTICES share/doc/secagg/secagg.cdx.json; do
    [ -f $file ] || fail "$file is missing"
done
