# What summing inside an MPI job costs on this machine: sh tests/mpi/bench.sh, after make.
. tests/check/tools.sh
. tests/mpi/mpi.sh
need_mpi
compile_mpi tests/mpi/bench.c
for ranks in 1 2 4; do
    run_mpi $ranks bench
done
