/*
 * Eighteen hospitals learn the mean age, survival, calories and weight loss of all their patients,
 * and none of them shows its own figures: real rows of a lung cancer trial (examples/data).
 *
 *   hospitals lung.csv
 *
 * Each institution summarises its own rows, splits the summary into three shares and submits them;
 * only the total over all institutions is ever reconstructed. A missing value is left out of its
 * column. The one row that names no institution is left out altogether: nobody could submit it.
 */
#include <secagg.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HOLDER_COUNT = 3,
    MIN_SUBMISSIONS = 3, /* of two parties, each would learn the other's figures */
    FRACTION_BITS = 16,
    MAX_ROW_COUNT = 1000,
    MAX_INSTITUTION_COUNT = 100,
    COLUMN_COUNT = 4,
    VALUE_COUNT = COLUMN_COUNT * SECAGG_SUMMARY_VALUE_COUNT
};

static const struct {
    const char *name; /* in the file's first line */
    const char *title;
} columns[COLUMN_COUNT] = {
    {"age", "age (years)"},
    {"time", "survival (days)"},
    {"meal.cal", "meal calories"},
    {"wt.loss", "weight loss (pounds)"},
};

struct rows {
    size_t count;
    double institution[MAX_ROW_COUNT]; /* NaN: not named */
    double column[COLUMN_COUNT][MAX_ROW_COUNT]; /* NaN: missing */
};

static void fail(const char *what)
{
    fprintf(stderr, "hospitals: %s\n", what);
    exit(EXIT_FAILURE);
}

static void check(secagg_status status)
{
    if (status != SECAGG_OK) {
        fprintf(stderr, "%s: %s\n", secagg_status_name(status), secagg_status_message(status));
        exit(EXIT_FAILURE);
    }
}

/* The field with this number in a line of comma-separated fields: its start and length. */
static const char *field(const char *line, int number, size_t *len)
{
    for (; number > 0; number--) {
        line = strchr(line, ',');
        if (line == NULL)
            fail("a line has too few fields");
        line++;
    }
    *len = strcspn(line, ",\r\n");
    return line;
}

/* The number of the field with this name in the first line. */
static int find_field(const char *first_line, const char *name)
{
    int field_count = 1;
    for (const char *at = first_line; (at = strchr(at, ',')) != NULL; at++)
        field_count++;
    for (int number = 0; number < field_count; number++) {
        size_t len;
        const char *title = field(first_line, number, &len);
        if (len == strlen(name) && strncmp(title, name, len) == 0)
            return number;
    }
    fail("the file lacks a column");
    return -1;
}

static double number_in(const char *line, int field_number)
{
    size_t len;
    const char *text = field(line, field_number, &len);
    char *end;
    if (len == 0)
        return NAN;
    double number = strtod(text, &end);
    if (end != text + len)
        fail("a field is not a number");
    return number;
}

static void read_rows(struct rows *rows, const char *path)
{
    char line[256];
    FILE *file = fopen(path, "r");
    if (file == NULL || fgets(line, sizeof line, file) == NULL)
        fail("cannot read the file");
    int institution = find_field(line, "inst");
    int fields[COLUMN_COUNT];
    for (int c = 0; c < COLUMN_COUNT; c++)
        fields[c] = find_field(line, columns[c].name);
    for (rows->count = 0; fgets(line, sizeof line, file) != NULL; rows->count++) {
        if (rows->count == MAX_ROW_COUNT)
            fail("the file has too many rows");
        rows->institution[rows->count] = number_in(line, institution);
        for (int c = 0; c < COLUMN_COUNT; c++)
            rows->column[c][rows->count] = number_in(line, fields[c]);
    }
    fclose(file);
}

/* Everything that happens inside one institution: from its own rows to shares of their summary. */
static void split_institution(secagg_value shares[HOLDER_COUNT * VALUE_COUNT],
                              const struct rows *rows, int institution)
{
    secagg_value summaries[VALUE_COUNT];
    for (int c = 0; c < COLUMN_COUNT; c++) {
        double own[MAX_ROW_COUNT];
        size_t own_count = 0;
        for (size_t row = 0; row < rows->count; row++)
            if (rows->institution[row] == institution)
                own[own_count++] = rows->column[c][row];
        check(secagg_summary_encode(summaries + c * SECAGG_SUMMARY_VALUE_COUNT, own, own_count,
                                    FRACTION_BITS, NULL));
    }
    check(secagg_additive_split(shares, HOLDER_COUNT, summaries, VALUE_COUNT, NULL));
}

static void print_value(const secagg_value *value)
{
    for (int byte = 15; byte >= 0; byte--)
        printf("%02x", value->bytes[byte]);
}

/* The number of patients, as each holder sees it: with one share missing, noise. */
static void print_what_an_outsider_sees(const struct rows *rows, int institution)
{
    printf("\nWhat others see of institution %d: its number of patients, say, is submitted as\n\n",
           institution);
    for (int time = 1; time <= 2; time++) {
        secagg_value shares[HOLDER_COUNT * VALUE_COUNT];
        split_institution(shares, rows, institution);
        for (int holder = 0; holder < HOLDER_COUNT; holder++) {
            printf("    to holder %d  ", holder + 1);
            print_value(&shares[holder * VALUE_COUNT]);
            printf("\n");
        }
        if (time == 1)
            printf("\nand if it were to submit the same number again, as\n\n");
    }
    printf("\nAny two of the three are random bits. (They add up to it modulo 2^127 - 1.)\n");
}

int main(int argc, char **argv)
{
    static struct rows rows;
    if (argc != 2)
        fail("usage: hospitals lung.csv");
    read_rows(&rows, argv[1]);

    secagg_aggregator_options options = {0};
    options.struct_size = sizeof options;
    options.value_count = VALUE_COUNT;
    options.min_submissions = MIN_SUBMISSIONS;
    secagg_aggregator *aggregator;
    check(secagg_aggregator_create(&aggregator, HOLDER_COUNT, &options));

    int first = 0;
    size_t left_out = 0;
    for (size_t row = 0; row < rows.count; row++) {
        if (isnan(rows.institution[row])) {
            left_out++;
            continue;
        }
        if (rows.institution[row] < 1 || rows.institution[row] > MAX_INSTITUTION_COUNT)
            fail("an institution has an impossible number");
        int institution = (int)rows.institution[row];
        int is_new = 1;
        for (size_t before = 0; before < row; before++)
            is_new &= rows.institution[before] != institution;
        if (!is_new)
            continue;
        secagg_value shares[HOLDER_COUNT * VALUE_COUNT];
        split_institution(shares, &rows, institution);
        check(secagg_aggregator_submit(aggregator, (uint64_t)institution, shares,
                                       HOLDER_COUNT * VALUE_COUNT));
        if (first == 0)
            first = institution;
    }

    uint64_t submissions;
    secagg_value totals[VALUE_COUNT];
    secagg_summary summaries[COLUMN_COUNT];
    check(secagg_aggregator_submissions(aggregator, &submissions));
    check(secagg_aggregator_reconstruct(aggregator, totals, VALUE_COUNT));
    check(secagg_summary_decode(summaries, totals, COLUMN_COUNT, FRACTION_BITS));
    secagg_aggregator_free(aggregator);

    printf("Lung cancer patients of %llu institutions, from shares only\n\n",
           (unsigned long long)submissions);
    printf("    %-22s %9s %12s %12s\n", "", "patients", "mean", "std. dev.");
    for (int c = 0; c < COLUMN_COUNT; c++)
        printf("    %-22s %9llu %12.4f %12.4f\n", columns[c].title,
               (unsigned long long)summaries[c].count, summaries[c].mean,
               sqrt(summaries[c].variance));
    printf("\nLeft out: missing values, and %zu of %zu rows, which named no institution.\n", left_out,
           rows.count);
    print_what_an_outsider_sees(&rows, first);
    return EXIT_SUCCESS;
}
