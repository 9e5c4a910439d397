#include <secagg.hpp>
#include <cstdio>

int main()
{
    const std::vector<std::int64_t> numbers = {42};
    const auto shares = secagg::additive_split(2, secagg::encode_i64(numbers));
    const secagg::share list[] = {secagg::share_of(shares, 2, 1), secagg::share_of(shares, 2, 2)};
    const bool is_right = secagg::decode_i64(secagg::additive_reconstruct(list)) == numbers;
    std::printf("secagg %s: %s\n", secagg_version(), is_right ? "works" : "is wrong");
    return is_right ? 0 : 1;
}
