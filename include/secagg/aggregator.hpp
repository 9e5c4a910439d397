/// @file aggregator.hpp
/// @brief All holders in one process. Included by secagg.hpp.

#ifndef SECAGG_AGGREGATOR_HPP
#define SECAGG_AGGREGATOR_HPP

#include "error.hpp"
#include "options.hpp"
#include "owner.hpp"
#include "span.hpp"
#include "values.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

/// Adds up the shares of many parties, all holders in one process, and gives out the total once
/// enough parties are in: secagg_aggregator_... of secagg.h. May be used by several threads at
/// once.
class aggregator
{
public:
    /// For submissions split among holder_count holders.
    [[nodiscard]] static outcome<aggregator> create(std::uint32_t holder_count,
                                                    const aggregator_options& options = {})
    {
        secagg_aggregator* handle = nullptr;
        const secagg_status status = secagg_aggregator_create(&handle, holder_count, &options);
        const auto value_count = static_cast<std::size_t>(options.value_count);
        return detail::finish("secagg_aggregator_create", status,
                              aggregator(handle, value_count == 0 ? 1 : value_count));
    }

    /// Adds one party's shares, as additive_split returned them.
    outcome<void> submit(std::uint64_t party_id, span<const value> shares)
    {
        return detail::finish(
            "secagg_aggregator_submit",
            secagg_aggregator_submit(handle_.get(), party_id, shares.data(), shares.size()));
    }

    /// How many parties have submitted.
    [[nodiscard]] outcome<std::uint64_t> submissions() const
    {
        std::uint64_t submissions = 0;
        const secagg_status status = secagg_aggregator_submissions(handle_.get(), &submissions);
        return detail::finish("secagg_aggregator_submissions", status, std::move(submissions));
    }

    /// Gives out the total and closes.
    outcome<void> reconstruct(span<value> values)
    {
        return detail::finish(
            "secagg_aggregator_reconstruct",
            secagg_aggregator_reconstruct(handle_.get(), values.data(), values.size()));
    }

    /// The same, returned.
    [[nodiscard]] outcome<std::vector<value>> reconstruct()
    {
        return detail::filled<value>(
            "secagg_aggregator_reconstruct", value_count_, [&](value* values) {
                return secagg_aggregator_reconstruct(handle_.get(), values, value_count_);
            });
    }

    /// Forgets all submissions and opens again.
    outcome<void> reset()
    {
        return detail::finish("secagg_aggregator_reset", secagg_aggregator_reset(get()));
    }

    /// The handle, for functions of secagg.h.
    [[nodiscard]] secagg_aggregator* get() const noexcept { return handle_.get(); }

private:
    aggregator(secagg_aggregator* handle, std::size_t value_count) noexcept
        : handle_(handle), value_count_(value_count)
    {
    }

    std::unique_ptr<secagg_aggregator, detail::free_with<secagg_aggregator_free>> handle_;
    std::size_t value_count_;
};

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_AGGREGATOR_HPP
