// The mean age of all hospitals' patients. No hospital's own figures are seen outside it.
#include <secagg.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

int main()
{
    std::map<std::uint64_t, std::vector<double>> ages; // of each hospital's patients
    std::ifstream file(DATA); // set in CMakeLists.txt, so that it is found from everywhere
    std::uint64_t hospital = 0, line = 0;
    double age = 0;
    for (std::string text; std::getline(file, text);) {
        char comma = 0, rest = 0;
        std::istringstream row(text);
        line++;
        if (text.find_first_not_of("0123456789.,") != std::string::npos ||
            !(row >> hospital >> comma >> age) || comma != ',' || row >> rest) {
            std::cerr << DATA << ", line " << line << ": not a hospital's number and an age\n";
            return 1;
        }
        ages[hospital].push_back(age);
    }
    if (ages.empty()) {
        std::cerr << DATA << ": cannot be read, or has no rows\n";
        return 1;
    }

    secagg::aggregator_options options;
    options.value_count = SECAGG_SUMMARY_VALUE_COUNT;
    options.min_submissions = 3;
    auto aggregator = secagg::aggregator::create(3, options);
    for (const auto& [party, column] : ages)
        aggregator.submit(party, secagg::additive_split(3, secagg::summary_encode(column, 16)));
    std::cout << secagg::summary_decode(aggregator.reconstruct(), 16)[0].mean << "\n";
}
