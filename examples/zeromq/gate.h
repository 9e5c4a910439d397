/*
 * Who may connect to a holder. libzmq asks here, over its ZAP protocol (rfc.zeromq.org/spec/27),
 * about every new connection, and marks all that comes over it with our answer: "party 7".
 */
#ifndef GATE_H
#define GATE_H

#include "members.h"

/* Opens the gate. Do it before the holder's socket: without one, libzmq lets everybody in. */
void *open_gate(void *context);

/* Answers the questions that have come: parties and collectors among the members may enter. */
void answer_gate(void *gate, const struct members *members);

#endif
