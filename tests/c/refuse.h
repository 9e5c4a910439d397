/* Tells the kernel to refuse system calls to this process and its children, for good. */
#ifndef SECAGG_TEST_REFUSE_H
#define SECAGG_TEST_REFUSE_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* From here on each of these system calls answers with an error. Returns whether that could be. */
static inline int refuse_system_calls(const long *numbers, size_t count, int error)
{
    enum { MAX_COUNT = 8 };
    struct sock_filter filter[2 * MAX_COUNT + 2] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    const struct sock_filter refuse =
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error);
    const struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    unsigned short len = 1;
    for (size_t i = 0; i < count && i < MAX_COUNT; i++) {
        const struct sock_filter is_other =
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)numbers[i], 0, 1);
        filter[len++] = is_other;
        filter[len++] = refuse;
    }
    filter[len++] = allow;
    const struct sock_fprog program = {.len = len, .filter = filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#endif
