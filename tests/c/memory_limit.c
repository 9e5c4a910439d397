/* Fault 58: the process may have no more memory (setrlimit on its address space). */
#include "check.h"
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MEBIBYTE = 1 << 20 };

/* How much address space this process has, in bytes. */
static rlim_t address_space(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lu", &pages) != 1)
        check_skip("/proc is not there");
    fclose(file);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void limit_to(rlim_t more)
{
    const rlim_t now = address_space();
    const struct rlimit limit = {now + more, now + more};
    CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
}

static void large_aggregators(void)
{
    limit_to(64 * MEBIBYTE);
    for (uint64_t value_count = 8 * MEBIBYTE; value_count <= 512 * MEBIBYTE; value_count *= 2) {
        const secagg_aggregator_options options = {.struct_size = sizeof options,
                                                   .value_count = value_count};
        secagg_aggregator *aggregator = (void *)1;
        EXPECT_STATUS(secagg_aggregator_create(&aggregator, 2, &options), SECAGG_OUT_OF_MEMORY);
        CHECK(aggregator == NULL);
    }
    secagg_aggregator *small;
    EXPECT_OK(secagg_aggregator_create(&small, 2, NULL));
    secagg_aggregator_free(small);
}

/* As many as there is room for, and that again after they are freed: nothing stays behind. */
static void until_full(void)
{
    enum { MAX = 4096 };
    static secagg_aggregator *all[MAX];
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = MEBIBYTE / 32};
    int first_count = 0;
    limit_to(64 * MEBIBYTE);
    for (int round = 0; round < 10; round++) {
        int count = 0;
        secagg_status status = SECAGG_OK;
        while (count < MAX && status == SECAGG_OK)
            status = secagg_aggregator_create(&all[count++], 2, &options);
        CHECK(status == SECAGG_OUT_OF_MEMORY && all[count - 1] == NULL);
        if (round == 0)
            first_count = count;
        CHECK(count > 20 && count >= first_count - 1);
        for (int i = 0; i < count; i++)
            secagg_aggregator_free(all[i]);
    }
}

/* The limit stays for good, so each case has a process of its own. */
static void in_a_child(const char *name, void (*body)(void))
{
    check_case(name);
    const pid_t child = fork();
    if (child == 0) {
        check_failure_count = 0;
        body();
        _exit(check_failure_count != 0);
    }
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    in_a_child("fault 58: aggregators too large for the limit", large_aggregators);
    in_a_child("fault 58: aggregators until memory is full, again and again", until_full);
    return check_result();
}
