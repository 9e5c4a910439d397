/* A type of 2 GiB, whose size MPI_Type_size cannot say: 2^27 values of it are added at once. */
#include <secagg_mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { COUNT = 1 << 27 };

/* Memory that is zero, and takes none until it is written. */
static secagg_value *zeros(void)
{
    void *memory = mmap(NULL, COUNT * sizeof(secagg_value), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : (secagg_value *)memory;
}

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    secagg_value *values = zeros(), *total = zeros();
    if (values == NULL || total == NULL) {
        printf("skipped: 4 GiB of addresses are not to be had\n");
        return 77;
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
    int count = 1;
    secagg_mpi_add(values, total, &count, &block);
    int64_t sums[2] = {0, 0};
    if (secagg_decode_i64(&sums[0], &total[0], 1) != SECAGG_OK ||
        secagg_decode_i64(&sums[1], &total[COUNT - 1], 1) != SECAGG_OK)
        return EXIT_FAILURE;
    printf("%lld %lld\n", (long long)sums[0], (long long)sums[1]);
    MPI_Type_free(&block);
    MPI_Type_free(&value);
    MPI_Finalize();
    return sums[0] == 42 && sums[1] == 42 ? EXIT_SUCCESS : EXIT_FAILURE;
}
