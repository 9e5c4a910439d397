// Lines that must not compile, each by its number, and the one sentence that says why.
#include <secagg.hpp>
#include <iostream>
#include <string>

int main()
{
    const secagg::value value(1);
#if REFUSED == 1
    (void)value.to<double>();
#elif REFUSED == 2
    std::cout << value;
#elif REFUSED == 3
    secagg::encode_i64(std::vector<std::int64_t>{1}); // the result is thrown away
#elif REFUSED == 4
    (void)secagg::encode_i64(std::vector<double>{1.5});
#elif REFUSED == 5
    (void)secagg::encode_f64(std::vector<long double>{1.5L}, 16);
#elif REFUSED == 6
    (void)secagg::encode_i64(std::vector<std::uint64_t>{1});
#elif REFUSED == 7
    secagg::decode_i64(std::vector<std::int64_t>(1), std::vector<secagg::value>{value}); // to nothing
#elif REFUSED == 8
    std::vector<secagg::value> values(1);
    secagg::encode_u64(values, std::vector<int>{-1});
#elif REFUSED == 9
    (void)secagg::summary_encode(std::vector<long long>{1}, 16);
#elif REFUSED == 10
    (void)secagg::encode_f64(std::vector<secagg::value>{value}, 16);
#elif REFUSED == 11
    secagg::aggregator::create(3).get(); // the result is thrown away
#elif REFUSED == 12
    value.to<int>();
#endif
}
