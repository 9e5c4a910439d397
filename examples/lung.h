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

#ifndef LUNG_CSV /* set by what builds the examples, so that it is found from everywhere */
#define LUNG_CSV "examples/data/lung.csv"
#endif

/* The file that is being read, or NULL, and its line. */
static const char *file_name;
static unsigned long line_number;

static void fail(const char *what)
{
    if (file_name != NULL)
        fprintf(stderr, "%s, line %lu: ", file_name, line_number);
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

static int field_count_of(const char *line)
{
    int count = 1;
    for (const char *at = line; (at = strchr(at, ',')) != NULL; at++)
        count++;
    return count;
}

/* The number of the field with this name in the first line. */
static int find_field(const char *first_line, const char *name)
{
    for (int number = 0; number < field_count_of(first_line); number++) {
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
    /* strtod also takes spaces, hexadecimal digits and words. */
    if (strspn(text, "0123456789+-.eE") < len || end != text + len || !isfinite(number))
        fail("a field is not a number");
    return number;
}

/* The next line of the file, without its end; 0 if there is none. */
static int next_line(char *line, int capacity, FILE *file)
{
    if (fgets(line, capacity, file) == NULL)
        return 0;
    line_number++;
    size_t len = strcspn(line, "\r\n");
    const char *end = line + len;
    if (*end == '\0' && !feof(file))
        fail("it is too long, or has a NUL");
    if (*end != '\0' && strcmp(end, "\n") != 0 && strcmp(end, "\r\n") != 0)
        fail("a carriage return within the line");
    line[len] = '\0';
    return 1;
}

static void read_rows(struct rows *rows, const char *path)
{
    char line[256];
    FILE *file = fopen(path, "r");
    file_name = path;
    if (file == NULL || !next_line(line, sizeof line, file))
        fail("cannot read the file");
    int field_count = field_count_of(line), institution = find_field(line, "inst");
    int fields[COLUMN_COUNT];
    for (int c = 0; c < COLUMN_COUNT; c++)
        fields[c] = find_field(line, columns[c].name);
    for (rows->count = 0; next_line(line, sizeof line, file); rows->count++) {
        if (rows->count == MAX_ROW_COUNT)
            fail("the file has too many rows");
        if (field_count_of(line) != field_count)
            fail("too many or too few fields");
        double named = rows->institution[rows->count] = number_in(line, institution);
        if (!isnan(named) && !(named >= 1 && named <= MAX_INSTITUTION_COUNT && named == floor(named)))
            fail("an institution has an impossible number");
        for (int c = 0; c < COLUMN_COUNT; c++)
            rows->column[c][rows->count] = number_in(line, fields[c]);
    }
    if (ferror(file) || rows->count == 0)
        fail("cannot read the file, or it has no rows");
    fclose(file);
    file_name = NULL;
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
        int institution = (int)rows->institution[row];
        size_t known = 0;
        while (known < count && list[known] != institution)
            known++;
        if (known == count)
            list[count++] = institution;
    }
    return count;
}
