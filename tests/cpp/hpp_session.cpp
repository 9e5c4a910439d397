// secagg.hpp: the roles of a session, from the description to the total, with holders lost, lying
// and restored.
#include <secagg.hpp>
#include "check.h"

using values = std::vector<secagg::value>;

template <class Call>
static secagg_status refusal(Call call)
{
    try {
        call();
        return SECAGG_OK;
    } catch (const secagg::error& error) {
        return error.status();
    }
}

static secagg::session new_session()
{
    const std::vector<std::uint64_t> roster = {30, 10, 20};
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = 5;
    options.value_count = 2;
    options.fraction_bits = 8;
    options.set_context("age, weight");
    options.set_roster(roster);
    return secagg::session::create(options);
}

static void sessions_are_described()
{
    const auto session = new_session();
    const auto parameters = session.parameters();
    CHECK(parameters.threshold == 3 && parameters.min_submissions == 2);
    CHECK(parameters.roster_count == 3 && parameters.roster[0] == 10);
    CHECK(session.message_len() == 128 + 2 * 16 && session.partial_len() == 144 + 2 * 16);

    const auto description = session.exported();
    const auto same = secagg::session::imported(description);
    CHECK(same.digest() == session.digest() && same.exported() == description);
    CHECK(secagg::session::create(parameters).digest() == session.digest());
    CHECK(secagg::message_inspect(description).kind == SECAGG_KIND_DESCRIPTION);

    auto damaged = description;
    damaged.back() ^= 1;
    CHECK(refusal([&] { (void)secagg::session::imported(damaged); }) == SECAGG_CORRUPT);
    CHECK(refusal([] { (void)secagg::session::create({}); }) == SECAGG_INVALID_SCHEME);
}

static void three_of_five_holders_answer()
{
    const auto session = new_session();
    std::vector<secagg::holder> holders;
    for (std::uint32_t x = 1; x <= 5; x++)
        holders.push_back(secagg::holder::create(session, x));

    for (std::uint64_t party : {10U, 20U, 30U}) {
        const values own = {secagg::value(party), secagg::value(1)};
        const auto messages = session.deal(party, own);
        CHECK(messages.size() == 5);
        for (std::size_t k = 0; k < 5; k++) {
            const auto info = secagg::message_inspect(messages[k]);
            CHECK(info.kind == SECAGG_KIND_MESSAGE && info.x == k + 1 && info.party_id == party);
            holders[k].accept(messages[k]);
        }
        CHECK(refusal([&] { (void)holders[0].accept(messages[0]); }) == SECAGG_ALREADY_ACCEPTED);
        if (party == 30)
            for (std::size_t k = 0; k < 5; k++)
                holders[k].withdraw(messages[k]);
    }

    // A holder that is stopped and started again.
    holders[1] = secagg::holder::imported(session, holders[1].exported());
    CHECK(holders[1].submissions() == 2);
    CHECK(holders[1].party_ids() == (std::vector<std::uint64_t>{10, 20}));

    const auto cohort = holders[0].cohort();
    CHECK(holders[1].cohort() == cohort);
    CHECK(refusal([&] { (void)holders[0].release(); }) == SECAGG_NOT_SEALED);
    CHECK(refusal([&] { (void)holders[0].seal(secagg::digest{}); }) == SECAGG_COHORT_MISMATCH);
    auto collector = secagg::collector::create(session);
    for (std::size_t k : {1U, 2U, 4U}) {
        const auto checkpoint = holders[k].seal(cohort);
        CHECK(secagg::message_inspect(checkpoint).kind == SECAGG_KIND_CHECKPOINT);
        secagg::bytes again(session.partial_len());
        holders[k].release(again);
        const auto partial = holders[k].release();
        CHECK(partial == again);
        if (k == 4)
            CHECK(refusal([&] { (void)collector.reconstruct(); }) == SECAGG_NOT_ENOUGH_SHARES);
        collector.accept(partial);
    }
    CHECK(collector.missing() == (std::vector<std::uint8_t>{1, 0, 0, 1, 0}));
    CHECK(collector.cohorts() == (std::vector<std::uint32_t>{0, 1, 1, 0, 1}));
    const auto total = collector.reconstruct();
    CHECK(total.submissions == 2);
    CHECK(secagg::decode_i64(total.values) == (std::vector<std::int64_t>{30, 2}));
    CHECK(collector.deviating() == std::vector<std::uint8_t>(5));
    values again(2);
    CHECK(collector.reconstruct(again) == 2 && again == total.values);
}

static void shards_are_merged()
{
    const auto session = new_session();
    auto holder = secagg::holder::create(session, 2);
    auto shard = secagg::holder::create_shard(session, 2);
    const values own(2);
    holder.accept(session.deal(10, own)[1]);
    shard.accept(session.deal(20, own)[1]);
    holder.merge(shard.exported());
    CHECK(holder.submissions() == 2);
    CHECK(!holder.seal().empty());
    CHECK(refusal([&] { (void)shard.seal(); }) == SECAGG_WRONG_HANDLE);
    CHECK(refusal([&] { (void)secagg::holder::create(session, 6); }) == SECAGG_INVALID_SHARE);
}

static void messages_are_written_where_they_go()
{
    const auto session = new_session();
    const values own(2);
    const auto len = static_cast<std::size_t>(session.message_len());
    secagg::bytes memory(5 * len);
    std::vector<secagg::span<std::uint8_t>> messages;
    for (std::size_t k = 0; k < 5; k++)
        messages.emplace_back(memory.data() + k * len, len);
    session.deal(messages, 10, own);
    CHECK(secagg::message_inspect({memory.data() + len, len}).x == 2);

    messages[1] = messages[1].subspan(0, len - 1);
    CHECK(refusal([&] { (void)session.deal(messages, 10, own); }) == SECAGG_LENGTH_MISMATCH);
    messages.pop_back();
    CHECK(refusal([&] { (void)session.deal(messages, 10, own); }) == SECAGG_LENGTH_MISMATCH);
    messages.resize(SECAGG_MAX_HOLDER_COUNT + 1);
    CHECK(refusal([&] { (void)session.deal(messages, 10, own); }) == SECAGG_LENGTH_MISMATCH);
    CHECK(refusal([&] { (void)session.deal(40, own); }) == SECAGG_UNKNOWN_PARTY);
}

static void wrong_shares_are_named()
{
    const values secret = {secagg::value(42), secagg::value(-7)};
    auto shares = secagg::shamir_split(5, 3, secret);
    shares[2 * 3] = secagg::value(0); // holder 4's
    std::vector<secagg::share> list;
    for (std::uint32_t x = 1; x <= 5; x++)
        list.push_back(secagg::share_of(shares, 5, x));
    CHECK(refusal([&] { (void)secagg::shamir_reconstruct(list, 3); }) == SECAGG_INCONSISTENT_SHARES);

    const auto recovered = secagg::shamir_recover(list, 3);
    CHECK(recovered.values == secret);
    CHECK(recovered.deviating == (std::vector<std::uint8_t>{0, 0, 0, 1, 0}));
    values again(2);
    std::vector<std::uint8_t> deviating(5), too_few(4);
    secagg::shamir_recover(again, deviating, list, 3);
    CHECK(again == secret && deviating == recovered.deviating);
    secagg::shamir_recover(again, {}, list, 3);
    CHECK(again == secret);
    CHECK(refusal([&] { (void)secagg::shamir_recover(again, too_few, list, 3); }) ==
          SECAGG_LENGTH_MISMATCH);
}

static void what_was_moved_from_refuses()
{
    auto session = new_session();
    const auto other = std::move(session);
    CHECK(session.get() == nullptr && other.get() != nullptr); // NOLINT: moved from
    CHECK(refusal([&] { (void)session.exported(); }) == SECAGG_NULL_POINTER);
    CHECK(refusal([&] { (void)session.deal(10, values(2)); }) == SECAGG_NULL_POINTER);
    CHECK(refusal([&] { (void)secagg::holder::create(session, 1); }) == SECAGG_NULL_POINTER);
    CHECK(refusal([&] { (void)secagg::collector::create(session); }) == SECAGG_NULL_POINTER);
}

int main()
{
    static_assert(!std::is_copy_constructible_v<secagg::session>);
    static_assert(!std::is_copy_constructible_v<secagg::holder>);
    static_assert(!std::is_copy_constructible_v<secagg::collector>);
    static_assert(std::is_nothrow_move_assignable_v<secagg::holder>);
    check_case("descriptions");
    sessions_are_described();
    check_case("holders and a collector");
    three_of_five_holders_answer();
    check_case("shards");
    shards_are_merged();
    check_case("messages in place");
    messages_are_written_where_they_go();
    check_case("wrong shares");
    wrong_shares_are_named();
    check_case("moved from");
    what_was_moved_from_refuses();
    return check_result();
}
