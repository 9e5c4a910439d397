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
    secagg::decode_i64(std::vector<std::int64_t>(1), std::vector<secagg::value>{value}); // written to nothing
#endif
}
