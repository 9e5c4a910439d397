// The lung cancer trial of examples/data for the examples: its rows, by institution.
#include <secagg.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

constexpr std::uint32_t fraction_bits = 16;

constexpr struct {
    const char* name; // in the file's first line
    const char* title;
} columns[] = {{"age", "age (years)"},
               {"time", "survival (days)"},
               {"meal.cal", "meal calories"},
               {"wt.loss", "weight loss (pounds)"}};

/// A number, or NaN where there is none. Anything else is refused with its line.
inline double number_of(const std::string& field, std::size_t line)
{
    if (field.empty())
        return NAN;
    std::size_t read = 0;
    double number = NAN;
    try {
        number = std::stod(field, &read);
    } catch (const std::exception&) {
        read = std::string::npos;
    }
    if (read != field.size() || !std::isfinite(number))
        throw std::runtime_error("line " + std::to_string(line) + ": a field is not a number");
    return number;
}

/// The rows of one institution, column by column. NaN is a missing value.
using rows = std::array<std::vector<double>, std::size(columns)>;

struct trial {
    std::map<std::uint64_t, rows> institutions;
    std::size_t left_out = 0; ///< Rows that name no institution.
};

inline std::vector<std::string> fields_of(const std::string& line)
{
    std::vector<std::string> fields;
    std::istringstream stream(line + ',');
    for (std::string field; std::getline(stream, field, ',');)
        fields.push_back(field);
    return fields;
}

inline trial read_trial(const char* path)
{
    trial trial;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    const auto names = fields_of(line);
    for (std::size_t number = 2; std::getline(file, line); number++) {
        const auto fields = fields_of(line);
        if (fields.size() != names.size())
            throw std::runtime_error("line " + std::to_string(number) + ": too many or too few fields");
        std::map<std::string, double> row;
        for (std::size_t i = 0; i < names.size(); i++)
            row[names[i]] = number_of(fields[i], number);
        if (std::isnan(row.at("inst"))) {
            trial.left_out++;
            continue;
        }
        auto& own = trial.institutions[static_cast<std::uint64_t>(row.at("inst"))];
        for (std::size_t i = 0; i < std::size(columns); i++)
            own[i].push_back(row.at(columns[i].name));
    }
    if (trial.institutions.empty())
        throw std::runtime_error("the file has no rows");
    return trial;
}

/// The summaries of all columns, one after the other.
inline std::vector<secagg::value> summarise(const rows& own)
{
    std::vector<secagg::value> summaries;
    for (const auto& column : own) {
        const auto summary = secagg::summary_encode(column, fraction_bits);
        summaries.insert(summaries.end(), summary.begin(), summary.end());
    }
    return summaries;
}

inline void print(const std::vector<secagg::summary>& summaries)
{
    std::printf("    %-22s %9s %12s %12s\n", "", "patients", "mean", "std. dev.");
    for (std::size_t i = 0; i < std::size(columns); i++)
        std::printf("    %-22s %9llu %12.4f %12.4f\n", columns[i].title,
                    static_cast<unsigned long long>(summaries[i].count), summaries[i].mean,
                    std::sqrt(summaries[i].variance));
}
