# CMake's configurations: a project may map its own to any of ours, and RelWithDebInfo has debug
# information.
. tests/check/package.sh
need readelf
need_prefix
rm -rf $work/mapped
for map in DEBUG=Release DEBUG=RelWithDebInfo "MINSIZEREL=Debug;Release"; do
    folder=$work/mapped/$(echo "$map" | tr ";=" __)
    consume Ninja $folder -DCMAKE_PREFIX_PATH="$prefix" -DLANGUAGES=C \
        -DCMAKE_BUILD_TYPE=${map%%=*} "-DCMAKE_MAP_IMPORTED_CONFIG_$map"
    echo "pass: mapped $map"
done

rm -rf $work/debug-info
consume Ninja $work/debug-info -DSECAGG_SOURCE="$PWD" -DSECAGG_BY=subdirectory -DLANGUAGES=C \
    -DCMAKE_BUILD_TYPE=RelWithDebInfo -DSECAGG_CARGO_TARGET_DIR="$PWD/build/cargo"
library=$(find $work/debug-info -name 'libsecagg.so.*.*.*')
readelf -S "$library" | grep -q '\.debug_line' || fail "$library has no debug information"
readelf --debug-dump=decodedline "$library" 2>/dev/null | grep -q 'shamir.rs' ||
    fail "$library has no lines of secagg's sources"
