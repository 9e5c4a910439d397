# The package names the libraries that a program with the static library must link, but for the
# unwinder, which each compiler links by itself: shared, or static in a program that is all static.
. tests/check/package.sh
need_prefix
sorted() { tr ' ' '\n' | sed '/^$/d' | sort -u; }
cargo rustc --quiet --locked --lib --crate-type staticlib -- --print native-static-libs 2>$work/note ||
    { cat $work/note; exit 1; }
sed -n 's/.*native-static-libs: //p' $work/note | sorted | grep -v '^-lgcc_s$' >$work/native
sed -n 's/^Libs.private: //p' "$prefix/lib/pkgconfig/secagg.pc" | sorted | grep -v '^-Wl,' >$work/named
[ -s $work/native ] && diff $work/native $work/named
