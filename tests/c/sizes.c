/* Faults 11 to 22: counts that are 0, too large, wrap around, or do not fit the other arguments. */
#include "aggregator.h"
#include "check.h"
#include <sys/mman.h>

enum { N = 3, COUNT = 4 };

static const double edges[2] = {0, 10}, column[COUNT] = {-1, 0, 5, 10};
static const int64_t integers[COUNT] = {1, -2, 3, -4};
static const uint64_t naturals[COUNT] = {1, 2, 3, 4};
static secagg_value values[COUNT], shares[N * COUNT];
static secagg_share list[N];

/* Refused, and the handle is NULL. */
static void expect_no_aggregator(uint32_t holder_count, uint64_t value_count,
                                 secagg_status expected)
{
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = value_count};
    secagg_value anything;
    secagg_aggregator *aggregator = (void *)&anything;
    EXPECT_STATUS(secagg_aggregator_create(&aggregator, holder_count, &options), expected);
    CHECK(aggregator == NULL);
}

static void no_values(void)
{
    check_case("fault 11: value_count 0");
    secagg_value untouched[COUNT];
    FILL(untouched);
    list_shares(list, N, shares, 0);
    EXPECT_OK(secagg_encode_i64(untouched, integers, 0));
    EXPECT_OK(secagg_encode_u64(untouched, naturals, 0));
    EXPECT_OK(secagg_encode_f64(untouched, NULL, column, 0, 0));
    EXPECT_OK(secagg_additive_split(untouched, N, values, 0, NULL));
    EXPECT_OK(secagg_additive_reconstruct(untouched, 0, list, N, NULL));
    EXPECT_OK(secagg_shamir_split(untouched, N, 2, values, 0, NULL));
    EXPECT_OK(secagg_shamir_reconstruct(untouched, 0, list, N, 2, NULL));
    EXPECT_OK(secagg_shamir_reconstruct(untouched, 0, list, N, 3, NULL));
    EXPECT_OK(secagg_sum_add(untouched, values, 0));
    EXPECT_STATUS(secagg_histogram_encode(untouched, 0, NULL, edges, 2, column, COUNT),
                  SECAGG_LENGTH_MISMATCH);
    EXPECT_STATUS(secagg_histogram_encode(untouched, 1, NULL, edges, 0, column, COUNT),
                  SECAGG_INVALID_EDGES);
    CHECK(IS_UNTOUCHED(untouched));

    /* An aggregator's value_count of 0 stands for 1, but its calls need exact counts. */
    secagg_aggregator *aggregator;
    const secagg_aggregator_options options = {.struct_size = sizeof options};
    EXPECT_OK(secagg_aggregator_create(&aggregator, N, &options));
    EXPECT_STATUS(secagg_aggregator_submit(aggregator, 1, shares, 0), SECAGG_LENGTH_MISMATCH);
    EXPECT_OK(secagg_aggregator_submit(aggregator, 1, shares, N));
    EXPECT_OK(secagg_aggregator_submit(aggregator, 2, shares, N));
    EXPECT_STATUS(secagg_aggregator_reconstruct(aggregator, untouched, 0), SECAGG_LENGTH_MISMATCH);
    CHECK(IS_UNTOUCHED(untouched));
    secagg_aggregator_free(aggregator);
}

static void no_holders(void)
{
    check_case("fault 12: no holders");
    secagg_value split[N * COUNT];
    FILL(split);
    EXPECT_STATUS(secagg_additive_split(split, 0, values, COUNT, NULL),
                  SECAGG_INVALID_HOLDER_COUNT);
    EXPECT_STATUS(secagg_additive_split(NULL, 0, values, COUNT, NULL), SECAGG_INVALID_HOLDER_COUNT);
    EXPECT_STATUS(secagg_additive_reconstruct(split, COUNT, list, 0, NULL),
                  SECAGG_NOT_ENOUGH_SHARES);
    EXPECT_STATUS(secagg_additive_reconstruct(split, COUNT, NULL, 0, NULL),
                  SECAGG_NOT_ENOUGH_SHARES);
    expect_no_aggregator(0, COUNT, SECAGG_INVALID_HOLDER_COUNT);
    CHECK(IS_UNTOUCHED(split));
}

static void one_holder(void)
{
    check_case("fault 13: one holder");
    secagg_value split[COUNT];
    FILL(split);
    EXPECT_STATUS(secagg_additive_split(split, 1, values, COUNT, NULL),
                  SECAGG_INVALID_HOLDER_COUNT);
    EXPECT_STATUS(secagg_additive_reconstruct(split, COUNT, list, 1, NULL),
                  SECAGG_NOT_ENOUGH_SHARES);
    expect_no_aggregator(1, COUNT, SECAGG_INVALID_HOLDER_COUNT);
    EXPECT_STATUS(secagg_shamir_split(split, 1, 1, values, COUNT, NULL),
                  SECAGG_INVALID_HOLDER_COUNT);
    CHECK(IS_UNTOUCHED(split));
}

static void too_many_holders(void)
{
    check_case("fault 14: too many holders");
    static const uint32_t counts[] = {SECAGG_MAX_HOLDER_COUNT + 1, INT32_MAX, UINT32_MAX};
    secagg_value one[1];
    FILL(one);
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        EXPECT_STATUS(secagg_additive_split(one, counts[i], values, 1, NULL),
                      SECAGG_LIMIT_EXCEEDED);
        EXPECT_STATUS(secagg_shamir_split(one, counts[i], 2, values, 1, NULL),
                      SECAGG_LIMIT_EXCEEDED);
        /* The list, which is not that long, must not be read. */
        EXPECT_STATUS(secagg_additive_reconstruct(one, 1, list, counts[i], NULL),
                      SECAGG_LIMIT_EXCEEDED);
        EXPECT_STATUS(secagg_shamir_reconstruct(one, 1, list, counts[i], 2, NULL),
                      SECAGG_LIMIT_EXCEEDED);
        expect_no_aggregator(counts[i], 1, SECAGG_LIMIT_EXCEEDED);
    }
    CHECK(IS_UNTOUCHED(one));
}

static void most_holders(void)
{
    check_case("fault 14: the most holders");
    static secagg_value split[SECAGG_MAX_HOLDER_COUNT];
    static secagg_share all[SECAGG_MAX_HOLDER_COUNT];
    secagg_value result;
    list_shares(all, SECAGG_MAX_HOLDER_COUNT, split, 1);
    EXPECT_OK(secagg_additive_split(split, SECAGG_MAX_HOLDER_COUNT, values, 1, NULL));
    EXPECT_OK(secagg_additive_reconstruct(&result, 1, all, SECAGG_MAX_HOLDER_COUNT, NULL));
    CHECK(memcmp(&result, values, sizeof result) == 0);
    EXPECT_OK(secagg_shamir_split(split, SECAGG_MAX_HOLDER_COUNT, 2, values, 1, NULL));
    EXPECT_OK(secagg_shamir_reconstruct(&result, 1, all + SECAGG_MAX_HOLDER_COUNT - 2, 2, 2, NULL));
    CHECK(memcmp(&result, values, sizeof result) == 0);
}

/* Every function with a count that no memory has, while the others are sound. */
static void refuse_count(size_t count)
{
    secagg_value out[N * COUNT];
    uint64_t naturals_out[COUNT];
    secagg_summary summaries[1];
    int64_t *const integers_out = (void *)naturals_out;
    double *const doubles_out = (void *)naturals_out;
    FILL(out);
    FILL(naturals_out);
    FILL(summaries);
    list_shares(list, N, shares, COUNT);
    EXPECT_STATUS(secagg_encode_i64(out, integers, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_encode_u64(out, naturals, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_encode_f64(out, NULL, column, count, 0), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_decode_i64(integers_out, values, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_decode_u64(naturals_out, values, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_decode_f64(doubles_out, values, count, 0), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_summary_decode(summaries, values, count, 0), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_histogram_encode(out, count, NULL, edges, 2, column, COUNT),
                  SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_additive_split(out, N, values, count, NULL), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_shamir_split(out, N, 2, values, count, NULL), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_additive_reconstruct(out, count, list, N, NULL), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_shamir_reconstruct(out, count, list, N, 2, NULL), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_sum_add(out, values, count), SECAGG_LIMIT_EXCEEDED);
    expect_no_aggregator(N, count, SECAGG_LIMIT_EXCEEDED);

    secagg_aggregator *aggregator = new_aggregator(N, COUNT);
    uint64_t submissions = 77;
    EXPECT_STATUS(secagg_aggregator_submit(aggregator, 1, shares, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_aggregator_reconstruct(aggregator, out, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_OK(secagg_aggregator_submissions(aggregator, &submissions));
    CHECK(submissions == 0);
    secagg_aggregator_free(aggregator);

    CHECK(IS_UNTOUCHED(out));
    CHECK(IS_UNTOUCHED(naturals_out));
    CHECK(IS_UNTOUCHED(summaries));
}

static void largest_counts(void)
{
    check_case("fault 15: counts of SIZE_MAX");
    refuse_count(SIZE_MAX);
    refuse_count(SIZE_MAX - 1);
    /* Columns and edges are counted in 8 bytes. */
    secagg_value out[SECAGG_SUMMARY_VALUE_COUNT];
    FILL(out);
    EXPECT_STATUS(secagg_summary_encode(out, NULL, column, SIZE_MAX, 0, NULL),
                  SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_summary_encode(out, NULL, column, SIZE_MAX / 8 + 2, 0, NULL),
                  SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_histogram_encode(out, 3, NULL, edges, SIZE_MAX, column, COUNT),
                  SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_histogram_encode(out, 3, NULL, edges, SIZE_MAX / 8 + 2, column, COUNT),
                  SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_histogram_encode(out, 3, NULL, edges, 2, column, SIZE_MAX),
                  SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_histogram_encode(out, 3, NULL, edges, 2, column, SIZE_MAX / 8 + 2),
                  SECAGG_LIMIT_EXCEEDED);
    CHECK(IS_UNTOUCHED(out));
}

static void bytes_wrap(void)
{
    check_case("fault 16: count * 16 wraps around");
    refuse_count(SIZE_MAX / 16 + 2); /* 16 bytes */
    refuse_count(SIZE_MAX / 16 + 1); /* 0 bytes */
    refuse_count(SIZE_MAX / 2 + 2);
    refuse_count(SIZE_MAX / 32 + 1); /* half of all memory */
}

static void values_wrap(void)
{
    check_case("fault 17: holder_count * value_count wraps around");
    secagg_value out[4];
    FILL(out);
    for (size_t more = 0; more < 3; more++) {
        const size_t count = SIZE_MAX / 4 + 1 + more; /* times 4: 0, 4, 8 */
        EXPECT_STATUS(secagg_additive_split(out, 4, values, count, NULL), SECAGG_LIMIT_EXCEEDED);
        EXPECT_STATUS(secagg_shamir_split(out, 4, 2, values, count, NULL), SECAGG_LIMIT_EXCEEDED);
        expect_no_aggregator(4, UINT64_MAX / 4 + 1 + more, SECAGG_LIMIT_EXCEEDED);
    }
    CHECK(IS_UNTOUCHED(out));
}

static void beyond_limits(void)
{
    check_case("fault 18: an aggregator beyond the limit");
    const uint64_t limit = SECAGG_MAX_HANDLE_VALUE_COUNT;
    expect_no_aggregator(2, limit / 2 + 1, SECAGG_LIMIT_EXCEEDED);
    expect_no_aggregator(SECAGG_MAX_HOLDER_COUNT, limit / SECAGG_MAX_HOLDER_COUNT + 1,
                         SECAGG_LIMIT_EXCEEDED);
    expect_no_aggregator(2, limit * 1024, SECAGG_LIMIT_EXCEEDED);

    check_case("fault 18: a vector one value beyond the limit");
    /* Addresses without memory behind them: whoever looks there crashes. */
    const size_t count = (size_t)SECAGG_MAX_VALUE_COUNT + 1;
    const size_t len = count * sizeof(secagg_value) * 2, page = 1 << 20;
    unsigned char *const addresses = mmap(NULL, 2 * len + page, PROT_NONE,
                                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (addresses == MAP_FAILED) {
        printf("    not tested: so many addresses are not to be had here\n");
        return;
    }
    void *const in = addresses, *const out = addresses + len + page;
    const secagg_share two[2] = {{1, in}, {2, in}};
    EXPECT_STATUS(secagg_encode_i64(out, in, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_encode_u64(out, in, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_encode_f64(out, NULL, in, count, 0), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_decode_i64(out, in, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_decode_u64(out, in, count), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_decode_f64(out, in, count, 0), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_additive_split(out, 2, in, count, NULL), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_shamir_split(out, 2, 2, in, count, NULL), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_additive_reconstruct(out, count, two, 2, NULL), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_shamir_reconstruct(out, count, two, 2, 2, NULL), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_sum_add(out, in, count), SECAGG_LIMIT_EXCEEDED);
    munmap(addresses, 2 * len + page);
}

/* A submission, or an output, of another length than the aggregator's. */
static void wrong_length(const char *name, int submit_count, int value_count)
{
    check_case(name);
    secagg_aggregator *aggregator = new_aggregator(N, COUNT);
    secagg_value long_shares[2 * N * COUNT] = {{{0}}}, total[2 * COUNT], expected[COUNT];
    uint64_t submissions;
    FILL(total);
    EXPECT_STATUS(secagg_aggregator_submit(aggregator, 1, long_shares, (size_t)submit_count),
                  SECAGG_LENGTH_MISMATCH);
    EXPECT_OK(secagg_aggregator_submissions(aggregator, &submissions));
    CHECK(submissions == 0);
    EXPECT_OK(secagg_aggregator_submit(aggregator, 1, shares, N * COUNT));
    EXPECT_OK(secagg_aggregator_submit(aggregator, 2, shares, N * COUNT));
    EXPECT_STATUS(secagg_aggregator_reconstruct(aggregator, total, (size_t)value_count),
                  SECAGG_LENGTH_MISMATCH);
    CHECK(IS_UNTOUCHED(total));
    /* It did not close, and it has the right total. */
    EXPECT_OK(secagg_aggregator_submit(aggregator, 3, shares, N * COUNT));
    EXPECT_OK(secagg_aggregator_reconstruct(aggregator, total, COUNT));
    memset(expected, 0, sizeof expected);
    for (int i = 0; i < 3; i++)
        EXPECT_OK(secagg_sum_add(expected, values, COUNT));
    CHECK(memcmp(total, expected, sizeof expected) == 0);
    secagg_aggregator_free(aggregator);
}

static void histogram_length(void)
{
    check_case("faults 21 and 22: a histogram's output too short, too long");
    secagg_value counts[4];
    FILL(counts);
    EXPECT_STATUS(secagg_histogram_encode(counts, 2, NULL, edges, 2, column, COUNT),
                  SECAGG_LENGTH_MISMATCH);
    EXPECT_STATUS(secagg_histogram_encode(counts, 4, NULL, edges, 2, column, COUNT),
                  SECAGG_LENGTH_MISMATCH);
    CHECK(IS_UNTOUCHED(counts));
}

int main(void)
{
    EXPECT_OK(secagg_encode_i64(values, integers, COUNT));
    EXPECT_OK(secagg_additive_split(shares, N, values, COUNT, NULL));
    no_values();
    no_holders();
    one_holder();
    too_many_holders();
    most_holders();
    largest_counts();
    bytes_wrap();
    values_wrap();
    beyond_limits();
    wrong_length("fault 19: too short; fault 21: output too short", (N - 1) * COUNT, COUNT - 1);
    wrong_length("fault 20: not a multiple; fault 22: output too long", N * COUNT + 1, COUNT + 1);
    wrong_length("fault 20: one too few; fault 22: output twice as long", N * COUNT - 1,
                 2 * COUNT);
    histogram_length();
    return check_result();
}
