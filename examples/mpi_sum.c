/*
 * Every rank of an MPI job owns rows of a table and is a share holder. Rank 0 learns the statistics
 * of all rows, and the sum of one long vector per rank, while no rank sees another's numbers.
 *
 *   mpirun -n 4 mpi_sum [length of the vector]
 *
 * needs: MPI
 */
#include <secagg_mpi.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    FRACTION_BITS = 16,
    SUMMARY = SECAGG_SUMMARY_VALUE_COUNT,
    DEFAULT_LENGTH = 1 << 22,
    BLOCK_LENGTH = 1 << 14 /* the long vector goes through in blocks: memory stays small */
};

static int rank, rank_count;
static uint32_t threshold; /* ranks whose shares tell everything; fewer tell nothing */
static MPI_Datatype value_type;
static MPI_Op add;

static void check(secagg_status status)
{
    if (status != SECAGG_OK) {
        fprintf(stderr, "rank %d: %s: %s\n", rank, secagg_status_name(status),
                secagg_status_message(status));
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) {
        fprintf(stderr, "rank %d: out of memory\n", rank);
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
    return memory;
}

/*
 * From every rank's own values to this rank's share of their sum: a split writes the shares holder
 * after holder, which is just what MPI_Alltoall sends rank after rank. Buffers: [rank_count * count].
 */
static void sum_of_shares(secagg_value *sum, secagg_value *sent, secagg_value *received,
                          const secagg_value *values, int count)
{
    size_t length = (size_t)count;
    check(secagg_shamir_split(sent, (uint32_t)rank_count, threshold, values, length, NULL));
    MPI_Alltoall(sent, count, value_type, received, count, value_type, MPI_COMM_WORLD);
    memset(sum, 0, length * sizeof *sum);
    for (size_t from = 0; from < (size_t)rank_count; from++)
        check(secagg_sum_add(sum, received + from * length, length));
}

/* A short vector: rank 0 gathers all shares of the sum. More than it needs, so it can check them. */
static void total_by_gather(secagg_value *total, const secagg_value *sum, int count)
{
    secagg_value *sums = allocate((size_t)rank_count * (size_t)count, sizeof *sums);
    secagg_share *shares = allocate((size_t)rank_count, sizeof *shares);
    MPI_Gather(sum, count, value_type, sums, count, value_type, 0, MPI_COMM_WORLD);
    if (rank == 0) {
        for (int holder = 0; holder < rank_count; holder++) {
            shares[holder].x = (uint32_t)holder + 1;
            shares[holder].values = sums + holder * count;
        }
        check(secagg_shamir_reconstruct(total, (size_t)count, shares, (uint32_t)rank_count,
                                        threshold, NULL));
    }
    free(shares);
    free(sums);
}

/*
 * A long vector: a reduction needs no memory for all shares in one place. Reconstruction is linear,
 * so from its own share, and zeros in place of the others', a rank gets its part of the total.
 */
static void total_by_reduce(secagg_value *total, secagg_value *part, const secagg_value *zeros,
                            const secagg_value *sum, int count)
{
    memset(part, 0, (size_t)count * sizeof *part);
    if ((uint32_t)rank < threshold) {
        secagg_share *shares = allocate(threshold, sizeof *shares);
        for (uint32_t holder = 0; holder < threshold; holder++) {
            shares[holder].x = holder + 1;
            shares[holder].values = holder == (uint32_t)rank ? sum : zeros;
        }
        check(secagg_shamir_reconstruct(part, (size_t)count, shares, threshold, threshold, NULL));
        free(shares);
    }
    MPI_Reduce(part, total, count, value_type, add, 0, MPI_COMM_WORLD);
}

/* Multiples of 1/4, so that the sum of doubles in the clear is exact too, to compare with. */
static double age(int of_rank, int row)
{
    return 30 + (row * 7 + of_rank * 13) % 50 + 0.25 * (row % 4);
}

/* Statistics of a column whose rows are spread over the ranks. Returns whether they are right. */
static int sum_statistics(void)
{
    int row_count = 1000 + 10 * rank;
    double *column = allocate((size_t)row_count, sizeof *column);
    double in_the_clear[2] = {row_count, 0}, expected[2] = {0, 0};
    for (int row = 0; row < row_count; row++) {
        column[row] = age(rank, row);
        in_the_clear[1] += column[row];
    }

    secagg_value own[SUMMARY], sum[SUMMARY], total[SUMMARY];
    secagg_value *buffers = allocate((size_t)rank_count * SUMMARY * 2, sizeof *buffers);
    check(secagg_summary_encode(own, NULL, column, (size_t)row_count, FRACTION_BITS, NULL));
    sum_of_shares(sum, buffers, buffers + rank_count * SUMMARY, own, SUMMARY);
    total_by_gather(total, sum, SUMMARY);
    free(buffers);
    free(column);

    MPI_Reduce(in_the_clear, expected, 2, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
    if (rank != 0)
        return 1;
    secagg_summary summary;
    check(secagg_summary_decode(&summary, total, 1, FRACTION_BITS));
    printf("%d ranks, any %u of them could read the others' numbers\n", rank_count,
           (unsigned)threshold);
    printf("rows %" PRIu64 ", mean %.4f, standard deviation %.4f\n", summary.count, summary.mean,
           sqrt(summary.variance));
    return (double)summary.count == expected[0] && summary.sum == expected[1];
}

/* Element i of a rank's long vector. */
static int64_t number(int of_rank, size_t i)
{
    uint64_t mixed = (i + 1) * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)of_rank << 40;
    return (int64_t)(mixed >> 16) - (INT64_C(1) << 47);
}

/* The sum of one long vector per rank, block by block. Returns whether it is right. */
static int sum_long_vectors(size_t length)
{
    size_t ranks = (size_t)rank_count, block = BLOCK_LENGTH;
    int64_t *numbers = allocate(block * 3, sizeof *numbers);
    int64_t *expected = numbers + block, *decoded = numbers + 2 * block;
    secagg_value *values = allocate(block * (5 + 2 * ranks), sizeof *values);
    secagg_value *sum = values + block, *part = sum + block, *total = part + block;
    secagg_value *zeros = total + block, *sent = zeros + block, *received = sent + block * ranks;
    int is_right = 1;

    for (size_t start = 0; start < length; start += block) {
        size_t count = length - start < block ? length - start : block;
        for (size_t i = 0; i < count; i++)
            numbers[i] = number(rank, start + i);
        check(secagg_encode_i64(values, numbers, count));
        sum_of_shares(sum, sent, received, values, (int)count);
        total_by_reduce(total, part, zeros, sum, (int)count);

        MPI_Reduce(numbers, expected, (int)count, MPI_INT64_T, MPI_SUM, 0, MPI_COMM_WORLD);
        if (rank == 0) {
            check(secagg_decode_i64(decoded, total, count));
            is_right &= memcmp(decoded, expected, count * sizeof *decoded) == 0;
        }
    }
    if (rank == 0)
        printf("the sum of %d vectors of %zu numbers each\n", rank_count, length);
    free(values);
    free(numbers);
    return is_right;
}

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &rank_count);
    if (rank_count < 2) {
        fprintf(stderr, "mpi_sum: one rank has nobody to share with: at least two are needed\n");
        MPI_Finalize();
        return EXIT_FAILURE;
    }
    threshold = (uint32_t)rank_count / 2 + 1;
    secagg_mpi_value_create(&value_type);
    secagg_mpi_add_create(&add);

    size_t length = argc > 1 ? strtoul(argv[1], NULL, 10) : DEFAULT_LENGTH;
    int is_right = sum_statistics();
    is_right &= sum_long_vectors(length);
    if (rank == 0)
        printf("%s\n", is_right ? "both equal the sums in the clear" : "WRONG");

    MPI_Op_free(&add);
    MPI_Type_free(&value_type);
    MPI_Finalize();
    return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}
