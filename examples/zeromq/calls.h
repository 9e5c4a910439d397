/*
 * The calling side of the wire: parties and the collector ask holders, who answer.
 *
 * A request is two frames: a verb and what it is about. An answer is three: the verb, the name of
 * a status, and what was asked for. All requests may be repeated, so whoever gets no answer asks
 * again, over a new connection, until its time is up.
 */
#ifndef CALLS_H
#define CALLS_H

#include "members.h"
#include <zmq.h>

enum { STATUS_SIZE = 48 };

/* Besides the names of statuses: what this side knows itself. */
#define NO_ANSWER "NO_ANSWER"
#define KEY_REFUSED "KEY_REFUSED"

struct call {
    const struct member *holder;
    const char *verb; /* NULL: nothing to ask now */
    const void *request; /* stays where it is as long as the connections are open */
    size_t request_len;

    char status[STATUS_SIZE]; /* NO_ANSWER until there is one */
    zmq_msg_t answer;

    void *socket, *monitor;
    double sent;
};

struct calls {
    void *context;
    const struct members *members;
    struct call *list; /* one for every holder, by ascending x */
    size_t count;
    double patience; /* seconds without an answer after which to ask again */
};

/* Prepares a call to each holder from 1 to holder_count; fails if one is no member. */
void open_calls(struct calls *calls, const struct members *members, size_t holder_count,
                double patience);

/* What to ask a holder, or all of them, next. */
void ask(struct call *call, const char *verb, const void *request, size_t request_len);
void ask_all(struct calls *calls, const char *verb, const void *request, size_t request_len);

/* Waits until all have answered, or until the deadline; then it may be called again to wait longer.
   Returns how many have. */
size_t await_answers(struct calls *calls, double deadline);

int is_status(const struct call *call, const char *name);

void close_calls(struct calls *calls);

#endif
