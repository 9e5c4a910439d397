/* What the collector prints. */
#ifndef REPORT_H
#define REPORT_H

#include "calls.h"
#include "common.h"

/* Reconstructs and prints the statistics and the state of every holder, which is "" as far as
   nothing is known to be wrong. Returns whether there is a result. */
int report(const struct round *round, secagg_collector *collector, char (*states)[STATUS_SIZE]);

void print_holders(char (*states)[STATUS_SIZE], size_t holder_count);

#endif
