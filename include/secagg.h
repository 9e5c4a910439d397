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
 * total, and decodes it. secagg_aggregator does the adding and reconstructing inside one process.
 *
 * Every call, unless its description says otherwise:
 *
 * - Arguments come in this order: handle, outputs, inputs, options. A count follows its array. A
 *   *_count counts elements, a *_len bytes. [n] after an array's name is its number of elements.
 * - It returns a secagg_status. SECAGG_OK is 0. secagg_status_name and secagg_status_message put
 *   others in words. If several things are wrong at once, any one of them is named.
 * - When it is refused, handles and in-place totals are as they were; other outputs are untouched
 *   or zero; handle outputs are NULL.
 * - The caller owns every buffer. The library keeps no pointer after a call returns and writes only
 *   to outputs. Arrays need no alignment. Outputs must not overlap other buffers of the call.
 * - NULL is allowed for an array whose count is 0, for options (all defaults) and where stated.
 * - Options structs: set every field to 0, then struct_size to the size of the struct, then what
 *   you need. A newer library understands an older program's smaller struct, and an older library
 *   a newer program's larger one as long as what it does not know is 0.
 * - Handles (secagg_aggregator) are made by ..._create, used from any number of threads at once,
 *   and freed by ..._free exactly once, when no call is using them. Using a handle afterwards is
 *   undefined. A handle belongs to the process that made it; in a forked child every call on it but
 *   ..._free answers SECAGG_FORKED. All other functions keep nothing between calls and may be used
 *   anywhere but in a signal handler.
 * - Calls need about 32 KiB of stack.
 * - Secrets that the library holds are wiped when it lets go of them; yours are yours to wipe.
 *
 * What no library can notice: parties that encode with different fraction_bits, units, edges or
 * column orders; a party that submits false numbers; holders who put their shares together. Agree
 * on the first beforehand and read the README on the others.
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

/**
 * Major version of this header.
 */
#define SECAGG_VERSION_MAJOR 0

/**
 * Minor version of this header. While the major version is 0, a new minor version may change the
 * ABI; the shared library's name (SONAME) changes with it.
 */
#define SECAGG_VERSION_MINOR 1

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
 * An argument has a value that its description does not allow: a count of 0, a reserved field
 * that is not 0, a struct_size that no release had, edges that do not ascend.
 */
#define SECAGG_INVALID_ARGUMENT 101

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
 * A count is above its limit (SECAGG_MAX_...), or a size in bytes would wrap.
 */
#define SECAGG_LIMIT_EXCEEDED 105

/**
 * The handle is of another type, or was freed (which is noticed by chance only).
 */
#define SECAGG_WRONG_HANDLE 106

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
 * A summary is one that no column has. The usual cause: parties encoded with different
 * fraction_bits, in another order, or wrongly on purpose. Not every such mistake is noticed.
 */
#define SECAGG_INVALID_SUMMARY 202

/**
 * The threshold is 0, or above the number of holders.
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
 * Fewer parties have submitted than min_submissions. Suppressed, which is not the same as 0.
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
 * This party has been counted already. Nothing is wrong if it only sent again.
 */
#define SECAGG_ALREADY_ACCEPTED 404

/**
 * This party has been counted already, with a different message.
 */
#define SECAGG_PARTY_CONFLICT 405

/**
 * The party is not on the roster, or nothing of it was accepted here.
 */
#define SECAGG_UNKNOWN_PARTY 406

/**
 * The sums are not over the same submissions.
 */
#define SECAGG_COHORT_MISMATCH 407

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
 * The message belongs to a session with other parameters.
 */
#define SECAGG_SESSION_MISMATCH 504

/**
 * The message is meant for another holder.
 */
#define SECAGG_HOLDER_MISMATCH 505

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
 * Values of one summary.
 */
#define SECAGG_SUMMARY_VALUE_COUNT 4

/**
 * Adds up the shares of many parties, all holders in one process, and gives out the total once
 * enough parties are in.
 *
 * Whoever can read the memory of this process could add up one party's shares. The session
 * roles, where each holder has only its own share, do not need that trust.
 */
typedef struct secagg_aggregator secagg_aggregator;

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
     * thread. Results are the same bytes for any number.
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
     * NULL, as everyone wants it who protects data: the shares are random. Otherwise 32 bytes
     * from which they are computed, the same on every machine and in every release, for tests
     * only: who knows the seed reads the values from one share, and two vectors split with one
     * seed, holder count and threshold reveal their difference.
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

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the library in use, such as "0.1.0". Static memory; any thread.
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
 * values: out, [count]; zero on failure. numbers: [count], at any alignment.
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED (count, or fraction_bits above
 * SECAGG_MAX_FRACTION_BITS), OUT_OF_RANGE (NaN, infinite, or 2^94 or more after scaling). Its
 * time depends on nothing else about the numbers. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_encode_f64(struct secagg_value *values,
                                const double *numbers,
                                size_t count,
                                uint32_t fraction_bits);

/**
 * Decodes `count` values, or totals of values, of secagg_encode_f64 to the nearest doubles.
 *
 * numbers: out, [count], at any alignment; untouched on failure. values: [count].
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL. Any thread.
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
 * out.
 *
 * values: out, [SECAGG_SUMMARY_VALUE_COUNT]; untouched on failure. column: [row_count], at any
 * alignment. options: NULL for defaults.
 *
 * NULL_POINTER, BUFFER_OVERLAP, INVALID_ARGUMENT (options), LIMIT_EXCEEDED (fraction_bits,
 * threads), OUT_OF_RANGE (a row that is infinite, or of magnitude 2^62 or more after scaling).
 * Its time depends on nothing else about the rows, nor on which are missing. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_summary_encode(struct secagg_value *values,
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
 * wrong input.
 *
 * NULL_POINTER, BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL, INVALID_SUMMARY. Any thread.
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
 * values: out, [value_count], where value_count is edge_count + 1; untouched on failure. edges:
 * [edge_count], at least one, finite, strictly ascending. column: [row_count]. Both at any
 * alignment.
 *
 * NULL_POINTER, BUFFER_OVERLAP, INVALID_ARGUMENT (edges), LENGTH_MISMATCH, LIMIT_EXCEEDED.
 * Every row is compared with every edge: the time is row_count * edge_count and does not depend
 * on the rows. Any thread.
 */
SECAGG_MUST_USE
secagg_status secagg_histogram_encode(struct secagg_value *values,
                                      size_t value_count,
                                      const double *edges,
                                      size_t edge_count,
                                      const double *column,
                                      size_t row_count);

/**
 * Splits a vector among n = holder_count holders, all of whom are needed to reconstruct it: n - 1
 * shares of a value are uniform, and the last makes the sum of all n the value. Any n - 1 shares
 * say nothing about it.
 *
 * shares: out, [holder_count * value_count], holder after holder: the shares of holder x (from 1)
 * start at shares + (x - 1) * value_count. Send each holder its own and nobody else's. Untouched
 * or zero on failure. values: [value_count]. options: NULL for defaults.
 *
 * NULL_POINTER, INVALID_ARGUMENT (holder_count below 2, options), BUFFER_OVERLAP, LIMIT_EXCEEDED,
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
 * NULL_POINTER, INVALID_ARGUMENT (options), BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL,
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
 * NULL_POINTER, INVALID_ARGUMENT (holder_count 0, options), INVALID_THRESHOLD, BUFFER_OVERLAP,
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
 * Reconstructs a vector from m = share_count >= t = threshold shares of it.
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
 * NULL_POINTER, INVALID_ARGUMENT (options), BUFFER_OVERLAP, LIMIT_EXCEEDED, NOT_CANONICAL,
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
 * value_count values (16 bytes each) and some 20 bytes for every party. options: NULL for
 * defaults.
 *
 * NULL_POINTER, INVALID_ARGUMENT (holder_count below 2, options), LIMIT_EXCEEDED (holder_count,
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

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* SECAGG_H */
