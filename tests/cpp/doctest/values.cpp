// Numbers become values and come back.
#include "refusal.hpp"
#include <cmath>
#include <limits>

using values = std::vector<secagg::value>;

TEST_CASE("signed integers come back")
{
    const std::vector<std::int64_t> numbers = {INT64_MIN, -1, 0, 1, INT64_MAX};
    CHECK(secagg::decode_i64(secagg::encode_i64(numbers)) == numbers);
}

TEST_CASE("unsigned integers come back")
{
    const std::vector<std::uint64_t> numbers = {0, 1, UINT64_MAX};
    CHECK(secagg::decode_u64(secagg::encode_u64(numbers)) == numbers);
}

TEST_CASE("doubles come back to the nearest step of their fixed point")
{
    const std::vector<double> exact = {-2.75, 0, 0.25, 1e6};
    CHECK(secagg::decode_f64(secagg::encode_f64(exact, 2), 2) == exact);

    const std::vector<double> third = {1.0 / 3};
    const double again = secagg::decode_f64(secagg::encode_f64(third, 8), 8)[0];
    CHECK(std::abs(again - 85.0 / 256) < 1e-15); // 85.33 steps of 1/256
}

TEST_CASE("a double that is no number is out of range")
{
    for (double number : {std::nan(""), std::numeric_limits<double>::infinity(), 1e300})
        CHECK(refusal([&] { (void)secagg::encode_f64(std::array{number}, 8); }) == "SECAGG_OUT_OF_RANGE");
}

TEST_CASE("a value comes back as any type that can hold it")
{
    CHECK(secagg::value(-128).to<std::int8_t>() == -128);
    CHECK(secagg::value(255).to<std::uint8_t>() == 255);
    CHECK(refusal([] { (void)secagg::value(-129).to<std::int8_t>(); }) == "SECAGG_OUT_OF_RANGE");
    CHECK(refusal([] { (void)secagg::value(256).to<std::uint8_t>(); }) == "SECAGG_OUT_OF_RANGE");
    CHECK(refusal([] { (void)secagg::value(-1).to<unsigned>(); }) == "SECAGG_OUT_OF_RANGE");
}

TEST_CASE("a total may be larger than each of its numbers")
{
    values total(1);
    secagg::sum_add(total, values{secagg::value(INT64_MAX)});
    secagg::sum_add(total, values{secagg::value(INT64_MAX)});
    CHECK(total[0].to<std::uint64_t>() == UINT64_MAX - 1);
    CHECK(refusal([&] { (void)secagg::decode_i64(total); }) == "SECAGG_OUT_OF_RANGE");
}

#if defined(__SIZEOF_INT128__)
TEST_CASE("an unsigned __int128 is a value up to the prime")
{
    using wide = secagg::value::uint128;
    const wide prime = (wide(1) << 127) - 1;
    CHECK(wide(secagg::value(prime - 1)) == prime - 1);
    CHECK(secagg::value(prime - 1) == secagg::value(-1));
    CHECK(refusal([&] { (void)secagg::value(prime).to<std::int64_t>(); }) == "SECAGG_NOT_CANONICAL");

    wide numbers[] = {0, 0};
    secagg::encode_u64(secagg::values_at(numbers, 2), std::array<std::uint64_t, 2>{3, 4});
    CHECK(numbers[0] == 3);
    CHECK(numbers[1] == 4);
}
#endif

TEST_CASE("the summary of a column is one line")
{
    const std::vector<double> column = {1, 2, NAN, 6};
    const auto summary = secagg::summary_decode(secagg::summary_encode(column, 8), 8).at(0);
    CHECK(summary.count == 3);
    CHECK(summary.sum == doctest::Approx(9));
    CHECK(summary.mean == doctest::Approx(3));
    CHECK(summary.variance == doctest::Approx(7)); // (4 + 1 + 9) / 2
}

TEST_CASE("the summary of two parties is that of all their rows")
{
    auto total = secagg::summary_encode(std::array{1.0, 2.0}, 8);
    secagg::sum_add(total, secagg::summary_encode(std::array{6.0}, 8));
    CHECK(total == secagg::summary_encode(std::array{1.0, 2.0, 6.0}, 8));
}
