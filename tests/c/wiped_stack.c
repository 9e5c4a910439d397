/* Nothing of a key outlives the call that drew it: not one round key, neither in a vector register
 * (which the next call of a lazily bound function, or a signal, would write to the stack) nor on a
 * stack nor in memory that was given back. From one round key after another, the last share alone
 * reads every value. */
#include "traces.h"
#include <signal.h>
#include <sys/time.h>

enum { VALUE_COUNT = 300000, HOLDER_COUNT = 3, THRESHOLD = 2, SPARE = 2, M = HOLDER_COUNT + SPARE };

static secagg_value values[VALUE_COUNT], shares[M * VALUE_COUNT], result[VALUE_COUNT];
static uint8_t messages[HOLDER_COUNT][128 + 16 * VALUE_COUNT];
static const uint8_t seed[32] = {0x5a, 1, 2, 3};

static struct {
    uint32_t threads;
    size_t value_count;
    const uint8_t *seed;
    secagg_session *session;
    secagg_holder *holder;
    secagg_status status;
} run;

static secagg_split_options split_options(void)
{
    const secagg_split_options options = {
        sizeof options, run.threads, run.seed, run.seed != NULL, 0};
    return options;
}

static void *additive_split(void *nothing)
{
    const secagg_split_options options = split_options();
    run.status = secagg_additive_split(shares, HOLDER_COUNT, values, run.value_count, &options);
    return nothing;
}

static void *shamir_split(void *nothing)
{
    const secagg_split_options options = split_options();
    run.status = secagg_shamir_split(shares, HOLDER_COUNT, THRESHOLD, values, run.value_count,
                                     &options);
    return nothing;
}

/* The shares are those of zeros. */
static void *reconstruct(void *nothing)
{
    const secagg_run_options options = {sizeof options, run.threads};
    secagg_share list[M];
    list_shares(list, M, shares, run.value_count);
    run.status =
        secagg_shamir_reconstruct(result, run.value_count, list, M, THRESHOLD, &options);
    return nothing;
}

static void *recover(void *nothing)
{
    const secagg_run_options options = {sizeof options, run.threads};
    secagg_share list[M];
    list_shares(list, M, shares, run.value_count);
    run.status = secagg_shamir_recover(result, run.value_count, NULL, list, M, THRESHOLD, &options);
    return nothing;
}

static void *deal(void *nothing)
{
    const secagg_run_options options = {sizeof options, run.threads};
    const size_t message_len = 128 + 16 * run.value_count;
    uint8_t *pointers[HOLDER_COUNT];
    for (int k = 0; k < HOLDER_COUNT; k++)
        pointers[k] = messages[k];
    run.status = secagg_session_deal(run.session, pointers, HOLDER_COUNT, message_len, 1, values,
                                     run.value_count, &options);
    return nothing;
}

static void *accept_message(void *nothing)
{
    run.status = secagg_holder_accept(run.holder, messages[0], 128 + 16 * run.value_count);
    return nothing;
}

static void watch_run(void *(*call)(void *))
{
    watch(call, NULL);
    EXPECT_OK(run.status);
}

static void ciphers(void)
{
    check_case("control: the ciphers are those of FIPS 197 and RFC 8439");
    static const uint8_t expected[16] = {0x8e, 0xa2, 0xb7, 0xca, 0x51, 0x67, 0x45, 0xbf,
                                         0xea, 0xfc, 0x49, 0x90, 0x4b, 0x49, 0x60, 0x89};
    static const uint8_t zero_stream[8] = {0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90};
    uint8_t key[32], block[16], zeros[32] = {0}, stream[64];
    for (int i = 0; i < 32; i++)
        key[i] = (uint8_t)i;
    for (int i = 0; i < 16; i++)
        block[i] = (uint8_t)(0x11 * i);
    const aes_round_keys keys = aes_expand(key);
    aes_encrypt(&keys, block);
    CHECK(IS_SAME(block, expected));
    chacha20_first_block(zeros, stream);
    CHECK(memcmp(stream, zero_stream, sizeof zero_stream) == 0);
}

/* Round key 7 of the first key. */
enum { PLANTED = 7 };

/* Leaves it there, for all that the compiler knows. */
static void leave_at(uint8_t *place)
{
    memcpy(place, secrets[PLANTED].bytes, SECRET_LEN);
    __asm__ volatile("" :: "r"(place) : "memory");
}

/* As deep as the thread's own end does not reach. */
static void *leave_on_stack(void *nothing)
{
    uint8_t local[4000];
    leave_at(local + 33);
    return nothing;
}

static void *leave_in_register(void *nothing)
{
#if defined(__x86_64__)
    __asm__ volatile("movdqu (%0), %%xmm7" :: "r"(secrets[PLANTED].bytes) : "xmm7");
#elif defined(__aarch64__)
    __asm__ volatile("ldr q7, [%0]" :: "r"(secrets[PLANTED].bytes) : "v7");
#endif
    return nothing;
}

static void *leave_in_freed_memory(void *nothing)
{
    uint8_t *const memory = malloc(1000);
    if (CHECK(memory != NULL))
        leave_at(memory + 501);
    free(memory);
    return nothing;
}

static void *leave_nothing(void *nothing)
{
    return nothing;
}

static void *leave_by_helper(void *nothing)
{
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, leave_on_stack, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    return nothing;
}

static trace_counts traces_of(void *(*leave)(void *))
{
    forget_secrets();
    watch(leave, NULL);
    return traces();
}

static void searches(void)
{
    check_case("control: one round key that is left anywhere is found");
    CHECK(traces_of(leave_on_stack).in_stacks > 0);
    CHECK(traces_of(leave_by_helper).in_stacks > 0);
    CHECK(traces_of(leave_in_freed_memory).in_freed > 0);
#if defined(__x86_64__) || defined(__aarch64__)
    CHECK(traces_of(leave_in_register).in_registers > 0);
#endif
    check_case("control: nothing is found where nothing is");
    forget_secrets();
    watch(leave_nothing, NULL);
    CHECK(nothing_is_left());
}

/* Whether the first share, of a value of zero, is where the key's stream begins. */
static int is_stream_of(const uint8_t key[32])
{
    const aes_round_keys keys = aes_expand(key);
    uint8_t aes[16] = {0}, chacha[64];
    aes_encrypt(&keys, aes);
    chacha20_first_block(key, chacha);
    aes[15] &= 0x7f;
    chacha[15] &= 0x7f;
    return memcmp(shares, aes, 16) == 0 || memcmp(shares, chacha, 16) == 0;
}

/* Whether a call draws a key, and no two threads have the same, is seen from what it drew. */
static void keys_are_known(void)
{
    check_case("control: what is looked for is the key of the split");
    run.threads = 1;
    run.seed = NULL;
    run.value_count = 1000;
    forget_secrets();
    watch_run(additive_split);
    CHECK(drawn_key_count == 1 && is_stream_of(keys[0]));
    run.threads = 4;
    run.value_count = VALUE_COUNT;
    watch_run(additive_split);
    CHECK(drawn_key_count == 4 && thread_count > 1);
}

static void no_key_is_left(const char *name, void *(*call)(void *))
{
    static const size_t counts[] = {1, 5, 9, 40, 300, 1000, 5000, VALUE_COUNT};
    static const uint32_t thread_counts[] = {1, 2, 4};
    check_case(name);
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        for (size_t k = 0; k < COUNT_OF(thread_counts); k++) {
            run.threads = thread_counts[k];
            run.value_count = counts[i];
            forget_secrets();
            watch_run(call);
            if (!CHECK(nothing_is_left()))
                printf("    %s of %zu values with %u threads\n", name, counts[i], run.threads);
        }
}

static void unseeded(void)
{
    run.seed = NULL;
    no_key_is_left("no key is left by additive_split", additive_split);
    no_key_is_left("no key is left by shamir_split", shamir_split);
    memset(shares, 0, sizeof shares);
    no_key_is_left("no key is left by shamir_reconstruct of spare shares", reconstruct);
    no_key_is_left("no key is left by shamir_recover", recover);
}

/* A session for run.value_count values. */
static void begin_session(uint32_t scheme)
{
    const secagg_session_options options = {.struct_size = sizeof options,
                                            .scheme = scheme,
                                            .holder_count = HOLDER_COUNT,
                                            .value_count = run.value_count,
                                            .id = {1}};
    EXPECT_OK(secagg_session_create(&run.session, &options));
}

static void deals(void)
{
    static const size_t counts[] = {9, 700, VALUE_COUNT};
    check_case("no key is left by session_deal");
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        for (uint32_t scheme = SECAGG_SCHEME_ADDITIVE; scheme <= SECAGG_SCHEME_SHAMIR; scheme++) {
            run.value_count = counts[i];
            begin_session(scheme);
            for (run.threads = 1; run.threads <= 2; run.threads++) {
                forget_secrets();
                watch_run(deal);
                CHECK(nothing_is_left());
            }
            secagg_session_free(run.session);
        }
}

/* A value, and what was drawn for it: the lower 127 bits of 16 bytes. */
static void add_value(const void *value, const char *name)
{
    uint8_t bytes[SECRET_LEN];
    memcpy(bytes, value, sizeof bytes);
    add_secret(bytes, sizeof bytes, name);
    bytes[15] ^= 0x80;
    add_secret(bytes, sizeof bytes, name);
}

static const secagg_value *share_of(void *(*call)(void *), size_t holder)
{
    if (call == deal || call == accept_message)
        return (const secagg_value *)(const void *)(messages[holder] + 96);
    return shares + holder * run.value_count;
}

/* Of a long vector, the values that end a block or a thread's range are looked for. */
static void no_value_is_left(const char *name, void *(*call)(void *))
{
    static const size_t counts[] = {1, 2, 5, 9, 40, 300, 700, VALUE_COUNT};
    check_case(name);
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        run.threads = counts[i] == VALUE_COUNT ? 2 : 1;
        run.value_count = counts[i];
        begin_session(SECAGG_SCHEME_ADDITIVE);
        EXPECT_OK(secagg_shamir_split(shares, M, THRESHOLD, values, counts[i], NULL));
        EXPECT_OK(secagg_holder_create(&run.holder, run.session, 1));
        deal(NULL);
        forget_secrets();
        watch_run(call);
        forget_secrets();
        for (size_t k = 0; k < counts[i]; k++) {
            if (counts[i] == VALUE_COUNT && k % 128 < 120 && k < counts[i] - 8)
                continue;
            add_value(&values[k], "value");
            for (size_t holder = 0; holder < HOLDER_COUNT; holder++)
                add_value(&share_of(call, holder)[k], "share");
        }
        if (!CHECK(nothing_is_left()))
            printf("    %s of %zu values\n", name, counts[i]);
        secagg_holder_free(run.holder);
        secagg_session_free(run.session);
    }
}

static void drawn_values(void)
{
    fill_at_random(values, sizeof values);
    for (size_t i = 0; i < VALUE_COUNT; i++)
        values[i].bytes[15] &= 0x3f;
    no_value_is_left("no value and no share is left by additive_split", additive_split);
    no_value_is_left("no value and no share is left by session_deal", deal);
    no_value_is_left("no share is left by holder_accept", accept_message);
    no_value_is_left("no value and no share is left by shamir_split", shamir_split);
    no_value_is_left("no value and no share is left by shamir_reconstruct", reconstruct);
    memset(values, 0, sizeof values);
}

static volatile sig_atomic_t signal_count;

static void count_signal(int number)
{
    (void)number;
    signal_count++;
}

/* The system writes all registers to the stack before it calls the handler. */
static void *(*interrupted)(void *);

static void *interrupt(void *nothing)
{
    const struct itimerval often = {{0, 20}, {0, 20}}, never = {{0, 0}, {0, 0}};
    sigset_t alarms;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    CHECK(pthread_sigmask(SIG_UNBLOCK, &alarms, NULL) == 0);
    CHECK(setitimer(ITIMER_REAL, &often, NULL) == 0);
    interrupted(nothing);
    CHECK(setitimer(ITIMER_REAL, &never, NULL) == 0);
    return nothing;
}

static void signals(void)
{
    static void *(*const calls[])(void *) = {additive_split, shamir_split};
    const struct sigaction action = {.sa_handler = count_signal};
    sigset_t alarms;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    check_case("no key is left by a split amidst signals");
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    CHECK(pthread_sigmask(SIG_BLOCK, &alarms, NULL) == 0);
    run.threads = 1;
    for (size_t i = 0; i < COUNT_OF(calls); i++)
        for (int round = 0; round < 20; round++) {
            run.value_count = VALUE_COUNT - (size_t)round;
            interrupted = calls[i];
            forget_secrets();
            watch_run(interrupt);
            CHECK(nothing_is_left());
        }
    CHECK(signal_count > 40);
}

/* The keys that BLAKE3 derives from the seed, the scheme, n and t. They never change. */
static const uint8_t additive_key[32] = {
    0x1a, 0xd8, 0xcd, 0xfe, 0x18, 0xfb, 0xfe, 0x4b, 0x03, 0x58, 0x4a, 0x35, 0xfb, 0x07, 0x83, 0xa5,
    0x23, 0x49, 0x8c, 0xb9, 0x70, 0xf9, 0x98, 0xb7, 0x81, 0xdd, 0x87, 0x7a, 0xaa, 0x29, 0x58, 0x56};
static const uint8_t shamir_key[32] = {
    0xcf, 0x20, 0x02, 0x73, 0xdb, 0x01, 0x81, 0x49, 0xdf, 0x4c, 0xf1, 0x62, 0x10, 0x59, 0xb3, 0xd6,
    0x4b, 0x1c, 0xd8, 0xaf, 0xc0, 0xa1, 0xd0, 0xbd, 0x44, 0xd5, 0xfb, 0xc5, 0xf7, 0x21, 0x16, 0x2d};

static void *seeded_additive_split(void *nothing)
{
    add_secret(additive_key, sizeof additive_key, "seeded key");
    add_secret(seed, sizeof seed, "seed");
    return additive_split(nothing);
}

static void *seeded_shamir_split(void *nothing)
{
    add_secret(shamir_key, sizeof shamir_key, "seeded key");
    add_secret(seed, sizeof seed, "seed");
    return shamir_split(nothing);
}

static void seeded(void)
{
    run.seed = seed;
    no_key_is_left("no key is left by a seeded additive_split", seeded_additive_split);
    CHECK(is_stream_of(additive_key));
    no_key_is_left("no key is left by a seeded shamir_split", seeded_shamir_split);
    run.seed = NULL;
}

int main(void)
{
#ifdef LIBRARY_IS_UNOPTIMISED
    check_skip("without optimisation everything that is moved leaves a copy");
#endif
    ciphers();
    searches();
    keys_are_known();
    unseeded();
    deals();
    signals();
    drawn_values();
    seeded();
    return check_result();
}
