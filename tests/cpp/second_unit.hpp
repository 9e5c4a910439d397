#ifndef SECAGG_TEST_SECOND_UNIT_HPP
#define SECAGG_TEST_SECOND_UNIT_HPP

#include <secagg.h>
#include <secagg.h> // twice: it must guard itself
#include <cstdint>
#include <vector>

enum : std::uint32_t { FRACTION_BITS = 8 };

std::vector<secagg_value> shares_of_summary(const std::vector<double> &column,
                                            std::uint32_t holder_count);

#endif
