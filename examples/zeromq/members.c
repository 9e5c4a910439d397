#include "members.h"
#include "common.h"
#include "files.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

static void read_line(struct member *member, const char *line, const char *path)
{
    uint8_t binary[32];
    memset(member, 0, sizeof *member);
    int fields = sscanf(line, "%15s %" SCNu64 " %40s %127s", member->role, &member->id, member->key,
                        member->endpoint);
    int is_holder = strcmp(member->role, "holder") == 0;
    int is_known = is_holder || strcmp(member->role, "party") == 0
        || strcmp(member->role, "collector") == 0;
    if (!is_known || fields != (is_holder ? 4 : 3) || strlen(member->key) != KEY_LEN
        || zmq_z85_decode(binary, member->key) == NULL)
        fail("%s: not a member: %s", path, line);
}

/* Two members of one key, or of one role and id, would make it unclear who is who. */
static void require_distinct(const struct members *members, const char *path)
{
    for (size_t i = 0; i < members->count; i++) {
        const struct member *member = &members->list[i];
        if (member_by_key(members, member->key) != member
            || member_by_id(members, member->role, member->id) != member)
            fail("%s: %s %" PRIu64 " is there twice", path, member->role, member->id);
    }
}

static void load_own_key(struct members *members, const char *path)
{
    size_t len;
    char *secret_key = read_file(path, &len), public_key[KEY_LEN + 1];
    secret_key[strcspn(secret_key, "\r\n")] = '\0';
    if (strlen(secret_key) != KEY_LEN || zmq_curve_public(public_key, secret_key) != 0)
        fail("%s: not a secret key", path);
    memcpy(members->own_secret_key, secret_key, KEY_LEN + 1);
    free(secret_key);
    members->self = member_by_key(members, public_key);
}

void load_members(struct members *members, const char *path, const char *secret_key_path)
{
    size_t len, lines = 1;
    char *text = read_file(path, &len), *rest = NULL;
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    members->list = allocate(lines, sizeof *members->list);
    members->count = 0;
    for (char *line = strtok_r(text, "\r\n", &rest); line != NULL; line = strtok_r(NULL, "\r\n", &rest))
        if (line[0] != '#')
            read_line(&members->list[members->count++], line, path);
    free(text);
    require_distinct(members, path);
    members->self = NULL;
    if (secret_key_path != NULL)
        load_own_key(members, secret_key_path);
}

const struct member *member_by_key(const struct members *members, const char *key)
{
    for (size_t i = 0; i < members->count; i++)
        if (strcmp(members->list[i].key, key) == 0)
            return &members->list[i];
    return NULL;
}

const struct member *member_by_id(const struct members *members, const char *role, uint64_t id)
{
    for (size_t i = 0; i < members->count; i++)
        if (members->list[i].id == id && strcmp(members->list[i].role, role) == 0)
            return &members->list[i];
    return NULL;
}

size_t count_members(const struct members *members, const char *role)
{
    size_t count = 0;
    for (size_t i = 0; i < members->count; i++)
        count += strcmp(members->list[i].role, role) == 0;
    return count;
}

void require_role(const struct members *members, const char *role)
{
    if (members->self == NULL || strcmp(members->self->role, role) != 0)
        fail("the key is not that of a %s", role);
    snprintf(program_name, sizeof program_name, "%s %" PRIu64, role, members->self->id);
}
