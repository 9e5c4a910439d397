# secagg built as a part of another project, by add_subdirectory and by FetchContent, and in Debug.
. tests/check/package.sh
for by in subdirectory fetch; do
    rm -rf $work/$by
    consume Ninja $work/$by -DSECAGG_SOURCE="$PWD" -DSECAGG_BY=$by -DCMAKE_BUILD_TYPE=Debug \
        -DSECAGG_CARGO_TARGET_DIR="$PWD/build/cargo"
done
