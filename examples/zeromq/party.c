/*
 * A party: it has rows of a table, summarises the columns that the session names, and deals each
 * holder its share of the summaries.
 *
 *   party SESSION MEMBERS SECRET_KEY FOLDER TABLE.csv SECONDS [PATIENCE]
 *
 * The messages are stored in FOLDER before they are sent. Started again, the party sends the same
 * ones: if it dealt anew, holders could end up with shares that do not fit together. It sends again
 * what is not answered within PATIENCE seconds (10), and gives up after so many SECONDS. It has done
 * its work when every holder has given a receipt.
 */
#include "calls.h"
#include "common.h"
#include "files.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The summaries of the columns that the session's context names, "age,time,..." */
static secagg_value *summarise(const struct round *round, const char *table_path)
{
    size_t value_count = (size_t)round->parameters.value_count, filled = 0;
    secagg_value *values = allocate(value_count, sizeof *values);
    char *names = allocate(round->parameters.context_len + 1, 1), *rest = NULL;
    memcpy(names, round->parameters.context, round->parameters.context_len);
    for (char *name = strtok_r(names, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
        size_t row_count;
        double *column = read_column(table_path, name, &row_count);
        if (filled + SECAGG_SUMMARY_VALUE_COUNT > value_count)
            fail("the session names more columns than it has values for");
        check(secagg_summary_encode(values + filled, NULL, column, row_count,
                                    round->parameters.fraction_bits, NULL), name);
        filled += SECAGG_SUMMARY_VALUE_COUNT;
        free(column);
    }
    if (filled != value_count)
        fail("the session names fewer columns than it has values for");
    free(names);
    return values;
}

static char *message_path(const char *folder, size_t x)
{
    char name[32];
    snprintf(name, sizeof name, "to-holder-%zu", x);
    return path_in(folder, name);
}

/* Deals into files. The folder gets its final name when all of them are on disk. */
static void deal(const struct round *round, uint64_t party_id, const secagg_value *values,
                 const char *folder, const char *name)
{
    uint32_t holder_count = round->parameters.holder_count;
    uint8_t **messages = allocate(holder_count, sizeof *messages);
    for (uint32_t i = 0; i < holder_count; i++)
        messages[i] = allocate(round->message_len, 1);
    check(secagg_session_deal(round->session, messages, holder_count, round->message_len, party_id,
                              values, (size_t)round->parameters.value_count, NULL), "dealing");

    char *unfinished = path_in(folder, "unfinished");
    make_folder(unfinished);
    for (uint32_t i = 0; i < holder_count; i++) {
        char *path = message_path(unfinished, i + 1);
        remove(path); /* of an attempt that did not come to its end, and was never sent */
        create_file(path, messages[i], round->message_len);
        free(path);
        free(messages[i]);
    }
    sync_folder(unfinished);
    rename_in(folder, "unfinished", name);
    free(unfinished);
    free(messages);
}

/* The folder with this session's messages, dealt now if they never were. */
static char *stored_messages(const struct round *round, uint64_t party_id, const char *folder,
                             const char *table_path)
{
    char name[32] = "session-";
    for (int byte = 0; byte < 8; byte++)
        snprintf(name + 8 + 2 * byte, 3, "%02x", round->digest[byte]);
    make_folder(folder);
    char *path = path_in(folder, name);
    if (!file_exists(path)) {
        secagg_value *values = summarise(round, table_path);
        deal(round, party_id, values, folder, name);
        free(values);
    } else {
        tell("sends again what it has dealt before");
    }
    return path;
}

static int has_receipt(const struct call *call)
{
    return is_status(call, "SECAGG_OK") || is_status(call, "SECAGG_ALREADY_ACCEPTED");
}

/* Waits for all answers, or until the deadline, and tells of what comes. */
static void await_receipts(struct calls *calls, double deadline)
{
    char *is_told = allocate(calls->count, 1);
    size_t answers = 0, told = calls->count + 1;
    while (answers < calls->count && now() < deadline) {
        answers = await_answers(calls, now() + 1 < deadline ? now() + 1 : deadline);
        for (size_t i = 0; i < calls->count; i++) {
            const struct call *call = &calls->list[i];
            if (!is_told[i] && !has_receipt(call) && !is_status(call, NO_ANSWER)) {
                tell("holder %zu refuses: %s", i + 1, call->status);
                is_told[i] = 1;
            }
        }
        if (answers != told)
            tell("%zu of %zu holders have answered", answers, calls->count);
        told = answers;
    }
    free(is_told);
}

int main(int argc, char **argv)
{
    struct members members;
    struct round round;
    struct calls calls;
    if (argc != 7 && argc != 8)
        fail("usage: party SESSION MEMBERS SECRET_KEY FOLDER TABLE.csv SECONDS [PATIENCE]");
    load_members(&members, argv[2], argv[3]);
    require_role(&members, "party");
    load_round(&round, argv[1]);
    double deadline = now() + number_argument(argv[6]);
    char *folder = stored_messages(&round, members.self->id, argv[4], argv[5]);

    open_calls(&calls, &members, round.parameters.holder_count,
               argc == 8 ? number_argument(argv[7]) : 10);
    for (size_t i = 0; i < calls.count; i++) {
        char *path = message_path(folder, i + 1);
        size_t len;
        const void *message = map_file(path, &len);
        ask(&calls.list[i], "deal", message, len);
        free(path);
    }
    free(folder);

    size_t receipts = 0;
    await_receipts(&calls, deadline);
    for (size_t i = 0; i < calls.count; i++) {
        printf("holder %zu: %s\n", i + 1, calls.list[i].status);
        receipts += has_receipt(&calls.list[i]);
    }
    printf("%zu of %zu receipts\n", receipts, calls.count);
    close_calls(&calls);
    free(members.list);
    secagg_session_free(round.session);
    return receipts == calls.count ? EXIT_SUCCESS : EXIT_FAILURE;
}
