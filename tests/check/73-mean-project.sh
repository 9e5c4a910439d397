# A project of three files gets the mean of a column in fewer than 40 lines of C++.
. tests/check/package.sh
need g++
need_prefix
[ "$(wc -l <examples/mean/main.cpp)" -lt 40 ] || fail "examples/mean/main.cpp has 40 lines or more"
rm -rf $work/mean && cp -r examples/mean $work/mean
cmake -G Ninja -S $work/mean -B $work/mean/build -DCMAKE_PREFIX_PATH="$prefix" || fail "configure"
cmake --build $work/mean/build || fail "build"
printed=$($work/mean/build/mean)
expected=$(awk -F, '{ sum += $2 } END { printf "%g", sum / NR }' examples/mean/data.csv)
[ "$printed" = "$expected" ] || fail "the mean is $expected, not $printed"

# A row that is none is refused with its line, and nothing is printed.
for row in "3,60-70" "x,60" "3,60,7" "3" "3;60" "-3,60" "3,0x3c" "3,nan" ""; do
    cp examples/mean/data.csv $work/mean/data.csv
    lines=$(wc -l <$work/mean/data.csv)
    echo "$row" >>$work/mean/data.csv
    if printed=$($work/mean/build/mean 2>$work/mean/refused); then fail "\"$row\" was read"; fi
    [ -z "$printed" ] || fail "\"$row\": $printed"
    grep -q "data.csv, line $((lines + 1)): " $work/mean/refused || fail "\"$row\": $(cat $work/mean/refused)"
done
rm $work/mean/data.csv
if $work/mean/build/mean 2>$work/mean/refused; then fail "no data, and a mean"; fi
grep -q "data.csv: cannot be read" $work/mean/refused || fail "no data: $(cat $work/mean/refused)"
