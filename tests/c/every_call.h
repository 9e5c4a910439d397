/* One good call of every function, for programs that change what surrounds a call. */
#ifndef SECAGG_TEST_EVERY_CALL_H
#define SECAGG_TEST_EVERY_CALL_H

#include "check.h"

/* The work goes through large inputs, so that no path for small ones is taken. */
enum { EVERY_N = 5, EVERY_T = 3, EVERY_COUNT = 600 };

typedef struct {
    int64_t integers[EVERY_COUNT], decoded_integers[EVERY_COUNT];
    uint64_t naturals[EVERY_COUNT], decoded_naturals[EVERY_COUNT];
    double doubles[EVERY_COUNT], decoded_doubles[EVERY_COUNT];
    secagg_value values[EVERY_COUNT], result[EVERY_COUNT], shares[EVERY_N * EVERY_COUNT];
    secagg_value summary[SECAGG_SUMMARY_VALUE_COUNT], counts[3];
    secagg_share list[EVERY_N];
} every_call_memory;

#define EVERY_TRY(condition) \
    do {                     \
        if (!(condition))    \
            return #condition; \
    } while (0)

/* Returns what failed, NULL if nothing did. The memory is the caller's, so that this needs little
 * stack itself. */
static inline const char *every_call_in(every_call_memory *m)
{
    static const double edges[2] = {100, 200};
    secagg_aggregator_options options;
    secagg_aggregator *aggregator = NULL;
    secagg_summary statistics;
    uint64_t submissions = 0;

    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.value_count = EVERY_COUNT;
    for (int i = 0; i < EVERY_COUNT; i++) {
        m->integers[i] = -i;
        m->naturals[i] = (uint64_t)i;
        m->doubles[i] = i;
    }
    list_shares(m->list, EVERY_N, m->shares, EVERY_COUNT);

    EVERY_TRY(secagg_version_number() != 0 && secagg_version() != NULL);
    EVERY_TRY(secagg_status_name(0) != NULL && secagg_status_message(0) != NULL);
    EVERY_TRY(secagg_encode_u64(m->values, m->naturals, EVERY_COUNT) == SECAGG_OK);
    EVERY_TRY(secagg_decode_u64(m->decoded_naturals, m->values, EVERY_COUNT) == SECAGG_OK);
    EVERY_TRY(IS_SAME(m->decoded_naturals, m->naturals));
    EVERY_TRY(secagg_encode_f64(m->values, m->doubles, EVERY_COUNT, 20) == SECAGG_OK);
    EVERY_TRY(secagg_decode_f64(m->decoded_doubles, m->values, EVERY_COUNT, 20) == SECAGG_OK);
    EVERY_TRY(IS_SAME(m->decoded_doubles, m->doubles));
    EVERY_TRY(secagg_encode_i64(m->values, m->integers, EVERY_COUNT) == SECAGG_OK);
    EVERY_TRY(secagg_decode_i64(m->decoded_integers, m->values, EVERY_COUNT) == SECAGG_OK);
    EVERY_TRY(IS_SAME(m->decoded_integers, m->integers));

    EVERY_TRY(secagg_summary_encode(m->summary, m->doubles, EVERY_COUNT, 8, NULL) == SECAGG_OK);
    EVERY_TRY(secagg_summary_decode(&statistics, m->summary, 1, 8) == SECAGG_OK);
    EVERY_TRY(statistics.count == EVERY_COUNT && statistics.mean == (EVERY_COUNT - 1) / 2.0);
    EVERY_TRY(secagg_histogram_encode(m->counts, 3, edges, 2, m->doubles, EVERY_COUNT) ==
              SECAGG_OK);
    EVERY_TRY(value_is(m->counts[0], 100) && value_is(m->counts[1], 100));

    EVERY_TRY(secagg_shamir_split(m->shares, EVERY_N, EVERY_T, m->values, EVERY_COUNT, NULL) ==
              SECAGG_OK);
    EVERY_TRY(secagg_shamir_reconstruct(m->result, EVERY_COUNT, m->list, EVERY_N, EVERY_T, NULL) ==
              SECAGG_OK);
    EVERY_TRY(IS_SAME(m->result, m->values));
    memset(m->result, 0, sizeof m->result);
    EVERY_TRY(secagg_shamir_reconstruct(m->result, EVERY_COUNT, m->list + 1, EVERY_T, EVERY_T,
                                        NULL) == SECAGG_OK);
    EVERY_TRY(IS_SAME(m->result, m->values));

    EVERY_TRY(secagg_additive_split(m->shares, EVERY_N, m->values, EVERY_COUNT, NULL) ==
              SECAGG_OK);
    EVERY_TRY(secagg_additive_reconstruct(m->result, EVERY_COUNT, m->list, EVERY_N, NULL) ==
              SECAGG_OK);
    EVERY_TRY(IS_SAME(m->result, m->values));

    EVERY_TRY(secagg_aggregator_create(&aggregator, EVERY_N, &options) == SECAGG_OK);
    EVERY_TRY(secagg_aggregator_submit(aggregator, 1, m->shares, EVERY_N * EVERY_COUNT) ==
              SECAGG_OK);
    EVERY_TRY(secagg_aggregator_reset(aggregator) == SECAGG_OK);
    EVERY_TRY(secagg_aggregator_submit(aggregator, 1, m->shares, EVERY_N * EVERY_COUNT) ==
              SECAGG_OK);
    EVERY_TRY(secagg_aggregator_submit(aggregator, 2, m->shares, EVERY_N * EVERY_COUNT) ==
              SECAGG_OK);
    EVERY_TRY(secagg_aggregator_submissions(aggregator, &submissions) == SECAGG_OK);
    EVERY_TRY(submissions == 2);
    EVERY_TRY(secagg_aggregator_reconstruct(aggregator, m->result, EVERY_COUNT) == SECAGG_OK);
    secagg_aggregator_free(aggregator);
    EVERY_TRY(secagg_sum_add(m->values, m->values + EVERY_COUNT / 2, EVERY_COUNT / 2) ==
              SECAGG_OK);
    return NULL;
}

/* Whether every function works. */
static inline int every_call_works(void)
{
    every_call_memory *memory = (every_call_memory *)malloc(sizeof *memory);
    if (memory == NULL)
        return 0;
    const char *failed = every_call_in(memory);
    if (failed != NULL)
        printf("    failed: %s\n", failed);
    free(memory);
    return failed == NULL;
}

#endif
