/* Faults 101 to 103: what the calling thread has set its floating point to. The same calls must give
 * the same bytes whether operations trap, round elsewhere or take subnormal numbers for 0, and must
 * leave modes and flags as they were. */
#include "check.h"
#include <fenv.h>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

enum { COUNT = 30000, BITS = 40 };

static double column[COUNT], finite[COUNT];
static float floats[COUNT];
static int64_t integers[COUNT];
static secagg_value decimals[COUNT]; /* 16 bytes each */
static uint8_t presence[COUNT / 8 + 1];

/* Everything that the calls gave, one after the other. */
typedef struct {
    uint8_t bytes[1 << 21];
    size_t len;
} results;

static void keep(results *to, const void *bytes, size_t len)
{
    if (to->len + len > sizeof to->bytes) {
        printf("the results need more room\n");
        exit(EXIT_FAILURE);
    }
    memcpy(to->bytes + to->len, bytes, len);
    to->len += len;
}

static double of_bits(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* Numbers of all sizes, subnormal ones of both signs, 0 and -0, infinities, and NaN: quiet, with a
 * sign, and R's NA_real_, which signals. What is missing lies in `column` only. */
static void fill_columns(void)
{
    static const uint64_t specials[] = {0x7ff8000000000000, 0x7ff00000000007a2, 0xfff8000000000000,
                                        0xfff0000000000001, 1, 0x8000000000000001,
                                        0x000fffffffffffff, 0x800f0f0f0f0f0f0f, 0,
                                        0x8000000000000000};
    uint64_t state = 7;
    memset(presence, 0xff, sizeof presence);
    for (size_t i = 0; i < COUNT; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        integers[i] = (int64_t)state >> 20;
        finite[i] = (double)integers[i] / 1e9 + 1e-12 * (double)(state % 1000);
        column[i] = finite[i];
        if (i % 16 < COUNT_OF(specials) && i % 3 == 0)
            column[i] = of_bits(specials[i % 16]);
        if (column[i] == column[i] && i % 16 < COUNT_OF(specials))
            finite[i] = column[i];
        floats[i] = (float)finite[i];
        if (i % 16 == 3) {
            static const uint32_t of_float[] = {0x7fc00000, 0x7fa00000, 1, 0x807fffff};
            memcpy(&floats[i], &of_float[i / 16 % 4], 4);
        }
        memcpy(&decimals[i], &integers[i], 8);
        memset(decimals[i].bytes + 8, integers[i] < 0 ? 0xff : 0, 8);
        if (i % 16 == 3 || column[i] != column[i])
            presence[i / 8] = (uint8_t)(presence[i / 8] & ~(1u << i % 8));
    }
}

static void release_schema(struct ArrowSchema *schema)
{
    (void)schema;
}

static void release_array(struct ArrowArray *array)
{
    (void)array;
}

static const double edges[] = {-1e300, -1, -1e-310, -5e-324, 0, 5e-324, 1e-310, 0.1, 1e300};
enum { EDGE_COUNT = COUNT_OF(edges) };

/* What is read beneath a null must not matter either. */
static void call_arrow(results *to, const char *format, const void *numbers, int64_t length)
{
    static const secagg_run_options threads = {.struct_size = sizeof threads, .threads = 2};
    static secagg_value encoded[COUNT];
    secagg_value summary[SECAGG_SUMMARY_VALUE_COUNT], counts[EDGE_COUNT + 1];
    const void *buffers[2] = {presence, numbers};
    struct ArrowSchema schema = {0};
    struct ArrowArray array = {0};
    schema.format = format;
    schema.release = release_schema;
    array.length = length;
    array.null_count = -1;
    array.n_buffers = 2;
    array.buffers = buffers;
    array.release = release_array;
    memset(encoded, 0, sizeof encoded);
    FILL(summary);
    secagg_status status[3];
    status[0] = secagg_arrow_summary(summary, NULL, &schema, &array, 8, &threads);
    status[1] = secagg_arrow_histogram(counts, EDGE_COUNT + 1, NULL, edges, EDGE_COUNT, &schema,
                                       &array);
    array.null_count = 0;
    status[2] = secagg_arrow_encode(encoded, (size_t)length, NULL, &schema, &array, 8);
    keep(to, status, sizeof status);
    keep(to, summary, sizeof summary);
    keep(to, counts, sizeof counts);
    keep(to, encoded, 16 * (size_t)length);
}

static void call_plain(results *to, size_t count)
{
    static const secagg_run_options threads = {.struct_size = sizeof threads, .threads = 2};
    static secagg_value encoded[COUNT];
    static double decoded[COUNT];
    secagg_value summary[SECAGG_SUMMARY_VALUE_COUNT], counts[EDGE_COUNT + 1];
    secagg_summary statistics;
    secagg_problem problem;
    for (uint32_t bits = 0; bits <= SECAGG_MAX_FRACTION_BITS; bits += 31) {
        memset(&problem, 0, sizeof problem);
        problem.struct_size = sizeof problem;
        secagg_status status = secagg_encode_f64(encoded, &problem, finite, count, bits);
        keep(to, &problem, sizeof problem);
        keep(to, &status, sizeof status);
        EXPECT_OK(secagg_decode_f64(decoded, encoded, count, bits));
        keep(to, decoded, 8 * (count < 1000 ? count : 1000));
        status = secagg_encode_f64(encoded, &problem, column, count, bits);
        keep(to, &problem, sizeof problem);
        keep(to, &status, sizeof status);
    }
    EXPECT_OK(secagg_summary_encode(summary, NULL, column, count, BITS / 2, &threads));
    keep(to, summary, sizeof summary);
    for (uint32_t bits = 0; bits <= BITS; bits += BITS / 4) {
        EXPECT_OK(secagg_summary_decode(&statistics, summary, 1, bits));
        keep(to, &statistics, sizeof statistics);
    }
    EXPECT_OK(secagg_histogram_encode(counts, EDGE_COUNT + 1, NULL, edges, EDGE_COUNT, column,
                                      count));
    keep(to, counts, sizeof counts);
    EXPECT_OK(secagg_encode_i64(encoded, integers, count));
    EXPECT_OK(secagg_decode_f64(decoded, encoded, count, 20));
    keep(to, decoded, 8 * (count < 1000 ? count : 1000));
}

static void call_all(results *to)
{
    static const size_t counts[] = {1, 2, 3, 4, 8, 9, 16, 33, 64, 1000, COUNT};
    to->len = 0;
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        call_plain(to, counts[i]);
    for (size_t i = 0; i < COUNT_OF(counts) - 1; i++) {
        int64_t length = (int64_t)counts[i];
        call_arrow(to, "g", column, length);
        call_arrow(to, "f", floats, length);
        call_arrow(to, "l", integers, length);
        call_arrow(to, "d:38,9", decimals, length);
    }
}

/* Control words and flags. */
typedef struct {
    int rounding, flags;
    unsigned words[3];
} state;

static state state_now(void)
{
    state now;
    memset(&now, 0, sizeof now);
    now.rounding = fegetround();
    now.flags = fetestexcept(FE_ALL_EXCEPT);
#if defined(__x86_64__)
    fenv_t environment;
    fegetenv(&environment);
    now.words[0] = environment.__control_word;
    now.words[1] = environment.__status_word;
    now.words[2] = _mm_getcsr();
#elif defined(__aarch64__)
    now.words[0] = __builtin_aarch64_get_fpcr();
    now.words[1] = __builtin_aarch64_get_fpsr();
#endif
    return now;
}

static results expected, given;

static void call_in_this_mode(void)
{
    const state before = state_now();
    call_all(&given);
    const state after = state_now();
    fesetenv(FE_DFL_ENV);
    CHECK(memcmp(&before, &after, sizeof before) == 0);
    CHECK(given.len == expected.len && memcmp(given.bytes, expected.bytes, given.len) == 0);
}

static void flags(void)
{
    check_case("fault 103: no flag is raised and none is lowered");
    feclearexcept(FE_ALL_EXCEPT);
    CHECK(fetestexcept(FE_ALL_EXCEPT) == 0);
    call_in_this_mode();
    feraiseexcept(FE_DIVBYZERO | FE_INEXACT);
    CHECK(fetestexcept(FE_ALL_EXCEPT) == (FE_DIVBYZERO | FE_INEXACT));
    call_in_this_mode();
}

static void rounding(void)
{
    static const int modes[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    check_case("fault 102: other rounding");
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        CHECK(fesetround(modes[i]) == 0 && fegetround() == modes[i]);
        call_in_this_mode();
    }
}

/* Whether the thread's comparisons take a subnormal number for 0. */
static int subnormal_is_0(void)
{
    static volatile double smallest = 5e-324;
    return !(smallest > 0);
}

static void subnormal_numbers(void)
{
    check_case("fault 102: subnormal numbers as 0");
#if defined(__SSE2__)
    static const unsigned modes[] = {0x8000, 0x0040, 0x8040}; /* results, operands, both */
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        _mm_setcsr(_mm_getcsr() | modes[i]);
        CHECK(subnormal_is_0() == ((modes[i] & 0x40) != 0));
        call_in_this_mode();
    }
#elif defined(__aarch64__)
    __builtin_aarch64_set_fpcr(__builtin_aarch64_get_fpcr() | 1u << 24);
    CHECK(subnormal_is_0());
    call_in_this_mode();
#else
    CHECK(!subnormal_is_0());
#endif
}

static void traps(void)
{
    check_case("fault 101: operations that trap: invalid ones, then all");
    if (feenableexcept(FE_INVALID) == -1) {
        printf("    not on this machine\n");
        return;
    }
    CHECK(fegetexcept() == FE_INVALID);
    call_in_this_mode();
    feenableexcept(FE_ALL_EXCEPT); /* so does every operation that rounds */
    CHECK(fegetexcept() == FE_ALL_EXCEPT);
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() & ~0x100u); /* and every operand that is subnormal */
#endif
    call_in_this_mode();
}

int main(void)
{
    fill_columns();
    check_case("what is expected: the usual modes");
    call_all(&expected);
    fesetenv(FE_DFL_ENV);
    /* A column that is all NaN would give the same anyhow. */
    secagg_value counts[EDGE_COUNT + 1], sum = {{0}};
    uint64_t rows;
    EXPECT_OK(secagg_histogram_encode(counts, EDGE_COUNT + 1, NULL, edges, EDGE_COUNT, column,
                                      COUNT));
    for (size_t i = 0; i <= EDGE_COUNT; i++)
        EXPECT_OK(secagg_sum_add(&sum, &counts[i], 1));
    EXPECT_OK(secagg_decode_u64(&rows, &sum, 1));
    CHECK(rows > COUNT / 2 && rows < COUNT);
    flags();
    rounding();
    subnormal_numbers();
    traps();
    return check_result();
}
