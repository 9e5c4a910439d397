// Shamir 3-of-5: three parties' numbers are summed by five holders; two of the holders are lost
// before the end, and the sum comes out all the same.
#include <secagg.hpp>
#include <iostream>

int main()
{
    std::vector<secagg::value> totals(5); // what each holder has: its shares' sum
    for (std::int64_t number : {10, 20, 12}) {
        const secagg::value values[] = {secagg::value(number)};
        secagg::sum_add(totals, secagg::shamir_split(5, 3, values));
    }

    // Holders 1 and 4 are lost.
    std::vector<secagg::share> left;
    for (std::uint32_t x : {2U, 3U, 5U})
        left.push_back(secagg::share_of(totals, 5, x));
    const auto sum = secagg::shamir_reconstruct(left, 3)[0].to<std::int64_t>();
    std::cout << "10 + 20 + 12 = " << sum << ", from holders 2, 3 and 5 of five\n";

    // With one holder fewer, nothing.
    left.pop_back();
    try {
        (void)secagg::shamir_reconstruct(left, 3);
    } catch (const secagg::error& error) {
        std::cout << "from holders 2 and 3: " << error.what() << "\n";
        return sum == 42 && error.status() == SECAGG_NOT_ENOUGH_SHARES ? 0 : 1;
    }
    return 1;
}
