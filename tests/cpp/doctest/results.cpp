// Without exceptions the same functions return a secagg::result. Compiled with -fno-exceptions.
#include <secagg.hpp>
#include <doctest/doctest.h>

TEST_CASE("a result holds what was made")
{
    const auto number = secagg::value(42).to<int>();
    CHECK(number);
    CHECK(number.status() == SECAGG_OK);
    CHECK(*number == 42);
}

TEST_CASE("a result holds why there is nothing")
{
    const auto number = secagg::value(-1).to<unsigned>();
    CHECK_FALSE(number);
    CHECK(number.status() == SECAGG_OUT_OF_RANGE);
}

TEST_CASE("a result of nothing says whether it was done")
{
    std::vector<secagg::value> total(2);
    const std::vector<secagg::value> two = {secagg::value(3), secagg::value(4)};
    CHECK(secagg::sum_add(total, two));
    CHECK(total == two);
    total.resize(3);
    CHECK(secagg::sum_add(total, two).status() == SECAGG_LENGTH_MISMATCH);
}

TEST_CASE("what a result holds can be moved out")
{
    auto session = [] {
        secagg::session_options options;
        options.scheme = SECAGG_SCHEME_SHAMIR;
        options.holder_count = 3;
        return secagg::session::create(options);
    }();
    CHECK(session);
    if (!session)
        return;
    const secagg_session* handle = session->get();
    const secagg::session moved = *std::move(session);
    CHECK(moved.get() == handle);
    CHECK(session->get() == nullptr);
}

TEST_CASE("an owner that was moved from refuses with a status")
{
    auto made = secagg::aggregator::create(2);
    CHECK(made);
    if (!made)
        return;
    const secagg::aggregator moved = *std::move(made);
    CHECK(moved.submissions());
    CHECK(made->submissions().status() == SECAGG_NULL_POINTER);
}

TEST_CASE("an aggregator is used without exceptions")
{
    auto aggregator = secagg::aggregator::create(2);
    CHECK(aggregator);
    if (!aggregator)
        return;
    for (std::uint64_t party = 1; party <= 2; party++) {
        const auto shares = secagg::additive_split(2, std::array{secagg::value(party)});
        CHECK(shares);
        CHECK(aggregator->submit(party, *shares));
    }
    const auto total = aggregator->reconstruct();
    CHECK(total);
    CHECK(*total == std::vector<secagg::value>{secagg::value(3)});
}
