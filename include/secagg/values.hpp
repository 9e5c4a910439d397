/// @file values.hpp
/// @brief Values: field elements, and shares of them. Included by secagg.hpp.

#ifndef SECAGG_VALUES_HPP
#define SECAGG_VALUES_HPP

#include "error.hpp"
#include "span.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

namespace detail
{

template <class T>
inline constexpr bool is_integer = std::is_integral_v<T> && (sizeof(T) <= 8);

} // namespace detail

/// A field element, or a share of one: 16 bytes at any address, as in secagg.h. 0 by default.
struct value : secagg_value {
    /// 0.
    constexpr value() noexcept : secagg_value{} {}
    /// One of secagg.h.
    constexpr value(const secagg_value& plain) noexcept : secagg_value(plain) {}

    /// An integer of up to 64 bits, encoded as by secagg_encode_i64 or secagg_encode_u64.
    template <class Integer, std::enable_if_t<detail::is_integer<Integer>, int> = 0>
    constexpr explicit value(Integer number) noexcept : secagg_value{}
    {
        // A negative number is 2^127 - 1 + number: of its two's complement one less, without the
        // highest bit.
        const bool is_negative = number < Integer(0);
        const auto low = static_cast<std::uint64_t>(number) - (is_negative ? 1U : 0U);
        store(low, is_negative ? UINT64_MAX >> 1U : 0U);
    }

#if defined(__SIZEOF_INT128__)
    /// The type of integers as wide as a value.
    __extension__ typedef unsigned __int128 uint128;

    /// The integer itself. One of 2^127 - 1 or more is no value, and refused where it is used.
    template <class Integer, std::enable_if_t<std::is_same_v<Integer, uint128>, long> = 0>
    constexpr explicit value(Integer integer) noexcept : secagg_value{}
    {
        store(static_cast<std::uint64_t>(integer), static_cast<std::uint64_t>(integer >> 64U));
    }

    /// The integer itself, from 0, whatever it encodes.
    constexpr explicit operator uint128() const noexcept
    {
        uint128 integer = 0;
        for (int i = 15; i >= 0; i--)
            integer = integer << 8U | bytes[i];
        return integer;
    }
#endif

    /// The number that was encoded, or the total of numbers: decoded as by secagg_decode_i64, or
    /// secagg_decode_u64 if Integer is unsigned. SECAGG_OUT_OF_RANGE if it is not an Integer.
    template <class Integer>
    [[nodiscard]] outcome<Integer> to() const
    {
        static_assert(detail::is_integer<Integer>,
                      "value::to<T>: T is an integer of up to 64 bits; numbers with a fraction are "
                      "decoded by secagg::decode_f64, which is told their fraction_bits");
        std::conditional_t<std::is_signed_v<Integer>, std::int64_t, std::uint64_t> wide = 0;
        secagg_status status = SECAGG_OK;
        if constexpr (std::is_signed_v<Integer>)
            status = secagg_decode_i64(&wide, this, 1);
        else
            status = secagg_decode_u64(&wide, this, 1);
        auto number = static_cast<Integer>(wide);
        if (status == SECAGG_OK && number != wide)
            status = SECAGG_OUT_OF_RANGE;
        return detail::finish(std::is_signed_v<Integer> ? "secagg_decode_i64" : "secagg_decode_u64",
                              status, std::move(number));
    }

    /// Whether the bytes are the same, in a time that does not depend on them.
    friend constexpr bool operator==(const value& a, const value& b) noexcept
    {
        unsigned difference = 0;
        for (int i = 0; i < 16; i++)
            difference |= static_cast<unsigned>(a.bytes[i] ^ b.bytes[i]);
        return difference == 0;
    }
    /// Whether they are not.
    friend constexpr bool operator!=(const value& a, const value& b) noexcept { return !(a == b); }

    /// A value is not printed: it may be a share or a secret. Decode it first.
    template <class Stream>
    friend Stream& operator<<(Stream& stream, const value& not_printed) = delete;

private:
    constexpr void store(std::uint64_t low, std::uint64_t high) noexcept
    {
        for (int i = 0; i < 8; i++) {
            bytes[i] = static_cast<std::uint8_t>(low >> (8 * i));
            bytes[8 + i] = static_cast<std::uint8_t>(high >> (8 * i));
        }
    }
};

static_assert(sizeof(value) == 16 && alignof(value) == 1 && std::is_standard_layout_v<value> &&
              std::is_trivially_copyable_v<value>);

/// Looks at `count` values that lie in other memory, without a copy: elements of unsigned __int128
/// on a little-endian machine, fixed_size_binary(16) of Arrow, part of a message.
[[nodiscard]] inline span<const value> values_at(const void* memory, std::size_t count) noexcept
{
    return {static_cast<const value*>(memory), count};
}

/// The same for writing.
[[nodiscard]] inline span<value> values_at(void* memory, std::size_t count) noexcept
{
    return {static_cast<value*>(memory), count};
}

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_VALUES_HPP
