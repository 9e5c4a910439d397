// Eighteen hospitals learn the mean age, survival, calories and weight loss of all their patients,
// and none of them shows its own figures: real rows of a lung cancer trial (examples/data).
//
//   hospitals lung.csv
//
// Each institution summarises its own rows, splits the summary into three shares and submits them;
// only the total over all institutions is ever reconstructed. A missing value is left out of its
// column. The one row that names no institution is left out altogether: nobody could submit it.
#include <secagg.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

namespace {

constexpr std::uint32_t holder_count = 3, fraction_bits = 16;
constexpr std::uint64_t min_submissions = 3; // of two, each would learn the other's figures

struct column {
    const char* name; // in the file's first line
    const char* title;
};
constexpr column columns[] = {{"age", "age (years)"},
                              {"time", "survival (days)"},
                              {"meal.cal", "meal calories"},
                              {"wt.loss", "weight loss (pounds)"}};

/// The rows of one institution, column by column. NaN is a missing value.
using rows = std::array<std::vector<double>, std::size(columns)>;

std::vector<std::string> fields(const std::string& line)
{
    std::vector<std::string> fields;
    std::istringstream stream(line + ',');
    for (std::string field; std::getline(stream, field, ',');)
        fields.push_back(field);
    return fields;
}

/// The rows of each institution. Returns how many rows name none.
std::size_t read(std::map<int, rows>& institutions, const char* path)
{
    std::size_t left_out = 0;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    const auto names = fields(line);
    while (std::getline(file, line)) {
        const auto texts = fields(line);
        std::map<std::string, double> row;
        for (std::size_t i = 0; i < names.size(); i++)
            row[names[i]] = texts.at(i).empty() ? NAN : std::stod(texts[i]);
        if (std::isnan(row.at("inst"))) {
            left_out++;
            continue;
        }
        for (std::size_t i = 0; i < std::size(columns); i++)
            institutions[static_cast<int>(row.at("inst"))][i].push_back(row.at(columns[i].name));
    }
    return left_out;
}

/// Everything that happens inside one institution: from its own rows to shares of their summary.
std::vector<secagg::value> split(const rows& own)
{
    std::vector<secagg::value> summaries;
    for (const auto& column : own) {
        const auto summary = secagg::summary_encode(column, fraction_bits);
        summaries.insert(summaries.end(), summary.begin(), summary.end());
    }
    return secagg::additive_split(holder_count, summaries);
}

/// The number of patients, as each holder sees it: with one share missing, noise.
void print_what_an_outsider_sees(int institution, const rows& own)
{
    std::printf("\nWhat others see of institution %d: its number of patients, say, is submitted as\n\n",
                institution);
    for (int time = 1; time <= 2; time++) {
        const auto shares = split(own);
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

void run(const char* path)
{
    std::map<int, rows> institutions;
    const std::size_t left_out = read(institutions, path);

    secagg::aggregator_options options;
    options.value_count = std::size(columns) * SECAGG_SUMMARY_VALUE_COUNT;
    options.min_submissions = min_submissions;
    auto aggregator = secagg::aggregator::create(holder_count, options);
    for (const auto& [institution, own] : institutions)
        aggregator.submit(static_cast<std::uint64_t>(institution), split(own));

    const auto summaries = secagg::summary_decode(aggregator.reconstruct(), fraction_bits);
    std::printf("Lung cancer patients of %llu institutions, from shares only\n\n",
                static_cast<unsigned long long>(aggregator.submissions()));
    std::printf("    %-22s %9s %12s %12s\n", "", "patients", "mean", "std. dev.");
    for (std::size_t i = 0; i < std::size(columns); i++)
        std::printf("    %-22s %9llu %12.4f %12.4f\n", columns[i].title,
                    static_cast<unsigned long long>(summaries[i].count), summaries[i].mean,
                    std::sqrt(summaries[i].variance));
    std::printf("\nLeft out: missing values, and %zu rows, which named no institution.\n", left_out);
    print_what_an_outsider_sees(institutions.begin()->first, institutions.begin()->second);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        if (argc != 2)
            throw std::invalid_argument("usage: hospitals lung.csv");
        run(argv[1]);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "hospitals: %s\n", error.what());
        return 1;
    }
}
