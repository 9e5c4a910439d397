# For the checks that build secagg for kernels that are not the machine's best.

# test_on KERNELS WORD...: cargo test, with these words for the programs of tests.
test_on() {
    kernels=$1
    shift
    # In rustc's stead for secagg alone: RUSTFLAGS would build all other crates anew too.
    rustc=$PWD/$work/rustc-$kernels
    printf '#!/bin/sh\nexec "$@" --cfg secagg_kernels=\\"%s\\" -C debuginfo=0\n' "$kernels" >"$rustc"
    chmod +x "$rustc"
    # The other crates are those of the other tests; of secagg, cargo must not take the libsecagg.so
    # of other kernels for this one.
    cargo test --quiet --locked --no-run || fail "the tests do not build"
    rm -rf target/kernels && mkdir -p target/kernels/debug
    cp -al target/debug/deps target/debug/build target/debug/.fingerprint target/kernels/debug
    rm -rf target/kernels/debug/.fingerprint/secagg-* target/kernels/debug/deps/*secagg*
    (
        export RUSTC_WORKSPACE_WRAPPER="$rustc" CARGO_TARGET_DIR=target/kernels CARGO_INCREMENTAL=0
        cargo rustc --quiet --locked --lib -- --print cfg | grep -q "^secagg_kernels=\"$kernels\"" ||
            fail "this is not the build for $kernels"
        cargo test --quiet --locked --no-fail-fast -- "$@"
    ) || fail "$kernels"
}
