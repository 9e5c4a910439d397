/* Faults 61 and 62: a process forks in the middle of a sum, and while another thread is in a call.
 * All of it twice: where the system wipes the library's page in a child, and where it does not. */
#include "aggregator.h"
#include "check.h"
#include "every_call.h"
#include "refuse.h"
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N = 3, COUNT = 2000, SECONDS = 20 };

static secagg_value values[COUNT], shares[N * COUNT];

/* In the child: the parent's handle is only good for being freed. */
static void refuse_in_child(secagg_aggregator *aggregator)
{
    secagg_value total[COUNT];
    uint64_t submissions = 77;
    FILL(total);
    EXPECT_STATUS(secagg_aggregator_submit(aggregator, 9, shares, N * COUNT), SECAGG_FORKED);
    EXPECT_STATUS(secagg_aggregator_submissions(aggregator, &submissions), SECAGG_FORKED);
    EXPECT_STATUS(secagg_aggregator_reconstruct(aggregator, total, COUNT), SECAGG_FORKED);
    EXPECT_STATUS(secagg_aggregator_reset(aggregator), SECAGG_FORKED);
    CHECK(submissions == 77);
    CHECK(IS_UNTOUCHED(total));
    secagg_aggregator_free(aggregator);
}

static void wait_for(pid_t child)
{
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void both_go_on(void)
{
    check_case("fault 61: parent and child go on after a fork in the middle of a sum");
    secagg_aggregator *aggregator = new_aggregator(N, COUNT);
    EXPECT_OK(secagg_aggregator_submit(aggregator, 1, shares, N * COUNT));
    const pid_t child = fork();
    if (child == 0) {
        check_failure_count = 0;
        alarm(SECONDS);
        refuse_in_child(aggregator);
        CHECK(every_call_works()); /* with handles of its own */
        _exit(check_failure_count != 0);
    }
    EXPECT_OK(secagg_aggregator_submit(aggregator, 2, shares, N * COUNT));
    wait_for(child);
    secagg_value total[COUNT], expected[COUNT];
    EXPECT_OK(secagg_aggregator_reconstruct(aggregator, total, COUNT));
    memcpy(expected, values, sizeof expected);
    EXPECT_OK(secagg_sum_add(expected, values, COUNT));
    CHECK(IS_SAME(total, expected));
    secagg_aggregator_free(aggregator);
}

static void streams_differ(void)
{
    check_case("fault 61: parent and child never draw the same shares");
    /* Draws before the fork would leave a generator behind, if there was one. */
    static const size_t counts[] = {1, COUNT};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        const size_t count = counts[i];
        static secagg_value mine[N * COUNT], theirs[N * COUNT];
        int ends[2];
        CHECK(pipe(ends) == 0);
        EXPECT_OK(secagg_additive_split(mine, N, values, count, NULL));
        fflush(stdout);
        const pid_t child = fork();
        EXPECT_OK(secagg_additive_split(mine, N, values, count, NULL));
        if (child == 0) {
            const ssize_t len = (ssize_t)(N * count * sizeof mine[0]);
            const unsigned char *bytes = (const unsigned char *)mine;
            ssize_t sent = 0, more = 0;
            while (sent < len && (more = write(ends[1], bytes + sent, (size_t)(len - sent))) > 0)
                sent += more;
            _exit(sent != len);
        }
        size_t received = 0;
        ssize_t more;
        close(ends[1]);
        while ((more = read(ends[0], (char *)theirs + received, sizeof theirs - received)) > 0)
            received += (size_t)more;
        close(ends[0]);
        wait_for(child);
        CHECK(received == N * count * sizeof mine[0]);
        size_t same = 0;
        for (size_t place = 0; place < N * count; place++)
            same += memcmp(&mine[place], &theirs[place], sizeof mine[0]) == 0;
        CHECK(same == 0);
    }
}

typedef struct {
    secagg_aggregator *aggregator;
    size_t share_count;
    atomic_int stop;
    secagg_status first_failure;
    uint64_t submitted;
} worker;

/* Holds the handle's lock nearly all the time. With few values that is mostly the time in which the
 * party is inserted among the others. */
static void *submit_all_the_time(void *argument)
{
    worker *self = argument;
    while (!atomic_load(&self->stop)) {
        const uint64_t scattered = self->submitted * 0x9e3779b97f4a7c15;
        const secagg_status status =
            secagg_aggregator_submit(self->aggregator, scattered, shares, self->share_count);
        if (status != SECAGG_OK) {
            self->first_failure = status;
            break;
        }
        self->submitted++;
    }
    return NULL;
}

static void lock_held(size_t value_count, int children)
{
    worker busy = {.aggregator = new_aggregator(N, value_count),
                   .share_count = N * value_count,
                   .first_failure = SECAGG_OK};
    pthread_t thread;
    atomic_init(&busy.stop, 0);
    CHECK(pthread_create(&thread, NULL, submit_all_the_time, &busy) == 0);
    for (int child_number = 0; child_number < children; child_number++) {
        usleep(100);
        const pid_t child = fork();
        if (child == 0) {
            check_failure_count = 0;
            alarm(SECONDS); /* a child that hangs is killed, and counts as failed */
            refuse_in_child(busy.aggregator);
            _exit(check_failure_count != 0);
        }
        wait_for(child);
    }
    atomic_store(&busy.stop, 1);
    CHECK(pthread_join(thread, NULL) == 0);
    EXPECT_OK(busy.first_failure);
    uint64_t submissions;
    EXPECT_OK(secagg_aggregator_submissions(busy.aggregator, &submissions));
    CHECK(submissions == busy.submitted && submissions > 0);
    secagg_aggregator_free(busy.aggregator);
}

/* A handle of a process is not one of its grandchild, whose parent has none. */
static void generations(void)
{
    check_case("a child of a child has none of the handles that were made before");
    secagg_aggregator *first = new_aggregator(N, COUNT);
    const pid_t child = fork();
    if (child == 0) {
        check_failure_count = 0;
        alarm(SECONDS);
        const pid_t grandchild = fork();
        if (grandchild == 0) {
            refuse_in_child(first);
            _exit(check_failure_count != 0);
        }
        wait_for(grandchild);
        secagg_aggregator *second = new_aggregator(N, COUNT);
        const pid_t another = fork();
        if (another == 0) {
            refuse_in_child(first);
            refuse_in_child(second);
            secagg_aggregator *third = new_aggregator(N, COUNT);
            EXPECT_OK(secagg_aggregator_submit(third, 1, shares, N * COUNT));
            secagg_aggregator_free(third);
            _exit(check_failure_count != 0);
        }
        wait_for(another);
        EXPECT_OK(secagg_aggregator_submit(second, 1, shares, N * COUNT));
        secagg_aggregator_free(second);
        refuse_in_child(first);
        _exit(check_failure_count != 0);
    }
    wait_for(child);
    EXPECT_OK(secagg_aggregator_submit(first, 1, shares, N * COUNT));
    secagg_aggregator_free(first);
}

/* A child in a namespace of its own, as containers have, of a parent in one: both are process 1. */
static void same_process_id(void)
{
    check_case("a child whose process id is its parent's");
    const pid_t child = fork();
    if (child == 0) {
        check_failure_count = 0;
        alarm(SECONDS);
        if (unshare(CLONE_NEWPID) != 0) {
            printf("    not tried: no namespaces for this user\n");
            fflush(stdout);
            _exit(0);
        }
        const pid_t first = fork();
        if (first == 0) {
            secagg_aggregator *aggregator = new_aggregator(N, COUNT);
            CHECK(getpid() == 1 && unshare(CLONE_NEWPID) == 0);
            const pid_t second = fork();
            if (second == 0) {
                CHECK(getpid() == 1);
                refuse_in_child(aggregator);
                _exit(check_failure_count != 0);
            }
            wait_for(second);
            EXPECT_OK(secagg_aggregator_submit(aggregator, 1, shares, N * COUNT));
            secagg_aggregator_free(aggregator);
            _exit(check_failure_count != 0);
        }
        wait_for(first);
        _exit(check_failure_count != 0);
    }
    wait_for(child);
}

/* Under valgrind a child takes half a second, and a filter would refuse valgrind's own calls. */
static int is_under_valgrind(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL;
}

static void all_cases(void)
{
    const int slower = is_under_valgrind() ? 20 : 1;

    both_go_on();
    generations();
    same_process_id();
    streams_differ();
    check_case("fault 62: fork while another thread is in a call");
    lock_held(COUNT, 100 / slower);
    check_case("fault 62: a child frees what another thread was changing");
    lock_held(1, 600 / slower);
}

/* In a child, before this process has a handle. */
static void where_no_page_is_wiped(void)
{
    static const long numbers[] = {SYS_madvise};
    check_case("the same where the system wipes no page");
    const pid_t child = fork();
    if (child == 0) {
        check_failure_count = 0;
        if (!refuse_system_calls(numbers, COUNT_OF(numbers), EINVAL)) {
            printf("    not tried: system calls cannot be filtered here (seccomp)\n");
            fflush(stdout);
            _exit(0);
        }
        CHECK(madvise(NULL, 0, MADV_NORMAL) != 0);
        all_cases();
        fflush(stdout);
        _exit(check_failure_count != 0);
    }
    wait_for(child);
}

int main(void)
{
    for (size_t i = 0; i < COUNT; i++)
        values[i] = value_of(i);
    EXPECT_OK(secagg_additive_split(shares, N, values, COUNT, NULL));
    if (!is_under_valgrind())
        where_no_page_is_wiped();
    check_case("where the system wipes a page");
    all_cases();
    return check_result();
}
