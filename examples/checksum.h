/*
 * The checksum of a short message (up to 1024 bytes): BLAKE3, for which see
 * https://github.com/BLAKE3-team/BLAKE3-specs. Only a liar needs it here: the library's checksums
 * find damage, and anyone who changes a message can compute a new one.
 */
#include <stdint.h>
#include <string.h>

static const uint32_t checksum_start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static uint32_t rotate_right(uint32_t word, int bits)
{
    return word >> bits | word << (32 - bits);
}

static void checksum_mix(uint32_t s[16], int a, int b, int c, int d, uint32_t x, uint32_t y)
{
    s[a] += s[b] + x;
    s[d] = rotate_right(s[d] ^ s[a], 16);
    s[c] += s[d];
    s[b] = rotate_right(s[b] ^ s[c], 12);
    s[a] += s[b] + y;
    s[d] = rotate_right(s[d] ^ s[a], 8);
    s[c] += s[d];
    s[b] = rotate_right(s[b] ^ s[c], 7);
}

/* One block of up to 64 bytes. */
static void checksum_block(uint32_t chain[8], const uint8_t *block, uint32_t len, uint32_t flags)
{
    static const int order[16] = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
    uint8_t padded[64] = {0};
    uint32_t m[16], s[16];
    memcpy(padded, block, len);
    for (int i = 0; i < 16; i++)
        m[i] = padded[4 * i] | (uint32_t)padded[4 * i + 1] << 8 |
               (uint32_t)padded[4 * i + 2] << 16 | (uint32_t)padded[4 * i + 3] << 24;
    for (int i = 0; i < 8; i++)
        s[i] = chain[i];
    for (int i = 0; i < 4; i++)
        s[8 + i] = checksum_start[i];
    s[12] = s[13] = 0; /* the number of the chunk, of which there is one */
    s[14] = len;
    s[15] = flags;
    for (int round = 0; round < 7; round++) {
        for (int i = 0; i < 4; i++)
            checksum_mix(s, i, 4 + i, 8 + i, 12 + i, m[2 * i], m[2 * i + 1]);
        for (int i = 0; i < 4; i++)
            checksum_mix(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[8 + 2 * i],
                         m[9 + 2 * i]);
        uint32_t permuted[16];
        for (int i = 0; i < 16; i++)
            permuted[i] = m[order[i]];
        memcpy(m, permuted, sizeof m);
    }
    for (int i = 0; i < 8; i++)
        chain[i] = s[i] ^ s[8 + i];
}

static void checksum_of(uint8_t checksum[32], const uint8_t *bytes, size_t len)
{
    enum { FIRST = 1, LAST = 2, ROOT = 8 };
    uint32_t chain[8];
    memcpy(chain, checksum_start, sizeof chain);
    for (size_t at = 0; at < len || at == 0; at += 64) {
        uint32_t block_len = (uint32_t)(len - at < 64 ? len - at : 64);
        uint32_t flags = (at == 0 ? FIRST : 0) | (len - at <= 64 ? LAST | ROOT : 0);
        checksum_block(chain, bytes + at, block_len, flags);
    }
    for (int i = 0; i < 32; i++)
        checksum[i] = (uint8_t)(chain[i / 4] >> (8 * (i % 4)));
}
