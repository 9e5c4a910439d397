/* Fault 61 once more: a fork of which the C library is not told, so that none of its handlers is
 * called. A program of its own, which ends before anything needs what those would have mended. */
#include "aggregator.h"
#include "check.h"
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N = 3, PAGE_LEN = 4096 };

static secagg_value shares[N];

static void handle_is_refused(void)
{
    check_case("fault 61: a fork by the system call itself");
    secagg_aggregator *aggregator = new_aggregator(N, 1);
    const pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0) {
        check_failure_count = 0;
        EXPECT_STATUS(secagg_aggregator_submit(aggregator, 1, shares, N), SECAGG_FORKED);
        secagg_aggregator_free(aggregator);
        _exit(check_failure_count != 0);
    }
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_OK(secagg_aggregator_submit(aggregator, 1, shares, N));
    secagg_aggregator_free(aggregator);
}

int main(void)
{
    void *const page =
        mmap(NULL, PAGE_LEN, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED || madvise(page, PAGE_LEN, MADV_WIPEONFORK) != 0)
        check_skip("the system wipes no page on fork");
    handle_is_refused();
    return check_result();
}
