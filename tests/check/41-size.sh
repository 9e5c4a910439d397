# The shared library stays small: below 900 KB (of 1024 bytes). A quarter of it is the standard
# library's printing of backtraces.
size=$(wc -c <build/lib/libsecagg.so)
echo "$size bytes"
[ "$size" -lt $((900 * 1024)) ]
