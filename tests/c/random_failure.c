/* Fault 59: the operating system has no random bytes to give. In a child process the kernel is told
 * to refuse getrandom, and to open no file, so that /dev/urandom is out of reach too. */
#include "check.h"
#include "refuse.h"
#include <errno.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N = 5, T = 3, COUNT = 200, NO_SECCOMP = 77 };

static secagg_value values[COUNT], shares[N * COUNT];
static secagg_share list[N];

static int refuse_random(int error)
{
    static const long numbers[] = {
        SYS_getrandom,
        SYS_openat,
#ifdef SYS_open
        SYS_open,
#endif
    };
    return refuse_system_calls(numbers, COUNT_OF(numbers), error);
}

/* Everything that needs randomness is refused and everything else works. */
static void without_random(void)
{
    static secagg_value split[N * COUNT], result[COUNT];
    /* Of few values, whose randomness is the system's own, and of many, whose key is. */
    static const size_t counts[] = {1, COUNT};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        const size_t len = N * counts[i] * sizeof split[0];
        FILL(split);
        EXPECT_STATUS(secagg_additive_split(split, N, values, counts[i], NULL),
                      SECAGG_RANDOM_FAILED);
        CHECK(check_all_bytes(split, len, CHECK_FILL) || check_all_bytes(split, len, 0));
        FILL(split);
        EXPECT_STATUS(secagg_shamir_split(split, N, T, values, counts[i], NULL),
                      SECAGG_RANDOM_FAILED);
        CHECK(check_all_bytes(split, len, CHECK_FILL) || check_all_bytes(split, len, 0));
    }
    FILL(result);
    EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, list, N, T, NULL),
                  SECAGG_RANDOM_FAILED); /* spare shares are checked at random */
    CHECK(IS_UNTOUCHED_OR_ZERO(result));
    secagg_aggregator *aggregator; /* needs no randomness */
    EXPECT_OK(secagg_aggregator_create(&aggregator, N, NULL));
    secagg_aggregator_free(aggregator);

    const uint8_t seed[32] = {1};
    const secagg_split_options seeded = {
        .struct_size = sizeof seeded, .seed = seed, .allow_insecure_seed = 1};
    list_shares(list, N, split, COUNT);
    EXPECT_OK(secagg_shamir_split(split, N, T, values, COUNT, &seeded));
    EXPECT_OK(secagg_shamir_reconstruct(result, COUNT, list, T, T, NULL));
    CHECK(IS_SAME(result, values));
    EXPECT_OK(secagg_additive_split(split, N, values, COUNT, &seeded));
    EXPECT_OK(secagg_additive_reconstruct(result, COUNT, list, N, NULL));
    CHECK(IS_SAME(result, values));
}

/* Counts the child's failures as this process's own. */
static void in_a_child(const char *name, int error, secagg_aggregator *made_before)
{
    check_case(name);
    const pid_t child = fork();
    if (child == 0) {
        char probe[16];
        check_failure_count = 0;
        if (!refuse_random(error))
            _exit(NO_SECCOMP);
        CHECK(getrandom(probe, sizeof probe, 0) < 0);
        without_random();
        secagg_aggregator_free(made_before);
        _exit(check_failure_count != 0);
    }
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_SECCOMP)
        check_skip("system calls cannot be filtered here (seccomp)");
    CHECK(WEXITSTATUS(status) == 0);
}

int main(void)
{
    const uint8_t seed[32] = {2};
    const secagg_split_options seeded = {
        .struct_size = sizeof seeded, .seed = seed, .allow_insecure_seed = 1};
    for (size_t i = 0; i < COUNT; i++)
        values[i] = value_of(i);
    EXPECT_OK(secagg_shamir_split(shares, N, T, values, COUNT, &seeded));
    list_shares(list, N, shares, COUNT);

    /* ENOSYS and EPERM are what old kernels and containers answer; EIO is anything else. */
    in_a_child("fault 59: no randomness from the first call on (no such system call)", ENOSYS, NULL);
    in_a_child("fault 59: no randomness from the first call on (not permitted)", EPERM, NULL);
    in_a_child("fault 59: no randomness from the first call on (input/output error)", EIO, NULL);
    secagg_aggregator *aggregator;
    EXPECT_OK(secagg_aggregator_create(&aggregator, N, NULL));
    in_a_child("fault 59: randomness fails after it worked (no such system call)", ENOSYS, aggregator);
    in_a_child("fault 59: randomness fails after it worked (input/output error)", EIO, aggregator);
    secagg_aggregator_free(aggregator);
    return check_result();
}
