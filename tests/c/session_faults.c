/* Faults 40 to 52, 61 to 63 and 69 of a session: its life through the shared library, with bytes
 * that are damaged, repeated, foreign or late, and with processes that fork. */
#include "session.h"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 20 };

static secagg_session *session;
static session_messages deals[3];
static secagg_value total[S_COUNT];
static uint64_t submissions;

static void whole_life(void)
{
    check_case("a total of three parties, from four holders of five");
    secagg_collector *collector = NULL;
    uint8_t partial[S_PARTIAL_LEN], missing[S_N], deviating[S_N];
    uint32_t cohorts[S_N];
    EXPECT_OK(secagg_collector_create(&collector, session));
    EXPECT_STATUS(secagg_collector_reconstruct(collector, total, S_COUNT, &submissions, NULL),
                  SECAGG_NOT_ENOUGH_SHARES); /* fault 41 */
    for (uint32_t x = S_N; x > 1; x--) {
        session_partial(partial, session, x, deals, 3);
        EXPECT_OK(secagg_collector_accept(collector, partial, sizeof partial));
        EXPECT_STATUS(secagg_collector_accept(collector, partial, sizeof partial),
                      SECAGG_ALREADY_ACCEPTED); /* fault 40 */
    }
    EXPECT_OK(secagg_collector_missing(collector, missing, S_N));
    EXPECT_OK(secagg_collector_cohorts(collector, cohorts, S_N));
    EXPECT_OK(secagg_collector_deviating(collector, deviating, S_N));
    for (int k = 0; k < S_N; k++) {
        CHECK(missing[k] == (k == 0) && cohorts[k] == (k != 0) && deviating[k] == 0);
    }
    for (int time = 0; time < 2; time++) {
        EXPECT_OK(secagg_collector_reconstruct(collector, total, S_COUNT, &submissions, NULL));
        CHECK(submissions == 3 && session_total_is(total, 6));
    }
    session_partial(partial, session, 1, deals, 3);
    EXPECT_STATUS(secagg_collector_accept(collector, partial, sizeof partial), SECAGG_CLOSED);
    secagg_collector_free(collector);
}

static void other_cohorts(void)
{
    check_case("fault 51: partial sums over different cohorts");
    secagg_collector *collector = NULL;
    uint8_t partial[S_PARTIAL_LEN];
    uint32_t cohorts[S_N];
    EXPECT_OK(secagg_collector_create(&collector, session));
    for (uint32_t x = 1; x <= 4; x++) {
        session_partial(partial, session, x, deals, x % 2 == 0 ? 2 : 3);
        EXPECT_OK(secagg_collector_accept(collector, partial, sizeof partial));
    }
    EXPECT_OK(secagg_collector_cohorts(collector, cohorts, S_N));
    const uint32_t expected[S_N] = {1, 2, 1, 2, 0};
    CHECK(IS_SAME(cohorts, expected));
    EXPECT_STATUS(secagg_collector_reconstruct(collector, total, S_COUNT, &submissions, NULL),
                  SECAGG_COHORT_MISMATCH);
    session_partial(partial, session, 5, deals, 3);
    EXPECT_OK(secagg_collector_accept(collector, partial, sizeof partial));
    EXPECT_OK(secagg_collector_reconstruct(collector, total, S_COUNT, &submissions, NULL));
    CHECK(submissions == 3 && session_total_is(total, 6));
    secagg_collector_free(collector);
}

static void wrong_time(void)
{
    check_case("faults 40 to 42: replayed, early and late calls on a holder");
    session_messages again = session_deal_of(session, 1);
    secagg_holder *holder = session_holder(session, 1, deals, 2);
    session_state state = session_state_of(holder);
    uint8_t partial[S_PARTIAL_LEN], cohort[32];
    FILL(partial);
    EXPECT_STATUS(secagg_holder_accept(holder, deals[0].bytes[0], S_MESSAGE_LEN),
                  SECAGG_ALREADY_ACCEPTED);
    EXPECT_STATUS(secagg_holder_accept(holder, again.bytes[0], S_MESSAGE_LEN),
                  SECAGG_PARTY_CONFLICT);
    EXPECT_STATUS(secagg_holder_withdraw(holder, again.bytes[0], S_MESSAGE_LEN),
                  SECAGG_PARTY_CONFLICT);
    EXPECT_STATUS(secagg_holder_withdraw(holder, deals[2].bytes[0], S_MESSAGE_LEN),
                  SECAGG_UNKNOWN_PARTY);
    EXPECT_STATUS(secagg_holder_accept(holder, deals[2].bytes[1], S_MESSAGE_LEN),
                  SECAGG_HOLDER_MISMATCH);
    EXPECT_STATUS(secagg_holder_release(holder, partial, sizeof partial), SECAGG_NOT_SEALED);
    memset(cohort, 0, sizeof cohort);
    session_state sealed;
    EXPECT_STATUS(
        secagg_holder_seal(holder, sealed.bytes, sizeof sealed.bytes, &sealed.len, cohort),
        SECAGG_COHORT_MISMATCH);
    EXPECT_STATUS(secagg_holder_seal(holder, NULL, 0, &sealed.len, NULL), SECAGG_BUFFER_TOO_SMALL);
    CHECK(sealed.len == state.len);
    CHECK(session_state_is(holder, &state));
    CHECK(IS_UNTOUCHED(partial));

    EXPECT_OK(secagg_holder_cohort(holder, cohort));
    EXPECT_OK(secagg_holder_seal(holder, sealed.bytes, sizeof sealed.bytes, &sealed.len, cohort));
    EXPECT_STATUS(secagg_holder_accept(holder, deals[2].bytes[0], S_MESSAGE_LEN), SECAGG_CLOSED);
    EXPECT_STATUS(secagg_holder_withdraw(holder, deals[0].bytes[0], S_MESSAGE_LEN), SECAGG_CLOSED);
    EXPECT_STATUS(secagg_holder_merge(holder, state.bytes, state.len), SECAGG_CLOSED);
    EXPECT_STATUS(
        secagg_holder_seal(holder, state.bytes, sizeof state.bytes, &state.len, NULL),
        SECAGG_CLOSED);
    CHECK(session_state_is(holder, &sealed));
    uint8_t later[S_PARTIAL_LEN];
    EXPECT_OK(secagg_holder_release(holder, partial, sizeof partial));
    EXPECT_OK(secagg_holder_release(holder, later, sizeof later));
    CHECK(IS_SAME(partial, later));
    secagg_holder_free(holder);

    check_case("fault 69: a holder that is lost after its seal gives the same partial sum");
    EXPECT_OK(secagg_holder_import(&holder, session, sealed.bytes, sealed.len));
    EXPECT_OK(secagg_holder_release(holder, later, sizeof later));
    CHECK(IS_SAME(partial, later));
    secagg_holder_free(holder);

    check_case("too few parties are not sealed");
    holder = session_holder(session, 1, deals, 0);
    EXPECT_STATUS(secagg_holder_seal(holder, sealed.bytes, sizeof sealed.bytes, &sealed.len, NULL),
                  SECAGG_NO_SUBMISSIONS);
    EXPECT_OK(secagg_holder_accept(holder, deals[0].bytes[0], S_MESSAGE_LEN));
    EXPECT_STATUS(secagg_holder_seal(holder, sealed.bytes, sizeof sealed.bytes, &sealed.len, NULL),
                  SECAGG_COHORT_TOO_SMALL);
    secagg_holder_free(holder);
}

static void foreign(void)
{
    check_case("faults 43 to 45: another session, width or threshold");
    secagg_session_options options[3];
    for (int i = 0; i < 3; i++)
        options[i] = session_options_of(1);
    options[0].id[0] = 99;
    options[1].value_count = 5;
    options[2].threshold = 4;
    secagg_holder *holder = session_holder(session, 1, deals, 1);
    const session_state state = session_state_of(holder);
    for (int i = 0; i < 3; i++) {
        secagg_session *other = NULL;
        uint8_t memory[S_N][S_MESSAGE_LEN + 16], *pointers[S_N];
        secagg_value values[5];
        size_t len;
        memset(values, 0, sizeof values);
        for (int k = 0; k < S_N; k++)
            pointers[k] = memory[k];
        EXPECT_OK(secagg_session_create(&other, &options[i]));
        EXPECT_OK(secagg_session_message_len(other, &len));
        EXPECT_OK(secagg_session_deal(other, pointers, S_N, len, 2, values,
                                      (size_t)options[i].value_count, NULL));
        EXPECT_STATUS(secagg_holder_accept(holder, memory[0], len), SECAGG_SESSION_MISMATCH);
        secagg_holder *imported = (void *)memory;
        EXPECT_STATUS(secagg_holder_import(&imported, other, state.bytes, state.len),
                      SECAGG_SESSION_MISMATCH);
        CHECK(imported == NULL);
        secagg_session_free(other);
    }
    CHECK(session_state_is(holder, &state));
    secagg_holder_free(holder);
}

/* One of each kind, and what reads it in earnest. */
static uint8_t description[256], partial[S_PARTIAL_LEN];
static session_state checkpoint;

static secagg_status read_description(const uint8_t *bytes, size_t len)
{
    secagg_session *made = NULL;
    const secagg_status status = secagg_session_import(&made, bytes, len);
    CHECK((made != NULL) == (status == SECAGG_OK));
    secagg_session_free(made);
    return status;
}

static secagg_holder *reader;

static secagg_status read_message(const uint8_t *bytes, size_t len)
{
    return secagg_holder_accept(reader, bytes, len);
}

static secagg_status read_checkpoint(const uint8_t *bytes, size_t len)
{
    secagg_holder *made = NULL;
    const secagg_status status = secagg_holder_import(&made, session, bytes, len);
    CHECK((made != NULL) == (status == SECAGG_OK));
    CHECK(secagg_holder_merge(reader, bytes, len) == status);
    secagg_holder_free(made);
    return status;
}

static secagg_status read_partial(const uint8_t *bytes, size_t len)
{
    secagg_collector *collector = NULL;
    EXPECT_OK(secagg_collector_create(&collector, session));
    const secagg_status status = secagg_collector_accept(collector, bytes, len);
    secagg_collector_free(collector);
    return status;
}

static int is_a_name_of_damage(secagg_status status)
{
    return status == SECAGG_MALFORMED || status == SECAGG_UNSUPPORTED_VERSION ||
           status == SECAGG_WRONG_KIND || status == SECAGG_CORRUPT;
}

static void damage(void)
{
    size_t description_len;
    EXPECT_OK(secagg_session_export(session, description, sizeof description, &description_len));
    session_partial(partial, session, 1, deals, 3);
    secagg_holder *holder = session_holder(session, 1, deals, 3);
    checkpoint = session_state_of(holder);
    secagg_holder_free(holder);
    const struct {
        const char *name;
        uint32_t kind;
        uint8_t *bytes;
        size_t len;
        secagg_status (*read)(const uint8_t *, size_t);
    } kinds[] = {
        {"description", SECAGG_KIND_DESCRIPTION, description, description_len, read_description},
        {"message", SECAGG_KIND_MESSAGE, deals[0].bytes[0], S_MESSAGE_LEN, read_message},
        {"partial", SECAGG_KIND_PARTIAL, partial, sizeof partial, read_partial},
        {"checkpoint", SECAGG_KIND_CHECKPOINT, checkpoint.bytes, checkpoint.len, read_checkpoint},
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        uint8_t *const bytes = kinds[i].bytes;
        const size_t len = kinds[i].len;
        secagg_message_info info = {.struct_size = sizeof info};
        uint8_t digest[32];
        EXPECT_OK(secagg_holder_create(&reader, session, 1));
        const session_state empty = session_state_of(reader);
        printf("  a %s:\n", kinds[i].name);
        check_case("inspected");
        EXPECT_OK(secagg_message_inspect(&info, bytes, len));
        EXPECT_OK(secagg_session_digest(session, digest));
        CHECK(info.version == 1 && info.kind == kinds[i].kind && IS_SAME(info.session, digest));
        CHECK(info.x == (info.kind != SECAGG_KIND_DESCRIPTION));
        CHECK(info.party_id == (info.kind == SECAGG_KIND_MESSAGE));
        check_case("faults 46 and 52: cut short anywhere");
        for (size_t cut = 0; cut < len; cut++)
            if (!EXPECT_STATUS(kinds[i].read(bytes, cut), SECAGG_MALFORMED))
                break;
        check_case("fault 47: any bit flipped");
        for (size_t bit = 0; bit < 8 * len; bit++) {
            bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
            const secagg_status status = kinds[i].read(bytes, len);
            bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
            if (!CHECK(is_a_name_of_damage(status)))
                break;
        }
        check_case("fault 48: trailing bytes");
        static uint8_t longer[1024];
        memcpy(longer, bytes, len);
        EXPECT_STATUS(kinds[i].read(longer, len + 1), SECAGG_MALFORMED);
        EXPECT_STATUS(kinds[i].read(longer, len + 16), SECAGG_MALFORMED);
        check_case("fault 49: another version");
        longer[8] = 2;
        EXPECT_STATUS(kinds[i].read(longer, len), SECAGG_UNSUPPORTED_VERSION);
        CHECK(session_state_is(reader, &empty));
        EXPECT_OK(kinds[i].read(bytes, len));
        secagg_holder_free(reader);
    }
}

static void merges(void)
{
    check_case("fault 50: overlapping parties in a merge; shards");
    secagg_holder *holder = session_holder(session, 1, deals, 2), *shard = NULL;
    const session_state state = session_state_of(holder);
    EXPECT_STATUS(secagg_holder_merge(holder, state.bytes, state.len), SECAGG_ALREADY_ACCEPTED);
    EXPECT_OK(secagg_holder_create_shard(&shard, session, 1));
    EXPECT_OK(secagg_holder_accept(shard, deals[2].bytes[0], S_MESSAGE_LEN));
    session_state other = session_state_of(shard);
    EXPECT_STATUS(secagg_holder_seal(shard, other.bytes, sizeof other.bytes, &other.len, NULL),
                  SECAGG_WRONG_HANDLE);
    EXPECT_OK(secagg_holder_merge(holder, other.bytes, other.len));
    EXPECT_STATUS(secagg_holder_merge(holder, other.bytes, other.len), SECAGG_ALREADY_ACCEPTED);
    secagg_holder *at_once = session_holder(session, 1, deals, 3);
    const session_state expected = session_state_of(at_once);
    CHECK(session_state_is(holder, &expected));
    secagg_holder_free(at_once);
    secagg_holder_free(shard);
    secagg_holder_free(holder);
}

static void forked(void)
{
    check_case("fault 61: a fork in the middle of a session; both sides go on");
    secagg_holder *holder = session_holder(session, 1, deals, 2);
    secagg_collector *collector = NULL;
    EXPECT_OK(secagg_collector_create(&collector, session));
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        check_failure_count = 0;
        alarm(SECONDS);
        uint8_t bytes[S_MAX_CHECKPOINT_LEN];
        size_t len = 77;
        EXPECT_STATUS(secagg_session_digest(session, bytes), SECAGG_FORKED);
        EXPECT_STATUS(secagg_holder_accept(holder, deals[2].bytes[0], S_MESSAGE_LEN),
                      SECAGG_FORKED);
        EXPECT_STATUS(secagg_holder_export(holder, bytes, sizeof bytes, &len), SECAGG_FORKED);
        EXPECT_STATUS(secagg_holder_seal(holder, bytes, sizeof bytes, &len, NULL), SECAGG_FORKED);
        EXPECT_STATUS(secagg_holder_release(holder, bytes, S_PARTIAL_LEN), SECAGG_FORKED);
        EXPECT_STATUS(secagg_collector_accept(collector, partial, sizeof partial), SECAGG_FORKED);
        secagg_holder *made = NULL;
        EXPECT_STATUS(secagg_holder_create(&made, session, 1), SECAGG_FORKED);
        CHECK(len == 77 && made == NULL);
        secagg_session_free(session);
        secagg_holder_free(holder);
        secagg_collector_free(collector);
        secagg_session *own = session_of(1); /* with handles of its own it works */
        secagg_holder *own_holder = session_holder(own, 1, deals, 3);
        session_seal(own_holder);
        secagg_holder_free(own_holder);
        secagg_session_free(own);
        _exit(check_failure_count != 0);
    }
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_OK(secagg_holder_accept(holder, deals[2].bytes[0], S_MESSAGE_LEN));
    session_seal(holder);
    secagg_holder_free(holder);
    secagg_collector_free(collector);
}

enum { THREADS = 4, EACH = 200 };
static secagg_holder *shared;
static atomic_int stop, unexpected;

static void *submit(void *number)
{
    const uint64_t first = 1000 * (uint64_t)(uintptr_t)number;
    const secagg_value values[S_COUNT] = {{{0}}};
    int bad = 0;
    for (uint64_t party = first; party < first + EACH; party++) {
        session_messages messages;
        uint8_t *pointers[S_N];
        for (int k = 0; k < S_N; k++)
            pointers[k] = messages.bytes[k];
        bad += secagg_session_deal(session, pointers, S_N, S_MESSAGE_LEN, party, values, S_COUNT,
                                   NULL) != SECAGG_OK;
        bad += secagg_holder_accept(shared, messages.bytes[0], S_MESSAGE_LEN) != SECAGG_OK;
    }
    atomic_fetch_add(&unexpected, bad);
    return NULL;
}

static void *keep_reading(void *nothing)
{
    uint8_t cohort[32];
    while (!atomic_load(&stop))
        atomic_fetch_add(&unexpected, secagg_holder_cohort(shared, cohort) != SECAGG_OK);
    return nothing;
}

static void threads(void)
{
    check_case("fault 63: one session and one holder from many threads");
    pthread_t submitters[THREADS], watcher;
    EXPECT_OK(secagg_holder_create(&shared, session, 1));
    CHECK(pthread_create(&watcher, NULL, keep_reading, NULL) == 0);
    for (uintptr_t i = 0; i < THREADS; i++)
        CHECK(pthread_create(&submitters[i], NULL, submit, (void *)(i + 1)) == 0);

    check_case("fault 62: a fork while other threads are in calls");
    for (int i = 0; i < 5; i++) {
        const pid_t child = fork();
        if (child == 0) {
            alarm(SECONDS);
            uint8_t cohort[32];
            const int good = secagg_holder_cohort(shared, cohort) == SECAGG_FORKED;
            secagg_holder_free(shared);
            _exit(!good);
        }
        int status = -1;
        CHECK(child > 0 && waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(submitters[i], NULL) == 0);
    atomic_store(&stop, 1);
    CHECK(pthread_join(watcher, NULL) == 0);
    CHECK(atomic_load(&unexpected) == 0);
    EXPECT_OK(secagg_holder_submissions(shared, &submissions));
    CHECK(submissions == THREADS * EACH);
    secagg_holder_free(shared);
}

int main(void)
{
    session = session_of(1);
    for (uint64_t party = 1; party <= 3; party++)
        deals[party - 1] = session_deal_of(session, party);
    whole_life();
    other_cohorts();
    wrong_time();
    foreign();
    damage();
    merges();
    forked();
    threads();
    secagg_session_free(session);
    return check_result();
}
