/* Columns of Arrow's C Data Interface: what is read, and every fault in the two structs. */
#include "check.h"
#include <sys/mman.h>
#include <unistd.h>

/* Only the owner may release. */
static int released;

static void release_schema(struct ArrowSchema *schema)
{
    (void)schema;
    released++;
}

static void release_array(struct ArrowArray *array)
{
    (void)array;
    released++;
}

static struct ArrowSchema schema_of(const char *format)
{
    struct ArrowSchema schema = {0};
    schema.format = format;
    schema.release = release_schema;
    return schema;
}

static struct ArrowArray array_of(const void **buffers, int64_t length)
{
    struct ArrowArray array = {0};
    array.length = length;
    array.n_buffers = 2;
    array.buffers = buffers;
    array.release = release_array;
    return array;
}

/* The last len bytes before memory that cannot be read. */
static uint8_t *before_the_edge(size_t len)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uint8_t *pages = (uint8_t *)mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
                                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE) != 0)
        check_skip("no memory with an edge");
    return pages + page - len;
}

/* Each format is read up to its last byte and no further, at addresses of any alignment. */
static void nothing_is_read_past_the_end(void)
{
    static const struct {
        const char *format;
        size_t bits; /* of a row */
    } formats[] = {{"b", 1},  {"c", 8},  {"C", 8},  {"s", 16}, {"S", 16},
                   {"i", 32}, {"I", 32}, {"l", 64}, {"L", 64}, {"f", 32},
                   {"g", 64}, {"d:38,0", 128}};
    for (size_t f = 0; f < COUNT_OF(formats); f++) {
        for (int64_t offset = 0; offset < 20; offset += 3) {
            int64_t length = 21;
            size_t rows = (size_t)(offset + length);
            const void *buffers[2];
            uint8_t *bits = before_the_edge((rows + 7) / 8);
            memset(bits, 0xff, (rows + 7) / 8);
            buffers[0] = bits;
            buffers[1] = before_the_edge((rows * formats[f].bits + 7) / 8);
            struct ArrowSchema schema = schema_of(formats[f].format);
            struct ArrowArray array = array_of(buffers, length);
            array.offset = offset;
            array.null_count = -1;
            secagg_value values[21], summary[4], counts[2];
            const double edge = 0;
            EXPECT_OK(secagg_arrow_encode(values, 21, NULL, &schema, &array, 8));
            EXPECT_OK(secagg_arrow_summary(summary, NULL, &schema, &array, 8, NULL));
            EXPECT_OK(secagg_arrow_histogram(counts, 2, NULL, &edge, 1, &schema, &array));
            CHECK(value_is(values[20], 0) && value_is(summary[0], 21) && value_is(counts[1], 21));
        }
    }
    /* The text of a format is read up to its end. */
    char *format = (char *)before_the_edge(2);
    format[0] = 'g';
    struct ArrowSchema schema = schema_of(format);
    struct ArrowArray array = array_of((const void *[2]){NULL, NULL}, 0);
    EXPECT_OK(secagg_arrow_encode(NULL, 0, NULL, &schema, &array, 8));
}

static secagg_value values[3];
static const double numbers[3] = {1, 2, 3};
static const double edges[2] = {1.5, 2.5};

static void refuse(const struct ArrowSchema *schema, const struct ArrowArray *array,
                   secagg_status expected)
{
    secagg_value summary[4];
    FILL(values);
    FILL(summary);
    EXPECT_STATUS(secagg_arrow_encode(values, 3, NULL, schema, array, 8), expected);
    EXPECT_STATUS(secagg_arrow_summary(summary, NULL, schema, array, 8, NULL), expected);
    EXPECT_STATUS(secagg_arrow_histogram(values, 3, NULL, edges, 2, schema, array), expected);
    CHECK(IS_UNTOUCHED_OR_ZERO(values) && IS_UNTOUCHED(summary));
}

static void faulty_structs_are_refused(void)
{
    const void *buffers[3] = {NULL, numbers, NULL};
    struct ArrowSchema schema = schema_of("g");
    struct ArrowArray array = array_of(buffers, 3);
    refuse(NULL, &array, SECAGG_NULL_POINTER);
    refuse(&schema, NULL, SECAGG_NULL_POINTER);

    static const char *const others[] = {"",      "e",    "u",      "z",      "w:16",    "vu",
                                         "tdD",   "tss:", "+l",     "+s",     "gg",      "d:5",
                                         "d:5,2,256", "d:39,0", "d:5,39", "d:5,-39", "d:,",
                                         "a format of more bytes than any that there is, by far"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        schema = schema_of(others[i]);
        refuse(&schema, &array, SECAGG_UNSUPPORTED_TYPE);
    }
    schema = schema_of(NULL);
    refuse(&schema, &array, SECAGG_NULL_POINTER);

    struct ArrowSchema other_schema = schema_of("i");
    struct ArrowArray other_array = array_of(buffers, 3);
    schema = schema_of("g");
    schema.release = NULL;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
    schema = schema_of("g");
    schema.dictionary = &other_schema;
    refuse(&schema, &array, SECAGG_UNSUPPORTED_TYPE);
    schema = schema_of("g");
    schema.n_children = 1;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
    schema = schema_of("g");

#define REFUSE_WITH(field, content, expected) \
    do {                                      \
        array = array_of(buffers, 3);         \
        array.field = (content);              \
        refuse(&schema, &array, expected);    \
    } while (0)
    REFUSE_WITH(release, NULL, SECAGG_INVALID_COLUMN);
    REFUSE_WITH(dictionary, &other_array, SECAGG_UNSUPPORTED_TYPE);
    REFUSE_WITH(n_children, 1, SECAGG_INVALID_COLUMN);
    REFUSE_WITH(n_buffers, 1, SECAGG_INVALID_COLUMN);
    REFUSE_WITH(n_buffers, 3, SECAGG_INVALID_COLUMN);
    REFUSE_WITH(length, -1, SECAGG_INVALID_COLUMN);
    REFUSE_WITH(offset, -1, SECAGG_INVALID_COLUMN);
    REFUSE_WITH(null_count, -2, SECAGG_INVALID_COLUMN);
    REFUSE_WITH(null_count, 4, SECAGG_INVALID_COLUMN); /* of 3 rows */
    REFUSE_WITH(length, INT64_MAX, SECAGG_LIMIT_EXCEEDED);
    REFUSE_WITH(offset, INT64_MAX, SECAGG_LIMIT_EXCEEDED);
    REFUSE_WITH(buffers, NULL, SECAGG_NULL_POINTER);
    REFUSE_WITH(null_count, 1, SECAGG_NULL_POINTER); /* and no bits to say which */
    buffers[1] = NULL;
    array = array_of(buffers, 3);
    refuse(&schema, &array, SECAGG_NULL_POINTER);
}

static void other_arguments_are_checked(void)
{
    const uint8_t bits = 5;
    const void *buffers[2] = {&bits, numbers};
    struct ArrowSchema schema = schema_of("g");
    struct ArrowArray array = array_of(buffers, 3);
    array.null_count = 1;
    secagg_value summary[4];
    secagg_summary decoded;
    FILL(values);

    /* The row between the others is null: missing, or refused. */
    EXPECT_OK(secagg_arrow_summary(summary, NULL, &schema, &array, 8, NULL));
    EXPECT_OK(secagg_summary_decode(&decoded, summary, 1, 8));
    CHECK(decoded.count == 2 && decoded.sum > 3.99 && decoded.sum < 4.01);
    EXPECT_OK(secagg_arrow_histogram(values, 3, NULL, edges, 2, &schema, &array));
    CHECK(value_is(values[0], 1) && value_is(values[1], 0) && value_is(values[2], 1));
    EXPECT_STATUS(secagg_arrow_encode(values, 3, NULL, &schema, &array, 8), SECAGG_OUT_OF_RANGE);
    CHECK(IS_ZERO(values));

    buffers[0] = NULL;
    array = array_of(buffers, 3);
    FILL(values);
    EXPECT_STATUS(secagg_arrow_encode(NULL, 3, NULL, &schema, &array, 8), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_arrow_encode(values, 2, NULL, &schema, &array, 8), SECAGG_LENGTH_MISMATCH);
    EXPECT_STATUS(secagg_arrow_encode(values, 3, NULL, &schema, &array, 94), SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_arrow_summary(NULL, NULL, &schema, &array, 8, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_arrow_summary(summary, NULL, &schema, &array, 94, NULL),
                  SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_arrow_histogram(values, 2, NULL, edges, 2, &schema, &array),
                  SECAGG_LENGTH_MISMATCH);
    EXPECT_STATUS(secagg_arrow_histogram(values, 1, NULL, edges, 0, &schema, &array),
                  SECAGG_INVALID_EDGES);
    EXPECT_STATUS(secagg_arrow_histogram(values, 3, NULL, NULL, 2, &schema, &array),
                  SECAGG_NULL_POINTER);
    CHECK(IS_UNTOUCHED(values));

    /* Outputs on top of inputs: the numbers, the bits, the structs. */
    static uint8_t memory[4096];
    memset(memory, 0xff, sizeof memory);
    secagg_value *out = (secagg_value *)(memory + 5);
    for (size_t at = 0; at < 2; at++) {
        buffers[0] = at == 0 ? memory : NULL;
        buffers[1] = at == 1 ? (const void *)(memory + 40) : numbers;
        if (at == 0)
            out = (secagg_value *)memory;
        array = array_of(buffers, 3);
        array.null_count = -1;
        EXPECT_STATUS(secagg_arrow_encode(out, 3, NULL, &schema, &array, 8), SECAGG_BUFFER_OVERLAP);
        EXPECT_STATUS(secagg_arrow_summary(out, NULL, &schema, &array, 8, NULL),
                      SECAGG_BUFFER_OVERLAP);
        EXPECT_STATUS(secagg_arrow_histogram(out, 3, NULL, edges, 2, &schema, &array),
                      SECAGG_BUFFER_OVERLAP);
    }
    buffers[0] = NULL;
    buffers[1] = numbers;
    array = array_of(buffers, 3);
    EXPECT_STATUS(secagg_arrow_encode((secagg_value *)&array, 3, NULL, &schema, &array, 8),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_arrow_encode((secagg_value *)&schema, 3, NULL, &schema, &array, 8),
                  SECAGG_BUFFER_OVERLAP);

    /* The structs themselves at any address. */
    memcpy(memory + 1, &schema, sizeof schema);
    memcpy(memory + 1001, &array, sizeof array);
    EXPECT_OK(secagg_arrow_encode(values, 3, NULL, (const struct ArrowSchema *)(void *)(memory + 1),
                                  (const struct ArrowArray *)(void *)(memory + 1001), 0));
    CHECK(value_is(values[0], 1) && value_is(values[2], 3));
}

/* Sums of a column of 6 rows, and how many are counted. */
static void expect_summary(const struct ArrowSchema *schema, const struct ArrowArray *array,
                           uint64_t count, double sum)
{
    secagg_value summary[4];
    secagg_summary decoded;
    EXPECT_OK(secagg_arrow_summary(summary, NULL, schema, array, 0, NULL));
    EXPECT_OK(secagg_summary_decode(&decoded, summary, 1, 0));
    CHECK(decoded.count == count && !(decoded.sum < sum) && !(decoded.sum > sum));
}

static const int8_t bytes[6] = {0, 1, 2, -128, -1, 0};

/* Pairs of texts, as Arrow lays them out, up to the edge of what can be read. */
static const char *metadata_of(int32_t count, const char *const *texts)
{
    size_t len = 4, at = 4;
    for (int32_t i = 0; i < 2 * count; i++)
        len += 4 + strlen(texts[i]);
    uint8_t *metadata = before_the_edge(len);
    memcpy(metadata, &count, 4);
    for (int32_t i = 0; i < 2 * count; i++) {
        int32_t text_len = (int32_t)strlen(texts[i]);
        memcpy(metadata + at, &text_len, 4);
        memcpy(metadata + at + 4, texts[i], (size_t)text_len);
        at += 4 + (size_t)text_len;
    }
    return (const char *)metadata;
}

static void extension_types(void)
{
    const void *buffers[2] = {NULL, bytes};
    struct ArrowSchema schema = schema_of("c");
    struct ArrowArray array = array_of(buffers, 6);
    expect_summary(&schema, &array, 6, -126);

    schema.metadata = metadata_of(0, NULL);
    expect_summary(&schema, &array, 6, -126);
    const char *others[] = {"unit", "kg", "", ""};
    schema.metadata = metadata_of(2, others);
    expect_summary(&schema, &array, 6, -126);
    const char *bool8[] = {"ARROW:extension:metadata", "", "unit", "kg",
                           "ARROW:extension:name", "arrow.bool8"};
    schema.metadata = metadata_of(3, bool8);
    expect_summary(&schema, &array, 6, 4);

    /* Not what it is stored as: a month, say, is no number. */
    array = array_of(buffers, 3);
    const char *period[] = {"ARROW:extension:name", "pandas.period"};
    schema.metadata = metadata_of(1, period);
    refuse(&schema, &array, SECAGG_UNSUPPORTED_TYPE);
    const char *twice[] = {"ARROW:extension:name", "arrow.bool8", "ARROW:extension:name",
                           "arrow.bool8"};
    schema.metadata = metadata_of(2, twice);
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);

    const int32_t below[] = {-1}, key_below[] = {1, INT32_MIN}, value_below[] = {1, 0, -1};
    schema.metadata = (const char *)below;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
    schema.metadata = (const char *)key_below;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
    schema.metadata = (const char *)value_below;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
    const int32_t endless[] = {1, INT32_MAX};
    schema.metadata = (const char *)endless;
    refuse(&schema, &array, SECAGG_LIMIT_EXCEEDED);
}

static void columns_without_a_row(void)
{
    struct ArrowSchema schema = schema_of("n");
    struct ArrowArray array = array_of(NULL, 3);
    for (int64_t null_count = -1; null_count <= 3; null_count++) {
        array.n_buffers = 0;
        array.null_count = null_count;
        expect_summary(&schema, &array, 0, 0);
        FILL(values);
        EXPECT_OK(secagg_arrow_histogram(values, 3, NULL, edges, 2, &schema, &array));
        CHECK(IS_ZERO(values));
        EXPECT_STATUS(secagg_arrow_encode(values, 3, NULL, &schema, &array, 8),
                      SECAGG_OUT_OF_RANGE);
    }
    const void *no_buffer[1] = {NULL}; /* of some libraries */
    array.n_buffers = 1;
    array.buffers = no_buffer;
    expect_summary(&schema, &array, 0, 0);
    array.n_buffers = 2;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
    array.n_buffers = 0;
    array.null_count = 4;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
    array = array_of(NULL, 0);
    array.n_buffers = 0;
    EXPECT_OK(secagg_arrow_encode(NULL, 0, NULL, &schema, &array, 8));
}

static void null_counts(void)
{
    const uint8_t bits = 0xa; /* rows 1 and 3 of 4 */
    const void *buffers[2] = {&bits, bytes};
    struct ArrowSchema schema = schema_of("c");
    struct ArrowArray array = array_of(buffers, 4);
    array.null_count = 0; /* whatever the bits say */
    expect_summary(&schema, &array, 4, -125);
    array.null_count = -1;
    expect_summary(&schema, &array, 2, -127);
    array.null_count = 2;
    expect_summary(&schema, &array, 2, -127);
    array = array_of(buffers, 3);
    array.null_count = 1;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
    array.null_count = 3;
    refuse(&schema, &array, SECAGG_INVALID_COLUMN);
}

int main(void)
{
    check_case("reads within the buffers");
    nothing_is_read_past_the_end();
    check_case("faults in the structs");
    faulty_structs_are_refused();
    check_case("faults in other arguments");
    other_arguments_are_checked();
    check_case("extension types, and faults in metadata");
    extension_types();
    check_case("columns without a row that is there");
    columns_without_a_row();
    check_case("counts of nulls that say otherwise than the bits");
    null_counts();
    CHECK(released == 0);
    return check_result();
}
