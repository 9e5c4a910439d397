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
    uint8_t messages[2][EVERY_N][128 + 16 * EVERY_COUNT], partial[144 + 16 * EVERY_COUNT];
    uint8_t checkpoint[120 + 16 * EVERY_COUNT + 2 * 40], description[256], flags[EVERY_N];
    uint32_t cohorts[EVERY_N];
} every_call_memory;

#define EVERY_TRY(condition) \
    do {                     \
        if (!(condition))    \
            return #condition; \
    } while (0)

static inline const char *every_holder_call_in(every_call_memory *m, const secagg_session *session,
                                               uint32_t x)
{
    secagg_holder *holder = NULL, *shard = NULL;
    size_t len = 0, party_count = 0;
    uint64_t ids[2] = {0, 0}, submissions = 0;
    uint8_t cohort[32];
    const uint8_t *first = m->messages[0][x - 1], *second = m->messages[1][x - 1];

    EVERY_TRY(secagg_holder_create_shard(&shard, session, x) == SECAGG_OK);
    EVERY_TRY(secagg_holder_accept(shard, first, sizeof m->messages[0][0]) == SECAGG_OK);
    EVERY_TRY(secagg_holder_accept(shard, second, sizeof m->messages[0][0]) == SECAGG_OK);
    EVERY_TRY(secagg_holder_withdraw(shard, first, sizeof m->messages[0][0]) == SECAGG_OK);
    EVERY_TRY(secagg_holder_export(shard, m->checkpoint, sizeof m->checkpoint, &len) == SECAGG_OK);
    secagg_holder_free(shard);
    EVERY_TRY(secagg_holder_create(&holder, session, x) == SECAGG_OK);
    EVERY_TRY(secagg_holder_accept(holder, first, sizeof m->messages[0][0]) == SECAGG_OK);
    EVERY_TRY(secagg_holder_merge(holder, m->checkpoint, len) == SECAGG_OK);
    EVERY_TRY(secagg_holder_submissions(holder, &submissions) == SECAGG_OK && submissions == 2);
    EVERY_TRY(secagg_holder_party_ids(holder, ids, 2, &party_count) == SECAGG_OK && ids[1] == 2);
    EVERY_TRY(secagg_holder_cohort(holder, cohort) == SECAGG_OK);
    EVERY_TRY(secagg_holder_seal(holder, m->checkpoint, sizeof m->checkpoint, &len, cohort) ==
              SECAGG_OK);
    secagg_holder_free(holder);
    EVERY_TRY(secagg_holder_import(&holder, session, m->checkpoint, len) == SECAGG_OK);
    EVERY_TRY(secagg_holder_release(holder, m->partial, sizeof m->partial) == SECAGG_OK);
    secagg_holder_free(holder);
    return NULL;
}

/* The same for the session: two parties and five holders. */
static inline const char *every_session_call_in(every_call_memory *m)
{
    secagg_session_options options;
    secagg_message_info info;
    secagg_session *original = NULL, *session = NULL;
    secagg_collector *collector = NULL;
    secagg_collector_options collector_options;
    size_t len = 0;
    uint64_t submissions = 0;
    uint8_t digest[32], *pointers[EVERY_N];

    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = EVERY_N;
    options.threshold = EVERY_T;
    options.value_count = EVERY_COUNT;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    memset(&collector_options, 0, sizeof collector_options);
    collector_options.struct_size = sizeof collector_options;
    collector_options.max_corrections = 1;

    EVERY_TRY(secagg_session_create(&original, &options) == SECAGG_OK);
    EVERY_TRY(secagg_session_export(original, m->description, sizeof m->description, &len) ==
              SECAGG_OK);
    secagg_session_free(original);
    EVERY_TRY(secagg_session_import(&session, m->description, len) == SECAGG_OK);
    EVERY_TRY(secagg_session_parameters(session, &options) == SECAGG_OK);
    EVERY_TRY(secagg_session_digest(session, digest) == SECAGG_OK);
    EVERY_TRY(secagg_session_message_len(session, &len) == SECAGG_OK);
    EVERY_TRY(len == sizeof m->messages[0][0]);
    EVERY_TRY(secagg_encode_u64(m->values, m->naturals, EVERY_COUNT) == SECAGG_OK);
    for (uint64_t party = 1; party <= 2; party++) {
        for (int k = 0; k < EVERY_N; k++)
            pointers[k] = m->messages[party - 1][k];
        EVERY_TRY(secagg_session_deal(session, pointers, EVERY_N, len, party, m->values,
                                      EVERY_COUNT, NULL) == SECAGG_OK);
    }
    EVERY_TRY(secagg_message_inspect(&info, m->messages[1][2], len) == SECAGG_OK);
    EVERY_TRY(info.x == 3 && info.party_id == 2);
    EVERY_TRY(secagg_session_partial_len(session, &len) == SECAGG_OK && len == sizeof m->partial);
    EVERY_TRY(secagg_collector_create(&collector, session) == SECAGG_OK);
    for (uint32_t x = 1; x <= EVERY_N; x++) {
        const char *failed = every_holder_call_in(m, session, x);
        EVERY_TRY(failed == NULL);
        EVERY_TRY(secagg_collector_accept(collector, m->partial, len) == SECAGG_OK);
    }
    EVERY_TRY(secagg_collector_missing(collector, m->flags, EVERY_N) == SECAGG_OK);
    EVERY_TRY(secagg_collector_cohorts(collector, m->cohorts, EVERY_N) == SECAGG_OK);
    EVERY_TRY(secagg_collector_reconstruct(collector, m->result, EVERY_COUNT, &submissions,
                                           &collector_options) == SECAGG_OK);
    EVERY_TRY(secagg_collector_deviating(collector, m->flags, EVERY_N) == SECAGG_OK);
    EVERY_TRY(submissions == 2 && IS_ZERO(m->flags));
    EVERY_TRY(value_is(m->result[EVERY_COUNT - 1], 2 * (EVERY_COUNT - 1)));
    secagg_collector_free(collector);
    secagg_session_free(session);

    list_shares(m->list, EVERY_N, m->shares, EVERY_COUNT);
    EVERY_TRY(secagg_shamir_split(m->shares, EVERY_N, EVERY_T, m->values, EVERY_COUNT, NULL) ==
              SECAGG_OK);
    m->shares[EVERY_COUNT].bytes[0] ^= 1;
    EVERY_TRY(secagg_shamir_recover(m->result, EVERY_COUNT, m->flags, m->list, EVERY_N, EVERY_T,
                                    NULL) == SECAGG_OK);
    EVERY_TRY(m->flags[0] == 0 && m->flags[1] == 1 && IS_SAME(m->result, m->values));
    return NULL;
}

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
    EVERY_TRY(secagg_encode_f64(m->values, NULL, m->doubles, EVERY_COUNT, 20) == SECAGG_OK);
    EVERY_TRY(secagg_decode_f64(m->decoded_doubles, m->values, EVERY_COUNT, 20) == SECAGG_OK);
    EVERY_TRY(IS_SAME(m->decoded_doubles, m->doubles));
    EVERY_TRY(secagg_encode_i64(m->values, m->integers, EVERY_COUNT) == SECAGG_OK);
    EVERY_TRY(secagg_decode_i64(m->decoded_integers, m->values, EVERY_COUNT) == SECAGG_OK);
    EVERY_TRY(IS_SAME(m->decoded_integers, m->integers));

    EVERY_TRY(secagg_summary_encode(m->summary, NULL, m->doubles, EVERY_COUNT, 8, NULL) ==
              SECAGG_OK);
    EVERY_TRY(secagg_summary_decode(&statistics, m->summary, 1, 8) == SECAGG_OK);
    EVERY_TRY(statistics.count == EVERY_COUNT && statistics.mean == (EVERY_COUNT - 1) / 2.0);
    EVERY_TRY(secagg_histogram_encode(m->counts, 3, NULL, edges, 2, m->doubles, EVERY_COUNT) ==
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
    return every_session_call_in(m);
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
