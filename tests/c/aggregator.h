/* An aggregator as most programs need it. */
#ifndef SECAGG_TEST_AGGREGATOR_H
#define SECAGG_TEST_AGGREGATOR_H

#include "check.h"

static secagg_aggregator *new_aggregator(uint32_t holder_count, uint64_t value_count)
{
    const secagg_aggregator_options options = {.struct_size = sizeof options,
                                               .value_count = value_count};
    secagg_aggregator *aggregator = NULL;
    EXPECT_OK(secagg_aggregator_create(&aggregator, holder_count, &options));
    return aggregator;
}

#endif
