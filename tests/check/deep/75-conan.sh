# The Conan 2 recipe, with the shared and with the static library, and a program that uses each.
. tests/check/tools.sh
need_cmake
if have conan; then
    conan=conan
else
    [ -x build/conan/bin/conan ] || from_pypi build/conan conan
    conan=build/conan/bin/conan
fi
CONAN_HOME=$PWD/$work/conan
export CONAN_HOME
rm -rf "$CONAN_HOME" $work/conan-test
cp -r packaging/conan/test_package $work/conan-test # Conan writes beside it.
"$conan" profile detect >$work/conan.log 2>&1 || { cat $work/conan.log; fail "no profile"; }
for shared in True False; do
    "$conan" create packaging/conan -tf "$PWD/$work/conan-test" -o "secagg/*:shared=$shared" -c tools.build:verbosity=quiet \
        -c tools.cmake.cmaketoolchain:extra_variables="{'SECAGG_CARGO_TARGET_DIR': '$PWD/build/conan-cargo'}" \
        >$work/conan.log 2>&1 || { cat $work/conan.log; fail "shared=$shared"; }
    grep -q '^secagg .*: works$' $work/conan.log || { cat $work/conan.log; fail "it was not run"; }
    echo "pass: conan create, shared=$shared"
done
rm -rf "$CONAN_HOME"
