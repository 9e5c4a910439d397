/* What the C and C++ test programs share: named cases, checks that say where they failed, and a
 * count at the end. A program prints the name of each case before it runs, so that a crash is seen
 * to be in it. */
#ifndef SECAGG_TEST_CHECK_H
#define SECAGG_TEST_CHECK_H

#include <secagg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_case_count, check_count, check_failure_count;

/* "fault 12: ..." is number 12 of the list in tests/c/README.md. */
static inline void check_case(const char *name)
{
    check_case_count++;
    printf("  %s\n", name);
    fflush(stdout);
}

static inline int check_that(int holds, const char *what, const char *file, int line)
{
    check_count++;
    if (!holds) {
        check_failure_count++;
        printf("%s:%d: not so: %s\n", file, line, what);
        fflush(stdout);
    }
    return holds;
}

static inline int check_status(secagg_status status, secagg_status expected, const char *call,
                               const char *file, int line)
{
    check_count++;
    if (status != expected) {
        check_failure_count++;
        printf("%s:%d: %s gave %s, not %s\n", file, line, call, secagg_status_name(status),
               secagg_status_name(expected));
        fflush(stdout);
    }
    return status == expected;
}

#define CHECK(condition) check_that(!!(condition), #condition, __FILE__, __LINE__)
#define EXPECT_STATUS(call, expected) check_status((call), (expected), #call, __FILE__, __LINE__)
#define EXPECT_OK(call) EXPECT_STATUS(call, SECAGG_OK)

/* What main returns. */
static inline int check_result(void)
{
    printf("%d cases, %d checks, %d failed\n", check_case_count, check_count, check_failure_count);
    return check_failure_count == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Ends a program that cannot test anything here. */
static inline void check_skip(const char *reason)
{
    printf("skipped: %s\n", reason);
    exit(77);
}

/* Before a call that must be refused, its outputs are filled with this; afterwards they must be
 * as the header says. */
enum { CHECK_FILL = 0xa5 };

static inline int check_all_bytes(const void *memory, size_t len, int byte)
{
    const unsigned char *bytes = (const unsigned char *)memory;
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != byte)
            return 0;
    return 1;
}

#define FILL(array) memset((array), CHECK_FILL, sizeof(array))
#define IS_UNTOUCHED(array) check_all_bytes((array), sizeof(array), CHECK_FILL)
#define IS_ZERO(array) check_all_bytes((array), sizeof(array), 0)
#define IS_UNTOUCHED_OR_ZERO(array) (IS_UNTOUCHED(array) || IS_ZERO(array))
#define IS_SAME(array, other) (memcmp((array), (other), sizeof(array)) == 0)

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* A small number as a value. */
static inline secagg_value value_of(uint64_t number)
{
    secagg_value value = {{0}};
    for (int i = 0; i < 8; i++)
        value.bytes[i] = (uint8_t)(number >> (8 * i));
    return value;
}

/* Every byte the same. */
static inline secagg_value value_of_bytes(uint8_t byte)
{
    secagg_value value;
    memset(&value, byte, sizeof value);
    return value;
}

/* The integer p = 2^127 - 1, the smallest that is not a value. */
static inline secagg_value value_p(void)
{
    secagg_value value = value_of_bytes(0xff);
    value.bytes[15] = 0x7f;
    return value;
}

static inline int value_is(secagg_value value, uint64_t number)
{
    secagg_value expected = value_of(number);
    return memcmp(&value, &expected, sizeof value) == 0;
}

/* Shares that lie holder after holder, as a split writes them, for reconstruction. */
static inline void list_shares(secagg_share *list, uint32_t holder_count,
                               const secagg_value *shares, size_t value_count)
{
    for (uint32_t i = 0; i < holder_count; i++) {
        list[i].x = i + 1;
        list[i].values = shares + i * value_count;
    }
}

#endif
