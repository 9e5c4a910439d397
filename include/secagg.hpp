/// @file secagg.hpp
/// @brief secagg for C++17 and later: secagg.h with owners, ranges and errors, and nothing else.
///
/// Header-only over secagg.h, which remains the manual: what a function does, its sizes, units and
/// statuses stand there, under the same name with the prefix `secagg_`. The rules of this header:
///
/// - **Arrays are ranges.** A pointer and a count of secagg.h become one secagg::span, made from a
///   std::vector, std::array, C array or (pointer, count). Lengths that must agree are compared:
///   SECAGG_LENGTH_MISMATCH.
/// - **Outputs come first, or are returned.** A function that fills an array has two forms: with the
///   array first, as in secagg.h, it allocates nothing; without it, it returns a std::vector. What
///   has a length that only the library knows is always returned.
/// - **A refusal is an exception,** secagg::error, which carries the status. Where exceptions are
///   switched off (-fno-exceptions, or SECAGG_NO_EXCEPTIONS defined before the header), the same
///   functions return a secagg::result instead. secagg::outcome stands for both below.
/// - **Owners move and do not copy.** An owner that was moved from refuses everything:
///   SECAGG_NULL_POINTER.
/// - **Options** are the structs of secagg.h with all defaults set.
/// - **What is returned is yours,** to wipe as well if it is secret.
///
/// Everything else, such as secagg_version, is used from secagg.h directly; get() of an owner is the
/// handle for it.
///
/// ```cpp
/// auto aggregator = secagg::aggregator::create(3);
/// for (std::size_t party = 0; party < columns.size(); party++)
///     aggregator.submit(party, secagg::additive_split(3, secagg::encode_i64(columns[party])));
/// std::vector<std::int64_t> totals = secagg::decode_i64(aggregator.reconstruct());
/// ```

#ifndef SECAGG_HPP
#define SECAGG_HPP

// Before anything that an older compiler stumbles over.
#if (defined(_MSVC_LANG) ? _MSVC_LANG : __cplusplus) < 201703L
#error "secagg.hpp needs C++17 or later (-std=c++17); secagg.h is for C and older C++"
#else

#include "secagg/aggregator.hpp"
#include "secagg/arrow.hpp"
#include "secagg/error.hpp"
#include "secagg/numbers.hpp"
#include "secagg/options.hpp"
#include "secagg/session.hpp"
#include "secagg/sharing.hpp"
#include "secagg/span.hpp"
#include "secagg/statistics.hpp"
#include "secagg/values.hpp"

#endif
#endif // SECAGG_HPP
