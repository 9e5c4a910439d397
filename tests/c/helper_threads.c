/* Fault 70: threads that cannot be started. The other threads, if only the calling one, do their
 * work; the results are the same. Those that were started have ended when the call returns.
 *
 * The functions below stand before the C library's in the search order of the dynamic linker, so
 * that the library's calls come here. */
#include "check.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

enum { N = 5, T = 3, COUNT = 200000, THREADS = 4, ENOUGH = 1000 };

static int may_start = ENOUGH, started, joined;

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *const symbol = dlsym(RTLD_NEXT, "pthread_create");
    memcpy(&create, &symbol, sizeof create);
    if (started >= may_start)
        return EAGAIN;
    started++;
    return create(thread, attributes, start, argument);
}

int pthread_join(pthread_t thread, void **result)
{
    int (*join)(pthread_t, void **);
    void *const symbol = dlsym(RTLD_NEXT, "pthread_join");
    memcpy(&join, &symbol, sizeof join);
    joined++;
    return join(thread, result);
}

static secagg_value values[COUNT], shares[N * COUNT], expected[N * COUNT], result[COUNT];
static uint8_t messages[N][128 + 16 * COUNT];
static const uint8_t seed[32] = {9};
static const secagg_run_options threads = {sizeof threads, THREADS};
static const secagg_split_options one_thread = {sizeof one_thread, 1, seed, 1, 0};
static const secagg_split_options many_threads = {sizeof many_threads, THREADS, seed, 1, 0};

static void begin(int number)
{
    may_start = number;
    started = joined = 0;
}

/* As many helpers as could be were at work, and none of them is left. */
static void end(int number)
{
    CHECK(started == (number < THREADS - 1 ? number : THREADS - 1));
    CHECK(joined == started);
}

static void splits(int number)
{
    EXPECT_OK(secagg_additive_split(expected, N, values, COUNT, &one_thread));
    begin(number);
    EXPECT_OK(secagg_additive_split(shares, N, values, COUNT, &many_threads));
    end(number);
    CHECK(IS_SAME(shares, expected));
    EXPECT_OK(secagg_shamir_split(expected, N, T, values, COUNT, &one_thread));
    begin(number);
    EXPECT_OK(secagg_shamir_split(shares, N, T, values, COUNT, &many_threads));
    end(number);
    CHECK(IS_SAME(shares, expected));
}

/* Of the Shamir shares that the splits have left. */
static void reconstructions(int number)
{
    secagg_share list[N];
    uint8_t deviating[N];
    list_shares(list, N, shares, COUNT);
    FILL(result);
    begin(number);
    EXPECT_OK(secagg_shamir_reconstruct(result, COUNT, list, N, T, &threads));
    end(number);
    CHECK(IS_SAME(result, values));
    FILL(result);
    EXPECT_OK(secagg_shamir_recover(result, COUNT, deviating, list, N, T, &threads));
    CHECK(joined == started);
    CHECK(IS_SAME(result, values) && IS_ZERO(deviating));
}

static void deal(int number)
{
    const secagg_session_options options = {.struct_size = sizeof options,
                                            .scheme = SECAGG_SCHEME_SHAMIR,
                                            .holder_count = N,
                                            .value_count = COUNT};
    secagg_session *session = NULL;
    uint8_t *pointers[N];
    secagg_share list[N];
    secagg_message_info info = {.struct_size = sizeof info};
    for (uint32_t k = 0; k < N; k++) {
        pointers[k] = messages[k];
        list[k].x = k + 1;
        list[k].values = (const secagg_value *)(const void *)(messages[k] + 96);
    }
    EXPECT_OK(secagg_session_create(&session, &options));
    begin(number);
    EXPECT_OK(secagg_session_deal(session, pointers, N, sizeof messages[0], 1, values, COUNT,
                                  &threads));
    CHECK(joined == started);
    for (int k = 0; k < N; k++) /* its checksum is right */
        EXPECT_OK(secagg_message_inspect(&info, messages[k], sizeof messages[k]));
    EXPECT_OK(secagg_shamir_reconstruct(result, COUNT, list, N, T, NULL));
    CHECK(IS_SAME(result, values));
    secagg_session_free(session);
}

int main(void)
{
    for (size_t i = 0; i < COUNT; i++)
        values[i] = value_of(i);
    for (int number = 0; number <= THREADS; number++) {
        printf("  %d threads can be started\n", number);
        check_case("fault 70: splits");
        splits(number);
        check_case("fault 70: reconstructions");
        reconstructions(number);
        check_case("fault 70: a deal");
        deal(number);
    }
    return check_result();
}
