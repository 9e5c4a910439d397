#include "report.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Holders that summed over other parties than most, or whose sum is wrong. */
static void find_odd_holders(secagg_collector *collector, char (*states)[STATUS_SIZE], uint32_t n)
{
    uint32_t *cohorts = allocate(n, sizeof *cohorts), common = 0;
    uint8_t *deviating = allocate(n, 1);
    check(secagg_collector_cohorts(collector, cohorts, n), "cohorts");
    check(secagg_collector_deviating(collector, deviating, n), "deviating holders");
    size_t most = 0;
    for (uint32_t i = 0; i < n; i++) {
        size_t same = 0;
        for (uint32_t j = 0; j < n; j++)
            same += cohorts[j] == cohorts[i];
        if (cohorts[i] != 0 && same > most) {
            most = same;
            common = cohorts[i];
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        if (cohorts[i] != 0 && cohorts[i] != common)
            strcpy(states[i], "SECAGG_COHORT_MISMATCH");
        if (deviating[i])
            strcpy(states[i], "DEVIATING");
    }
    free(deviating);
    free(cohorts);
}

void print_holders(char (*states)[STATUS_SIZE], size_t holder_count)
{
    for (size_t i = 0; i < holder_count; i++) {
        const char *note = strcmp(states[i], "DEVIATING") != 0 ? ""
            : "  (its sum is wrong and was left out: it lied, or a party dealt it a wrong share)";
        printf("holder %zu: %s%s\n", i + 1, states[i][0] == '\0' ? "in the result" : states[i], note);
    }
    fflush(stdout);
}

static void print_statistics(const struct round *round, const secagg_value *totals)
{
    size_t column_count = (size_t)round->parameters.value_count / SECAGG_SUMMARY_VALUE_COUNT;
    secagg_summary *summaries = allocate(column_count, sizeof *summaries);
    check(secagg_summary_decode(summaries, totals, column_count, round->parameters.fraction_bits),
          "the result");
    const char *name = (const char *)round->parameters.context;
    const char *end = name + round->parameters.context_len;
    printf("%-16s %10s %14s %14s\n", "column", "rows", "mean", "std. dev.");
    for (size_t c = 0; c < column_count; c++) {
        const char *comma = memchr(name, ',', (size_t)(end - name));
        int len = (int)((comma == NULL ? end : comma) - name);
        printf("%-16.*s %10" PRIu64 " %14.6f %14.6f\n", len, name, summaries[c].count,
               summaries[c].mean, sqrt(summaries[c].variance));
        name += comma == NULL ? len : len + 1;
    }
    free(summaries);
}

int report(const struct round *round, secagg_collector *collector, char (*states)[STATUS_SIZE])
{
    size_t value_count = (size_t)round->parameters.value_count;
    uint32_t n = round->parameters.holder_count;
    secagg_value *totals = allocate(value_count, sizeof *totals);
    secagg_collector_options options = {.struct_size = sizeof options};
    options.max_corrections = n; /* as many as can be */
    uint64_t submissions;
    secagg_status status = secagg_collector_reconstruct(collector, totals, value_count, &submissions,
                                                        &options);
    find_odd_holders(collector, states, n);
    if (status == SECAGG_OK) {
        printf("%" PRIu64 " parties\n", submissions);
        print_statistics(round, totals);
    } else {
        printf("no result: %s: %s\n", secagg_status_name(status), secagg_status_message(status));
    }
    print_holders(states, n);
    free(totals);
    return status == SECAGG_OK;
}
