# find_package: a project in C++ alone or C alone; another version or an unknown component is not
# found.
. tests/check/package.sh
need_prefix
rm -rf $work/find
for language in C CXX; do
    consume Ninja $work/find/$language -DCMAKE_PREFIX_PATH="$prefix" -DLANGUAGES=$language
done

refused() { # OPTION EXPECTED
    ! cmake -G Ninja -S tests/consumer -B "$work/find/refused$1" \
        -DCMAKE_PREFIX_PATH="$prefix" "$1" >$work/find/output 2>&1 || fail "$1 was accepted"
    tr -s ' \n' ' ' <$work/find/output | grep -q "$2" || { cat $work/find/output; exit 1; }
    echo "pass: refused with $1"
}
refused -DSECAGG_VERSION=0.1 'compatible with requested version "0.1"'
refused -DSECAGG_VERSION=0.3 'compatible with requested version "0.3"'
refused -DSECAGG_COMPONENTS=teapot "no component 'teapot'"
