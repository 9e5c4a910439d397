#include "table.h"
#include "common.h"
#include "files.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return *line == '\n' ? line + 1 : line;
}

/* Field number `number` of a line; NULL if it has fewer. */
static const char *field(const char *line, size_t number)
{
    for (; number > 0; number--) {
        line += strcspn(line, ",\r\n");
        if (*line != ',')
            return NULL;
        line++;
    }
    return line;
}

static size_t find_column(const char *text, const char *name, const char *path)
{
    const char *title;
    for (size_t number = 0; (title = field(text, number)) != NULL; number++)
        if (strcspn(title, ",\r\n") == strlen(name) && strncmp(title, name, strlen(name)) == 0)
            return number;
    fail("%s has no column %s", path, name);
}

double *read_column(const char *path, const char *name, size_t *row_count)
{
    size_t len, lines = 0;
    char *text = read_file(path, &len);
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    double *column = allocate(lines + 1, sizeof *column);
    size_t number = find_column(text, name, path);
    *row_count = 0;
    for (const char *line = next_line(text); *line != '\0'; line = next_line(line)) {
        const char *start = field(line, number);
        size_t field_len = start == NULL ? 0 : strcspn(start, ",\r\n");
        char *end = NULL;
        double value = field_len == 0 ? NAN : strtod(start, &end);
        if (field_len > 0 && end != start + field_len)
            fail("%s: a field of column %s is not a number", path, name);
        column[(*row_count)++] = value;
    }
    free(text);
    return column;
}
