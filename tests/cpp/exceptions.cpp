// Fault 66: callers compiled with and without exceptions. tests/c_programs.rs compiles this file
// both ways; the library must neither need the caller's exceptions nor disturb them.
#include "check.h"
#include "every_call.h"

#ifdef __cpp_exceptions
#include <stdexcept>
#include <string>

namespace {

// Frees its handle when an exception passes.
class sum {
public:
    explicit sum(std::uint32_t holder_count) : aggregator_(nullptr)
    {
        const secagg_status status = secagg_aggregator_create(&aggregator_, holder_count, nullptr);
        if (status != SECAGG_OK)
            throw std::invalid_argument(secagg_status_name(status));
        alive_count++;
    }
    sum(const sum &) = delete;
    sum &operator=(const sum &) = delete;
    ~sum()
    {
        alive_count--;
        secagg_aggregator_free(aggregator_);
    }
    void submit(std::uint64_t party_id, const secagg_value *shares, std::size_t share_count)
    {
        const secagg_status status =
            secagg_aggregator_submit(aggregator_, party_id, shares, share_count);
        if (status != SECAGG_OK)
            throw std::runtime_error(secagg_status_name(status));
    }
    static int alive_count;

private:
    secagg_aggregator *aggregator_;
};

int sum::alive_count = 0;

void throwing()
{
    check_case("fault 66: a caller with exceptions, thrown between calls");
    std::string thrown;
    try {
        sum of_none(1);
    } catch (const std::invalid_argument &error) {
        thrown = error.what();
    }
    CHECK(thrown == "SECAGG_INVALID_HOLDER_COUNT");
    for (int round = 0; round < 10; round++) {
        thrown.clear();
        try {
            sum of_two(2);
            const secagg_value bad[2] = {value_p(), value_p()};
            of_two.submit(1, bad, 2);
        } catch (const std::runtime_error &error) {
            CHECK(every_call_works()); // with an exception in flight
            thrown = error.what();
        }
        CHECK(thrown == "SECAGG_NOT_CANONICAL");
        CHECK(sum::alive_count == 0);
    }
}

} // namespace
#endif

int main()
{
#ifdef __cpp_exceptions
    throwing();
#else
    check_case("fault 66: a caller without exceptions");
#endif
    CHECK(every_call_works());
    return check_result();
}
