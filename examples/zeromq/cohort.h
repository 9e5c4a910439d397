/* Which parties all holders have: what the holders' sums are to be over. */
#ifndef COHORT_H
#define COHORT_H

#include <stddef.h>
#include <stdint.h>

/* A list of party ids, 8 bytes each, ascending, as holders send it. */
struct id_list {
    const uint8_t *bytes;
    size_t count;
};

/* The ids that all lists have, as bytes, to be freed. */
uint8_t *common_ids(const struct id_list *lists, size_t list_count, size_t *count);

#endif
