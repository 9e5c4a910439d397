/// @file error.hpp
/// @brief Refusals: as exceptions, or as results where there are none. Included by secagg.hpp.

#ifndef SECAGG_ERROR_HPP
#define SECAGG_ERROR_HPP

#include "../secagg.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

// Code with and without exceptions has different functions under the same names. Two namespaces
// keep them apart when both are linked into one program.
#if !defined(SECAGG_NO_EXCEPTIONS) && (defined(__cpp_exceptions) || defined(_CPPUNWIND))
#define SECAGG_HPP_THROWS 1
#define SECAGG_HPP_NAMESPACE v2
#else
#define SECAGG_HPP_THROWS 0
#define SECAGG_HPP_NAMESPACE v2_results
#endif

/// The C++ interface. Its names lie in an inline namespace that changes with its ABI.
namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

namespace detail
{

/// What a call of secagg.h says of a problem.
struct report : secagg_problem {
    report() noexcept : secagg_problem{}
    {
        struct_size = static_cast<std::uint32_t>(sizeof(secagg_problem));
        this->where = UINT64_MAX;
    }

    /// Whether two ranges are of one length; else the lengths are what is told.
    bool fits(std::size_t one, std::size_t other) noexcept
    {
        if (one != other)
            std::snprintf(what, sizeof what, "one range has %zu elements and the other %zu", one,
                          other);
        return one == other;
    }
};

} // namespace detail

/// Why a call was refused. What was refused changed nothing.
class refusal
{
public:
    /// Of a function of secagg.h, by its name.
    refusal(const char* function, secagg_status status, const detail::report& report) noexcept
        : status_(status), function_(function), where_(report.where)
    {
        const char* sentence = report.what[0] != 0 ? report.what : secagg_status_message(status);
        std::snprintf(what_, sizeof what_, "%s from %s: %s", secagg_status_name(status), function,
                      sentence);
    }

    /// SECAGG_OK, or why.
    [[nodiscard]] secagg_status status() const noexcept { return status_; }
    /// The status's name, such as "SECAGG_NOT_CANONICAL".
    [[nodiscard]] const char* name() const noexcept { return secagg_status_name(status_); }
    /// The function of secagg.h that refused, such as "secagg_sum_add".
    [[nodiscard]] const char* function() const noexcept { return function_; }
    /// The line or row where the problem is (secagg_problem); UINT64_MAX if it has no such place.
    [[nodiscard]] std::uint64_t where() const noexcept { return where_; }
    /// Status, function and one sentence, which never contains a value.
    [[nodiscard]] const char* what() const noexcept { return what_; }

private:
    secagg_status status_;
    const char* function_;
    std::uint64_t where_;
    char what_[384];
};

/// A call was refused.
class error : public std::exception
{
public:
    explicit error(const refusal& why) noexcept : why_(why) {} ///< For this reason.

    /// Why.
    [[nodiscard]] secagg_status status() const noexcept { return why_.status(); }
    /// Its name, such as "SECAGG_NOT_CANONICAL".
    [[nodiscard]] const char* name() const noexcept { return why_.name(); }
    /// The function of secagg.h that refused.
    [[nodiscard]] const char* function() const noexcept { return why_.function(); }
    /// The line or row where the problem is; UINT64_MAX if it has no such place.
    [[nodiscard]] std::uint64_t where() const noexcept { return why_.where(); }
    /// Status, function and one sentence, which never contains a value.
    [[nodiscard]] const char* what() const noexcept override { return why_.what(); }

private:
    refusal why_;
};

/// What was made, or why it was refused: the return type where there are no exceptions.
template <class T>
class [[nodiscard]] result
{
public:
    /// What was made if it was not refused, else nothing.
    result(const refusal& why, T&& made) : why_(why)
    {
        if (why.status() == SECAGG_OK)
            made_.emplace(std::move(made));
    }

    /// Whether there is something.
    explicit operator bool() const noexcept { return made_.has_value(); }
    /// SECAGG_OK, or why there is nothing.
    [[nodiscard]] secagg_status status() const noexcept { return why_.status(); }
    /// The same in words, with function and place.
    [[nodiscard]] const refusal& why() const noexcept { return why_; }

    /// What was made. Only to be asked for if there is something.
    [[nodiscard]] T& operator*() & noexcept { return *made_; }
    [[nodiscard]] const T& operator*() const& noexcept { return *made_; }   ///< The same.
    [[nodiscard]] T&& operator*() && noexcept { return std::move(*made_); } ///< To be moved.
    [[nodiscard]] T* operator->() noexcept { return &*made_; }              ///< The same.
    [[nodiscard]] const T* operator->() const noexcept { return &*made_; }  ///< The same.

private:
    std::optional<T> made_;
    refusal why_;
};

/// Whether something was done.
template <>
class [[nodiscard]] result<void>
{
public:
    explicit result(const refusal& why) noexcept : why_(why) {} ///< Done if it was not refused.

    /// Whether it was done.
    explicit operator bool() const noexcept { return status() == SECAGG_OK; }
    /// SECAGG_OK, or why it was not.
    [[nodiscard]] secagg_status status() const noexcept { return why_.status(); }
    /// The same in words, with function and place.
    [[nodiscard]] const refusal& why() const noexcept { return why_; }

private:
    refusal why_;
};

#if SECAGG_HPP_THROWS
/// T, where a refusal is thrown as secagg::error; a result<T> where there are no exceptions.
template <class T>
using outcome = T;
#else
template <class T>
using outcome = result<T>;
#endif

namespace detail
{

/// What the call came to, as this build reports it.
inline outcome<void> finish(const char* function, secagg_status status, const report& why = {})
{
#if SECAGG_HPP_THROWS
    if (status != SECAGG_OK)
        throw error(refusal(function, status, why));
#else
    return result<void>(refusal(function, status, why));
#endif
}

template <class T, class = std::enable_if_t<!std::is_lvalue_reference_v<T>>>
outcome<T> finish(const char* function, secagg_status status, T&& made, const report& why = {})
{
#if SECAGG_HPP_THROWS
    if (status != SECAGG_OK)
        throw error(refusal(function, status, why));
    return std::move(made);
#else
    return result<T>(refusal(function, status, why), std::move(made));
#endif
}

/// A vector of `count` elements that the call fills.
template <class T, class Call>
outcome<std::vector<T>> filled(const char* function, std::size_t count, Call call)
{
    std::vector<T> made(count);
    report why;
    secagg_status status = SECAGG_OK;
    if constexpr (std::is_invocable_v<Call, T*, report&>)
        status = call(made.data(), why);
    else
        status = call(made.data());
    return finish(function, status, std::move(made), why);
}

/// A vector of as many elements as the call says. It is asked again until they fit, since another
/// thread may add some meanwhile.
template <class T, class Call>
outcome<std::vector<T>> sized(const char* function, Call call)
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
    return finish(function, status, std::move(made));
}

} // namespace detail

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_ERROR_HPP
