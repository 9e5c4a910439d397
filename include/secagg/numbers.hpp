/// @file numbers.hpp
/// @brief Numbers to values and back. Included by secagg.hpp.

#ifndef SECAGG_NUMBERS_HPP
#define SECAGG_NUMBERS_HPP

#include "error.hpp"
#include "span.hpp"
#include "values.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

/// Signed integers to values: secagg_encode_i64.
inline outcome<void> encode_i64(span<value> values, span<const std::int64_t> numbers)
{
    detail::report why;
    return detail::finish("secagg_encode_i64",
                          why.fits(values.size(), numbers.size())
                              ? secagg_encode_i64(values.data(), numbers.data(), numbers.size())
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> encode_i64(span<const std::int64_t> numbers)
{
    return detail::filled<value>("secagg_encode_i64", numbers.size(), [&](value* values) {
        return secagg_encode_i64(values, numbers.data(), numbers.size());
    });
}

/// Totals to signed integers: secagg_decode_i64.
inline outcome<void> decode_i64(span<std::int64_t> numbers, span<const value> values)
{
    detail::report why;
    return detail::finish("secagg_decode_i64",
                          why.fits(numbers.size(), values.size())
                              ? secagg_decode_i64(numbers.data(), values.data(), values.size())
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<std::int64_t>> decode_i64(span<const value> values)
{
    return detail::filled<std::int64_t>(
        "secagg_decode_i64", values.size(), [&](std::int64_t* numbers) {
            return secagg_decode_i64(numbers, values.data(), values.size());
        });
}

/// Unsigned integers to values: secagg_encode_u64.
inline outcome<void> encode_u64(span<value> values, span<const std::uint64_t> numbers)
{
    detail::report why;
    return detail::finish("secagg_encode_u64",
                          why.fits(values.size(), numbers.size())
                              ? secagg_encode_u64(values.data(), numbers.data(), numbers.size())
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> encode_u64(span<const std::uint64_t> numbers)
{
    return detail::filled<value>("secagg_encode_u64", numbers.size(), [&](value* values) {
        return secagg_encode_u64(values, numbers.data(), numbers.size());
    });
}

/// Totals to unsigned integers: secagg_decode_u64.
inline outcome<void> decode_u64(span<std::uint64_t> numbers, span<const value> values)
{
    detail::report why;
    return detail::finish("secagg_decode_u64",
                          why.fits(numbers.size(), values.size())
                              ? secagg_decode_u64(numbers.data(), values.data(), values.size())
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<std::uint64_t>> decode_u64(span<const value> values)
{
    return detail::filled<std::uint64_t>(
        "secagg_decode_u64", values.size(), [&](std::uint64_t* numbers) {
            return secagg_decode_u64(numbers, values.data(), values.size());
        });
}

/// Doubles to values in fixed point: secagg_encode_f64.
inline outcome<void> encode_f64(span<value> values, span<const double> numbers,
                                std::uint32_t fraction_bits)
{
    detail::report why;
    return detail::finish(
        "secagg_encode_f64",
        why.fits(values.size(), numbers.size())
            ? secagg_encode_f64(values.data(), &why, numbers.data(), numbers.size(), fraction_bits)
            : SECAGG_LENGTH_MISMATCH,
        why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> encode_f64(span<const double> numbers,
                                                            std::uint32_t fraction_bits)
{
    return detail::filled<value>(
        "secagg_encode_f64", numbers.size(), [&](value* values, detail::report& why) {
            return secagg_encode_f64(values, &why, numbers.data(), numbers.size(), fraction_bits);
        });
}

/// Totals to doubles: secagg_decode_f64.
inline outcome<void> decode_f64(span<double> numbers, span<const value> values,
                                std::uint32_t fraction_bits)
{
    detail::report why;
    return detail::finish(
        "secagg_decode_f64",
        why.fits(numbers.size(), values.size())
            ? secagg_decode_f64(numbers.data(), values.data(), values.size(), fraction_bits)
            : SECAGG_LENGTH_MISMATCH,
        why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<double>> decode_f64(span<const value> values,
                                                             std::uint32_t fraction_bits)
{
    return detail::filled<double>("secagg_decode_f64", values.size(), [&](double* numbers) {
        return secagg_decode_f64(numbers, values.data(), values.size(), fraction_bits);
    });
}

// Ranges of other numbers, where nothing is lost. Other ones do not compile, and are told why.

namespace detail
{

/// Numbers as another type, wiped when they are let go.
template <class Wide>
class widened
{
public:
    template <class Narrow>
    explicit widened(span<const Narrow> numbers)
        : numbers_(numbers.begin(), numbers.end()), size_(numbers.size())
    {
    }
    widened(const widened&) = delete;
    widened& operator=(const widened&) = delete;
    ~widened()
    {
        volatile Wide* number = numbers_.data();
        for (std::size_t i = 0; i < numbers_.size(); i++)
            number[i] = 0;
    }

    operator span<const Wide>() const noexcept { return {numbers_.data(), size_}; }

private:
    std::vector<Wide> numbers_;
    std::size_t size_; // more than there are if the numbers were nowhere: refused as such
};

template <class Range, class = void>
struct number_of {
    using type = bool; // which is no number here
};
template <class Range>
struct number_of<Range, std::enable_if_t<has_elements<Range>>> {
    using type = std::remove_cv_t<element_of<Range>>;
};
/// The type of a range's elements.
template <class Range>
using number = typename number_of<const Range>::type;

/// Numbers that a Wide holds, of another type.
template <class T, class Wide>
inline constexpr bool widens_to =
    !std::is_same_v<T, Wide> && !std::is_same_v<T, bool> &&
    (std::is_floating_point_v<Wide>
         ? std::is_same_v<T, float> || (std::is_integral_v<T> && sizeof(T) <= 4)
         : std::is_integral_v<T> &&
               (std::is_signed_v<Wide> ? (std::is_signed_v<T> ? sizeof(T) <= 8 : sizeof(T) < 8)
                                       : std::is_unsigned_v<T> && sizeof(T) <= 8));

/// Ranges of something else than Wide.
template <class Range, class Wide>
using if_other =
    std::enable_if_t<has_elements<const Range> && !std::is_same_v<number<Range>, Wide>, int>;

template <class Wide, class Range>
widened<Wide> widen(const Range& range)
{
    constexpr bool loses_nothing = widens_to<number<Range>, Wide>;
    static_assert(loses_nothing,
                  "secagg: numbers of this type cannot be taken without loss: encode_i64 takes "
                  "integers that an int64_t holds, encode_u64 unsigned ones of up to 64 bits, "
                  "encode_f64 and the statistics double, float and integers of up to 32 bits");
    if constexpr (loses_nothing)
        return widened<Wide>(span<const number<Range>>(range));
    else
        return widened<Wide>(span<const Wide>());
}

} // namespace detail

/// Integers of other types, which an int64_t holds.
template <class Range, detail::if_other<Range, std::int64_t> = 0>
outcome<void> encode_i64(span<value> values, const Range& numbers)
{
    return encode_i64(values, detail::widen<std::int64_t>(numbers));
}

/// The same, returned.
template <class Range, detail::if_other<Range, std::int64_t> = 0>
[[nodiscard]] outcome<std::vector<value>> encode_i64(const Range& numbers)
{
    return encode_i64(detail::widen<std::int64_t>(numbers));
}

/// Unsigned integers of other types.
template <class Range, detail::if_other<Range, std::uint64_t> = 0>
outcome<void> encode_u64(span<value> values, const Range& numbers)
{
    return encode_u64(values, detail::widen<std::uint64_t>(numbers));
}

/// The same, returned.
template <class Range, detail::if_other<Range, std::uint64_t> = 0>
[[nodiscard]] outcome<std::vector<value>> encode_u64(const Range& numbers)
{
    return encode_u64(detail::widen<std::uint64_t>(numbers));
}

/// Floats, and integers of up to 32 bits.
template <class Range, detail::if_other<Range, double> = 0>
outcome<void> encode_f64(span<value> values, const Range& numbers, std::uint32_t fraction_bits)
{
    return encode_f64(values, detail::widen<double>(numbers), fraction_bits);
}

/// The same, returned.
template <class Range, detail::if_other<Range, double> = 0>
[[nodiscard]] outcome<std::vector<value>> encode_f64(const Range& numbers,
                                                     std::uint32_t fraction_bits)
{
    return encode_f64(detail::widen<double>(numbers), fraction_bits);
}

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_NUMBERS_HPP
