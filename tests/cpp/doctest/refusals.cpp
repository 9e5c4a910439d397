// A refusal is an exception that says why.
#include "refusal.hpp"
#include <set>

static void refuse()
{
    (void)secagg::shamir_split(3, 4, std::array{secagg::value(1)}); // 4 of 3 holders
}

TEST_CASE("a refusal carries its status")
{
    try {
        refuse();
        FAIL("not refused");
    } catch (const secagg::error& error) {
        CHECK(error.status() == SECAGG_INVALID_THRESHOLD);
    }
}

TEST_CASE("a refusal carries the name of its status")
{
    CHECK(refusal(refuse) == "SECAGG_INVALID_THRESHOLD");
}

TEST_CASE("a refusal is a std::exception that says one sentence")
{
    CHECK_THROWS_AS(refuse(), std::exception);
    const std::string said = std::string("SECAGG_INVALID_THRESHOLD from secagg_shamir_split: ") +
                             secagg_status_message(SECAGG_INVALID_THRESHOLD);
    CHECK_THROWS_WITH_AS(refuse(), said.c_str(), secagg::error);
}

TEST_CASE("a status is told from every other by its name and by its sentence")
{
    std::set<std::string> names, sentences;
    const std::vector<secagg_status> statuses = {
        SECAGG_NULL_POINTER,      SECAGG_LENGTH_MISMATCH,     SECAGG_NOT_CANONICAL,
        SECAGG_NOT_ENOUGH_SHARES, SECAGG_INCONSISTENT_SHARES, SECAGG_CLOSED,
        SECAGG_COHORT_TOO_SMALL,  SECAGG_CORRUPT,             SECAGG_OUT_OF_MEMORY,
    };
    for (const secagg_status status : statuses) {
        const secagg::error error(secagg::refusal("secagg_...", status, {}));
        CHECK(error.status() == status);
        names.insert(error.name());
        sentences.insert(error.what());
    }
    CHECK(names.size() == statuses.size());
    CHECK(sentences.size() == statuses.size());
}

TEST_CASE("too few shares are refused")
{
    const auto shares = secagg::shamir_split(3, 2, std::array{secagg::value(1)});
    const auto one = std::array{secagg::share_of(shares, 3, 1)};
    CHECK(refusal([&] { (void)secagg::shamir_reconstruct(one, 2); }) == "SECAGG_NOT_ENOUGH_SHARES");
}

TEST_CASE("a share that comes twice is refused")
{
    const auto shares = secagg::shamir_split(3, 2, std::array{secagg::value(1)});
    const auto share = secagg::share_of(shares, 3, 1);
    CHECK(refusal([&] { (void)secagg::shamir_reconstruct(std::array{share, share}, 2); }) ==
          "SECAGG_DUPLICATE_SHARE");
}

TEST_CASE("a description that was damaged is refused")
{
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_ADDITIVE;
    options.holder_count = 2;
    auto description = secagg::session::create(options).exported();
    description.back() ^= 1;
    CHECK(refusal([&] { (void)secagg::session::imported(description); }) == "SECAGG_CORRUPT");
}

TEST_CASE("a refusal says which function, which row, and what of it")
{
    const std::vector<double> column = {1, 2, 1e300};
    try {
        (void)secagg::encode_f64(column, 16);
        FAIL("not refused");
    } catch (const secagg::error& error) {
        CHECK(error.status() == SECAGG_OUT_OF_RANGE);
        CHECK(std::string(error.function()) == "secagg_encode_f64");
        CHECK(error.where() == 2);
        CHECK(std::string(error.what()).find("SECAGG_OUT_OF_RANGE from secagg_encode_f64: ") == 0);
    }
}

TEST_CASE("lengths that differ are told")
{
    std::vector<secagg::value> total(3);
    const std::vector<secagg::value> two(2);
    CHECK_THROWS_WITH(secagg::sum_add(total, two),
                      "SECAGG_LENGTH_MISMATCH from secagg_sum_add: one range has 3 elements and "
                      "the other 2");
    const std::array<secagg::share, 2> shares = {{{1, two}, {2, total}}};
    CHECK_THROWS_WITH((void)secagg::shamir_reconstruct(shares, 2),
                      "SECAGG_LENGTH_MISMATCH from secagg_shamir_reconstruct: one range has 2 "
                      "elements and the other 3");
    CHECK_THROWS_WITH((void)secagg::summary_decode(total, 16),
                      "SECAGG_LENGTH_MISMATCH from secagg_summary_decode: one range has 3 elements "
                      "and the other 0");
}

TEST_CASE("a refusal names the call that was made")
{
    const auto function = [](auto call) {
        try {
            call();
        } catch (const secagg::error& error) {
            return std::string(error.function());
        }
        return std::string("not refused");
    };
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = 3;
    auto session = secagg::session::create(options);
    CHECK(function([&] { (void)secagg::holder::create(session, 4); }) == "secagg_holder_create");
    const std::array<secagg::value, 2> two = {};
    CHECK(function([&] { (void)session.deal(1, two); }) == "secagg_session_deal");
    CHECK(function([] { (void)secagg::value(-1).to<unsigned>(); }) == "secagg_decode_u64");
    CHECK(function([] { (void)secagg::value(300).to<signed char>(); }) == "secagg_decode_i64");
}
