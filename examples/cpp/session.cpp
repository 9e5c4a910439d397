// The roles of a session, all in one program to show the calls: three parties, three holders, any two
// of which suffice, and a collector. In earnest each role is a program of another organisation.
#include <secagg.hpp>
#include <iostream>

int main()
{
    // The public parameters. One side makes them and gives the others the description.
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = 3;
    options.threshold = 2;
    options.min_submissions = 3;
    options.set_context("length of stay, whole days");
    const secagg::bytes description = secagg::session::create(options).exported();
    const auto session = secagg::session::imported(description); // everybody does this

    std::vector<secagg::holder> holders;
    for (std::uint32_t x : {1U, 2U, 3U})
        holders.push_back(secagg::holder::create(session, x));

    // Each party deals one message for each holder.
    std::uint64_t party_id = 1;
    for (std::int64_t number : {10, 20, 12}) {
        const secagg::value values[] = {secagg::value(number)};
        const std::vector<secagg::bytes> messages = session.deal(party_id++, values);
        for (std::size_t k = 0; k < holders.size(); k++)
            holders[k].accept(messages[k]);
    }

    // The holders agree on the parties that they have counted. Each seals that set, stores the
    // checkpoint that seal returns, and releases its partial sum. Holder 3 is lost.
    auto collector = secagg::collector::create(session);
    const secagg::digest agreed = holders[0].cohort();
    for (std::size_t k = 0; k < 2; k++) {
        const secagg::bytes checkpoint = holders[k].seal(agreed);
        collector.accept(holders[k].release());
    }

    const auto total = collector.reconstruct();
    const auto sum = total.values[0].to<std::int64_t>();
    std::cout << "10 + 20 + 12 = " << sum << ", of " << total.submissions << " parties\n";
    return sum == 42 ? 0 : 1;
}
