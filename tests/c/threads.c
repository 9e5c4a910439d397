/* Fault 63: one handle used from many threads, and calls that use threads themselves. */
#include "check.h"
#include <pthread.h>
#include <stdatomic.h>

enum { N = 3, COUNT = 50, THREADS = 8, ROUNDS = 200 };

static secagg_aggregator *aggregator;
static atomic_int accepted, refused, unexpected;

static void *submit_own(void *argument)
{
    const uint64_t thread = *(const uint64_t *)argument;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        secagg_value values[COUNT], shares[N * COUNT];
        uint64_t before = 0, after = 0;
        for (size_t i = 0; i < COUNT; i++)
            values[i] = value_of(thread * ROUNDS + round + i);
        int bad = secagg_additive_split(shares, N, values, COUNT, NULL) != SECAGG_OK;
        bad += secagg_aggregator_submissions(aggregator, &before) != SECAGG_OK;
        /* Its own id, and one that all threads compete for. */
        bad += secagg_aggregator_submit(aggregator, 1000000 + thread * ROUNDS + round, shares,
                                        N * COUNT) != SECAGG_OK;
        memset(shares, 0, sizeof shares);
        const secagg_status status = secagg_aggregator_submit(aggregator, round, shares, N * COUNT);
        if (status == SECAGG_OK)
            atomic_fetch_add(&accepted, 1);
        else if (status == SECAGG_ALREADY_ACCEPTED)
            atomic_fetch_add(&refused, 1);
        else
            bad++;
        bad += secagg_aggregator_submissions(aggregator, &after) != SECAGG_OK;
        bad += after <= before;
        atomic_fetch_add(&unexpected, bad);
    }
    return NULL;
}

/* The same from all threads at once: one gives the result, and all get it. */
static void *finish(void *argument)
{
    secagg_value *const total = argument;
    const secagg_value zeros[N * COUNT] = {{{0}}};
    int bad = secagg_aggregator_reconstruct(aggregator, total, COUNT) != SECAGG_OK;
    bad += secagg_aggregator_submit(aggregator, 42424242, zeros, N * COUNT) != SECAGG_CLOSED;
    atomic_fetch_add(&unexpected, bad);
    return NULL;
}

static void one_handle(void)
{
    check_case("fault 63: one handle from many threads");
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = COUNT};
    pthread_t threads[THREADS];
    uint64_t numbers[THREADS], submissions;
    EXPECT_OK(secagg_aggregator_create(&aggregator, N, &options));
    for (uint64_t i = 0; i < THREADS; i++) {
        numbers[i] = i;
        CHECK(pthread_create(&threads[i], NULL, submit_own, &numbers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(atomic_load(&unexpected) == 0);
    CHECK(atomic_load(&accepted) == ROUNDS);
    CHECK(atomic_load(&refused) == (THREADS - 1) * ROUNDS);
    EXPECT_OK(secagg_aggregator_submissions(aggregator, &submissions));
    CHECK(submissions == THREADS * ROUNDS + ROUNDS);

    static secagg_value totals[THREADS][COUNT];
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, finish, totals[i]) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(atomic_load(&unexpected) == 0);
    const uint64_t m = THREADS * ROUNDS, sum = m * (m - 1) / 2;
    for (int i = 0; i < THREADS; i++)
        for (uint64_t place = 0; place < COUNT; place++)
            CHECK(value_is(totals[i][place], sum + m * place));
    secagg_aggregator_free(aggregator);
}

/* Large enough that the work is really divided. */
static void same_bytes(void)
{
    check_case("the threads of a call do not change its bytes");
    enum { LARGE = 100001, HOLDERS = 4, T = 3 };
    const size_t len = (size_t)HOLDERS * LARGE;
    secagg_value *const values = malloc(LARGE * sizeof *values);
    secagg_value *const result = malloc(LARGE * sizeof *result);
    secagg_value *const one = malloc(len * sizeof *one), *const many = malloc(len * sizeof *many);
    if (values == NULL || result == NULL || one == NULL || many == NULL)
        check_skip("too little memory");
    for (uint64_t i = 0; i < LARGE; i++)
        values[i] = value_of(i * i);
    const uint8_t seed[32] = {7};
    secagg_split_options split = {
        .struct_size = sizeof split, .seed = seed, .allow_insecure_seed = 1};
    secagg_run_options run = {.struct_size = sizeof run};
    secagg_share list[HOLDERS];
    list_shares(list, HOLDERS, many, LARGE);

    for (int scheme = 0; scheme < 2; scheme++) {
        static const uint32_t threads[] = {1, 2, 3, 8, SECAGG_MAX_THREAD_COUNT};
        for (size_t i = 0; i < COUNT_OF(threads); i++) {
            split.threads = run.threads = threads[i];
            memset(result, 0, LARGE * sizeof *result);
            if (scheme == 0) {
                EXPECT_OK(secagg_additive_split(many, HOLDERS, values, LARGE, &split));
                EXPECT_OK(secagg_additive_reconstruct(result, LARGE, list, HOLDERS, &run));
            } else {
                EXPECT_OK(secagg_shamir_split(many, HOLDERS, T, values, LARGE, &split));
                EXPECT_OK(secagg_shamir_reconstruct(result, LARGE, list, HOLDERS, T, &run));
            }
            if (threads[i] == 1)
                memcpy(one, many, len * sizeof *one);
            CHECK(memcmp(one, many, len * sizeof *one) == 0);
            CHECK(memcmp(result, values, LARGE * sizeof *result) == 0);
        }
    }

    check_case("a wrong value in any thread's part is noticed");
    static const size_t places[] = {0, LARGE / 3, LARGE / 2, LARGE - 1};
    run.threads = split.threads = 8;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        secagg_value *const spoiled = &many[LARGE + places[i]], good = *spoiled;
        const secagg_value step = value_of(1);
        EXPECT_OK(secagg_sum_add(spoiled, &step, 1));
        EXPECT_STATUS(secagg_shamir_reconstruct(result, LARGE, list, HOLDERS, T, &run),
                      SECAGG_INCONSISTENT_SHARES);
        *spoiled = value_p();
        EXPECT_STATUS(secagg_shamir_reconstruct(result, LARGE, list, HOLDERS, T, &run),
                      SECAGG_NOT_CANONICAL);
        *spoiled = good;
        const secagg_value good_value = values[places[i]];
        values[places[i]] = value_p();
        EXPECT_STATUS(secagg_shamir_split(one, HOLDERS, T, values, LARGE, &split),
                      SECAGG_NOT_CANONICAL);
        EXPECT_STATUS(secagg_additive_split(one, HOLDERS, values, LARGE, &split),
                      SECAGG_NOT_CANONICAL);
        values[places[i]] = good_value;
    }
    free(values);
    free(result);
    free(one);
    free(many);
}

int main(void)
{
    one_handle();
    same_bytes();
    return check_result();
}
