/* The shortest example: three parties learn that their numbers add up to 42. */
#include <secagg.h>
#include <stdio.h>

int main(void)
{
    const int64_t numbers[] = {10, 20, 12}; /* each known to one party only */
    secagg_aggregator *aggregator;
    secagg_status status = secagg_aggregator_create(&aggregator, 3, NULL);
    for (uint64_t party = 0; party < 3 && status == SECAGG_OK; party++) {
        secagg_value value, shares[3];
        status = secagg_encode_i64(&value, &numbers[party], 1);
        if (status == SECAGG_OK)
            status = secagg_additive_split(shares, 3, &value, 1, NULL);
        if (status == SECAGG_OK)
            status = secagg_aggregator_submit(aggregator, party, shares, 3);
    }
    secagg_value total;
    int64_t sum = 0;
    if (status == SECAGG_OK)
        status = secagg_aggregator_reconstruct(aggregator, &total, 1);
    if (status == SECAGG_OK)
        status = secagg_decode_i64(&sum, &total, 1);
    printf("10 + 20 + 12 = %lld (%s)\n", (long long)sum, secagg_status_name(status));
    secagg_aggregator_free(aggregator);
    return status == SECAGG_OK && sum == 42 ? 0 : 1;
}
