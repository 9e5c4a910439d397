/*
 * Many parties in one process, for measuring.
 *
 *   load session SESSION HOLDER_COUNT VALUE_COUNT
 *   load deal SESSION FOLDER FIRST LAST        stores the messages of parties FIRST to LAST
 *   load send MEMBERS FOLDER FIRST LAST HOLDER_COUNT
 *
 * FOLDER has the parties' keys, party-N.secret, and gets their messages, party-N-to-X. Parties are
 * sent one after the other, each over connections of its own; prints how many receipts came.
 */
#include "calls.h"
#include "common.h"
#include "files.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *path_of(const char *folder, size_t party, const char *rest, size_t x)
{
    char name[64];
    if (x > 0)
        snprintf(name, sizeof name, "party-%zu%s%zu", party, rest, x);
    else
        snprintf(name, sizeof name, "party-%zu%s", party, rest);
    return path_in(folder, name);
}

static void deal(const char *session_path, const char *folder, size_t first, size_t last)
{
    struct round round;
    load_round(&round, session_path);
    size_t value_count = (size_t)round.parameters.value_count;
    uint32_t n = round.parameters.holder_count;
    int64_t *numbers = allocate(value_count, sizeof *numbers);
    secagg_value *values = allocate(value_count, sizeof *values);
    uint8_t **messages = allocate(n, sizeof *messages);
    for (uint32_t i = 0; i < n; i++)
        messages[i] = allocate(round.message_len, 1);
    for (size_t party = first; party <= last; party++) {
        for (size_t i = 0; i < value_count; i++)
            numbers[i] = (int64_t)(party * i);
        check(secagg_encode_i64(values, numbers, value_count), "encoding");
        check(secagg_session_deal(round.session, messages, n, round.message_len, party, values,
                                  value_count, NULL), "dealing");
        for (uint32_t i = 0; i < n; i++) {
            char *path = path_of(folder, party, "-to-", i + 1);
            FILE *file = fopen(path, "wb");
            if (file == NULL || fwrite(messages[i], 1, round.message_len, file) != round.message_len
                || fclose(file) != 0)
                fail("cannot write %s", path);
            free(path);
        }
    }
}

static void send_all(const char *members_path, const char *folder, size_t first, size_t last,
                     size_t holder_count)
{
    struct members members;
    size_t receipts = 0, len;
    load_members(&members, members_path, NULL);
    for (size_t party = first; party <= last; party++) {
        struct calls calls;
        char *key_path = path_of(folder, party, ".secret", 0), *key = read_file(key_path, &len);
        memcpy(members.own_secret_key, key, KEY_LEN);
        open_calls(&calls, &members, holder_count, 60);
        for (size_t i = 0; i < holder_count; i++) {
            char *path = path_of(folder, party, "-to-", i + 1);
            const void *message = map_file(path, &len);
            ask(&calls.list[i], "deal", message, len);
            free(path);
        }
        await_answers(&calls, now() + 60);
        for (size_t i = 0; i < holder_count; i++)
            receipts += is_status(&calls.list[i], "SECAGG_OK");
        close_calls(&calls);
        free(key);
        free(key_path);
    }
    printf("%zu\n", receipts);
}

static void make_session(const char *path, size_t holder_count, size_t value_count)
{
    secagg_session *session;
    uint8_t description[1024];
    size_t len;
    secagg_session_options options = {.struct_size = sizeof options};
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = (uint32_t)holder_count;
    options.value_count = value_count;
    check(secagg_session_create(&session, &options), "the session");
    check(secagg_session_export(session, description, sizeof description, &len), "the session");
    create_file(path, description, len);
}

int main(int argc, char **argv)
{
    if (argc < 5)
        fail("usage: load session|deal|send ..., see load.c");
    size_t first = (size_t)number_argument(argv[argc > 5 ? 4 : 3]);
    size_t last = (size_t)number_argument(argv[argc > 5 ? 5 : 4]);
    if (argc == 5)
        make_session(argv[2], first, last);
    else if (argc == 6)
        deal(argv[2], argv[3], first, last);
    else
        send_all(argv[2], argv[3], first, last, (size_t)number_argument(argv[6]));
    return EXIT_SUCCESS;
}
