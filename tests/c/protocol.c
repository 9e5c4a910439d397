/* Faults 40 to 42 and 44: an aggregator's life, and calls that come at the wrong time. */
#include "check.h"

enum { N = 4, COUNT = 3 };

static secagg_aggregator *new_aggregator(uint64_t min_submissions)
{
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = COUNT,
                                               .min_submissions = min_submissions};
    secagg_aggregator *aggregator = NULL;
    EXPECT_OK(secagg_aggregator_create(&aggregator, N, &options));
    return aggregator;
}

/* A party's numbers are its id, ten times that and a hundred times. */
static secagg_status submit(secagg_aggregator *aggregator, uint64_t party_id)
{
    const uint64_t numbers[COUNT] = {party_id, 10 * party_id, 100 * party_id};
    secagg_value values[COUNT], shares[N * COUNT];
    EXPECT_OK(secagg_encode_u64(values, numbers, COUNT));
    EXPECT_OK(secagg_additive_split(shares, N, values, COUNT, NULL));
    return secagg_aggregator_submit(aggregator, party_id, shares, N * COUNT);
}

static void expect_submissions(const secagg_aggregator *aggregator, uint64_t expected)
{
    uint64_t submissions = UINT64_MAX;
    EXPECT_OK(secagg_aggregator_submissions(aggregator, &submissions));
    CHECK(submissions == expected);
}

static void expect_total(secagg_aggregator *aggregator, uint64_t sum_of_ids)
{
    secagg_value total[COUNT];
    FILL(total);
    EXPECT_OK(secagg_aggregator_reconstruct(aggregator, total, COUNT));
    CHECK(value_is(total[0], sum_of_ids));
    CHECK(value_is(total[1], 10 * sum_of_ids));
    CHECK(value_is(total[2], 100 * sum_of_ids));
}

static void expect_no_total(secagg_aggregator *aggregator, secagg_status expected)
{
    secagg_value total[COUNT];
    FILL(total);
    EXPECT_STATUS(secagg_aggregator_reconstruct(aggregator, total, COUNT), expected);
    CHECK(IS_UNTOUCHED(total));
}

static void replay(void)
{
    check_case("fault 40: the same party again");
    secagg_aggregator *aggregator = new_aggregator(0);
    EXPECT_OK(submit(aggregator, 1));
    EXPECT_STATUS(submit(aggregator, 1), SECAGG_ALREADY_ACCEPTED);
    expect_submissions(aggregator, 1);
    expect_no_total(aggregator, SECAGG_COHORT_TOO_SMALL);
    EXPECT_OK(submit(aggregator, 2));
    EXPECT_STATUS(submit(aggregator, 1), SECAGG_ALREADY_ACCEPTED);
    EXPECT_STATUS(submit(aggregator, 2), SECAGG_ALREADY_ACCEPTED);
    expect_submissions(aggregator, 2);
    expect_total(aggregator, 3);
    secagg_aggregator_free(aggregator);

    check_case("any number is a party's id");
    aggregator = new_aggregator(0);
    EXPECT_OK(submit(aggregator, 0));
    EXPECT_STATUS(submit(aggregator, 0), SECAGG_ALREADY_ACCEPTED);
    const secagg_value zeros[N * COUNT] = {{{0}}};
    EXPECT_OK(secagg_aggregator_submit(aggregator, UINT64_MAX, zeros, N * COUNT));
    EXPECT_STATUS(secagg_aggregator_submit(aggregator, UINT64_MAX, zeros, N * COUNT),
                  SECAGG_ALREADY_ACCEPTED);
    expect_total(aggregator, 0);
    secagg_aggregator_free(aggregator);
}

static void early(void)
{
    check_case("fault 41: a result too early");
    for (uint64_t minimum = 0; minimum <= 5; minimum++) {
        const uint64_t needed = minimum == 0 ? 2 : minimum; /* 2 is the default */
        secagg_aggregator *aggregator = new_aggregator(minimum);
        uint64_t sum = 0;
        expect_no_total(aggregator, SECAGG_NO_SUBMISSIONS);
        for (uint64_t party = 1; party < needed; party++) {
            EXPECT_OK(submit(aggregator, party));
            sum += party;
            expect_no_total(aggregator, SECAGG_COHORT_TOO_SMALL);
        }
        EXPECT_OK(submit(aggregator, needed));
        expect_total(aggregator, sum + needed);
        secagg_aggregator_free(aggregator);
    }
    secagg_aggregator *never = new_aggregator(UINT64_MAX);
    EXPECT_OK(submit(never, 1));
    EXPECT_OK(submit(never, 2));
    expect_no_total(never, SECAGG_COHORT_TOO_SMALL);
    secagg_aggregator_free(never);
}

static void late(void)
{
    check_case("fault 42: a submission after the result");
    secagg_aggregator *aggregator = new_aggregator(0);
    EXPECT_OK(submit(aggregator, 1));
    EXPECT_OK(submit(aggregator, 2));
    expect_total(aggregator, 3);
    EXPECT_STATUS(submit(aggregator, 3), SECAGG_CLOSED);
    expect_submissions(aggregator, 2);
    expect_total(aggregator, 3);
    expect_total(aggregator, 3);
    secagg_aggregator_free(aggregator);
}

static void reset(void)
{
    check_case("reset opens again, with nothing left of what was");
    secagg_aggregator *aggregator = new_aggregator(0);
    for (int round = 0; round < 3; round++) {
        EXPECT_OK(submit(aggregator, 1));
        EXPECT_OK(submit(aggregator, 2));
        if (round > 0) /* the first reset comes before a result */
            expect_total(aggregator, 3);
        EXPECT_OK(secagg_aggregator_reset(aggregator));
        expect_submissions(aggregator, 0);
        expect_no_total(aggregator, SECAGG_NO_SUBMISSIONS);
    }
    EXPECT_OK(secagg_aggregator_reset(aggregator));
    secagg_aggregator_free(aggregator);
}

static void wrong_width(void)
{
    check_case("fault 44: shares of another number of holders or values");
    static const size_t counts[] = {COUNT, (N - 1) * COUNT, (N + 1) * COUNT, N * (COUNT + 1)};
    const secagg_value zeros[2 * N * COUNT] = {{{0}}};
    secagg_aggregator *aggregator = new_aggregator(0);
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        EXPECT_STATUS(secagg_aggregator_submit(aggregator, 1, zeros, counts[i]),
                      SECAGG_LENGTH_MISMATCH);
    expect_submissions(aggregator, 0);
    EXPECT_OK(submit(aggregator, 1));
    EXPECT_OK(submit(aggregator, 2));
    expect_total(aggregator, 3);
    secagg_aggregator_free(aggregator);
}

int main(void)
{
    replay();
    early();
    late();
    reset();
    wrong_width();
    return check_result();
}
