/* Faults 53 to 56: what a caller compiled with another release of the header may pass. */
#include "check.h"
#include <sys/mman.h>
#include <unistd.h>

enum { N = 2 };

static secagg_value values[1], shares[N];
static secagg_share list[N];
static const uint8_t seed[32] = {1};

/* What a later release's struct might be, its new fields at the end. */
#define LARGER(type) \
    struct {         \
        type known;  \
        uint8_t more[64]; \
    }

static secagg_status run_with(const void *options)
{
    secagg_value result, summary[SECAGG_SUMMARY_VALUE_COUNT];
    const double column[1] = {1};
    FILL(result.bytes);
    FILL(summary);
    const secagg_status status = secagg_additive_reconstruct(&result, 1, list, N, options);
    CHECK(status == SECAGG_OK || IS_UNTOUCHED_OR_ZERO(result.bytes));
    FILL(result.bytes);
    EXPECT_STATUS(secagg_shamir_reconstruct(&result, 1, list, N, N, options), status);
    CHECK(status == SECAGG_OK || IS_UNTOUCHED_OR_ZERO(result.bytes));
    EXPECT_STATUS(secagg_summary_encode(summary, NULL, column, 1, 0, options), status);
    CHECK(status == SECAGG_OK || IS_UNTOUCHED(summary));
    return status;
}

static secagg_status split_with(const void *options)
{
    secagg_value split[N];
    FILL(split);
    const secagg_status status = secagg_additive_split(split, N, values, 1, options);
    CHECK(status == SECAGG_OK || IS_UNTOUCHED_OR_ZERO(split));
    FILL(split);
    EXPECT_STATUS(secagg_shamir_split(split, N, N, values, 1, options), status);
    CHECK(status == SECAGG_OK || IS_UNTOUCHED_OR_ZERO(split));
    return status;
}

static secagg_status create_with(const void *options)
{
    secagg_value anything;
    secagg_aggregator *aggregator = (void *)&anything;
    const secagg_status status = secagg_aggregator_create(&aggregator, N, options);
    CHECK((status == SECAGG_OK) == (aggregator != NULL));
    secagg_aggregator_free(aggregator);
    return status;
}

static void unknown_statuses(void)
{
    check_case("fault 53: statuses that are none");
    static const secagg_status unknown[] = {1, -1, 99, 101, 120, 605, 1000, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        CHECK(strcmp(secagg_status_name(unknown[i]), "SECAGG_UNKNOWN") == 0);
        CHECK(strlen(secagg_status_message(unknown[i])) > 3);
    }
    CHECK(strcmp(secagg_status_name(SECAGG_OK), "SECAGG_OK") == 0);
    CHECK(strcmp(secagg_status_name(SECAGG_NOT_CANONICAL), "SECAGG_NOT_CANONICAL") == 0);
}

static void integers_out_of_range(void)
{
    check_case("fault 53: integers out of range in options");
    secagg_run_options run = {.struct_size = sizeof run};
    secagg_split_options split = {.struct_size = sizeof split};
    static const uint32_t wrong_threads[] = {SECAGG_MAX_THREAD_COUNT + 1, INT32_MAX, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(wrong_threads); i++) {
        run.threads = split.threads = wrong_threads[i];
        EXPECT_STATUS(run_with(&run), SECAGG_LIMIT_EXCEEDED);
        EXPECT_STATUS(split_with(&split), SECAGG_LIMIT_EXCEEDED);
    }
    run.threads = split.threads = SECAGG_MAX_THREAD_COUNT;
    EXPECT_OK(run_with(&run));
    EXPECT_OK(split_with(&split));
    split.seed = seed;
    static const uint32_t wrong_switches[] = {2, 256, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(wrong_switches); i++) {
        split.allow_insecure_seed = wrong_switches[i];
        EXPECT_STATUS(split_with(&split), SECAGG_INVALID_OPTIONS);
    }

    check_case("fault 53: a seed without its switch, the switch without a seed");
    split.allow_insecure_seed = 0;
    EXPECT_STATUS(split_with(&split), SECAGG_INSECURE_SEED);
    split.allow_insecure_seed = 1;
    EXPECT_OK(split_with(&split));
    split.seed = NULL;
    EXPECT_STATUS(split_with(&split), SECAGG_INVALID_OPTIONS);

    check_case("fault 53: fraction bits out of range");
    static const uint32_t wrong_bits[] = {SECAGG_MAX_FRACTION_BITS + 1, 1024, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(wrong_bits); i++) {
        const secagg_value zeros[SECAGG_SUMMARY_VALUE_COUNT] = {{{0}}};
        double number[1] = {1};
        secagg_value encoded[SECAGG_SUMMARY_VALUE_COUNT];
        secagg_summary decoded[1];
        FILL(encoded);
        EXPECT_STATUS(secagg_encode_f64(encoded, NULL, number, 1, wrong_bits[i]),
                      SECAGG_LIMIT_EXCEEDED);
        EXPECT_STATUS(secagg_summary_encode(encoded, NULL, number, 1, wrong_bits[i], NULL),
                      SECAGG_LIMIT_EXCEEDED);
        CHECK(IS_UNTOUCHED_OR_ZERO(encoded));
        FILL(number);
        FILL(decoded);
        EXPECT_STATUS(secagg_decode_f64(number, zeros, 1, wrong_bits[i]), SECAGG_LIMIT_EXCEEDED);
        EXPECT_STATUS(secagg_summary_decode(decoded, zeros, 1, wrong_bits[i]),
                      SECAGG_LIMIT_EXCEEDED);
        CHECK(IS_UNTOUCHED(number));
        CHECK(IS_UNTOUCHED(decoded));
    }
}

/* A struct as large as a caller's, of which `size` bytes are said to be there. */
static void sizes_of(secagg_status (*call)(const void *), uint32_t *options, uint32_t known)
{
    static const uint32_t too_small[] = {0, 1, 3, 4, 7};
    for (size_t i = 0; i < COUNT_OF(too_small); i++) {
        options[0] = too_small[i];
        EXPECT_STATUS(call(options), SECAGG_INVALID_OPTIONS);
    }
    options[0] = known - 1;
    EXPECT_STATUS(call(options), SECAGG_INVALID_OPTIONS);
    for (uint32_t more = 0; more <= 64; more++) {
        options[0] = known + more;
        EXPECT_OK(call(options));
    }
    options[0] = UINT32_MAX;
    EXPECT_STATUS(call(options), SECAGG_INVALID_OPTIONS);
    options[0] = 0x80000000;
    EXPECT_STATUS(call(options), SECAGG_INVALID_OPTIONS);
    options[0] = known;
}

static void struct_sizes(void)
{
    check_case("fault 54: struct_size 0, too small, right, larger, absurd");
    LARGER(secagg_run_options) run = {{0}, {0}};
    LARGER(secagg_split_options) split = {{0}, {0}};
    LARGER(secagg_aggregator_options) aggregator = {{0}, {0}};
    sizes_of(run_with, &run.known.struct_size, sizeof run.known);
    sizes_of(split_with, &split.known.struct_size, sizeof split.known);
    sizes_of(create_with, &aggregator.known.struct_size, sizeof aggregator.known);
}

static void tails(void)
{
    check_case("fault 55: a newer program asks for something that this release does not know");
    LARGER(secagg_run_options) run = {{.struct_size = sizeof run}, {0}};
    LARGER(secagg_split_options) split = {{.struct_size = sizeof split}, {0}};
    LARGER(secagg_aggregator_options) aggregator = {{.struct_size = sizeof aggregator}, {0}};
    for (size_t i = 0; i < 64; i++) {
        run.more[i] = split.more[i] = aggregator.more[i] = 1;
        EXPECT_STATUS(run_with(&run), SECAGG_INVALID_OPTIONS);
        EXPECT_STATUS(split_with(&split), SECAGG_INVALID_OPTIONS);
        EXPECT_STATUS(create_with(&aggregator), SECAGG_INVALID_OPTIONS);
        run.more[i] = split.more[i] = aggregator.more[i] = 0;
    }
    EXPECT_OK(run_with(&run));
    EXPECT_OK(split_with(&split));
    EXPECT_OK(create_with(&aggregator));

    check_case("fault 55: reserved fields that are not 0");
    static const uint32_t wrong[] = {1, 0x01000000, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        secagg_split_options reserved = {.struct_size = sizeof reserved, .reserved = wrong[i]};
        secagg_aggregator_options also = {.struct_size = sizeof also, .reserved = wrong[i]};
        EXPECT_STATUS(split_with(&reserved), SECAGG_INVALID_OPTIONS);
        EXPECT_STATUS(create_with(&also), SECAGG_INVALID_OPTIONS);
    }
}

static void older_header(void)
{
    check_case("fault 56: not a byte is read beyond what an older header's struct has");
    /* These sizes are the first release's and stay, whatever later headers say. The struct ends
     * where memory ends. */
    enum { RUN = 8, SPLIT = 16 + sizeof(void *), AGGREGATOR = 24 };
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *const pages =
        mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE) != 0) {
        CHECK(!"two pages of memory");
        return;
    }
    static const struct {
        secagg_status (*call)(const void *);
        uint32_t size;
    } all[] = {{run_with, RUN}, {split_with, SPLIT}, {create_with, AGGREGATOR}};
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        unsigned char *const options = pages + page - all[i].size;
        memset(pages, 0, page);
        memcpy(options, &all[i].size, sizeof all[i].size);
        EXPECT_OK(all[i].call(options));
    }
    munmap(pages, 2 * page);
}

static void version(void)
{
    check_case("fault 56: the library says which release it is");
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", SECAGG_VERSION_MAJOR, SECAGG_VERSION_MINOR,
             SECAGG_VERSION_PATCH);
    CHECK(strcmp(secagg_version(), text) == 0);
    CHECK(secagg_version_number() == 10000u * SECAGG_VERSION_MAJOR + 100u * SECAGG_VERSION_MINOR +
                                         SECAGG_VERSION_PATCH);
}

int main(void)
{
    values[0] = value_of(42);
    EXPECT_OK(secagg_additive_split(shares, N, values, 1, NULL));
    list_shares(list, N, shares, 1);
    unknown_statuses();
    integers_out_of_range();
    struct_sizes();
    tails();
    older_header();
    version();
    return check_result();
}
