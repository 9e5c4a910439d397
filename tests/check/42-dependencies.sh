# The shared library has its versioned name, and needs no library that a Linux machine may lack, and of
# glibc none newer than the README says.
. tests/check/tools.sh
need readelf
dynamic=$(readelf -d build/lib/libsecagg.so)
echo "$dynamic"
soname=$(echo "$dynamic" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
[ -e "build/lib/$soname" ] && [ "$(readlink build/lib/libsecagg.so)" = "$soname" ] ||
    fail "SONAME '$soname' is not the link's name"
others=$(echo "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
    grep -vE '^(libc\.so|libm\.so|libgcc_s\.so|ld-linux)')
[ -z "$others" ] || fail "also needs $others"
said=$(sed -n 's/.*none newer than \([0-9.]*\) .*/\1/p' README.md)
newest=$(printf '%s\n' "$said" $(readelf -V build/lib/libsecagg.so | sed -n 's/.*Name: GLIBC_\([0-9.]*\).*/\1/p') |
    sort -V | tail -n 1)
[ -n "$said" ] && [ "$newest" = "$said" ] || fail "needs glibc $newest; the README says $said"
