// A range as some libraries have it, with data() and size(), whose elements have gaps between them.
#ifndef SECAGG_TEST_EVERY_SECOND_HPP
#define SECAGG_TEST_EVERY_SECOND_HPP

#include <cstddef>

template <class T>
class every_second
{
public:
    every_second(const T* first, std::size_t count) : first_(first), count_(count) {}

    const T* data() const { return first_; }
    std::size_t size() const { return count_; }
    const T& operator[](std::size_t index) const { return first_[2 * index]; }

private:
    const T* first_;
    std::size_t count_;
};

#endif
