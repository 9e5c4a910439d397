/*
 * A member that does not keep to the protocol: asks all holders anything, and prints the answers.
 *
 *   rogue MEMBERS SECRET_KEY HOLDER_COUNT VERB LENGTH SECONDS
 *
 * The request is LENGTH times the same byte.
 */
#include "calls.h"
#include "common.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    struct members members;
    struct calls calls;
    if (argc != 7)
        fail("usage: rogue MEMBERS SECRET_KEY HOLDER_COUNT VERB LENGTH SECONDS");
    load_members(&members, argv[1], argv[2]);
    size_t len = (size_t)number_argument(argv[5]);
    uint8_t *request = allocate(len, 1);
    memset(request, 0xa5, len);
    open_calls(&calls, &members, (size_t)number_argument(argv[3]), 100);
    ask_all(&calls, argv[4], request, len);
    await_answers(&calls, now() + number_argument(argv[6]));
    for (size_t i = 0; i < calls.count; i++)
        printf("holder %zu: %s\n", i + 1, calls.list[i].status);
    close_calls(&calls);
    free(request);
    return EXIT_SUCCESS;
}
