#include "gate.h"
#include "common.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

/* The frames of a question. */
enum { VERSION, REQUEST_ID, DOMAIN, ADDRESS, IDENTITY, MECHANISM, CREDENTIALS, QUESTION_FRAMES };

void *open_gate(void *context)
{
    void *gate = zmq_socket(context, ZMQ_REP);
    int no_wait = 0;
    if (gate == NULL || zmq_setsockopt(gate, ZMQ_LINGER, &no_wait, sizeof no_wait) != 0
        || zmq_bind(gate, "inproc://zeromq.zap.01") != 0)
        fail("the gate: %s", zmq_strerror(zmq_errno()));
    return gate;
}

static const struct member *admitted(const struct members *members, const char *mechanism,
                                     const uint8_t *key, int key_len)
{
    char text[KEY_LEN + 1];
    if (strcmp(mechanism, "CURVE") != 0 || key_len != 32)
        return NULL;
    zmq_z85_encode(text, key, 32);
    const struct member *member = member_by_key(members, text);
    int may_enter = member != NULL && strcmp(member->role, "holder") != 0;
    if (!may_enter)
        tell("refused the key %s: KEY_REFUSED", text);
    return may_enter ? member : NULL;
}

void answer_gate(void *gate, const struct members *members)
{
    char frames[QUESTION_FRAMES][256] = {{0}};
    int lens[QUESTION_FRAMES] = {0};
    while ((lens[0] = zmq_recv(gate, frames[0], sizeof frames[0] - 1, ZMQ_DONTWAIT)) >= 0) {
        int more = 1;
        size_t more_size = sizeof more;
        for (int i = 1; i < QUESTION_FRAMES && more; i++) {
            memset(frames[i], 0, sizeof frames[i]);
            lens[i] = zmq_recv(gate, frames[i], sizeof frames[i] - 1, 0);
            zmq_getsockopt(gate, ZMQ_RCVMORE, &more, &more_size);
        }
        while (more) {
            zmq_recv(gate, NULL, 0, 0);
            zmq_getsockopt(gate, ZMQ_RCVMORE, &more, &more_size);
        }

        const struct member *member = admitted(members, frames[MECHANISM],
                                               (const uint8_t *)frames[CREDENTIALS],
                                               lens[CREDENTIALS]);
        char user[64] = "";
        if (member != NULL)
            snprintf(user, sizeof user, "%s %" PRIu64, member->role, member->id);
        zmq_send(gate, frames[VERSION], strlen(frames[VERSION]), ZMQ_SNDMORE);
        zmq_send(gate, frames[REQUEST_ID], (size_t)lens[REQUEST_ID], ZMQ_SNDMORE);
        zmq_send(gate, member != NULL ? "200" : "400", 3, ZMQ_SNDMORE);
        zmq_send(gate, member != NULL ? "OK" : "no member", member != NULL ? 2 : 9, ZMQ_SNDMORE);
        zmq_send(gate, user, strlen(user), ZMQ_SNDMORE);
        zmq_send(gate, "", 0, 0);
    }
}
