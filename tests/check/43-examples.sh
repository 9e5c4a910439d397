# The examples run, and what the hospitals compute from shares is what they would get in the clear.
. tests/check/tools.sh
[ -x build/example/federation ] || fail "make leaves out an example"
for example in build/example/*; do
    [ "$example" = build/example/hospitals ] && continue
    "$example" >$work/example.out || fail "$example fails: $(cat $work/example.out)"
done
build/example/hospitals |
    python3 tests/check/hospitals_in_the_clear.py examples/data/lung.csv || fail "the figures"

# In both languages the data are found from everywhere, and a line that is not understood is named:
# nothing is computed from the others.
hospitals="$PWD/build/example/hospitals"
if have g++; then
    g++ -std=c++17 -Iinclude -DLUNG_CSV="\"$PWD/examples/data/lung.csv\"" examples/cpp/hospitals.cpp \
        -o $work/hospitals-cpp -Lbuild/lib -lsecagg -Wl,-rpath,"$PWD/build/lib" || fail "hospitals.cpp"
    hospitals="$hospitals $PWD/$work/hospitals-cpp"
else
    echo "skip: hospitals.cpp: needs g++"
fi
long=$(printf '%0300d' 7) carriage_return=$(printf '7\r7')
for program in $hospitals; do
    (cd / && "$program" >/dev/null) || fail "$program does not find its data"
    for age in 60-70 sixty 0x3c nan 1e999 " 60" "60,1" "$long" "$carriage_return"; do
        awk -F, -v OFS=, -v age="$age" 'NR == 5 { $4 = age } 1' examples/data/lung.csv >$work/lung.csv
        # A number of 300 digits is one; in C it does not fit the line's buffer.
        case "$age-$program" in "$long"-*cpp) continue ;; esac
        if "$program" $work/lung.csv >$work/printed 2>$work/refused; then fail "$program reads $age"; fi
        grep -q "lung.csv, line 5: " $work/refused || fail "$program, $age: $(cat $work/refused)"
        [ -s $work/printed ] && fail "$program prints something for $age"
    done
    for institution in 1.5 -1 0 101; do
        sed "7s/^[^,]*/$institution/" examples/data/lung.csv >$work/lung.csv
        if "$program" $work/lung.csv >$work/printed 2>$work/refused; then
            fail "$program takes institution $institution"
        fi
        grep -q "lung.csv, line 7: " $work/refused || fail "$program, $institution: $(cat $work/refused)"
    done
    echo "pass: $(basename "$program") refuses what it does not understand"
done
