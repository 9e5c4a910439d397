/**
 * @file secagg.h
 * @brief secagg: parties who do not trust each other learn the sum, mean, count and variance over
 * all of them, and nobody shows anyone their own numbers.
 *
 * How it works. Everything is a vector of values, integers modulo the prime 2^127 - 1. A party
 * encodes its numbers as values (secagg_encode_..., secagg_summary_encode,
 * secagg_histogram_encode), splits them into one share for each of n holders (secagg_additive_split,
 * secagg_shamir_split) and sends each holder its share. Each holder adds up what it gets
 * (secagg_sum_add). From the holders' sums the collector reconstructs the total, and only the
 * total, and decodes it. secagg_aggregator does the adding and reconstructing inside one process;
 * with a secagg_session, parties, holders and collector are programs of different organisations.
 *
 * Words. x: the number of a holder, from 1 to n. Threshold, t: how many holders' shares are needed
 * to reconstruct. Cohort: the set of submissions that a holder has counted; a total makes sense only
 * if the holders' cohorts are the same. Roster: the list of parties that may take part in a session.
 * To deal: to split a party's vector into one message for each holder. Partial sum: a holder's sum of
 * its shares. Deviating: not fitting the other shares or partial sums. Canonical: below 2^127 - 1.
 *
 * Every call, unless its description says otherwise:
 *
 * - Arguments come in this order: handle, outputs, problem, inputs, options. A count follows its
 *   array. A *_count counts elements, a *_len bytes. [n] after an array's name is its number of
 *   elements.
 * - It returns a secagg_status. SECAGG_OK is 0. secagg_status_name and secagg_status_message put
 *   others in words. If several things are wrong at once, any one of them is named. Of a call's
 *   statuses its description lists all but two that any call may answer: SECAGG_LIMIT_EXCEEDED for
 *   an array of more bytes than memory can have, and SECAGG_INTERNAL.
 * - When it is refused, handles and in-place totals are as they were; other outputs are untouched
 *   or zero; handle outputs are NULL.
 * - The caller owns every buffer. The library keeps no pointer after a call returns and writes only
 *   to outputs. Arrays need no alignment. Outputs must not overlap other buffers of the call.
 * - NULL is allowed for an array whose count is 0, for options (all defaults), for a problem (no
 *   report wanted) and where stated.
 * - An output whose length only the library knows has a capacity and a length. Call with NULL and a
 *   capacity of 0 first: that is SECAGG_BUFFER_TOO_SMALL, and the length is written.
 * - Options structs: set every field to 0, then struct_size to the size of the struct, then what
 *   you need. A newer library understands an older program's smaller struct, and an older library
 *   a newer program's larger one as long as what it does not know is 0.
 * - Handles (secagg_aggregator, secagg_session, secagg_holder, secagg_collector) are made by
 *   ..._create and ..._import, used from any number of threads at once, and freed by ..._free
 *   exactly once, when no call is using them. Using a handle afterwards is undefined. A handle
 *   belongs to the process that made it; in a forked child every call on it but ..._free answers
 *   SECAGG_FORKED, and ..._free leaves alone what another thread was changing at the fork. All other
 *   functions keep nothing between calls and may be used anywhere but in a signal handler.
 * - Numbers are encoded and decoded by integers alone: whatever the calling thread has set its
 *   floating point to (traps, rounding, subnormal numbers as 0), results are the same bytes, and its
 *   flags are as they were.
 * - Calls need about 32 KiB of stack.
 * - A program may close the library with dlclose when no call is running and all handles are freed.
 *   After a call that used several threads the system may keep it in memory all the same.
 * - Secrets that the library holds are wiped when it lets go of them; yours are yours to wipe.
 *
 * What no library can notice: parties that encode with different fraction_bits, units, edges or
 * column orders (agree on them beforehand); a party that submits false numbers; holders who put
 * their shares together. The README says more.
 */

#ifndef SECAGG_H
#define SECAGG_H

#include <stddef.h>
#include <stdint.h>

/** Lets the compiler warn about a status that is not looked at. */
#if defined(__GNUC__) || defined(__clang__)
#define SECAGG_MUST_USE __attribute__((warn_unused_result))
#else
#define SECAGG_MUST_USE
#endif

/* The two structs of Arrow's C Data Interface, word for word, unless another header had them first:
 * https://arrow.apache.org/docs/format/CDataInterface.html */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

#ifdef __cplusplus
extern "C" {
#endif

struct ArrowSchema {
    /* Array type description */
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;

    /* Release callback */
    void (*release)(struct ArrowSchema *);
    /* Opaque producer-specific data */
    void *private_data;
};

struct ArrowArray {
    /* Array data description */
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;

    /* Release callback */
    void (*release)(struct ArrowArray *);
    /* Opaque producer-specific data */
    void *private_data;
};

#ifdef __cplusplus
}
#endif

#endif /* ARROW_C_DATA_INTERFACE */

/**
 * Major version of this header.
 */
#define SECAGG_VERSION_MAJOR 0

/**
 * Minor version of this header. While the major version is 0, a new minor version may change the
 * ABI; the shared library's name (SONAME) changes with it.
 */
#define SECAGG_VERSION_MINOR 2

/**
 * Patch version of this header.
 */
#define SECAGG_VERSION_PATCH 0

/**
 * Done.
 */
#define SECAGG_OK 0

/**
 * A pointer is NULL where memory is needed. (NULL with a count of 0 is fine.)
 */
#define SECAGG_NULL_POINTER 100

/**
 * A length is not the one that the other arguments or the handle ask for.
 */
#define SECAGG_LENGTH_MISMATCH 102

/**
 * An output of variable length does not fit. The required length was written, and nothing else.
 */
#define SECAGG_BUFFER_TOO_SMALL 103

/**
 * An output overlaps another buffer of the call.
 */
#define SECAGG_BUFFER_OVERLAP 104

/**
 * A count, fraction_bits or threads is above its limit (SECAGG_MAX_...), or a size in bytes
 * does not fit a size_t.
 */
#define SECAGG_LIMIT_EXCEEDED 105

/**
 * The handle is of another type, or was freed (which is noticed by chance only).
 */
#define SECAGG_WRONG_HANDLE 106

/**
 * An options struct (or a problem report) is not as described: its struct_size was not set or is
 * impossible, a reserved field is not 0, or a field is outside its range.
 */
#define SECAGG_INVALID_OPTIONS 107

/**
 * There are fewer than 2 holders.
 */
#define SECAGG_INVALID_HOLDER_COUNT 108

/**
 * There are no edges, or one is not finite, or they do not strictly ascend.
 */
#define SECAGG_INVALID_EDGES 109

/**
 * The scheme is none of SECAGG_SCHEME_...
 */
#define SECAGG_INVALID_SCHEME 110

/**
 * The roster names a party twice, or fewer parties than min_submissions.
 */
#define SECAGG_INVALID_ROSTER 111

/**
 * A column has a type that the function does not read.
 */
#define SECAGG_UNSUPPORTED_TYPE 112

/**
 * A column contradicts itself (its lengths, counts, buffers and children do not fit), or was released.
 */
#define SECAGG_INVALID_COLUMN 113

/**
 * A value is an integer of 2^127 - 1 or more.
 */
#define SECAGG_NOT_CANONICAL 200

/**
 * A number is outside the range that the function names: NaN, infinite or too large to encode,
 * or a total too large to decode.
 */
#define SECAGG_OUT_OF_RANGE 201

/**
 * A summary is one that no column has. The usual cause: values of something else, in another order,
 * or wrong on purpose. Not every such mistake is noticed, and different fraction_bits never are.
 */
#define SECAGG_INVALID_SUMMARY 202

/**
 * The threshold is 0, above the number of holders, or not one that a session allows
 * (secagg_session_options).
 */
#define SECAGG_INVALID_THRESHOLD 300

/**
 * A share has an x of 0 or above the largest allowed.
 */
#define SECAGG_INVALID_SHARE 301

/**
 * Two shares have the same x.
 */
#define SECAGG_DUPLICATE_SHARE 302

/**
 * There are fewer shares than the threshold (or than there are holders, for additive sharing).
 */
#define SECAGG_NOT_ENOUGH_SHARES 303

/**
 * There are more shares than needed, and they contradict each other: at least one is wrong.
 */
#define SECAGG_INCONSISTENT_SHARES 304

/**
 * More shares are wrong than can be corrected.
 */
#define SECAGG_TOO_MANY_DEVIATING 305

/**
 * Nothing has been submitted yet.
 */
#define SECAGG_NO_SUBMISSIONS 400

/**
 * Fewer parties have submitted than min_submissions. The total is suppressed, not 0.
 */
#define SECAGG_COHORT_TOO_SMALL 401

/**
 * The result has been given out, or the cohort sealed: nothing more is accepted.
 */
#define SECAGG_CLOSED 402

/**
 * The holder's cohort must be sealed first.
 */
#define SECAGG_NOT_SEALED 403

/**
 * This submission has been counted already, or this partial sum taken in. Nothing is wrong if it
 * was only sent again.
 */
#define SECAGG_ALREADY_ACCEPTED 404

/**
 * This party has been counted already, with a different message.
 */
#define SECAGG_PARTY_CONFLICT 405

/**
 * The party is not on the roster (the list of parties that may take part), or nothing of it was
 * accepted here.
 */
#define SECAGG_UNKNOWN_PARTY 406

/**
 * The holders' cohorts differ: their sums are not over the same submissions.
 */
#define SECAGG_COHORT_MISMATCH 407

/**
 * The total, beside those of the series that were given out before, would speak of fewer parties
 * than min_submissions.
 */
#define SECAGG_EXPOSES_PARTY 450

/**
 * The period has been sealed already, over another cohort.
 */
#define SECAGG_PERIOD_SEALED 451

/**
 * The series is bound to another plan, or says otherwise whose rows its periods are about.
 */
#define SECAGG_SERIES_MISMATCH 452

/**
 * The ledger does not have this round.
 */
#define SECAGG_UNKNOWN_ROUND 453

/**
 * The rho that the series' rounds have spent, with this one's, would exceed its limit.
 */
#define SECAGG_RHO_LIMIT 454

/**
 * The bytes are not a message of this library, or their length is not the one they state.
 */
#define SECAGG_MALFORMED 500

/**
 * The message's checksum does not match: it was damaged on the way.
 */
#define SECAGG_CORRUPT 501

/**
 * The message was written in a version of the format that this release does not read.
 */
#define SECAGG_UNSUPPORTED_VERSION 502

/**
 * The message is of another kind (a partial sum where a share is expected, say).
 */
#define SECAGG_WRONG_KIND 503

/**
 * The message belongs to a session with other parameters. The id is one of them, and random where
 * it was not set.
 */
#define SECAGG_SESSION_MISMATCH 504

/**
 * The message or checkpoint is of another holder: its x differs.
 */
#define SECAGG_HOLDER_MISMATCH 505

/**
 * A plan's text is not one that can be computed: the problem report has the line and the reason.
 */
#define SECAGG_INVALID_PLAN 700

/**
 * A column that the plan names is not among those given, or is there twice.
 */
#define SECAGG_UNKNOWN_COLUMN 701

/**
 * The plan has no statistic of that name and kind.
 */
#define SECAGG_UNKNOWN_STATISTIC 702

/**
 * A row is one that the plan does not let pass ("refuse"), or that cannot be read as the plan says.
 */
#define SECAGG_REFUSED_ROW 703

/**
 * A party has more rows than the plan allows.
 */
#define SECAGG_TOO_MANY_ROWS 704

/**
 * Two handles have different plans.
 */
#define SECAGG_PLAN_MISMATCH 705

/**
 * A seed was given without allow_insecure_seed = 1.
 */
#define SECAGG_INSECURE_SEED 600

/**
 * The operating system gave no random bytes.
 */
#define SECAGG_RANDOM_FAILED 601

/**
 * Memory could not be allocated.
 */
#define SECAGG_OUT_OF_MEMORY 602

/**
 * The handle was made before a fork, by the parent process. It can only be freed here.
 */
#define SECAGG_FORKED 603

/**
 * A defect of the library. The handle, if there was one, can only be freed.
 */
#define SECAGG_INTERNAL 604

/**
 * The most holders, and the largest x of a share.
 */
#define SECAGG_MAX_HOLDER_COUNT 16384

/**
 * The most values in one vector (2^32).
 */
#define SECAGG_MAX_VALUE_COUNT 4294967296

/**
 * The most values that one handle keeps (2^30, 16 GiB): for an aggregator, holder_count times
 * value_count.
 */
#define SECAGG_MAX_HANDLE_VALUE_COUNT 1073741824

/**
 * The most threads that a call may ask for.
 */
#define SECAGG_MAX_THREAD_COUNT 256

/**
 * The most fraction bits of fixed-point numbers.
 */
#define SECAGG_MAX_FRACTION_BITS 93

/**
 * The most parties of one session (2^28): on its roster, or counted by one holder.
 */
#define SECAGG_MAX_PARTY_COUNT 268435456

/**
 * The most bytes of a session's context (2^20).
 */
#define SECAGG_MAX_CONTEXT_LEN 1048576

/**
 * Values of one summary.
 */
#define SECAGG_SUMMARY_VALUE_COUNT 4

/**
 * Additive sharing: all holders are needed.
 */
#define SECAGG_SCHEME_ADDITIVE 1

/**
 * Shamir's sharing: any threshold of the holders are needed.
 */
#define SECAGG_SCHEME_SHAMIR 2

/**
 * The description of a session.
 */
#define SECAGG_KIND_DESCRIPTION 1

/**
 * A party's message to one holder.
 */
#define SECAGG_KIND_MESSAGE 2

/**
 * A holder's partial sum.
 */
#define SECAGG_KIND_PARTIAL 3

/**
 * A holder's checkpoint.
 */
#define SECAGG_KIND_CHECKPOINT 4

/**
 * Adds up the shares of many parties, all holders in one process, and gives out the total once
 * enough parties are in.
 *
 * Whoever can read the memory of this process could add up one party's shares. The session
 * roles, where each holder has only its own share, do not need that trust.
 */
typedef struct secagg_aggregator secagg_aggregator;

/**
 * Gathers the partial sums of the holders and reconstructs the total.
 *
 * It keeps value_count values (16 bytes each) for every partial sum, together at most
 * SECAGG_MAX_HANDLE_VALUE_COUNT values, and copies the session's roster.
 */
typedef struct secagg_collector secagg_collector;

/**
 * One of the n holders of a session: it adds up the shares that it is sent.
 *
 * It is open first, and takes messages in and out. secagg_holder_seal fixes the set of parties
 * (the cohort); after that nothing changes any more, and secagg_holder_release writes the partial
 * sum for the collector, always the same bytes.
 *
 * It keeps value_count values (16 bytes each) and some 40 to 70 bytes for every party, and copies
 * the session's roster. What withdrawn parties leave behind is used again, not given back.
 */
typedef struct secagg_holder secagg_holder;

/**
 * What totals over several cohorts tell together. The total over last month's parties minus the
 * total over this month's is the number of the one that left; {1, 2}, {2, 3} and {1, 3} tell all
 * three. A ledger keeps which parties were in which round, and says before a round is sealed whom
 * its total would expose beside those given out before.
 *
 * Rounds that ask the same of the same rows form a series, which has a name of 16 bytes and is bound
 * to one plan: over the same parties, even another range would tell of the rows between the two.
 * Each round of a series has a period, a number of its own.
 *
 * Every holder keeps one and stores it (secagg_ledger_export) with each seal, before the seal is
 * told to anyone. It cannot see other series over the same rows, nor totals that were given out
 * without it. A ledger that was lost or is old knows less; records of rounds that others kept, put in
 * with secagg_ledger_record, mend it.
 *
 * It keeps a bit for each party and round, and 16 bytes for each independent round and group of
 * parties that came and went together: 80 MB for 10,000 parties that all come and go on their own
 * over 500 rounds, 80 KB if they are one group and ten more. All of it is public.
 *
 * The method is sum audit (Chin and Ozsoyoglu, Auditing and inference control in statistical
 * databases, IEEE Transactions on Software Engineering SE-8(6), 1982).
 */
typedef struct secagg_ledger secagg_ledger;

/**
 * The public parameters of a secure summation across machines. One side makes it from options and
 * gives the others its description (secagg_session_export); or all make it from the same options,
 * the id among them. Everything that they send each other is bound to it.
 *
 * Parties deal (secagg_session_deal), holders add up (secagg_holder), the collector reconstructs
 * (secagg_collector). docs/protocol.md says what each of them learns, and what they must do.
 */
typedef struct secagg_session secagg_session;

/**
 * What a call came to: SECAGG_OK, or why it was refused.
 *
 * Numbers are never reused or changed; later releases may add some, so treat an unknown one as a
 * failure. When a call is refused, handles and in-place totals are as they were, other outputs
 * are untouched or zero, and handle pointers are NULL.
 */
typedef int32_t secagg_status;

/**
 * A field element, or a share of one: an integer below 2^127 - 1 as 16 bytes, little-endian.
 *
 * Alignment 1, so any buffer of 16-byte elements (unsigned __int128 on a little-endian machine,
 * fixed_size_binary(16) of Arrow, part of a message) is an array of these. An integer of
 * 2^127 - 1 or more, in particular the encoding of 2^127 - 1 itself, is refused wherever it
 * comes in: SECAGG_NOT_CANONICAL.
 */
typedef struct secagg_value {
    /**
     * The integer, least significant byte first.
     */
    uint8_t bytes[16];
} secagg_value;

/**
 * Why a call refused what it was given, and where. Set struct_size and give it to a call that takes
 * one; NULL where no report is wanted. It is written whenever that call returns, unless its
 * struct_size is impossible (SECAGG_INVALID_OPTIONS) or buffers overlap (SECAGG_BUFFER_OVERLAP).
 */
typedef struct secagg_problem {
    /**
     * sizeof(secagg_problem).
     */
    uint32_t struct_size;
    /**
     * What the call returned.
     */
    secagg_status status;
    /**
     * The line of a text (from 1), the row of a column or the number of an edge (from 0) where the
     * problem is; UINT64_MAX if it has no such place.
     */
    uint64_t where;
    /**
     * One sentence without a full stop, ended by a NUL: it names arguments, statistics and columns,
     * and numbers that are public (lengths, counts, limits), never a value of the data. Empty after
     * SECAGG_OK. Text for people: it may change from release to release.
     */
    char what[248];
} secagg_problem;

/**
 * How a call runs. Zero every field but struct_size for the defaults, or pass NULL.
 */
typedef struct secagg_run_options {
    /**
     * sizeof(secagg_run_options).
     */
    uint32_t struct_size;
    /**
     * Threads that the call may use, the calling one among them: at most
     * SECAGG_MAX_THREAD_COUNT; 0 for 1. They end with the call. Small work stays on the calling
     * thread. Results are the same bytes for any number. With more than one, a process that runs out
     * of memory while threads are started may be aborted; everywhere else that is a status.
     */
    uint32_t threads;
} secagg_run_options;

/**
 * What the columns of all parties together amount to.
 */
typedef struct secagg_summary {
    /**
     * Rows that are not missing.
     */
    uint64_t count;
    /**
     * Their sum, rounded to a double once.
     */
    double sum;
    /**
     * sum / count; NaN if count is 0.
     */
    double mean;
    /**
     * Squared deviations from the mean over count - 1, so its root is the sample standard
     * deviation; NaN if count is below 2.
     */
    double variance;
} secagg_summary;

/**
 * How a split runs. Zero every field but struct_size for the defaults, or pass NULL.
 */
typedef struct secagg_split_options {
    /**
     * sizeof(secagg_split_options).
     */
    uint32_t struct_size;
    /**
     * As in secagg_run_options.
     */
    uint32_t threads;
    /**
     * NULL to protect data: the shares are random. For tests only, 32 bytes from which the shares
     * are computed, the same on every machine and in every release: who knows the seed reads the
     * values from one share, and two vectors split with one seed, holder count and threshold
     * reveal their difference.
     */
    const uint8_t *seed;
    /**
     * 1 with a seed (otherwise SECAGG_INSECURE_SEED), 0 without one.
     */
    uint32_t allow_insecure_seed;
    /**
     * 0.
     */
    uint32_t reserved;
} secagg_split_options;

/**
 * One holder's shares of a vector, wherever they lie.
 */
typedef struct secagg_share {
    /**
     * Which holder: from 1 to the number of holders.
     */
    uint32_t x;
    /**
     * That holder's share of every value of the vector, in order.
     */
    const struct secagg_value *values;
} secagg_share;

/**
 * What an aggregator is for. Zero every field but struct_size for the defaults, or pass NULL.
 */
typedef struct secagg_aggregator_options {
    /**
     * sizeof(secagg_aggregator_options).
     */
    uint32_t struct_size;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * Values in every submission; 0 for 1.
     */
    uint64_t value_count;
    /**
     * Parties that must have submitted before a result is given out; 0 for 2. Choose 3 or more:
     * of two, each learns the other's numbers from the total. 1 gives out a single party's
     * numbers and must be asked for.
     */
    uint64_t min_submissions;
} secagg_aggregator_options;

/**
 * The parameters of a session. Zero every field, then set struct_size, scheme and holder_count,
 * and what else must not be the default.
 */
typedef struct secagg_session_options {
    /**
     * sizeof(secagg_session_options).
     */
    uint32_t struct_size;
    /**
     * SECAGG_SCHEME_ADDITIVE or SECAGG_SCHEME_SHAMIR.
     */
    uint32_t scheme;
    /**
     * n, at least 2.
     */
    uint32_t holder_count;
    /**
     * t: the number of holders that are needed for a total; as many that collude read everything.
     * For Shamir's sharing at least 2 and more than n / 2, or else two groups of holders could
     * answer for two cohorts; 0 for the smallest such t. Choose more than (n + c) / 2 if c holders
     * may collude with the collector: those can answer in both groups. For additive sharing n, or 0
     * for it.
     */
    uint32_t threshold;
    /**
     * Values in every party's vector; 0 for 1. threshold times that is at most
     * SECAGG_MAX_HANDLE_VALUE_COUNT, since a collector keeps as many partial sums or more; it takes
     * those of all holders only if holder_count times that is.
     */
    uint64_t value_count;
    /**
     * Parties below which no total is given; 0 for 2, and never less. Choose 3 or more: of two,
     * each learns the other's numbers from the total.
     */
    uint64_t min_submissions;
    /**
     * With how many fraction bits all parties encode; at most SECAGG_MAX_FRACTION_BITS. The
     * session only sees to it that all agree; pass it to the functions that encode and decode.
     */
    uint32_t fraction_bits;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * Different in every round, so that nothing of one round is taken for another's; all zeros
     * for a random one, which the others then get with the description.
     */
    uint8_t id[16];
    /**
     * [context_len] Anything else that all must agree on: names, units and order of the columns.
     */
    const uint8_t *context;
    /**
     * At most SECAGG_MAX_CONTEXT_LEN.
     */
    size_t context_len;
    /**
     * [roster_count] The parties that may take part, each once, in any order.
     */
    const uint64_t *roster;
    /**
     * 0 if any party may. Otherwise at least min_submissions.
     */
    size_t roster_count;
} secagg_session_options;

/**
 * What some bytes say that they are.
 */
typedef struct secagg_message_info {
    /**
     * sizeof(secagg_message_info), set by the caller.
     */
    uint32_t struct_size;
    /**
     * Of the format: 1.
     */
    uint32_t version;
    /**
     * SECAGG_KIND_...
     */
    uint32_t kind;
    /**
     * The holder that it is for or from; 0 in a description.
     */
    uint32_t x;
    /**
     * The party that sent it; 0 in other kinds than a message.
     */
    uint64_t party_id;
    /**
     * The digest of its session.
     */
    uint8_t session[32];
} secagg_message_info;

/**
 * How a collector reconstructs. Zero every field but struct_size for the defaults, or pass NULL.
 */
typedef struct secagg_collector_options {
    /**
     * sizeof(secagg_collector_options).
     */
    uint32_t struct_size;
    /**
     * As in secagg_run_options.
     */
    uint32_t threads;
    /**
     * k: how many deviating partial sums may be corrected. Of m holders that agree on the cohort,
     * up to m - t - k that collude cannot force a wrong result. With 0 nothing is corrected, and
     * deviating partial sums are only detected. At most floor((m - t) / 2) are ever corrected.
     * Additive sharing detects none.
     */
    uint32_t max_corrections;
    /**
     * 0.
     */
    uint32_t reserved;
} secagg_collector_options;

/**
 * One round, as far as a ledger minds. Set every field to 0, then what you need.
 */
typedef struct secagg_ledger_entry {
    /**
     * sizeof(secagg_ledger_entry).
     */
    uint32_t struct_size;
    /**
     * 1 if all periods of the series are about the same rows, and those that came since: totals of
     * all periods are compared. 0 if every period has rows of its own. The same in all of a series.
     */
    uint32_t is_cumulative;
    /**
     * Different for each round of the series.
     */
    uint64_t period;
    /**
     * Parties below which nothing may be isolated; 0 for 2.
     */
    uint64_t min_submissions;
    /**
     * What the round's noise spends (zero-concentrated differential privacy), to a trillionth; 0
     * without noise, at most 1,000,000.
     */
    double rho;
    /**
     * What all rounds of the series may spend together; 0 for no limit.
     */
    double rho_limit;
    /**
     * A digest of the plan, or of whatever says what is computed.
     */
    uint8_t plan[32];
} secagg_ledger_entry;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the library in use, such as "0.2.0". Static memory; any thread.
 */
const char *secagg_version(void);

/**
 * The version of the library in use as one number, 10000 * major + 100 * minor + patch, to be
 * compared with the header's SECAGG_VERSION_MAJOR, _MINOR and _PATCH. Any thread.
 */
uint32_t secagg_version_number(void);

/**
 * The name of a status, such as "SECAGG_NOT_CANONICAL"; "SECAGG_UNKNOWN" for a number that is
 * none. Static memory; never NULL; any thread.
 */
const char *secagg_status_name(secagg_status status);

/**
 * What a status means, in one sentence without a full stop. Static memory; never NULL; any
 * thread. Never tells anything about the data of a call.
 */
const char *secagg_status_message(secagg_status status);

/**
 * Encodes `count` signed integers, a negative number n as 2^127 - 1 + n. Sums of encoded numbers
 * decode as long as the total fits.
 *
 * values: out, [count]. numbers: [count], at any alignment.
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED (count above SECAGG_MAX_VALUE_COUNT). Its time
 * does not depend on the numbers. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_encode_i64(struct secagg_value *values,
                                const int64_t *numbers,
                                size_t count);

/**
 * Decodes `count` values, or totals of values, of secagg_encode_i64.
 *
 * numbers: out, [count], at any alignment; untouched on failure. values: [count].
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL, OUT_OF_RANGE (a total that is not
 * an int64_t). Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_decode_i64(int64_t *numbers,
                                const struct secagg_value *values,
                                size_t count);

/**
 * Encodes `count` unsigned integers.
 *
 * values: out, [count]. numbers: [count], at any alignment.
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED. Its time does not depend on the numbers. Any
 * thread.
 */
SECAGG_MUST_USE
secagg_status secagg_encode_u64(struct secagg_value *values,
                                const uint64_t *numbers,
                                size_t count);

/**
 * Decodes `count` values, or totals of values, of secagg_encode_u64.
 *
 * numbers: out, [count], at any alignment; untouched on failure. values: [count].
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL, OUT_OF_RANGE (a total that is not
 * a uint64_t). Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_decode_u64(uint64_t *numbers,
                                const struct secagg_value *values,
                                size_t count);

/**
 * Encodes `count` doubles in fixed point: each number times 2^fraction_bits, rounded to the
 * nearest integer, ties to even. With 20 fraction bits the unit is about one millionth.
 *
 * One encoded number has a magnitude below 2^94, so the sum of up to 2^32 of them is exact. The
 * fraction_bits are not stored: all parties and the reader of the total must use the same.
 *
 * A number of at most half a unit is encoded as 0, and no status says so: 1e-7 with 20 fraction_bits,
 * or integers of 64 bits whose bytes are taken for doubles.
 *
 * values: out, [count]; untouched or zero on failure. problem: out, or NULL; its `where` is the first
 * number that is out of range. numbers: [count], at any alignment.
 *
 * NULL_POINTER, BUFFER_OVERLAP, INVALID_OPTIONS (the problem's struct_size), LIMIT_EXCEEDED (count, or
 * fraction_bits above SECAGG_MAX_FRACTION_BITS), OUT_OF_RANGE (NaN, infinite, or 2^94 or more after
 * scaling). Its time depends on nothing else about the numbers. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_encode_f64(struct secagg_value *values,
                                struct secagg_problem *problem,
                                const double *numbers,
                                size_t count,
                                uint32_t fraction_bits);

/**
 * Decodes `count` values, or totals of values, of secagg_encode_f64 to the nearest doubles.
 *
 * numbers: out, [count], at any alignment; untouched on failure. values: [count].
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED (count, fraction_bits), NOT_CANONICAL. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_decode_f64(double *numbers,
                                const struct secagg_value *values,
                                size_t count,
                                uint32_t fraction_bits);

/**
 * Encodes a column as a summary: count, sum, and sum of squares in two parts. Split and sum the
 * SECAGG_SUMMARY_VALUE_COUNT values like any vector; secagg_summary_decode reads the total.
 *
 * Each row is rounded once to a multiple of 2^-fraction_bits; all that follows is exact integer
 * arithmetic, so the variance does not suffer from cancellation. A NaN is a missing row and left
 * out. A row of at most half of 2^-fraction_bits counts as 0, as in secagg_encode_f64.
 *
 * values: out, [SECAGG_SUMMARY_VALUE_COUNT]; untouched on failure. problem: out, or NULL; its `where`
 * is the first row that is out of range. column: [row_count], at any alignment. options: NULL for
 * defaults.
 *
 * NULL_POINTER, BUFFER_OVERLAP, INVALID_OPTIONS (options, the problem's struct_size), LIMIT_EXCEEDED
 * (fraction_bits, threads), OUT_OF_RANGE (a row that is infinite, or of magnitude 2^62 or more after
 * scaling), OUT_OF_MEMORY. Its time depends on nothing else about the rows, nor on which are missing.
 * Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_summary_encode(struct secagg_value *values,
                                    struct secagg_problem *problem,
                                    const double *column,
                                    size_t row_count,
                                    uint32_t fraction_bits,
                                    const struct secagg_run_options *options);

/**
 * Decodes summaries, or totals of summaries, of secagg_summary_encode.
 *
 * summaries: out, [summary_count], at any alignment; untouched on failure. values:
 * [SECAGG_SUMMARY_VALUE_COUNT * summary_count], summary after summary.
 *
 * Totals that no columns can have are refused: INVALID_SUMMARY. That catches accidents, not every
 * wrong input. Columns that were encoded with different fraction_bits add up to a total that some
 * columns have: it is decoded, and wrong.
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED (fraction_bits, summary_count), NOT_CANONICAL,
 * INVALID_SUMMARY. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_summary_decode(struct secagg_summary *summaries,
                                    const struct secagg_value *values,
                                    size_t summary_count,
                                    uint32_t fraction_bits);

/**
 * Counts the rows of a column that lie between edges, as values to be split and summed; decode a
 * total with secagg_decode_u64. All parties must use the same edges.
 *
 * values[0] counts rows below edges[0]; values[i] those from edges[i - 1] on and below edges[i];
 * values[edge_count] those at or above the last edge. A NaN is a missing row, counted nowhere.
 *
 * values: out, [value_count], where value_count is edge_count + 1; untouched on failure. problem: out,
 * or NULL; its `where` is the first edge that is none. edges: [edge_count], at least one, finite,
 * strictly ascending. column: [row_count]. Both at any alignment.
 *
 * NULL_POINTER, BUFFER_OVERLAP, INVALID_OPTIONS (the problem's struct_size), INVALID_EDGES,
 * LENGTH_MISMATCH, LIMIT_EXCEEDED (value_count). Every row is compared with every edge: the time is
 * row_count * edge_count and does not depend on the rows. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_histogram_encode(struct secagg_value *values,
                                      size_t value_count,
                                      struct secagg_problem *problem,
                                      const double *edges,
                                      size_t edge_count,
                                      const double *column,
                                      size_t row_count);

/**
 * Encodes a column of Arrow as secagg_encode_f64 does a plain one: each number times
 * 2^fraction_bits, rounded once to the nearest integer, ties to even.
 *
 * The column comes through Arrow's C Data Interface: booleans (as 0 and 1; the extension type
 * arrow.bool8 too), signed and unsigned integers of 8 to 64 bits, float, double, decimal128 with a
 * scale from -38 to 38, and null, of which every row is. The column's offset and length are
 * respected, so a slice is one without a copy; its buffers are read where they are and need no
 * alignment. Nothing is released: schema and array remain the caller's. Of a chunked column,
 * encode each chunk.
 *
 * Integers count as the numbers they are: with 0 fraction_bits the values are those of
 * secagg_encode_i64, with more they add up with doubles that were encoded with as many.
 *
 * A row that is null is refused, as a NaN is: there is no number to encode. With a null_count of 0
 * no row is null, whatever the bits of buffer 0 say; one above 0 must be the number of nulls that
 * they say; -1 is a number that nobody has counted. What cannot be read is refused before anything
 * is: half-precision floats, decimals of other widths, dates and times, text, dictionaries, nested
 * columns, and every other extension type, whatever it is stored as.
 *
 * values: out, [value_count], where value_count is the array's length; untouched or zero on
 * failure. problem: out, or NULL; its `where` is the first row that is out of range. schema, array:
 * not released.
 *
 * NULL_POINTER (a buffer that the length or the null_count asks for is one such pointer),
 * BUFFER_OVERLAP, INVALID_OPTIONS (the problem's struct_size), UNSUPPORTED_TYPE (the format, an
 * extension type, a dictionary), INVALID_COLUMN (a released or contradictory schema or array),
 * LENGTH_MISMATCH, LIMIT_EXCEEDED (length, metadata of more than 2^24 bytes, fraction_bits),
 * OUT_OF_RANGE (a row that is null, NaN, infinite, or 2^94 or more after scaling). Its time depends
 * on nothing else about the numbers, nor on which are null. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_arrow_encode(struct secagg_value *values,
                                  size_t value_count,
                                  struct secagg_problem *problem,
                                  const struct ArrowSchema *schema,
                                  const struct ArrowArray *array,
                                  uint32_t fraction_bits);

/**
 * Encodes a column of Arrow as secagg_summary_encode does a plain one. A row that is null is
 * missing, as a NaN is. The summaries of the chunks of a chunked column add up to the column's
 * (secagg_sum_add).
 *
 * values: out, [SECAGG_SUMMARY_VALUE_COUNT]; untouched on failure. problem: out, or NULL; its `where`
 * is the first row that is out of range. schema, array: as for secagg_arrow_encode. options: NULL for
 * defaults.
 *
 * NULL_POINTER, BUFFER_OVERLAP, UNSUPPORTED_TYPE and INVALID_COLUMN as for secagg_arrow_encode,
 * INVALID_OPTIONS (options, the problem's struct_size), LIMIT_EXCEEDED (length, metadata,
 * fraction_bits, threads), OUT_OF_RANGE (a row that is infinite, or of magnitude 2^62 or more after
 * scaling), OUT_OF_MEMORY. Its time depends on nothing else about the rows, nor on which are missing.
 * Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_arrow_summary(struct secagg_value *values,
                                   struct secagg_problem *problem,
                                   const struct ArrowSchema *schema,
                                   const struct ArrowArray *array,
                                   uint32_t fraction_bits,
                                   const struct secagg_run_options *options);

/**
 * Counts the rows of a column of Arrow between edges, as secagg_histogram_encode does of a plain
 * one. A row that is null is missing, as a NaN is.
 *
 * Integers and decimals are compared with the edges exactly, without being rounded to doubles, and
 * floats as the numbers that they are. So a number with decimals at an edge falls into one bin or the
 * other by its column's type: the double that is written 0.1 is a little more than one tenth, so at
 * the edge 0.1 the decimal 0.1 is below and the double is not; at 0.7 the float 0.7 is below. Where
 * parties have columns of different types, choose edges between the numbers that there are, or such as
 * every type has (integers, 0.5, 0.25).
 *
 * values: out, [value_count], where value_count is edge_count + 1; untouched on failure. problem: out,
 * or NULL; its `where` is the first edge that is none. edges: [edge_count], at least one, finite,
 * strictly ascending, at any alignment. schema, array: as for secagg_arrow_encode.
 *
 * NULL_POINTER, BUFFER_OVERLAP, UNSUPPORTED_TYPE and INVALID_COLUMN as for secagg_arrow_encode,
 * INVALID_OPTIONS (the problem's struct_size), INVALID_EDGES, LENGTH_MISMATCH, LIMIT_EXCEEDED
 * (value_count, length, metadata), OUT_OF_MEMORY. Its time is that of length * edge_count comparisons
 * and does not depend on the rows, nor on which are missing. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_arrow_histogram(struct secagg_value *values,
                                     size_t value_count,
                                     struct secagg_problem *problem,
                                     const double *edges,
                                     size_t edge_count,
                                     const struct ArrowSchema *schema,
                                     const struct ArrowArray *array);

/**
 * Splits a vector among n = holder_count holders, all of whom are needed to reconstruct it: n - 1
 * shares of a value are uniform, and the last makes the sum of all n the value. Any n - 1 shares
 * say nothing about it.
 *
 * shares: out, [holder_count * value_count], holder after holder: the shares of holder x (from 1)
 * start at shares + (x - 1) * value_count. Send each holder its own and nobody else's. Untouched
 * or zero on failure. values: [value_count]. options: NULL for defaults.
 *
 * NULL_POINTER, INVALID_HOLDER_COUNT, INVALID_OPTIONS, BUFFER_OVERLAP, LIMIT_EXCEEDED,
 * NOT_CANONICAL, INSECURE_SEED, RANDOM_FAILED, OUT_OF_MEMORY. Its time does not depend on the
 * values. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_additive_split(struct secagg_value *shares,
                                    uint32_t holder_count,
                                    const struct secagg_value *values,
                                    size_t value_count,
                                    const struct secagg_split_options *options);

/**
 * Adds up the shares of all n = share_count holders.
 *
 * values: out, [value_count]; untouched or zero on failure. shares: [share_count], whose x are 1
 * to share_count in any order, each with value_count values. options: NULL for defaults.
 *
 * A share that is missing or wrong cannot be noticed: the result is then a uniform or shifted
 * one. See secagg_shamir_reconstruct.
 *
 * NULL_POINTER, INVALID_OPTIONS, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL,
 * INVALID_SHARE (x is 0 or above share_count), DUPLICATE_SHARE, NOT_ENOUGH_SHARES (fewer than 2),
 * OUT_OF_MEMORY. Its time does not depend on the values. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_additive_reconstruct(struct secagg_value *values,
                                          size_t value_count,
                                          const struct secagg_share *shares,
                                          uint32_t share_count,
                                          const struct secagg_run_options *options);

/**
 * Splits a vector among n = holder_count holders so that any t = threshold of them reconstruct it
 * and fewer learn nothing (Shamir, Communications of the ACM 22(11), 1979): share x of a value is
 * f(x) for a uniform polynomial f of degree below t with f(0) = value. Up to n - t holders may be
 * lost; any t together read everything.
 *
 * shares: out, [holder_count * value_count], holder after holder: the shares of holder x (from 1)
 * start at shares + (x - 1) * value_count. Send each holder its own and nobody else's. Untouched
 * or zero on failure. values: [value_count]. options: NULL for defaults.
 *
 * threshold: from 1 to holder_count. With 1 every share is the value itself and nothing is
 * hidden. All vectors that are to be summed need the same threshold and the same holders.
 *
 * NULL_POINTER, INVALID_HOLDER_COUNT (below 2), INVALID_OPTIONS, INVALID_THRESHOLD, BUFFER_OVERLAP,
 * LIMIT_EXCEEDED, NOT_CANONICAL, INSECURE_SEED, RANDOM_FAILED, OUT_OF_MEMORY. Its time does not
 * depend on the values. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_shamir_split(struct secagg_value *shares,
                                  uint32_t holder_count,
                                  uint32_t threshold,
                                  const struct secagg_value *values,
                                  size_t value_count,
                                  const struct secagg_split_options *options);

/**
 * Reconstructs a vector from m = share_count shares of it, at least t = threshold.
 *
 * With more than t shares all must agree, at every value: INCONSISTENT_SHARES if up to m - t of
 * them are wrong (a wrong share goes unnoticed with probability 2^-127). With exactly t a wrong
 * share cannot be noticed.
 *
 * values: out, [value_count]; untouched or zero on failure. shares: [share_count], with distinct
 * x from 1 to SECAGG_MAX_HOLDER_COUNT in any order, each with value_count values. threshold: the
 * one the vector was split with; a smaller one is likely to be noticed only with more shares.
 * options: NULL for defaults.
 *
 * NULL_POINTER, INVALID_OPTIONS, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL,
 * INVALID_THRESHOLD, INVALID_SHARE, DUPLICATE_SHARE, NOT_ENOUGH_SHARES, INCONSISTENT_SHARES,
 * RANDOM_FAILED, OUT_OF_MEMORY. Its time does not depend on the values. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_shamir_reconstruct(struct secagg_value *values,
                                        size_t value_count,
                                        const struct secagg_share *shares,
                                        uint32_t share_count,
                                        uint32_t threshold,
                                        const struct secagg_run_options *options);

/**
 * Reconstructs a vector from m = share_count shares of it, at least t = threshold, of which up to
 * floor((m - t) / 2) may be wrong, and says which were: one takes t + 2 shares, two t + 4.
 * (secagg_shamir_reconstruct refuses as soon as one is wrong.)
 *
 * To its work on every value comes that of finding the wrong shares, which grows with m * m: a few
 * hundred holders cost milliseconds; of 16,384 shares with t = 2, it took 7 s if none was wrong and
 * 29 s if 8,191 were.
 *
 * A share that is wrong at any value counts as wrong and is left out altogether. It is missed
 * with probability below 2^-126. More wrong shares than that are TOO_MANY_DEVIATING, unless their
 * holders collude: m - t - floor((m - t) / 2) + 1 of them can shift the result by what they like,
 * and have honest holders named. Where that matters, use secagg_shamir_reconstruct, which m - t
 * of them cannot deceive.
 *
 * A wrong share need not be its holder's fault: a party that deals inconsistent shares makes an
 * honest holder deviate.
 *
 * values: out, [value_count]; untouched or zero on failure. deviating: out, [share_count], for each
 * share in the order given 1 if it was wrong, else 0; NULL if not wanted; untouched on failure.
 * shares, threshold, options: as for secagg_shamir_reconstruct.
 *
 * NULL_POINTER, INVALID_OPTIONS, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL,
 * INVALID_THRESHOLD, INVALID_SHARE, DUPLICATE_SHARE, NOT_ENOUGH_SHARES, TOO_MANY_DEVIATING,
 * RANDOM_FAILED, OUT_OF_MEMORY. Its time does not depend on the values, only on which shares are
 * wrong. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_shamir_recover(struct secagg_value *values,
                                    size_t value_count,
                                    uint8_t *deviating,
                                    const struct secagg_share *shares,
                                    uint32_t share_count,
                                    uint32_t threshold,
                                    const struct secagg_run_options *options);

/**
 * Adds a vector to a total: total[i] = (total[i] + values[i]) mod 2^127 - 1.
 *
 * Sharing is linear: the sum of one holder's shares is that holder's share of the sum. Start
 * from zeros (all bytes 0); any order and any tree of additions gives the same bytes.
 *
 * total: in and out, [count]; unchanged on failure. values: [count], not overlapping total.
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL (in either vector). Its time does
 * not depend on the values. Any thread, for different totals.
 */
SECAGG_MUST_USE
secagg_status secagg_sum_add(struct secagg_value *total,
                             const struct secagg_value *values,
                             size_t count);

/**
 * Makes an aggregator for submissions split among holder_count holders by secagg_additive_split.
 *
 * aggregator: out; NULL on failure; free it with secagg_aggregator_free. It keeps holder_count *
 * value_count values (16 bytes each) and some 12 bytes for every party. options: NULL for
 * defaults.
 *
 * NULL_POINTER, INVALID_HOLDER_COUNT, INVALID_OPTIONS, LIMIT_EXCEEDED (holder_count,
 * or holder_count * value_count above SECAGG_MAX_HANDLE_VALUE_COUNT), OUT_OF_MEMORY. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_aggregator_create(struct secagg_aggregator **aggregator,
                                       uint32_t holder_count,
                                       const struct secagg_aggregator_options *options);

/**
 * Adds one party's shares to the total.
 *
 * party_id: any number, a different one for each party: a second submission of a party is
 * refused. shares: [share_count], where share_count is holder_count * value_count, as
 * secagg_additive_split wrote them.
 *
 * NULL_POINTER, LENGTH_MISMATCH, NOT_CANONICAL, CLOSED, ALREADY_ACCEPTED, OUT_OF_MEMORY,
 * WRONG_HANDLE, FORKED. Several threads may call it at once; submissions are then added one
 * after the other.
 */
SECAGG_MUST_USE
secagg_status secagg_aggregator_submit(struct secagg_aggregator *aggregator,
                                       uint64_t party_id,
                                       const struct secagg_value *shares,
                                       size_t share_count);

/**
 * How many parties have submitted.
 *
 * submissions: out; untouched on failure.
 *
 * NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_aggregator_submissions(const struct secagg_aggregator *aggregator,
                                            uint64_t *submissions);

/**
 * Gives out the total over all parties, and closes the aggregator: from then on submissions are
 * refused, since the difference of two totals is what came between. It may be called again and
 * gives the same bytes.
 *
 * values: out, [value_count], the aggregator's; untouched on failure.
 *
 * NULL_POINTER, LENGTH_MISMATCH, NO_SUBMISSIONS, COHORT_TOO_SMALL (fewer parties than
 * min_submissions), WRONG_HANDLE, FORKED. A refused call does not close. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_aggregator_reconstruct(struct secagg_aggregator *aggregator,
                                            struct secagg_value *values,
                                            size_t value_count);

/**
 * Forgets all submissions, wipes the total and opens the aggregator again.
 *
 * It cannot stop a caller who still has all the shares from submitting some of them again and
 * comparing the two totals.
 *
 * NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE secagg_status secagg_aggregator_reset(struct secagg_aggregator *aggregator);

/**
 * Wipes and frees an aggregator. NULL is fine. No other call may be using it, or use it later. In
 * a forked child it frees the child's copy.
 */
void secagg_aggregator_free(struct secagg_aggregator *aggregator);

/**
 * Makes a session from its parameters.
 *
 * session: out; NULL on failure; free it with secagg_session_free. It keeps copies of context and
 * roster. options: not NULL, since a session has no default scheme.
 *
 * NULL_POINTER, INVALID_OPTIONS (min_submissions of 1 is one case), INVALID_SCHEME,
 * INVALID_HOLDER_COUNT, INVALID_ROSTER, INVALID_THRESHOLD, LIMIT_EXCEEDED, RANDOM_FAILED, OUT_OF_MEMORY. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_session_create(struct secagg_session **session,
                                    const struct secagg_session_options *options);

/**
 * Writes the parameters as bytes, to be given to all other sides: one small file.
 *
 * description: out, [description_capacity]; untouched on failure. description_len: out, the length
 * of the description; also set when it does not fit (BUFFER_TOO_SMALL), otherwise untouched on
 * failure.
 *
 * A description is public, but it must arrive unchanged: compare secagg_session_digest over a
 * channel that an attacker does not control.
 *
 * NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, LIMIT_EXCEEDED, WRONG_HANDLE, FORKED. Any
 * thread.
 */
SECAGG_MUST_USE
secagg_status secagg_session_export(const struct secagg_session *session,
                                    uint8_t *description,
                                    size_t description_capacity,
                                    size_t *description_len);

/**
 * Makes a session from a description.
 *
 * session: out; NULL on failure; free it with secagg_session_free. description:
 * [description_len], the whole of it.
 *
 * NULL_POINTER, MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT, and for parameters that
 * nobody could have agreed on the statuses of secagg_session_create. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_session_import(struct secagg_session **session,
                                    const uint8_t *description,
                                    size_t description_len);

/**
 * The parameters, with all defaults filled in and the roster ascending.
 *
 * parameters: in and out: set struct_size before the call; the other fields are written. context
 * and roster then point to the session's own copies, which live as long as the session, or are
 * NULL where there is none.
 * Untouched on failure.
 *
 * NULL_POINTER, INVALID_OPTIONS, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_session_parameters(const struct secagg_session *session,
                                        struct secagg_session_options *parameters);

/**
 * A digest of all parameters: equal exactly where all of them are equal, on every machine.
 *
 * digest: out, [32]; untouched on failure.
 *
 * NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_session_digest(const struct secagg_session *session,
                                    uint8_t *digest);

/**
 * The length of a dealt message in bytes: 128 + 16 * value_count.
 *
 * message_len: out; untouched on failure.
 *
 * NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_session_message_len(const struct secagg_session *session,
                                         size_t *message_len);

/**
 * The length of a partial sum in bytes: 144 + 16 * value_count.
 *
 * partial_len: out; untouched on failure.
 *
 * NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_session_partial_len(const struct secagg_session *session,
                                         size_t *partial_len);

/**
 * Deals a party's vector: splits it under the session's scheme and writes one message for each
 * holder.
 *
 * Send message k to holder x = k + 1 over a confidential channel to that holder alone, and keep
 * all of them until every holder has confirmed: who is not sure sends the same bytes again. A
 * second deal of the same party conflicts with the first wherever that has arrived. Whoever sees
 * threshold of the messages reads the vector.
 *
 * messages: [holder_count] pointers to outputs of message_len bytes each (see
 * secagg_session_message_len), which may be parts of one buffer; untouched or zero on failure.
 * party_id: of this party; the transport must vouch for it. values: [value_count], the session's.
 * options: NULL for defaults.
 *
 * NULL_POINTER, INVALID_OPTIONS, LENGTH_MISMATCH (holder_count, message_len or
 * value_count is not the session's), BUFFER_OVERLAP, LIMIT_EXCEEDED, UNKNOWN_PARTY (not on the
 * roster), NOT_CANONICAL, RANDOM_FAILED, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Its time does not
 * depend on the values. Several threads may call it at once and are then served one after the
 * other.
 */
SECAGG_MUST_USE
secagg_status secagg_session_deal(const struct secagg_session *session,
                                  uint8_t *const *messages,
                                  uint32_t holder_count,
                                  size_t message_len,
                                  uint64_t party_id,
                                  const struct secagg_value *values,
                                  size_t value_count,
                                  const struct secagg_run_options *options);

/**
 * Frees a session. NULL is fine. Holders and collectors made with it live on. No other call may be
 * using it, or use it later. In a forked child it frees the child's copy.
 */
void secagg_session_free(struct secagg_session *session);

/**
 * Looks at bytes of any kind that this library writes, as far as that takes no session: for a
 * transport that must decide where they go. They are whole and undamaged; who made them it does
 * not say.
 *
 * info: in and out: set struct_size before the call; the other fields are written. Untouched on
 * failure. message: [message_len], the whole of it.
 *
 * NULL_POINTER, INVALID_OPTIONS, LIMIT_EXCEEDED, MALFORMED, UNSUPPORTED_VERSION,
 * WRONG_KIND (of a kind that this release does not know), CORRUPT. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_message_inspect(struct secagg_message_info *info,
                                     const uint8_t *message,
                                     size_t message_len);

/**
 * Makes holder x of a session, with nothing counted yet.
 *
 * holder: out; NULL on failure; free it with secagg_holder_free. x: from 1 to the session's
 * holder_count. No two holders may be run with the same x.
 *
 * NULL_POINTER, INVALID_SHARE (x), OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_create(struct secagg_holder **holder,
                                   const struct secagg_session *session,
                                   uint32_t x);

/**
 * Makes a shard of holder x: a part of its work on another machine or thread. A shard accepts
 * messages, and is exported (secagg_holder_export) to be merged into the holder or into another
 * shard (secagg_holder_merge); it can neither be sealed nor released.
 *
 * Arguments and statuses are those of secagg_holder_create.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_create_shard(struct secagg_holder **holder,
                                         const struct secagg_session *session,
                                         uint32_t x);

/**
 * Counts a party's message in.
 *
 * Confirm to the party only after a checkpoint with its message is stored, since what is counted
 * after the last checkpoint is lost in a crash. ALREADY_ACCEPTED means that this very message is
 * counted already, not that it is stored: confirm it as if it had come for the first time. It is
 * also the answer of a sealed holder.
 *
 * message: [message_len], the whole of it, from the party that it names: the transport must vouch
 * for that.
 *
 * NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
 * SESSION_MISMATCH, HOLDER_MISMATCH, LENGTH_MISMATCH, UNKNOWN_PARTY (not on the roster);
 * ALREADY_ACCEPTED, PARTY_CONFLICT (another message of this party is counted), CLOSED (sealed),
 * NOT_CANONICAL, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Refused, it changes nothing. Several threads
 * may call it at once and are then served one after the other.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_accept(struct secagg_holder *holder,
                                   const uint8_t *message,
                                   size_t message_len);

/**
 * Takes a party back out, by the very message that was accepted.
 *
 * For holders that have accepted different parties: they exchange their lists of parties
 * (secagg_holder_party_ids), withdraw those that not all of them have, and seal.
 *
 * message: [message_len], the whole of it.
 *
 * NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
 * SESSION_MISMATCH, HOLDER_MISMATCH, LENGTH_MISMATCH; CLOSED (sealed), UNKNOWN_PARTY (not
 * counted), PARTY_CONFLICT (another message of this party is counted), WRONG_HANDLE, FORKED.
 * Refused, it changes nothing. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_withdraw(struct secagg_holder *holder,
                                     const uint8_t *message,
                                     size_t message_len);

/**
 * How many parties are counted.
 *
 * submissions: out; untouched on failure.
 *
 * NULL_POINTER, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_submissions(const struct secagg_holder *holder,
                                        uint64_t *submissions);

/**
 * The parties that are counted, in ascending order.
 *
 * party_ids: out, [party_capacity]; untouched on failure. party_count: out, how many there are;
 * also set when they do not fit (BUFFER_TOO_SMALL), otherwise untouched on failure.
 *
 * NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, LIMIT_EXCEEDED, WRONG_HANDLE, FORKED. Any
 * thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_party_ids(const struct secagg_holder *holder,
                                      uint64_t *party_ids,
                                      size_t party_capacity,
                                      size_t *party_count);

/**
 * A digest of the set of submissions that are counted. It is equal at two holders exactly if they
 * have counted the same deals of the same parties: compare it before sealing. It does not hide
 * who is in the set from someone who can guess.
 *
 * digest: out, [32]; untouched on failure.
 *
 * NULL_POINTER, WRONG_HANDLE, FORKED. Its time grows with the number of parties. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_cohort(const struct secagg_holder *holder,
                                   uint8_t *digest);

/**
 * Writes the whole state, to be stored, restored (secagg_holder_import) or merged
 * (secagg_holder_merge). Equal states give equal bytes. It is as secret as the holder's shares.
 *
 * Store it so that a crash leaves the old checkpoint or the new one: write a new file, sync it,
 * rename it, sync the directory.
 *
 * checkpoint: out, [checkpoint_capacity]; untouched on failure. checkpoint_len: out, 120 + 16 *
 * value_count + 40 * submissions; also set when it does not fit (BUFFER_TOO_SMALL), otherwise
 * untouched on failure.
 *
 * NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, LIMIT_EXCEEDED, WRONG_HANDLE, FORKED. Any
 * thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_export(const struct secagg_holder *holder,
                                   uint8_t *checkpoint,
                                   size_t checkpoint_capacity,
                                   size_t *checkpoint_len);

/**
 * Makes a holder, or a shard, from a checkpoint: open or sealed as it was.
 *
 * Never restore a checkpoint from before the seal once a partial sum was released: sealed anew
 * over other parties, it would release a second sum, and the difference is somebody's numbers. Nor
 * begin anew because a checkpoint cannot be read. The library cannot notice this.
 *
 * holder: out; NULL on failure; free it with secagg_holder_free. checkpoint: [checkpoint_len], the
 * whole of it.
 *
 * NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
 * SESSION_MISMATCH, INVALID_SHARE, LENGTH_MISMATCH, UNKNOWN_PARTY (not on the roster),
 * NOT_CANONICAL; OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_import(struct secagg_holder **holder,
                                   const struct secagg_session *session,
                                   const uint8_t *checkpoint,
                                   size_t checkpoint_len);

/**
 * Adds the state of another open holder or shard of the same session and the same x, given by its
 * checkpoint, which must have no party in common with this one. Any order and any tree of merges
 * gives the same state. The one that was merged must not go on by itself: no submission may end up
 * in two sums.
 *
 * checkpoint: [checkpoint_len], the whole of it.
 *
 * NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
 * SESSION_MISMATCH, INVALID_SHARE, LENGTH_MISMATCH, UNKNOWN_PARTY (not on the roster),
 * HOLDER_MISMATCH (another x); CLOSED (this holder, or the checkpoint, is sealed),
 * ALREADY_ACCEPTED or PARTY_CONFLICT (a party is counted in both, with the same message or with
 * another), NOT_CANONICAL, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Refused, it changes nothing. Any
 * thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_merge(struct secagg_holder *holder,
                                  const uint8_t *checkpoint,
                                  size_t checkpoint_len);

/**
 * Fixes the set of parties for good, and writes the sealed checkpoint. Store that before the
 * release: a holder that came back unsealed after it has released could be made to release a
 * second sum. If it cannot be stored (a full disk), secagg_holder_export gives it again.
 *
 * checkpoint, checkpoint_capacity, checkpoint_len: as for secagg_holder_export. With too small a
 * buffer nothing is sealed. expected_cohort: [32], the digest that the holders have agreed on
 * (secagg_holder_cohort); NULL to seal what is there.
 *
 * NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, LIMIT_EXCEEDED, CLOSED (sealed already),
 * NO_SUBMISSIONS, COHORT_TOO_SMALL (fewer than the session's min_submissions), COHORT_MISMATCH,
 * WRONG_HANDLE (also a shard), FORKED. Refused, it changes nothing. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_seal(struct secagg_holder *holder,
                                 uint8_t *checkpoint,
                                 size_t checkpoint_capacity,
                                 size_t *checkpoint_len,
                                 const uint8_t *expected_cohort);

/**
 * Writes the partial sum over the sealed cohort, for the collector. It may be called again and
 * gives the same bytes.
 *
 * partial: out, [partial_len], see secagg_session_partial_len; untouched on failure.
 *
 * NULL_POINTER, LENGTH_MISMATCH, LIMIT_EXCEEDED, NOT_SEALED (also a shard), WRONG_HANDLE, FORKED.
 * Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_holder_release(struct secagg_holder *holder,
                                    uint8_t *partial,
                                    size_t partial_len);

/**
 * Wipes and frees a holder. NULL is fine. No other call may be using it, or use it later. In a
 * forked child it frees the child's copy.
 */
void secagg_holder_free(struct secagg_holder *holder);

/**
 * Makes a collector for a session.
 *
 * collector: out; NULL on failure; free it with secagg_collector_free.
 *
 * NULL_POINTER, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_collector_create(struct secagg_collector **collector,
                                      const struct secagg_session *session);

/**
 * Takes in a holder's partial sum; they may come in any order.
 *
 * partial: [partial_len], the whole of it, from the holder that it names: the transport must vouch
 * for that.
 *
 * NULL_POINTER, LIMIT_EXCEEDED; MALFORMED, UNSUPPORTED_VERSION, WRONG_KIND, CORRUPT;
 * SESSION_MISMATCH, INVALID_SHARE, LENGTH_MISMATCH; ALREADY_ACCEPTED (this very partial sum is
 * there), DUPLICATE_SHARE (another one of the same holder is there), CLOSED (there is a result),
 * NOT_CANONICAL, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Refused, it changes nothing. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_collector_accept(struct secagg_collector *collector,
                                      const uint8_t *partial,
                                      size_t partial_len);

/**
 * Whose partial sum has not come.
 *
 * missing: out, [holder_count], the session's: for each x from 1, 1 if it is missing, else 0;
 * untouched on failure.
 *
 * NULL_POINTER, LENGTH_MISMATCH, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_collector_missing(const struct secagg_collector *collector,
                                       uint8_t *missing,
                                       uint32_t holder_count);

/**
 * Who has summed over the same set of submissions as whom.
 *
 * cohorts: out, [holder_count], the session's: for each x from 1, 0 if its partial sum is missing,
 * else a number that is the same for all that report the same cohort; untouched on failure.
 *
 * NULL_POINTER, LENGTH_MISMATCH, LIMIT_EXCEEDED, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_collector_cohorts(const struct secagg_collector *collector,
                                       uint32_t *cohorts,
                                       uint32_t holder_count);

/**
 * Reconstructs the total from the partial sums that agree on the cohort, if there are at least
 * threshold of them (all, for additive sharing); the others are left aside, see
 * secagg_collector_cohorts. The first result closes the collector: nothing more is accepted. The
 * result may be had again.
 *
 * values: out, [value_count], the session's; untouched or zero on failure. submissions: out, how
 * many parties are in the total; untouched on failure. options: NULL for defaults.
 *
 * With exactly threshold partial sums a wrong one cannot be noticed: see first, by
 * secagg_collector_cohorts, that as many agree as are to check each other.
 *
 * NULL_POINTER, INVALID_OPTIONS, LENGTH_MISMATCH, BUFFER_OVERLAP, LIMIT_EXCEEDED;
 * NOT_ENOUGH_SHARES (fewer than threshold have come), COHORT_MISMATCH (fewer than threshold agree
 * on the cohort), COHORT_TOO_SMALL or NO_SUBMISSIONS (fewer parties than min_submissions:
 * suppressed, which is not 0), INCONSISTENT_SHARES (max_corrections is 0 and a partial sum is
 * wrong), TOO_MANY_DEVIATING (more are wrong than may or can be corrected); RANDOM_FAILED,
 * OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Refused, it changes nothing. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_collector_reconstruct(struct secagg_collector *collector,
                                           struct secagg_value *values,
                                           size_t value_count,
                                           uint64_t *submissions,
                                           const struct secagg_collector_options *options);

/**
 * Whose partial sum was found wrong, and left out of the result.
 *
 * It need not be that holder's fault: a party that deals inconsistent shares makes an honest
 * holder deviate. And more colluding holders than max_corrections guards against can have honest
 * ones named.
 *
 * deviating: out, [holder_count], the session's: for each x from 1, 1 if it was found wrong, else
 * 0; all 0 as long as there is no result; untouched on failure.
 *
 * NULL_POINTER, LENGTH_MISMATCH, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_collector_deviating(const struct secagg_collector *collector,
                                         uint8_t *deviating,
                                         uint32_t holder_count);

/**
 * Wipes and frees a collector. NULL is fine. No other call may be using it, or use it later. In a
 * forked child it frees the child's copy.
 */
void secagg_collector_free(struct secagg_collector *collector);

/**
 * Makes a ledger that knows of no round.
 *
 * ledger: out; NULL on failure; free it with secagg_ledger_free.
 *
 * NULL_POINTER, OUT_OF_MEMORY. Any thread.
 */
SECAGG_MUST_USE secagg_status secagg_ledger_create(struct secagg_ledger **ledger);

/**
 * Makes a ledger from what secagg_ledger_export wrote.
 *
 * ledger: out; NULL on failure; free it with secagg_ledger_free. bytes: [len].
 *
 * NULL_POINTER, MALFORMED, UNSUPPORTED_VERSION, CORRUPT, OUT_OF_MEMORY. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_ledger_import(struct secagg_ledger **ledger,
                                   const uint8_t *bytes,
                                   size_t len);

/**
 * Writes the ledger, for a file. Store it whenever it has changed.
 *
 * bytes: out, [capacity]; untouched on failure. len: out, the length; also set when it does not fit
 * (BUFFER_TOO_SMALL), otherwise untouched on failure.
 *
 * NULL_POINTER, BUFFER_TOO_SMALL, BUFFER_OVERLAP, OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_ledger_export(const struct secagg_ledger *ledger,
                                   uint8_t *bytes,
                                   size_t capacity,
                                   size_t *len);

/**
 * Whether a total over this cohort may be given out beside those that were: the ledger stays as it
 * is. A round that is in it already may, whatever it exposes.
 *
 * Found is every combination of totals by which one party or, if min_submissions is above 2, two
 * parties are isolated; and of larger groups below min_submissions those that one total, the
 * difference of two, or a row of the reduced matrix isolates. A party in league with the reader can
 * subtract its own numbers: choose min_submissions larger by as many.
 *
 * exposed: out, [exposed_capacity], ascending; the parties that would be. NULL and 0 if only the
 * answer is wanted: then exposed_count is still written. exposed_count: out, how many; 0 on all
 * answers but EXPOSES_PARTY. problem: NULL, or a report. series: [16]. entry: the round. party_ids:
 * [party_count], the cohort, strictly ascending.
 *
 * EXPOSES_PARTY (and as many ids as fit are written); NULL_POINTER, BUFFER_OVERLAP, INVALID_OPTIONS
 * (entry's struct_size or is_cumulative), OUT_OF_RANGE (rho), INVALID_ROSTER (not ascending),
 * NO_SUBMISSIONS (no party), SERIES_MISMATCH (another plan, or is_cumulative, than the series began
 * with: begin a new series, knowingly), PERIOD_SEALED (over another cohort), RHO_LIMIT,
 * LIMIT_EXCEEDED (2^32 parties), OUT_OF_MEMORY, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_ledger_check(struct secagg_ledger *ledger,
                                  uint64_t *exposed,
                                  size_t exposed_capacity,
                                  size_t *exposed_count,
                                  struct secagg_problem *problem,
                                  const uint8_t *series,
                                  const struct secagg_ledger_entry *entry,
                                  const uint64_t *party_ids,
                                  size_t party_count);

/**
 * Adds a round that is sealed, whatever it exposes: what may be given out is known. A round that is
 * there already changes nothing. Also for rounds of which others tell (secagg_record_verify).
 *
 * series: [16]. entry: the round; min_submissions and rho_limit are not looked at. party_ids:
 * [party_count], the cohort, strictly ascending.
 *
 * NULL_POINTER, INVALID_OPTIONS, OUT_OF_RANGE, INVALID_ROSTER, NO_SUBMISSIONS, SERIES_MISMATCH,
 * LIMIT_EXCEEDED, OUT_OF_MEMORY, WRONG_HANDLE, FORKED, as for secagg_ledger_check. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_ledger_record(struct secagg_ledger *ledger,
                                   const uint8_t *series,
                                   const struct secagg_ledger_entry *entry,
                                   const uint64_t *party_ids,
                                   size_t party_count);

/**
 * Takes a round back that can never be given out, since a quorum of holders has given it up
 * (secagg_give_up_verify). Arguments as for secagg_ledger_record.
 *
 * NULL_POINTER, INVALID_OPTIONS, OUT_OF_RANGE, INVALID_ROSTER, NO_SUBMISSIONS, SERIES_MISMATCH,
 * UNKNOWN_ROUND (not there, or over another cohort), LIMIT_EXCEEDED, OUT_OF_MEMORY, WRONG_HANDLE,
 * FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_ledger_strike(struct secagg_ledger *ledger,
                                   const uint8_t *series,
                                   const struct secagg_ledger_entry *entry,
                                   const uint64_t *party_ids,
                                   size_t party_count);

/**
 * How many rounds of a series the ledger knows, and what they have spent: 0 of a series that others
 * know rounds of means that this ledger is new, or lost.
 *
 * round_count, rho_spent: out; rho_spent may be NULL. series: [16].
 *
 * NULL_POINTER, BUFFER_OVERLAP, WRONG_HANDLE, FORKED. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_ledger_rounds(const struct secagg_ledger *ledger,
                                   uint64_t *round_count,
                                   double *rho_spent,
                                   const uint8_t *series);

/**
 * Frees a ledger. NULL is allowed.
 *
 * Any thread, when no other call uses it.
 */
void secagg_ledger_free(struct secagg_ledger *ledger);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* SECAGG_H */
