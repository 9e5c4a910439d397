/* A table of numbers: comma-separated text whose first line names the columns. */
#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>

/* The named column, to be freed; an empty field is NaN, which means missing. Fails if the file has
   no such column, or a field is not a number. */
double *read_column(const char *path, const char *name, size_t *row_count);

#endif
