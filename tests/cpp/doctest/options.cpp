// Options are the structs of secagg.h with all defaults set.
#include "refusal.hpp"
#include <cstring>

static secagg::session_options additive()
{
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_ADDITIVE;
    options.holder_count = 3;
    options.id[0] = 1; // or else it is random
    return options;
}

TEST_CASE_TEMPLATE("options know their size and leave the rest at 0", Options, secagg_run_options,
                   secagg_split_options, secagg_aggregator_options, secagg_collector_options,
                   secagg_session_options)
{
    Options expected = {};
    expected.struct_size = sizeof(Options);
    const Options options = secagg::with_defaults<Options>();
    CHECK(std::memcmp(&options, &expected, sizeof options) == 0);
}

TEST_CASE("a session fills in what was left out")
{
    const auto parameters = secagg::session::create(additive()).parameters();
    CHECK(parameters.threshold == 3);
    CHECK(parameters.value_count == 1);
    CHECK(parameters.min_submissions == 2);
    CHECK(parameters.roster_count == 0);
}

TEST_CASE("a session needs a scheme and holders")
{
    auto options = additive();
    options.scheme = 0;
    CHECK(refusal([&] { (void)secagg::session::create(options); }) == "SECAGG_INVALID_SCHEME");
    options = additive();
    options.holder_count = 0;
    CHECK(refusal([&] { (void)secagg::session::create(options); }) == "SECAGG_INVALID_HOLDER_COUNT");
}

TEST_CASE("a session without an id is one of its own")
{
    auto options = additive();
    CHECK(secagg::session::create(options).digest() == secagg::session::create(options).digest());
    options.id[0] = 0;
    CHECK(secagg::session::create(options).digest() != secagg::session::create(options).digest());
}

TEST_CASE("a session with a context is another")
{
    auto options = additive();
    options.set_context("2026");
    const auto session = secagg::session::create(options);
    CHECK(session.digest() != secagg::session::create(additive()).digest());
    CHECK(session.parameters().context_len == 4);
}

TEST_CASE("a session with a roster takes no other party")
{
    const std::vector<std::uint64_t> roster = {1, 2};
    auto options = additive();
    options.set_roster(roster);
    const auto session = secagg::session::create(options);
    const std::array own = {secagg::value(1)};
    CHECK(session.deal(2, own).size() == 3);
    CHECK(refusal([&] { (void)session.deal(3, own); }) == "SECAGG_UNKNOWN_PARTY");
}

TEST_CASE("an aggregator gives out nothing below the number of parties that was asked for")
{
    secagg::aggregator_options options;
    options.min_submissions = 3;
    auto aggregator = secagg::aggregator::create(2, options);
    for (std::uint64_t party = 1; party <= 3; party++) {
        if (party > 1)
            CHECK(refusal([&] { (void)aggregator.reconstruct(); }) == "SECAGG_COHORT_TOO_SMALL");
        aggregator.submit(party, secagg::additive_split(2, std::array{secagg::value(party)}));
    }
    CHECK(aggregator.reconstruct().at(0).to<int>() == 6);
}
