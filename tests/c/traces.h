/* Looks for secrets where a call has been: in the stacks and the vector registers of its threads, and
 * in the memory that it gave back. A secret is found by any 16 bytes of it that were named.
 *
 * The functions getrandom, pthread_create and free below stand before the C library's in the search
 * order of the dynamic linker, so that the library's calls come here: its entropy is known, its
 * threads run on stacks that can be looked at, and freed memory is looked at before it goes. */
#ifndef SECAGG_TEST_TRACES_H
#define SECAGG_TEST_TRACES_H

#include "check.h"
#include "ciphers.h"
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/random.h>

enum {
    STACK_LEN = 256 * 1024,
    MAX_THREADS = 8, /* the one that makes the call, and its helpers */
    REGISTER_LEN = 64,
    REGISTER_COUNT = 32,
    MAX_SECRETS = 1 << 18,
    SECRET_LEN = 16
};

/* The secrets, in a table by their first bytes. */
static struct {
    uint8_t bytes[SECRET_LEN];
    const char *name;
    int next;
} secrets[MAX_SECRETS];
static int secret_count, secrets_by_start[1 << 16];

static void forget_secrets(void)
{
    secret_count = 0;
    memset(secrets_by_start, 0xff, sizeof secrets_by_start);
}

static unsigned start_of(const uint8_t *bytes)
{
    return bytes[0] | (unsigned)bytes[1] << 8;
}

/* Every 16 bytes. Zeros are no secret: all memory has them. */
static void add_secret(const void *bytes, size_t len, const char *name)
{
    for (size_t at = 0; at + SECRET_LEN <= len; at += SECRET_LEN) {
        const uint8_t *const secret = (const uint8_t *)bytes + at;
        if (secret_count == MAX_SECRETS || check_all_bytes(secret, SECRET_LEN, 0))
            continue;
        memcpy(secrets[secret_count].bytes, secret, SECRET_LEN);
        secrets[secret_count].name = name;
        secrets[secret_count].next = secrets_by_start[start_of(secret)];
        secrets_by_start[start_of(secret)] = secret_count++;
    }
}

/* The key itself, which ChaCha20 uses, and the round keys of AES-256. */
static void add_key(const uint8_t key[32])
{
    const aes_round_keys keys = aes_expand(key);
    add_secret(keys.bytes, sizeof keys, "round key");
}

static uint64_t half(const uint8_t *bytes)
{
    uint64_t half;
    memcpy(&half, bytes, sizeof half);
    return half;
}

/* Half by half, so that the search itself leaves no secret in a vector register. */
static int is_secret(const uint8_t *bytes, const uint8_t *secret)
{
    return half(bytes) == half(secret) && half(bytes + 8) == half(secret + 8);
}

static int secrets_in(const void *memory, size_t len, const char *where, int number)
{
    const uint8_t *const bytes = (const uint8_t *)memory;
    int count = 0;
    for (size_t at = 0; at + SECRET_LEN <= len; at++)
        for (int i = secrets_by_start[start_of(bytes + at)]; i >= 0; i = secrets[i].next)
            if (is_secret(bytes + at, secrets[i].bytes)) {
                if (count++ < 3)
                    printf("    a %s (%d) in %s %d, at %zu of %zu\n", secrets[i].name, i, where,
                           number, at, len);
            }
    return count;
}

/* An instruction for each vector register that this machine has, by the number of the register. */
#define FOR_16_REGISTERS(instruction) \
    ".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n" instruction "\n.endr\n"
#define FOR_32_REGISTERS(instruction) \
    FOR_16_REGISTERS(instruction)     \
    ".irp n, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n" instruction "\n.endr\n"

/* All vector registers as they are now; those that this machine does not have are left as they are. */
static __attribute__((noinline)) void store_registers(uint8_t *to)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        __asm__ volatile(FOR_32_REGISTERS("vmovdqu64 %%zmm\\n, 64*\\n(%0)") :: "r"(to) : "memory");
    else if (__builtin_cpu_supports("avx"))
        __asm__ volatile(FOR_16_REGISTERS("vmovdqu %%ymm\\n, 64*\\n(%0)") :: "r"(to) : "memory");
    else
        __asm__ volatile(FOR_16_REGISTERS("movdqu %%xmm\\n, 64*\\n(%0)") :: "r"(to) : "memory");
#elif defined(__aarch64__)
    __asm__ volatile(FOR_32_REGISTERS("str q\\n, [%0, #64*\\n]") :: "r"(to) : "memory");
#else
    (void)to;
#endif
}

/* A new thread begins with what its maker has in its registers. The compiler keeps nothing in them
 * across the call. */
static __attribute__((noinline)) void load_registers(const uint8_t *from)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        __asm__ volatile(FOR_32_REGISTERS("vmovdqu64 64*\\n(%0), %%zmm\\n") :: "r"(from) : "memory");
    else if (__builtin_cpu_supports("avx"))
        __asm__ volatile(FOR_16_REGISTERS("vmovdqu 64*\\n(%0), %%ymm\\n") :: "r"(from) : "memory");
    else
        __asm__ volatile(FOR_16_REGISTERS("movdqu 64*\\n(%0), %%xmm\\n") :: "r"(from) : "memory");
#elif defined(__aarch64__)
    /* v8 to v15 are the caller's, but this caller has nothing in them. */
    __asm__ volatile(FOR_32_REGISTERS("ldr q\\n, [%0, #64*\\n]") :: "r"(from) : "memory");
#else
    (void)from;
#endif
}

static struct thread {
    void *(*start)(void *);
    void *argument;
    _Alignas(64) uint8_t registers[REGISTER_COUNT * REGISTER_LEN];
} threads[MAX_THREADS];
static _Alignas(4096) uint8_t stacks[MAX_THREADS][STACK_LEN];
static atomic_int thread_count;

static void *run_and_capture(void *argument)
{
    struct thread *const self = argument;
    load_registers(self->registers); /* zeros */
    void *const result = self->start(self->argument);
    store_registers(self->registers);
    return result;
}

static void *next_definition(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *given, void *(*start)(void *),
                   void *argument)
{
    int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *const symbol = next_definition("pthread_create");
    memcpy(&create, &symbol, sizeof create);
    const int number = atomic_fetch_add(&thread_count, 1);
    pthread_attr_t attributes;
    (void)given;
    if (number >= MAX_THREADS || pthread_attr_init(&attributes) != 0 ||
        pthread_attr_setstack(&attributes, stacks[number], STACK_LEN) != 0)
        abort();
    threads[number].start = start;
    threads[number].argument = argument;
    return create(thread, &attributes, run_and_capture, &threads[number]);
}

/* What a request for 32 bytes is given, one after the other: keys whose round keys are among the
 * secrets already, so that no trace of working them out lies where traces are looked for. */
enum { KEY_COUNT = 16 };
static uint8_t keys[KEY_COUNT][32];
static int drawn_key_count;

/* Looks random (splitmix64). */
static uint64_t next_random(void)
{
    static uint64_t state;
    uint64_t mixed = state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return mixed ^ mixed >> 31;
}

static void fill_at_random(void *to, size_t len)
{
    for (size_t at = 0; at < len; at++)
        ((uint8_t *)to)[at] = (uint8_t)next_random();
}

ssize_t getrandom(void *to, size_t len, unsigned flags)
{
    (void)flags;
    if (len == 32 && drawn_key_count < KEY_COUNT)
        memcpy(to, keys[drawn_key_count++], 32);
    else
        fill_at_random(to, len);
    return (ssize_t)len;
}

static void make_keys(void)
{
    drawn_key_count = 0;
    fill_at_random(keys, sizeof keys);
    for (int i = 0; i < KEY_COUNT; i++)
        add_key(keys[i]);
}

extern void __libc_free(void *);

static atomic_int is_watching, found_in_freed;

void free(void *memory)
{
    if (memory != NULL && atomic_load(&is_watching)) {
        const size_t len = malloc_usable_size(memory);
        if (len < 1 << 20)
            atomic_fetch_add(&found_in_freed, secrets_in(memory, len, "freed memory", 0));
    }
    __libc_free(memory);
}

/* Makes the call on a thread of its own, of which nothing is lost. Secrets besides the keys are to be
 * added before. */
static void watch(void *(*call)(void *), void *argument)
{
    pthread_t thread;
    make_keys();
    memset(stacks, 0, sizeof stacks);
    memset(threads, 0, sizeof threads);
    atomic_store(&thread_count, 0);
    atomic_store(&found_in_freed, 0);
    atomic_store(&is_watching, 1);
    CHECK(pthread_create(&thread, NULL, call, argument) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    atomic_store(&is_watching, 0);
}

/* How many secrets are left, and where. */
typedef struct {
    int in_stacks, in_registers, in_freed;
} trace_counts;

static trace_counts traces(void)
{
    trace_counts counts = {0, 0, atomic_load(&found_in_freed)};
    for (int number = 0; number < atomic_load(&thread_count); number++) {
        counts.in_stacks += secrets_in(stacks[number], STACK_LEN, "the stack of thread", number);
        counts.in_registers += secrets_in(threads[number].registers,
                                          sizeof threads[number].registers,
                                          "the registers of thread", number);
    }
    return counts;
}

static int nothing_is_left(void)
{
    const trace_counts counts = traces();
    return counts.in_stacks == 0 && counts.in_registers == 0 && counts.in_freed == 0;
}

#endif
