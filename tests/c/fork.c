/* Faults 61 and 62: a process forks in the middle of a sum, and while another thread is in a call. */
#include "aggregator.h"
#include "check.h"
#include "every_call.h"
#include <pthread.h>
#include <stdatomic.h>
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
    atomic_int stop;
    secagg_status first_failure;
    uint64_t submitted;
} worker;

/* Holds the handle's lock nearly all the time. */
static void *submit_all_the_time(void *argument)
{
    worker *self = argument;
    while (!atomic_load(&self->stop)) {
        const secagg_status status =
            secagg_aggregator_submit(self->aggregator, self->submitted, shares, N * COUNT);
        if (status != SECAGG_OK) {
            self->first_failure = status;
            break;
        }
        self->submitted++;
    }
    return NULL;
}

static void lock_held(void)
{
    check_case("fault 62: fork while another thread is in a call");
    worker busy = {.aggregator = new_aggregator(N, COUNT), .first_failure = SECAGG_OK};
    pthread_t thread;
    atomic_init(&busy.stop, 0);
    CHECK(pthread_create(&thread, NULL, submit_all_the_time, &busy) == 0);
    for (int round = 0; round < 100; round++) {
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

int main(void)
{
    for (size_t i = 0; i < COUNT; i++)
        values[i] = value_of(i);
    EXPECT_OK(secagg_additive_split(shares, N, values, COUNT, NULL));
    both_go_on();
    streams_differ();
    lock_held();
    return check_result();
}
