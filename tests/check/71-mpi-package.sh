# find_package(secagg COMPONENTS mpi) from an installed secagg.
. tests/check/package.sh
. tests/mpi/mpi.sh
need_mpi
need_prefix

rm -rf $work/mpi-consumer
cmake -G Ninja -S tests/mpi/consumer -B $work/mpi-consumer -DCMAKE_PREFIX_PATH="$prefix" ||
    fail "configure"
cmake --build $work/mpi-consumer || fail "build"
cp $work/mpi-consumer/reduce $mpi_dir/installed_reduce
run_mpi 2 installed_reduce || fail "a program that uses the component mpi"
