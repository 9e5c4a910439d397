/* AES-256 (FIPS 197) and ChaCha20 (RFC 8439), written plainly: what the library's keys are expanded
 * to, for tests that look for it. */
#ifndef SECAGG_TEST_CIPHERS_H
#define SECAGG_TEST_CIPHERS_H

#include <stdint.h>
#include <string.h>

enum { AES_ROUNDS = 14 };

/* The round keys, the first two of which are the key itself. */
typedef struct {
    uint8_t bytes[AES_ROUNDS + 1][16];
} aes_round_keys;

static inline uint8_t aes_double(uint8_t byte)
{
    return (uint8_t)(byte << 1 ^ (byte & 0x80 ? 0x1b : 0));
}

/* The inverse is the 254th power; then the affine map. */
static inline uint8_t aes_substitute(uint8_t byte)
{
    uint8_t inverse = 1, power = byte;
    for (int exponent = 254; exponent > 0; exponent >>= 1) {
        uint8_t product = 0, square = 0;
        for (int bit = 7; bit >= 0; bit--) {
            product = (uint8_t)(aes_double(product) ^ (power >> bit & 1 ? inverse : 0));
            square = (uint8_t)(aes_double(square) ^ (power >> bit & 1 ? power : 0));
        }
        if (exponent & 1)
            inverse = product;
        power = square;
    }
    uint8_t mapped = 0x63;
    for (int turn = 0; turn < 5; turn++)
        mapped ^= (uint8_t)(inverse << turn | inverse >> (8 - turn));
    return mapped;
}

static inline aes_round_keys aes_expand(const uint8_t key[32])
{
    aes_round_keys keys;
    uint8_t *words = keys.bytes[0], constant = 1;
    memcpy(words, key, 32);
    for (int i = 8; i < 4 * (AES_ROUNDS + 1); i++) {
        uint8_t word[4];
        memcpy(word, words + 4 * (i - 1), 4);
        if (i % 4 == 0) {
            const uint8_t first = word[0];
            const int turn = i % 8 == 0;
            for (int k = 0; k < 4; k++)
                word[k] = aes_substitute(turn ? (k < 3 ? word[k + 1] : first) : word[k]);
            if (turn) {
                word[0] ^= constant;
                constant = aes_double(constant);
            }
        }
        for (int k = 0; k < 4; k++)
            words[4 * i + k] = words[4 * (i - 8) + k] ^ word[k];
    }
    return keys;
}

static inline void aes_encrypt(const aes_round_keys *keys, uint8_t block[16])
{
    for (int k = 0; k < 16; k++)
        block[k] ^= keys->bytes[0][k];
    for (int round = 1; round <= AES_ROUNDS; round++) {
        uint8_t shifted[16];
        for (int k = 0; k < 16; k++)
            shifted[k] = aes_substitute(block[(k + 4 * (k % 4)) % 16]);
        for (int k = 0; k < 16; k++) {
            const uint8_t *const column = shifted + k / 4 * 4;
            const uint8_t here = column[k % 4], next = column[(k + 1) % 4];
            const uint8_t all = column[0] ^ column[1] ^ column[2] ^ column[3];
            const uint8_t mixed = (uint8_t)(here ^ all ^ aes_double(here ^ next));
            block[k] = (round < AES_ROUNDS ? mixed : here) ^ keys->bytes[round][k];
        }
    }
}

static inline uint32_t chacha20_turn(uint32_t word, int bits)
{
    return word << bits | word >> (32 - bits);
}

/* Block 0 of the stream with an all-zero nonce. */
static inline void chacha20_first_block(const uint8_t key[32], uint8_t block[64])
{
    static const int places[8][4] = {{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
                                     {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}};
    uint32_t start[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}, state[16];
    for (int i = 0; i < 32; i++)
        start[4 + i / 4] |= (uint32_t)key[i] << 8 * (i % 4);
    memcpy(state, start, sizeof state);
    for (int i = 0; i < 80; i++) {
        uint32_t *const a = &state[places[i % 8][0]], *const b = &state[places[i % 8][1]];
        uint32_t *const c = &state[places[i % 8][2]], *const d = &state[places[i % 8][3]];
        *a += *b, *d = chacha20_turn(*d ^ *a, 16);
        *c += *d, *b = chacha20_turn(*b ^ *c, 12);
        *a += *b, *d = chacha20_turn(*d ^ *a, 8);
        *c += *d, *b = chacha20_turn(*b ^ *c, 7);
    }
    for (int i = 0; i < 64; i++)
        block[i] = (uint8_t)((state[i / 4] + start[i / 4]) >> 8 * (i % 4));
}

#endif
