/// @file secagg.hpp
/// @brief secagg for C++17 and later: secagg.h with owners, ranges and errors, and nothing else.
///
/// Header-only over secagg.h, which remains the manual: what a function does, its sizes, units and
/// statuses stand there, under the same name with the prefix `secagg_`. The rules of this header:
///
/// - **Arrays are ranges.** A pointer and a count of secagg.h become one secagg::span, made from a
///   std::vector, std::array, C array or (pointer, count). Lengths that must agree are compared:
///   SECAGG_LENGTH_MISMATCH.
/// - **Outputs come first, or are returned.** A function that fills an array has two forms: with the
///   array first, as in secagg.h, it allocates nothing; without it, it returns a std::vector. What
///   has a length that only the library knows is always returned.
/// - **A refusal is an exception,** secagg::error, which carries the status. Where exceptions are
///   switched off (-fno-exceptions, or SECAGG_NO_EXCEPTIONS defined before the header), the same
///   functions return a secagg::result instead. secagg::outcome stands for both below.
/// - **Owners move and do not copy.** An owner that was moved from refuses everything:
///   SECAGG_NULL_POINTER.
/// - **Options** are the structs of secagg.h with all defaults set.
/// - **What is returned is yours,** to wipe as well if it is secret.
///
/// Everything else, such as secagg_version, is used from secagg.h directly; get() of an owner is the
/// handle for it.
///
/// ```cpp
/// auto aggregator = secagg::aggregator::create(3);
/// for (std::size_t party = 0; party < columns.size(); party++)
///     aggregator.submit(party, secagg::additive_split(3, secagg::encode_i64(columns[party])));
/// std::vector<std::int64_t> totals = secagg::decode_i64(aggregator.reconstruct());
/// ```

#ifndef SECAGG_HPP
#define SECAGG_HPP

#include "secagg.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#if __cplusplus >= 202002L && __has_include(<span>)
#include <span>
#endif

// Code with and without exceptions has different functions under the same names. Two namespaces
// keep them apart when both are linked into one program.
#if !defined(SECAGG_NO_EXCEPTIONS) && (defined(__cpp_exceptions) || defined(_CPPUNWIND))
#define SECAGG_HPP_THROWS 1
#define SECAGG_HPP_NAMESPACE v0
#else
#define SECAGG_HPP_THROWS 0
#define SECAGG_HPP_NAMESPACE v0_results
#endif

/// The C++ interface. Its names lie in an inline namespace that changes with its ABI.
namespace secagg {
inline namespace SECAGG_HPP_NAMESPACE {

// Ranges

#if defined(__cpp_lib_span)
/// std::span from C++20 on; before, a class with what is needed of it. A pointer and a count that
/// own nothing.
template <class T>
using span = std::span<T>;
#else
/// What is needed of C++20's std::span, which it is there: a pointer and a count that own nothing.
template <class T>
class span {
public:
    constexpr span() noexcept = default; ///< Empty.
    /// `size` elements from data on.
    constexpr span(T* data, std::size_t size) noexcept : data_(data), size_(size) {}

    /// Any contiguous range of T; a temporary one only if it will not be written.
    template <class Range,
              class Element = std::remove_pointer_t<decltype(std::data(std::declval<Range&>()))>,
              class = std::enable_if_t<std::is_convertible_v<Element (*)[], T (*)[]> &&
                                       (std::is_lvalue_reference_v<Range> || std::is_const_v<T>)>>
    constexpr span(Range&& range) noexcept : data_(std::data(range)), size_(std::size(range))
    {
    }

    constexpr T* data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr T* begin() const noexcept { return data_; }
    constexpr T* end() const noexcept { return data_ + size_; }
    constexpr T& operator[](std::size_t index) const noexcept { return data_[index]; }

    constexpr span subspan(std::size_t offset, std::size_t count) const noexcept
    {
        return span(data_ + offset, count);
    }

private:
    T* data_ = nullptr;
    std::size_t size_ = 0;
};
#endif

// Refusals

/// A call was refused. What was refused changed nothing.
class error : public std::exception {
public:
    /// For a status that is not SECAGG_OK.
    explicit error(secagg_status status) noexcept : status_(status) {}

    /// Why.
    secagg_status status() const noexcept { return status_; }
    /// Its name, such as "SECAGG_NOT_CANONICAL".
    const char* name() const noexcept { return secagg_status_name(status_); }
    /// One sentence, which never contains a value.
    const char* what() const noexcept override { return secagg_status_message(status_); }

private:
    secagg_status status_;
};

/// What was made, or why it was refused: the return type where there are no exceptions.
template <class T>
class [[nodiscard]] result {
public:
    /// What was made if the status is SECAGG_OK, else nothing.
    result(secagg_status status, T&& made) : status_(status)
    {
        if (status == SECAGG_OK)
            made_.emplace(std::move(made));
    }

    /// Whether there is something.
    explicit operator bool() const noexcept { return made_.has_value(); }
    /// SECAGG_OK, or why there is nothing.
    secagg_status status() const noexcept { return status_; }

    /// What was made. Only to be asked for if there is something.
    T& operator*() & noexcept { return *made_; }
    const T& operator*() const& noexcept { return *made_; }   ///< The same.
    T&& operator*() && noexcept { return std::move(*made_); } ///< The same, to be moved.
    T* operator->() noexcept { return &*made_; }              ///< The same.
    const T* operator->() const noexcept { return &*made_; }  ///< The same.

private:
    std::optional<T> made_;
    secagg_status status_;
};

/// Whether something was done.
template <>
class [[nodiscard]] result<void> {
public:
    explicit result(secagg_status status) noexcept
        : status_(status) {} ///< Done if it is SECAGG_OK.

    /// Whether it was done.
    explicit operator bool() const noexcept { return status_ == SECAGG_OK; }
    /// SECAGG_OK, or why it was not.
    secagg_status status() const noexcept { return status_; }

private:
    secagg_status status_;
};

#if SECAGG_HPP_THROWS
/// T, where a refusal is thrown as secagg::error; a result<T> where there are no exceptions.
template <class T>
using outcome = T;
#else
template <class T>
using outcome = result<T>;
#endif

namespace detail {

/// What the call came to, as this build reports it.
inline outcome<void> finish(secagg_status status)
{
#if SECAGG_HPP_THROWS
    if (status != SECAGG_OK)
        throw error(status);
#else
    return result<void>(status);
#endif
}

template <class T>
outcome<T> finish(secagg_status status, T&& made)
{
#if SECAGG_HPP_THROWS
    if (status != SECAGG_OK)
        throw error(status);
    return std::move(made);
#else
    return result<T>(status, std::move(made));
#endif
}

/// A vector of `count` elements that the call fills.
template <class T, class Call>
outcome<std::vector<T>> filled(std::size_t count, Call call)
{
    std::vector<T> made(count);
    const secagg_status status = call(made.data());
    return finish(status, std::move(made));
}

/// A vector of as many elements as the call says. It is asked again until they fit, since another
/// thread may add some meanwhile.
template <class T, class Call>
outcome<std::vector<T>> sized(Call call)
{
    std::vector<T> made;
    std::size_t count = 0;
    secagg_status status = call(made.data(), made.size(), &count);
    while (status == SECAGG_BUFFER_TOO_SMALL) {
        made.resize(count);
        status = call(made.data(), made.size(), &count);
    }
    if (status == SECAGG_OK)
        made.resize(count);
    return finish(status, std::move(made));
}

} // namespace detail

// Values

namespace detail {

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
    outcome<Integer> to() const
    {
        static_assert(detail::is_integer<Integer>);
        std::conditional_t<std::is_signed_v<Integer>, std::int64_t, std::uint64_t> wide = 0;
        secagg_status status = SECAGG_OK;
        if constexpr (std::is_signed_v<Integer>)
            status = secagg_decode_i64(&wide, this, 1);
        else
            status = secagg_decode_u64(&wide, this, 1);
        auto number = static_cast<Integer>(wide);
        if (status == SECAGG_OK && number != wide)
            status = SECAGG_OUT_OF_RANGE;
        return detail::finish(status, std::move(number));
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
inline span<const value> values_at(const void* memory, std::size_t count) noexcept
{
    return {static_cast<const value*>(memory), count};
}

/// The same for writing.
inline span<value> values_at(void* memory, std::size_t count) noexcept
{
    return {static_cast<value*>(memory), count};
}

// Options

/// A struct of secagg.h with all defaults set, struct_size among them.
template <class Options>
struct with_defaults : Options {
    with_defaults() noexcept : Options{}
    {
        this->struct_size = static_cast<std::uint32_t>(sizeof(Options));
    }
};

/// How a call runs.
using run_options = with_defaults<secagg_run_options>;
/// How a split runs.
using split_options = with_defaults<secagg_split_options>;
/// What an aggregator is for.
using aggregator_options = with_defaults<secagg_aggregator_options>;
/// How a collector reconstructs.
using collector_options = with_defaults<secagg_collector_options>;

/// The parameters of a session.
struct session_options : with_defaults<secagg_session_options> {
    /// Anything else that all must agree on. It must live until the session is made.
    void set_context(std::string_view text) noexcept
    {
        context = reinterpret_cast<const std::uint8_t*>(text.data());
        context_len = text.size();
    }

    /// The parties that may take part. They must live until the session is made.
    void set_roster(span<const std::uint64_t> party_ids) noexcept
    {
        roster = party_ids.data();
        roster_count = party_ids.size();
    }
};

// Numbers to values and back

/// Signed integers to values: secagg_encode_i64.
inline outcome<void> encode_i64(span<value> values, span<const std::int64_t> numbers)
{
    return detail::finish(values.size() == numbers.size()
                              ? secagg_encode_i64(values.data(), numbers.data(), numbers.size())
                              : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<value>> encode_i64(span<const std::int64_t> numbers)
{
    return detail::filled<value>(numbers.size(), [&](value* values) {
        return secagg_encode_i64(values, numbers.data(), numbers.size());
    });
}

/// Totals to signed integers: secagg_decode_i64.
inline outcome<void> decode_i64(span<std::int64_t> numbers, span<const value> values)
{
    return detail::finish(numbers.size() == values.size()
                              ? secagg_decode_i64(numbers.data(), values.data(), values.size())
                              : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<std::int64_t>> decode_i64(span<const value> values)
{
    return detail::filled<std::int64_t>(values.size(), [&](std::int64_t* numbers) {
        return secagg_decode_i64(numbers, values.data(), values.size());
    });
}

/// Unsigned integers to values: secagg_encode_u64.
inline outcome<void> encode_u64(span<value> values, span<const std::uint64_t> numbers)
{
    return detail::finish(values.size() == numbers.size()
                              ? secagg_encode_u64(values.data(), numbers.data(), numbers.size())
                              : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<value>> encode_u64(span<const std::uint64_t> numbers)
{
    return detail::filled<value>(numbers.size(), [&](value* values) {
        return secagg_encode_u64(values, numbers.data(), numbers.size());
    });
}

/// Totals to unsigned integers: secagg_decode_u64.
inline outcome<void> decode_u64(span<std::uint64_t> numbers, span<const value> values)
{
    return detail::finish(numbers.size() == values.size()
                              ? secagg_decode_u64(numbers.data(), values.data(), values.size())
                              : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<std::uint64_t>> decode_u64(span<const value> values)
{
    return detail::filled<std::uint64_t>(values.size(), [&](std::uint64_t* numbers) {
        return secagg_decode_u64(numbers, values.data(), values.size());
    });
}

/// Doubles to values in fixed point: secagg_encode_f64.
inline outcome<void> encode_f64(span<value> values, span<const double> numbers,
                                std::uint32_t fraction_bits)
{
    return detail::finish(
        values.size() == numbers.size()
            ? secagg_encode_f64(values.data(), nullptr, numbers.data(), numbers.size(),
                                fraction_bits)
            : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<value>> encode_f64(span<const double> numbers,
                                              std::uint32_t fraction_bits)
{
    return detail::filled<value>(numbers.size(), [&](value* values) {
        return secagg_encode_f64(values, nullptr, numbers.data(), numbers.size(), fraction_bits);
    });
}

/// Totals to doubles: secagg_decode_f64.
inline outcome<void> decode_f64(span<double> numbers, span<const value> values,
                                std::uint32_t fraction_bits)
{
    return detail::finish(
        numbers.size() == values.size()
            ? secagg_decode_f64(numbers.data(), values.data(), values.size(), fraction_bits)
            : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<double>> decode_f64(span<const value> values,
                                               std::uint32_t fraction_bits)
{
    return detail::filled<double>(values.size(), [&](double* numbers) {
        return secagg_decode_f64(numbers, values.data(), values.size(), fraction_bits);
    });
}

// Statistics of columns

/// What the columns of all parties together amount to.
using summary = secagg_summary;

/// A column, in which NaN is a missing row, to SECAGG_SUMMARY_VALUE_COUNT values:
/// secagg_summary_encode.
inline outcome<void> summary_encode(span<value> values, span<const double> column,
                                    std::uint32_t fraction_bits, const run_options& options = {})
{
    return detail::finish(values.size() == SECAGG_SUMMARY_VALUE_COUNT
                              ? secagg_summary_encode(values.data(), nullptr, column.data(),
                                                      column.size(), fraction_bits, &options)
                              : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<value>> summary_encode(span<const double> column,
                                                  std::uint32_t fraction_bits,
                                                  const run_options& options = {})
{
    return detail::filled<value>(SECAGG_SUMMARY_VALUE_COUNT, [&](value* values) {
        return secagg_summary_encode(values, nullptr, column.data(), column.size(), fraction_bits,
                                     &options);
    });
}

/// Totals of summaries to count, sum, mean and variance: secagg_summary_decode.
inline outcome<void> summary_decode(span<summary> summaries, span<const value> values,
                                    std::uint32_t fraction_bits)
{
    return detail::finish(values.size() % SECAGG_SUMMARY_VALUE_COUNT == 0 &&
                                  values.size() / SECAGG_SUMMARY_VALUE_COUNT == summaries.size()
                              ? secagg_summary_decode(summaries.data(), values.data(),
                                                      summaries.size(), fraction_bits)
                              : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<summary>> summary_decode(span<const value> values,
                                                    std::uint32_t fraction_bits)
{
    const std::size_t summary_count = values.size() / SECAGG_SUMMARY_VALUE_COUNT;
    return detail::filled<summary>(summary_count, [&](summary* summaries) {
        return values.size() % SECAGG_SUMMARY_VALUE_COUNT == 0
                   ? secagg_summary_decode(summaries, values.data(), summary_count, fraction_bits)
                   : SECAGG_LENGTH_MISMATCH;
    });
}

/// How many rows lie between edges, as edges.size() + 1 values: secagg_histogram_encode.
inline outcome<void> histogram_encode(span<value> values, span<const double> edges,
                                      span<const double> column)
{
    return detail::finish(secagg_histogram_encode(values.data(), values.size(), nullptr,
                                                  edges.data(), edges.size(), column.data(),
                                                  column.size()));
}

/// The same, returned.
inline outcome<std::vector<value>> histogram_encode(span<const double> edges,
                                                    span<const double> column)
{
    return detail::filled<value>(edges.size() + 1, [&](value* values) {
        return secagg_histogram_encode(values, edges.size() + 1, nullptr, edges.data(),
                                       edges.size(), column.data(), column.size());
    });
}

// Columns of Arrow

namespace detail {

/// Rows of an array. One that is released, or of a negative length, is left to secagg.h to refuse.
inline std::size_t row_count(const ArrowArray& array) noexcept
{
    const bool is_possible = array.release != nullptr && array.length > 0;
    return is_possible ? static_cast<std::size_t>(array.length) : 0;
}

} // namespace detail

/// A column to values: secagg_arrow_encode.
inline outcome<void> arrow_encode(span<value> values, const ArrowSchema& schema,
                                  const ArrowArray& array, std::uint32_t fraction_bits)
{
    return detail::finish(
        secagg_arrow_encode(values.data(), values.size(), nullptr, &schema, &array, fraction_bits));
}

/// The same, returned.
inline outcome<std::vector<value>> arrow_encode(const ArrowSchema& schema, const ArrowArray& array,
                                                std::uint32_t fraction_bits)
{
    const std::size_t value_count = detail::row_count(array);
    return detail::filled<value>(value_count, [&](value* values) {
        return secagg_arrow_encode(values, value_count, nullptr, &schema, &array, fraction_bits);
    });
}

/// A column to SECAGG_SUMMARY_VALUE_COUNT values: secagg_arrow_summary.
inline outcome<void> arrow_summary(span<value> values, const ArrowSchema& schema,
                                   const ArrowArray& array, std::uint32_t fraction_bits,
                                   const run_options& options = {})
{
    return detail::finish(
        values.size() == SECAGG_SUMMARY_VALUE_COUNT
            ? secagg_arrow_summary(values.data(), nullptr, &schema, &array, fraction_bits, &options)
            : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<value>> arrow_summary(const ArrowSchema& schema, const ArrowArray& array,
                                                 std::uint32_t fraction_bits,
                                                 const run_options& options = {})
{
    return detail::filled<value>(SECAGG_SUMMARY_VALUE_COUNT, [&](value* values) {
        return secagg_arrow_summary(values, nullptr, &schema, &array, fraction_bits, &options);
    });
}

/// How many rows of a column lie between edges: secagg_arrow_histogram.
inline outcome<void> arrow_histogram(span<value> values, span<const double> edges,
                                     const ArrowSchema& schema, const ArrowArray& array)
{
    return detail::finish(secagg_arrow_histogram(values.data(), values.size(), nullptr,
                                                 edges.data(), edges.size(), &schema, &array));
}

/// The same, returned.
inline outcome<std::vector<value>>
arrow_histogram(span<const double> edges, const ArrowSchema& schema, const ArrowArray& array)
{
    return detail::filled<value>(edges.size() + 1, [&](value* values) {
        return secagg_arrow_histogram(values, edges.size() + 1, nullptr, edges.data(),
                                      edges.size(), &schema, &array);
    });
}

// Sharing

/// One holder's shares of a vector, wherever they lie.
struct share {
    /// Which holder: from 1 to the number of holders.
    std::uint32_t x;
    /// That holder's share of every value of the vector, in order.
    span<const value> values;
};

/// Holder x's part of what a split among holder_count holders wrote. x must be from 1 to
/// holder_count. It points into shares, which must live as long.
inline share share_of(span<const value> shares, std::uint32_t holder_count,
                      std::uint32_t x) noexcept
{
    const std::size_t value_count = shares.size() / holder_count;
    return {x, shares.subspan((x - 1) * value_count, value_count)};
}

namespace detail {

/// As many values as a split writes. A holder_count above the limit is left to secagg.h to refuse.
constexpr std::size_t split_count(std::uint32_t holder_count, std::size_t value_count) noexcept
{
    return holder_count <= SECAGG_MAX_HOLDER_COUNT ? holder_count * value_count : 0;
}

/// Calls with the shares as secagg.h wants them, all of which must have value_count values.
template <class Call>
secagg_status with_shares(span<const share> shares, std::size_t value_count, Call call)
{
    if (shares.size() > SECAGG_MAX_HOLDER_COUNT)
        return SECAGG_LIMIT_EXCEEDED;
    secagg_share few[16];
    std::vector<secagg_share> many;
    secagg_share* list = few;
    if (shares.size() > std::size(few)) {
        many.resize(shares.size());
        list = many.data();
    }
    for (std::size_t i = 0; i < shares.size(); i++) {
        if (shares[i].values.size() != value_count)
            return SECAGG_LENGTH_MISMATCH;
        list[i] = {shares[i].x, shares[i].values.data()};
    }
    return call(list, static_cast<std::uint32_t>(shares.size()));
}

/// Values of a vector whose shares these are.
inline std::size_t value_count(span<const share> shares) noexcept
{
    return shares.empty() ? 0 : shares[0].values.size();
}

} // namespace detail

/// Shares for holder_count holders, all of whom are needed, holder after holder:
/// secagg_additive_split.
inline outcome<void> additive_split(span<value> shares, std::uint32_t holder_count,
                                    span<const value> values, const split_options& options = {})
{
    return detail::finish(shares.size() == detail::split_count(holder_count, values.size())
                              ? secagg_additive_split(shares.data(), holder_count, values.data(),
                                                      values.size(), &options)
                              : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<value>> additive_split(std::uint32_t holder_count,
                                                  span<const value> values,
                                                  const split_options& options = {})
{
    return detail::filled<value>(
        detail::split_count(holder_count, values.size()), [&](value* shares) {
            return secagg_additive_split(shares, holder_count, values.data(), values.size(),
                                         &options);
        });
}

/// A vector from the shares of all holders: secagg_additive_reconstruct.
inline outcome<void> additive_reconstruct(span<value> values, span<const share> shares,
                                          const run_options& options = {})
{
    return detail::finish(detail::with_shares(
        shares, values.size(), [&](const secagg_share* list, std::uint32_t share_count) {
            return secagg_additive_reconstruct(values.data(), values.size(), list, share_count,
                                               &options);
        }));
}

/// The same, returned.
inline outcome<std::vector<value>> additive_reconstruct(span<const share> shares,
                                                        const run_options& options = {})
{
    const std::size_t value_count = detail::value_count(shares);
    return detail::filled<value>(value_count, [&](value* values) {
        return detail::with_shares(shares, value_count,
                                   [&](const secagg_share* list, std::uint32_t share_count) {
                                       return secagg_additive_reconstruct(values, value_count, list,
                                                                          share_count, &options);
                                   });
    });
}

/// Shares for holder_count holders, of whom any `threshold` suffice, holder after holder:
/// secagg_shamir_split.
inline outcome<void> shamir_split(span<value> shares, std::uint32_t holder_count,
                                  std::uint32_t threshold, span<const value> values,
                                  const split_options& options = {})
{
    return detail::finish(shares.size() == detail::split_count(holder_count, values.size())
                              ? secagg_shamir_split(shares.data(), holder_count, threshold,
                                                    values.data(), values.size(), &options)
                              : SECAGG_LENGTH_MISMATCH);
}

/// The same, returned.
inline outcome<std::vector<value>> shamir_split(std::uint32_t holder_count, std::uint32_t threshold,
                                                span<const value> values,
                                                const split_options& options = {})
{
    return detail::filled<value>(
        detail::split_count(holder_count, values.size()), [&](value* shares) {
            return secagg_shamir_split(shares, holder_count, threshold, values.data(),
                                       values.size(), &options);
        });
}

/// A vector from the shares of `threshold` or more holders: secagg_shamir_reconstruct.
inline outcome<void> shamir_reconstruct(span<value> values, span<const share> shares,
                                        std::uint32_t threshold, const run_options& options = {})
{
    return detail::finish(detail::with_shares(
        shares, values.size(), [&](const secagg_share* list, std::uint32_t share_count) {
            return secagg_shamir_reconstruct(values.data(), values.size(), list, share_count,
                                             threshold, &options);
        }));
}

/// The same, returned.
inline outcome<std::vector<value>> shamir_reconstruct(span<const share> shares,
                                                      std::uint32_t threshold,
                                                      const run_options& options = {})
{
    const std::size_t value_count = detail::value_count(shares);
    return detail::filled<value>(value_count, [&](value* values) {
        return detail::with_shares(
            shares, value_count, [&](const secagg_share* list, std::uint32_t share_count) {
                return secagg_shamir_reconstruct(values, value_count, list, share_count, threshold,
                                                 &options);
            });
    });
}

/// A vector from shares of which some may be wrong, and which those were: secagg_shamir_recover.
/// deviating has an element for each share, or none if that is not wanted.
inline outcome<void> shamir_recover(span<value> values, span<std::uint8_t> deviating,
                                    span<const share> shares, std::uint32_t threshold,
                                    const run_options& options = {})
{
    if (!deviating.empty() && deviating.size() != shares.size())
        return detail::finish(SECAGG_LENGTH_MISMATCH);
    return detail::finish(detail::with_shares(
        shares, values.size(), [&](const secagg_share* list, std::uint32_t share_count) {
            return secagg_shamir_recover(values.data(), values.size(),
                                         deviating.empty() ? nullptr : deviating.data(), list,
                                         share_count, threshold, &options);
        }));
}

/// What shamir_recover returns.
struct recovered {
    /// The vector.
    std::vector<value> values;
    /// For each share in the order given, 1 if it was wrong, else 0.
    std::vector<std::uint8_t> deviating;
};

/// The same, returned.
inline outcome<recovered> shamir_recover(span<const share> shares, std::uint32_t threshold,
                                         const run_options& options = {})
{
    recovered made;
    made.values.resize(detail::value_count(shares));
    made.deviating.resize(shares.size());
    const secagg_status status = detail::with_shares(
        shares, made.values.size(), [&](const secagg_share* list, std::uint32_t share_count) {
            return secagg_shamir_recover(made.values.data(), made.values.size(),
                                         made.deviating.data(), list, share_count, threshold,
                                         &options);
        });
    return detail::finish(status, std::move(made));
}

/// Adds a vector to a total in place. A total begins as zeros: std::vector<value>(count).
inline outcome<void> sum_add(span<value> total, span<const value> values)
{
    return detail::finish(total.size() == values.size()
                              ? secagg_sum_add(total.data(), values.data(), values.size())
                              : SECAGG_LENGTH_MISMATCH);
}

// Owners of handles

namespace detail {

/// Frees a handle by its function of secagg.h.
template <auto free>
struct free_with {
    template <class Handle>
    void operator()(Handle* handle) const noexcept
    {
        free(handle);
    }
};

} // namespace detail

/// Adds up the shares of many parties, all holders in one process, and gives out the total once
/// enough parties are in: secagg_aggregator_... of secagg.h. May be used by several threads at
/// once.
class aggregator {
public:
    /// For submissions split among holder_count holders.
    static outcome<aggregator> create(std::uint32_t holder_count,
                                      const aggregator_options& options = {})
    {
        secagg_aggregator* handle = nullptr;
        const secagg_status status = secagg_aggregator_create(&handle, holder_count, &options);
        const auto value_count = static_cast<std::size_t>(options.value_count);
        return detail::finish(status, aggregator(handle, value_count == 0 ? 1 : value_count));
    }

    /// Adds one party's shares, as additive_split returned them.
    outcome<void> submit(std::uint64_t party_id, span<const value> shares)
    {
        return detail::finish(
            secagg_aggregator_submit(handle_.get(), party_id, shares.data(), shares.size()));
    }

    /// How many parties have submitted.
    outcome<std::uint64_t> submissions() const
    {
        std::uint64_t submissions = 0;
        const secagg_status status = secagg_aggregator_submissions(handle_.get(), &submissions);
        return detail::finish(status, std::move(submissions));
    }

    /// Gives out the total and closes.
    outcome<void> reconstruct(span<value> values)
    {
        return detail::finish(
            secagg_aggregator_reconstruct(handle_.get(), values.data(), values.size()));
    }

    /// The same, returned.
    outcome<std::vector<value>> reconstruct()
    {
        return detail::filled<value>(value_count_, [&](value* values) {
            return secagg_aggregator_reconstruct(handle_.get(), values, value_count_);
        });
    }

    /// Forgets all submissions and opens again.
    outcome<void> reset() { return detail::finish(secagg_aggregator_reset(get())); }

    /// The handle, for functions of secagg.h.
    secagg_aggregator* get() const noexcept { return handle_.get(); }

private:
    aggregator(secagg_aggregator* handle, std::size_t value_count) noexcept
        : handle_(handle), value_count_(value_count)
    {
    }

    std::unique_ptr<secagg_aggregator, detail::free_with<secagg_aggregator_free>> handle_;
    std::size_t value_count_;
};

// The roles of a session, each on a machine of its own

/// A description, a dealt message, a partial sum or a checkpoint.
using bytes = std::vector<std::uint8_t>;
/// Of all that two sides must have in common.
using digest = std::array<std::uint8_t, 32>;

/// The public parameters of a secure summation across machines: secagg_session_... of secagg.h. A
/// party deals with it.
class session {
public:
    /// From parameters, of which at least scheme and holder_count must be set.
    static outcome<session> create(const session_options& options)
    {
        secagg_session* handle = nullptr;
        const secagg_status status = secagg_session_create(&handle, &options);
        return detail::finish(status, session(handle));
    }

    /// From a description: secagg_session_import.
    static outcome<session> imported(span<const std::uint8_t> description)
    {
        secagg_session* handle = nullptr;
        const secagg_status status =
            secagg_session_import(&handle, description.data(), description.size());
        return detail::finish(status, session(handle));
    }

    /// The description: secagg_session_export.
    outcome<bytes> exported() const
    {
        return detail::sized<std::uint8_t>([&](auto* description, auto capacity, auto* len) {
            return secagg_session_export(get(), description, capacity, len);
        });
    }

    /// The parameters with all defaults filled in. context and roster are the session's own.
    outcome<session_options> parameters() const
    {
        session_options parameters;
        const secagg_status status = secagg_session_parameters(get(), &parameters);
        return detail::finish(status, std::move(parameters));
    }

    /// Equal exactly where all parameters are.
    outcome<secagg::digest> digest() const
    {
        secagg::digest made = {};
        const secagg_status status = secagg_session_digest(get(), made.data());
        return detail::finish(status, std::move(made));
    }

    /// Bytes of a dealt message.
    outcome<std::size_t> message_len() const
    {
        std::size_t len = 0;
        const secagg_status status = secagg_session_message_len(get(), &len);
        return detail::finish(status, std::move(len));
    }

    /// Bytes of a partial sum.
    outcome<std::size_t> partial_len() const
    {
        std::size_t len = 0;
        const secagg_status status = secagg_session_partial_len(get(), &len);
        return detail::finish(status, std::move(len));
    }

    /// Deals a party's vector into one range for each holder: messages[k] is for x = k + 1.
    outcome<void> deal(span<const span<std::uint8_t>> messages, std::uint64_t party_id,
                       span<const value> values, const run_options& options = {}) const
    {
        return detail::finish(deal_into(messages, party_id, values, options));
    }

    /// The same, returned.
    outcome<std::vector<bytes>> deal(std::uint64_t party_id, span<const value> values,
                                     const run_options& options = {}) const
    {
        session_options parameters;
        std::size_t message_len = 0;
        secagg_status status = secagg_session_parameters(get(), &parameters);
        if (status == SECAGG_OK)
            status = secagg_session_message_len(get(), &message_len);
        std::vector<bytes> messages(status == SECAGG_OK ? parameters.holder_count : 0,
                                    bytes(message_len));
        if (status == SECAGG_OK) {
            const std::vector<span<std::uint8_t>> ranges(messages.begin(), messages.end());
            status = deal_into(ranges, party_id, values, options);
        }
        return detail::finish(status, std::move(messages));
    }

    /// The handle, for functions of secagg.h.
    secagg_session* get() const noexcept { return handle_.get(); }

private:
    explicit session(secagg_session* handle) noexcept : handle_(handle) {}

    secagg_status deal_into(span<const span<std::uint8_t>> messages, std::uint64_t party_id,
                            span<const value> values, const run_options& options) const
    {
        if (messages.size() > SECAGG_MAX_HOLDER_COUNT)
            return SECAGG_LENGTH_MISMATCH;
        const std::size_t message_len = messages.empty() ? 0 : messages[0].size();
        std::vector<std::uint8_t*> pointers;
        for (const auto& message : messages) {
            if (message.size() != message_len)
                return SECAGG_LENGTH_MISMATCH;
            pointers.push_back(message.data());
        }
        return secagg_session_deal(get(), pointers.data(),
                                   static_cast<std::uint32_t>(pointers.size()), message_len,
                                   party_id, values.data(), values.size(), &options);
    }

    std::unique_ptr<secagg_session, detail::free_with<secagg_session_free>> handle_;
};

/// What some bytes say that they are.
using message_info = secagg_message_info;

/// Looks at bytes of any kind that the library writes: secagg_message_inspect.
inline outcome<message_info> message_inspect(span<const std::uint8_t> message)
{
    message_info info = {};
    info.struct_size = static_cast<std::uint32_t>(sizeof info);
    const secagg_status status = secagg_message_inspect(&info, message.data(), message.size());
    return detail::finish(status, std::move(info));
}

/// One of the n holders of a session: secagg_holder_... of secagg.h. May be used by several threads
/// at once.
class holder {
public:
    /// Holder x, with nothing counted yet.
    static outcome<holder> create(const session& session, std::uint32_t x)
    {
        secagg_holder* handle = nullptr;
        const secagg_status status = secagg_holder_create(&handle, session.get(), x);
        return made(status, handle, session);
    }

    /// A part of holder x's work, to be merged into it.
    static outcome<holder> create_shard(const session& session, std::uint32_t x)
    {
        secagg_holder* handle = nullptr;
        const secagg_status status = secagg_holder_create_shard(&handle, session.get(), x);
        return made(status, handle, session);
    }

    /// From a checkpoint: secagg_holder_import.
    static outcome<holder> imported(const session& session, span<const std::uint8_t> checkpoint)
    {
        secagg_holder* handle = nullptr;
        const secagg_status status =
            secagg_holder_import(&handle, session.get(), checkpoint.data(), checkpoint.size());
        return made(status, handle, session);
    }

    /// Counts a party's message in.
    outcome<void> accept(span<const std::uint8_t> message)
    {
        return detail::finish(secagg_holder_accept(get(), message.data(), message.size()));
    }

    /// Takes a party back out, by the message that was accepted.
    outcome<void> withdraw(span<const std::uint8_t> message)
    {
        return detail::finish(secagg_holder_withdraw(get(), message.data(), message.size()));
    }

    /// How many parties are counted.
    outcome<std::uint64_t> submissions() const
    {
        std::uint64_t count = 0;
        const secagg_status status = secagg_holder_submissions(get(), &count);
        return detail::finish(status, std::move(count));
    }

    /// The parties that are counted, ascending.
    outcome<std::vector<std::uint64_t>> party_ids() const
    {
        return detail::sized<std::uint64_t>([&](auto* ids, auto capacity, auto* count) {
            return secagg_holder_party_ids(get(), ids, capacity, count);
        });
    }

    /// Equal at holders that have counted the same.
    outcome<digest> cohort() const
    {
        digest made = {};
        const secagg_status status = secagg_holder_cohort(get(), made.data());
        return detail::finish(status, std::move(made));
    }

    /// The checkpoint: secagg_holder_export.
    outcome<bytes> exported() const
    {
        return detail::sized<std::uint8_t>([&](auto* checkpoint, auto capacity, auto* len) {
            return secagg_holder_export(get(), checkpoint, capacity, len);
        });
    }

    /// Adds the state of another, which has no party in common with this one.
    outcome<void> merge(span<const std::uint8_t> checkpoint)
    {
        return detail::finish(secagg_holder_merge(get(), checkpoint.data(), checkpoint.size()));
    }

    /// Fixes the set of parties for good, whatever it is, and returns the checkpoint to be stored.
    outcome<bytes> seal() { return seal_as(nullptr); }

    /// The same, if it is the set that the holders have agreed on.
    outcome<bytes> seal(const digest& expected_cohort) { return seal_as(expected_cohort.data()); }

    /// The partial sum for the collector.
    outcome<void> release(span<std::uint8_t> partial)
    {
        return detail::finish(secagg_holder_release(get(), partial.data(), partial.size()));
    }

    /// The same, returned.
    outcome<bytes> release()
    {
        return detail::filled<std::uint8_t>(partial_len_, [&](std::uint8_t* partial) {
            return secagg_holder_release(get(), partial, partial_len_);
        });
    }

    /// The handle, for functions of secagg.h.
    secagg_holder* get() const noexcept { return handle_.get(); }

private:
    explicit holder(secagg_holder* handle) noexcept : handle_(handle) {}

    static outcome<holder> made(secagg_status status, secagg_holder* handle, const session& session)
    {
        holder made(handle);
        if (status == SECAGG_OK)
            status = secagg_session_partial_len(session.get(), &made.partial_len_);
        return detail::finish(status, std::move(made));
    }

    outcome<bytes> seal_as(const std::uint8_t* expected_cohort)
    {
        return detail::sized<std::uint8_t>([&](auto* checkpoint, auto capacity, auto* len) {
            return secagg_holder_seal(get(), checkpoint, capacity, len, expected_cohort);
        });
    }

    std::unique_ptr<secagg_holder, detail::free_with<secagg_holder_free>> handle_;
    std::size_t partial_len_ = 0;
};

/// Gathers the holders' partial sums and reconstructs the total: secagg_collector_... of secagg.h.
/// May be used by several threads at once.
class collector {
public:
    /// For the holders of a session.
    static outcome<collector> create(const session& session)
    {
        secagg_collector* handle = nullptr;
        secagg_status status = secagg_collector_create(&handle, session.get());
        collector made(handle);
        session_options parameters;
        if (status == SECAGG_OK)
            status = secagg_session_parameters(session.get(), &parameters);
        made.holder_count_ = parameters.holder_count;
        made.value_count_ = static_cast<std::size_t>(parameters.value_count);
        return detail::finish(status, std::move(made));
    }

    /// Takes in a holder's partial sum.
    outcome<void> accept(span<const std::uint8_t> partial)
    {
        return detail::finish(secagg_collector_accept(get(), partial.data(), partial.size()));
    }

    /// For each holder, 1 if its partial sum has not come, else 0.
    outcome<std::vector<std::uint8_t>> missing() const
    {
        return detail::filled<std::uint8_t>(holder_count_, [&](std::uint8_t* missing) {
            return secagg_collector_missing(get(), missing, holder_count_);
        });
    }

    /// For each holder, a number that is the same for all that report the same cohort; 0 if its
    /// partial sum has not come.
    outcome<std::vector<std::uint32_t>> cohorts() const
    {
        return detail::filled<std::uint32_t>(holder_count_, [&](std::uint32_t* cohorts) {
            return secagg_collector_cohorts(get(), cohorts, holder_count_);
        });
    }

    /// The total. Returns how many parties are in it.
    outcome<std::uint64_t> reconstruct(span<value> values, const collector_options& options = {})
    {
        std::uint64_t submissions = 0;
        const secagg_status status = secagg_collector_reconstruct(
            get(), values.data(), values.size(), &submissions, &options);
        return detail::finish(status, std::move(submissions));
    }

    /// What reconstruct returns.
    struct total {
        /// The sums over all parties.
        std::vector<value> values;
        /// How many parties are in them.
        std::uint64_t submissions;
    };

    /// The total, returned.
    outcome<total> reconstruct(const collector_options& options = {})
    {
        total made = {std::vector<value>(value_count_), 0};
        const secagg_status status = secagg_collector_reconstruct(
            get(), made.values.data(), value_count_, &made.submissions, &options);
        return detail::finish(status, std::move(made));
    }

    /// For each holder, 1 if its partial sum was found wrong and left out of the total, else 0.
    outcome<std::vector<std::uint8_t>> deviating() const
    {
        return detail::filled<std::uint8_t>(holder_count_, [&](std::uint8_t* deviating) {
            return secagg_collector_deviating(get(), deviating, holder_count_);
        });
    }

    /// The handle, for functions of secagg.h.
    secagg_collector* get() const noexcept { return handle_.get(); }

private:
    explicit collector(secagg_collector* handle) noexcept : handle_(handle) {}

    std::unique_ptr<secagg_collector, detail::free_with<secagg_collector_free>> handle_;
    std::uint32_t holder_count_ = 0;
    std::size_t value_count_ = 0;
};

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_HPP
