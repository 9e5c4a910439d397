/* Reports of problems: when they are written, what they say, and what they never say. */
#include "check.h"

enum { ROWS = 300, EDGES = 2 };

static double column[ROWS];
static const double edges[EDGES] = {1, 2};
static secagg_value values[ROWS], counts[EDGES + 1], summary[SECAGG_SUMMARY_VALUE_COUNT];

static void release_schema(struct ArrowSchema *schema)
{
    (void)schema;
}

static void release_array(struct ArrowArray *array)
{
    (void)array;
}

static const void *buffers[2] = {NULL, column};
static struct ArrowSchema schema;
static struct ArrowArray array;

static void make_column(void)
{
    for (int i = 0; i < ROWS; i++)
        column[i] = i;
    memset(&schema, 0, sizeof schema);
    memset(&array, 0, sizeof array);
    schema.format = "g";
    schema.release = release_schema;
    array.length = ROWS;
    array.n_buffers = 2;
    array.buffers = buffers;
    array.release = release_array;
    buffers[0] = NULL;
    buffers[1] = column;
}

/* The calls that report, all with good arguments but the column. */
static secagg_status call_encode(secagg_problem *problem)
{
    return secagg_encode_f64(values, problem, column, ROWS, 20);
}
static secagg_status call_summary(secagg_problem *problem)
{
    return secagg_summary_encode(summary, problem, column, ROWS, 20, NULL);
}
static secagg_status call_histogram(secagg_problem *problem)
{
    return secagg_histogram_encode(counts, EDGES + 1, problem, edges, EDGES, column, ROWS);
}
static secagg_status call_arrow_encode(secagg_problem *problem)
{
    return secagg_arrow_encode(values, ROWS, problem, &schema, &array, 20);
}
static secagg_status call_arrow_summary(secagg_problem *problem)
{
    return secagg_arrow_summary(summary, problem, &schema, &array, 20, NULL);
}
static secagg_status call_arrow_histogram(secagg_problem *problem)
{
    return secagg_arrow_histogram(counts, EDGES + 1, problem, edges, EDGES, &schema, &array);
}

typedef secagg_status call(secagg_problem *);
static call *const calls[] = {call_encode,       call_summary,       call_histogram,
                              call_arrow_encode, call_arrow_summary, call_arrow_histogram};

/* A report as a caller makes one, over what was there before. */
static secagg_problem fresh(void)
{
    secagg_problem problem;
    memset(&problem, CHECK_FILL, sizeof problem);
    problem.struct_size = sizeof problem;
    return problem;
}

/* What a report says of a call that was refused so: one sentence, its place, and these words. */
static void expect_report(const secagg_problem *problem, secagg_status given,
                          secagg_status expected, uint64_t where, const char *words)
{
    EXPECT_STATUS(given, expected);
    CHECK(problem->struct_size == sizeof *problem);
    EXPECT_STATUS(problem->status, expected);
    CHECK(problem->where == where);
    const char *end = memchr(problem->what, 0, sizeof problem->what);
    if (!CHECK(end != NULL))
        return;
    const size_t len = (size_t)(end - problem->what);
    CHECK(len > 3 && problem->what[len - 1] != '.');
    CHECK(check_all_bytes(end, sizeof problem->what - len, 0));
    if (!CHECK(strstr(problem->what, words) != NULL))
        printf("    \"%s\" is not in \"%s\"\n", words, problem->what);
}

#define EXPECT_REPORT(call, expected, where, words)                          \
    do {                                                                     \
        secagg_problem problem = fresh();                                    \
        const secagg_status given = (call);                                  \
        expect_report(&problem, given, (expected), (where), (words));        \
    } while (0)

static void written_on_success(void)
{
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        secagg_problem problem = fresh();
        EXPECT_OK(calls[i](&problem));
        CHECK(problem.struct_size == sizeof problem && problem.status == SECAGG_OK);
        CHECK(problem.where == UINT64_MAX && IS_ZERO(problem.what));
        EXPECT_OK(calls[i](NULL));
    }
}

static void sizes(void)
{
    static const uint32_t wrong[] = {0, 1, 4, 8, 263, 4097, 0x80000000, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        for (size_t k = 0; k < COUNT_OF(wrong); k++) {
            secagg_problem problem = fresh(), before;
            problem.struct_size = wrong[k];
            before = problem;
            FILL(values);
            FILL(summary);
            FILL(counts);
            EXPECT_STATUS(calls[i](&problem), SECAGG_INVALID_OPTIONS);
            CHECK(memcmp(&problem, &before, sizeof problem) == 0);
            CHECK(IS_UNTOUCHED(values) && IS_UNTOUCHED(summary) && IS_UNTOUCHED(counts));
        }
        /* A later release's, at an address of no alignment, and what follows it. */
        struct {
            uint8_t before[1], problem[sizeof(secagg_problem) + 100], after[1];
        } memory;
        const uint32_t size = sizeof memory.problem;
        secagg_problem problem;
        memset(&memory, CHECK_FILL, sizeof memory);
        memcpy(memory.problem, &size, sizeof size);
        column[7] = 1e300;
        const secagg_status status = calls[i]((secagg_problem *)(void *)memory.problem);
        column[7] = 7;
        memcpy(&problem, memory.problem, sizeof problem);
        CHECK(problem.struct_size == size && problem.status == status);
        CHECK((status == SECAGG_OK) == (problem.where == UINT64_MAX));
        CHECK(check_all_bytes(memory.problem + sizeof problem, 100, 0));
        CHECK(IS_UNTOUCHED(memory.before) && IS_UNTOUCHED(memory.after));
    }
}

/* A buffer with a report in its midst. */
static union {
    uint8_t bytes[64 * sizeof(secagg_problem)];
    secagg_problem problems[64];
    secagg_value values[ROWS];
    double numbers[ROWS];
    struct ArrowSchema schema;
    struct ArrowArray array;
    secagg_run_options options;
} shared;

static void expect_overlap(secagg_status status, const void *before)
{
    EXPECT_STATUS(status, SECAGG_BUFFER_OVERLAP);
    CHECK(memcmp(shared.bytes, before, sizeof shared.bytes) == 0);
}

static void overlaps(void)
{
    static uint8_t before[sizeof shared.bytes];
    secagg_problem *const inside = &shared.problems[1], *const first = &shared.problems[0];
    for (size_t i = 0; i < ROWS; i++)
        shared.numbers[i] = 1;
    first->struct_size = inside->struct_size = sizeof *inside;
    memcpy(before, &shared, sizeof before);
    expect_overlap(secagg_encode_f64(shared.values, inside, column, ROWS, 8), before);
    expect_overlap(secagg_encode_f64(values, inside, shared.numbers, ROWS, 8), before);
    /* Whatever else is wrong. */
    expect_overlap(secagg_encode_f64(NULL, inside, shared.numbers, ROWS, 8), before);
    expect_overlap(secagg_encode_f64(values, inside, shared.numbers, ROWS, 94), before);
    expect_overlap(secagg_summary_encode(shared.values, first, column, ROWS, 8, NULL), before);
    expect_overlap(secagg_summary_encode(summary, inside, shared.numbers, ROWS, 8, NULL), before);
    expect_overlap(secagg_summary_encode(summary, first, column, ROWS, 8, &shared.options),
                   before);
    expect_overlap(secagg_histogram_encode(shared.values, 3, first, edges, 2, column, ROWS),
                   before);
    expect_overlap(secagg_histogram_encode(counts, 3, inside, shared.numbers, ROWS, column, ROWS),
                   before);
    expect_overlap(secagg_histogram_encode(counts, 3, inside, edges, 2, shared.numbers, ROWS),
                   before);

    expect_overlap(secagg_arrow_encode(shared.values, ROWS, inside, &schema, &array, 8), before);
    expect_overlap(secagg_arrow_encode(values, ROWS, first, &shared.schema, &array, 8), before);
    expect_overlap(secagg_arrow_encode(values, ROWS, first, &schema, &shared.array, 8), before);
    expect_overlap(secagg_arrow_summary(summary, first, &schema, &array, 8, &shared.options),
                   before);
    expect_overlap(secagg_arrow_histogram(counts, 3, inside, shared.numbers, ROWS, &schema,
                                          &array),
                   before);
    buffers[1] = shared.numbers;
    for (size_t i = 3; i < COUNT_OF(calls); i++)
        expect_overlap(calls[i](inside), before);
    buffers[1] = column;
    buffers[0] = shared.bytes + sizeof(secagg_problem); /* the bits */
    array.null_count = -1;
    for (size_t i = 3; i < COUNT_OF(calls); i++)
        expect_overlap(calls[i](inside), before);
    buffers[0] = NULL;
    array.null_count = 0;
    /* An output on top of the options. */
    shared.options.struct_size = sizeof shared.options;
    shared.options.threads = 0;
    memcpy(before, &shared, sizeof before);
    expect_overlap(secagg_summary_encode(shared.values, NULL, column, ROWS, 8, &shared.options),
                   before);
}

static void rows(void)
{
    static const size_t places[] = {0, 1, 127, 128, ROWS - 1};
    static const double refused[] = {1e300, -1e300, 1e30};
    secagg_problem one = fresh();
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        for (size_t k = 0; k < COUNT_OF(refused); k++) {
            char words[80];
            make_column();
            column[ROWS - 1] = -1e300; /* the first one is named */
            column[places[i]] = refused[k];
            for (size_t c = 0; c < COUNT_OF(calls); c++) {
                if (c % 3 == 2)
                    continue; /* a histogram takes any number */
                snprintf(words, sizeof words, "row %zu is ", places[i]);
                EXPECT_REPORT(calls[c](&problem), SECAGG_OUT_OF_RANGE, places[i], words);
                secagg_problem problem = fresh();
                CHECK(calls[c](&problem) == SECAGG_OUT_OF_RANGE);
                CHECK(strstr(problem.what, c % 3 == 0 ? "2^74" : "2^42") != NULL);
                CHECK(strstr(problem.what, "20 fraction_bits") != NULL);
            }
        }
    }

    /* Which of the reasons it was would tell of the number. */
    const double infinity = 1e300 * 1e300;
    const double of_all_kinds[] = {1e300, infinity, -infinity, infinity - infinity};
    make_column();
    for (size_t i = 0; i < COUNT_OF(of_all_kinds); i++) {
        secagg_problem problem = fresh();
        column[5] = of_all_kinds[i];
        EXPECT_STATUS(call_encode(&problem), SECAGG_OUT_OF_RANGE);
        if (i == 0)
            one = problem;
        CHECK(memcmp(&one, &problem, sizeof one) == 0);
        problem = fresh();
        EXPECT_STATUS(call_arrow_encode(&problem), SECAGG_OUT_OF_RANGE);
        CHECK(memcmp(&one, &problem, sizeof one) == 0);
    }
    make_column();
    static uint8_t bits[ROWS / 8 + 1];
    memset(bits, 0xff, sizeof bits);
    bits[0] = 0xdf; /* row 5 is null */
    buffers[0] = bits;
    array.null_count = 1;
    secagg_problem problem = fresh();
    EXPECT_STATUS(call_arrow_encode(&problem), SECAGG_OUT_OF_RANGE);
    CHECK(memcmp(&one, &problem, sizeof one) == 0);
    make_column();

    /* The same for any number of threads. */
    enum { MANY = 100000 };
    double *many = calloc(MANY, sizeof *many);
    if (!CHECK(many != NULL))
        return;
    many[77777] = many[99999] = 1e300;
    for (uint32_t threads = 0; threads < 4; threads++) {
        const secagg_run_options options = {.struct_size = sizeof options, .threads = threads};
        EXPECT_REPORT(secagg_summary_encode(summary, &problem, many, MANY, 0, &options),
                      SECAGG_OUT_OF_RANGE, 77777, "row 77777 is infinite or of magnitude 2^62");
    }
    free(many);
}

static void arguments(void)
{
    const uint64_t none = UINT64_MAX;
    EXPECT_REPORT(secagg_encode_f64(NULL, &problem, column, ROWS, 8), SECAGG_NULL_POINTER, none,
                  "values is NULL");
    EXPECT_REPORT(secagg_encode_f64(values, &problem, NULL, ROWS, 8), SECAGG_NULL_POINTER, none,
                  "numbers is NULL");
    EXPECT_REPORT(secagg_encode_f64(values, &problem, column, ROWS, 94), SECAGG_LIMIT_EXCEEDED,
                  none, "94 fraction_bits are more than 93");
    EXPECT_REPORT(secagg_encode_f64(values, &problem, column, SIZE_MAX, 8),
                  SECAGG_LIMIT_EXCEEDED, none, "values has more bytes");
    EXPECT_REPORT(secagg_summary_encode(summary, &problem, NULL, ROWS, 8, NULL),
                  SECAGG_NULL_POINTER, none, "column is NULL");
    secagg_run_options options = {.struct_size = sizeof options, .threads = 257};
    EXPECT_REPORT(secagg_summary_encode(summary, &problem, column, ROWS, 8, &options),
                  SECAGG_LIMIT_EXCEEDED, none, "257 threads are more than 256");
    options.struct_size = 3;
    EXPECT_REPORT(secagg_summary_encode(summary, &problem, column, ROWS, 8, &options),
                  SECAGG_INVALID_OPTIONS, none, "struct_size is 3");
    EXPECT_REPORT(secagg_arrow_summary(summary, &problem, &schema, &array, 8, &options),
                  SECAGG_INVALID_OPTIONS, none, "struct_size is 3");

    static const double nan_at_2[] = {1, 2, 0.0 / 0.0}, falls_at_1[] = {1, 1};
    EXPECT_REPORT(secagg_histogram_encode(counts, 2, &problem, edges, 2, column, ROWS),
                  SECAGG_LENGTH_MISMATCH, none, "2 values for 2 edges");
    EXPECT_REPORT(secagg_histogram_encode(counts, 1, &problem, edges, 0, column, ROWS),
                  SECAGG_INVALID_EDGES, none, "no edges");
    EXPECT_REPORT(secagg_histogram_encode(counts, 3, &problem, falls_at_1, 2, column, ROWS),
                  SECAGG_INVALID_EDGES, 1, "edge 1 is not above");
    EXPECT_REPORT(secagg_arrow_histogram(values, 4, &problem, nan_at_2, 3, &schema, &array),
                  SECAGG_INVALID_EDGES, 2, "edge 2 is not finite");
    EXPECT_REPORT(secagg_arrow_histogram(counts, 2, &problem, edges, 2, &schema, &array),
                  SECAGG_LENGTH_MISMATCH, none, "2 values for 2 edges");
    EXPECT_REPORT(secagg_arrow_encode(values, 299, &problem, &schema, &array, 8),
                  SECAGG_LENGTH_MISMATCH, none, "299 values for 300 numbers");
}

/* All three calls say the same of a column. */
#define EXPECT_OF_COLUMN(expected, words)                                     \
    do {                                                                      \
        for (size_t c = 3; c < COUNT_OF(calls); c++)                          \
            EXPECT_REPORT(calls[c](&problem), (expected), UINT64_MAX, words); \
        make_column();                                                        \
    } while (0)

static void columns(void)
{
    EXPECT_REPORT(secagg_arrow_encode(values, ROWS, &problem, NULL, &array, 8),
                  SECAGG_NULL_POINTER, UINT64_MAX, "schema is NULL");
    EXPECT_REPORT(secagg_arrow_encode(values, ROWS, &problem, &schema, NULL, 8),
                  SECAGG_NULL_POINTER, UINT64_MAX, "array is NULL");
    schema.format = NULL;
    EXPECT_OF_COLUMN(SECAGG_NULL_POINTER, "schema->format is NULL");
    array.buffers = NULL;
    EXPECT_OF_COLUMN(SECAGG_NULL_POINTER, "array->buffers is NULL");
    buffers[1] = NULL;
    EXPECT_OF_COLUMN(SECAGG_NULL_POINTER, "buffer 1 is NULL");
    array.null_count = 1;
    EXPECT_OF_COLUMN(SECAGG_NULL_POINTER, "buffer 0 is NULL");

    schema.format = "tdD";
    EXPECT_OF_COLUMN(SECAGG_UNSUPPORTED_TYPE, "\"tdD\"");
    schema.format = "d:76,2,256";
    EXPECT_OF_COLUMN(SECAGG_UNSUPPORTED_TYPE, "\"d:76,2,256\"");
    schema.format = "t\x1b[31m\xff\"";
    EXPECT_OF_COLUMN(SECAGG_UNSUPPORTED_TYPE, "\"t\\x1b[31m\\xff\\\"\"");
    schema.format = "+ud:0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15";
    EXPECT_OF_COLUMN(SECAGG_UNSUPPORTED_TYPE, "\"+ud:0,1,2,3,4,5,6,7,8,9,10,11,12...\"");
    struct ArrowSchema other = schema;
    schema.dictionary = &other;
    EXPECT_OF_COLUMN(SECAGG_UNSUPPORTED_TYPE, "dictionary");

    /* A name that does not fit into a report. */
    static struct {
        int32_t count, key_len;
        char key[20];
        int32_t name_len;
        char name[1000];
    } metadata = {1, 20, {0}, 13, "pandas.period"};
    memcpy(metadata.key, "ARROW:extension:name", 20);
    schema.metadata = (const char *)&metadata;
    EXPECT_OF_COLUMN(SECAGG_UNSUPPORTED_TYPE, "\"pandas.period\"");
    metadata.name_len = 1000;
    memset(metadata.name, 'x', sizeof metadata.name);
    schema.metadata = (const char *)&metadata;
    EXPECT_OF_COLUMN(SECAGG_UNSUPPORTED_TYPE, "xxxxxxxxxxxxxxx");
    metadata.key_len = -7;
    schema.metadata = (const char *)&metadata;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "a length of -7");
    metadata.key_len = INT32_MAX;
    schema.metadata = (const char *)&metadata;
    EXPECT_OF_COLUMN(SECAGG_LIMIT_EXCEEDED, "more than 16777216 bytes");

    schema.release = NULL;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "schema was released");
    array.release = NULL;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "array was released");
    array.n_buffers = 3;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "n_buffers is 3, not 2");
    array.n_children = 1;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "children");
    array.length = -4;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "length is -4");
    array.offset = -4;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "offset is -4");
    array.null_count = 301;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "null_count is 301, length is 300");
    static const uint8_t bits[ROWS / 8 + 1] = {0};
    buffers[0] = bits;
    array.null_count = 299;
    EXPECT_OF_COLUMN(SECAGG_INVALID_COLUMN, "null_count is not the number of nulls");
    array.length = INT64_MAX / 8 + 1;
    EXPECT_OF_COLUMN(SECAGG_LIMIT_EXCEEDED, "length of 1152921504606846976 from offset 0");
}

int main(void)
{
    make_column();
    check_case("a report is written on success");
    written_on_success();
    check_case("sizes that are wrong are refused, larger ones written");
    sizes();
    check_case("a report on top of another buffer is refused and not written");
    overlaps();
    check_case("the first row that is refused is named, and nothing about its number");
    make_column();
    rows();
    check_case("an argument is named, with lengths and limits");
    arguments();
    check_case("what a column's structs say wrongly is named");
    columns();
    return check_result();
}
