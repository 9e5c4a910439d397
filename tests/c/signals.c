/* Faults 59 and 60: a storm of signals, in the middle of system calls and of everything else. */
#include "check.h"
#include "every_call.h"
#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t signal_count;

static void count_signal(int number)
{
    (void)number;
    errno = EINTR;
    signal_count++;
}

static void storm(void)
{
    check_case("faults 59 and 60: every call works in a storm of signals");
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = count_signal; /* without SA_RESTART: system calls are interrupted */
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    const struct itimerval every_50_microseconds = {{0, 50}, {0, 50}}, never = {{0, 0}, {0, 0}};
    CHECK(setitimer(ITIMER_REAL, &every_50_microseconds, NULL) == 0);

    /* Both ways to randomness: the system's own for few values, a key for many. */
    const time_t end = time(NULL) + 2;
    secagg_value value = value_of(7), shares[3], result;
    secagg_share list[3];
    list_shares(list, 3, shares, 1);
    long rounds = 0, wrong = 0;
    while (time(NULL) < end || signal_count < 100) {
        wrong += !every_call_works();
        for (int i = 0; i < 100; i++) {
            wrong += secagg_additive_split(shares, 3, &value, 1, NULL) != SECAGG_OK;
            wrong += secagg_additive_reconstruct(&result, 1, list, 3, NULL) != SECAGG_OK;
            wrong += !value_is(result, 7);
        }
        rounds++;
    }
    CHECK(setitimer(ITIMER_REAL, &never, NULL) == 0);
    CHECK(wrong == 0);
    printf("    %ld rounds, %ld signals\n", rounds, (long)signal_count);
}

int main(void)
{
    storm();
    return check_result();
}
