/// @file span.hpp
/// @brief Ranges: a pointer and a count. Included by secagg.hpp.

#ifndef SECAGG_SPAN_HPP
#define SECAGG_SPAN_HPP

#include "error.hpp"

#include <cstddef>
#include <iterator>
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
    has_strides<Range, std::void_t<decltype(std::declval<const Range&>().innerStride())>> = true;

/// Whether all elements of a range with strides, such as those of Eigen, lie one behind the other
/// by its type: of a vector the step is 1; of a matrix only one that owns its memory is known to
/// have no gaps.
template <class Range, class = void>
inline constexpr bool is_dense = true;
template <class Range>
inline constexpr bool is_dense<Range, std::enable_if_t<has_strides<Range>>> =
    Range::IsVectorAtCompileTime ? Range::InnerStrideAtCompileTime == 1
                                 : std::is_same_v<typename Range::PlainObject, Range>;

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

    /// Any contiguous range of T; a temporary one only if it will not be written. One whose elements
    /// are strided, such as a row of a matrix that lies in columns, does not compile: copy it.
    template <
        class Range, class Plain = std::remove_cv_t<std::remove_reference_t<Range>>,
        class = std::enable_if_t<detail::has_elements<Range> && !std::is_same_v<Plain, span> &&
                                 std::is_convertible_v<detail::element_of<Range> (*)[], T (*)[]> &&
                                 (std::is_lvalue_reference_v<Range> || std::is_const_v<T>)>>
    constexpr span(Range&& range) noexcept
        : data_(std::data(range)), size_(static_cast<std::size_t>(std::size(range)))
    {
        static_assert(detail::is_dense<Plain>,
                      "secagg::span: the elements of this range are not contiguous (a row of a "
                      "matrix that lies in columns, a map with strides, a block): copy it first");
    }

    [[nodiscard]] constexpr T* data() const noexcept { return data_; }          ///< The first.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; } ///< How many.
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }  ///< None.
    [[nodiscard]] constexpr T* begin() const noexcept { return data_; }         ///< The first.
    [[nodiscard]] constexpr T* end() const noexcept { return data_ + size_; }   ///< Behind it.
    /// One of them, from 0; not checked.
    [[nodiscard]] constexpr T& operator[](std::size_t index) const noexcept { return data_[index]; }

    /// `count` of them from `offset` on; not checked.
    [[nodiscard]] constexpr span subspan(std::size_t offset, std::size_t count) const noexcept
    {
        return span(data_ + offset, count);
    }

private:
    T* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace SECAGG_HPP_NAMESPACE
} // namespace secagg

#endif // SECAGG_SPAN_HPP
