/*
 * The datatype and the operation of secagg_mpi.h, in every kind of reduction, on any number of
 * ranks. Prints nothing if all is well.
 */
#include <secagg_mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_COUNT = 70001 };

static int rank, rank_count;
static MPI_Datatype value_type;
static MPI_Op add;
static secagg_value own[MAX_COUNT], total[MAX_COUNT], expected[MAX_COUNT];

#define REQUIRE(condition) require((condition), #condition, __LINE__)

static void require(int condition, const char *text, int line)
{
    if (!condition) {
        fprintf(stderr, "rank %d, line %d: %s\n", rank, line, text);
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
}

/* Canonical values all over the range, often just below 2^127 - 1, so that most sums wrap. */
static void fill(secagg_value *values, int of_rank, size_t count)
{
    uint64_t state = (uint64_t)of_rank * 1000003 + 1;
    for (size_t i = 0; i < count; i++) {
        for (size_t byte = 0; byte < sizeof *values; byte++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            values[i].bytes[byte] = i % 3 == 0 ? 0xff : (uint8_t)(state >> 56);
        }
        values[i].bytes[0] &= 0xfe;
        values[i].bytes[15] &= 0x7f;
    }
}

static void expect_sum_up_to(int last_rank, size_t count)
{
    memset(expected, 0, sizeof expected);
    for (int of_rank = 0; of_rank <= last_rank; of_rank++) {
        fill(total, of_rank, count);
        REQUIRE(secagg_sum_add(expected, total, count) == SECAGG_OK);
    }
    memset(total, 0, sizeof total);
}

static int is_expected(size_t count)
{
    return memcmp(total, expected, count * sizeof *total) == 0;
}

static void all_kinds_of_reduction(int count)
{
    size_t length = (size_t)count;
    fill(own, rank, length);
    expect_sum_up_to(rank_count - 1, length);

    MPI_Reduce(own, total, count, value_type, add, rank_count - 1, MPI_COMM_WORLD);
    REQUIRE(rank != rank_count - 1 || is_expected(length));

    MPI_Allreduce(own, total, count, value_type, add, MPI_COMM_WORLD);
    REQUIRE(is_expected(length));

    memcpy(total, own, length * sizeof *own);
    MPI_Allreduce(MPI_IN_PLACE, total, count, value_type, add, MPI_COMM_WORLD);
    REQUIRE(is_expected(length));

    expect_sum_up_to(rank, length);
    MPI_Scan(own, total, count, value_type, add, MPI_COMM_WORLD);
    REQUIRE(is_expected(length));
}

/* Every rank's block of the sum. */
static void reduce_scatter(int count)
{
    size_t all = (size_t)(count * rank_count), offset = (size_t)(rank * count);
    fill(own, rank, all);
    expect_sum_up_to(rank_count - 1, all);
    MPI_Reduce_scatter_block(own, total, count, value_type, add, MPI_COMM_WORLD);
    REQUIRE(memcmp(total, expected + offset, (size_t)count * sizeof *total) == 0);
}

static void type_of_several_values(void)
{
    MPI_Datatype seven;
    MPI_Type_contiguous(7, value_type, &seven);
    MPI_Type_commit(&seven);
    fill(own, rank, 7 * 300);
    expect_sum_up_to(rank_count - 1, 7 * 300);
    MPI_Allreduce(own, total, 300, seven, add, MPI_COMM_WORLD);
    REQUIRE(is_expected(7 * 300));
    MPI_Type_free(&seven);
}

static secagg_status status_of_total(size_t count)
{
    static secagg_value zeros[MAX_COUNT];
    return secagg_sum_add(total, zeros, count);
}

/* One rank's last value is none: the receiving side learns it, however MPI cut up the vector. */
static void not_canonical(int count, int of_rank)
{
    fill(own, rank, (size_t)count);
    if (rank == of_rank)
        memset(&own[count - 1], 0xff, sizeof *own);
    MPI_Allreduce(own, total, count, value_type, add, MPI_COMM_WORLD);
    REQUIRE(status_of_total((size_t)count) == SECAGG_NOT_CANONICAL);
}

/* 2^127 - 1 itself is a second way to write 0: refused as well. */
static void second_zero(void)
{
    memset(own, 0, sizeof *own);
    if (rank == 0) {
        memset(own, 0xff, sizeof *own);
        own[0].bytes[15] = 0x7f;
    }
    MPI_Allreduce(own, total, 1, value_type, add, MPI_COMM_WORLD);
    REQUIRE(status_of_total(1) == SECAGG_NOT_CANONICAL);
}

/* With types that are not values one after the other, the result is none, and nothing else is hit. */
static void wrong_types(void)
{
    if (rank_count == 1)
        return; /* nothing is added */
    fill(own, rank, 8);
    memset(total, 0, 9 * sizeof *total);
    MPI_Allreduce(own, total, 8 * 16, MPI_BYTE, add, MPI_COMM_WORLD);
    REQUIRE(status_of_total(8) == SECAGG_NOT_CANONICAL);
    REQUIRE(total[8].bytes[0] == 0);

    MPI_Datatype every_second;
    MPI_Type_vector(4, 1, 2, value_type, &every_second);
    MPI_Type_commit(&every_second);
    memset(total, 0, 9 * sizeof *total);
    MPI_Allreduce(own, total, 1, every_second, add, MPI_COMM_WORLD);
    REQUIRE(status_of_total(8) == SECAGG_NOT_CANONICAL);
    REQUIRE(total[8].bytes[0] == 0);
    MPI_Type_free(&every_second);
}

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &rank_count);
    REQUIRE(secagg_mpi_value_create(&value_type) == MPI_SUCCESS);
    REQUIRE(secagg_mpi_add_create(&add) == MPI_SUCCESS);

    const int counts[] = {0, 1, 2, 7, 1000, 65536, MAX_COUNT};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        all_kinds_of_reduction(counts[i]);
    reduce_scatter(1);
    reduce_scatter(10000);
    type_of_several_values();
    for (int of_rank = 0; of_rank < rank_count; of_rank++) {
        not_canonical(1, of_rank);
        not_canonical(MAX_COUNT, of_rank);
    }
    second_zero();
    wrong_types();

    REQUIRE(MPI_Op_free(&add) == MPI_SUCCESS);
    REQUIRE(MPI_Type_free(&value_type) == MPI_SUCCESS);
    MPI_Finalize();
    return EXIT_SUCCESS;
}
