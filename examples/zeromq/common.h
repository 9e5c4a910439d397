/* What all programs here need: ends with a reason, a clock, numbers as bytes, the session file. */
#ifndef COMMON_H
#define COMMON_H

#include <secagg.h>
#include <stddef.h>
#include <stdint.h>

/* Name of the running program and of its role, for messages: "holder 3". Set it first. */
extern char program_name[64];

/* Prints "holder 3: ..." and a line end to stderr. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Tells, and ends the program with exit code 1. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* Fails unless the status is SECAGG_OK. */
void check(secagg_status status, const char *what);

/* Memory of count elements, zeroed; fails when there is none. */
void *allocate(size_t count, size_t size);

/* Seconds on a clock that never goes back. */
double now(void);

/* A number of at least 0 given on the command line. */
double number_argument(const char *text);

/* Party ids travel as 8 bytes, least significant first. */
void put_id(uint8_t bytes[8], uint64_t id);
uint64_t get_id(const uint8_t bytes[8]);

/* A session as its file describes it. */
struct round {
    secagg_session *session;
    secagg_session_options parameters; /* its pointers belong to the session */
    uint8_t digest[32];
    size_t message_len, partial_len;
};

void load_round(struct round *round, const char *path);

#endif
