/// @file secagg.hpp
/// @brief secagg for C++17 and later: secagg.h with owners, ranges and errors, and nothing else.
///
/// Header-only over secagg.h, which remains the manual: what a function does, its sizes, units and
/// statuses stand there, under the same name with the prefix `secagg_`. The rules of this header:
///
/// - **Arrays are ranges.** A pointer and a count of secagg.h become one secagg::span, made from a
///   std::vector, std::array, std::span, C array, (pointer, count) or what Eigen has in one piece. It
///   is the same class in C++17, 20 and 23. A range with gaps between its elements is never read as
///   if it had none: a row of a matrix that lies in columns does not compile, a block or a map with
///   strides is refused in the run. Lengths that must agree are compared: SECAGG_LENGTH_MISMATCH.
/// - **Numbers** of other types are taken where nothing is lost: int or long long for int64_t, float
///   or int for double. Others do not compile, and are told why.
/// - **Outputs come first, or are returned.** A function that fills an array has two forms: with the
///   array first, as in secagg.h, it allocates nothing; without it, it returns a std::vector. What
///   has a length that only the library knows is always returned.
/// - **A refusal is an exception,** secagg::error, which carries the status, the function of secagg.h
///   and, where there is one, the row or line. Its what() says them in a sentence, without a value:
///   "SECAGG_LENGTH_MISMATCH from secagg_sum_add: one range has 3 elements and the other 2". Where
///   exceptions are switched off (-fno-exceptions, or SECAGG_NO_EXCEPTIONS defined before the
///   header), the same functions return a secagg::result instead. secagg::outcome stands for both.
/// - **Owners move and do not copy.** An owner that was moved from refuses everything:
///   SECAGG_NULL_POINTER.
/// - **Options** are the structs of secagg.h with all defaults set. Texts and rosters that are set
///   are copied.
/// - **What is returned is yours,** to wipe as well if it is secret.
///
/// Results that matter are `[[nodiscard]]`. This is the only header to include: those in the folder
/// secagg/ are its chapters.
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
