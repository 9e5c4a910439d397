# For the checks of the CMake package.
. tests/check/tools.sh
need_cmake

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)

# package GENERATOR NAME: builds, installs, moves and uses secagg. Extra cmake options in $options.
package() {
    root=$PWD/$work/$2
    rm -rf "$root" && mkdir -p "$root"
    cargo_dir=-DSECAGG_CARGO_TARGET_DIR=$PWD/build/cargo

    cmake -G "$1" -S . -B "$root/build" -DCMAKE_BUILD_TYPE=Release "$cargo_dir" \
        -DCMAKE_INSTALL_PREFIX="$root/prefix" $options >"$root/said" 2>&1 ||
        { cat "$root/said"; fail "configure"; }
    ! grep -A8 "CMake .*Warning" "$root/said" || fail "a warning"
    cmake --build "$root/build" --parallel 2 || fail "build"
    (cd "$root/build" && ctest --output-on-failure --parallel 2) || fail "ctest"

    cmake --build "$root/build" >"$root/again" || fail "build again"
    ! grep -i 'linking' "$root/again" || fail "the second build links again"
    echo "pass: a second build does nothing"

    cmake --install "$root/build" >/dev/null || fail "install"
    mv "$root/prefix" "$root/moved prefix"
    ! grep -rIl "$root" "$root/moved prefix" || fail "installed files name the build folder"
    echo "pass: the installed files name no folder of this machine"

    consume "$1" "$root" -DCMAKE_PREFIX_PATH="$root/moved prefix"
}

# need_prefix: secagg installed and moved, by the check with Ninja, as $prefix.
need_prefix() {
    prefix="$PWD/$work/ninja/moved prefix"
    [ -d "$prefix" ] || sh tests/check/60-package-ninja.sh || fail "no installed secagg"
}

# consume GENERATOR FOLDER OPTION...: a project that uses secagg in C and C++, shared and static.
consume() {
    generator=$1 folder=$2
    shift 2
    cmake -G "$generator" -S tests/consumer -B "$folder/consumer" \
        -DSECAGG_VERSION="${version%.*}" "$@" || fail "consumer: configure"
    cmake --build "$folder/consumer" --parallel 2 || fail "consumer: build"
    (cd "$folder/consumer" && ctest --output-on-failure) || fail "consumer: ctest"
}
