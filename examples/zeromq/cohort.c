#include "cohort.h"
#include "common.h"
#include <stdlib.h>
#include <string.h>

uint8_t *common_ids(const struct id_list *lists, size_t list_count, size_t *count)
{
    size_t *next = allocate(list_count, sizeof *next); /* place in each list */
    uint8_t *common = allocate(list_count > 0 ? lists[0].count : 0, 8);
    *count = 0;
    for (size_t place = 0; list_count > 0 && place < lists[0].count; place++) {
        const uint8_t *id = lists[0].bytes + 8 * place;
        int is_common = 1;
        for (size_t i = 1; i < list_count; i++) {
            while (next[i] < lists[i].count && get_id(lists[i].bytes + 8 * next[i]) < get_id(id))
                next[i]++;
            is_common &= next[i] < lists[i].count
                && memcmp(lists[i].bytes + 8 * next[i], id, 8) == 0;
        }
        if (is_common)
            memcpy(common + 8 * (*count)++, id, 8);
    }
    free(next);
    return common;
}
