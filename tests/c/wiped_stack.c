/* No key of a split is left on the stack. The library draws its keys itself, but the round keys of
 * AES-256 give themselves away: most words of them are the sum of two that come before. */
#include "check.h"
#include <pthread.h>

enum { VALUE_COUNT = 600000, HOLDER_COUNT = 3, STACK_LEN = 256 * 1024, WORD_COUNT = 60 };

static secagg_value values[VALUE_COUNT], shares[HOLDER_COUNT * VALUE_COUNT];
static _Alignas(4096) uint32_t stack[STACK_LEN / sizeof(uint32_t)];

static struct {
    uint32_t scheme, threads;
    size_t value_count;
    secagg_status status;
} split;

static void *run_split(void *nothing)
{
    const secagg_split_options options = {sizeof options, split.threads, NULL, 0, 0};
    if (split.scheme == SECAGG_SCHEME_ADDITIVE)
        split.status = secagg_additive_split(shares, HOLDER_COUNT, values, split.value_count,
                                             &options);
    else
        split.status = secagg_shamir_split(shares, HOLDER_COUNT, 2, values, split.value_count,
                                           &options);
    return nothing;
}

static int are_round_keys(const uint32_t *words)
{
    int nonzero_count = 0;
    for (int i = 0; i < WORD_COUNT; i++) {
        if (i >= 8 && i % 4 != 0 && words[i] != (words[i - 8] ^ words[i - 1]))
            return 0;
        nonzero_count += words[i] != 0;
    }
    return nonzero_count > WORD_COUNT / 2;
}

/* Runs the split on a thread whose stack can be looked at afterwards. */
static int keys_left(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    memset(stack, 0, sizeof stack);
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstack(&attributes, stack, sizeof stack) == 0);
    CHECK(pthread_create(&thread, &attributes, run_split, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(split.status == SECAGG_OK);
    int count = 0;
    for (size_t i = 0; i + WORD_COUNT <= COUNT_OF(stack); i++)
        count += are_round_keys(stack + i);
    return count;
}

int main(void)
{
#ifdef LIBRARY_IS_UNOPTIMISED
    check_skip("without optimisation everything that is moved leaves a copy");
#endif
    check_case("no keys on the stack after a split");
    for (split.scheme = SECAGG_SCHEME_ADDITIVE; split.scheme <= SECAGG_SCHEME_SHAMIR; split.scheme++)
        for (split.threads = 1; split.threads <= 4; split.threads++)
            for (split.value_count = 9; split.value_count <= VALUE_COUNT; split.value_count *= 3)
                CHECK(keys_left() == 0);
    return check_result();
}
