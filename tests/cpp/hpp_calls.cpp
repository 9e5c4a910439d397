// secagg.hpp: every function, in the form that fills a range and in the one that returns, and what
// it refuses.
#include <secagg.hpp>
#include <cmath>
#include <cstring>
#include "check.h"

using values = std::vector<secagg::value>;

/// The status with which a call was refused.
template <class Call>
static secagg_status refusal(Call call)
{
    try {
        call();
        return SECAGG_OK;
    } catch (const std::exception& caught) {
        const auto& error = dynamic_cast<const secagg::error&>(caught);
        CHECK(std::strcmp(error.name(), secagg_status_name(error.status())) == 0);
        const auto begins = std::string(error.name()) + " from " + error.function() + ": ";
        CHECK(std::string(caught.what()).find(begins) == 0 && caught.what()[begins.size()] != 0);
        return error.status();
    }
}

static std::vector<secagg::share> all_of(const values& shares, std::uint32_t holder_count)
{
    std::vector<secagg::share> list;
    for (std::uint32_t x = 1; x <= holder_count; x++)
        list.push_back(secagg::share_of(shares, holder_count, x));
    return list;
}

static void numbers_return()
{
    const std::vector<std::int64_t> signed_numbers = {INT64_MIN, -1, 0, INT64_MAX};
    const std::vector<std::uint64_t> unsigned_numbers = {0, UINT64_MAX};
    const std::vector<double> doubles = {-1.5, 0, 0.0625, 1e20};
    CHECK(secagg::decode_i64(secagg::encode_i64(signed_numbers)) == signed_numbers);
    CHECK(secagg::decode_u64(secagg::encode_u64(unsigned_numbers)) == unsigned_numbers);
    CHECK(secagg::decode_f64(secagg::encode_f64(doubles, 4), 4) == doubles);

    values four(4), two(2);
    std::vector<std::int64_t> signed_again(4);
    std::vector<std::uint64_t> unsigned_again(2);
    std::vector<double> doubles_again(4);
    secagg::encode_i64(four, signed_numbers);
    secagg::decode_i64(signed_again, four);
    CHECK(signed_again == signed_numbers);
    secagg::encode_u64(two, unsigned_numbers);
    secagg::decode_u64(unsigned_again, two);
    CHECK(unsigned_again == unsigned_numbers);
    secagg::encode_f64(four, doubles, 4);
    secagg::decode_f64(doubles_again, four, 4);
    CHECK(doubles_again == doubles);

    const auto mismatch = SECAGG_LENGTH_MISMATCH;
    CHECK(refusal([&] { (void)secagg::encode_i64(two, signed_numbers); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::decode_i64(signed_again, two); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::encode_u64(four, unsigned_numbers); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::decode_u64(unsigned_again, four); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::encode_f64(two, doubles, 4); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::decode_f64(doubles_again, two, 4); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::encode_f64(doubles, 94); }) == SECAGG_LIMIT_EXCEEDED);
    CHECK(refusal([&] { (void)secagg::decode_u64(secagg::encode_i64(signed_numbers)); }) ==
          SECAGG_OUT_OF_RANGE);
}

static void columns_become_statistics()
{
    const std::vector<double> column = {1, 2, NAN, 3};
    const auto summary = secagg::summary_decode(secagg::summary_encode(column, 8), 8)[0];
    CHECK(summary.count == 3);
    CHECK(summary.sum + 0.0 >= 6 && summary.sum <= 6);
    CHECK(summary.mean >= 2 && summary.mean <= 2);
    CHECK(summary.variance >= 1 && summary.variance <= 1);

    values encoded(SECAGG_SUMMARY_VALUE_COUNT);
    secagg::run_options two_threads;
    two_threads.threads = 2;
    secagg::summary_encode(encoded, column, 8, two_threads);
    CHECK(encoded == secagg::summary_encode(column, 8));
    std::vector<secagg::summary> one(1), two(2);
    secagg::summary_decode(one, encoded, 8);
    CHECK(one[0].count == 3);
    CHECK(secagg::summary_decode({}, 8).empty());

    const auto mismatch = SECAGG_LENGTH_MISMATCH;
    values five(5);
    CHECK(refusal([&] { (void)secagg::summary_encode(five, column, 8); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::summary_decode(two, encoded, 8); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::summary_decode(one, five, 8); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::summary_decode(five, 8); }) == mismatch);

    const double edges[] = {1.5, 2.5};
    const std::vector<std::uint64_t> expected = {1, 1, 1};
    values counts(3);
    secagg::histogram_encode(counts, edges, column);
    CHECK(secagg::decode_u64(counts) == expected);
    CHECK(secagg::histogram_encode(edges, column) == counts);
    CHECK(refusal([&] { (void)secagg::histogram_encode(five, edges, column); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::histogram_encode({}, column); }) == SECAGG_INVALID_EDGES);
}

static void shares_reconstruct()
{
    const values secret = {secagg::value(42), secagg::value(-7)};
    for (std::uint32_t holder_count : {2U, 5U, 16U, 17U, 100U}) {
        values again(2), shares(2 * holder_count);
        secagg::additive_split(shares, holder_count, secret);
        CHECK(secagg::additive_reconstruct(all_of(shares, holder_count)) == secret);
        secagg::additive_reconstruct(again, all_of(secagg::additive_split(holder_count, secret),
                                                   holder_count));
        CHECK(again == secret);

        again.assign(2, secagg::value());
        secagg::shamir_split(shares, holder_count, 2, secret);
        CHECK(secagg::shamir_reconstruct(all_of(shares, holder_count), 2) == secret);
        secagg::shamir_reconstruct(
            again, all_of(secagg::shamir_split(holder_count, 2, secret), holder_count), 2);
        CHECK(again == secret);
    }

    values shares(10), wrong(9), again(2);
    const auto mismatch = SECAGG_LENGTH_MISMATCH;
    CHECK(refusal([&] { (void)secagg::additive_split(wrong, 5, secret); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::shamir_split(wrong, 5, 2, secret); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::shamir_split(5, 6, secret); }) == SECAGG_INVALID_THRESHOLD);
    CHECK(refusal([&] { (void)secagg::additive_split(UINT32_MAX, secret); }) == SECAGG_LIMIT_EXCEEDED);
    CHECK(refusal([&] { (void)secagg::shamir_split(UINT32_MAX, 2, secret); }) == SECAGG_LIMIT_EXCEEDED);

    secagg::additive_split(shares, 5, secret);
    auto list = all_of(shares, 5);
    list[4].values = list[4].values.subspan(0, 1);
    CHECK(refusal([&] { (void)secagg::additive_reconstruct(list); }) == mismatch);
    CHECK(refusal([&] { (void)secagg::shamir_reconstruct(again, list, 2); }) == mismatch);
    list.resize(4);
    list[1].x = 1;
    CHECK(refusal([&] { (void)secagg::shamir_reconstruct(list, 2); }) == SECAGG_DUPLICATE_SHARE);
    CHECK(refusal([&] { (void)secagg::additive_reconstruct({}); }) == SECAGG_NOT_ENOUGH_SHARES);
    list.assign(SECAGG_MAX_HOLDER_COUNT + 1, list[0]);
    CHECK(refusal([&] { (void)secagg::shamir_reconstruct(list, 2); }) == SECAGG_LIMIT_EXCEEDED);

    // A seed is one for tests, and says so.
    const std::vector<std::uint8_t> seed(32, 1);
    secagg::split_options options;
    options.seed = seed.data();
    CHECK(refusal([&] { (void)secagg::additive_split(3, secret, options); }) == SECAGG_INSECURE_SEED);
    options.allow_insecure_seed = 1;
    CHECK(secagg::additive_split(3, secret, options) == secagg::additive_split(3, secret, options));

    values total(2);
    secagg::sum_add(total, secret);
    secagg::sum_add(total, secret);
    CHECK(secagg::decode_i64(total) == (std::vector<std::int64_t>{84, -14}));
    CHECK(refusal([&] { (void)secagg::sum_add(total, shares); }) == mismatch);
}

static void aggregators_own_their_handle()
{
    static_assert(!std::is_copy_constructible_v<secagg::aggregator>);
    static_assert(!std::is_copy_assignable_v<secagg::aggregator>);
    static_assert(std::is_nothrow_move_constructible_v<secagg::aggregator>);
    static_assert(std::is_nothrow_move_assignable_v<secagg::aggregator>);

    secagg::aggregator_options options;
    options.value_count = 2;
    options.min_submissions = 3;
    auto first = secagg::aggregator::create(3, options);
    for (std::int64_t party = 1; party <= 3; party++) {
        CHECK(refusal([&] { (void)first.reconstruct(); }) ==
              (party == 1 ? SECAGG_NO_SUBMISSIONS : SECAGG_COHORT_TOO_SMALL));
        const values own = {secagg::value(party), secagg::value(10 * party)};
        first.submit(static_cast<std::uint64_t>(party), secagg::additive_split(3, own));
    }
    CHECK(refusal([&] { (void)first.submit(1, values(6)); }) == SECAGG_ALREADY_ACCEPTED);
    CHECK(refusal([&] { (void)first.submit(4, values(5)); }) == SECAGG_LENGTH_MISMATCH);

    auto second = std::move(first);
    CHECK(refusal([&] { (void)first.submissions(); }) == SECAGG_NULL_POINTER); // NOLINT: moved from
    CHECK(second.submissions() == 3);
    const values total = second.reconstruct();
    CHECK(secagg::decode_i64(total) == (std::vector<std::int64_t>{6, 60}));
    values again(2), wrong(1);
    second.reconstruct(again);
    CHECK(again == total);
    CHECK(refusal([&] { (void)second.reconstruct(wrong); }) == SECAGG_LENGTH_MISMATCH);
    CHECK(refusal([&] { (void)second.submit(4, values(6)); }) == SECAGG_CLOSED);
    second.reset();
    CHECK(second.submissions() == 0);
    second = secagg::aggregator::create(2); // frees what it had
    CHECK(refusal([&] { (void)second.submit(4, values(6)); }) == SECAGG_LENGTH_MISMATCH);
    CHECK(refusal([] { (void)secagg::aggregator::create(1); }) == SECAGG_INVALID_HOLDER_COUNT);
}

int main()
{
    check_case("numbers");
    numbers_return();
    check_case("columns");
    columns_become_statistics();
    check_case("shares");
    shares_reconstruct();
    check_case("aggregator");
    aggregators_own_their_handle();
    return check_result();
}
