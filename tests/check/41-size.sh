# The shared library stays small: below 760 KB (of 1024 bytes). A quarter of it is the standard
# library's printing of backtraces.
size=$(wc -c <build/lib/libsecagg.so)
echo "$size bytes"
[ "$size" -lt $((760 * 1024)) ]
