// The mean age of all hospitals' patients. No hospital's own figures are seen outside it.
#include <secagg.hpp>
#include <fstream>
#include <iostream>
#include <map>

int main()
{
    std::map<std::uint64_t, std::vector<double>> ages; // of each hospital's patients
    std::ifstream file("data.csv");
    std::uint64_t hospital;
    double age;
    for (char comma; file >> hospital >> comma >> age;)
        ages[hospital].push_back(age);

    secagg::aggregator_options options;
    options.value_count = SECAGG_SUMMARY_VALUE_COUNT;
    options.min_submissions = 3;
    auto aggregator = secagg::aggregator::create(3, options);
    for (const auto& [party, column] : ages)
        aggregator.submit(party, secagg::additive_split(3, secagg::summary_encode(column, 16)));
    std::cout << secagg::summary_decode(aggregator.reconstruct(), 16)[0].mean << "\n";
}
