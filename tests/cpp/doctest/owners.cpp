// Owners of handles: they move, free once, and refuse everything after they were moved from.
// The functions that free are replaced by some that count and then do what they did.
#include "refusal.hpp"
#include <dlfcn.h>

static int freed;

template <class Handle>
static void free_and_count(Handle* handle, const char* function)
{
    freed++;
    reinterpret_cast<void (*)(Handle*)>(dlsym(RTLD_NEXT, function))(handle);
}

void secagg_aggregator_free(secagg_aggregator* handle) { free_and_count(handle, __func__); }
void secagg_session_free(secagg_session* handle) { free_and_count(handle, __func__); }
void secagg_holder_free(secagg_holder* handle) { free_and_count(handle, __func__); }
void secagg_collector_free(secagg_collector* handle) { free_and_count(handle, __func__); }

template <class Owner>
Owner make();

template <>
secagg::aggregator make()
{
    return secagg::aggregator::create(2);
}

template <>
secagg::session make()
{
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_ADDITIVE;
    options.holder_count = 2;
    return secagg::session::create(options);
}

template <>
secagg::holder make()
{
    return secagg::holder::create(make<secagg::session>(), 1);
}

template <>
secagg::collector make()
{
    return secagg::collector::create(make<secagg::session>());
}

#define EVERY_OWNER secagg::aggregator, secagg::session, secagg::holder, secagg::collector

TEST_CASE_TEMPLATE("an owner moves and is not copied", Owner, EVERY_OWNER)
{
    CHECK_FALSE(std::is_copy_constructible_v<Owner>);
    CHECK_FALSE(std::is_copy_assignable_v<Owner>);
    CHECK(std::is_nothrow_move_constructible_v<Owner>);
    CHECK(std::is_nothrow_move_assignable_v<Owner>);
}

TEST_CASE_TEMPLATE("a moved handle is freed once", Owner, EVERY_OWNER)
{
    {
        auto first = make<Owner>();
        const auto* handle = first.get();
        freed = 0;
        const auto second = std::move(first);
        CHECK(first.get() == nullptr);
        CHECK(second.get() == handle);
        CHECK(freed == 0);
    }
    CHECK(freed == 1);
}

TEST_CASE_TEMPLATE("assigning to an owner frees what it had", Owner, EVERY_OWNER)
{
    {
        auto first = make<Owner>();
        auto second = make<Owner>();
        const auto* handle = second.get();
        freed = 0;
        first = std::move(second);
        CHECK(freed == 1);
        CHECK(first.get() == handle);
    }
    CHECK(freed == 2);
}

TEST_CASE("a refused owner frees nothing that was made")
{
    freed = 0;
    CHECK(refusal([] { (void)secagg::aggregator::create(1); }) == "SECAGG_INVALID_HOLDER_COUNT");
    CHECK(freed == 0);
}

TEST_CASE("an aggregator that was moved from refuses")
{
    auto aggregator = make<secagg::aggregator>();
    const auto other = std::move(aggregator);
    const auto shares = secagg::additive_split(2, std::array{secagg::value(1)});
    CHECK(refusal([&] { (void)aggregator.submit(1, shares); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)aggregator.submissions(); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)aggregator.reconstruct(); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)aggregator.reset(); }) == "SECAGG_NULL_POINTER");
}

TEST_CASE("a session that was moved from refuses")
{
    auto session = make<secagg::session>();
    const auto other = std::move(session);
    const std::array own = {secagg::value(1)};
    CHECK(refusal([&] { (void)session.deal(1, own); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)session.exported(); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)session.digest(); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)secagg::holder::create(session, 1); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)secagg::collector::create(session); }) == "SECAGG_NULL_POINTER");
}

TEST_CASE("a holder that was moved from refuses")
{
    const auto session = make<secagg::session>();
    const auto message = session.deal(1, std::array{secagg::value(1)}).at(0);
    auto holder = secagg::holder::create(session, 1);
    const auto other = std::move(holder);
    CHECK(refusal([&] { (void)holder.accept(message); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)holder.cohort(); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)holder.exported(); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)holder.seal(); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)holder.release(); }) == "SECAGG_NULL_POINTER");
}

TEST_CASE("a collector that was moved from refuses")
{
    auto collector = make<secagg::collector>();
    const auto other = std::move(collector);
    const secagg::bytes partial(160);
    CHECK(refusal([&] { (void)collector.accept(partial); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)collector.missing(); }) == "SECAGG_NULL_POINTER");
    CHECK(refusal([&] { (void)collector.reconstruct(); }) == "SECAGG_NULL_POINTER");
}
