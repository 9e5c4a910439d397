// The shortest example: three parties learn that their numbers add up to 42.
#include <secagg.hpp>
#include <iostream>

int main()
{
    auto aggregator = secagg::aggregator::create(3);
    std::uint64_t party = 0;
    for (std::int64_t number : {10, 20, 12}) { // each known to one party only
        const secagg::value values[] = {secagg::value(number)};
        aggregator.submit(party++, secagg::additive_split(3, values));
    }
    const auto sum = aggregator.reconstruct()[0].to<std::int64_t>();
    std::cout << "10 + 20 + 12 = " << sum << "\n";
    return sum == 42 ? 0 : 1;
}
