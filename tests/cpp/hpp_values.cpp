// secagg.hpp: values, integers and ranges.
#include <secagg.hpp>
#include <array>
#include <limits>
#include "check.h"
#include "every_second.hpp"

// A value is what secagg.h says it is: 16 bytes at any address, copied as bytes.
static_assert(sizeof(secagg::value) == 16 && alignof(secagg::value) == 1);
static_assert(std::is_trivially_copyable_v<secagg::value>);
static_assert(sizeof(secagg::run_options) == sizeof(secagg_run_options));
static_assert(sizeof(secagg::split_options) == sizeof(secagg_split_options));
static_assert(sizeof(secagg::aggregator_options) == sizeof(secagg_aggregator_options));

// All of it can be computed while compiling.
constexpr secagg::value zero;
static_assert(zero == secagg::value(0) && zero != secagg::value(1));
static_assert(secagg::value(-1).bytes[0] == 0xfe && secagg::value(-1).bytes[15] == 0x7f);

// Numbers that are not integers are not taken for some.
static_assert(!std::is_constructible_v<secagg::value, double>);
static_assert(!std::is_convertible_v<int, secagg::value>);
// A temporary range is read, never written.
static_assert(std::is_constructible_v<secagg::span<const double>, std::vector<double>>);
static_assert(!std::is_constructible_v<secagg::span<double>, std::vector<double>>);
static_assert(!std::is_constructible_v<secagg::span<double>, const std::vector<double>&>);
static_assert(!std::is_constructible_v<secagg::span<const double>, std::vector<float>&>);

template <class Integer>
static void integers_are_encoded_as_by_the_library()
{
    using limits = std::numeric_limits<Integer>;
    for (Integer number : {limits::min(), Integer(0), Integer(1), Integer(42), limits::max()}) {
        secagg_value expected;
        if constexpr (std::is_signed_v<Integer>) {
            const std::int64_t wide = number;
            EXPECT_OK(secagg_encode_i64(&expected, &wide, 1));
        } else {
            const std::uint64_t wide = number;
            EXPECT_OK(secagg_encode_u64(&expected, &wide, 1));
        }
        CHECK(secagg::value(number) == secagg::value(expected));
        CHECK(secagg::value(number).to<Integer>() == number);
    }
}

template <class Call>
static secagg_status refusal(Call call)
{
    try {
        call();
        return SECAGG_OK;
    } catch (const secagg::error& error) {
        return error.status();
    }
}

static void totals_outside_the_type_are_refused()
{
    const secagg::value p = [] {
        secagg::value value;
        for (auto& byte : value.bytes)
            byte = 0xff;
        value.bytes[15] = 0x7f;
        return value;
    }();
    CHECK(refusal([] { (void)secagg::value(128).to<std::int8_t>(); }) == SECAGG_OUT_OF_RANGE);
    CHECK(refusal([] { (void)secagg::value(-129).to<std::int8_t>(); }) == SECAGG_OUT_OF_RANGE);
    CHECK(refusal([] { (void)secagg::value(256).to<std::uint8_t>(); }) == SECAGG_OUT_OF_RANGE);
    CHECK(refusal([] { (void)secagg::value(-1).to<std::uint64_t>(); }) == SECAGG_OUT_OF_RANGE);
    CHECK(refusal([] { (void)secagg::value(UINT64_MAX).to<std::int64_t>(); }) == SECAGG_OUT_OF_RANGE);
    CHECK(refusal([&] { (void)p.to<std::int64_t>(); }) == SECAGG_NOT_CANONICAL);
}

#if defined(__SIZEOF_INT128__)
static void wide_integers_are_values()
{
    using wide = secagg::value::uint128;
    constexpr wide p = (wide(1) << 127) - 1;
    static_assert(wide(secagg::value(p - 1)) == p - 1);
    static_assert(wide(secagg::value(-1)) == p - 1);
    static_assert(wide(secagg::value(UINT64_MAX)) == UINT64_MAX);
    CHECK(refusal([] { (void)secagg::value(p).to<std::uint64_t>(); }) == SECAGG_NOT_CANONICAL);

    // In place, as memory.
    wide numbers[] = {p - 1, 7};
    const auto seen = secagg::values_at(static_cast<const void*>(numbers), 2);
    CHECK(static_cast<const void*>(seen.data()) == numbers);
    CHECK(seen[0] == secagg::value(-1) && seen[1] == secagg::value(7));
    const std::array<std::int64_t, 2> more = {-3, 4};
    secagg::encode_i64(secagg::values_at(numbers, 2), more);
    CHECK(numbers[0] == p - 3 && numbers[1] == 4);
}
#endif

static void every_contiguous_range_is_taken()
{
    const std::int64_t plain[] = {1, 2, 3};
    const std::array<std::int64_t, 3> array = {1, 2, 3};
    std::vector<std::int64_t> vector = {1, 2, 3};
    const auto expected = secagg::encode_i64(plain);
    CHECK(expected.size() == 3 && expected[2] == secagg::value(3));
    CHECK(secagg::encode_i64(array) == expected);
    CHECK(secagg::encode_i64(vector) == expected);
    CHECK(secagg::encode_i64({vector.data(), vector.size()}) == expected);
    CHECK(secagg::encode_i64(secagg::span<std::int64_t>(vector)) == expected);
    CHECK(secagg::encode_i64(std::vector<std::int64_t>{1, 2, 3}) == expected);
    const auto last = secagg::span<const std::int64_t>(vector).subspan(2, 1);
    CHECK(last.size() == 1 && !last.empty() && last[0] == 3 && *last.begin() == 3);
    CHECK(secagg::span<const std::int64_t>().empty());
    CHECK(secagg::encode_i64({}).empty());
}

template <class Number>
static void numbers_are_widened(std::initializer_list<int> written)
{
    const std::vector<Number> numbers(written.begin(), written.end());
    const std::vector<std::int64_t> wide(written.begin(), written.end());
    CHECK(secagg::encode_i64(numbers) == secagg::encode_i64(wide));
    std::vector<secagg::value> values(numbers.size());
    secagg::encode_i64(values, numbers);
    CHECK(values == secagg::encode_i64(wide));
}

template <class Number>
static void columns_are_widened(std::initializer_list<int> written)
{
    const std::vector<Number> numbers(written.begin(), written.end());
    const std::vector<double> wide(written.begin(), written.end());
    CHECK(secagg::encode_f64(numbers, 8) == secagg::encode_f64(wide, 8));
    CHECK(secagg::summary_encode(numbers, 8) == secagg::summary_encode(wide, 8));
    const double edges[] = {2, 4};
    CHECK(secagg::histogram_encode(edges, numbers) == secagg::histogram_encode(edges, wide));
    std::vector<secagg::value> values(3);
    secagg::histogram_encode(values, edges, numbers);
    CHECK(values == secagg::histogram_encode(edges, wide));
    secagg::encode_f64(values, numbers, 8);
    CHECK(values == secagg::encode_f64(wide, 8));
    values.resize(SECAGG_SUMMARY_VALUE_COUNT);
    secagg::summary_encode(values, numbers, 8);
    CHECK(values == secagg::summary_encode(wide, 8));
}

static void floats_keep_their_bits()
{
    const float numbers[] = {0.1F, -1.5F};
    const double wide[] = {0.1F, -1.5F};
    CHECK(secagg::encode_f64(numbers, 40) == secagg::encode_f64(wide, 40));
}

static void ranges_with_gaps_are_refused()
{
    const std::int64_t numbers[] = {1, 9, 2, 9};
    CHECK(secagg::encode_i64(every_second<std::int64_t>(numbers, 1)).size() == 1);
    try {
        (void)secagg::encode_i64(every_second<std::int64_t>(numbers, 2));
        CHECK(!"refused");
    } catch (const secagg::error& error) {
        CHECK(error.status() == SECAGG_UNSUPPORTED_TYPE);
        CHECK(std::string(error.function()) == "secagg::span");
    }
}

int main()
{
    check_case("integers");
    integers_are_encoded_as_by_the_library<signed char>();
    integers_are_encoded_as_by_the_library<unsigned char>();
    integers_are_encoded_as_by_the_library<short>();
    integers_are_encoded_as_by_the_library<int>();
    integers_are_encoded_as_by_the_library<unsigned>();
    integers_are_encoded_as_by_the_library<std::int64_t>();
    integers_are_encoded_as_by_the_library<std::uint64_t>();
    totals_outside_the_type_are_refused();
#if defined(__SIZEOF_INT128__)
    check_case("unsigned __int128");
    wide_integers_are_values();
#endif
    check_case("ranges");
    every_contiguous_range_is_taken();
    ranges_with_gaps_are_refused();
    check_case("numbers of other types");
    numbers_are_widened<signed char>({1, -2, 127});
    numbers_are_widened<short>({1, -2, 300});
    numbers_are_widened<int>({1, -2, INT32_MIN});
    numbers_are_widened<long>({1, -2, INT32_MAX});
    numbers_are_widened<long long>({1, -2, INT32_MAX});
    numbers_are_widened<unsigned>({1, 2, INT32_MAX});
    columns_are_widened<float>({1, -2, 5});
    columns_are_widened<short>({1, -2, 5});
    columns_are_widened<unsigned>({1, 2, INT32_MAX});
    floats_keep_their_bits();
    return check_result();
}
