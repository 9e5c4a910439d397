#include "second_unit.hpp"
#include <stdexcept>

std::vector<secagg_value> shares_of_summary(const std::vector<double> &column,
                                            std::uint32_t holder_count)
{
    std::vector<secagg_value> values(SECAGG_SUMMARY_VALUE_COUNT);
    std::vector<secagg_value> shares(holder_count * values.size());
    if (secagg_summary_encode(values.data(), nullptr, column.data(), column.size(), FRACTION_BITS,
                              nullptr) != SECAGG_OK ||
        secagg_additive_split(shares.data(), holder_count, values.data(), values.size(),
                              nullptr) != SECAGG_OK)
        throw std::runtime_error("the column cannot be shared");
    return shares;
}
