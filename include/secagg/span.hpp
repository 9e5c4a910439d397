/// @file span.hpp
/// @brief Ranges: a pointer and a count. Included by secagg.hpp.

#ifndef SECAGG_SPAN_HPP
#define SECAGG_SPAN_HPP

#include "error.hpp"

#include <cstddef>
#include <cstdio>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>

namespace secagg
{
inline namespace SECAGG_HPP_NAMESPACE
{

namespace detail
{

template <class Range>
using element_of = std::remove_pointer_t<decltype(std::data(std::declval<Range&>()))>;

template <class Range, class = void>
inline constexpr bool has_elements = false;
template <class Range>
inline constexpr bool has_elements<
    Range, std::void_t<element_of<Range>, decltype(std::size(std::declval<Range&>()))>> = true;

template <class Range, class = void>
inline constexpr bool has_strides = false;
template <class Range>
inline constexpr bool
    has_strides<Range, std::void_t<decltype(std::declval<const Range&>().innerStride()),
                                   typename Range::PlainObject>> = true;

/// A map or reference of Eigen, whose type names its strides: those may be known in the run only.
template <class Range>
inline constexpr bool names_strides = false;
template <template <class, int, class> class Map, class Plain, int flags, class Strides>
inline constexpr bool names_strides<Map<Plain, flags, Strides>> =
    has_strides<Map<Plain, flags, Strides>>;

/// Ranges with an operator[] that gives the element itself, whose place can be looked at.
template <class Range, class = void>
inline constexpr bool has_places = false;
template <class Range>
inline constexpr bool has_places<
    Range, std::enable_if_t<std::is_class_v<Range> &&
                            std::is_same_v<decltype(std::declval<const Range&>()[std::size_t(0)]),
                                           decltype(*std::data(std::declval<const Range&>()))>>> =
    true;

/// Whether the elements of a range lie one behind the other.
enum class layout {
    dense, ///< By its type.
    gaps,  ///< By its type, they do not: the row of a matrix that lies in columns.
    told,  ///< The run tells.
};

template <class Range>
constexpr layout layout_of() noexcept
{
    if constexpr (has_strides<Range>) {
        constexpr int unknown = -1; // Eigen::Dynamic
        constexpr int step = Range::InnerStrideAtCompileTime;
        if (std::is_same_v<typename Range::PlainObject, Range>)
            return layout::dense; // owns its memory
        if (step != 1 && !(step == unknown && names_strides<Range>))
            return layout::gaps;
        return Range::IsVectorAtCompileTime && step == 1 ? layout::dense : layout::told;
    } else {
        return has_places<Range> ? layout::told : layout::dense;
    }
}

/// Whether no element is apart from the one before.
template <class Range>
constexpr bool has_no_gaps(const Range& range)
{
    if (range.size() <= 1)
        return true;
    if constexpr (!has_strides<Range>)
        return std::addressof(range[static_cast<std::size_t>(range.size() - 1)]) ==
               std::data(range) + (range.size() - 1);
    else if constexpr (Range::IsVectorAtCompileTime)
        return range.innerStride() == 1;
    else
        return (range.innerStride() == 1 || range.innerSize() == 1) &&
               (range.outerStride() == range.innerSize() || range.outerSize() == 1);
}

/// Throws, where there are exceptions.
inline void refuse_gaps()
{
#if SECAGG_HPP_THROWS
    report why;
    std::snprintf(why.what, sizeof why.what,
                  "the elements of this range are not contiguous: copy it first");
    throw error(refusal("secagg::span", SECAGG_UNSUPPORTED_TYPE, why));
#endif
}

/// Whether a range owns nothing, so that what is written through a temporary one is kept.
template <class Range, class T>
constexpr bool is_view() noexcept
{
    if constexpr (has_strides<Range>)
        return !std::is_same_v<typename Range::PlainObject, Range>;
    else if constexpr (has_elements<const Range>)
        return std::is_convertible_v<element_of<const Range> (*)[], T (*)[]>;
    else
        return false;
}

} // namespace detail

/// A pointer and a count that own nothing: what is needed of C++20's std::span, and the same class
/// in every standard, so that programs of several can be linked.
template <class T>
class span
{
public:
    using element_type = T;                 ///< What it is made of.
    using value_type = std::remove_cv_t<T>; ///< The same, without const.
    using iterator = T*;                    ///< An element's place.

    constexpr span() noexcept = default; ///< Empty.
    /// `size` elements from data on.
    constexpr span(T* data, std::size_t size) noexcept : data_(data), size_(size) {}

    /// Any contiguous range of T; a temporary one only if it will not be written, or owns nothing.
    /// One whose elements are strided, such as a row of a matrix that lies in columns, does not
    /// compile: copy it. Where only the run tells (a block, a map with strides), it is refused:
    /// SECAGG_UNSUPPORTED_TYPE, from "secagg::span". Without exceptions, such a span has no data, so
    /// that the call it is given to refuses it: SECAGG_NULL_POINTER.
    template <
        class Range, class Plain = std::remove_cv_t<std::remove_reference_t<Range>>,
        class = std::enable_if_t<detail::has_elements<Range> && !std::is_same_v<Plain, span> &&
                                 std::is_convertible_v<detail::element_of<Range> (*)[], T (*)[]> &&
                                 (std::is_lvalue_reference_v<Range> || std::is_const_v<T> ||
                                  detail::is_view<Plain, T>())>>
    constexpr span(Range&& range)
        : data_(std::data(range)), size_(static_cast<std::size_t>(std::size(range)))
    {
        constexpr detail::layout layout = detail::layout_of<Plain>();
        static_assert(layout != detail::layout::gaps,
                      "secagg::span: the elements of this range are not contiguous (a row of a "
                      "matrix that lies in columns, a map with strides, a diagonal): copy it first");
        if constexpr (layout == detail::layout::told) {
            if (!detail::has_no_gaps<Plain>(range)) {
                detail::refuse_gaps();
                data_ = nullptr;
            }
        }
    }

    [[nodiscard]] constexpr T* data() const noexcept { return data_; }          ///< The first.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; } ///< How many.
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }  ///< None.
    [[nodiscard]] constexpr T* begin() const noexcept { return data_; }         ///< The first.
    [[nodiscard]] constexpr T* end() const noexcept                             ///< Behind the last.
    {
        return data_ == nullptr ? data_ : data_ + size_;
    }
    /// One of them, from 0; not checked.
    [[nodiscard]] constexpr T& operator[](std::size_t index) const noexcept { return data_[index]; }

    /// `count` of them from `offset` on; not checked.
    [[nodiscard]] constexpr span subspan(std::size_t offset, std::size_t count) const noexcept
    {
        return span(data_ == nullptr ? data_ : data_ + offset, count);
    }

private:
    T* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_SPAN_HPP
