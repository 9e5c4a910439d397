// The lung cancer trial of examples/data for the examples: its rows, by institution.
#include <secagg.hpp>
#include <algorithm>
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

#ifndef LUNG_CSV // set by what builds the examples, so that it is found from everywhere
#define LUNG_CSV "examples/data/lung.csv"
#endif

/// A number, or NaN where there is none.
inline double number_of(const std::string& field)
{
    if (field.empty())
        return NAN;
    // std::stod also takes spaces, hexadecimal digits and words.
    std::size_t read = std::string::npos;
    double number = NAN;
    if (field.find_first_not_of("0123456789+-.eE") == std::string::npos) {
        try {
            number = std::stod(field, &read);
        } catch (const std::exception&) {
            read = std::string::npos;
        }
    }
    if (read != field.size())
        throw std::runtime_error("a field is not a number");
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

/// Takes in one line of the file.
inline void read_row(trial& trial, const std::vector<std::string>& names, const std::string& line)
{
    const auto fields = fields_of(line);
    if (fields.size() != names.size())
        throw std::runtime_error("too many or too few fields");
    std::map<std::string, double> row;
    for (std::size_t i = 0; i < names.size(); i++)
        row[names[i]] = number_of(fields[i]);
    const double institution = row.at("inst");
    if (std::isnan(institution)) {
        trial.left_out++;
        return;
    }
    if (!(institution >= 1 && institution <= 100) || institution != std::floor(institution))
        throw std::runtime_error("an institution has an impossible number");
    auto& own = trial.institutions[static_cast<std::uint64_t>(institution)];
    for (std::size_t i = 0; i < std::size(columns); i++)
        own[i].push_back(row.at(columns[i].name));
}

inline trial read_trial(const char* path)
{
    trial trial;
    std::vector<std::string> names; // in the first line
    std::ifstream file(path);
    std::size_t number = 0;
    try {
        for (std::string line; std::getline(file, line);) {
            number++;
            if (!line.empty() && line.back() == '\r')
                line.pop_back();
            if (number > 1) {
                read_row(trial, names, line);
                continue;
            }
            names = fields_of(line);
            const auto lacks = [&](const char* name) {
                return std::find(names.begin(), names.end(), name) == names.end();
            };
            if (lacks("inst") || std::any_of(std::begin(columns), std::end(columns),
                                             [&](auto& column) { return lacks(column.name); }))
                throw std::runtime_error("the file lacks a column");
        }
        if (file.bad() || trial.institutions.empty())
            throw std::runtime_error("cannot read the file, or it has no rows");
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(std::string(path) + ", line " + std::to_string(number) + ": " +
                                 error.what());
    }
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
