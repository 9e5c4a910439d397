/// @file sharing.hpp
/// @brief Sharing among holders, and sums. Included by secagg.hpp.

#ifndef SECAGG_SHARING_HPP
#define SECAGG_SHARING_HPP

#include "error.hpp"
#include "options.hpp"
#include "span.hpp"
#include "values.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

/// One holder's shares of a vector, wherever they lie.
struct share {
    /// Which holder: from 1 to the number of holders.
    std::uint32_t x;
    /// That holder's share of every value of the vector, in order.
    span<const value> values;
};

/// Holder x's part of what a split among holder_count holders wrote. x must be from 1 to
/// holder_count. It points into shares, which must live as long.
[[nodiscard]] inline share share_of(span<const value> shares, std::uint32_t holder_count,
                                    std::uint32_t x) noexcept
{
    const std::size_t value_count = shares.size() / holder_count;
    return {x, shares.subspan((x - 1) * value_count, value_count)};
}

namespace detail
{

/// As many values as a split writes. A holder_count above the limit is left to secagg.h to refuse.
constexpr std::size_t split_count(std::uint32_t holder_count, std::size_t value_count) noexcept
{
    return holder_count <= SECAGG_MAX_HOLDER_COUNT ? holder_count * value_count : 0;
}

/// Calls with the shares as secagg.h wants them, all of which must have value_count values.
template <class Call>
secagg_status with_shares(report& why, span<const share> shares, std::size_t value_count,
                          Call call)
{
    if (shares.size() > SECAGG_MAX_HOLDER_COUNT)
        return SECAGG_LIMIT_EXCEEDED;
    if (shares.data() == nullptr && !shares.empty())
        return SECAGG_NULL_POINTER;
    secagg_share few[16];
    std::vector<secagg_share> many;
    secagg_share* list = few;
    if (shares.size() > std::size(few)) {
        many.resize(shares.size());
        list = many.data();
    }
    for (std::size_t i = 0; i < shares.size(); i++) {
        if (!why.fits(value_count, shares[i].values.size()))
            return SECAGG_LENGTH_MISMATCH;
        list[i] = {shares[i].x, shares[i].values.data()};
    }
    return call(list, static_cast<std::uint32_t>(shares.size()));
}

/// Values of a vector whose shares these are.
inline std::size_t value_count(span<const share> shares) noexcept
{
    return shares.begin() == shares.end() ? 0 : shares[0].values.size();
}

} // namespace detail

/// Shares for holder_count holders, all of whom are needed, holder after holder:
/// secagg_additive_split.
inline outcome<void> additive_split(span<value> shares, std::uint32_t holder_count,
                                    span<const value> values, const split_options& options = {})
{
    detail::report why;
    return detail::finish("secagg_additive_split",
                          why.fits(shares.size(), detail::split_count(holder_count, values.size()))
                              ? secagg_additive_split(shares.data(), holder_count, values.data(),
                                                      values.size(), &options)
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> additive_split(std::uint32_t holder_count,
                                                                span<const value> values,
                                                                const split_options& options = {})
{
    return detail::filled<value>(
        "secagg_additive_split", detail::split_count(holder_count, values.size()),
        [&](value* shares) {
            return secagg_additive_split(shares, holder_count, values.data(), values.size(),
                                         &options);
        });
}

/// A vector from the shares of all holders: secagg_additive_reconstruct.
inline outcome<void> additive_reconstruct(span<value> values, span<const share> shares,
                                          const run_options& options = {})
{
    detail::report why;
    return detail::finish(
        "secagg_additive_reconstruct",
        detail::with_shares(why, shares, values.size(),
                            [&](const secagg_share* list, std::uint32_t share_count) {
                                return secagg_additive_reconstruct(values.data(), values.size(),
                                                                   list, share_count, &options);
                            }),
        why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>>
additive_reconstruct(span<const share> shares, const run_options& options = {})
{
    const std::size_t value_count = detail::value_count(shares);
    const auto call = [&](value* values, detail::report& why) {
        return detail::with_shares(why, shares, value_count,
                                   [&](const secagg_share* list, std::uint32_t share_count) {
                                       return secagg_additive_reconstruct(values, value_count, list,
                                                                          share_count, &options);
                                   });
    };
    return detail::filled<value>("secagg_additive_reconstruct", value_count, call);
}

/// Shares for holder_count holders, of whom any `threshold` suffice, holder after holder:
/// secagg_shamir_split.
inline outcome<void> shamir_split(span<value> shares, std::uint32_t holder_count,
                                  std::uint32_t threshold, span<const value> values,
                                  const split_options& options = {})
{
    detail::report why;
    return detail::finish("secagg_shamir_split",
                          why.fits(shares.size(), detail::split_count(holder_count, values.size()))
                              ? secagg_shamir_split(shares.data(), holder_count, threshold,
                                                    values.data(), values.size(), &options)
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> shamir_split(std::uint32_t holder_count,
                                                              std::uint32_t threshold,
                                                              span<const value> values,
                                                              const split_options& options = {})
{
    return detail::filled<value>(
        "secagg_shamir_split", detail::split_count(holder_count, values.size()),
        [&](value* shares) {
            return secagg_shamir_split(shares, holder_count, threshold, values.data(),
                                       values.size(), &options);
        });
}

/// A vector from the shares of `threshold` or more holders: secagg_shamir_reconstruct.
inline outcome<void> shamir_reconstruct(span<value> values, span<const share> shares,
                                        std::uint32_t threshold, const run_options& options = {})
{
    detail::report why;
    return detail::finish(
        "secagg_shamir_reconstruct",
        detail::with_shares(why, shares, values.size(),
                            [&](const secagg_share* list, std::uint32_t share_count) {
                                return secagg_shamir_reconstruct(values.data(), values.size(), list,
                                                                 share_count, threshold, &options);
                            }),
        why);
}

/// The same, returned.
[[nodiscard]] inline outcome<std::vector<value>> shamir_reconstruct(span<const share> shares,
                                                                    std::uint32_t threshold,
                                                                    const run_options& options = {})
{
    const std::size_t value_count = detail::value_count(shares);
    const auto call = [&](value* values, detail::report& why) {
        return detail::with_shares(
            why, shares, value_count, [&](const secagg_share* list, std::uint32_t share_count) {
                return secagg_shamir_reconstruct(values, value_count, list, share_count, threshold,
                                                 &options);
            });
    };
    return detail::filled<value>("secagg_shamir_reconstruct", value_count, call);
}

/// A vector from shares of which some may be wrong, and which those were: secagg_shamir_recover.
/// deviating has an element for each share, or none if that is not wanted.
inline outcome<void> shamir_recover(span<value> values, span<std::uint8_t> deviating,
                                    span<const share> shares, std::uint32_t threshold,
                                    const run_options& options = {})
{
    detail::report why;
    if (!deviating.empty() && !why.fits(deviating.size(), shares.size()))
        return detail::finish("secagg_shamir_recover", SECAGG_LENGTH_MISMATCH, why);
    return detail::finish(
        "secagg_shamir_recover",
        detail::with_shares(
            why, shares, values.size(), [&](const secagg_share* list, std::uint32_t share_count) {
                return secagg_shamir_recover(values.data(), values.size(),
                                             deviating.empty() ? nullptr : deviating.data(), list,
                                             share_count, threshold, &options);
            }),
        why);
}

/// What shamir_recover returns.
struct recovered {
    /// The vector.
    std::vector<value> values;
    /// For each share in the order given, 1 if it was wrong, else 0.
    std::vector<std::uint8_t> deviating;
};

/// The same, returned.
[[nodiscard]] inline outcome<recovered>
shamir_recover(span<const share> shares, std::uint32_t threshold, const run_options& options = {})
{
    recovered made;
    detail::report why;
    made.values.resize(detail::value_count(shares));
    made.deviating.resize(shares.size());
    const secagg_status status = detail::with_shares(
        why, shares, made.values.size(), [&](const secagg_share* list, std::uint32_t share_count) {
            return secagg_shamir_recover(made.values.data(), made.values.size(),
                                         made.deviating.data(), list, share_count, threshold,
                                         &options);
        });
    return detail::finish("secagg_shamir_recover", status, std::move(made), why);
}

/// Adds a vector to a total in place. A total begins as zeros: std::vector<value>(count).
inline outcome<void> sum_add(span<value> total, span<const value> values)
{
    detail::report why;
    return detail::finish("secagg_sum_add",
                          why.fits(total.size(), values.size())
                              ? secagg_sum_add(total.data(), values.data(), values.size())
                              : SECAGG_LENGTH_MISMATCH,
                          why);
}

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_SHARING_HPP
