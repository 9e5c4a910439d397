/*
 * Makes the session file, which all members get alike: what is summed, and by whom.
 *
 *   session FILE MEMBERS THRESHOLD MIN_SUBMISSIONS FRACTION_BITS COLUMN,COLUMN,...
 *
 * The holders are those of the members file, and only its parties may take part. Any THRESHOLD
 * holders can answer (and, together, read everything). Make a new file for every round.
 */
#include "common.h"
#include "files.h"
#include "members.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t count_columns(const char *names)
{
    size_t count = 1;
    for (; *names != '\0'; names++)
        count += *names == ',';
    return count;
}

int main(int argc, char **argv)
{
    struct members members;
    if (argc != 7)
        fail("usage: session FILE MEMBERS THRESHOLD MIN_SUBMISSIONS FRACTION_BITS COLUMN,...");
    load_members(&members, argv[2], NULL);
    uint64_t *roster = allocate(members.count, sizeof *roster);
    size_t roster_count = 0;
    for (size_t i = 0; i < members.count; i++)
        if (strcmp(members.list[i].role, "party") == 0)
            roster[roster_count++] = members.list[i].id;

    secagg_session_options options = {.struct_size = sizeof options};
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = (uint32_t)count_members(&members, "holder");
    options.threshold = (uint32_t)number_argument(argv[3]);
    options.min_submissions = (uint64_t)number_argument(argv[4]);
    options.fraction_bits = (uint32_t)number_argument(argv[5]);
    options.value_count = count_columns(argv[6]) * SECAGG_SUMMARY_VALUE_COUNT;
    options.context = (const uint8_t *)argv[6];
    options.context_len = strlen(argv[6]);
    options.roster = roster;
    options.roster_count = roster_count;

    secagg_session *session;
    check(secagg_session_create(&session, &options), "the session");
    size_t len = 0;
    secagg_status status = secagg_session_export(session, NULL, 0, &len);
    if (status != SECAGG_BUFFER_TOO_SMALL)
        check(status, "the session file");
    uint8_t *description = allocate(len, 1);
    check(secagg_session_export(session, description, len, &len), "the session file");
    create_file(argv[1], description, len);
    printf("%zu parties, %u holders, any %u of them answer\n", roster_count,
           (unsigned)options.holder_count, (unsigned)options.threshold);
    free(description);
    free(roster);
    free(members.list);
    secagg_session_free(session);
    return EXIT_SUCCESS;
}
