// A session from the parties to the collector, with 7 holders of whom any 4 suffice: one is lost,
// one lies.
#include "refusal.hpp"

// The liar of the tests with ZeroMQ, lie.c. There the linker puts it in the place of every release
// (--wrap); here it is called by name.
extern "C" {
secagg_status __wrap_secagg_holder_release(secagg_holder* holder, uint8_t* partial, size_t len);
secagg_status __real_secagg_holder_release(secagg_holder* holder, uint8_t* partial, size_t len)
{
    return secagg_holder_release(holder, partial, len);
}
}

constexpr std::size_t lost = 2, lying = 4; // x = 3 and x = 5

static secagg::session new_session()
{
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = 7;
    options.value_count = 2;
    return secagg::session::create(options);
}

/// Party 10 has (10, -1), party 20 has (20, -1), party 30 has (30, -1).
static std::vector<secagg::holder> holders_of_three_parties(const secagg::session& session)
{
    std::vector<secagg::holder> holders;
    for (std::uint32_t x = 1; x <= 7; x++)
        holders.push_back(secagg::holder::create(session, x));
    for (std::uint64_t party : {10U, 20U, 30U}) {
        const std::array own = {secagg::value(party), secagg::value(-1)};
        const auto messages = session.deal(party, own);
        for (std::size_t k = 0; k < 7; k++)
            holders[k].accept(messages.at(k));
    }
    return holders;
}

static secagg::bytes honest_partial(secagg::holder& holder)
{
    (void)holder.seal();
    return holder.release();
}

static secagg::bytes lying_partial(const secagg::session& session, secagg::holder& holder)
{
    (void)holder.seal();
    secagg::bytes partial(session.partial_len());
    const auto status =
        __wrap_secagg_holder_release(holder.get(), partial.data(), partial.size());
    REQUIRE(status == SECAGG_OK);
    return partial;
}

/// Has the partial sums of all but the lost holder.
static secagg::collector collector_of_six(const secagg::session& session, bool one_lies)
{
    auto holders = holders_of_three_parties(session);
    auto collector = secagg::collector::create(session);
    for (std::size_t k = 0; k < 7; k++)
        if (k != lost)
            collector.accept(one_lies && k == lying ? lying_partial(session, holders[k])
                                                    : honest_partial(holders[k]));
    return collector;
}

TEST_CASE("a total needs no holder that is lost")
{
    auto collector = collector_of_six(new_session(), false);
    CHECK(collector.missing() == std::vector<std::uint8_t>{0, 0, 1, 0, 0, 0, 0});
    const auto total = collector.reconstruct();
    CHECK(total.submissions == 3);
    CHECK(secagg::decode_i64(total.values) == std::vector<std::int64_t>{60, -3});
    CHECK(collector.deviating() == std::vector<std::uint8_t>(7, 0));
}

TEST_CASE("a lying holder is noticed")
{
    auto collector = collector_of_six(new_session(), true);
    CHECK(refusal([&] { (void)collector.reconstruct(); }) == "SECAGG_INCONSISTENT_SHARES");
}

TEST_CASE("a lying holder is corrected and named where that is allowed")
{
    auto collector = collector_of_six(new_session(), true);
    secagg::collector_options options;
    options.max_corrections = 1;
    const auto total = collector.reconstruct(options);
    CHECK(secagg::decode_i64(total.values) == std::vector<std::int64_t>{60, -3});
    CHECK(collector.deviating() == std::vector<std::uint8_t>{0, 0, 0, 0, 1, 0, 0});
}

TEST_CASE("a total needs as many holders as the threshold")
{
    const auto session = new_session();
    auto holders = holders_of_three_parties(session);
    auto collector = secagg::collector::create(session);
    for (std::size_t k = 0; k < 4; k++) {
        CHECK(refusal([&] { (void)collector.reconstruct(); }) == "SECAGG_NOT_ENOUGH_SHARES");
        collector.accept(honest_partial(holders[k]));
    }
    CHECK(secagg::decode_i64(collector.reconstruct().values) == std::vector<std::int64_t>{60, -3});
}

TEST_CASE("a party is counted once and may be taken back out")
{
    const auto session = new_session();
    auto holder = secagg::holder::create(session, 1);
    const auto message = session.deal(10, std::vector<secagg::value>(2)).at(0);
    holder.accept(message);
    CHECK(refusal([&] { (void)holder.accept(message); }) == "SECAGG_ALREADY_ACCEPTED");
    CHECK(holder.party_ids() == std::vector<std::uint64_t>{10});
    holder.withdraw(message);
    CHECK(holder.submissions() == 0);
}

TEST_CASE("a message for another holder is refused")
{
    const auto session = new_session();
    auto holder = secagg::holder::create(session, 1);
    const auto messages = session.deal(10, std::vector<secagg::value>(2));
    CHECK(refusal([&] { (void)holder.accept(messages.at(1)); }) == "SECAGG_HOLDER_MISMATCH");
    CHECK(holder.submissions() == 0);
}

TEST_CASE("a holder goes on from its checkpoint")
{
    const auto session = new_session();
    auto holders = holders_of_three_parties(session);
    const auto again = secagg::holder::imported(session, holders[0].exported());
    CHECK(again.party_ids() == std::vector<std::uint64_t>{10, 20, 30});
    CHECK(again.cohort() == holders[0].cohort());
}

TEST_CASE("a holder seals only what the holders have agreed on")
{
    const auto session = new_session();
    auto holders = holders_of_three_parties(session);
    CHECK(refusal([&] { (void)holders[0].release(); }) == "SECAGG_NOT_SEALED");
    CHECK(refusal([&] { (void)holders[0].seal(secagg::digest{}); }) == "SECAGG_COHORT_MISMATCH");
    (void)holders[0].seal(holders[1].cohort());
    const auto late = session.deal(40, std::vector<secagg::value>(2)).at(0);
    CHECK(refusal([&] { (void)holders[0].accept(late); }) == "SECAGG_CLOSED");
}
