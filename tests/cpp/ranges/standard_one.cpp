// Compiled as C++17 and linked with standard_two.cpp, which is C++20 or later: a range is the same
// type in both.
#include <secagg.hpp>

std::vector<secagg::value> encoded(secagg::span<const std::int64_t> numbers)
{
    return secagg::encode_i64(numbers);
}
