/// @file statistics.hpp
/// @brief Statistics of columns. Included by secagg.hpp.

#ifndef SECAGG_STATISTICS_HPP
#define SECAGG_STATISTICS_HPP

#include "error.hpp"
#include "numbers.hpp"
#include "options.hpp"
#include "span.hpp"
#include "values.hpp"

#include <cstdint>
#include <vector>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

/// What the columns of all parties together amount to.
using summary = secagg_summary;

/// A column, in which NaN is a missing row, to SECAGG_SUMMARY_VALUE_COUNT values:
/// secagg_summary_encode.
inline outcome<void> summary_encode(span<value> values, span<const double> column,
                                    std::uint32_t fraction_bits, const run_options& options = {})
{
    detail::report why;
    return detail::finish("secagg_summary_encode",
                          why.fits(values.size(), SECAGG_SUMMARY_VALUE_COUNT)
                              ? secagg_summary_encode(values.data(), &why, column.data(),
                                                      column.size(), fraction_bits, &options)
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> summary_encode(span<const double> column,
                                                                std::uint32_t fraction_bits,
                                                                const run_options& options = {})
{
    return detail::filled<value>("secagg_summary_encode", SECAGG_SUMMARY_VALUE_COUNT,
                                 [&](value* values, detail::report& why) {
                                     return secagg_summary_encode(values, &why, column.data(),
                                                                  column.size(), fraction_bits,
                                                                  &options);
                                 });
}

/// A column of floats or of integers of up to 32 bits, which a double holds.
template <class Range, detail::if_other<Range, double> = 0>
outcome<void> summary_encode(span<value> values, const Range& column, std::uint32_t fraction_bits,
                             const run_options& options = {})
{
    return summary_encode(values, detail::widen<double>(column), fraction_bits, options);
}

/// The same, returned.
template <class Range, detail::if_other<Range, double> = 0>
[[nodiscard]] outcome<std::vector<value>>
summary_encode(const Range& column, std::uint32_t fraction_bits, const run_options& options = {})
{
    return summary_encode(detail::widen<double>(column), fraction_bits, options);
}

/// Totals of summaries to count, sum, mean and variance: secagg_summary_decode.
inline outcome<void> summary_decode(span<summary> summaries, span<const value> values,
                                    std::uint32_t fraction_bits)
{
    detail::report why;
    return detail::finish("secagg_summary_decode",
                          why.fits(values.size(), summaries.size() * SECAGG_SUMMARY_VALUE_COUNT)
                              ? secagg_summary_decode(summaries.data(), values.data(),
                                                      summaries.size(), fraction_bits)
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<summary>> summary_decode(span<const value> values,
                                                                  std::uint32_t fraction_bits)
{
    const std::size_t summary_count = values.size() / SECAGG_SUMMARY_VALUE_COUNT;
    return detail::filled<summary>(
        "secagg_summary_decode", summary_count, [&](summary* summaries, detail::report& why) {
            return why.fits(values.size(), summary_count * SECAGG_SUMMARY_VALUE_COUNT)
                       ? secagg_summary_decode(summaries, values.data(), summary_count,
                                               fraction_bits)
                       : SECAGG_LENGTH_MISMATCH;
        });
}

/// How many rows lie between edges, as edges.size() + 1 values: secagg_histogram_encode.
inline outcome<void> histogram_encode(span<value> values, span<const double> edges,
                                      span<const double> column)
{
    detail::report why;
    return detail::finish("secagg_histogram_encode",
                          secagg_histogram_encode(values.data(), values.size(), &why, edges.data(),
                                                  edges.size(), column.data(), column.size()),
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> histogram_encode(span<const double> edges,
                                                                  span<const double> column)
{
    return detail::filled<value>(
        "secagg_histogram_encode", edges.size() + 1, [&](value* values, detail::report& why) {
            return secagg_histogram_encode(values, edges.size() + 1, &why, edges.data(),
                                           edges.size(), column.data(), column.size());
        });
}

/// A column of floats or of integers of up to 32 bits, which a double holds.
template <class Range, detail::if_other<Range, double> = 0>
outcome<void> histogram_encode(span<value> values, span<const double> edges, const Range& column)
{
    return histogram_encode(values, edges, detail::widen<double>(column));
}

/// The same, returned.
template <class Range, detail::if_other<Range, double> = 0>
[[nodiscard]] outcome<std::vector<value>> histogram_encode(span<const double> edges,
                                                           const Range& column)
{
    return histogram_encode(edges, detail::widen<double>(column));
}

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_STATISTICS_HPP
