/* Faults 1 to 10, 19 to 22, 27, 28 and 53 to 55 of the session's functions and of
 * secagg_shamir_recover: pointers, handles, lengths and options. */
#include "session.h"

static secagg_session *session;
static secagg_holder *holder;
static secagg_collector *collector;
static session_messages deals[2];
static uint8_t partials[S_N][S_PARTIAL_LEN];

static void prepare(void)
{
    session = session_of(1);
    for (uint64_t party = 1; party <= 2; party++)
        deals[party - 1] = session_deal_of(session, party);
    holder = session_holder(session, 1, deals, 1);
    EXPECT_OK(secagg_collector_create(&collector, session));
    for (uint32_t x = 1; x <= S_N; x++) {
        session_partial(partials[x - 1], session, x, deals, 2);
        EXPECT_OK(secagg_collector_accept(collector, partials[x - 1], S_PARTIAL_LEN));
    }
}

static void null_pointers(void)
{
    uint8_t bytes[S_MAX_CHECKPOINT_LEN], *pointers[S_N] = {NULL};
    uint64_t ids[4], submissions;
    uint32_t cohorts[S_N];
    size_t len = 77;
    secagg_value values[S_COUNT];
    secagg_session *made = (void *)bytes;
    secagg_holder *made_holder = (void *)bytes;
    secagg_collector *made_collector = (void *)bytes;
    secagg_message_info info;
    const secagg_session_options options = session_options_of(1);

    check_case("faults 1 and 2: NULL outputs and handles");
    EXPECT_STATUS(secagg_session_create(NULL, &options), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_create(&made, NULL), SECAGG_NULL_POINTER);
    CHECK(made == NULL);
    EXPECT_STATUS(secagg_session_export(NULL, bytes, sizeof bytes, &len), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_export(session, NULL, 9, &len), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_export(session, bytes, sizeof bytes, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_import(NULL, bytes, 9), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_parameters(session, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_digest(NULL, bytes), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_digest(session, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_message_len(NULL, &len), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_message_len(session, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_partial_len(NULL, &len), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_partial_len(session, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_deal(session, NULL, S_N, S_MESSAGE_LEN, 1, values, S_COUNT, NULL),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, 1, values, S_COUNT, NULL),
        SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_message_inspect(NULL, deals[0].bytes[0], S_MESSAGE_LEN),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_create(NULL, session, 1), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_create(&made_holder, NULL, 1), SECAGG_NULL_POINTER);
    CHECK(made_holder == NULL);
    EXPECT_STATUS(secagg_holder_create_shard(NULL, session, 1), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_accept(NULL, deals[0].bytes[0], S_MESSAGE_LEN),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_withdraw(NULL, deals[0].bytes[0], S_MESSAGE_LEN),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_submissions(holder, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_submissions(NULL, &submissions), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_party_ids(holder, NULL, 4, &len), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_party_ids(holder, ids, 4, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_cohort(holder, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_export(holder, bytes, sizeof bytes, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_export(holder, NULL, 9, &len), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_import(NULL, session, bytes, 9), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_merge(NULL, bytes, 9), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_seal(NULL, bytes, sizeof bytes, &len, NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_seal(holder, bytes, sizeof bytes, NULL, NULL),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_release(holder, NULL, S_PARTIAL_LEN), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_create(NULL, session), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_create(&made_collector, NULL), SECAGG_NULL_POINTER);
    CHECK(made_collector == NULL);
    EXPECT_STATUS(secagg_collector_accept(NULL, partials[0], S_PARTIAL_LEN), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_missing(collector, NULL, S_N), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_cohorts(collector, NULL, S_N), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_cohorts(NULL, cohorts, S_N), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_reconstruct(collector, NULL, S_COUNT, &submissions, NULL),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_reconstruct(collector, values, S_COUNT, NULL, NULL),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_deviating(collector, NULL, S_N), SECAGG_NULL_POINTER);
    CHECK(len == 77);

    check_case("faults 3 and 4: NULL inputs, with a length and without one");
    EXPECT_STATUS(secagg_session_import(&made, NULL, 9), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_import(&made, NULL, 0), SECAGG_MALFORMED);
    CHECK(made == NULL);
    info.struct_size = sizeof info;
    EXPECT_STATUS(secagg_message_inspect(&info, NULL, 9), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_message_inspect(&info, NULL, 0), SECAGG_MALFORMED);
    EXPECT_STATUS(secagg_holder_accept(holder, NULL, 9), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_holder_accept(holder, NULL, 0), SECAGG_MALFORMED);
    EXPECT_STATUS(secagg_holder_merge(holder, NULL, 9), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_collector_accept(collector, NULL, 9), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_session_deal(session, NULL, 0, 0, 1, NULL, 0, NULL),
                  SECAGG_LENGTH_MISMATCH);

    check_case("fault 5: free(NULL)");
    secagg_session_free(NULL);
    secagg_holder_free(NULL);
    secagg_collector_free(NULL);
}

static void overlaps(void)
{
    static uint8_t memory[S_N * S_MESSAGE_LEN + 64];
    uint8_t *pointers[S_N];
    secagg_value values[S_COUNT] = {value_of(1), value_of(2), value_of(3), value_of(4)};
    union {
        uint8_t bytes[S_MAX_CHECKPOINT_LEN];
        size_t len;
        uint64_t ids[8];
    } both;
    union {
        secagg_value values[S_COUNT];
        uint64_t submissions;
    } result;

    check_case("fault 6: misaligned messages, parts of one buffer");
    for (int k = 0; k < S_N; k++)
        pointers[k] = memory + 1 + k * S_MESSAGE_LEN;
    EXPECT_OK(secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, 9, values, S_COUNT, NULL));
    secagg_holder *other = NULL;
    EXPECT_OK(secagg_holder_create(&other, session, 2));
    EXPECT_OK(secagg_holder_accept(other, pointers[1], S_MESSAGE_LEN));
    secagg_holder_free(other);

    check_case("faults 7 to 9: outputs that overlap inputs or each other");
    FILL(memory);
    pointers[3] = pointers[0] + 1;
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, 9, values, S_COUNT, NULL),
        SECAGG_BUFFER_OVERLAP);
    pointers[3] = pointers[0];
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, 9, values, S_COUNT, NULL),
        SECAGG_BUFFER_OVERLAP);
    pointers[3] = (uint8_t *)pointers;
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, 9, values, S_COUNT, NULL),
        SECAGG_BUFFER_OVERLAP);
    pointers[3] = (uint8_t *)values + 5;
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, 9, values, S_COUNT, NULL),
        SECAGG_BUFFER_OVERLAP);
    CHECK(IS_UNTOUCHED(memory));
    EXPECT_STATUS(secagg_session_export(session, both.bytes, sizeof both.bytes, &both.len),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_holder_export(holder, both.bytes, sizeof both.bytes, &both.len),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_holder_party_ids(holder, both.ids, 8, &both.len), SECAGG_BUFFER_OVERLAP);
    size_t len;
    EXPECT_STATUS(secagg_holder_seal(holder, both.bytes, sizeof both.bytes, &len, both.bytes + 9),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_collector_reconstruct(collector, result.values, S_COUNT,
                                               &result.submissions, NULL),
                  SECAGG_BUFFER_OVERLAP);
}

static void wrong_handles(void)
{
    secagg_aggregator *aggregator = NULL;
    uint8_t bytes[64];
    size_t len;
    secagg_holder *made = NULL;
    check_case("fault 10: handles of another type");
    EXPECT_OK(secagg_aggregator_create(&aggregator, 2, NULL));
    EXPECT_STATUS(secagg_session_digest((void *)holder, bytes), SECAGG_WRONG_HANDLE);
    EXPECT_STATUS(secagg_session_message_len((void *)aggregator, &len), SECAGG_WRONG_HANDLE);
    EXPECT_STATUS(secagg_holder_cohort((void *)session, bytes), SECAGG_WRONG_HANDLE);
    EXPECT_STATUS(secagg_holder_cohort((void *)collector, bytes), SECAGG_WRONG_HANDLE);
    EXPECT_STATUS(secagg_collector_missing((void *)holder, bytes, S_N), SECAGG_WRONG_HANDLE);
    EXPECT_STATUS(secagg_holder_create(&made, (void *)collector, 1), SECAGG_WRONG_HANDLE);
    CHECK(made == NULL);
    secagg_session_free((void *)holder); /* left alone */
    EXPECT_OK(secagg_holder_cohort(holder, bytes));
    secagg_aggregator_free(aggregator);
}

static void lengths(void)
{
    uint8_t bytes[S_MAX_CHECKPOINT_LEN], flags[S_N + 1], *pointers[S_N + 1];
    uint64_t ids[2], submissions = 77;
    uint32_t cohorts[S_N + 1];
    size_t len = 77;
    secagg_value values[S_COUNT + 1];
    static session_messages fresh;
    memset(values, 0, sizeof values);
    for (int k = 0; k <= S_N; k++)
        pointers[k] = fresh.bytes[k % S_N];

    check_case("faults 19 to 22: outputs and inputs of the wrong length");
    FILL(fresh.bytes);
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N - 1, S_MESSAGE_LEN, 9, values, S_COUNT, NULL),
        SECAGG_LENGTH_MISMATCH);
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN - 16, 9, values, S_COUNT, NULL),
        SECAGG_LENGTH_MISMATCH);
    EXPECT_STATUS(secagg_session_deal(session, pointers, S_N, 0, 9, values, S_COUNT, NULL),
                  SECAGG_LENGTH_MISMATCH);
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, 9, values, S_COUNT + 1, NULL),
        SECAGG_LENGTH_MISMATCH);
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, UINT32_MAX, S_MESSAGE_LEN, 9, values, S_COUNT, NULL),
        SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(secagg_session_deal(session, pointers, S_N, SIZE_MAX, 9, values, S_COUNT, NULL),
                  SECAGG_LIMIT_EXCEEDED);
    EXPECT_STATUS(
        secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, 9, values, SIZE_MAX, NULL),
        SECAGG_LIMIT_EXCEEDED);
    CHECK(IS_UNTOUCHED(fresh.bytes));
    FILL(bytes);
    EXPECT_STATUS(secagg_holder_export(holder, bytes, S_CHECKPOINT_LEN + 39, &len),
                  SECAGG_BUFFER_TOO_SMALL);
    CHECK(len == S_CHECKPOINT_LEN + 40 && IS_UNTOUCHED(bytes));
    EXPECT_STATUS(secagg_holder_export(holder, NULL, 0, &len), SECAGG_BUFFER_TOO_SMALL);
    EXPECT_STATUS(secagg_holder_party_ids(holder, ids, 0, &len), SECAGG_BUFFER_TOO_SMALL);
    CHECK(len == 1);
    EXPECT_OK(secagg_holder_party_ids(holder, ids, 2, &len));
    CHECK(len == 1 && ids[0] == 1);
    EXPECT_STATUS(secagg_session_export(session, bytes, 9, &len), SECAGG_BUFFER_TOO_SMALL);
    CHECK(len == 160 && IS_UNTOUCHED(bytes));
    for (size_t wrong = S_PARTIAL_LEN - 1; wrong <= S_PARTIAL_LEN + 1; wrong += 2)
        EXPECT_STATUS(secagg_holder_release(holder, bytes, wrong), SECAGG_NOT_SEALED);
    secagg_holder *sealed = session_holder(session, 2, deals, 2);
    session_seal(sealed);
    for (size_t wrong = S_PARTIAL_LEN - 1; wrong <= S_PARTIAL_LEN + 1; wrong += 2)
        EXPECT_STATUS(secagg_holder_release(sealed, bytes, wrong), SECAGG_LENGTH_MISMATCH);
    CHECK(IS_UNTOUCHED(bytes));
    secagg_holder_free(sealed);
    for (uint32_t wrong = S_N - 1; wrong <= S_N + 1; wrong += 2) {
        FILL(flags);
        FILL(cohorts);
        EXPECT_STATUS(secagg_collector_missing(collector, flags, wrong), SECAGG_LENGTH_MISMATCH);
        EXPECT_STATUS(secagg_collector_deviating(collector, flags, wrong), SECAGG_LENGTH_MISMATCH);
        EXPECT_STATUS(secagg_collector_cohorts(collector, cohorts, wrong), SECAGG_LENGTH_MISMATCH);
        CHECK(IS_UNTOUCHED(flags) && IS_UNTOUCHED(cohorts));
    }
    EXPECT_STATUS(secagg_collector_reconstruct(collector, values, S_COUNT + 1, &submissions, NULL),
                  SECAGG_LENGTH_MISMATCH);
    CHECK(submissions == 77);

    check_case("faults 27 and 28: x of 0, and above the session's");
    secagg_holder *made = NULL;
    const uint32_t xs[] = {0, S_N + 1, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(xs); i++) {
        EXPECT_STATUS(secagg_holder_create(&made, session, xs[i]), SECAGG_INVALID_SHARE);
        EXPECT_STATUS(secagg_holder_create_shard(&made, session, xs[i]), SECAGG_INVALID_SHARE);
    }
}

static void options(void)
{
    secagg_session *made = NULL;
    secagg_value total[S_COUNT];
    uint64_t submissions;
    check_case("fault 53: schemes that there are not");
    const uint32_t schemes[] = {0, 3, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        secagg_session_options wrong = session_options_of(1);
        wrong.scheme = schemes[i];
        EXPECT_STATUS(secagg_session_create(&made, &wrong), SECAGG_INVALID_SCHEME);
        CHECK(made == NULL);
    }
    check_case("faults 54 and 55: struct_size, reserved fields and tails");
    struct {
        secagg_session_options known;
        uint64_t later;
    } longer = {session_options_of(1), 0};
    longer.known.struct_size = sizeof longer;
    EXPECT_OK(secagg_session_create(&made, &longer.known));
    secagg_session_free(made);
    longer.later = 1;
    EXPECT_STATUS(secagg_session_create(&made, &longer.known), SECAGG_INVALID_OPTIONS);
    secagg_session_options wrong = session_options_of(1);
    wrong.reserved = 1;
    EXPECT_STATUS(secagg_session_create(&made, &wrong), SECAGG_INVALID_OPTIONS);
    const uint32_t sizes[] = {0, 4, sizeof(secagg_collector_options) - 1, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        wrong = session_options_of(1);
        wrong.struct_size = sizes[i];
        EXPECT_STATUS(secagg_session_create(&made, &wrong), SECAGG_INVALID_OPTIONS);
        EXPECT_STATUS(secagg_session_parameters(session, &wrong), SECAGG_INVALID_OPTIONS);
        secagg_message_info info = {.struct_size = sizes[i]};
        EXPECT_STATUS(secagg_message_inspect(&info, deals[0].bytes[0], S_MESSAGE_LEN),
                      SECAGG_INVALID_OPTIONS);
        secagg_collector_options collector_options = {.struct_size = sizes[i]};
        EXPECT_STATUS(
            secagg_collector_reconstruct(collector, total, S_COUNT, &submissions,
                                         &collector_options),
            SECAGG_INVALID_OPTIONS);
    }
    const secagg_collector_options reserved = {.struct_size = sizeof reserved, .reserved = 1};
    EXPECT_STATUS(
        secagg_collector_reconstruct(collector, total, S_COUNT, &submissions, &reserved),
        SECAGG_INVALID_OPTIONS);

    check_case("parameters are written as far as the caller knows them");
    longer.known.struct_size = sizeof longer;
    longer.later = 5;
    EXPECT_OK(secagg_session_parameters(session, &longer.known));
    CHECK(longer.known.struct_size == sizeof longer && longer.later == 0);
    CHECK(longer.known.threshold == S_T && longer.known.min_submissions == 2);
    CHECK(longer.known.context_len == 0 && longer.known.roster_count == 0);
}

static void recover(void)
{
    enum { COUNT = 3 };
    secagg_value values[COUNT] = {value_of(7), value_of(8), value_of(9)}, result[COUNT];
    secagg_value shares[S_N * COUNT];
    secagg_share list[S_N];
    uint8_t deviating[S_N];
    EXPECT_OK(secagg_shamir_split(shares, S_N, S_T, values, COUNT, NULL));
    list_shares(list, S_N, shares, COUNT);

    check_case("fault 39: as many wrong shares as can be corrected, and one more");
    shares[3 * COUNT + 2].bytes[0] ^= 1;
    EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, list, S_N, S_T, NULL),
                  SECAGG_INCONSISTENT_SHARES);
    EXPECT_OK(secagg_shamir_recover(result, COUNT, deviating, list, S_N, S_T, NULL));
    CHECK(IS_SAME(result, values));
    for (int k = 0; k < S_N; k++)
        CHECK(deviating[k] == (k == 3));
    EXPECT_OK(secagg_shamir_recover(result, COUNT, NULL, list, S_N, S_T, NULL));
    shares[0].bytes[0] ^= 1;
    FILL(result);
    FILL(deviating);
    EXPECT_STATUS(secagg_shamir_recover(result, COUNT, deviating, list, S_N, S_T, NULL),
                  SECAGG_TOO_MANY_DEVIATING);
    CHECK(IS_UNTOUCHED_OR_ZERO(result) && IS_UNTOUCHED(deviating));

    check_case("faults of pointers, in secagg_shamir_recover");
    EXPECT_STATUS(secagg_shamir_recover(NULL, COUNT, deviating, list, S_N, S_T, NULL),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_shamir_recover(result, COUNT, deviating, NULL, S_N, S_T, NULL),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_shamir_recover(shares, COUNT, deviating, list, S_N, S_T, NULL),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(
        secagg_shamir_recover(result, COUNT, (uint8_t *)result + 9, list, S_N, S_T, NULL),
        SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_shamir_recover(result, COUNT, (uint8_t *)shares, list, S_N, S_T, NULL),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_shamir_recover(result, COUNT, (uint8_t *)list, list, S_N, S_T, NULL),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_shamir_recover(result, COUNT, deviating, list, S_T - 1, S_T, NULL),
                  SECAGG_NOT_ENOUGH_SHARES);
    EXPECT_STATUS(secagg_shamir_recover(result, COUNT, deviating, list, S_N, 0, NULL),
                  SECAGG_INVALID_THRESHOLD);
    shares[S_N * COUNT - 1] = value_p();
    EXPECT_STATUS(secagg_shamir_recover(result, COUNT, deviating, list, S_N, S_T, NULL),
                  SECAGG_NOT_CANONICAL);
    CHECK(IS_UNTOUCHED_OR_ZERO(result) && IS_UNTOUCHED(deviating));
}

int main(void)
{
    prepare();
    const session_state before = session_state_of(holder);
    null_pointers();
    overlaps();
    wrong_handles();
    lengths();
    options();
    recover();
    check_case("after all that, nothing has changed");
    CHECK(session_state_is(holder, &before));
    secagg_value total[S_COUNT];
    uint64_t submissions;
    EXPECT_OK(secagg_collector_reconstruct(collector, total, S_COUNT, &submissions, NULL));
    CHECK(submissions == 2 && session_total_is(total, 3));
    secagg_session_free(session);
    secagg_holder_free(holder);
    secagg_collector_free(collector);
    return check_result();
}
