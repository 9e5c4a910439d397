/// @file options.hpp
/// @brief What a caller may choose. Included by secagg.hpp.

#ifndef SECAGG_OPTIONS_HPP
#define SECAGG_OPTIONS_HPP

#include "span.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

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

/// The parameters of a session. Texts and lists that are set are copied, and shared by copies of the
/// options.
struct session_options : with_defaults<secagg_session_options> {
    /// Anything else that all must agree on.
    void set_context(std::string_view text)
    {
        context_ = std::make_shared<const std::string>(text);
        context = reinterpret_cast<const std::uint8_t*>(context_->data());
        context_len = context_->size();
    }

    /// The parties that may take part.
    void set_roster(span<const std::uint64_t> party_ids)
    {
        roster_ =
            std::make_shared<const std::vector<std::uint64_t>>(party_ids.begin(), party_ids.end());
        roster = roster_->data();
        roster_count = party_ids.size();
    }

private:
    std::shared_ptr<const std::string> context_;
    std::shared_ptr<const std::vector<std::uint64_t>> roster_;
};

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_OPTIONS_HPP
