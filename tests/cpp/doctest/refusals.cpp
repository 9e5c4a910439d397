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
}
