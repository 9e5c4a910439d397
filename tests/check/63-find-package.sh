# find_package: a project in C++ alone or C alone; another version, an unknown component or, without
# MPI, the component mpi is not found, for a reason that is said.
. tests/check/package.sh
need_prefix
rm -rf $work/find
for language in C CXX; do
    consume Ninja $work/find/$language -DCMAKE_PREFIX_PATH="$prefix" -DLANGUAGES=$language
done

refused() { # EXPECTED OPTION...
    expected=$1
    shift
    ! cmake -G Ninja -S tests/consumer -B "$work/find/refused$1" \
        -DCMAKE_PREFIX_PATH="$prefix" "$@" >$work/find/output 2>&1 || fail "$1 was accepted"
    tr -s ' \n' ' ' <$work/find/output | grep -q "$expected" || { cat $work/find/output; exit 1; }
    echo "pass: refused with $1"
}
refused 'compatible with requested version "0.1"' -DSECAGG_VERSION=0.1
refused 'compatible with requested version "0.3"' -DSECAGG_VERSION=0.3
refused "component 'teapot': this installation of secagg has no such component" \
    -DSECAGG_COMPONENTS=teapot
export PKG_CONFIG_LIBDIR=/nonexistent # as if there were no MPI
refused "component 'mpi': no MPI was found" -DSECAGG_COMPONENTS=mpi -DMPI_SKIP_GUESSING=ON \
    -DMPI_SKIP_COMPILER_WRAPPER=ON -DMPI_ASSUME_NO_BUILTIN_MPI=ON
