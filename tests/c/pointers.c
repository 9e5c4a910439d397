/* Faults 1 to 10: NULL, misaligned and overlapping pointers, and handles that are none. */
#include "aggregator.h"
#include "check.h"

enum { N = 3, COUNT = 5 };

/* Sound arguments for every function, of which each case spoils one. */
static const double edges[2] = {0, 10}, column[COUNT] = {-1, 0, 5, 10, 11};
static const int64_t integers[COUNT] = {1, -2, 3, -4, 5};
static const uint64_t naturals[COUNT] = {1, 2, 3, 4, 5};
static secagg_value values[COUNT], shares[N * COUNT], summary[SECAGG_SUMMARY_VALUE_COUNT];
static secagg_share list[N];

static void prepare(void)
{
    EXPECT_OK(secagg_encode_i64(values, integers, COUNT));
    EXPECT_OK(secagg_shamir_split(shares, N, N, values, COUNT, NULL));
    EXPECT_OK(secagg_summary_encode(summary, NULL, column, COUNT, 0, NULL));
    list_shares(list, N, shares, COUNT);
}

static uint64_t submissions_of(const secagg_aggregator *aggregator)
{
    uint64_t submissions = UINT64_MAX;
    EXPECT_OK(secagg_aggregator_submissions(aggregator, &submissions));
    return submissions;
}

static void null_outputs(void)
{
    check_case("fault 1: NULL output");
    EXPECT_STATUS(secagg_encode_i64(NULL, integers, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_encode_u64(NULL, naturals, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_encode_f64(NULL, NULL, column, COUNT, 0), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_decode_i64(NULL, values, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_decode_u64(NULL, values, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_decode_f64(NULL, values, COUNT, 0), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_summary_encode(NULL, NULL, column, COUNT, 0, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_summary_encode(NULL, NULL, NULL, 0, 0, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_summary_decode(NULL, summary, 1, 0), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_histogram_encode(NULL, 3, NULL, edges, 2, column, COUNT),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_additive_split(NULL, N, values, COUNT, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_additive_reconstruct(NULL, COUNT, list, N, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_shamir_split(NULL, N, 2, values, COUNT, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_shamir_reconstruct(NULL, COUNT, list, N, 2, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_sum_add(NULL, values, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_aggregator_create(NULL, N, NULL), SECAGG_NULL_POINTER);

    secagg_aggregator *aggregator = new_aggregator(N, COUNT);
    EXPECT_STATUS(secagg_aggregator_submissions(aggregator, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_aggregator_reconstruct(aggregator, NULL, COUNT), SECAGG_NULL_POINTER);
    CHECK(submissions_of(aggregator) == 0);
    secagg_aggregator_free(aggregator);
}

static void null_handles(void)
{
    check_case("fault 2: NULL handle");
    secagg_value result[COUNT];
    uint64_t submissions = 77;
    FILL(result);
    EXPECT_STATUS(secagg_aggregator_submit(NULL, 1, shares, N * COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_aggregator_submissions(NULL, &submissions), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_aggregator_reconstruct(NULL, result, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_aggregator_reset(NULL), SECAGG_NULL_POINTER);
    CHECK(submissions == 77);
    CHECK(IS_UNTOUCHED(result));
}

static void null_inputs(void)
{
    check_case("fault 3: NULL data with a count");
    secagg_value result[COUNT], split[N * COUNT];
    int64_t decoded_integers[COUNT];
    uint64_t decoded_naturals[COUNT];
    double decoded[COUNT];
    secagg_summary decoded_summary[1];
    FILL(result);
    FILL(split);
    FILL(decoded_integers);
    FILL(decoded_naturals);
    FILL(decoded);
    FILL(decoded_summary);
    EXPECT_STATUS(secagg_encode_i64(result, NULL, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_encode_u64(result, NULL, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_encode_f64(result, NULL, NULL, COUNT, 0), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_summary_encode(result, NULL, NULL, COUNT, 0, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_histogram_encode(result, 3, NULL, NULL, 2, column, COUNT),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_histogram_encode(result, 3, NULL, edges, 2, NULL, COUNT),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_additive_split(split, N, NULL, COUNT, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_additive_reconstruct(result, COUNT, NULL, N, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_shamir_split(split, N, 2, NULL, COUNT, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, NULL, N, 2, NULL), SECAGG_NULL_POINTER);
    for (uint32_t i = 0; i < N; i++) {
        secagg_share with_null[N];
        memcpy(with_null, list, sizeof list);
        with_null[i].values = NULL;
        EXPECT_STATUS(secagg_additive_reconstruct(result, COUNT, with_null, N, NULL),
                      SECAGG_NULL_POINTER);
        EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, with_null, N, 2, NULL),
                      SECAGG_NULL_POINTER);
    }
    CHECK(IS_UNTOUCHED(result));
    CHECK(IS_UNTOUCHED(split));

    EXPECT_STATUS(secagg_decode_i64(decoded_integers, NULL, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_decode_u64(decoded_naturals, NULL, COUNT), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_decode_f64(decoded, NULL, COUNT, 0), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_summary_decode(decoded_summary, NULL, 1, 0), SECAGG_NULL_POINTER);
    CHECK(IS_UNTOUCHED(decoded_integers));
    CHECK(IS_UNTOUCHED(decoded_naturals));
    CHECK(IS_UNTOUCHED(decoded));
    CHECK(IS_UNTOUCHED(decoded_summary));

    secagg_value total[COUNT];
    memcpy(total, values, sizeof values);
    EXPECT_STATUS(secagg_sum_add(total, NULL, COUNT), SECAGG_NULL_POINTER);
    CHECK(IS_SAME(total, values));

    secagg_aggregator *aggregator = new_aggregator(N, COUNT);
    EXPECT_STATUS(secagg_aggregator_submit(aggregator, 1, NULL, N * COUNT), SECAGG_NULL_POINTER);
    CHECK(submissions_of(aggregator) == 0);
    secagg_aggregator_free(aggregator);
}

static void null_and_nothing(void)
{
    check_case("fault 4: NULL with a count of 0 is the empty vector");
    secagg_value result[SECAGG_SUMMARY_VALUE_COUNT];
    const secagg_share empty[N] = {{1, NULL}, {2, NULL}, {3, NULL}};
    EXPECT_OK(secagg_encode_i64(NULL, NULL, 0));
    EXPECT_OK(secagg_encode_u64(NULL, NULL, 0));
    EXPECT_OK(secagg_encode_f64(NULL, NULL, NULL, 0, 0));
    EXPECT_OK(secagg_decode_i64(NULL, NULL, 0));
    EXPECT_OK(secagg_decode_u64(NULL, NULL, 0));
    EXPECT_OK(secagg_decode_f64(NULL, NULL, 0, 0));
    EXPECT_OK(secagg_summary_decode(NULL, NULL, 0, 0));
    EXPECT_OK(secagg_additive_split(NULL, N, NULL, 0, NULL));
    EXPECT_OK(secagg_additive_reconstruct(NULL, 0, empty, N, NULL));
    EXPECT_OK(secagg_shamir_split(NULL, N, 2, NULL, 0, NULL));
    EXPECT_OK(secagg_shamir_reconstruct(NULL, 0, empty, N, 2, NULL));
    EXPECT_OK(secagg_sum_add(NULL, NULL, 0));
    FILL(result);
    EXPECT_OK(secagg_summary_encode(result, NULL, NULL, 0, 0, NULL));
    CHECK(IS_ZERO(result));
    FILL(result);
    EXPECT_OK(secagg_histogram_encode(result, 3, NULL, edges, 2, NULL, 0));
    CHECK(value_is(result[0], 0) && value_is(result[1], 0) && value_is(result[2], 0));
}

static void free_null(void)
{
    check_case("fault 5: free(NULL)");
    secagg_aggregator_free(NULL);
    CHECK(1); /* still here */
}

/* A place at an odd address for something of this size, up to 1 KiB. */
static void *odd(unsigned place)
{
    static union {
        uint64_t aligned;
        unsigned char bytes[8][1024];
    } memory;
    return memory.bytes[place] + 1;
}

/* Function by function, with the same result as at aligned addresses. */
static void misaligned(void)
{
    check_case("fault 6: misaligned buffers are as good as any");
    secagg_value *out = odd(0), *in = odd(1), *split = odd(2);
    void *numbers = odd(3), *decoded = odd(4), *shares_list = odd(5);

    memcpy(numbers, integers, sizeof integers);
    EXPECT_OK(secagg_encode_i64(in, numbers, COUNT));
    CHECK(memcmp(in, values, sizeof values) == 0);
    EXPECT_OK(secagg_decode_i64(decoded, in, COUNT));
    CHECK(memcmp(decoded, integers, sizeof integers) == 0);

    EXPECT_OK(secagg_additive_split(split, N, in, COUNT, NULL));
    list_shares(list, N, split, COUNT);
    memcpy(shares_list, list, sizeof list);
    EXPECT_OK(secagg_additive_reconstruct(out, COUNT, shares_list, N, NULL));
    CHECK(memcmp(out, values, sizeof values) == 0);

    EXPECT_OK(secagg_shamir_split(split, N, 2, in, COUNT, NULL));
    memset(out, 0, sizeof values);
    EXPECT_OK(secagg_shamir_reconstruct(out, COUNT, shares_list, N, 2, NULL));
    CHECK(memcmp(out, values, sizeof values) == 0);

    memset(out, 0, sizeof values);
    EXPECT_OK(secagg_sum_add(out, in, COUNT));
    CHECK(memcmp(out, values, sizeof values) == 0);

    memcpy(numbers, naturals, sizeof naturals);
    EXPECT_OK(secagg_encode_u64(in, numbers, COUNT));
    EXPECT_OK(secagg_decode_u64(decoded, in, COUNT));
    CHECK(memcmp(decoded, naturals, sizeof naturals) == 0);

    memcpy(numbers, column, sizeof column);
    EXPECT_OK(secagg_encode_f64(in, NULL, numbers, COUNT, 10));
    EXPECT_OK(secagg_decode_f64(decoded, in, COUNT, 10));
    CHECK(memcmp(decoded, column, sizeof column) == 0);

    secagg_summary statistics;
    EXPECT_OK(secagg_summary_encode(in, NULL, numbers, COUNT, 0, NULL));
    CHECK(memcmp(in, summary, sizeof summary) == 0);
    EXPECT_OK(secagg_summary_decode(decoded, in, 1, 0));
    memcpy(&statistics, decoded, sizeof statistics);
    CHECK(statistics.count == COUNT && statistics.mean == 5);

    memcpy(decoded, edges, sizeof edges);
    EXPECT_OK(secagg_histogram_encode(out, 3, NULL, decoded, 2, numbers, COUNT));
    CHECK(value_is(out[0], 1) && value_is(out[1], 2) && value_is(out[2], 2));

    secagg_aggregator_options options = {.struct_size = sizeof options, .value_count = COUNT};
    secagg_split_options split_options = {.struct_size = sizeof split_options};
    secagg_run_options run_options = {.struct_size = sizeof run_options};
    secagg_aggregator *aggregator;
    memcpy(odd(6), &options, sizeof options);
    EXPECT_OK(secagg_aggregator_create(odd(7), N, odd(6)));
    memcpy(&aggregator, odd(7), sizeof aggregator);
    memcpy(odd(6), &split_options, sizeof split_options);
    EXPECT_OK(secagg_additive_split(split, N, values, COUNT, odd(6)));
    EXPECT_OK(secagg_aggregator_submit(aggregator, 1, split, N * COUNT));
    EXPECT_OK(secagg_aggregator_submit(aggregator, 2, split, N * COUNT));
    EXPECT_OK(secagg_aggregator_submissions(aggregator, odd(7)));
    CHECK(check_all_bytes((unsigned char *)odd(7) + 1, 7, 0));
    EXPECT_OK(secagg_aggregator_reconstruct(aggregator, out, COUNT));
    memcpy(in, values, sizeof values);
    EXPECT_OK(secagg_sum_add(in, values, COUNT));
    CHECK(memcmp(out, in, sizeof values) == 0);
    memcpy(odd(6), &run_options, sizeof run_options);
    EXPECT_OK(secagg_additive_reconstruct(out, COUNT, shares_list, N, odd(6)));
    secagg_aggregator_free(aggregator);
    list_shares(list, N, shares, COUNT);
}

/* The output begins `shift` bytes after the input, or before it. */
static void overlap(const char *name, int shift)
{
    check_case(name);
    static unsigned char memory[4096], before[4096];
    memset(memory, 0, sizeof memory);
    void *const in = memory + 1024, *const out = memory + 1024 + shift;
    memcpy(before, memory, sizeof memory);

    EXPECT_STATUS(secagg_encode_i64(out, in, COUNT), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_encode_u64(out, in, COUNT), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_encode_f64(out, NULL, in, COUNT, 0), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_decode_i64(out, in, COUNT), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_decode_u64(out, in, COUNT), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_decode_f64(out, in, COUNT, 0), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_summary_encode(out, NULL, in, COUNT, 0, NULL), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_summary_decode(out, in, 1, 0), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_histogram_encode(out, 3, NULL, in, 2, column, COUNT),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_histogram_encode(out, 3, NULL, edges, 2, in, COUNT),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_additive_split(out, N, in, COUNT, NULL), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_shamir_split(out, N, 2, in, COUNT, NULL), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_sum_add(out, in, COUNT), SECAGG_BUFFER_OVERLAP);
    for (uint32_t i = 0; i < N; i++) {
        secagg_share overlapping[N];
        memcpy(overlapping, list, sizeof list);
        overlapping[i].values = in;
        EXPECT_STATUS(secagg_additive_reconstruct(out, COUNT, overlapping, N, NULL),
                      SECAGG_BUFFER_OVERLAP);
        EXPECT_STATUS(secagg_shamir_reconstruct(out, COUNT, overlapping, N, 2, NULL),
                      SECAGG_BUFFER_OVERLAP);
    }
    CHECK(IS_SAME(memory, before));

    /* Over the list of shares instead of the shares. */
    memcpy(in, list, sizeof list);
    memcpy(before, memory, sizeof memory);
    EXPECT_STATUS(secagg_additive_reconstruct(out, COUNT, in, N, NULL), SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_shamir_reconstruct(out, COUNT, in, N, 2, NULL), SECAGG_BUFFER_OVERLAP);
    CHECK(IS_SAME(memory, before));
}

static void neighbours(void)
{
    check_case("fault 8: buffers that only touch do not overlap");
    secagg_value memory[3 * COUNT];
    memcpy(memory + COUNT, values, sizeof values);
    memset(memory, 0, sizeof values);
    memset(memory + 2 * COUNT, 0, sizeof values);
    EXPECT_OK(secagg_sum_add(memory, memory + COUNT, COUNT));
    EXPECT_OK(secagg_sum_add(memory + 2 * COUNT, memory + COUNT, COUNT));
    CHECK(memcmp(memory, values, sizeof values) == 0);
    CHECK(memcmp(memory + 2 * COUNT, values, sizeof values) == 0);
}

static void handles_of_another_type(void)
{
    check_case("fault 10: a handle of another type");
    union {
        uint64_t aligned;
        unsigned char bytes[64];
    } other;
    secagg_value result[COUNT];
    uint64_t submissions = 77;
    FILL(result);
    FILL(other.bytes);
    /* What lies there is not an aggregator; and at an odd address no handle lies. */
    for (int shift = 0; shift < 2; shift++) {
        secagg_aggregator *const wrong = (void *)(other.bytes + shift);
        EXPECT_STATUS(secagg_aggregator_submit(wrong, 1, shares, N * COUNT), SECAGG_WRONG_HANDLE);
        EXPECT_STATUS(secagg_aggregator_submissions(wrong, &submissions), SECAGG_WRONG_HANDLE);
        EXPECT_STATUS(secagg_aggregator_reconstruct(wrong, result, COUNT), SECAGG_WRONG_HANDLE);
        EXPECT_STATUS(secagg_aggregator_reset(wrong), SECAGG_WRONG_HANDLE);
        secagg_aggregator_free(wrong);
    }
    CHECK(IS_UNTOUCHED(other.bytes));
    CHECK(IS_UNTOUCHED(result));
    CHECK(submissions == 77);
}

int main(void)
{
    prepare();
    null_outputs();
    null_handles();
    null_inputs();
    null_and_nothing();
    free_null();
    misaligned();
    overlap("fault 7: output on its input", 0);
    overlap("fault 8: partial overlap, output one byte above", 1);
    overlap("fault 8: partial overlap, output one byte below", -1);
    overlap("fault 8: partial overlap, the output's last bytes", 1 - (int)sizeof(secagg_summary));
    overlap("fault 8: partial overlap, the input's last bytes", (int)sizeof(double) * 2 - 1);
    neighbours();
    handles_of_another_type();
    return check_result();
}
