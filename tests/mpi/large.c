/* A type of 2^27 values is 2 GiB, whose size MPI_Type_size cannot say: MPI adds two of it. */
#include <secagg_mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT = 1 << 27 };

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    /* Memory that is zero; most systems take none for it until it is written. */
    secagg_value *values = calloc(COUNT, sizeof *values), *total = calloc(COUNT, sizeof *total);
    if (values == NULL || total == NULL) {
        printf("4 GiB are not to be had\n");
        return EXIT_FAILURE;
    }
    const int64_t numbers[2] = {40, 2};
    secagg_value first = {{0}}, last = {{0}};
    if (secagg_encode_i64(&first, &numbers[0], 1) != SECAGG_OK ||
        secagg_encode_i64(&last, &numbers[1], 1) != SECAGG_OK)
        return EXIT_FAILURE;
    values[0] = values[COUNT - 1] = first;
    total[0] = total[COUNT - 1] = last;

    MPI_Datatype value, block;
    secagg_mpi_value_create(&value);
    MPI_Type_contiguous(COUNT, value, &block);
    MPI_Type_commit(&block);
    MPI_Op add;
    secagg_mpi_add_create(&add);
    MPI_Reduce_local(values, total, 1, block, add);
    int64_t sums[2] = {0, 0};
    if (secagg_decode_i64(&sums[0], &total[0], 1) != SECAGG_OK ||
        secagg_decode_i64(&sums[1], &total[COUNT - 1], 1) != SECAGG_OK)
        return EXIT_FAILURE;
    printf("%lld %lld\n", (long long)sums[0], (long long)sums[1]);
    MPI_Op_free(&add);
    MPI_Type_free(&block);
    MPI_Type_free(&value);
    free(values);
    free(total);
    MPI_Finalize();
    return sums[0] == 42 && sums[1] == 42 ? EXIT_SUCCESS : EXIT_FAILURE;
}
