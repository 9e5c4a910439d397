/// @file owner.hpp
/// @brief Owners of handles. Included by secagg.hpp.

#ifndef SECAGG_OWNER_HPP
#define SECAGG_OWNER_HPP

#include "error.hpp"

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

namespace detail
{

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

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_OWNER_HPP
