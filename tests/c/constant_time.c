/* Secrets decide no branch and no address: run under valgrind's memcheck, which is told that every
 * secret byte has no defined value and then reports whatever depends on one. What it follows are the
 * instructions that are executed, so this covers the code for the CPU that valgrind imitates
 * (portable and AVX2; not AVX-512). tests/check/52-constant-time.sh runs it.
 *
 * Randomness comes from a seed, since the system's would be the same to valgrind as any data. */
#include "check.h"
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>

/* More than one block of everything, and a rest. */
enum { N = 5, T = 3, COUNT = 1300 };

static const uint8_t seed[32] = {5};
static const secagg_split_options seeded = {
    .struct_size = sizeof seeded, .seed = seed, .allow_insecure_seed = 1};

static int64_t integers[COUNT];
static uint64_t naturals[COUNT];
static double doubles[COUNT];
static secagg_value values[COUNT], result[COUNT], shares[N * COUNT];
static secagg_share list[N];

#define SECRET(array) (void)VALGRIND_MAKE_MEM_UNDEFINED((array), sizeof(array))
#define PUBLIC(array) (void)VALGRIND_MAKE_MEM_DEFINED((array), sizeof(array))

/* How often so far something depended on a secret. */
static unsigned reports(void)
{
    return (unsigned)VALGRIND_COUNT_ERRORS;
}

/* A case: the secret is hidden, the call made, the secret and the output shown again. */
#define CONSTANT_TIME(name, call, secret, output)  \
    do {                                           \
        check_case(name);                          \
        const unsigned before = reports();         \
        SECRET(secret);                            \
        const secagg_status status = (call);       \
        CHECK(reports() == before);                \
        PUBLIC(secret);                            \
        PUBLIC(output);                            \
        (void)VALGRIND_MAKE_MEM_DEFINED(&status, sizeof status); \
        EXPECT_OK(status);                         \
    } while (0)

/* What valgrind must see, or the rest means nothing. */
static void control(void)
{
    static volatile int table[256], branches;
    check_case("control: a branch and an address that depend on a secret are reported");
    values[0] = value_of(3);
    SECRET(values);
    unsigned before = reports();
    if (values[0].bytes[0] & 1)
        branches++;
    CHECK(reports() > before);
    before = reports();
    branches += table[values[0].bytes[0]];
    CHECK(reports() > before);
    PUBLIC(values);

    check_case("control: secrets are hidden from the library too");
    before = reports();
    EXPECT_OK(secagg_encode_i64(values, integers, COUNT));
    SECRET(values);
    EXPECT_OK(secagg_decode_i64(integers, values, COUNT)); /* its time may depend on the total */
    CHECK(reports() > before);
    PUBLIC(values);
    PUBLIC(integers);
}

static void encode(void)
{
    static const double edges[3] = {-100, 0, 100};
    secagg_value summary[SECAGG_SUMMARY_VALUE_COUNT], counts[4];
    for (int i = 0; i < COUNT; i++) {
        integers[i] = i % 2 == 0 ? i : -i;
        naturals[i] = (uint64_t)i;
        doubles[i] = i % 7 == 0 ? 0 : i % 2 == 0 ? i * 1e-3 : -i * 1e6;
    }
    CONSTANT_TIME("encode_i64", secagg_encode_i64(values, integers, COUNT), integers, values);
    CONSTANT_TIME("encode_u64", secagg_encode_u64(values, naturals, COUNT), naturals, values);
    CONSTANT_TIME("encode_f64", secagg_encode_f64(values, NULL, doubles, COUNT, 20), doubles,
                  values);
    CONSTANT_TIME("summary_encode", secagg_summary_encode(summary, NULL, doubles, COUNT, 20, NULL),
                  doubles, summary);
    CONSTANT_TIME("histogram_encode",
                  secagg_histogram_encode(counts, 4, NULL, edges, 3, doubles, COUNT), doubles,
                  counts);
}

static void release_nothing(struct ArrowSchema *schema)
{
    (void)schema;
}

static void release_no_array(struct ArrowArray *array)
{
    (void)array;
}

/* The numbers and which rows are null are secret; the format is not. */
static void encode_arrow_column(const char *format, const void *numbers, size_t len)
{
    static uint8_t secret[COUNT * 16 + (COUNT + 7) / 8];
    static const double edges[3] = {-100, 0, 100};
    secagg_value summary[SECAGG_SUMMARY_VALUE_COUNT], counts[4];
    const void *buffers[2] = {secret + COUNT * 16, secret};
    struct ArrowSchema schema = {0};
    struct ArrowArray array = {0};
    schema.format = format;
    schema.release = release_nothing;
    array.length = COUNT;
    array.null_count = -1;
    array.n_buffers = 2;
    array.buffers = buffers;
    array.release = release_no_array;

    memcpy(secret, numbers, len);
    memset(secret + COUNT * 16, 0xff, (COUNT + 7) / 8);
    printf("  format %s\n", format);
    CONSTANT_TIME("arrow_encode", secagg_arrow_encode(result, COUNT, NULL, &schema, &array, 8),
                  secret, result);
    memset(secret + COUNT * 16, 0xa5, (COUNT + 7) / 8);
    CONSTANT_TIME("arrow_summary", secagg_arrow_summary(summary, NULL, &schema, &array, 8, NULL),
                  secret, summary);
    CONSTANT_TIME("arrow_histogram",
                  secagg_arrow_histogram(counts, 4, NULL, edges, 3, &schema, &array), secret,
                  counts);
}

static void encode_arrow(void)
{
    static float floats[COUNT];
    static secagg_value decimals[COUNT]; /* 16 bytes each */
    for (int i = 0; i < COUNT; i++) {
        floats[i] = i % 5 == 0 ? 1e-42F : (float)doubles[i];
        memcpy(&decimals[i], &integers[i], 8);
        memset(decimals[i].bytes + 8, integers[i] < 0 ? 0xff : 0, 8);
    }
    encode_arrow_column("b", integers, (COUNT + 7) / 8);
    encode_arrow_column("c", integers, COUNT);
    encode_arrow_column("S", integers, COUNT * 2);
    encode_arrow_column("i", integers, COUNT * 4);
    encode_arrow_column("l", integers, COUNT * 8);
    encode_arrow_column("L", naturals, COUNT * 8);
    encode_arrow_column("f", floats, COUNT * 4);
    encode_arrow_column("g", doubles, COUNT * 8);
    encode_arrow_column("d:38,0", decimals, COUNT * 16);
    encode_arrow_column("d:38,4", decimals, COUNT * 16);
    encode_arrow_column("d:38,-4", decimals, COUNT * 16);
}

static void share(void)
{
    static secagg_value total[COUNT];
    list_shares(list, N, shares, COUNT);
    CONSTANT_TIME("additive_split", secagg_additive_split(shares, N, values, COUNT, &seeded),
                  values, shares);
    CONSTANT_TIME("additive_reconstruct",
                  secagg_additive_reconstruct(result, COUNT, list, N, NULL), shares, result);
    CHECK(IS_SAME(result, values));
    CONSTANT_TIME("shamir_split", secagg_shamir_split(shares, N, T, values, COUNT, &seeded),
                  values, shares);
    CONSTANT_TIME("shamir_reconstruct of t shares",
                  secagg_shamir_reconstruct(result, COUNT, list, T, T, NULL), shares, result);
    CHECK(IS_SAME(result, values));
    CONSTANT_TIME("shamir_reconstruct of more shares",
                  secagg_shamir_reconstruct(result, COUNT, list, N, T, NULL), shares, result);
    CHECK(IS_SAME(result, values));
    CONSTANT_TIME("sum_add", secagg_sum_add(total, values, COUNT), values, total);
    CHECK(IS_SAME(total, values));
    CONSTANT_TIME("sum_add to a secret total", secagg_sum_add(total, values, COUNT), total, total);
}

static void aggregate(void)
{
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = COUNT};
    secagg_aggregator *aggregator;
    EXPECT_OK(secagg_additive_split(shares, N, values, COUNT, &seeded));
    EXPECT_OK(secagg_aggregator_create(&aggregator, N, &options));
    CONSTANT_TIME("aggregator_submit", secagg_aggregator_submit(aggregator, 1, shares, N * COUNT),
                  shares, shares);
    CONSTANT_TIME("aggregator_submit to a secret total",
                  secagg_aggregator_submit(aggregator, 2, shares, N * COUNT), shares, shares);
    CONSTANT_TIME("aggregator_reconstruct",
                  secagg_aggregator_reconstruct(aggregator, result, COUNT), shares, result);
    const unsigned before = reports();
    EXPECT_OK(secagg_aggregator_reset(aggregator));
    secagg_aggregator_free(aggregator);
    CHECK(reports() == before);
}

int main(void)
{
    if (!RUNNING_ON_VALGRIND)
        check_skip("tests/check/52-constant-time.sh runs it under valgrind");
    encode();
    encode_arrow();
    share();
    aggregate();
    control();
    return check_result();
}

#else
int main(void)
{
    check_skip("needs valgrind/memcheck.h");
}
#endif
