/* A library that a host program loads, with secagg inside. It exports one name. */
#include <secagg.h>

const char *plug_in_version(void);

const char *plug_in_version(void)
{
    return secagg_version();
}
