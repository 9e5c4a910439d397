// secagg.hpp without exceptions: the same functions return a result. Compiled with and without
// -fno-exceptions.
#define SECAGG_NO_EXCEPTIONS
#include <secagg.hpp>
#include "check.h"
#include "every_second.hpp"

static_assert(std::is_same_v<decltype(secagg::aggregator::create(3)),
                             secagg::result<secagg::aggregator>>);

static void what_was_made_is_there()
{
    const std::vector<double> column = {1, 2, 3};
    auto values = secagg::summary_encode(column, 8);
    CHECK(values && values.status() == SECAGG_OK && values->size() == SECAGG_SUMMARY_VALUE_COUNT);
    const auto summaries = secagg::summary_decode(*values, 8);
    CHECK(summaries && (*summaries)[0].count == 3 && summaries->size() == 1);

    const std::vector<secagg::value> taken = *std::move(values);
    CHECK(taken.size() == SECAGG_SUMMARY_VALUE_COUNT);
    const auto number = secagg::value(42).to<int>();
    CHECK(number && *number == 42);
}

static void a_refusal_has_a_status()
{
    const auto shares = secagg::additive_split(1, {});
    CHECK(!shares && shares.status() == SECAGG_INVALID_HOLDER_COUNT);
    const auto number = secagg::value(-1).to<unsigned>();
    CHECK(!number && number.status() == SECAGG_OUT_OF_RANGE);
    std::vector<secagg::value> two(2), three(3);
    const auto added = secagg::sum_add(two, three);
    CHECK(!added && added.status() == SECAGG_LENGTH_MISMATCH);
    CHECK(!secagg::aggregator::create(1));
}

static void ranges_with_gaps_are_refused()
{
    const std::int64_t wide[] = {1, 9, 2, 9};
    CHECK(secagg::encode_i64(every_second<std::int64_t>(wide, 1)));
    CHECK(secagg::encode_i64(every_second<std::int64_t>(wide, 2)).status() == SECAGG_NULL_POINTER);
    const int narrow[] = {1, 9, 2, 9};
    CHECK(secagg::encode_i64(every_second<int>(narrow, 2)).status() == SECAGG_NULL_POINTER);
    const secagg::share shares[] = {{1, {}}, {2, {}}, {3, {}}, {4, {}}};
    const every_second<secagg::share> gaps(shares, 2);
    CHECK(secagg::shamir_reconstruct(gaps, 2).status() == SECAGG_NULL_POINTER);
    const std::uint64_t roster[] = {1, 9, 2, 9};
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = 3;
    options.set_roster(every_second<std::uint64_t>(roster, 2));
    CHECK(secagg::session::create(options).status() == SECAGG_NULL_POINTER);
}

static void owners_work()
{
    auto aggregator = secagg::aggregator::create(2);
    if (!CHECK(bool(aggregator)))
        return;
    for (std::uint64_t party = 1; party <= 2; party++) {
        const secagg::value values[] = {secagg::value(party)};
        const auto shares = secagg::additive_split(2, values);
        CHECK(shares && aggregator->submit(party, *shares));
    }
    const auto submissions = aggregator->submissions();
    CHECK(submissions && *submissions == 2);
    const auto total = aggregator->reconstruct();
    CHECK(total && (*total)[0] == secagg::value(3));
}

int main()
{
    check_case("results");
    what_was_made_is_there();
    a_refusal_has_a_status();
    ranges_with_gaps_are_refused();
    owners_work();
    return check_result();
}
