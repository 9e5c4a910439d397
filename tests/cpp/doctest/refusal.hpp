// For the cases of secagg.hpp with exceptions: how a call was refused.
#ifndef SECAGG_TEST_REFUSAL_HPP
#define SECAGG_TEST_REFUSAL_HPP

#include <secagg.hpp>
#include <doctest/doctest.h>
#include <string>

/// The name of the status with which a call was refused: a failed check shows it.
template <class Call>
std::string refusal(Call call)
{
    try {
        call();
    } catch (const secagg::error& error) {
        return error.name();
    }
    return "not refused";
}

#endif
