/*
 * What summing inside an MPI job costs, all measured in one run:
 * a reduction of values against one of doubles, and every step of the protocol of examples/mpi_sum.c.
 * Times are the least of several rounds, of the slowest rank.
 */
#include <secagg_mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT = 1 << 16, ROUNDS = 30 };

static int rank, rank_count;
static uint32_t threshold;
static MPI_Datatype value_type;
static MPI_Op add;
static int64_t numbers[COUNT];
static double doubles[2 * COUNT], sum_of_doubles[2 * COUNT];
static secagg_value values[COUNT], sum[COUNT], part[COUNT], total[COUNT], zeros[COUNT];
static secagg_value *sent, *received;
static secagg_share *shares;

static void check(secagg_status status)
{
    if (status != SECAGG_OK) {
        fprintf(stderr, "%s\n", secagg_status_name(status));
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
}

static void reduce_values(int count)
{
    MPI_Reduce(values, total, count, value_type, add, 0, MPI_COMM_WORLD);
}

static void reduce_doubles(int count)
{
    MPI_Reduce(doubles, sum_of_doubles, count, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
}

static void encode(int count)
{
    check(secagg_encode_i64(values, numbers, (size_t)count));
}

static void split(int count)
{
    if (rank_count > 1)
        check(secagg_shamir_split(sent, (uint32_t)rank_count, threshold, values, (size_t)count,
                                  NULL));
}

static void split_additive(int count)
{
    if (rank_count > 1)
        check(secagg_additive_split(sent, (uint32_t)rank_count, values, (size_t)count, NULL));
}

static void exchange(int count)
{
    MPI_Alltoall(sent, count, value_type, received, count, value_type, MPI_COMM_WORLD);
}

static void add_up(int count)
{
    memset(sum, 0, (size_t)count * sizeof *sum);
    for (int from = 0; from < rank_count; from++)
        check(secagg_sum_add(sum, received + from * count, (size_t)count));
}

static void part_of_total(int count)
{
    check(secagg_shamir_reconstruct(part, (size_t)count, shares, threshold, threshold, NULL));
}

static void reduce_parts(int count)
{
    MPI_Reduce(part, total, count, value_type, add, 0, MPI_COMM_WORLD);
}

/* What is measured. The steps of the protocol come first. */
static struct {
    const char *name;
    void (*step)(int);
    int count;
    double least; /* seconds of the slowest rank, in the best round; on rank 0 */
} steps[] = {
    {"encode", encode, COUNT, 0},
    {"split (Shamir)", split, COUNT, 0},
    {"MPI_Alltoall", exchange, COUNT, 0},
    {"add up the shares", add_up, COUNT, 0},
    {"part of the total", part_of_total, COUNT, 0},
    {"MPI_Reduce", reduce_parts, COUNT, 0},
    {"(an additive split)", split_additive, COUNT, 0},
    {"values", reduce_values, COUNT, 0},
    {"doubles, same bytes", reduce_doubles, 2 * COUNT, 0},
    {"doubles, same count", reduce_doubles, COUNT, 0},
    {"one value", reduce_values, 1, 0},
    {"one double", reduce_doubles, 1, 0},
};
enum {
    PROTOCOL_STEPS = 6,
    VALUES = 7, SAME_BYTES, SAME_COUNT, ONE_VALUE, ONE_DOUBLE,
    STEPS
};

/* In every round all steps, so that a disturbance from outside meets all of them alike. */
static void measure(void)
{
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < STEPS; i++) {
            MPI_Barrier(MPI_COMM_WORLD);
            double start = MPI_Wtime(), slowest = 0;
            steps[i].step(steps[i].count);
            double time = MPI_Wtime() - start;
            MPI_Reduce(&time, &slowest, 1, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
            if (round == 0 || slowest < steps[i].least)
                steps[i].least = slowest;
        }
}

static void print(void)
{
    double whole = 0;
    printf("%d ranks, %d values a rank, Shamir %u of %d; ns a value\n", rank_count, COUNT,
           (unsigned)threshold, rank_count);
    for (int i = 0; i < VALUES; i++) {
        printf("  %-22s %8.2f\n", steps[i].name, steps[i].least / COUNT * 1e9);
        if (i < PROTOCOL_STEPS)
            whole += steps[i].least;
    }
    printf("  %-22s %8.2f\n", "whole protocol", whole / COUNT * 1e9);
    printf("  MPI_Reduce with our operation, against MPI_SUM of doubles\n");
    for (int i = VALUES; i <= SAME_COUNT; i++)
        printf("    %-20s %8.2f   values take %.2f times as long\n", steps[i].name,
               steps[i].least / COUNT * 1e9, steps[VALUES].least / steps[i].least);
    for (int i = ONE_VALUE; i <= ONE_DOUBLE; i++)
        printf("    %-20s %8.2f us\n", steps[i].name, steps[i].least * 1e6);
}

/* What one rank computes in larger jobs than this machine can run: no MPI is involved in it. */
static void print_larger_jobs(void)
{
    static const uint32_t holder_counts[] = {5, 10, 100, 1000};
    printf("what a rank computes with more holders; ns a value\n");
    printf("  %8s %10s %10s %10s %10s %10s\n", "holders", "threshold", "split", "add up", "part",
           "additive");
    for (size_t i = 0; i < sizeof holder_counts / sizeof *holder_counts; i++) {
        uint32_t n = holder_counts[i], t = n / 2 + 1;
        size_t count = 1024;
        secagg_value *all_shares = calloc(n * count, sizeof *all_shares);
        secagg_share *inputs = calloc(t, sizeof *inputs);
        if (inputs == NULL || all_shares == NULL)
            MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
        for (uint32_t x = 1; x <= t; x++) {
            inputs[x - 1].x = x;
            inputs[x - 1].values = zeros;
        }
        double least[4] = {1e9, 1e9, 1e9, 1e9};
        for (int round = 0; round < 3; round++) {
            double start = MPI_Wtime();
            check(secagg_shamir_split(all_shares, n, t, values, count, NULL));
            double after_split = MPI_Wtime();
            for (uint32_t from = 0; from < n; from++)
                check(secagg_sum_add(sum, all_shares + from * count, count));
            double after_sum = MPI_Wtime();
            check(secagg_shamir_reconstruct(part, count, inputs, t, t, NULL));
            double after_part = MPI_Wtime();
            check(secagg_additive_split(all_shares, n, values, count, NULL));
            const double times[4] = {after_split - start, after_sum - after_split,
                                     after_part - after_sum, MPI_Wtime() - after_part};
            for (int step = 0; step < 4; step++)
                least[step] = times[step] < least[step] ? times[step] : least[step];
        }
        double scale = 1e9 / (double)count;
        printf("  %8u %10u %10.1f %10.1f %10.1f %10.1f\n", (unsigned)n, (unsigned)t,
               least[0] * scale, least[1] * scale, least[2] * scale, least[3] * scale);
        free(inputs);
        free(all_shares);
    }
}

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &rank_count);
    threshold = (uint32_t)rank_count / 2 + 1;
    secagg_mpi_value_create(&value_type);
    secagg_mpi_add_create(&add);
    sent = calloc((size_t)rank_count * COUNT, sizeof *sent);
    received = calloc((size_t)rank_count * COUNT, sizeof *received);
    shares = calloc(threshold, sizeof *shares);
    if (sent == NULL || received == NULL || shares == NULL)
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    for (uint32_t holder = 0; holder < threshold; holder++) {
        shares[holder].x = holder + 1;
        shares[holder].values = holder == 0 ? sum : zeros;
    }
    for (int i = 0; i < COUNT; i++)
        doubles[i] = numbers[i] = i - COUNT / 2;

    measure();
    if (rank == 0)
        print();
    if (rank_count == 1)
        print_larger_jobs();

    free(shares);
    free(received);
    free(sent);
    MPI_Op_free(&add);
    MPI_Type_free(&value_type);
    MPI_Finalize();
    return EXIT_SUCCESS;
}
