# The examples run, and what the hospitals compute from shares is what they would get in the clear.
. tests/check/tools.sh
[ -x build/example/federation ] || fail "make leaves out an example"
for example in build/example/*; do
    [ "$example" = build/example/hospitals ] && continue
    "$example" >$work/example.out || fail "$example fails: $(cat $work/example.out)"
done
build/example/hospitals examples/data/lung.csv |
    python3 tests/check/hospitals_in_the_clear.py examples/data/lung.csv
