#include "duties.h"
#include "files.h"
#include "journal.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct round *round_;
static const char *folder;
static struct journal journal;
static secagg_holder *holder;
static uint64_t *party_at; /* whose message is at each place of the journal */
static int is_agreed; /* the collector has said whose numbers are in: nobody new */
static int is_sealed, is_finished;
static size_t refusal_count;

static void remember_party(uint64_t party_id)
{
    size_t count = journal.message_count;
    if ((count & (count - 1)) == 0) { /* doubles whenever it is full */
        uint64_t *longer = realloc(party_at, 2 * count * sizeof *party_at);
        if (longer == NULL)
            fail("out of memory");
        party_at = longer;
    }
    party_at[count - 1] = party_id;
}

/* A party's message. The receipt goes out after the next sync_journal. */
static const char *accept_deal(struct request *request)
{
    const uint8_t *message = zmq_msg_data(&request->content);
    size_t len = zmq_msg_size(&request->content);
    secagg_message_info info = {.struct_size = sizeof info};
    secagg_status status = secagg_message_inspect(&info, message, len);
    if (status == SECAGG_OK && info.party_id != request->id)
        return "IDENTITY_MISMATCH";
    if (status == SECAGG_OK)
        status = secagg_holder_accept(holder, message, len);
    if (status != SECAGG_OK)
        return secagg_status_name(status);
    if (is_agreed || !append_to_journal(&journal, message)) {
        check(secagg_holder_withdraw(holder, message, len), "taking a message back");
        return is_agreed ? secagg_status_name(SECAGG_CLOSED) : "JOURNAL_FAILED";
    }
    remember_party(info.party_id);
    return secagg_status_name(SECAGG_OK);
}

/* Whose messages this holder has, 8 bytes each, ascending. */
static uint64_t *own_party_ids(size_t *count)
{
    uint64_t submissions;
    check(secagg_holder_submissions(holder, &submissions), "counting parties");
    uint64_t *ids = allocate((size_t)submissions, sizeof *ids);
    check(secagg_holder_party_ids(holder, ids, (size_t)submissions, count), "listing parties");
    return ids;
}

static const char *list_ids(struct request *request)
{
    size_t count;
    uint64_t *ids = own_party_ids(&count);
    zmq_msg_init_size(&request->result, 8 * count);
    for (size_t i = 0; i < count; i++)
        put_id((uint8_t *)zmq_msg_data(&request->result) + 8 * i, ids[i]);
    free(ids);
    return secagg_status_name(SECAGG_OK);
}

static int compare_ids(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static int contains(const uint64_t *ids, size_t count, uint64_t id)
{
    return bsearch(&id, ids, count, sizeof *ids, compare_ids) != NULL;
}

/* The ids of a list as it travels; it must be freed. */
static uint64_t *ids_in(const uint8_t *bytes, size_t count)
{
    uint64_t *ids = allocate(count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = get_id(bytes + 8 * i);
    return ids;
}

/* Whether this holder has all parties of the list, which must ascend. */
static int has_all(const uint64_t *ids, size_t count)
{
    size_t own_count;
    uint64_t *own = own_party_ids(&own_count);
    int result = 1;
    for (size_t i = 0; i < count; i++)
        result &= contains(own, own_count, ids[i]) && (i == 0 || ids[i - 1] < ids[i]);
    free(own);
    return result;
}

/* Takes back whoever is in the journal, but not in the list; and nobody new from now on. */
static void keep_only(const uint64_t *ids, size_t count)
{
    uint8_t *message = allocate(round_->message_len, 1);
    for (size_t place = 0; place < journal.message_count; place++) {
        if (contains(ids, count, party_at[place]))
            continue;
        read_journal(&journal, place, message);
        if (secagg_holder_withdraw(holder, message, round_->message_len) == SECAGG_OK)
            tell("took party %" PRIu64 " back: not all holders have it", party_at[place]);
    }
    free(message);
    is_agreed = 1;
}

/* The parties that all holders have: the others are taken back, and stay so after a crash, since
   the list is on disk first. Answers the cohort's digest. */
static const char *agree(struct request *request)
{
    const uint8_t *bytes = zmq_msg_data(&request->content);
    size_t count = zmq_msg_size(&request->content) / 8;
    if (count < round_->parameters.min_submissions)
        return secagg_status_name(SECAGG_COHORT_TOO_SMALL);
    uint64_t *ids = ids_in(bytes, count);
    int is_possible = has_all(ids, count);
    if (is_possible && !is_sealed) {
        replace_file(folder, "agreed", bytes, 8 * count);
        keep_only(ids, count);
    }
    free(ids);
    if (!is_possible)
        return secagg_status_name(SECAGG_UNKNOWN_PARTY);
    zmq_msg_init_size(&request->result, 32);
    check(secagg_holder_cohort(holder, zmq_msg_data(&request->result)), "the cohort's digest");
    return secagg_status_name(SECAGG_OK);
}

/* Seals the cohort that the holders agreed on. What is sealed is on disk before it is released. */
static secagg_status seal(const uint8_t *cohort)
{
    size_t len = 0;
    secagg_status status = secagg_holder_export(holder, NULL, 0, &len);
    if (status != SECAGG_BUFFER_TOO_SMALL)
        return status;
    uint8_t *checkpoint = allocate(len, 1);
    status = secagg_holder_seal(holder, checkpoint, len, &len, cohort);
    if (status == SECAGG_OK) {
        replace_file(folder, "sealed", checkpoint, len);
        is_sealed = 1;
        tell("sealed");
    }
    free(checkpoint);
    return status;
}

/* The sum over the cohort with that digest. */
static const char *release(struct request *request)
{
    uint8_t own_cohort[32];
    const uint8_t *cohort = zmq_msg_data(&request->content);
    if (zmq_msg_size(&request->content) != sizeof own_cohort)
        return secagg_status_name(SECAGG_MALFORMED);
    secagg_status status = is_sealed ? SECAGG_OK : seal(cohort);
    if (status == SECAGG_OK)
        status = secagg_holder_cohort(holder, own_cohort);
    if (status == SECAGG_OK && memcmp(cohort, own_cohort, sizeof own_cohort) != 0)
        status = SECAGG_COHORT_MISMATCH;
    if (status == SECAGG_OK) {
        zmq_msg_init_size(&request->result, round_->partial_len);
        status = secagg_holder_release(holder, zmq_msg_data(&request->result), round_->partial_len);
    }
    return secagg_status_name(status);
}

static const char *finish(struct request *request)
{
    (void)request;
    is_finished = is_sealed;
    return secagg_status_name(is_sealed ? SECAGG_OK : SECAGG_NOT_SEALED);
}

/* Who may ask what. */
static const struct {
    const char *verb, *role;
    const char *(*answer)(struct request *);
} verbs[] = {
    {"deal", "party", accept_deal}, {"ids", "collector", list_ids}, {"agree", "collector", agree},
    {"release", "collector", release}, {"finish", "collector", finish},
};

void do_duty(struct request *request)
{
    size_t len = zmq_msg_size(&request->verb);
    request->status = "UNKNOWN_REQUEST";
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (len != strlen(verbs[i].verb) || memcmp(zmq_msg_data(&request->verb), verbs[i].verb, len))
            continue;
        int may_ask = strcmp(request->role, verbs[i].role) == 0;
        request->status = may_ask ? verbs[i].answer(request) : "NOT_ALLOWED";
    }
    if (strcmp(request->status, secagg_status_name(SECAGG_OK)) != 0) {
        refusal_count++;
        tell("answers %s %" PRIu64 ": %s", request->role, request->id, request->status);
    }
}

void keep_promises(void)
{
    sync_journal(&journal);
}

int duties_are_done(void)
{
    return is_finished;
}

/* All that the journal has. */
static void replay_journal(void)
{
    uint8_t *message = allocate(round_->message_len, 1);
    size_t message_count = journal.message_count;
    for (journal.message_count = 0; journal.message_count < message_count;) {
        secagg_message_info info = {.struct_size = sizeof info};
        read_journal(&journal, journal.message_count++, message);
        secagg_status status = secagg_message_inspect(&info, message, round_->message_len);
        if (status == SECAGG_OK)
            status = secagg_holder_accept(holder, message, round_->message_len);
        if (status != SECAGG_OK)
            tell("leaves out message %zu of its journal: %s", journal.message_count,
                 secagg_status_name(status));
        remember_party(info.party_id);
    }
    free(message);
}

/* All that the journal has, but for those taken back when the holders agreed. */
static void go_on_from_journal(void)
{
    replay_journal();
    char *agreed = path_in(folder, "agreed");
    if (file_exists(agreed)) {
        size_t len;
        uint8_t *bytes = read_file(agreed, &len);
        uint64_t *ids = ids_in(bytes, len / 8);
        keep_only(ids, len / 8);
        free(ids);
        free(bytes);
    }
    free(agreed);
}

void begin_duties(const struct round *round, uint32_t x, const char *own_folder)
{
    round_ = round;
    folder = own_folder;
    make_folder(folder);
    open_journal(&journal, folder, round_->message_len);
    char *sealed = path_in(folder, "sealed");
    is_sealed = file_exists(sealed);
    if (is_sealed) {
        size_t len;
        uint8_t *checkpoint = read_file(sealed, &len);
        check(secagg_holder_import(&holder, round_->session, checkpoint, len), sealed);
        free(checkpoint);
    } else {
        check(secagg_holder_create(&holder, round_->session, x), "the holder");
        go_on_from_journal();
    }
    free(sealed);
    tell("starts with %zu messages in its journal%s", journal.message_count,
         is_sealed ? ", sealed" : "");
}

void tell_progress(void)
{
    static uint64_t told_submissions;
    static size_t told_refusals;
    static double told_at;
    uint64_t submissions;
    check(secagg_holder_submissions(holder, &submissions), "counting parties");
    int is_new = submissions != told_submissions || refusal_count != told_refusals;
    if (is_new && now() > told_at + 1) {
        tell("%" PRIu64 " parties in, %zu requests refused", submissions, refusal_count);
        told_submissions = submissions;
        told_refusals = refusal_count;
        told_at = now();
    }
}

void end_duties(void)
{
    secagg_holder_free(holder);
    free(party_at);
}
