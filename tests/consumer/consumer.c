/* Two parties add up their numbers; also a check that header and library are of one version. */
#include <secagg.h>
#include <stdint.h>
#include <stdio.h>

int main(void)
{
    const int64_t numbers[2] = {-2, 44};
    int64_t sum = 0;
    secagg_value values[2], shares[2 * 2], total;
    secagg_share holders[2];
    uint32_t version =
        SECAGG_VERSION_MAJOR * 10000 + SECAGG_VERSION_MINOR * 100 + SECAGG_VERSION_PATCH;

    /* Two values split between two holders: shares 0 and 1 go to the first, 2 and 3 to the other. */
    if (secagg_encode_i64(values, numbers, 2) != SECAGG_OK
        || secagg_additive_split(shares, 2, values, 2, NULL) != SECAGG_OK
        || secagg_sum_add(&shares[0], &shares[1], 1) != SECAGG_OK
        || secagg_sum_add(&shares[2], &shares[3], 1) != SECAGG_OK) {
        return 1;
    }
    holders[0].x = 1;
    holders[0].values = &shares[0];
    holders[1].x = 2;
    holders[1].values = &shares[2];
    if (secagg_additive_reconstruct(&total, 1, holders, 2, NULL) != SECAGG_OK
        || secagg_decode_i64(&sum, &total, 1) != SECAGG_OK) {
        return 1;
    }
    printf("secagg %s: -2 + 44 = %ld\n", secagg_version(), (long)sum);
    return sum == 42 && secagg_version_number() == version ? 0 : 1;
}
