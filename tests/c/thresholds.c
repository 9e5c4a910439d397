/* Faults 31 to 38: thresholds and numbers of shares, and spare shares that contradict. */
#include "check.h"

/* More values than the library works on at a time. */
enum { N = 7, T = 3, COUNT = 300 };

static secagg_value values[COUNT], shares[N * COUNT], result[COUNT];
static secagg_share list[N];

static void prepare(void)
{
    int64_t numbers[COUNT];
    for (int i = 0; i < COUNT; i++)
        numbers[i] = i - COUNT / 2;
    EXPECT_OK(secagg_encode_i64(values, numbers, COUNT));
    EXPECT_OK(secagg_shamir_split(shares, N, T, values, COUNT, NULL));
    list_shares(list, N, shares, COUNT);
}

static void refuse_split(uint32_t holder_count, uint32_t threshold, secagg_status expected)
{
    static secagg_value split[N * COUNT];
    FILL(split);
    EXPECT_STATUS(secagg_shamir_split(split, holder_count, threshold, values, COUNT, NULL),
                  expected);
    CHECK(IS_UNTOUCHED_OR_ZERO(split));
}

static void refuse_reconstruct(uint32_t share_count, uint32_t threshold, secagg_status expected)
{
    FILL(result);
    EXPECT_STATUS(
        secagg_shamir_reconstruct(result, COUNT, list, share_count, threshold, NULL), expected);
    CHECK(IS_UNTOUCHED_OR_ZERO(result));
}

static void reconstruct(uint32_t share_count, uint32_t threshold)
{
    FILL(result);
    EXPECT_OK(secagg_shamir_reconstruct(result, COUNT, list, share_count, threshold, NULL));
    CHECK(IS_SAME(result, values));
}

static void thresholds(void)
{
    check_case("fault 31: t = 0");
    refuse_split(N, 0, SECAGG_INVALID_THRESHOLD);
    refuse_reconstruct(N, 0, SECAGG_INVALID_THRESHOLD);
    check_case("fault 32: t > n");
    refuse_split(N, N + 1, SECAGG_INVALID_THRESHOLD);
    refuse_split(N, UINT32_MAX, SECAGG_INVALID_THRESHOLD);
    refuse_split(1, 2, SECAGG_INVALID_HOLDER_COUNT);
    refuse_reconstruct(N, SECAGG_MAX_HOLDER_COUNT + 1, SECAGG_INVALID_THRESHOLD);
    refuse_reconstruct(N, UINT32_MAX, SECAGG_INVALID_THRESHOLD);
    check_case("fault 33: n = 0");
    refuse_split(0, 1, SECAGG_INVALID_HOLDER_COUNT);
    refuse_split(0, 0, SECAGG_INVALID_HOLDER_COUNT);
}

static void threshold_one(void)
{
    check_case("fault 34: t = 1 gives everyone the values");
    static secagg_value split[N * COUNT];
    secagg_share one;
    EXPECT_OK(secagg_shamir_split(split, N, 1, values, COUNT, NULL));
    for (uint32_t i = 0; i < N; i++) {
        CHECK(memcmp(split + i * COUNT, values, sizeof values) == 0);
        one.x = i + 1;
        one.values = split + i * COUNT;
        FILL(result);
        EXPECT_OK(secagg_shamir_reconstruct(result, COUNT, &one, 1, 1, NULL));
        CHECK(IS_SAME(result, values));
    }
}

static void share_counts(void)
{
    check_case("fault 35: no shares");
    refuse_reconstruct(0, T, SECAGG_NOT_ENOUGH_SHARES);
    EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, NULL, 0, T, NULL),
                  SECAGG_NOT_ENOUGH_SHARES);
    check_case("fault 36: fewer than t");
    refuse_reconstruct(1, T, SECAGG_NOT_ENOUGH_SHARES);
    refuse_reconstruct(T - 1, T, SECAGG_NOT_ENOUGH_SHARES);
    refuse_reconstruct(N, N + 1, SECAGG_NOT_ENOUGH_SHARES);
    refuse_reconstruct(N, SECAGG_MAX_HOLDER_COUNT, SECAGG_NOT_ENOUGH_SHARES);
    check_case("any number from t to n is enough, of any holders");
    for (uint32_t count = T; count <= N; count++)
        for (uint32_t first = 0; first + count <= N; first++) {
            list_shares(list, N, shares, COUNT);
            memmove(list, list + first, count * sizeof list[0]);
            reconstruct(count, T);
        }
    list_shares(list, N, shares, COUNT);
}

static void far_more_than_n(void)
{
    check_case("fault 37: far more shares than holders");
    enum { MANY = 500 };
    static secagg_share many[MANY];
    list_shares(many, N, shares, COUNT);
    for (uint32_t i = N; i < MANY; i++) { /* made up: the last holder's again, as another's */
        many[i] = many[N - 1];
        many[i].x = i + 1;
    }
    FILL(result);
    EXPECT_STATUS(secagg_shamir_reconstruct(result, COUNT, many, MANY, T, NULL),
                  SECAGG_INCONSISTENT_SHARES);
    CHECK(IS_UNTOUCHED_OR_ZERO(result));
    /* More than there are holders, all right: as if more had been dealt. */
    static secagg_value more[MANY];
    secagg_value one;
    EXPECT_OK(secagg_shamir_split(more, MANY, T, values, 1, NULL));
    list_shares(many, MANY, more, 1);
    EXPECT_OK(secagg_shamir_reconstruct(&one, 1, many, MANY, T, NULL));
    CHECK(memcmp(&one, values, sizeof one) == 0);
}

static void inconsistent(void)
{
    check_case("fault 38: one spare share wrong in one value");
    const secagg_value one = value_of(1);
    static const size_t places[] = {0, 127, 128, COUNT - 1};
    for (uint32_t holder = 0; holder < N; holder++)
        for (size_t i = 0; i < COUNT_OF(places); i++) {
            secagg_value *const spoiled = &shares[holder * COUNT + places[i]], good = *spoiled;
            EXPECT_OK(secagg_sum_add(spoiled, &one, 1));
            refuse_reconstruct(N, T, SECAGG_INCONSISTENT_SHARES);
            /* One spare is enough to notice. */
            if (holder <= T)
                refuse_reconstruct(T + 1, T, SECAGG_INCONSISTENT_SHARES);
            *spoiled = good;
        }
    reconstruct(N, T);

    check_case("fault 38: as many wrong as there are spare shares");
    static secagg_value before[N * COUNT];
    memcpy(before, shares, sizeof before);
    for (uint32_t holder = 0; holder < N - T; holder++) {
        EXPECT_OK(secagg_sum_add(&shares[holder * COUNT + holder], &one, 1));
        refuse_reconstruct(N, T, SECAGG_INCONSISTENT_SHARES);
    }
    memcpy(shares, before, sizeof before);

    check_case("fault 38: two shares changed places");
    list[0].x = 2;
    list[1].x = 1;
    refuse_reconstruct(N, T, SECAGG_INCONSISTENT_SHARES);
    list_shares(list, N, shares, COUNT);

    check_case("a threshold below that of the split");
    refuse_reconstruct(N, T - 1, SECAGG_INCONSISTENT_SHARES);
    refuse_reconstruct(T, T - 1, SECAGG_INCONSISTENT_SHARES);
    /* Above it, all is right: every polynomial of degree below 3 is one of degree below 4. */
    reconstruct(N, T + 1);
    reconstruct(N, N);
}

int main(void)
{
    prepare();
    thresholds();
    threshold_one();
    share_counts();
    far_more_than_n();
    inconsistent();
    return check_result();
}
