/*
 * A holder: it gets one share of every party's numbers, adds them up, and gives the sum to the
 * collector once it knows whose numbers are in it.
 *
 *   holder SESSION MEMBERS SECRET_KEY FOLDER SECONDS
 *
 * FOLDER keeps what it has accepted; started again, it goes on from there. It ends when the
 * collector has the result, or after so many seconds.
 */
#include "common.h"
#include "duties.h"
#include "gate.h"
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { BATCH = 64 }; /* requests that are answered after one wait for the disk */
static const size_t BATCH_LEN = 1 << 26; /* and bytes of them */

static struct round round_;
static struct members members;
static volatile sig_atomic_t is_interrupted;

/* The next request. Returns whether there was one. Without a role, it is not of the right shape. */
static int receive_request(void *socket, struct request *request)
{
    zmq_msg_t extra, *frames[] = {&request->peer, &request->verb, &request->content};
    memset(request, 0, sizeof *request);
    for (int i = 0; i < 3; i++)
        zmq_msg_init(frames[i]);
    zmq_msg_init(&request->result);
    if (zmq_msg_recv(&request->peer, socket, ZMQ_DONTWAIT) < 0)
        return 0;
    int more = zmq_msg_more(&request->peer), count = 1;
    for (; more; count++) {
        zmq_msg_t *frame = count < 3 ? frames[count] : &extra;
        if (frame == &extra)
            zmq_msg_init(frame);
        zmq_msg_recv(frame, socket, 0);
        more = zmq_msg_more(frame);
        if (frame == &extra)
            zmq_msg_close(frame);
    }
    const char *user = zmq_msg_gets(&request->verb, "User-Id"); /* the peer frame may have none */
    if (count == 3 && user != NULL)
        sscanf(user, "%15s %" SCNu64, request->role, &request->id);
    return 1;
}

static void send_answer(void *socket, struct request *request)
{
    zmq_msg_send(&request->peer, socket, ZMQ_SNDMORE);
    zmq_msg_send(&request->verb, socket, ZMQ_SNDMORE);
    zmq_send(socket, request->status, strlen(request->status), ZMQ_SNDMORE);
    zmq_msg_send(&request->result, socket, 0);
}

/* Does what is asked, up to a batch of it; waits for the disk once; then answers. */
static void serve(void *socket)
{
    static struct request batch[BATCH];
    size_t count = 0, len = 0;
    while (count < BATCH && len < BATCH_LEN && receive_request(socket, &batch[count])) {
        struct request *request = &batch[count];
        len += zmq_msg_size(&request->content);
        if (request->role[0] != '\0') {
            do_duty(request);
            count++;
        } else {
            zmq_msg_close(&request->peer);
            zmq_msg_close(&request->verb);
        }
        zmq_msg_close(&request->content); /* it may be large */
    }
    keep_promises();
    for (size_t i = 0; i < count; i++)
        send_answer(socket, &batch[i]);
}

static void *open_socket(void *context)
{
    int is_server = 1, no_wait = 0;
    int queue_len = 4; /* messages that wait, for each connection; with 1 libzmq lets none through */
    size_t id_list_len = 8 * count_members(&members, "party");
    int64_t largest = 1024 + (int64_t)(round_.message_len > id_list_len ? round_.message_len
                                                                        : id_list_len);
    void *socket = zmq_socket(context, ZMQ_ROUTER);
    if (socket == NULL || zmq_setsockopt(socket, ZMQ_LINGER, &no_wait, sizeof no_wait)
        || zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &is_server, sizeof is_server)
        || zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, members.own_secret_key, KEY_LEN + 1)
        || zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, "secagg", 6)
        || zmq_setsockopt(socket, ZMQ_RCVHWM, &queue_len, sizeof queue_len)
        || zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &largest, sizeof largest)
        || zmq_bind(socket, members.self->endpoint))
        fail("%s: %s", members.self->endpoint, zmq_strerror(zmq_errno()));
    return socket;
}

static void interrupt(int signal_number)
{
    (void)signal_number;
    is_interrupted = 1;
}

int main(int argc, char **argv)
{
    if (argc != 6)
        fail("usage: holder SESSION MEMBERS SECRET_KEY FOLDER SECONDS");
    load_members(&members, argv[2], argv[3]);
    require_role(&members, "holder");
    load_round(&round_, argv[1]);
    double deadline = now() + number_argument(argv[5]);
    begin_duties(&round_, (uint32_t)members.self->id, argv[4]);
    signal(SIGTERM, interrupt);
    signal(SIGINT, interrupt);

    void *context = zmq_ctx_new();
    void *gate = open_gate(context), *socket = open_socket(context);
    zmq_pollitem_t items[] = {{.socket = gate, .events = ZMQ_POLLIN},
                              {.socket = socket, .events = ZMQ_POLLIN}};
    while (!duties_are_done() && !is_interrupted && now() < deadline) {
        zmq_poll(items, 2, 200);
        answer_gate(gate, &members);
        serve(socket);
        tell_progress();
    }
    tell(duties_are_done() ? "done, the collector has the result"
                           : "ends without having heard of a result");

    int wait = 1000; /* milliseconds for the last answer to go out */
    zmq_setsockopt(socket, ZMQ_LINGER, &wait, sizeof wait);
    zmq_close(socket);
    zmq_close(gate);
    zmq_ctx_term(context);
    end_duties();
    free(members.list);
    secagg_session_free(round_.session);
    return duties_are_done() ? EXIT_SUCCESS : EXIT_FAILURE;
}
