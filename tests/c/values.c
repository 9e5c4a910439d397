/* Faults 23 to 30: bytes that are no value, shares whose x is none, numbers at the edges. */
#include "check.h"
#include <float.h>
#include <math.h>

/* Longer than any block that the library works on at a time. */
enum { N = 3, T = 2, COUNT = 1300 };

static secagg_value values[COUNT], shares[N * COUNT], split[N * COUNT], result[COUNT];
static secagg_share list[N];

/* Two, so that a bad one may come after a good one. */
static secagg_value summaries[2 * SECAGG_SUMMARY_VALUE_COUNT];

static void prepare(void)
{
    static int64_t numbers[COUNT];
    const double column[3] = {1, 2, 3};
    for (int i = 0; i < COUNT; i++)
        numbers[i] = i;
    EXPECT_OK(secagg_encode_i64(values, numbers, COUNT));
    EXPECT_OK(secagg_shamir_split(shares, N, T, values, COUNT, NULL));
    list_shares(list, N, shares, COUNT);
    EXPECT_OK(secagg_summary_encode(summaries, NULL, column, 3, 0, NULL));
    EXPECT_OK(
        secagg_summary_encode(summaries + SECAGG_SUMMARY_VALUE_COUNT, NULL, column, 3, 0, NULL));
}

/* Puts `bad` at one place, and back what was there. */
static secagg_value swap(secagg_value *place, secagg_value bad)
{
    const secagg_value before = *place;
    *place = bad;
    return before;
}

static void refuse_in_values(size_t place, secagg_value bad)
{
    static int64_t integers[COUNT];
    static uint64_t naturals[COUNT];
    static double doubles[COUNT];
    const secagg_value good = swap(&values[place], bad);
    FILL(split);
    EXPECT_STATUS(secagg_additive_split(split, N, values, COUNT, NULL), SECAGG_NOT_CANONICAL);
    CHECK(IS_UNTOUCHED_OR_ZERO(split));
    FILL(split);
    EXPECT_STATUS(secagg_shamir_split(split, N, T, values, COUNT, NULL), SECAGG_NOT_CANONICAL);
    CHECK(IS_UNTOUCHED_OR_ZERO(split));
    FILL(integers);
    FILL(naturals);
    FILL(doubles);
    EXPECT_STATUS(secagg_decode_i64(integers, values, COUNT), SECAGG_NOT_CANONICAL);
    EXPECT_STATUS(secagg_decode_u64(naturals, values, COUNT), SECAGG_NOT_CANONICAL);
    EXPECT_STATUS(secagg_decode_f64(doubles, values, COUNT, 20), SECAGG_NOT_CANONICAL);
    CHECK(IS_UNTOUCHED(integers));
    CHECK(IS_UNTOUCHED(naturals));
    CHECK(IS_UNTOUCHED(doubles));

    /* In what is added, and in the total itself. */
    memcpy(result, shares, sizeof result);
    EXPECT_STATUS(secagg_sum_add(result, values, COUNT), SECAGG_NOT_CANONICAL);
    CHECK(IS_SAME(result, shares));
    memcpy(result, values, sizeof result);
    EXPECT_STATUS(secagg_sum_add(result, shares, COUNT), SECAGG_NOT_CANONICAL);
    CHECK(IS_SAME(result, values));
    values[place] = good;
}

static void refuse_in_shares(size_t place, secagg_value bad)
{
    for (uint32_t holder = 0; holder < N; holder++) {
        secagg_value *const spoiled = &shares[holder * COUNT + place];
        const secagg_value good = swap(spoiled, bad);
        FILL(result);
        EXPECT_STATUS(secagg_additive_reconstruct(result, COUNT, list, N, NULL),
                      SECAGG_NOT_CANONICAL);
        CHECK(IS_UNTOUCHED_OR_ZERO(result));
        FILL(result);
        EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, list, N, T, NULL),
                      SECAGG_NOT_CANONICAL);
        CHECK(IS_UNTOUCHED_OR_ZERO(result));
        *spoiled = good;
    }
}

static void refuse_in_summaries(secagg_value bad)
{
    for (size_t place = 0; place < COUNT_OF(summaries); place++) {
        secagg_summary decoded[2];
        const secagg_value good = swap(&summaries[place], bad);
        FILL(decoded);
        EXPECT_STATUS(secagg_summary_decode(decoded, summaries, 2, 0), SECAGG_NOT_CANONICAL);
        CHECK(IS_UNTOUCHED(decoded));
        summaries[place] = good;
    }
}

/* Submissions with one bad value, between good ones: the total is that of the good ones. */
static void refuse_in_submissions(secagg_value bad)
{
    static const size_t places[] = {0, COUNT, N * COUNT / 2, N * COUNT - 1};
    static secagg_value expected[COUNT];
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = COUNT};
    secagg_aggregator *aggregator;
    uint64_t submissions;
    EXPECT_OK(secagg_aggregator_create(&aggregator, N, &options));
    EXPECT_OK(secagg_additive_split(split, N, values, COUNT, NULL));
    EXPECT_OK(secagg_aggregator_submit(aggregator, 1, split, N * COUNT));
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const secagg_value good = swap(&split[places[i]], bad);
        EXPECT_STATUS(secagg_aggregator_submit(aggregator, 2, split, N * COUNT),
                      SECAGG_NOT_CANONICAL);
        split[places[i]] = good;
    }
    EXPECT_OK(secagg_aggregator_submissions(aggregator, &submissions));
    CHECK(submissions == 1);
    /* The refused party was not counted: it may come again. */
    EXPECT_OK(secagg_aggregator_submit(aggregator, 2, split, N * COUNT));
    EXPECT_OK(secagg_aggregator_reconstruct(aggregator, result, COUNT));
    memcpy(expected, values, sizeof expected);
    EXPECT_OK(secagg_sum_add(expected, values, COUNT));
    CHECK(IS_SAME(result, expected));
    secagg_aggregator_free(aggregator);
}

static void refuse_everywhere(const char *name, secagg_value bad)
{
    /* The first, the last, and about the ends of blocks. */
    static const size_t places[] = {0, 1, 127, 128, 511, 512, 1024, COUNT - 1};
    check_case(name);
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        refuse_in_values(places[i], bad);
        refuse_in_shares(places[i], bad);
    }
    refuse_in_summaries(bad);
    refuse_in_submissions(bad);
}

static void largest_value(void)
{
    check_case("fault 23: p - 1 is a value");
    secagg_value largest = value_p(), one = value_of(1), three[3], sum;
    secagg_share of_three[3];
    int64_t minus_one;
    largest.bytes[0] = 0xfe;
    EXPECT_OK(secagg_decode_i64(&minus_one, &largest, 1));
    CHECK(minus_one == -1);
    EXPECT_OK(secagg_additive_split(three, 3, &largest, 1, NULL));
    list_shares(of_three, 3, three, 1);
    EXPECT_OK(secagg_additive_reconstruct(&sum, 1, of_three, 3, NULL));
    CHECK(memcmp(&sum, &largest, sizeof sum) == 0);
    EXPECT_OK(secagg_sum_add(&sum, &one, 1));
    CHECK(value_is(sum, 0));
}

/* Both reconstructions, of shares with these x. */
static void refuse_xs(uint32_t x1, uint32_t x2, uint32_t x3, secagg_status additive,
                      secagg_status shamir)
{
    const secagg_share wrong[3] = {{x1, shares}, {x2, shares + COUNT}, {x3, shares + 2 * COUNT}};
    FILL(result);
    EXPECT_STATUS(secagg_additive_reconstruct(result, COUNT, wrong, 3, NULL), additive);
    CHECK(additive == SECAGG_OK || IS_UNTOUCHED_OR_ZERO(result));
    FILL(result);
    EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, wrong, 3, 3, NULL), shamir);
    CHECK(shamir == SECAGG_OK || IS_UNTOUCHED_OR_ZERO(result));
    FILL(result);
    EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, wrong, 3, 2, NULL),
                  shamir == SECAGG_OK ? SECAGG_INCONSISTENT_SHARES : shamir);
    CHECK(IS_UNTOUCHED_OR_ZERO(result));
}

static void xs(void)
{
    const secagg_status invalid = SECAGG_INVALID_SHARE, duplicate = SECAGG_DUPLICATE_SHARE;
    check_case("fault 27: x = 0");
    refuse_xs(0, 1, 2, invalid, invalid);
    refuse_xs(1, 2, 0, invalid, invalid);
    check_case("fault 28: x above the limit");
    refuse_xs(1, 2, SECAGG_MAX_HOLDER_COUNT + 1, invalid, invalid);
    refuse_xs(UINT32_MAX, 1, 2, invalid, invalid);
    check_case("fault 28: x above the number of holders");
    /* Only additive sharing knows that number; the largest x is a possible one for Shamir. */
    refuse_xs(1, 2, 4, invalid, SECAGG_OK);
    refuse_xs(SECAGG_MAX_HOLDER_COUNT, 1, 2, invalid, SECAGG_OK);
    check_case("fault 29: duplicate x");
    refuse_xs(1, 1, 2, duplicate, duplicate);
    refuse_xs(3, 1, 3, duplicate, duplicate);
    refuse_xs(2, 2, 2, duplicate, duplicate);
}

static void integers_at_the_edges(void)
{
    check_case("fault 30: INT64_MIN and the other ends of the integers");
    const int64_t integers[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX};
    const uint64_t naturals[] = {0, 1, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX};
    secagg_value encoded[6], one = value_of(1), minus_one;
    int64_t decoded[6];
    uint64_t decoded_naturals[5];
    EXPECT_OK(secagg_encode_i64(encoded, integers, 6));
    EXPECT_OK(secagg_decode_i64(decoded, encoded, 6));
    CHECK(IS_SAME(decoded, integers));
    EXPECT_OK(secagg_encode_i64(&minus_one, &integers[2], 1));

    /* One further, either way, as the last of several. */
    FILL(decoded);
    EXPECT_OK(secagg_sum_add(&encoded[5], &one, 1));
    EXPECT_STATUS(secagg_decode_i64(decoded, encoded, 6), SECAGG_OUT_OF_RANGE);
    EXPECT_OK(secagg_encode_i64(&encoded[5], &integers[0], 1));
    EXPECT_OK(secagg_sum_add(&encoded[5], &minus_one, 1));
    EXPECT_STATUS(secagg_decode_i64(decoded, encoded, 6), SECAGG_OUT_OF_RANGE);
    CHECK(IS_UNTOUCHED(decoded));

    EXPECT_OK(secagg_encode_u64(encoded, naturals, 5));
    EXPECT_OK(secagg_decode_u64(decoded_naturals, encoded, 5));
    CHECK(IS_SAME(decoded_naturals, naturals));
    FILL(decoded_naturals);
    EXPECT_OK(secagg_sum_add(&encoded[4], &one, 1));
    EXPECT_STATUS(secagg_decode_u64(decoded_naturals, encoded, 5), SECAGG_OUT_OF_RANGE);
    encoded[4] = minus_one;
    EXPECT_STATUS(secagg_decode_u64(decoded_naturals, encoded, 5), SECAGG_OUT_OF_RANGE);
    CHECK(IS_UNTOUCHED(decoded_naturals));
}

static void small_doubles(void)
{
    check_case("fault 30: -0.0 and subnormals are 0");
    const double small[] = {-0.0, DBL_TRUE_MIN, -DBL_TRUE_MIN, DBL_MIN / 2, DBL_MIN, -DBL_MIN};
    secagg_value encoded[6], summary[SECAGG_SUMMARY_VALUE_COUNT];
    double decoded[6];
    EXPECT_OK(secagg_encode_f64(encoded, NULL, small, 6, SECAGG_MAX_FRACTION_BITS));
    CHECK(IS_ZERO(encoded));
    EXPECT_OK(secagg_decode_f64(decoded, encoded, 6, SECAGG_MAX_FRACTION_BITS));
    CHECK(IS_ZERO(decoded)); /* +0.0 */
    EXPECT_OK(secagg_summary_encode(summary, NULL, small, 6, SECAGG_MAX_FRACTION_BITS, NULL));
    CHECK(value_is(summary[0], 6) && check_all_bytes(&summary[1], 3 * sizeof summary[1], 0));
}

static void doubles_out_of_range(void)
{
    check_case("fault 30: NaN, infinities and the largest double");
    const double large[] = {NAN, -NAN, INFINITY, -INFINITY, DBL_MAX, -DBL_MAX, 0x1p94, -0x1p94};
    for (size_t i = 0; i < COUNT_OF(large); i++) {
        for (size_t place = 0; place < 3; place++) {
            double numbers[3] = {1, 2, 3};
            secagg_value encoded[3], summary[SECAGG_SUMMARY_VALUE_COUNT];
            numbers[place] = large[i];
            FILL(encoded);
            EXPECT_STATUS(secagg_encode_f64(encoded, NULL, numbers, 3, 0), SECAGG_OUT_OF_RANGE);
            CHECK(IS_ZERO(encoded));
            FILL(summary);
            if (isnan(large[i])) {
                EXPECT_OK(secagg_summary_encode(summary, NULL, numbers, 3, 0, NULL));
                CHECK(value_is(summary[0], 2)); /* a missing row */
            } else {
                EXPECT_STATUS(secagg_summary_encode(summary, NULL, numbers, 3, 0, NULL),
                              SECAGG_OUT_OF_RANGE);
                CHECK(IS_UNTOUCHED(summary));
            }
        }
    }
}

static void largest_doubles(void)
{
    check_case("fault 30: the largest doubles in range, with any number of fraction bits");
    for (uint32_t bits = 0; bits <= SECAGG_MAX_FRACTION_BITS; bits++) {
        const double limit = ldexp(1, 94 - (int)bits), row_limit = ldexp(1, 62 - (int)bits);
        const double numbers[2] = {nextafter(limit, 0), -nextafter(limit, 0)};
        const double rows[2] = {nextafter(row_limit, 0), -nextafter(row_limit, 0)};
        secagg_value encoded[2], summary[SECAGG_SUMMARY_VALUE_COUNT];
        secagg_summary statistics;
        double decoded[2];
        EXPECT_OK(secagg_encode_f64(encoded, NULL, numbers, 2, bits));
        EXPECT_OK(secagg_decode_f64(decoded, encoded, 2, bits));
        CHECK(IS_SAME(decoded, numbers));
        EXPECT_STATUS(secagg_encode_f64(encoded, NULL, &limit, 1, bits), SECAGG_OUT_OF_RANGE);
        EXPECT_OK(secagg_summary_encode(summary, NULL, rows, 2, bits, NULL));
        EXPECT_OK(secagg_summary_decode(&statistics, summary, 1, bits));
        CHECK(statistics.count == 2 && statistics.sum == 0 && statistics.mean == 0);
        CHECK(fabs(statistics.variance / (2 * rows[0] * rows[0]) - 1) < 1e-15);
        EXPECT_STATUS(secagg_summary_encode(summary, NULL, &row_limit, 1, bits, NULL),
                      SECAGG_OUT_OF_RANGE);
    }
}

static void histogram_numbers(void)
{
    check_case("fault 30: special doubles in a histogram");
    const double rows[] = {NAN, -INFINITY, -DBL_MAX, -0.0, DBL_TRUE_MIN, 1, INFINITY};
    const double edges[] = {0, 1};
    secagg_value counts[3];
    EXPECT_OK(secagg_histogram_encode(counts, 3, NULL, edges, 2, rows, COUNT_OF(rows)));
    CHECK(value_is(counts[0], 2)); /* -infinity, -DBL_MAX */
    CHECK(value_is(counts[1], 2)); /* -0.0, which is 0, and the subnormal */
    CHECK(value_is(counts[2], 2)); /* 1, infinity */

    check_case("fault 30: edges that are not finite or do not ascend");
    const double wrong[][2] = {{NAN, 1}, {0, NAN}, {-INFINITY, 1}, {0, INFINITY},
                               {1, 0},   {1, 1},   {0, -0.0},      {-0.0, 0}};
    FILL(counts);
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        EXPECT_STATUS(secagg_histogram_encode(counts, 3, NULL, wrong[i], 2, rows, COUNT_OF(rows)),
                      SECAGG_INVALID_EDGES);
    CHECK(IS_UNTOUCHED(counts));
}

static void impossible_summaries(void)
{
    check_case("a summary that no column has");
    /* count, sum, squares, as small numbers: no rows but a sum; a sum larger than its squares
     * allow; squares of another parity; more squares than rows can have. */
    static const uint64_t wrong[][4] = {{0, 1, 1, 0}, {1, 2, 2, 0}, {2, 1, 2, 0}, {1, 1, 1, 1u << 30}};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        secagg_summary decoded[2];
        secagg_value two[2 * SECAGG_SUMMARY_VALUE_COUNT];
        memcpy(two, summaries, sizeof two);
        for (int place = 0; place < 4; place++)
            two[SECAGG_SUMMARY_VALUE_COUNT + place] = value_of(wrong[i][place]);
        if (i == 3)
            two[7].bytes[15] = 0x10; /* 2^124 */
        FILL(decoded);
        EXPECT_STATUS(secagg_summary_decode(decoded, two, 2, 0), SECAGG_INVALID_SUMMARY);
        CHECK(IS_UNTOUCHED(decoded));
    }
}

int main(void)
{
    secagg_value bit_127 = value_of(0), above_p = value_of(0);
    bit_127.bytes[15] = 0x80;
    above_p.bytes[15] = 0x80;
    above_p.bytes[0] = 1;
    prepare();
    refuse_everywhere("faults 23 and 26: the value p, at any place up to the last", value_p());
    refuse_everywhere("faults 24 and 26: all bytes 0xff", value_of_bytes(0xff));
    refuse_everywhere("faults 25 and 26: bit 127 alone", bit_127);
    refuse_everywhere("faults 25 and 26: bit 127 and another", above_p);
    largest_value();
    xs();
    integers_at_the_edges();
    small_doubles();
    doubles_out_of_range();
    largest_doubles();
    histogram_numbers();
    impossible_summaries();
    return check_result();
}
