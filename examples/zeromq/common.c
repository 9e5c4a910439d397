#include "common.h"
#include "files.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

char program_name[64] = "secagg";

static void tell_list(const char *format, va_list list)
{
    /* One write for the whole line, so that lines of several programs do not mix. */
    char line[512];
    int used = snprintf(line, sizeof line, "%s: ", program_name);
    vsnprintf(line + used, sizeof line - (size_t)used, format, list);
    fprintf(stderr, "%s\n", line);
}

void tell(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    tell_list(format, list);
    va_end(list);
}

void fail(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    tell_list(format, list);
    va_end(list);
    exit(EXIT_FAILURE);
}

void check(secagg_status status, const char *what)
{
    if (status != SECAGG_OK)
        fail("%s: %s: %s", what, secagg_status_name(status), secagg_status_message(status));
}

void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL)
        fail("out of memory");
    return memory;
}

double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

double number_argument(const char *text)
{
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end != '\0' || !(number >= 0))
        fail("not a number of at least 0: %s", text);
    return number;
}

void put_id(uint8_t bytes[8], uint64_t id)
{
    for (int byte = 0; byte < 8; byte++)
        bytes[byte] = (uint8_t)(id >> 8 * byte);
}

uint64_t get_id(const uint8_t bytes[8])
{
    uint64_t id = 0;
    for (int byte = 0; byte < 8; byte++)
        id |= (uint64_t)bytes[byte] << 8 * byte;
    return id;
}

void load_round(struct round *round, const char *path)
{
    size_t description_len;
    uint8_t *description = read_file(path, &description_len);
    check(secagg_session_import(&round->session, description, description_len), path);
    free(description);
    round->parameters = (secagg_session_options){.struct_size = sizeof round->parameters};
    check(secagg_session_parameters(round->session, &round->parameters), path);
    check(secagg_session_digest(round->session, round->digest), path);
    check(secagg_session_message_len(round->session, &round->message_len), path);
    check(secagg_session_partial_len(round->session, &round->partial_len), path);
}
