/* Fault 68: every function on a thread with a stack of 64 KiB. */
#include "check.h"
#include "every_call.h"
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

enum { FILL_BYTE = 0xc3 };

/* What the header promises holds for a library that was compiled as users get it; without
 * optimisation the vector code keeps every register's copy on the stack. */
#ifdef LIBRARY_IS_UNOPTIMISED
enum { STACK_LEN = 1024 * 1024 };
#else
enum { STACK_LEN = 64 * 1024 };
#endif

static every_call_memory memory;
static const char *failed = "not run";

static void *run(void *nothing)
{
    failed = every_call_in(&memory);
    return nothing;
}

static void *run_nothing(void *nothing)
{
    return nothing;
}

/* How deep a thread's stack gets: the stack is filled beforehand, and below it no memory is. */
static size_t depth(void *(*body)(void *))
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *const pages = mmap(NULL, page + STACK_LEN, PROT_READ | PROT_WRITE,
                                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages, page, PROT_NONE) != 0)
        check_skip("no memory for a stack");
    unsigned char *const stack = pages + page;
    memset(stack, FILL_BYTE, STACK_LEN);
    pthread_attr_t attributes;
    pthread_t thread;
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstack(&attributes, stack, STACK_LEN) == 0);
    CHECK(pthread_create(&thread, &attributes, body, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    pthread_attr_destroy(&attributes);
    size_t unused = 0;
    while (unused < STACK_LEN && stack[unused] == FILL_BYTE)
        unused++;
    munmap(pages, page + STACK_LEN);
    return STACK_LEN - unused;
}

int main(void)
{
    check_case(STACK_LEN == 64 * 1024 ? "fault 68: every function on a stack of 64 KiB"
                                      : "every function on a stack of 1 MiB");
    const size_t nothing = depth(run_nothing), calls = depth(run);
    if (failed != NULL)
        printf("    failed: %s\n", failed);
    CHECK(failed == NULL);
    printf("    the calls used %zu bytes of it\n", calls - nothing);
    return check_result();
}
