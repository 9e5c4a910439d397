/* The ledger of cohorts, through the shared library. */
#include "check.h"
#include <math.h>

static const uint8_t series[16] = {7};

static secagg_ledger_entry round_of(uint64_t period)
{
    secagg_ledger_entry entry;
    memset(&entry, 0, sizeof entry);
    entry.struct_size = sizeof entry;
    entry.is_cumulative = 1;
    entry.period = period;
    entry.rho = 0.1;
    return entry;
}

static secagg_problem report(void)
{
    secagg_problem problem;
    memset(&problem, CHECK_FILL, sizeof problem);
    problem.struct_size = sizeof problem;
    return problem;
}

static void pairs(void)
{
    check_case("{1, 2} and {2, 3} may be given out, {1, 3} then exposes all three");
    secagg_ledger *ledger = NULL;
    const uint64_t cohorts[3][2] = {{1, 2}, {2, 3}, {1, 3}};
    uint64_t exposed[3] = {0, 0, 0};
    size_t count = 9;
    uint64_t rounds = 9;
    double spent = -1;
    EXPECT_OK(secagg_ledger_create(&ledger));
    EXPECT_OK(secagg_ledger_rounds(ledger, &rounds, &spent, series));
    CHECK(rounds == 0 && spent == 0);
    for (uint64_t i = 0; i < 2; i++) {
        const secagg_ledger_entry entry = round_of(i);
        secagg_problem problem = report();
        EXPECT_OK(secagg_ledger_check(ledger, exposed, 3, &count, &problem, series, &entry,
                                      cohorts[i], 2));
        CHECK(count == 0 && problem.status == SECAGG_OK && problem.what[0] == 0);
        EXPECT_OK(secagg_ledger_record(ledger, series, &entry, cohorts[i], 2));
    }
    secagg_ledger_entry third = round_of(2);
    secagg_problem problem = report();
    EXPECT_STATUS(secagg_ledger_check(ledger, exposed, 3, &count, &problem, series, &third,
                                      cohorts[2], 2),
                  SECAGG_EXPOSES_PARTY);
    CHECK(count == 3 && exposed[0] == 1 && exposed[1] == 2 && exposed[2] == 3);
    CHECK(problem.status == SECAGG_EXPOSES_PARTY && problem.where == UINT64_MAX);
    CHECK(strstr(problem.what, "3 of them, the first is party 1") != NULL);
    /* Only as many as fit, and only the answer. */
    FILL(exposed);
    EXPECT_STATUS(secagg_ledger_check(ledger, exposed, 1, &count, NULL, series, &third,
                                      cohorts[2], 2),
                  SECAGG_EXPOSES_PARTY);
    CHECK(count == 3 && exposed[0] == 1 && check_all_bytes(&exposed[1], 8, CHECK_FILL));
    EXPECT_STATUS(secagg_ledger_check(ledger, NULL, 0, &count, NULL, series, &third, cohorts[2], 2),
                  SECAGG_EXPOSES_PARTY);
    CHECK(count == 3);
    third.min_submissions = 1;
    EXPECT_OK(secagg_ledger_check(ledger, NULL, 0, &count, NULL, series, &third, cohorts[2], 2));
    CHECK(count == 0);
    /* A round that others gave up. */
    third = round_of(1);
    EXPECT_STATUS(secagg_ledger_strike(ledger, series, &third, cohorts[2], 2),
                  SECAGG_UNKNOWN_ROUND);
    EXPECT_OK(secagg_ledger_strike(ledger, series, &third, cohorts[1], 2));
    third.period = 2;
    EXPECT_OK(secagg_ledger_check(ledger, NULL, 0, &count, NULL, series, &third, cohorts[2], 2));
    EXPECT_OK(secagg_ledger_rounds(ledger, &rounds, &spent, series));
    CHECK(rounds == 1 && spent == 0.1);
    EXPECT_OK(secagg_ledger_rounds(ledger, &rounds, NULL, series));
    secagg_ledger_free(ledger);
}

static void terms(void)
{
    check_case("a series is bound to its plan, a period to its cohort, rho to its limit");
    secagg_ledger *ledger = NULL;
    const uint64_t all[3] = {1, 2, 3}, other[3] = {4, 5, 6};
    size_t count = 9;
    secagg_ledger_entry entry = round_of(1);
    EXPECT_OK(secagg_ledger_create(&ledger));
    EXPECT_OK(secagg_ledger_record(ledger, series, &entry, all, 3));
    EXPECT_STATUS(secagg_ledger_check(ledger, NULL, 0, &count, NULL, series, &entry, other, 3),
                  SECAGG_PERIOD_SEALED);
    entry.period = 2;
    entry.rho_limit = 0.15;
    EXPECT_STATUS(secagg_ledger_check(ledger, NULL, 0, &count, NULL, series, &entry, all, 3),
                  SECAGG_RHO_LIMIT);
    entry.rho_limit = 0.2;
    EXPECT_OK(secagg_ledger_check(ledger, NULL, 0, &count, NULL, series, &entry, all, 3));
    entry.plan[31] = 1;
    EXPECT_STATUS(secagg_ledger_check(ledger, NULL, 0, &count, NULL, series, &entry, all, 3),
                  SECAGG_SERIES_MISMATCH);
    EXPECT_STATUS(secagg_ledger_record(ledger, series, &entry, all, 3), SECAGG_SERIES_MISMATCH);
    entry = round_of(2);
    entry.is_cumulative = 0;
    EXPECT_STATUS(secagg_ledger_strike(ledger, series, &entry, all, 3), SECAGG_SERIES_MISMATCH);
    secagg_ledger_free(ledger);
}

static void bytes(void)
{
    check_case("a ledger comes back from its bytes, and from no others");
    secagg_ledger *ledger = NULL, *restored = NULL;
    const uint64_t all[4] = {1, 2, 3, UINT64_MAX}, some[3] = {1, 2, 3};
    uint8_t stored[512], again[512];
    size_t len = 9, len_again = 0, count = 0;
    secagg_ledger_entry entry = round_of(1);
    EXPECT_OK(secagg_ledger_create(&ledger));
    EXPECT_OK(secagg_ledger_record(ledger, series, &entry, all, 4));
    EXPECT_STATUS(secagg_ledger_export(ledger, NULL, 0, &len), SECAGG_BUFFER_TOO_SMALL);
    CHECK(len > 32 && len < sizeof stored);
    EXPECT_OK(secagg_ledger_export(ledger, stored, sizeof stored, &len));
    secagg_ledger_free(ledger);
    EXPECT_OK(secagg_ledger_import(&restored, stored, len));
    EXPECT_OK(secagg_ledger_export(restored, again, sizeof again, &len_again));
    CHECK(len == len_again && memcmp(stored, again, len) == 0);
    entry.period = 2;
    EXPECT_STATUS(secagg_ledger_check(restored, NULL, 0, &count, NULL, series, &entry, some, 3),
                  SECAGG_EXPOSES_PARTY);
    secagg_ledger_free(restored);
    EXPECT_STATUS(secagg_ledger_import(&restored, stored, len - 1), SECAGG_CORRUPT);
    CHECK(restored == NULL);
    EXPECT_STATUS(secagg_ledger_import(&restored, stored, 31), SECAGG_MALFORMED);
    EXPECT_STATUS(secagg_ledger_import(&restored, NULL, 0), SECAGG_MALFORMED);
    stored[8] ^= 2;
    EXPECT_STATUS(secagg_ledger_import(&restored, stored, len), SECAGG_UNSUPPORTED_VERSION);
}

static void nonsense(void)
{
    check_case("nonsense is refused by name");
    secagg_ledger *ledger = NULL;
    const uint64_t ids[3] = {1, 2, 3}, falling[2] = {2, 1};
    size_t count = 9;
    uint64_t rounds = 9;
    double spent = 9;
    secagg_ledger_entry entry = round_of(1);
    EXPECT_STATUS(secagg_ledger_create(NULL), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_ledger_import(NULL, NULL, 0), SECAGG_NULL_POINTER);
    EXPECT_OK(secagg_ledger_create(&ledger));
#define CHECKED(expected, series, entry, ids, count_of_ids)                                       \
    do {                                                                                          \
        EXPECT_STATUS(secagg_ledger_check(ledger, NULL, 0, &count, NULL, series, entry, ids,      \
                                          count_of_ids),                                          \
                      expected);                                                                  \
        EXPECT_STATUS(secagg_ledger_record(ledger, series, entry, ids, count_of_ids), expected);  \
        EXPECT_STATUS(secagg_ledger_strike(ledger, series, entry, ids, count_of_ids), expected);  \
    } while (0)
    CHECKED(SECAGG_NULL_POINTER, NULL, &entry, ids, 3);
    CHECKED(SECAGG_NULL_POINTER, series, NULL, ids, 3);
    CHECKED(SECAGG_NULL_POINTER, series, &entry, NULL, 3);
    CHECKED(SECAGG_NO_SUBMISSIONS, series, &entry, NULL, 0);
    CHECKED(SECAGG_INVALID_ROSTER, series, &entry, falling, 2);
    CHECKED(SECAGG_LIMIT_EXCEEDED, series, &entry, ids, SIZE_MAX);
    entry.struct_size = 71;
    CHECKED(SECAGG_INVALID_OPTIONS, series, &entry, ids, 3);
    entry = round_of(1);
    entry.is_cumulative = 2;
    CHECKED(SECAGG_INVALID_OPTIONS, series, &entry, ids, 3);
    const double refused[] = {-1, 1.1e6, NAN, INFINITY};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        entry = round_of(1);
        entry.rho = refused[i];
        CHECKED(SECAGG_OUT_OF_RANGE, series, &entry, ids, 3);
        entry = round_of(1);
        entry.rho_limit = refused[i];
        CHECKED(SECAGG_OUT_OF_RANGE, series, &entry, ids, 3);
    }
    entry = round_of(1);
    EXPECT_STATUS(secagg_ledger_check(NULL, NULL, 0, &count, NULL, series, &entry, ids, 3),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_ledger_check(ledger, NULL, 0, NULL, NULL, series, &entry, ids, 3),
                  SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_ledger_check(ledger, (uint64_t *)ids, 3, &count, NULL, series, &entry,
                                      ids, 3),
                  SECAGG_BUFFER_OVERLAP);
    EXPECT_STATUS(secagg_ledger_rounds(ledger, NULL, &spent, series), SECAGG_NULL_POINTER);
    EXPECT_STATUS(secagg_ledger_rounds(ledger, &rounds, (double *)&rounds, series),
                  SECAGG_BUFFER_OVERLAP);
    CHECK(rounds == 9 && spent == 9);
    uint64_t no_ledger[16] = {0};
    EXPECT_STATUS(secagg_ledger_rounds((secagg_ledger *)no_ledger, &rounds, NULL, series),
                  SECAGG_WRONG_HANDLE);
    EXPECT_OK(secagg_ledger_rounds(ledger, &rounds, NULL, series));
    CHECK(rounds == 0);
    secagg_ledger_free(ledger);
    secagg_ledger_free(NULL);
}

int main(void)
{
    pairs();
    terms();
    bytes();
    nonsense();
    return check_result();
}
