/* Fault 57: the nth allocation of a call fails, for n = 1, 2, ... until the call succeeds. Each time
 * it must answer SECAGG_OUT_OF_MEMORY, leave everything as it was, and lose no memory; that it does
 * not abort shows by this program's end.
 *
 * The functions below stand before the C library's in the search order of the dynamic linker, so
 * that the shared library's calls come here too; "every function allocates here" shows that. */
#include "check.h"
#include "every_call.h"
#include <errno.h>

enum { N = 5, T = 3, COUNT = 300, PARTIES = 500 };

/* Where memory really comes from (the GNU C library's own names). */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static long failing;    /* which allocation fails: 1 the next one, 0 none */
static long requests;   /* since the last reset */
static long live_count; /* blocks that are not freed */

static int is_refused(void)
{
    requests++;
    return failing > 0 && --failing == 0;
}

static void *count(void *memory)
{
    live_count += memory != NULL;
    return memory;
}

void *malloc(size_t len)
{
    return is_refused() ? NULL : count(__libc_malloc(len));
}

void *calloc(size_t number, size_t len)
{
    return is_refused() ? NULL : count(__libc_calloc(number, len));
}

void *realloc(void *memory, size_t len)
{
    if (is_refused())
        return NULL;
    void *const moved = __libc_realloc(memory, len);
    if (memory == NULL)
        count(moved);
    return moved;
}

int posix_memalign(void **memory, size_t alignment, size_t len)
{
    if (is_refused())
        return ENOMEM;
    *memory = count(__libc_memalign(alignment, len));
    return *memory == NULL ? ENOMEM : 0;
}

void *aligned_alloc(size_t alignment, size_t len)
{
    return is_refused() ? NULL : count(__libc_memalign(alignment, len));
}

void *memalign(size_t alignment, size_t len)
{
    return aligned_alloc(alignment, len);
}

void free(void *memory)
{
    live_count -= memory != NULL;
    __libc_free(memory);
}

static int64_t numbers[COUNT];
static uint64_t naturals[COUNT];
static double doubles[COUNT];
static const double edges[2] = {10, 20};
static secagg_value values[COUNT], shares[N * COUNT], result[N * COUNT];
static secagg_share list[N];
static secagg_aggregator *aggregator;
static secagg_summary statistics[1];
static uint64_t next_party;

/* What each call leaves in the handle must be the same after a refusal. */
static uint64_t submissions_of(const secagg_aggregator *of)
{
    uint64_t submissions = 0;
    EXPECT_OK(secagg_aggregator_submissions(of, &submissions));
    return submissions;
}

/* Calls until no allocation is refused any more. Outputs are filled before each try. Returns how
 * many allocations the call makes. */
static long until_it_succeeds(const char *name, secagg_status (*call)(void))
{
    for (long nth = 1;; nth++) {
        const uint64_t submissions = aggregator == NULL ? 0 : submissions_of(aggregator);
        const long live_before = live_count;
        FILL(result);
        FILL(statistics);
        requests = 0;
        failing = nth;
        const secagg_status status = call();
        const int is_over = failing != 0;
        failing = 0;
        if (is_over) { /* the nth allocation was not reached: nothing failed */
            if (!EXPECT_OK(status))
                printf("    in %s\n", name);
            return nth - 1;
        }
        const int good = EXPECT_STATUS(status, SECAGG_OUT_OF_MEMORY) &
                         CHECK(IS_UNTOUCHED_OR_ZERO(result)) & CHECK(IS_UNTOUCHED(statistics)) &
                         CHECK(live_count == live_before) &
                         CHECK(aggregator == NULL || submissions_of(aggregator) == submissions);
        if (!good)
            printf("    in %s, allocation %ld\n", name, nth);
        if (nth > 1000 || !good)
            return nth;
    }
}

static secagg_status call_encode_i64(void) { return secagg_encode_i64(result, numbers, COUNT); }
static secagg_status call_encode_u64(void) { return secagg_encode_u64(result, naturals, COUNT); }
static secagg_status call_encode_f64(void)
{
    return secagg_encode_f64(result, NULL, doubles, COUNT, 8);
}
static secagg_status call_decode_i64(void)
{
    return secagg_decode_i64((int64_t *)(void *)result, values, COUNT);
}
static secagg_status call_decode_u64(void)
{
    return secagg_decode_u64((uint64_t *)(void *)result, values, COUNT);
}
static secagg_status call_decode_f64(void)
{
    return secagg_decode_f64((double *)(void *)result, values, COUNT, 8);
}
static secagg_status call_summary_encode(void)
{
    return secagg_summary_encode(result, NULL, doubles, COUNT, 8, NULL);
}
static secagg_status call_summary_decode(void)
{
    static const secagg_value summary[SECAGG_SUMMARY_VALUE_COUNT];
    return secagg_summary_decode(statistics, summary, 1, 8);
}
static secagg_status call_histogram_encode(void)
{
    return secagg_histogram_encode(result, 3, NULL, edges, 2, doubles, COUNT);
}
static secagg_status call_sum_add(void)
{
    memset(result, 0, sizeof result);
    return secagg_sum_add(result, values, COUNT);
}
static secagg_status call_additive_split(void)
{
    return secagg_additive_split(result, N, values, COUNT, NULL);
}
static secagg_status call_additive_split_small(void)
{
    return secagg_additive_split(result, N, values, 1, NULL);
}
static secagg_status call_shamir_split(void)
{
    return secagg_shamir_split(result, N, T, values, COUNT, NULL);
}
static secagg_status call_additive_reconstruct(void)
{
    return secagg_additive_reconstruct(result, COUNT, list, N, NULL);
}
static secagg_status call_shamir_reconstruct(void)
{
    return secagg_shamir_reconstruct(result, COUNT, list, T, T, NULL);
}
static secagg_status call_shamir_reconstruct_checked(void)
{
    return secagg_shamir_reconstruct(result, COUNT, list, N, T, NULL);
}
static secagg_status call_submit(void)
{
    return secagg_aggregator_submit(aggregator, next_party, shares, N * COUNT);
}
static secagg_status call_reconstruct(void)
{
    return secagg_aggregator_reconstruct(aggregator, result, COUNT);
}
static secagg_status call_reset(void) { return secagg_aggregator_reset(aggregator); }
static secagg_status call_create(void)
{
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = COUNT};
    secagg_aggregator *created = (void *)values;
    const secagg_status status = secagg_aggregator_create(&created, N, &options);
    CHECK((status == SECAGG_OK) == (created != NULL));
    secagg_aggregator_free(created);
    return status;
}

static void stateless_calls(void)
{
    static const struct {
        const char *name;
        secagg_status (*call)(void);
    } calls[] = {
        {"fault 57: encode_i64", call_encode_i64},
        {"fault 57: encode_u64", call_encode_u64},
        {"fault 57: encode_f64", call_encode_f64},
        {"fault 57: decode_i64", call_decode_i64},
        {"fault 57: decode_u64", call_decode_u64},
        {"fault 57: decode_f64", call_decode_f64},
        {"fault 57: summary_encode", call_summary_encode},
        {"fault 57: summary_decode", call_summary_decode},
        {"fault 57: histogram_encode", call_histogram_encode},
        {"fault 57: sum_add", call_sum_add},
        {"fault 57: additive_split", call_additive_split},
        {"fault 57: additive_split of one value", call_additive_split_small},
        {"fault 57: additive_reconstruct", call_additive_reconstruct},
        {"fault 57: shamir_split", call_shamir_split},
        {"fault 57: shamir_reconstruct of t shares", call_shamir_reconstruct},
        {"fault 57: shamir_reconstruct of more shares", call_shamir_reconstruct_checked},
        {"fault 57: aggregator_create", call_create},
    };
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        const long before = live_count;
        check_case(calls[i].name);
        const long allocations = until_it_succeeds(calls[i].name, calls[i].call);
        printf("    %ld allocations\n", allocations);
        CHECK(live_count == before);
    }
}

/* As many parties as make the list of parties grow many times. */
static void aggregator_calls(void)
{
    check_case("fault 57: aggregator_submit, hundreds of times");
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = COUNT};
    secagg_value *const total = result;
    static secagg_value expected[COUNT];
    long allocations = 0;
    const long before = live_count;
    EXPECT_OK(secagg_aggregator_create(&aggregator, N, &options));
    for (next_party = 1; next_party <= PARTIES; next_party++) {
        allocations += until_it_succeeds("submit", call_submit);
        EXPECT_OK(secagg_sum_add(expected, values, COUNT));
        CHECK(submissions_of(aggregator) == next_party);
    }
    printf("    %ld allocations\n", allocations);
    CHECK(allocations >= 5);
    check_case("fault 57: aggregator_reconstruct and _reset");
    until_it_succeeds("reconstruct", call_reconstruct);
    CHECK(memcmp(total, expected, sizeof expected) == 0);
    until_it_succeeds("reset", call_reset);
    secagg_aggregator_free(aggregator);
    aggregator = NULL;
    CHECK(live_count == before);
}

/* What the session's calls work on; outputs lie in `result`, which is filled before each try. */
enum { MESSAGE_LEN = 128 + 16 * COUNT, PARTIAL_LEN = 144 + 16 * COUNT, SUM_PARTIES = 200 };
static secagg_session *session;
static secagg_holder *holder;
static secagg_collector *collector;
static uint8_t messages[N][MESSAGE_LEN], partials[N][PARTIAL_LEN], stored[1 << 15];
static size_t stored_len;
static uint32_t next_x;

static secagg_status call_session_create(void)
{
    static const uint64_t roster[] = {3, 1, 2};
    secagg_session *created = NULL;
    const secagg_session_options options = {.struct_size = sizeof options,
                                            .scheme = SECAGG_SCHEME_SHAMIR,
                                            .holder_count = N,
                                            .context = (const uint8_t *)"context",
                                            .context_len = 7,
                                            .roster = roster,
                                            .roster_count = COUNT_OF(roster)};
    const secagg_status status = secagg_session_create(&created, &options);
    CHECK((status == SECAGG_OK) == (created != NULL));
    if (created != NULL) {
        EXPECT_OK(secagg_session_export(created, stored, sizeof stored, &stored_len));
        secagg_session_free(created);
    }
    return status;
}
static secagg_status call_session_import(void)
{
    secagg_session *created = NULL;
    const secagg_status status = secagg_session_import(&created, stored, stored_len);
    CHECK((status == SECAGG_OK) == (created != NULL));
    secagg_session_free(created);
    return status;
}
static secagg_status call_deal(void)
{
    uint8_t *pointers[N];
    for (int k = 0; k < N; k++)
        pointers[k] = messages[k];
    FILL(messages);
    const secagg_status status =
        secagg_session_deal(session, pointers, N, MESSAGE_LEN, next_party, values, COUNT, NULL);
    /* Half a deal is not left: one that was cut off in the middle is wiped. */
    CHECK(status == SECAGG_OK || IS_UNTOUCHED_OR_ZERO(messages));
    return status;
}
static secagg_status call_holder_create(void)
{
    secagg_holder *created = NULL;
    const secagg_status status = secagg_holder_create(&created, session, 1);
    CHECK((status == SECAGG_OK) == (created != NULL));
    secagg_holder_free(created);
    return status;
}
static secagg_status call_holder_import(void)
{
    secagg_holder *created = NULL;
    const secagg_status status = secagg_holder_import(&created, session, stored, stored_len);
    CHECK((status == SECAGG_OK) == (created != NULL));
    secagg_holder_free(created);
    return status;
}
/* A refused call leaves a holder that exports the same bytes. */
static int is_unchanged(secagg_status status, uint64_t before)
{
    uint64_t after = 0;
    EXPECT_OK(secagg_holder_submissions(holder, &after));
    return status == SECAGG_OK || after == before;
}
static secagg_status call_accept(void)
{
    uint64_t before = 0;
    EXPECT_OK(secagg_holder_submissions(holder, &before));
    const secagg_status status = secagg_holder_accept(holder, messages[0], MESSAGE_LEN);
    CHECK(is_unchanged(status, before));
    return status;
}
static secagg_status call_merge(void)
{
    static uint8_t before[1 << 15], after[1 << 15];
    size_t before_len = 0, after_len = 0;
    const long was_failing = failing;
    failing = 0;
    EXPECT_OK(secagg_holder_export(holder, before, sizeof before, &before_len));
    failing = was_failing;
    const secagg_status status = secagg_holder_merge(holder, stored, stored_len);
    if (status != SECAGG_OK) {
        EXPECT_OK(secagg_holder_export(holder, after, sizeof after, &after_len));
        CHECK(after_len == before_len && memcmp(after, before, after_len) == 0);
    }
    return status;
}
static secagg_status call_collector_create(void)
{
    secagg_collector *created = NULL;
    const secagg_status status = secagg_collector_create(&created, session);
    CHECK((status == SECAGG_OK) == (created != NULL));
    secagg_collector_free(created);
    return status;
}
static secagg_status call_collector_accept(void)
{
    return secagg_collector_accept(collector, partials[next_x - 1], PARTIAL_LEN);
}
static secagg_status call_collector_cohorts(void)
{
    return secagg_collector_cohorts(collector, (uint32_t *)(void *)result, N);
}
static secagg_status call_collector_reconstruct(void)
{
    uint64_t submissions;
    return secagg_collector_reconstruct(collector, result, COUNT, &submissions, NULL);
}
static secagg_status call_recover(void)
{
    return secagg_shamir_recover(result, COUNT, NULL, list, N, T, NULL);
}

/* Memory that a refused acceptance has set aside for its party may stay with the holder. */
static long until_it_is_accepted(secagg_status (*call)(void))
{
    for (long nth = 1;; nth++) {
        failing = nth;
        const secagg_status status = call();
        const int is_over = failing != 0;
        failing = 0;
        if (is_over) {
            EXPECT_OK(status);
            return nth - 1;
        }
        if (!EXPECT_STATUS(status, SECAGG_OUT_OF_MEMORY) || nth > 1000)
            return nth;
    }
}

static void session_calls(void)
{
    const long before = live_count;
    check_case("fault 57: session_create and _import, holder_create, collector_create");
    until_it_succeeds("session_create", call_session_create);
    until_it_succeeds("session_import", call_session_import);
    const secagg_session_options options = {.struct_size = sizeof options,
                                            .scheme = SECAGG_SCHEME_SHAMIR,
                                            .holder_count = N,
                                            .value_count = COUNT};
    EXPECT_OK(secagg_session_create(&session, &options));
    until_it_succeeds("holder_create", call_holder_create);
    until_it_succeeds("collector_create", call_collector_create);

    check_case("fault 57: session_deal, holder_accept, hundreds of times");
    EXPECT_OK(secagg_holder_create_shard(&holder, session, 1));
    for (next_party = 1; next_party <= SUM_PARTIES; next_party++) {
        until_it_succeeds("session_deal", call_deal);
        until_it_is_accepted(call_accept);
    }
    EXPECT_OK(secagg_holder_export(holder, stored, sizeof stored, &stored_len));
    secagg_holder_free(holder);

    check_case("fault 57: holder_import and _merge");
    until_it_succeeds("holder_import", call_holder_import);
    EXPECT_OK(secagg_holder_create(&holder, session, 1));
    CHECK(until_it_is_accepted(call_merge) > 0);
    secagg_holder_free(holder);

    check_case("fault 57: collector_accept, _cohorts and _reconstruct; shamir_recover");
    EXPECT_OK(secagg_collector_create(&collector, session));
    static uint8_t two[2][N][MESSAGE_LEN];
    for (next_party = 1; next_party <= 2; next_party++) {
        EXPECT_OK(call_deal());
        memcpy(two[next_party - 1], messages, sizeof messages);
    }
    for (next_x = 1; next_x <= N; next_x++) {
        EXPECT_OK(secagg_holder_create(&holder, session, next_x));
        EXPECT_OK(secagg_holder_accept(holder, two[0][next_x - 1], MESSAGE_LEN));
        EXPECT_OK(secagg_holder_accept(holder, two[1][next_x - 1], MESSAGE_LEN));
        EXPECT_OK(secagg_holder_seal(holder, stored, sizeof stored, &stored_len, NULL));
        EXPECT_OK(secagg_holder_release(holder, partials[next_x - 1], PARTIAL_LEN));
        secagg_holder_free(holder);
        until_it_is_accepted(call_collector_accept);
    }
    until_it_succeeds("collector_cohorts", call_collector_cohorts);
    until_it_is_accepted(call_collector_reconstruct);
    secagg_collector_free(collector);
    secagg_session_free(session);
    EXPECT_OK(secagg_shamir_split(shares, N, T, values, COUNT, NULL));
    until_it_succeeds("shamir_recover", call_recover);
    CHECK(live_count == before);
}

/* If the library's memory came from elsewhere, nothing above would test anything. */
static void every_allocation_comes_here(void)
{
    check_case("control: the library's allocations come here, and a handle is counted");
    secagg_aggregator *one;
    const long before = live_count;
    requests = 0;
    EXPECT_OK(secagg_aggregator_create(&one, N, NULL));
    CHECK(requests >= 2); /* its totals and itself */
    CHECK(live_count >= before + 2);
    secagg_aggregator_free(one);
    CHECK(live_count == before);
}

/* All functions, one after the other, the session's among them. A refusal must end the run (what it
 * has made by then is not freed); it is enough here that none is overlooked and none aborts. */
static void every_function(void)
{
    check_case("fault 57: every function, no refusal is overlooked");
    static every_call_memory memory;
    for (long nth = 1;; nth++) {
        failing = nth;
        const char *const failed = every_call_in(&memory);
        const int is_over = failing != 0;
        failing = 0;
        if (is_over) {
            CHECK(failed == NULL && nth > 50);
            return;
        }
        if (!CHECK(failed != NULL))
            return;
    }
}

int main(void)
{
    for (int i = 0; i < COUNT; i++) {
        numbers[i] = i;
        naturals[i] = (uint64_t)i;
        doubles[i] = i;
    }
    EXPECT_OK(secagg_encode_i64(values, numbers, COUNT));
    EXPECT_OK(secagg_shamir_split(shares, N, T, values, COUNT, NULL));
    list_shares(list, N, shares, COUNT);
    every_allocation_comes_here();
    stateless_calls();
    EXPECT_OK(secagg_additive_split(shares, N, values, COUNT, NULL));
    aggregator_calls();
    every_function();
    session_calls();
    return check_result();
}
