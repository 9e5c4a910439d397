// The header in two files of one program, and secure summation from C++.
#include "check.h"
#include "second_unit.hpp"
#include <cmath>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

// What C++ code relies on: plain structs that can be copied as bytes, and statuses that are
// integers.
static_assert(std::is_standard_layout<secagg_value>::value, "secagg_value");
static_assert(std::is_trivially_copyable<secagg_value>::value, "secagg_value");
static_assert(std::is_standard_layout<secagg_share>::value, "secagg_share");
static_assert(std::is_standard_layout<secagg_split_options>::value, "secagg_split_options");
static_assert(std::is_same<secagg_status, std::int32_t>::value, "secagg_status");
static_assert(alignof(secagg_value) == 1, "any 16 bytes are a value");

namespace {

struct aggregator_free {
    void operator()(secagg_aggregator *aggregator) const noexcept
    {
        secagg_aggregator_free(aggregator);
    }
};
using aggregator_pointer = std::unique_ptr<secagg_aggregator, aggregator_free>;

void sum_over_parties()
{
    check_case("parties in one file, the aggregator in the other");
    const std::vector<std::vector<double>> columns{{1.5, 2.5}, {3.0, std::nan("")}, {-4.0, 0.25}};
    const std::uint32_t holder_count = 3;
    secagg_aggregator_options options = secagg_aggregator_options();
    options.struct_size = sizeof options;
    options.value_count = SECAGG_SUMMARY_VALUE_COUNT;
    options.min_submissions = 3;
    secagg_aggregator *created = nullptr;
    EXPECT_OK(secagg_aggregator_create(&created, holder_count, &options));
    const aggregator_pointer aggregator(created);
    for (std::size_t party = 0; party < columns.size(); party++) {
        const std::vector<secagg_value> shares = shares_of_summary(columns[party], holder_count);
        EXPECT_OK(secagg_aggregator_submit(aggregator.get(), party, shares.data(), shares.size()));
    }
    std::vector<secagg_value> total(SECAGG_SUMMARY_VALUE_COUNT);
    secagg_summary summary;
    EXPECT_OK(secagg_aggregator_reconstruct(aggregator.get(), total.data(), total.size()));
    EXPECT_OK(secagg_summary_decode(&summary, total.data(), 1, FRACTION_BITS));
    CHECK(summary.count == 5);
    CHECK(summary.sum == 3.25);
}

void empty_vectors()
{
    check_case("empty C++ vectors, whose data() may be NULL");
    std::vector<secagg_value> values;
    std::vector<std::int64_t> numbers;
    EXPECT_OK(secagg_encode_i64(values.data(), numbers.data(), numbers.size()));
    EXPECT_OK(secagg_additive_split(values.data(), 3, values.data(), values.size(), nullptr));
    EXPECT_OK(secagg_sum_add(values.data(), values.data(), values.size()));
}

} // namespace

int main()
{
    sum_over_parties();
    empty_vectors();
    return check_result();
}
