/*
 * Makes a key pair for one member: NAME.secret, which stays where it is, and NAME.public, which goes
 * to the others on a way that they trust.
 *
 *   keys NAME
 */
#include "common.h"
#include "files.h"
#include "members.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

static void create_key_file(const char *name, const char *kind, const char *key)
{
    char path[4096], line[KEY_LEN + 2];
    if (snprintf(path, sizeof path, "%s.%s", name, kind) >= (int)sizeof path)
        fail("the name is too long");
    int len = snprintf(line, sizeof line, "%s\n", key);
    create_file(path, line, (size_t)len);
}

int main(int argc, char **argv)
{
    char public_key[KEY_LEN + 1], secret_key[KEY_LEN + 1];
    if (argc != 2)
        fail("usage: keys NAME");
    if (zmq_curve_keypair(public_key, secret_key) != 0)
        fail("this libzmq has no CURVE");
    create_key_file(argv[1], "secret", secret_key);
    create_key_file(argv[1], "public", public_key);
    printf("%s\n", public_key);
    return EXIT_SUCCESS;
}
