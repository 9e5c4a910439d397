// secagg_mpi.h compiles as C++, without a warning.
#include <secagg_mpi.h>

int main()
{
    MPI_Datatype value;
    MPI_Op add;
    return secagg_mpi_value_create(&value) + secagg_mpi_add_create(&add);
}
