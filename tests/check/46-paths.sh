# The library names no folder of the machine that built it.
. tests/check/tools.sh
home=${CARGO_HOME:-$HOME/.cargo}
for library in build/lib/libsecagg.so build/lib/libsecagg.a; do
    for folder in "$home" "$HOME/" "$PWD"; do
        ! LC_ALL=C grep -aoF "$folder" $library | sort | uniq -c | grep . ||
            fail "$library names $folder"
    done
    grep -aq '/cargo/registry' $library || fail "$library has no names of sources: what is looked for?"
done
