/* What a holder does when it is asked, and what it keeps on disk; without the network. */
#ifndef DUTIES_H
#define DUTIES_H

#include "common.h"
#include <zmq.h>

/* A member's request, and the answer. */
struct request {
    char role[16]; /* who asks, as the gate knows it */
    uint64_t id;
    zmq_msg_t peer, verb, content;
    const char *status; /* "SECAGG_OK", or why not */
    zmq_msg_t result;
};

/* Goes on from what the folder has: the sealed state, else the journal. */
void begin_duties(const struct round *round, uint32_t x, const char *folder);

/* Sets status and result. They may be sent only after the next keep_promises. */
void do_duty(struct request *request);

/* Brings to disk what answers say was accepted. */
void keep_promises(void);

/* Whether the collector has said that it has its result. */
int duties_are_done(void);

/* A line to stderr at most every second, if there is something new. */
void tell_progress(void);

void end_duties(void);

#endif
