// The lung cancer trial again (see hospitals.cpp), now with nobody trusted: eighteen institutions are
// parties, seven organisations hold shares, any four of which are enough, and a collector gets
// only partial sums.
//
//   federation [lung.csv]
//
// Every party, holder and collector is a process of its own, and has only its own files. A
// directory for each stands for what a real federation needs: a machine of its own, and confidential
// channels between them that say who is speaking (TLS, CURVE).
//
// Things go wrong on purpose: holder 2 is killed half way and goes on from its checkpoint, holder 5
// lies to the collector, holder 6 never answers. The totals must come out right all the same.
#include "lung.hpp"

#if !__has_include(<sys/wait.h>)
int main()
{
    std::puts("skipped: needs the processes of POSIX");
    return 77;
}
#else
#include "../checksum.h"
#include <csignal>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
using secagg::bytes;

static constexpr std::uint32_t holder_count = 7, threshold = 4; // lost and lying: 4 + 1 + 2 * 1 <= 7
static constexpr std::uint32_t killed = 2, liar = 5, silent = 6;
static constexpr std::uint64_t stored_before_killed = 9;

// Files

static fs::path root;

static fs::path of_holder(std::uint32_t x, const std::string& name)
{
    return root / ("holder-" + std::to_string(x)) / name;
}

static fs::path of_message(std::uint32_t x, std::uint64_t party)
{
    return of_holder(x, "message-" + std::to_string(party));
}

static fs::path of_partial(std::uint32_t x)
{
    return root / "collector" / ("partial-" + std::to_string(x));
}

static fs::path of_cohort(std::uint32_t x) { return root / "public" / std::to_string(x); }

/// Replaces a file as a whole or not at all, whatever happens meanwhile.
template <class Bytes>
static void store(const fs::path& path, const Bytes& content)
{
    const fs::path fresh = path.string() + ".new";
    std::FILE* file = std::fopen(fresh.c_str(), "wb");
    if (file == nullptr || std::fwrite(content.data(), 1, content.size(), file) != content.size() ||
        std::fflush(file) != 0 || fsync(fileno(file)) != 0 || std::fclose(file) != 0)
        throw std::runtime_error("cannot store a file");
    fs::rename(fresh, path);
}

static bytes load(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("cannot read a file");
    return bytes(std::istreambuf_iterator<char>(file), {});
}

// The session

static void create_session(const trial& trial)
{
    std::vector<std::uint64_t> roster;
    for (const auto& institution : trial.institutions)
        roster.push_back(institution.first);
    secagg::session_options options;
    options.scheme = SECAGG_SCHEME_SHAMIR;
    options.holder_count = holder_count;
    options.threshold = threshold;
    options.value_count = std::size(columns) * SECAGG_SUMMARY_VALUE_COUNT;
    options.min_submissions = 3; // of two parties, each would learn the other's figures
    options.fraction_bits = fraction_bits;
    options.set_context("age (years), time (days), meal.cal, wt.loss (pounds)");
    options.set_roster(roster);
    store(root / "public" / "session", secagg::session::create(options).exported());
}

/// How every process begins.
static secagg::session open_session()
{
    return secagg::session::imported(load(root / "public" / "session"));
}

// A party

static void deal(std::uint64_t institution, const rows& own)
{
    const auto messages = open_session().deal(institution, summarise(own));
    for (std::uint32_t x = 1; x <= holder_count; x++)
        store(of_message(x, institution), messages[x - 1]);
}

// A holder

static secagg::holder resume(const secagg::session& session, std::uint32_t x)
{
    if (!fs::exists(of_holder(x, "checkpoint")))
        return secagg::holder::create(session, x);
    return secagg::holder::imported(session, load(of_holder(x, "checkpoint")));
}

/// Accepts what has come, and says over which submissions it would answer.
static void gather(std::uint32_t x)
{
    const auto session = open_session();
    const bool is_first_run = !fs::exists(of_holder(x, "checkpoint"));
    auto holder = resume(session, x);
    if (!is_first_run)
        std::cout << "Holder " << x << " was killed; it goes on from a checkpoint with "
                  << holder.submissions() << " parties.\n";
    const auto agreed = session.parameters();
    for (std::size_t i = 0; i < agreed.roster_count; i++) {
        try {
            holder.accept(load(of_message(x, agreed.roster[i])));
        } catch (const secagg::error& error) {
            if (error.status() == SECAGG_ALREADY_ACCEPTED)
                continue;
            throw;
        }
        if (x == killed && is_first_run && holder.submissions() > stored_before_killed)
            std::raise(SIGKILL); // what is not stored yet is lost
        store(of_holder(x, "checkpoint"), holder.exported());
        // Only now the party may be told that its message is safe here.
    }
    while (x == silent)
        pause();
    store(of_cohort(x), holder.cohort());
}

/// Another sum than its own, with a checksum that is right.
static void lie(bytes& partial)
{
    constexpr std::size_t values_at = 112;
    partial[values_at] ^= 1;
    const std::size_t end = partial.size() - 32;
    checksum_of(partial.data() + end, partial.data(), end);
}

/// Seals the agreed cohort, stores that, and only then answers.
static void answer(std::uint32_t x, const secagg::digest& cohort)
{
    const auto session = open_session();
    auto holder = resume(session, x);
    store(of_holder(x, "checkpoint"), holder.seal(cohort));
    auto partial = holder.release();
    if (x == liar)
        lie(partial);
    store(of_partial(x), partial);
}

// The collector

static void collect(const trial& trial)
{
    auto collector = secagg::collector::create(open_session());
    for (std::uint32_t x = 1; x <= holder_count; x++)
        if (fs::exists(of_partial(x)))
            collector.accept(load(of_partial(x)));
    secagg::collector_options options;
    options.max_corrections = 1;
    const auto total = collector.reconstruct(options);
    const auto missing = collector.missing(), deviating = collector.deviating();
    for (std::uint32_t x = 1; x <= holder_count; x++) {
        if (missing[x - 1])
            std::cout << "Holder " << x << " has not answered.\n";
        if (deviating[x - 1])
            std::cout << "Holder " << x << " deviates: its partial sum is wrong and was left out.\n";
        if (missing[x - 1] != (x == silent) || deviating[x - 1] != (x == liar))
            throw std::runtime_error("the wrong holder is named");
    }
    std::cout << "\nLung cancer patients of " << total.submissions << " institutions\n\n"
              << std::flush;
    const auto summaries = secagg::summary_decode(total.values, fraction_bits);
    print(summaries);

    // Exactly what a single table of all rows gives.
    rows all;
    for (const auto& institution : trial.institutions)
        for (std::size_t i = 0; i < all.size(); i++)
            all[i].insert(all[i].end(), institution.second[i].begin(), institution.second[i].end());
    const auto clear = secagg::summary_decode(summarise(all), fraction_bits);
    for (std::size_t i = 0; i < all.size(); i++)
        if (summaries[i].count != clear[i].count || summaries[i].mean < clear[i].mean ||
            summaries[i].mean > clear[i].mean || summaries[i].variance < clear[i].variance ||
            summaries[i].variance > clear[i].variance)
            throw std::runtime_error("these are not the figures in the clear");
    std::printf("\nThey are the figures in the clear.\n");
}

// All of them

template <class Role>
static pid_t start(Role role)
{
    std::fflush(stdout);
    const pid_t process = fork();
    if (process < 0)
        throw std::runtime_error("cannot start a process");
    if (process > 0)
        return process;
    try {
        role();
        std::cout.flush();
        std::fflush(stdout);
        _exit(EXIT_SUCCESS);
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        _exit(EXIT_FAILURE);
    }
}

/// Whether a process has done its work, rather than been killed; its failure is everyone's.
static bool finish(pid_t process)
{
    int status = 0;
    if (waitpid(process, &status, 0) != process || (WIFEXITED(status) && WEXITSTATUS(status) != 0))
        throw std::runtime_error("a process has failed");
    return WIFEXITED(status);
}

/// The cohort that most of the holders would answer for. (They would exchange these digests
/// themselves; where they differ, they compare lists of parties and withdraw what not all have.)
static secagg::digest agree()
{
    std::map<bytes, std::uint32_t> votes;
    for (std::uint32_t x = 1; x <= holder_count; x++)
        if (fs::exists(of_cohort(x)))
            votes[load(of_cohort(x))]++;
    for (const auto& [cohort, count] : votes)
        if (count >= threshold) {
            secagg::digest digest;
            std::copy(cohort.begin(), cohort.end(), digest.begin());
            return digest;
        }
    throw std::runtime_error("the holders do not agree on a cohort");
}

static void run(const trial& trial, pid_t& silent_holder)
{
    fs::create_directory(root / "public");
    fs::create_directory(root / "collector");
    for (std::uint32_t x = 1; x <= holder_count; x++)
        fs::create_directory(of_holder(x, ""));
    create_session(trial);
    for (const auto& institution : trial.institutions)
        finish(start([&] { deal(institution.first, institution.second); }));
    std::cout << trial.institutions.size() << " institutions have dealt to " << holder_count
              << " holders, any " << threshold << " of which suffice.\n" << std::flush;

    silent_holder = start([] { gather(silent); });
    for (std::uint32_t x = 1; x <= holder_count; x++)
        while (x != silent && !finish(start([=] { gather(x); }))) {
        }
    const auto cohort = agree();
    for (std::uint32_t x = 1; x <= holder_count; x++)
        if (x != silent)
            finish(start([&] { answer(x, cohort); }));
    finish(start([&] { collect(trial); }));
}

int main(int argc, char** argv)
{
    int result = EXIT_SUCCESS;
    pid_t silent_holder = 0;
    try {
        const auto trial = read_trial(argc > 1 ? argv[1] : LUNG_CSV);
        std::string name = fs::temp_directory_path() / "federation-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) // for this user alone
            throw std::runtime_error("cannot make a directory");
        root = name;
        run(trial, silent_holder);
    } catch (const std::exception& error) {
        std::cerr << "federation: " << error.what() << "\n";
        result = EXIT_FAILURE;
    }
    // However it ends: no process and no file stays behind.
    if (silent_holder > 0)
        kill(silent_holder, SIGKILL);
    if (!root.empty())
        fs::remove_all(root);
    return result;
}
#endif
