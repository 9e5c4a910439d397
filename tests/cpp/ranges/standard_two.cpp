// See standard_one.cpp.
#include <secagg.hpp>
#include <cstdlib>
#include <numeric>
#include <span>

std::vector<secagg::value> encoded(secagg::span<const std::int64_t> numbers);

int main()
{
    const std::vector<std::int64_t> numbers = {1, 2, 40};
    const std::span<const std::int64_t> theirs = numbers;
    const secagg::span<const std::int64_t> ours = theirs;
    const std::span<const std::int64_t> again = ours;
    const auto decoded = secagg::decode_i64(encoded(again));
    // What options own outlives what they were made from.
    secagg::session_options copy;
    {
        secagg::session_options options;
        options.scheme = SECAGG_SCHEME_SHAMIR;
        options.holder_count = 3;
        options.set_context(std::string("systolic pressure ") + "in mmHg, the mean of two readings");
        options.set_roster(std::vector<std::uint64_t>{3, 1, 2});
        copy = options;
    }
    const bool is_kept = copy.roster[0] == 3 && copy.context[0] == 's' && copy.context_len == 51;
    return is_kept && std::accumulate(decoded.begin(), decoded.end(), 0LL) == 43 ? EXIT_SUCCESS
                                                                                 : EXIT_FAILURE;
}
