# The package names the libraries that a program with the static library must link.
. tests/check/package.sh
need_prefix
sorted() { tr ' ' '\n' | sed '/^$/d' | sort -u; }
target=$(rustc -vV | sed -n 's/^host: //p')
cargo rustc --locked --lib --crate-type staticlib --target-dir build/cargo --target "$target" \
    -- --print native-static-libs 2>$work/note || { cat $work/note; exit 1; }
sed -n 's/.*native-static-libs: //p' $work/note | sorted >$work/native
sed -n 's/^Libs.private: //p' "$prefix/lib/pkgconfig/secagg.pc" | sorted >$work/named
[ -s $work/native ] && diff $work/native $work/named
