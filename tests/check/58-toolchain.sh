# A CMake toolchain file: Rust's name of the platform is derived from it, its compiler links, and what
# Rust cannot build for is refused.
. tests/check/package.sh
root=$PWD/$work/toolchain
rm -rf "$root" && mkdir -p "$root"

cat >"$root/name.cmake" <<'END'
include(cmake/rust-target.cmake)
set(CMAKE_CROSSCOMPILING TRUE)
secagg_rust_target(target the-host)
message("target: ${target}")
END
called() { # EXPECTED SYSTEM PROCESSOR COMPILER'S-NAME
    said=$(cmake -DCMAKE_SYSTEM_NAME="$2" -DCMAKE_SYSTEM_PROCESSOR="$3" -DCMAKE_C_COMPILER_TARGET="$4" \
        -P "$root/name.cmake" 2>&1 | tr -s ' \n' ' ')
    case "$said" in
    *"$1"*) echo "pass: $2 on '$3' by '$4' is $1" ;;
    *) fail "$2 on '$3' by '$4' is not $1: $said" ;;
    esac
}
called "target: aarch64-unknown-linux-gnu" Linux aarch64 aarch64-linux-gnu
called "target: aarch64-unknown-linux-musl" Linux arm64 aarch64-linux-musl
called "target: aarch64-unknown-linux-gnu" Linux "" aarch64-linux-gnu
called "target: armv7-unknown-linux-gnueabihf" Linux armv7l arm-linux-gnueabihf
called "target: arm-unknown-linux-gnueabi" Linux arm arm-linux-gnueabi
called "target: i686-unknown-linux-gnu" Linux i386 i686-linux-gnu
called "target: powerpc64le-unknown-linux-gnu" Linux ppc64le powerpc64le-linux-gnu
called "target: riscv64gc-unknown-linux-gnu" Linux riscv64 riscv64-linux-gnu
called "target: s390x-unknown-linux-gnu" Linux s390x s390x-linux-gnu
called "target: x86_64-pc-windows-gnu" Windows AMD64 x86_64-w64-mingw32
called "target: x86_64-pc-windows-msvc" Windows AMD64 ""
called "target: armv7-linux-androideabi" Android armv7-a armv7a-linux-androideabi21
called "target: aarch64-apple-darwin" Darwin arm64 ""
called "Set SECAGG_CARGO_TARGET" Linux teapot teapot-linux-gnu
called "Set SECAGG_CARGO_TARGET" Teapot x86_64 x86_64-teapot

configure() { # FOLDER SYSTEM PROCESSOR COMPILER OPTION...
    folder=$root/$1
    printf 'set(CMAKE_SYSTEM_NAME %s)\nset(CMAKE_SYSTEM_PROCESSOR %s)\nset(CMAKE_C_COMPILER "%s")\n' \
        "$2" "$3" "$4" >"$root/$1.cmake"
    shift 4
    cmake -G Ninja -S . -B "$folder" -DCMAKE_TOOLCHAIN_FILE="$folder.cmake" "$@" \
        -DSECAGG_BUILD_EXAMPLES=OFF -DSECAGG_BUILD_TESTS=OFF >"$folder.output" 2>&1
}
refused() { # EXPECTED
    tr -s ' \n' ' ' <"$folder.output" | grep -q "$1" || { cat "$folder.output"; fail "not refused: $1"; }
    echo "pass: refused: $1"
}

# No Rust has this platform's standard library, and no compiler here is made for it.
! configure foreign Linux s390x "$(command -v cc)" -DCMAKE_C_COMPILER_TARGET=s390x-linux-gnu ||
    fail "a foreign platform was accepted"
refused "rustup target add s390x-unknown-linux-gnu"
! configure width Linux "$(uname -m)" "$(command -v cc)" \
    -DCMAKE_C_ABI_COMPILED=ON -DCMAKE_C_COMPILER_WORKS=ON -DCMAKE_C_SIZEOF_DATA_PTR=2 ||
    fail "a compiler for 16 bits was accepted"
refused "the C compiler builds for 16 bits"

# This platform by a compiler that takes notes.
printf '#!/bin/sh\necho "$*" >>"%s/notes"\nexec cc "$@"\n' "$root" >"$root/noting-cc"
chmod +x "$root/noting-cc"
configure noting Linux "$(uname -m)" "$root/noting-cc" || { cat "$root/noting.output"; fail "configure"; }
rm -f "$root/notes"
# Quickly: nothing is run.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cmake --build "$root/noting" >"$root/noting.output" 2>&1 || { cat "$root/noting.output"; fail "build"; }
grep -q 'libsecagg.so' "$root/notes" || fail "the toolchain's compiler does not link the library"
grep -q 'blake3' "$root/notes" || fail "the toolchain's compiler does not assemble BLAKE3"
