/*
 * Eighteen hospitals learn the mean age, survival, calories and weight loss of all their patients,
 * and none of them shows its own figures: real rows of a lung cancer trial (examples/data).
 *
 *   hospitals [lung.csv]
 *
 * Each institution summarises its own rows, splits the summary into three shares and submits them;
 * only the total over all institutions is ever reconstructed. A missing value is left out of its
 * column. The one row that names no institution is left out altogether: nobody could submit it.
 */
#include "lung.h"

enum {
    HOLDER_COUNT = 3,
    MIN_SUBMISSIONS = 3, /* of two parties, each would learn the other's figures */
    FRACTION_BITS = 16,
    VALUE_COUNT = COLUMN_COUNT * SECAGG_SUMMARY_VALUE_COUNT
};

/* Everything that happens inside one institution: from its own rows to shares of their summary. */
static void split_institution(secagg_value shares[HOLDER_COUNT * VALUE_COUNT],
                              const struct rows *rows, int institution)
{
    secagg_value summaries[VALUE_COUNT];
    for (int c = 0; c < COLUMN_COUNT; c++) {
        double own[MAX_ROW_COUNT];
        size_t own_count = rows_of(own, rows, institution, c);
        check(secagg_summary_encode(summaries + c * SECAGG_SUMMARY_VALUE_COUNT, NULL, own,
                                    own_count, FRACTION_BITS, NULL));
    }
    check(secagg_additive_split(shares, HOLDER_COUNT, summaries, VALUE_COUNT, NULL));
}

static void print_value(const secagg_value *value)
{
    for (int byte = 15; byte >= 0; byte--)
        printf("%02x", value->bytes[byte]);
}

/* The number of patients, as each holder sees it: with one share missing, noise. */
static void print_what_an_outsider_sees(const struct rows *rows, int institution)
{
    printf("\nWhat others see of institution %d: its number of patients, say, is submitted as\n\n",
           institution);
    for (int time = 1; time <= 2; time++) {
        secagg_value shares[HOLDER_COUNT * VALUE_COUNT];
        split_institution(shares, rows, institution);
        for (int holder = 0; holder < HOLDER_COUNT; holder++) {
            printf("    to holder %d  ", holder + 1);
            print_value(&shares[holder * VALUE_COUNT]);
            printf("\n");
        }
        if (time == 1)
            printf("\nand if it were to submit the same number again, as\n\n");
    }
    printf("\nAny two of the three are random bits. (They add up to it modulo 2^127 - 1.)\n");
}

int main(int argc, char **argv)
{
    static struct rows rows;
    read_rows(&rows, argc > 1 ? argv[1] : LUNG_CSV);

    secagg_aggregator_options options = {0};
    options.struct_size = sizeof options;
    options.value_count = VALUE_COUNT;
    options.min_submissions = MIN_SUBMISSIONS;
    secagg_aggregator *aggregator;
    check(secagg_aggregator_create(&aggregator, HOLDER_COUNT, &options));

    int institutions[MAX_INSTITUTION_COUNT];
    size_t institution_count = list_institutions(institutions, &rows);
    for (size_t i = 0; i < institution_count; i++) {
        secagg_value shares[HOLDER_COUNT * VALUE_COUNT];
        split_institution(shares, &rows, institutions[i]);
        check(secagg_aggregator_submit(aggregator, (uint64_t)institutions[i], shares,
                                       HOLDER_COUNT * VALUE_COUNT));
    }
    size_t left_out = 0;
    for (size_t row = 0; row < rows.count; row++)
        left_out += isnan(rows.institution[row]) != 0;

    uint64_t submissions;
    secagg_value totals[VALUE_COUNT];
    secagg_summary summaries[COLUMN_COUNT];
    check(secagg_aggregator_submissions(aggregator, &submissions));
    check(secagg_aggregator_reconstruct(aggregator, totals, VALUE_COUNT));
    check(secagg_summary_decode(summaries, totals, COLUMN_COUNT, FRACTION_BITS));
    secagg_aggregator_free(aggregator);

    printf("Lung cancer patients of %llu institutions, from shares only\n\n",
           (unsigned long long)submissions);
    printf("    %-22s %9s %12s %12s\n", "", "patients", "mean", "std. dev.");
    for (int c = 0; c < COLUMN_COUNT; c++)
        printf("    %-22s %9llu %12.4f %12.4f\n", columns[c].title,
               (unsigned long long)summaries[c].count, summaries[c].mean,
               sqrt(summaries[c].variance));
    printf("\nLeft out: missing values, and %zu of %zu rows, which named no institution.\n", left_out,
           rows.count);
    print_what_an_outsider_sees(&rows, institutions[0]);
    return EXIT_SUCCESS;
}
