# The shared library stays small: below 700 KB.
size=$(wc -c <build/lib/libsecagg.so)
echo "$size bytes"
[ "$size" -lt 700000 ]
