// What holds numbers in a row is a range, and lengths that must agree are compared.
#include "refusal.hpp"
#if defined(__cpp_lib_span)
#include <span>
#endif

static const std::vector<secagg::value> expected = {secagg::value(1), secagg::value(2)};

TEST_CASE("a vector is a range")
{
    const std::vector<std::int64_t> numbers = {1, 2};
    CHECK(secagg::encode_i64(numbers) == expected);
}

TEST_CASE("a temporary vector is a range to read")
{
    CHECK(secagg::encode_i64(std::vector<std::int64_t>{1, 2}) == expected);
}

TEST_CASE("a std::array is a range")
{
    CHECK(secagg::encode_i64(std::array<std::int64_t, 2>{1, 2}) == expected);
}

TEST_CASE("a C array is a range")
{
    const std::int64_t numbers[] = {1, 2};
    CHECK(secagg::encode_i64(numbers) == expected);
}

TEST_CASE("a pointer and a count are a range")
{
    const std::int64_t numbers[] = {0, 1, 2, 3};
    CHECK(secagg::encode_i64({numbers + 1, 2}) == expected);
}

TEST_CASE("a part of a range is a range")
{
    const std::vector<std::int64_t> numbers = {0, 1, 2, 3};
    const secagg::span<const std::int64_t> all = numbers;
    CHECK(secagg::encode_i64(all.subspan(1, 2)) == expected);
}

TEST_CASE("nothing is a range")
{
    CHECK(secagg::encode_i64({}).empty());
}

TEST_CASE("a range that is written may be part of an array")
{
    std::array<secagg::value, 4> values = {};
    secagg::encode_i64({values.data() + 1, 2}, std::array<std::int64_t, 2>{1, 2});
    CHECK(values == std::array{secagg::value(0), secagg::value(1), secagg::value(2),
                               secagg::value(0)});
}

TEST_CASE("lengths that disagree are refused and nothing is written")
{
    std::vector<secagg::value> three(3, secagg::value(7));
    const std::array<std::int64_t, 2> two = {1, 2};
    CHECK(refusal([&] { (void)secagg::encode_i64(three, two); }) == "SECAGG_LENGTH_MISMATCH");
    CHECK(three == std::vector<secagg::value>(3, secagg::value(7)));
}
