/* A small session for the test programs: 5 holders, any 3 of which suffice, and 4 values. */
#ifndef SECAGG_TEST_SESSION_H
#define SECAGG_TEST_SESSION_H

#include "check.h"

enum {
    S_N = 5,
    S_T = 3,
    S_COUNT = 4,
    S_MESSAGE_LEN = 128 + 16 * S_COUNT,
    S_PARTIAL_LEN = 144 + 16 * S_COUNT,
    S_CHECKPOINT_LEN = 120 + 16 * S_COUNT, /* and 40 for each party */
    S_MAX_PARTIES = 8,
    S_MAX_CHECKPOINT_LEN = S_CHECKPOINT_LEN + 40 * S_MAX_PARTIES
};

/* What a party sends: message k for x = k + 1. */
typedef struct {
    uint8_t bytes[S_N][S_MESSAGE_LEN];
} session_messages;

static inline secagg_session_options session_options_of(uint8_t id)
{
    secagg_session_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = S_N;
    options.threshold = S_T;
    options.value_count = S_COUNT;
    memset(options.id, id, sizeof options.id);
    return options;
}

static inline secagg_session *session_of(uint8_t id)
{
    const secagg_session_options options = session_options_of(id);
    secagg_session *session = NULL;
    EXPECT_OK(secagg_session_create(&session, &options));
    return session;
}

/* A party's numbers are its id, and ten, a hundred and a thousand times that. */
static inline session_messages session_deal_of(const secagg_session *session, uint64_t party_id)
{
    session_messages messages;
    uint8_t *pointers[S_N];
    secagg_value values[S_COUNT];
    uint64_t number = party_id;
    for (int i = 0; i < S_COUNT; i++, number *= 10)
        values[i] = value_of(number);
    for (int k = 0; k < S_N; k++)
        pointers[k] = messages.bytes[k];
    EXPECT_OK(secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, party_id, values, S_COUNT,
                                  NULL));
    return messages;
}

static inline secagg_holder *session_holder(const secagg_session *session, uint32_t x,
                                            const session_messages *deals, size_t deal_count)
{
    secagg_holder *holder = NULL;
    EXPECT_OK(secagg_holder_create(&holder, session, x));
    for (size_t i = 0; i < deal_count; i++)
        EXPECT_OK(secagg_holder_accept(holder, deals[i].bytes[x - 1], S_MESSAGE_LEN));
    return holder;
}

/* The state of a holder, to see that a refused call has not changed it. */
typedef struct {
    uint8_t bytes[S_MAX_CHECKPOINT_LEN];
    size_t len;
} session_state;

static inline session_state session_state_of(const secagg_holder *holder)
{
    session_state state;
    memset(&state, 0, sizeof state);
    EXPECT_OK(secagg_holder_export(holder, state.bytes, sizeof state.bytes, &state.len));
    return state;
}

static inline int session_state_is(const secagg_holder *holder, const session_state *expected)
{
    const session_state state = session_state_of(holder);
    return state.len == expected->len && memcmp(state.bytes, expected->bytes, state.len) == 0;
}

static inline void session_seal(secagg_holder *holder)
{
    session_state sealed;
    EXPECT_OK(secagg_holder_seal(holder, sealed.bytes, sizeof sealed.bytes, &sealed.len, NULL));
}

/* The partial sum of holder x over the deals. */
static inline void session_partial(uint8_t partial[S_PARTIAL_LEN], const secagg_session *session,
                                   uint32_t x, const session_messages *deals, size_t deal_count)
{
    secagg_holder *holder = session_holder(session, x, deals, deal_count);
    session_seal(holder);
    EXPECT_OK(secagg_holder_release(holder, partial, S_PARTIAL_LEN));
    secagg_holder_free(holder);
}

static inline int session_total_is(const secagg_value *total, uint64_t sum_of_ids)
{
    return value_is(total[0], sum_of_ids) && value_is(total[1], 10 * sum_of_ids) &&
           value_is(total[2], 100 * sum_of_ids) && value_is(total[3], 1000 * sum_of_ids);
}

#endif
