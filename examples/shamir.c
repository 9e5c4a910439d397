/*
 * Shamir 3-of-5: three parties' numbers are summed by five holders; two of the holders are lost
 * before the end, and the sum comes out all the same.
 */
#include <secagg.h>
#include <stdio.h>
#include <stdlib.h>

enum { PARTY_COUNT = 3, HOLDER_COUNT = 5, THRESHOLD = 3 };

static void check(secagg_status status)
{
    if (status != SECAGG_OK) {
        fprintf(stderr, "%s: %s\n", secagg_status_name(status), secagg_status_message(status));
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    const int64_t numbers[PARTY_COUNT] = {10, 20, 12};
    secagg_value totals[HOLDER_COUNT] = {{{0}}}; /* what each holder has: its shares' sum */
    for (int party = 0; party < PARTY_COUNT; party++) {
        secagg_value value, shares[HOLDER_COUNT];
        check(secagg_encode_i64(&value, &numbers[party], 1));
        check(secagg_shamir_split(shares, HOLDER_COUNT, THRESHOLD, &value, 1, NULL));
        for (int holder = 0; holder < HOLDER_COUNT; holder++)
            check(secagg_sum_add(&totals[holder], &shares[holder], 1));
    }

    /* Holders 1 and 4 are lost. */
    const secagg_share left[] = {{2, &totals[1]}, {3, &totals[2]}, {5, &totals[4]}};
    secagg_value total;
    int64_t sum;
    check(secagg_shamir_reconstruct(&total, 1, left, 3, THRESHOLD, NULL));
    check(secagg_decode_i64(&sum, &total, 1));
    printf("10 + 20 + 12 = %lld, from holders 2, 3 and 5 of five\n", (long long)sum);

    /* With one holder fewer, nothing. */
    secagg_status status = secagg_shamir_reconstruct(&total, 1, left, 2, THRESHOLD, NULL);
    printf("from holders 2 and 3: %s\n", secagg_status_message(status));
    return sum == 42 && status == SECAGG_NOT_ENOUGH_SHARES ? EXIT_SUCCESS : EXIT_FAILURE;
}
