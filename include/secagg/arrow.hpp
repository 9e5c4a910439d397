/// @file arrow.hpp
/// @brief Columns of Arrow. Included by secagg.hpp.

#ifndef SECAGG_ARROW_HPP
#define SECAGG_ARROW_HPP

#include "error.hpp"
#include "options.hpp"
#include "span.hpp"
#include "values.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

namespace detail
{

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
    detail::report why;
    return detail::finish(
        "secagg_arrow_encode",
        secagg_arrow_encode(values.data(), values.size(), &why, &schema, &array, fraction_bits),
        why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>>
arrow_encode(const ArrowSchema& schema, const ArrowArray& array, std::uint32_t fraction_bits)
{
    const std::size_t value_count = detail::row_count(array);
    return detail::filled<value>(
        "secagg_arrow_encode", value_count, [&](value* values, detail::report& why) {
            return secagg_arrow_encode(values, value_count, &why, &schema, &array, fraction_bits);
        });
}

/// A column to SECAGG_SUMMARY_VALUE_COUNT values: secagg_arrow_summary.
inline outcome<void> arrow_summary(span<value> values, const ArrowSchema& schema,
                                   const ArrowArray& array, std::uint32_t fraction_bits,
                                   const run_options& options = {})
{
    detail::report why;
    return detail::finish(
        "secagg_arrow_summary",
        why.fits(values.size(), SECAGG_SUMMARY_VALUE_COUNT)
            ? secagg_arrow_summary(values.data(), &why, &schema, &array, fraction_bits, &options)
            : SECAGG_LENGTH_MISMATCH,
        why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> arrow_summary(const ArrowSchema& schema,
                                                               const ArrowArray& array,
                                                               std::uint32_t fraction_bits,
                                                               const run_options& options = {})
{
    return detail::filled<value>("secagg_arrow_summary", SECAGG_SUMMARY_VALUE_COUNT,
                                 [&](value* values, detail::report& why) {
                                     return secagg_arrow_summary(values, &why, &schema, &array,
                                                                 fraction_bits, &options);
                                 });
}

/// How many rows of a column lie between edges: secagg_arrow_histogram.
inline outcome<void> arrow_histogram(span<value> values, span<const double> edges,
                                     const ArrowSchema& schema, const ArrowArray& array)
{
    detail::report why;
    return detail::finish("secagg_arrow_histogram",
                          secagg_arrow_histogram(values.data(), values.size(), &why, edges.data(),
                                                 edges.size(), &schema, &array),
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>>
arrow_histogram(span<const double> edges, const ArrowSchema& schema, const ArrowArray& array)
{
    return detail::filled<value>(
        "secagg_arrow_histogram", edges.size() + 1, [&](value* values, detail::report& why) {
            return secagg_arrow_histogram(values, edges.size() + 1, &why, edges.data(),
                                          edges.size(), &schema, &array);
        });
}

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_ARROW_HPP
