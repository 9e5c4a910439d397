// secagg.hpp: columns of Arrow.
#include <secagg.hpp>
#include <cstdint>
#include "check.h"

using values = std::vector<secagg::value>;

static int released;

/// Integers of 32 bits as Arrow hands them over. The test is their owner, who alone releases them.
class column {
public:
    explicit column(std::vector<std::int32_t> numbers) : numbers_(std::move(numbers))
    {
        schema.format = "i";
        schema.release = [](ArrowSchema*) { released++; };
        array.length = static_cast<std::int64_t>(numbers_.size());
        array.n_buffers = 2;
        array.buffers = buffers_;
        array.release = [](ArrowArray*) { released++; };
        buffers_[1] = numbers_.data();
    }
    column(const column&) = delete;
    column& operator=(const column&) = delete;

    ArrowSchema schema = {};
    ArrowArray array = {};

private:
    std::vector<std::int32_t> numbers_;
    const void* buffers_[2] = {};
};

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

int main()
{
    check_case("encode");
    column column({-1, 2, 30, 4});
    CHECK(secagg::arrow_encode(column.schema, column.array, 0) ==
          secagg::encode_i64(std::vector<std::int64_t>{-1, 2, 30, 4}));
    CHECK(secagg::arrow_encode(column.schema, column.array, 8) ==
          secagg::encode_f64(std::vector<double>{-1, 2, 30, 4}, 8));

    check_case("a slice");
    column.array.offset = 1;
    column.array.length = 2;
    values two(2), three(3);
    secagg::arrow_encode(two, column.schema, column.array, 0);
    CHECK(two == secagg::encode_i64(std::vector<std::int64_t>{2, 30}));

    check_case("summary");
    const auto summary = secagg::arrow_summary(column.schema, column.array, 4);
    CHECK(secagg::summary_decode(summary, 4)[0].count == 2);
    values four(4);
    secagg::arrow_summary(four, column.schema, column.array, 4);
    CHECK(four == summary);

    check_case("histogram");
    const double edges[] = {2, 30};
    secagg::arrow_histogram(three, edges, column.schema, column.array);
    CHECK(secagg::decode_u64(three) == (std::vector<std::uint64_t>{0, 1, 1}));
    CHECK(secagg::arrow_histogram(edges, column.schema, column.array) == three);

    check_case("refusals");
    CHECK(refusal([&] { (void)secagg::arrow_encode(three, column.schema, column.array, 0); }) ==
          SECAGG_LENGTH_MISMATCH);
    CHECK(refusal([&] { (void)secagg::arrow_summary(three, column.schema, column.array, 0); }) ==
          SECAGG_LENGTH_MISMATCH);
    CHECK(refusal([&] { (void)secagg::arrow_histogram(two, edges, column.schema, column.array); }) ==
          SECAGG_LENGTH_MISMATCH);
    column.array.length = -1;
    CHECK(refusal([&] { (void)secagg::arrow_encode(column.schema, column.array, 0); }) ==
          SECAGG_INVALID_COLUMN);
    column.array.length = INT64_MAX;
    column.array.release = nullptr;
    CHECK(refusal([&] { (void)secagg::arrow_encode(column.schema, column.array, 0); }) ==
          SECAGG_INVALID_COLUMN);
    CHECK(released == 0);
    return check_result();
}
