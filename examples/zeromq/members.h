/*
 * Who takes part: a text file that all sides have alike, a line for each member,
 *
 *     holder 1 PUBLIC_KEY tcp://holder-one.example:7000
 *     party 7 PUBLIC_KEY
 *     collector 0 PUBLIC_KEY
 *
 * and the CURVE key of the program that reads it. A member is who has the secret key.
 */
#ifndef MEMBERS_H
#define MEMBERS_H

#include <stddef.h>
#include <stdint.h>

enum { KEY_LEN = 40, ENDPOINT_SIZE = 128 }; /* a key of 32 bytes is 40 characters */

struct member {
    char role[16];
    uint64_t id;
    char key[KEY_LEN + 1]; /* public */
    char endpoint[ENDPOINT_SIZE];
};

struct members {
    struct member *list;
    size_t count;
    char own_secret_key[KEY_LEN + 1];
    const struct member *self; /* NULL if the file does not know the key */
};

/* The secret key file may be NULL for programs that take no part themselves. */
void load_members(struct members *members, const char *path, const char *secret_key_path);

/* NULL if there is none. */
const struct member *member_by_key(const struct members *members, const char *key);
const struct member *member_by_id(const struct members *members, const char *role, uint64_t id);
size_t count_members(const struct members *members, const char *role);

/* Fails unless this program's key is that of such a member. Sets program_name. */
void require_role(const struct members *members, const char *role);

#endif
