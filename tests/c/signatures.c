/* The ABI, pinned: every function's type, every struct's size and every field's type and place,
 * every constant's number. None of this may change within one ABI version, so this file only ever
 * grows. tests/c_programs.rs checks that it names everything that the header declares. */
#include "check.h"
#include <stddef.h>

#define FUNCTION(name, type) \
    _Static_assert(_Generic(&(name), type: 1, default: 0), #name " has another type")
#define STRUCT(name, size) _Static_assert(sizeof(name) == (size), #name " has another size")
#define FIELD(name, field, offset, type)                                                 \
    _Static_assert(offsetof(name, field) == (offset), #name "." #field " has moved");    \
    _Static_assert(_Generic(&((name *)NULL)->field, type *: 1, default: 0),              \
                   #name "." #field " has another type")
#define ARRAY_FIELD(name, field, offset, type, count)                                    \
    _Static_assert(offsetof(name, field) == (offset), #name "." #field " has moved");    \
    _Static_assert(_Generic(&((name *)NULL)->field, type(*)[count]: 1, default: 0),      \
                   #name "." #field " has another type")
#define CONSTANT(name, number) _Static_assert((name) == (number), #name " has another number")
#define TYPE(name, type) \
    _Static_assert(_Generic((name *)NULL, type *: 1, default: 0), #name " is another type")

CONSTANT(SECAGG_VERSION_MAJOR, 0);
CONSTANT(SECAGG_VERSION_MINOR, 2);
CONSTANT(SECAGG_VERSION_PATCH, 0);

CONSTANT(SECAGG_OK, 0);
CONSTANT(SECAGG_NULL_POINTER, 100);
CONSTANT(SECAGG_LENGTH_MISMATCH, 102);
CONSTANT(SECAGG_BUFFER_TOO_SMALL, 103);
CONSTANT(SECAGG_BUFFER_OVERLAP, 104);
CONSTANT(SECAGG_LIMIT_EXCEEDED, 105);
CONSTANT(SECAGG_WRONG_HANDLE, 106);
CONSTANT(SECAGG_INVALID_OPTIONS, 107);
CONSTANT(SECAGG_INVALID_HOLDER_COUNT, 108);
CONSTANT(SECAGG_INVALID_EDGES, 109);
CONSTANT(SECAGG_INVALID_SCHEME, 110);
CONSTANT(SECAGG_INVALID_ROSTER, 111);
CONSTANT(SECAGG_UNSUPPORTED_TYPE, 112);
CONSTANT(SECAGG_INVALID_COLUMN, 113);
CONSTANT(SECAGG_NOT_CANONICAL, 200);
CONSTANT(SECAGG_OUT_OF_RANGE, 201);
CONSTANT(SECAGG_INVALID_SUMMARY, 202);
CONSTANT(SECAGG_INVALID_THRESHOLD, 300);
CONSTANT(SECAGG_INVALID_SHARE, 301);
CONSTANT(SECAGG_DUPLICATE_SHARE, 302);
CONSTANT(SECAGG_NOT_ENOUGH_SHARES, 303);
CONSTANT(SECAGG_INCONSISTENT_SHARES, 304);
CONSTANT(SECAGG_TOO_MANY_DEVIATING, 305);
CONSTANT(SECAGG_NO_SUBMISSIONS, 400);
CONSTANT(SECAGG_COHORT_TOO_SMALL, 401);
CONSTANT(SECAGG_CLOSED, 402);
CONSTANT(SECAGG_NOT_SEALED, 403);
CONSTANT(SECAGG_ALREADY_ACCEPTED, 404);
CONSTANT(SECAGG_PARTY_CONFLICT, 405);
CONSTANT(SECAGG_UNKNOWN_PARTY, 406);
CONSTANT(SECAGG_COHORT_MISMATCH, 407);
CONSTANT(SECAGG_EXPOSES_PARTY, 450);
CONSTANT(SECAGG_PERIOD_SEALED, 451);
CONSTANT(SECAGG_SERIES_MISMATCH, 452);
CONSTANT(SECAGG_UNKNOWN_ROUND, 453);
CONSTANT(SECAGG_RHO_LIMIT, 454);
CONSTANT(SECAGG_MALFORMED, 500);
CONSTANT(SECAGG_CORRUPT, 501);
CONSTANT(SECAGG_UNSUPPORTED_VERSION, 502);
CONSTANT(SECAGG_WRONG_KIND, 503);
CONSTANT(SECAGG_SESSION_MISMATCH, 504);
CONSTANT(SECAGG_HOLDER_MISMATCH, 505);
CONSTANT(SECAGG_INVALID_PLAN, 700);
CONSTANT(SECAGG_UNKNOWN_COLUMN, 701);
CONSTANT(SECAGG_UNKNOWN_STATISTIC, 702);
CONSTANT(SECAGG_REFUSED_ROW, 703);
CONSTANT(SECAGG_TOO_MANY_ROWS, 704);
CONSTANT(SECAGG_PLAN_MISMATCH, 705);

CONSTANT(SECAGG_INSECURE_SEED, 600);
CONSTANT(SECAGG_RANDOM_FAILED, 601);
CONSTANT(SECAGG_OUT_OF_MEMORY, 602);
CONSTANT(SECAGG_FORKED, 603);
CONSTANT(SECAGG_INTERNAL, 604);

CONSTANT(SECAGG_MAX_HOLDER_COUNT, 16384);
CONSTANT(SECAGG_MAX_VALUE_COUNT, 4294967296);
CONSTANT(SECAGG_MAX_HANDLE_VALUE_COUNT, 1073741824);
CONSTANT(SECAGG_MAX_THREAD_COUNT, 256);
CONSTANT(SECAGG_MAX_FRACTION_BITS, 93);
CONSTANT(SECAGG_MAX_PARTY_COUNT, 268435456);
CONSTANT(SECAGG_MAX_CONTEXT_LEN, 1048576);
CONSTANT(SECAGG_SUMMARY_VALUE_COUNT, 4);
CONSTANT(SECAGG_SCHEME_ADDITIVE, 1);
CONSTANT(SECAGG_SCHEME_SHAMIR, 2);
CONSTANT(SECAGG_KIND_DESCRIPTION, 1);
CONSTANT(SECAGG_KIND_MESSAGE, 2);
CONSTANT(SECAGG_KIND_PARTIAL, 3);
CONSTANT(SECAGG_KIND_CHECKPOINT, 4);

TYPE(secagg_status, int32_t);

STRUCT(secagg_value, 16);
_Static_assert(_Alignof(secagg_value) == 1, "any 16 bytes are a value");
ARRAY_FIELD(secagg_value, bytes, 0, uint8_t, 16);

STRUCT(secagg_problem, 264);
FIELD(secagg_problem, struct_size, 0, uint32_t);
FIELD(secagg_problem, status, 4, secagg_status);
FIELD(secagg_problem, where, 8, uint64_t);
ARRAY_FIELD(secagg_problem, what, 16, char, 248);

STRUCT(secagg_run_options, 8);
FIELD(secagg_run_options, struct_size, 0, uint32_t);
FIELD(secagg_run_options, threads, 4, uint32_t);

STRUCT(secagg_summary, 32);
FIELD(secagg_summary, count, 0, uint64_t);
FIELD(secagg_summary, sum, 8, double);
FIELD(secagg_summary, mean, 16, double);
FIELD(secagg_summary, variance, 24, double);

STRUCT(secagg_split_options, 16 + sizeof(void *));
FIELD(secagg_split_options, struct_size, 0, uint32_t);
FIELD(secagg_split_options, threads, 4, uint32_t);
FIELD(secagg_split_options, seed, 8, const uint8_t *);
FIELD(secagg_split_options, allow_insecure_seed, 8 + sizeof(void *), uint32_t);
FIELD(secagg_split_options, reserved, 12 + sizeof(void *), uint32_t);

STRUCT(secagg_share, 2 * sizeof(void *));
FIELD(secagg_share, x, 0, uint32_t);
FIELD(secagg_share, values, sizeof(void *), const secagg_value *);

STRUCT(secagg_aggregator_options, 24);
FIELD(secagg_aggregator_options, struct_size, 0, uint32_t);
FIELD(secagg_aggregator_options, reserved, 4, uint32_t);
FIELD(secagg_aggregator_options, value_count, 8, uint64_t);
FIELD(secagg_aggregator_options, min_submissions, 16, uint64_t);

STRUCT(secagg_ledger_entry, 72);
FIELD(secagg_ledger_entry, struct_size, 0, uint32_t);
FIELD(secagg_ledger_entry, is_cumulative, 4, uint32_t);
FIELD(secagg_ledger_entry, period, 8, uint64_t);
FIELD(secagg_ledger_entry, min_submissions, 16, uint64_t);
FIELD(secagg_ledger_entry, rho, 24, double);
FIELD(secagg_ledger_entry, rho_limit, 32, double);
ARRAY_FIELD(secagg_ledger_entry, plan, 40, uint8_t, 32);

STRUCT(secagg_session_options, 56 + 4 * sizeof(void *));
FIELD(secagg_session_options, struct_size, 0, uint32_t);
FIELD(secagg_session_options, scheme, 4, uint32_t);
FIELD(secagg_session_options, holder_count, 8, uint32_t);
FIELD(secagg_session_options, threshold, 12, uint32_t);
FIELD(secagg_session_options, value_count, 16, uint64_t);
FIELD(secagg_session_options, min_submissions, 24, uint64_t);
FIELD(secagg_session_options, fraction_bits, 32, uint32_t);
FIELD(secagg_session_options, reserved, 36, uint32_t);
ARRAY_FIELD(secagg_session_options, id, 40, uint8_t, 16);
FIELD(secagg_session_options, context, 56, const uint8_t *);
FIELD(secagg_session_options, context_len, 56 + sizeof(void *), size_t);
FIELD(secagg_session_options, roster, 56 + 2 * sizeof(void *), const uint64_t *);
FIELD(secagg_session_options, roster_count, 56 + 3 * sizeof(void *), size_t);

STRUCT(secagg_message_info, 56);
FIELD(secagg_message_info, struct_size, 0, uint32_t);
FIELD(secagg_message_info, version, 4, uint32_t);
FIELD(secagg_message_info, kind, 8, uint32_t);
FIELD(secagg_message_info, x, 12, uint32_t);
FIELD(secagg_message_info, party_id, 16, uint64_t);
ARRAY_FIELD(secagg_message_info, session, 24, uint8_t, 32);

STRUCT(secagg_collector_options, 16);
FIELD(secagg_collector_options, struct_size, 0, uint32_t);
FIELD(secagg_collector_options, threads, 4, uint32_t);
FIELD(secagg_collector_options, max_corrections, 8, uint32_t);
FIELD(secagg_collector_options, reserved, 12, uint32_t);

FUNCTION(secagg_version, const char *(*)(void));
FUNCTION(secagg_version_number, uint32_t (*)(void));
FUNCTION(secagg_status_name, const char *(*)(secagg_status));
FUNCTION(secagg_status_message, const char *(*)(secagg_status));

FUNCTION(secagg_encode_i64, secagg_status (*)(secagg_value *, const int64_t *, size_t));
FUNCTION(secagg_decode_i64, secagg_status (*)(int64_t *, const secagg_value *, size_t));
FUNCTION(secagg_encode_u64, secagg_status (*)(secagg_value *, const uint64_t *, size_t));
FUNCTION(secagg_decode_u64, secagg_status (*)(uint64_t *, const secagg_value *, size_t));
FUNCTION(secagg_encode_f64, secagg_status (*)(secagg_value *, secagg_problem *, const double *,
                                              size_t, uint32_t));
FUNCTION(secagg_decode_f64, secagg_status (*)(double *, const secagg_value *, size_t, uint32_t));
FUNCTION(secagg_summary_encode,
         secagg_status (*)(secagg_value *, secagg_problem *, const double *, size_t, uint32_t,
                           const secagg_run_options *));
FUNCTION(secagg_summary_decode,
         secagg_status (*)(secagg_summary *, const secagg_value *, size_t, uint32_t));
FUNCTION(secagg_histogram_encode,
         secagg_status (*)(secagg_value *, size_t, secagg_problem *, const double *, size_t,
                           const double *, size_t));
FUNCTION(secagg_arrow_encode,
         secagg_status (*)(secagg_value *, size_t, secagg_problem *, const struct ArrowSchema *,
                           const struct ArrowArray *, uint32_t));
FUNCTION(secagg_arrow_summary,
         secagg_status (*)(secagg_value *, secagg_problem *, const struct ArrowSchema *,
                           const struct ArrowArray *, uint32_t, const secagg_run_options *));
FUNCTION(secagg_arrow_histogram,
         secagg_status (*)(secagg_value *, size_t, secagg_problem *, const double *, size_t,
                           const struct ArrowSchema *, const struct ArrowArray *));

FUNCTION(secagg_additive_split, secagg_status (*)(secagg_value *, uint32_t, const secagg_value *,
                                                  size_t, const secagg_split_options *));
FUNCTION(secagg_additive_reconstruct,
         secagg_status (*)(secagg_value *, size_t, const secagg_share *, uint32_t,
                           const secagg_run_options *));
FUNCTION(secagg_shamir_split,
         secagg_status (*)(secagg_value *, uint32_t, uint32_t, const secagg_value *, size_t,
                           const secagg_split_options *));
FUNCTION(secagg_shamir_reconstruct,
         secagg_status (*)(secagg_value *, size_t, const secagg_share *, uint32_t, uint32_t,
                           const secagg_run_options *));
FUNCTION(secagg_shamir_recover,
         secagg_status (*)(secagg_value *, size_t, uint8_t *, const secagg_share *, uint32_t,
                           uint32_t, const secagg_run_options *));
FUNCTION(secagg_sum_add, secagg_status (*)(secagg_value *, const secagg_value *, size_t));

FUNCTION(secagg_aggregator_create,
         secagg_status (*)(secagg_aggregator **, uint32_t, const secagg_aggregator_options *));
FUNCTION(secagg_aggregator_submit,
         secagg_status (*)(secagg_aggregator *, uint64_t, const secagg_value *, size_t));
FUNCTION(secagg_aggregator_submissions,
         secagg_status (*)(const secagg_aggregator *, uint64_t *));
FUNCTION(secagg_aggregator_reconstruct,
         secagg_status (*)(secagg_aggregator *, secagg_value *, size_t));
FUNCTION(secagg_aggregator_reset, secagg_status (*)(secagg_aggregator *));
FUNCTION(secagg_aggregator_free, void (*)(secagg_aggregator *));

FUNCTION(secagg_session_create,
         secagg_status (*)(secagg_session **, const secagg_session_options *));
FUNCTION(secagg_session_export,
         secagg_status (*)(const secagg_session *, uint8_t *, size_t, size_t *));
FUNCTION(secagg_session_import, secagg_status (*)(secagg_session **, const uint8_t *, size_t));
FUNCTION(secagg_session_parameters,
         secagg_status (*)(const secagg_session *, secagg_session_options *));
FUNCTION(secagg_session_digest, secagg_status (*)(const secagg_session *, uint8_t *));
FUNCTION(secagg_session_message_len, secagg_status (*)(const secagg_session *, size_t *));
FUNCTION(secagg_session_partial_len, secagg_status (*)(const secagg_session *, size_t *));
FUNCTION(secagg_session_deal,
         secagg_status (*)(const secagg_session *, uint8_t *const *, uint32_t, size_t, uint64_t,
                           const secagg_value *, size_t, const secagg_run_options *));
FUNCTION(secagg_session_free, void (*)(secagg_session *));
FUNCTION(secagg_message_inspect,
         secagg_status (*)(secagg_message_info *, const uint8_t *, size_t));

FUNCTION(secagg_holder_create,
         secagg_status (*)(secagg_holder **, const secagg_session *, uint32_t));
FUNCTION(secagg_holder_create_shard,
         secagg_status (*)(secagg_holder **, const secagg_session *, uint32_t));
FUNCTION(secagg_holder_accept, secagg_status (*)(secagg_holder *, const uint8_t *, size_t));
FUNCTION(secagg_holder_withdraw, secagg_status (*)(secagg_holder *, const uint8_t *, size_t));
FUNCTION(secagg_holder_submissions, secagg_status (*)(const secagg_holder *, uint64_t *));
FUNCTION(secagg_holder_party_ids,
         secagg_status (*)(const secagg_holder *, uint64_t *, size_t, size_t *));
FUNCTION(secagg_holder_cohort, secagg_status (*)(const secagg_holder *, uint8_t *));
FUNCTION(secagg_holder_export,
         secagg_status (*)(const secagg_holder *, uint8_t *, size_t, size_t *));
FUNCTION(secagg_holder_import,
         secagg_status (*)(secagg_holder **, const secagg_session *, const uint8_t *, size_t));
FUNCTION(secagg_holder_merge, secagg_status (*)(secagg_holder *, const uint8_t *, size_t));
FUNCTION(secagg_holder_seal,
         secagg_status (*)(secagg_holder *, uint8_t *, size_t, size_t *, const uint8_t *));
FUNCTION(secagg_holder_release, secagg_status (*)(secagg_holder *, uint8_t *, size_t));
FUNCTION(secagg_holder_free, void (*)(secagg_holder *));

FUNCTION(secagg_collector_create,
         secagg_status (*)(secagg_collector **, const secagg_session *));
FUNCTION(secagg_collector_accept, secagg_status (*)(secagg_collector *, const uint8_t *, size_t));
FUNCTION(secagg_collector_missing,
         secagg_status (*)(const secagg_collector *, uint8_t *, uint32_t));
FUNCTION(secagg_collector_cohorts,
         secagg_status (*)(const secagg_collector *, uint32_t *, uint32_t));
FUNCTION(secagg_collector_reconstruct,
         secagg_status (*)(secagg_collector *, secagg_value *, size_t, uint64_t *,
                           const secagg_collector_options *));
FUNCTION(secagg_collector_deviating,
         secagg_status (*)(const secagg_collector *, uint8_t *, uint32_t));
FUNCTION(secagg_collector_free, void (*)(secagg_collector *));

FUNCTION(secagg_ledger_create, secagg_status (*)(secagg_ledger **));
FUNCTION(secagg_ledger_import, secagg_status (*)(secagg_ledger **, const uint8_t *, size_t));
FUNCTION(secagg_ledger_export,
         secagg_status (*)(const secagg_ledger *, uint8_t *, size_t, size_t *));
FUNCTION(secagg_ledger_check,
         secagg_status (*)(secagg_ledger *, uint64_t *, size_t, size_t *, secagg_problem *,
                           const uint8_t *, const secagg_ledger_entry *, const uint64_t *,
                           size_t));
FUNCTION(secagg_ledger_record,
         secagg_status (*)(secagg_ledger *, const uint8_t *, const secagg_ledger_entry *,
                           const uint64_t *, size_t));
FUNCTION(secagg_ledger_strike,
         secagg_status (*)(secagg_ledger *, const uint8_t *, const secagg_ledger_entry *,
                           const uint64_t *, size_t));
FUNCTION(secagg_ledger_rounds,
         secagg_status (*)(const secagg_ledger *, uint64_t *, double *, const uint8_t *));
FUNCTION(secagg_ledger_free, void (*)(secagg_ledger *));

int main(void)
{
    check_case("the header is the one that this file pins");
    CHECK(secagg_version_number() == 200);
    CHECK(strcmp(secagg_version(), "0.2.0") == 0);
    return check_result();
}
