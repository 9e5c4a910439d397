/*
 * The lung cancer trial of examples/data for the examples: its rows, by institution, and what to do
 * when something fails.
 */
#include <secagg.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_ROW_COUNT = 1000,
    MAX_INSTITUTION_COUNT = 100,
    COLUMN_COUNT = 4
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
    fprintf(stderr, "%s\n", what);
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

/* The rows of one institution in one column: their number. */
static size_t rows_of(double own[MAX_ROW_COUNT], const struct rows *rows, int institution,
                      int column)
{
    size_t own_count = 0;
    for (size_t row = 0; row < rows->count; row++)
        if (rows->institution[row] == institution)
            own[own_count++] = rows->column[column][row];
    return own_count;
}

/* The institutions that the rows name, in the order of the file: their number. */
static size_t list_institutions(int list[MAX_INSTITUTION_COUNT], const struct rows *rows)
{
    size_t count = 0;
    for (size_t row = 0; row < rows->count; row++) {
        if (isnan(rows->institution[row]))
            continue;
        if (rows->institution[row] < 1 || rows->institution[row] > MAX_INSTITUTION_COUNT)
            fail("an institution has an impossible number");
        int institution = (int)rows->institution[row];
        size_t known = 0;
        while (known < count && list[known] != institution)
            known++;
        if (known == count)
            list[count++] = institution;
    }
    return count;
}
