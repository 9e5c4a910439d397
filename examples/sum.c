/* The shortest example: three parties learn that their numbers add up to 42. */
#include <secagg.h>
#include <stdio.h>
#include <stdlib.h>

static void check(secagg_status status)
{
    if (status != SECAGG_OK) {
        fprintf(stderr, "%s: %s\n", secagg_status_name(status), secagg_status_message(status));
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    const int64_t numbers[] = {10, 20, 12}; /* one for each party */
    secagg_aggregator *aggregator;
    check(secagg_aggregator_create(&aggregator, 3, NULL));
    for (uint64_t party = 0; party < 3; party++) {
        secagg_value value, shares[3];
        check(secagg_encode_i64(&value, &numbers[party], 1));
        check(secagg_additive_split(shares, 3, &value, 1, NULL));
        check(secagg_aggregator_submit(aggregator, party, shares, 3));
    }
    secagg_value total;
    int64_t sum;
    check(secagg_aggregator_reconstruct(aggregator, &total, 1));
    check(secagg_decode_i64(&sum, &total, 1));
    secagg_aggregator_free(aggregator);
    printf("10 + 20 + 12 = %lld\n", (long long)sum);
    return sum == 42 ? EXIT_SUCCESS : EXIT_FAILURE;
}
