/* Faults 64 and 67: thousands of handles, and a process whose standard streams are closed. */
#include "check.h"
#include "every_call.h"
#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

static void thousands(void)
{
    check_case("fault 64: thousands of handles");
    enum { MANY = 5000, N = 3 };
    static secagg_aggregator *all[MANY];
    for (uint64_t i = 0; i < MANY; i++)
        if (!EXPECT_OK(secagg_aggregator_create(&all[i], N, NULL)))
            return;
    for (uint64_t party = 1; party <= 3; party++)
        for (uint64_t i = 0; i < MANY; i++) {
            const secagg_value value = value_of(party * i);
            secagg_value shares[N];
            EXPECT_OK(secagg_additive_split(shares, N, &value, 1, NULL));
            EXPECT_OK(secagg_aggregator_submit(all[i], party, shares, N));
        }
    /* Freed from the middle outwards, as no stack or queue would be. */
    for (uint64_t i = 0; i < MANY; i++) {
        const uint64_t place = i % 2 == 0 ? (MANY + i) / 2 : (MANY - 1 - i) / 2;
        secagg_value total;
        EXPECT_OK(secagg_aggregator_reconstruct(all[place], &total, 1));
        CHECK(value_is(total, 6 * place));
        secagg_aggregator_free(all[place]);
        all[place] = NULL;
    }
    for (uint64_t i = 0; i < MANY; i++)
        CHECK(all[i] == NULL);
}

static int open_file_count(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    if (folder == NULL)
        return 0;
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

static void no_files_left_open(void)
{
    check_case("fault 64: calls leave no files open");
    CHECK(every_call_works());
    const int before = open_file_count();
    for (int i = 0; i < 20; i++)
        CHECK(every_call_works());
    CHECK(open_file_count() == before);
}

static void no_streams(void)
{
    check_case("fault 67: standard streams closed");
    const pid_t child = fork();
    if (child == 0) {
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
        close(STDERR_FILENO);
        secagg_value split[3];
        const secagg_value bad = value_p();
        const int refused =
            secagg_additive_split(split, 3, &bad, 1, NULL) == SECAGG_NOT_CANONICAL &&
            secagg_aggregator_reset(NULL) == SECAGG_NULL_POINTER;
        _exit(refused && every_call_works() ? 0 : 1);
    }
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    no_streams(); /* before the library has opened anything */
    thousands();
    no_files_left_open();
    return check_result();
}
