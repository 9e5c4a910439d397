/*
 * The collector: it lets the holders agree on the parties that all of them have, gets one sum from
 * each, and prints the statistics of all parties together.
 *
 *   collector SESSION MEMBERS SECRET_KEY PARTIES WAIT SECONDS [WITHOUT]
 *
 * It asks for sums as soon as every holder has messages of PARTIES parties, or after WAIT seconds
 * with what is there then. For each further answer it waits as long, and longer only while too few
 * holders have given it; it gives up after SECONDS. WITHOUT, "3" or "3,5", names holders not to
 * ask, such as one that lost its disk and would leave no party in common.
 */
#include "calls.h"
#include "cohort.h"
#include "common.h"
#include "report.h"
#include <stdlib.h>
#include <string.h>

static const double ROUND = 1; /* seconds in which holders are asked once who is there */

static struct round round_;
static struct calls calls;
static double wait_seconds; /* for all holders; then those that have answered must do */
static char (*states)[STATUS_SIZE]; /* of each holder, for the report; "" if nothing is wrong */

static int is_ok(const struct call *call)
{
    return call->verb != NULL && is_status(call, "SECAGG_OK");
}

/* Asks this holder nothing more; its last status is what the report says. */
static void drop(size_t i)
{
    if (calls.list[i].verb != NULL)
        memcpy(states[i], calls.list[i].status, STATUS_SIZE);
    calls.list[i].verb = NULL;
}

static size_t count_left(void)
{
    size_t left = 0;
    for (size_t i = 0; i < calls.count; i++)
        left += calls.list[i].verb != NULL;
    return left;
}

/* Drops whoever did not answer as it should. Returns how many are left. */
static size_t drop_failed_holders(void)
{
    for (size_t i = 0; i < calls.count; i++)
        if (!is_ok(&calls.list[i]))
            drop(i);
    return count_left();
}

/* Puts the next question to those who answered the last one. */
static void ask_those_left(const char *verb, const void *request, size_t request_len)
{
    for (size_t i = 0; i < calls.count; i++)
        if (calls.list[i].verb != NULL)
            ask(&calls.list[i], verb, request, request_len);
}

static void leave_out(const char *without)
{
    char *end;
    for (; *without != '\0'; without = *end == ',' ? end + 1 : end) {
        unsigned long x = strtoul(without, &end, 10);
        if (end == without || x < 1 || x > calls.count || (*end != ',' && *end != '\0'))
            fail("not a list of holders: %s", without);
        calls.list[x - 1].verb = NULL;
        strcpy(states[x - 1], "NOT_ASKED");
    }
}

/* What the holders in has_list have in common; tells when that is news. */
static uint8_t *parties_in_common(const char *has_list, size_t *count)
{
    static size_t told_holders, told_count = (size_t)-1;
    struct id_list *lists = allocate(calls.count, sizeof *lists);
    size_t list_count = 0, most = 0;
    for (size_t i = 0; i < calls.count; i++)
        if (has_list[i]) {
            size_t length = zmq_msg_size(&calls.list[i].answer) / 8;
            lists[list_count++] = (struct id_list){zmq_msg_data(&calls.list[i].answer), length};
            most = length > most ? length : most;
        }
    uint8_t *common = common_ids(lists, list_count, count);
    if (list_count != told_holders || *count != told_count)
        tell("%zu of %zu holders answer; parties: %zu at all of them, at most %zu at one",
             list_count, calls.count, *count, most);
    told_holders = list_count;
    told_count = *count;
    free(lists);
    return common;
}

/* The parties that all holders have, once there are enough, or when the time is over those that all
   holders have that ever answered: one that is down just now may be back for the next question. */
static uint8_t *gather_parties(size_t wanted, double deadline, size_t *count)
{
    char *has_list = allocate(calls.count, 1);
    for (;;) {
        double start = now();
        int is_complete = 1;
        ask_those_left("ids", "", 0);
        await_answers(&calls, start + ROUND < deadline ? start + ROUND : deadline);
        for (size_t i = 0; i < calls.count; i++) {
            has_list[i] |= is_ok(&calls.list[i]);
            is_complete &= has_list[i] || calls.list[i].verb == NULL;
        }
        uint8_t *common = parties_in_common(has_list, count);
        if ((is_complete && *count >= wanted) || now() > deadline) {
            for (size_t i = 0; i < calls.count; i++)
                if (!has_list[i])
                    drop(i);
            free(has_list);
            return common;
        }
        free(common);
        while (now() < start + ROUND / 4) /* holders that answer at once need not be asked at once */
            zmq_poll(NULL, 0, 50);
    }
}

static size_t count_ok(void)
{
    size_t count = 0;
    for (size_t i = 0; i < calls.count; i++)
        count += is_ok(&calls.list[i]);
    return count;
}

/* Waits for all for a while, and until the deadline for as many as are needed. */
static void await_holders(double deadline)
{
    double soon = now() + wait_seconds;
    await_answers(&calls, soon < deadline ? soon : deadline);
    while (count_ok() < round_.parameters.threshold && now() < deadline)
        if (await_answers(&calls, now() + 1 < deadline ? now() + 1 : deadline) == calls.count)
            return;
}

/* The digest that most of those left have answered with. */
static const uint8_t *agreed_cohort(void)
{
    const uint8_t *best = NULL;
    size_t best_count = 0;
    for (size_t i = 0; i < calls.count; i++) {
        size_t same = 0;
        if (calls.list[i].verb == NULL || zmq_msg_size(&calls.list[i].answer) != 32)
            continue;
        const uint8_t *digest = zmq_msg_data(&calls.list[i].answer);
        for (size_t j = 0; j < calls.count; j++)
            same += calls.list[j].verb != NULL && zmq_msg_size(&calls.list[j].answer) == 32
                && memcmp(digest, zmq_msg_data(&calls.list[j].answer), 32) == 0;
        if (same > best_count) {
            best = digest;
            best_count = same;
        }
    }
    return best;
}

static void require_enough_holders(size_t count)
{
    if (count >= round_.parameters.threshold)
        return;
    print_holders(states, calls.count);
    fail("%zu holders are too few, %u are needed", count, (unsigned)round_.parameters.threshold);
}

/* From the parties to the holders' sums, which the collector handle takes in. */
static void gather_sums(secagg_collector *collector, const uint8_t *ids, size_t count,
                        double deadline)
{
    uint8_t cohort[32];
    ask_those_left("agree", ids, 8 * count);
    await_holders(deadline);
    require_enough_holders(drop_failed_holders());
    const uint8_t *digest = agreed_cohort();
    if (digest == NULL)
        fail("no holder tells its cohort");
    memcpy(cohort, digest, sizeof cohort);

    ask_those_left("release", cohort, sizeof cohort);
    await_holders(deadline);
    require_enough_holders(drop_failed_holders());
    for (size_t i = 0; i < calls.count; i++) {
        struct call *call = &calls.list[i];
        if (call->verb == NULL)
            continue;
        secagg_message_info info = {.struct_size = sizeof info};
        const uint8_t *partial = zmq_msg_data(&call->answer);
        secagg_status status = secagg_message_inspect(&info, partial, zmq_msg_size(&call->answer));
        if (status == SECAGG_OK && info.x != i + 1) /* holder i + 1 speaks for another */
            status = SECAGG_HOLDER_MISMATCH;
        if (status == SECAGG_OK)
            status = secagg_collector_accept(collector, partial, zmq_msg_size(&call->answer));
        if (status != SECAGG_OK)
            strcpy(states[i], secagg_status_name(status));
    }
}

int main(int argc, char **argv)
{
    struct members members;
    if (argc != 7 && argc != 8)
        fail("usage: collector SESSION MEMBERS SECRET_KEY PARTIES WAIT SECONDS [WITHOUT]");
    load_members(&members, argv[2], argv[3]);
    require_role(&members, "collector");
    load_round(&round_, argv[1]);
    double start = now(), deadline = start + number_argument(argv[6]);
    wait_seconds = number_argument(argv[5]);
    size_t wanted = (size_t)number_argument(argv[4]), count;

    open_calls(&calls, &members, round_.parameters.holder_count, 2);
    states = allocate(calls.count, sizeof *states);
    ask_all(&calls, "ids", "", 0);
    if (argc == 8)
        leave_out(argv[7]);
    uint8_t *ids = gather_parties(wanted, start + wait_seconds, &count);
    require_enough_holders(count_left());
    if (count < round_.parameters.min_submissions)
        fail("%s: %zu parties at all holders", secagg_status_name(SECAGG_COHORT_TOO_SMALL),
             count);

    secagg_collector *collector;
    check(secagg_collector_create(&collector, round_.session), "the collector");
    gather_sums(collector, ids, count, deadline);
    int has_result = report(&round_, collector, states);

    if (has_result) {
        ask_those_left("finish", "", 0);
        await_answers(&calls, now() + 2);
    }
    free(ids);
    free(states);
    free(members.list);
    secagg_collector_free(collector);
    close_calls(&calls);
    secagg_session_free(round_.session);
    return has_result ? EXIT_SUCCESS : EXIT_FAILURE;
}
