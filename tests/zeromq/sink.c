/*
 * What a holder is measured against: plain libzmq with CURVE, which writes what it gets to a file.
 * Nothing is checked or added up. Only the last answer waits for the disk, once.
 *
 *   sink MEMBERS SECRET_KEY FILE MESSAGE_COUNT
 */
#include "common.h"
#include "members.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

int main(int argc, char **argv)
{
    struct members members;
    int is_server = 1;
    if (argc != 5)
        fail("usage: sink MEMBERS SECRET_KEY FILE MESSAGE_COUNT");
    load_members(&members, argv[1], argv[2]);
    require_role(&members, "holder");
    size_t message_count = (size_t)number_argument(argv[4]);
    FILE *file = fopen(argv[3], "wb");
    void *context = zmq_ctx_new(), *socket = zmq_socket(context, ZMQ_ROUTER);
    if (file == NULL || zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &is_server, sizeof is_server)
        || zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, members.own_secret_key, KEY_LEN + 1)
        || zmq_bind(socket, members.self->endpoint))
        fail("cannot start");
    setvbuf(file, NULL, _IONBF, 0);
    tell("starts with nothing");
    for (size_t count = 0; count < message_count; count++) {
        zmq_msg_t peer, verb, content;
        zmq_msg_init(&peer);
        zmq_msg_init(&verb);
        zmq_msg_init(&content);
        zmq_msg_recv(&peer, socket, 0);
        zmq_msg_recv(&verb, socket, 0);
        zmq_msg_recv(&content, socket, 0);
        size_t len = zmq_msg_size(&content);
        if (fwrite(zmq_msg_data(&content), 1, len, file) != len
            || (count + 1 == message_count && fdatasync(fileno(file)) != 0))
            fail("cannot write %s", argv[3]);
        zmq_msg_send(&peer, socket, ZMQ_SNDMORE);
        zmq_msg_send(&verb, socket, ZMQ_SNDMORE);
        zmq_send(socket, "SECAGG_OK", 9, ZMQ_SNDMORE);
        zmq_send(socket, "", 0, 0);
        zmq_msg_close(&content);
    }
    tell("has everything");
    pause();
    return EXIT_SUCCESS;
}
