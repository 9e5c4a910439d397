# The shared library exports the functions of the header and nothing else.
. tests/check/tools.sh
need nm cc
cc -E -P -Iinclude include/secagg.h | grep -oE 'secagg_[a-z0-9_]+ *\(' | tr -d ' (' | sort -u \
    >$work/declared
nm -D --defined-only build/lib/libsecagg.so | awk '{print $3}' | sort >$work/exported
[ -s $work/declared ] && diff $work/declared $work/exported
