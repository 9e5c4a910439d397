# secagg builds in a folder below another Cargo workspace, which knows nothing of it.
. tests/check/tools.sh
rm -rf $work/workspace && mkdir -p $work/workspace/vendored/secagg
printf '[workspace]\nmembers = []\n' >$work/workspace/Cargo.toml
cp -r Cargo.toml Cargo.lock build.rs src benches tests include $work/workspace/vendored/secagg
cd $work/workspace/vendored/secagg
cargo metadata --quiet --locked --no-deps --format-version 1 >/dev/null || fail "cargo refuses it"
