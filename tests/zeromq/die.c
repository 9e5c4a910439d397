/*
 * Makes a holder die at the worst moment, when it has agreed on a cohort and is to seal it: linked
 * with -Wl,--wrap=secagg_holder_seal.
 */
#include <secagg.h>
#include <signal.h>

secagg_status __wrap_secagg_holder_seal(secagg_holder *, uint8_t *, size_t, size_t *, const uint8_t *);

secagg_status __wrap_secagg_holder_seal(secagg_holder *holder, uint8_t *checkpoint, size_t capacity,
                                        size_t *len, const uint8_t *cohort)
{
    (void)holder, (void)checkpoint, (void)capacity, (void)len, (void)cohort;
    raise(SIGKILL);
    return SECAGG_INTERNAL;
}
