# A project of three files gets the mean of a column in fewer than 25 lines of C++.
. tests/check/package.sh
need g++
need_prefix
[ "$(wc -l <examples/mean/main.cpp)" -lt 25 ] || fail "examples/mean/main.cpp has 25 lines or more"
rm -rf $work/mean && cp -r examples/mean $work/mean
cmake -G Ninja -S $work/mean -B $work/mean/build -DCMAKE_PREFIX_PATH="$prefix" || fail "configure"
cmake --build $work/mean/build || fail "build"
printed=$(cd $work/mean && build/mean)
expected=$(awk -F, '{ sum += $2 } END { printf "%g", sum / NR }' examples/mean/data.csv)
[ "$printed" = "$expected" ] || fail "the mean is $expected, not $printed"
