# secagg_mpi.h and the MPI examples on 1, 2 and 4 ranks, and the header as C++.
. tests/check/tools.sh
. tests/mpi/mpi.sh
need_mpi

compile_mpi tests/mpi/reduce.c
compile_mpi examples/mpi_sum.c
compile_mpi examples/mpi_holder.c
for ranks in 1 2 4; do
    run_mpi $ranks reduce || fail "reductions on $ranks ranks"
    echo "pass: reductions on $ranks ranks"
    if [ $ranks = 1 ]; then
        ! run_mpi 1 mpi_sum 2>$mpi_dir/refused || fail "one rank shares with nobody"
        grep -q "at least two are needed" $mpi_dir/refused || fail "$(cat $mpi_dir/refused)"
        echo "pass: sums on 1 rank are refused"
    else
        run_mpi $ranks mpi_sum || fail "sums on $ranks ranks"
        echo "pass: sums on $ranks ranks"
    fi
    run_mpi $ranks mpi_holder || fail "a merged holder on $ranks ranks"
    echo "pass: a merged holder on $ranks ranks"
done

if [ "$(awk '/MemAvailable/ { print $2 }' /proc/meminfo)" -gt 3500000 ]; then
    compile_mpi tests/mpi/large.c
    run_mpi 1 large || fail "a type of 2 GiB"
    echo "pass: a type of 2 GiB"
else
    echo "skip: a type of 2 GiB: needs 3.5 GB of memory"
fi

if have g++; then
    mpicxx -std=c++11 -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only tests/mpi/header.cpp ||
        fail "secagg_mpi.h is not C++"
    echo "pass: the header as C++"
else
    echo "skip: secagg_mpi.h as C++: needs g++"
fi
