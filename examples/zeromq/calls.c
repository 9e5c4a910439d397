#include "calls.h"
#include "common.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(int is_done, const char *what)
{
    if (!is_done)
        fail("%s: %s", what, zmq_strerror(zmq_errno()));
}

void open_calls(struct calls *calls, const struct members *members, size_t holder_count,
                double patience)
{
    require(zmq_has("curve") == 1, "this libzmq has no CURVE");
    *calls = (struct calls){.context = zmq_ctx_new(), .members = members, .count = holder_count,
                            .patience = patience};
    require(calls->context != NULL, "zmq_ctx_new");
    calls->list = allocate(holder_count, sizeof *calls->list);
    for (size_t i = 0; i < holder_count; i++) {
        calls->list[i].holder = member_by_id(members, "holder", i + 1);
        if (calls->list[i].holder == NULL)
            fail("no holder %zu among the members", i + 1);
        zmq_msg_init(&calls->list[i].answer);
    }
}

/* Tells this side that its key was refused; without it, it would only see that nothing comes. */
static void *open_monitor(void *context, void *socket)
{
    static unsigned number;
    char address[64];
    int no_wait = 0;
    snprintf(address, sizeof address, "inproc://monitor-%u", number++);
    require(zmq_socket_monitor(socket, address, ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) == 0, "monitor");
    void *monitor = zmq_socket(context, ZMQ_PAIR);
    require(monitor != NULL, "zmq_socket");
    zmq_setsockopt(monitor, ZMQ_LINGER, &no_wait, sizeof no_wait);
    require(zmq_connect(monitor, address) == 0, "monitor");
    return monitor;
}

static void connect_call(const struct calls *calls, struct call *call)
{
    char own_key[KEY_LEN + 1];
    int no_wait = 0, reconnect_after = 50, at_most = 1000; /* milliseconds */
    call->socket = zmq_socket(calls->context, ZMQ_DEALER);
    require(call->socket != NULL, "zmq_socket");
    require(zmq_curve_public(own_key, calls->members->own_secret_key) == 0, "secret key");
    zmq_setsockopt(call->socket, ZMQ_LINGER, &no_wait, sizeof no_wait);
    zmq_setsockopt(call->socket, ZMQ_RECONNECT_IVL, &reconnect_after, sizeof reconnect_after);
    zmq_setsockopt(call->socket, ZMQ_RECONNECT_IVL_MAX, &at_most, sizeof at_most);
    int keys = zmq_setsockopt(call->socket, ZMQ_CURVE_SERVERKEY, call->holder->key, KEY_LEN + 1)
        | zmq_setsockopt(call->socket, ZMQ_CURVE_PUBLICKEY, own_key, KEY_LEN + 1)
        | zmq_setsockopt(call->socket, ZMQ_CURVE_SECRETKEY, calls->members->own_secret_key,
                         KEY_LEN + 1);
    require(keys == 0, "CURVE keys");
    call->monitor = open_monitor(calls->context, call->socket);
    require(zmq_connect(call->socket, call->holder->endpoint) == 0, call->holder->endpoint);
}

static void disconnect_call(struct call *call)
{
    if (call->socket != NULL) {
        zmq_socket_monitor(call->socket, NULL, 0);
        zmq_close(call->socket);
        zmq_close(call->monitor);
        call->socket = call->monitor = NULL;
    }
}

void ask(struct call *call, const char *verb, const void *request, size_t request_len)
{
    call->verb = verb;
    call->request = request;
    call->request_len = request_len;
    call->sent = 0;
    strcpy(call->status, NO_ANSWER);
}

void ask_all(struct calls *calls, const char *verb, const void *request, size_t request_len)
{
    for (size_t i = 0; i < calls->count; i++)
        ask(&calls->list[i], verb, request, request_len);
}

static void keep(void *data, void *hint)
{
    (void)data;
    (void)hint; /* the request is the caller's: nothing to free */
}

static void send_request(const struct calls *calls, struct call *call)
{
    zmq_msg_t request;
    if (call->socket == NULL)
        connect_call(calls, call);
    zmq_msg_init_data(&request, (void *)(uintptr_t)call->request, call->request_len, keep, NULL);
    require(zmq_send(call->socket, call->verb, strlen(call->verb), ZMQ_SNDMORE) >= 0, "zmq_send");
    require(zmq_msg_send(&request, call->socket, 0) >= 0, "zmq_msg_send");
    call->sent = now();
}

/* One answer, if it is there; one to an earlier question is dropped. */
static void receive_answer(struct call *call)
{
    char verb[16] = "", status[STATUS_SIZE] = "";
    int more = 0;
    size_t more_size = sizeof more;
    int verb_len = zmq_recv(call->socket, verb, sizeof verb - 1, ZMQ_DONTWAIT);
    if (verb_len < 0)
        return;
    int status_len = zmq_recv(call->socket, status, sizeof status - 1, ZMQ_DONTWAIT);
    zmq_msg_recv(&call->answer, call->socket, ZMQ_DONTWAIT);
    while (zmq_getsockopt(call->socket, ZMQ_RCVMORE, &more, &more_size) == 0 && more)
        zmq_recv(call->socket, NULL, 0, 0);
    if (strcmp(verb, call->verb) == 0 && status_len > 0 && status_len < STATUS_SIZE)
        memcpy(call->status, status, sizeof status);
}

static void look_at(struct call *call)
{
    zmq_msg_t event;
    zmq_msg_init(&event);
    if (zmq_msg_recv(&event, call->monitor, ZMQ_DONTWAIT) >= 0) {
        strcpy(call->status, KEY_REFUSED); /* the only event that was asked for */
        disconnect_call(call);
    } else {
        receive_answer(call);
    }
    zmq_msg_close(&event);
}

static int is_waiting(const struct call *call)
{
    return call->verb != NULL && is_status(call, NO_ANSWER);
}

size_t await_answers(struct calls *calls, double deadline)
{
    zmq_pollitem_t *items = allocate(2 * calls->count, sizeof *items);
    for (;;) {
        int item_count = 0;
        for (size_t i = 0; i < calls->count; i++) {
            struct call *call = &calls->list[i];
            if (!is_waiting(call))
                continue;
            if (call->sent > 0 && now() > call->sent + calls->patience)
                disconnect_call(call);
            if (call->socket == NULL || call->sent == 0)
                send_request(calls, call);
            items[item_count++] = (zmq_pollitem_t){.socket = call->socket, .events = ZMQ_POLLIN};
            items[item_count++] = (zmq_pollitem_t){.socket = call->monitor, .events = ZMQ_POLLIN};
        }
        if (item_count == 0 || now() > deadline)
            break;
        zmq_poll(items, item_count, 50);
        for (size_t i = 0; i < calls->count; i++)
            if (is_waiting(&calls->list[i]))
                look_at(&calls->list[i]);
    }
    free(items);
    size_t answers = calls->count;
    for (size_t i = 0; i < calls->count; i++)
        answers -= (size_t)is_waiting(&calls->list[i]);
    return answers;
}

int is_status(const struct call *call, const char *name)
{
    return strcmp(call->status, name) == 0;
}

void close_calls(struct calls *calls)
{
    for (size_t i = 0; i < calls->count; i++) {
        disconnect_call(&calls->list[i]);
        zmq_msg_close(&calls->list[i].answer);
    }
    zmq_ctx_term(calls->context);
    free(calls->list);
}
