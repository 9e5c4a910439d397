// Eighteen hospitals learn the mean age, survival, calories and weight loss of all their patients,
// and none of them shows its own figures: real rows of a lung cancer trial (examples/data).
//
//   hospitals [lung.csv]
//
// Each institution summarises its own rows, splits the summary into three shares and submits them;
// only the total over all institutions is ever reconstructed. A missing value is left out of its
// column. The one row that names no institution is left out altogether: nobody could submit it.
#include "lung.hpp"

static constexpr std::uint32_t holder_count = 3;

/// The number of patients, as each holder sees it: with one share missing, noise.
static void print_what_an_outsider_sees(std::uint64_t institution, const rows& own)
{
    std::printf("\nWhat others see of institution %d: its number of patients, say, is submitted as\n\n",
                static_cast<int>(institution));
    for (int time = 1; time <= 2; time++) {
        const auto shares = secagg::additive_split(holder_count, summarise(own));
        for (std::uint32_t x = 1; x <= holder_count; x++) {
            std::printf("    to holder %u  ", x);
            const auto& share = secagg::share_of(shares, holder_count, x).values[0];
            for (int byte = 15; byte >= 0; byte--)
                std::printf("%02x", share.bytes[byte]);
            std::printf("\n");
        }
        if (time == 1)
            std::printf("\nand if it were to submit the same number again, as\n\n");
    }
    std::printf("\nAny two of the three are random bits. (They add up to it modulo 2^127 - 1.)\n");
}

static void run(const trial& trial)
{
    secagg::aggregator_options options;
    options.value_count = std::size(columns) * SECAGG_SUMMARY_VALUE_COUNT;
    options.min_submissions = 3; // of two parties, each would learn the other's figures
    auto aggregator = secagg::aggregator::create(holder_count, options);
    for (const auto& [institution, own] : trial.institutions)
        aggregator.submit(institution, secagg::additive_split(holder_count, summarise(own)));

    const auto summaries = secagg::summary_decode(aggregator.reconstruct(), fraction_bits);
    std::printf("Lung cancer patients of %llu institutions, from shares only\n\n",
                static_cast<unsigned long long>(aggregator.submissions()));
    print(summaries);
    std::printf("\nLeft out: missing values, and %zu row(s) that named no institution.\n",
                trial.left_out);
    const auto& [institution, own] = *trial.institutions.begin();
    print_what_an_outsider_sees(institution, own);
}

int main(int argc, char** argv)
{
    try {
        run(read_trial(argc > 1 ? argv[1] : LUNG_CSV));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "hospitals: %s\n", error.what());
        return 1;
    }
}
