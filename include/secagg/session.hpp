/// @file session.hpp
/// @brief The roles of a session, each on a machine of its own. Included by secagg.hpp.

#ifndef SECAGG_SESSION_HPP
#define SECAGG_SESSION_HPP

#include "error.hpp"
#include "options.hpp"
#include "owner.hpp"
#include "span.hpp"
#include "values.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

/// A description, a dealt message, a partial sum or a checkpoint.
using bytes = std::vector<std::uint8_t>;
/// Of all that two sides must have in common.
using digest = std::array<std::uint8_t, 32>;

/// The public parameters of a secure summation across machines: secagg_session_... of secagg.h. A
/// party deals with it.
class session
{
public:
    /// From parameters, of which at least scheme and holder_count must be set.
    [[nodiscard]] static outcome<session> create(const session_options& options)
    {
        secagg_session* handle = nullptr;
        const secagg_status status = secagg_session_create(&handle, &options);
        return detail::finish("secagg_session_create", status, session(handle));
    }

    /// From a description: secagg_session_import.
    [[nodiscard]] static outcome<session> imported(span<const std::uint8_t> description)
    {
        secagg_session* handle = nullptr;
        const secagg_status status =
            secagg_session_import(&handle, description.data(), description.size());
        return detail::finish("secagg_session_import", status, session(handle));
    }

    /// The description: secagg_session_export.
    [[nodiscard]] outcome<bytes> exported() const
    {
        return detail::sized<std::uint8_t>(
            "secagg_session_export", [&](auto* description, auto capacity, auto* len) {
                return secagg_session_export(get(), description, capacity, len);
            });
    }

    /// The parameters with all defaults filled in. context and roster are the session's own.
    [[nodiscard]] outcome<session_options> parameters() const
    {
        session_options parameters;
        const secagg_status status = secagg_session_parameters(get(), &parameters);
        return detail::finish("secagg_session_parameters", status, std::move(parameters));
    }

    /// Equal exactly where all parameters are.
    [[nodiscard]] outcome<secagg::digest> digest() const
    {
        secagg::digest made = {};
        const secagg_status status = secagg_session_digest(get(), made.data());
        return detail::finish("secagg_session_digest", status, std::move(made));
    }

    /// Bytes of a dealt message.
    [[nodiscard]] outcome<std::size_t> message_len() const
    {
        std::size_t len = 0;
        const secagg_status status = secagg_session_message_len(get(), &len);
        return detail::finish("secagg_session_message_len", status, std::move(len));
    }

    /// Bytes of a partial sum.
    [[nodiscard]] outcome<std::size_t> partial_len() const
    {
        std::size_t len = 0;
        const secagg_status status = secagg_session_partial_len(get(), &len);
        return detail::finish("secagg_session_partial_len", status, std::move(len));
    }

    /// Deals a party's vector into one range for each holder: messages[k] is for x = k + 1.
    outcome<void> deal(span<const span<std::uint8_t>> messages, std::uint64_t party_id,
                       span<const value> values, const run_options& options = {}) const
    {
        return detail::finish("secagg_session_deal", deal_into(messages, party_id, values, options));
    }

    /// The same, returned.
    [[nodiscard]] outcome<std::vector<bytes>> deal(std::uint64_t party_id, span<const value> values,
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
        return detail::finish("secagg_session_deal", status, std::move(messages));
    }

    /// The handle, for functions of secagg.h.
    [[nodiscard]] secagg_session* get() const noexcept { return handle_.get(); }

private:
    explicit session(secagg_session* handle) noexcept : handle_(handle) {}

    secagg_status deal_into(span<const span<std::uint8_t>> messages, std::uint64_t party_id,
                            span<const value> values, const run_options& options) const
    {
        if (messages.size() > SECAGG_MAX_HOLDER_COUNT)
            return SECAGG_LENGTH_MISMATCH;
        if (messages.data() == nullptr && !messages.empty())
            return SECAGG_NULL_POINTER;
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
[[nodiscard]] inline outcome<message_info> message_inspect(span<const std::uint8_t> message)
{
    message_info info = {};
    info.struct_size = static_cast<std::uint32_t>(sizeof info);
    const secagg_status status = secagg_message_inspect(&info, message.data(), message.size());
    return detail::finish("secagg_message_inspect", status, std::move(info));
}

/// One of the n holders of a session: secagg_holder_... of secagg.h. May be used by several threads
/// at once.
class holder
{
public:
    /// Holder x, with nothing counted yet.
    [[nodiscard]] static outcome<holder> create(const session& session, std::uint32_t x)
    {
        secagg_holder* handle = nullptr;
        const secagg_status status = secagg_holder_create(&handle, session.get(), x);
        return made("secagg_holder_create", status, handle, session);
    }

    /// A part of holder x's work, to be merged into it.
    [[nodiscard]] static outcome<holder> create_shard(const session& session, std::uint32_t x)
    {
        secagg_holder* handle = nullptr;
        const secagg_status status = secagg_holder_create_shard(&handle, session.get(), x);
        return made("secagg_holder_create_shard", status, handle, session);
    }

    /// From a checkpoint: secagg_holder_import.
    [[nodiscard]] static outcome<holder> imported(const session& session,
                                                  span<const std::uint8_t> checkpoint)
    {
        secagg_holder* handle = nullptr;
        const secagg_status status =
            secagg_holder_import(&handle, session.get(), checkpoint.data(), checkpoint.size());
        return made("secagg_holder_import", status, handle, session);
    }

    /// Counts a party's message in.
    outcome<void> accept(span<const std::uint8_t> message)
    {
        return detail::finish("secagg_holder_accept",
                              secagg_holder_accept(get(), message.data(), message.size()));
    }

    /// Takes a party back out, by the message that was accepted.
    outcome<void> withdraw(span<const std::uint8_t> message)
    {
        return detail::finish("secagg_holder_withdraw",
                              secagg_holder_withdraw(get(), message.data(), message.size()));
    }

    /// How many parties are counted.
    [[nodiscard]] outcome<std::uint64_t> submissions() const
    {
        std::uint64_t count = 0;
        const secagg_status status = secagg_holder_submissions(get(), &count);
        return detail::finish("secagg_holder_submissions", status, std::move(count));
    }

    /// The parties that are counted, ascending.
    [[nodiscard]] outcome<std::vector<std::uint64_t>> party_ids() const
    {
        return detail::sized<std::uint64_t>(
            "secagg_holder_party_ids", [&](auto* ids, auto capacity, auto* count) {
                return secagg_holder_party_ids(get(), ids, capacity, count);
            });
    }

    /// Equal at holders that have counted the same.
    [[nodiscard]] outcome<digest> cohort() const
    {
        digest made = {};
        const secagg_status status = secagg_holder_cohort(get(), made.data());
        return detail::finish("secagg_holder_cohort", status, std::move(made));
    }

    /// The checkpoint: secagg_holder_export.
    [[nodiscard]] outcome<bytes> exported() const
    {
        return detail::sized<std::uint8_t>(
            "secagg_holder_export", [&](auto* checkpoint, auto capacity, auto* len) {
                return secagg_holder_export(get(), checkpoint, capacity, len);
            });
    }

    /// Adds the state of another, which has no party in common with this one.
    outcome<void> merge(span<const std::uint8_t> checkpoint)
    {
        return detail::finish("secagg_holder_merge",
                              secagg_holder_merge(get(), checkpoint.data(), checkpoint.size()));
    }

    /// Fixes the set of parties for good, whatever it is, and returns the checkpoint to be stored.
    [[nodiscard]] outcome<bytes> seal() { return seal_as(nullptr); }

    /// The same, if it is the set that the holders have agreed on.
    [[nodiscard]] outcome<bytes> seal(const digest& expected_cohort)
    {
        return seal_as(expected_cohort.data());
    }

    /// The partial sum for the collector.
    outcome<void> release(span<std::uint8_t> partial)
    {
        return detail::finish("secagg_holder_release",
                              secagg_holder_release(get(), partial.data(), partial.size()));
    }

    /// The same, returned.
    [[nodiscard]] outcome<bytes> release()
    {
        return detail::filled<std::uint8_t>(
            "secagg_holder_release", partial_len_, [&](std::uint8_t* partial) {
                return secagg_holder_release(get(), partial, partial_len_);
            });
    }

    /// The handle, for functions of secagg.h.
    [[nodiscard]] secagg_holder* get() const noexcept { return handle_.get(); }

private:
    explicit holder(secagg_holder* handle) noexcept : handle_(handle) {}

    [[nodiscard]] static outcome<holder> made(const char* function, secagg_status status,
                                              secagg_holder* handle, const session& session)
    {
        holder made(handle);
        if (status == SECAGG_OK)
            status = secagg_session_partial_len(session.get(), &made.partial_len_);
        return detail::finish(function, status, std::move(made));
    }

    [[nodiscard]] outcome<bytes> seal_as(const std::uint8_t* expected_cohort)
    {
        return detail::sized<std::uint8_t>(
            "secagg_holder_seal", [&](auto* checkpoint, auto capacity, auto* len) {
                return secagg_holder_seal(get(), checkpoint, capacity, len, expected_cohort);
            });
    }

    std::unique_ptr<secagg_holder, detail::free_with<secagg_holder_free>> handle_;
    std::size_t partial_len_ = 0;
};

/// Gathers the holders' partial sums and reconstructs the total: secagg_collector_... of secagg.h.
/// May be used by several threads at once.
class collector
{
public:
    /// For the holders of a session.
    [[nodiscard]] static outcome<collector> create(const session& session)
    {
        secagg_collector* handle = nullptr;
        secagg_status status = secagg_collector_create(&handle, session.get());
        collector made(handle);
        session_options parameters;
        if (status == SECAGG_OK)
            status = secagg_session_parameters(session.get(), &parameters);
        made.holder_count_ = parameters.holder_count;
        made.value_count_ = static_cast<std::size_t>(parameters.value_count);
        return detail::finish("secagg_collector_create", status, std::move(made));
    }

    /// Takes in a holder's partial sum.
    outcome<void> accept(span<const std::uint8_t> partial)
    {
        return detail::finish("secagg_collector_accept",
                              secagg_collector_accept(get(), partial.data(), partial.size()));
    }

    /// For each holder, 1 if its partial sum has not come, else 0.
    [[nodiscard]] outcome<std::vector<std::uint8_t>> missing() const
    {
        return detail::filled<std::uint8_t>(
            "secagg_collector_missing", holder_count_, [&](std::uint8_t* missing) {
                return secagg_collector_missing(get(), missing, holder_count_);
            });
    }

    /// For each holder, a number that is the same for all that report the same cohort; 0 if its
    /// partial sum has not come.
    [[nodiscard]] outcome<std::vector<std::uint32_t>> cohorts() const
    {
        return detail::filled<std::uint32_t>(
            "secagg_collector_cohorts", holder_count_, [&](std::uint32_t* cohorts) {
                return secagg_collector_cohorts(get(), cohorts, holder_count_);
            });
    }

    /// The total. Returns how many parties are in it.
    [[nodiscard]] outcome<std::uint64_t> reconstruct(span<value> values,
                                                     const collector_options& options = {})
    {
        std::uint64_t submissions = 0;
        const secagg_status status = secagg_collector_reconstruct(
            get(), values.data(), values.size(), &submissions, &options);
        return detail::finish("secagg_collector_reconstruct", status, std::move(submissions));
    }

    /// What reconstruct returns.
    struct total {
        /// The sums over all parties.
        std::vector<value> values;
        /// How many parties are in them.
        std::uint64_t submissions;
    };

    /// The total, returned.
    [[nodiscard]] outcome<total> reconstruct(const collector_options& options = {})
    {
        total made = {std::vector<value>(value_count_), 0};
        const secagg_status status = secagg_collector_reconstruct(
            get(), made.values.data(), value_count_, &made.submissions, &options);
        return detail::finish("secagg_collector_reconstruct", status, std::move(made));
    }

    /// For each holder, 1 if its partial sum was found wrong and left out of the total, else 0.
    [[nodiscard]] outcome<std::vector<std::uint8_t>> deviating() const
    {
        return detail::filled<std::uint8_t>(
            "secagg_collector_deviating", holder_count_, [&](std::uint8_t* deviating) {
                return secagg_collector_deviating(get(), deviating, holder_count_);
            });
    }

    /// The handle, for functions of secagg.h.
    [[nodiscard]] secagg_collector* get() const noexcept { return handle_.get(); }

private:
    explicit collector(secagg_collector* handle) noexcept : handle_(handle) {}

    std::unique_ptr<secagg_collector, detail::free_with<secagg_collector_free>> handle_;
    std::uint32_t holder_count_ = 0;
    std::size_t value_count_ = 0;
};

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_SESSION_HPP
