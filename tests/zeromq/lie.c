/*
 * Makes a holder a liar: linked with -Wl,--wrap=secagg_holder_release, it changes a value of every
 * partial sum, with a checksum that fits. (The checksum guards against damage, not against the
 * sender; and it is BLAKE3, of which this has what one chunk of 1024 bytes takes.)
 */
#include <secagg.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES_AT = 112, CHECKSUM_LEN = 32 };

secagg_status __real_secagg_holder_release(secagg_holder *, uint8_t *, size_t);
secagg_status __wrap_secagg_holder_release(secagg_holder *, uint8_t *, size_t);

static const uint32_t start[8] = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                  0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};

static uint32_t turned(uint32_t word, int bits)
{
    return word >> bits | word << (32 - bits);
}

static void mix(uint32_t *s, int a, int b, int c, int d, uint32_t x, uint32_t y)
{
    s[a] += s[b] + x;
    s[d] = turned(s[d] ^ s[a], 16);
    s[c] += s[d];
    s[b] = turned(s[b] ^ s[c], 12);
    s[a] += s[b] + y;
    s[d] = turned(s[d] ^ s[a], 8);
    s[c] += s[d];
    s[b] = turned(s[b] ^ s[c], 7);
}

static void compress(uint32_t chain[8], const uint8_t *block, uint32_t len, uint32_t flags)
{
    static const int order[16] = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
    uint32_t s[16], m[16], next[16];
    memcpy(s, chain, 32);
    memcpy(s + 8, start, 16);
    s[12] = s[13] = 0;
    s[14] = len;
    s[15] = flags;
    for (int i = 0; i < 16; i++)
        m[i] = (uint32_t)block[4 * i] | (uint32_t)block[4 * i + 1] << 8
            | (uint32_t)block[4 * i + 2] << 16 | (uint32_t)block[4 * i + 3] << 24;
    for (int round = 0; round < 7; round++) {
        for (int i = 0; i < 4; i++)
            mix(s, i, 4 + i, 8 + i, 12 + i, m[2 * i], m[2 * i + 1]);
        for (int i = 0; i < 4; i++)
            mix(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[8 + 2 * i],
                m[9 + 2 * i]);
        for (int i = 0; i < 16; i++)
            next[i] = m[order[i]];
        memcpy(m, next, sizeof m);
    }
    for (int i = 0; i < 8; i++)
        chain[i] = s[i] ^ s[i + 8];
}

static void hash(uint8_t digest[CHECKSUM_LEN], const uint8_t *bytes, size_t len)
{
    enum { CHUNK_START = 1, CHUNK_END = 2, ROOT = 8 };
    uint32_t chain[8], flags = CHUNK_START;
    memcpy(chain, start, sizeof chain);
    for (; len > 64; bytes += 64, len -= 64, flags = 0)
        compress(chain, bytes, 64, flags);
    uint8_t last[64] = {0};
    memcpy(last, bytes, len);
    compress(chain, last, (uint32_t)len, flags | CHUNK_END | ROOT);
    for (int i = 0; i < CHECKSUM_LEN; i++)
        digest[i] = (uint8_t)(chain[i / 4] >> 8 * (i % 4));
}

secagg_status __wrap_secagg_holder_release(secagg_holder *holder, uint8_t *partial, size_t len)
{
    uint8_t digest[CHECKSUM_LEN];
    size_t covered = len - CHECKSUM_LEN;
    secagg_status status = __real_secagg_holder_release(holder, partial, len);
    if (status != SECAGG_OK)
        return status;
    hash(digest, partial, covered);
    if (covered > 1024 || memcmp(digest, partial + covered, CHECKSUM_LEN) != 0)
        abort(); /* the format has changed: lie.c must follow */
    partial[VALUES_AT] ^= 1;
    hash(partial + covered, partial, covered);
    return SECAGG_OK;
}
