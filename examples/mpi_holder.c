/*
 * One holder with more messages than one machine takes: every rank of an MPI job accepts a part of
 * them in a shard, and the shards are merged along a tree of ranks. Rank 0 ends up with the very
 * state of a holder that has accepted all of them, and seals and releases it.
 *
 *   mpirun -n 4 mpi_holder [parties for each rank]
 *
 * needs: MPI
 */
#include <secagg_mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { HOLDER_COUNT = 3, THRESHOLD = 2, X = 1 /* this job is holder 1 */, VALUE_COUNT = 1000 };
enum { PIECE_LEN = 1 << 30 }; /* MPI counts bytes in an int */

static int rank, rank_count;

static void check(secagg_status status)
{
    if (status != SECAGG_OK) {
        fprintf(stderr, "rank %d: %s: %s\n", rank, secagg_status_name(status),
                secagg_status_message(status));
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
}

static uint8_t *allocate(size_t len)
{
    uint8_t *memory = calloc(len, 1);
    if (memory == NULL) {
        fprintf(stderr, "rank %d: out of memory\n", rank);
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
    return memory;
}

/* Rank 0 decides on the parameters; the others get its description. */
static secagg_session *agree_on_session(void)
{
    secagg_session *session = NULL;
    uint8_t description[1024];
    size_t len = 0;
    if (rank == 0) {
        secagg_session_options options = {0};
        options.struct_size = sizeof options;
        options.scheme = SECAGG_SCHEME_SHAMIR;
        options.holder_count = HOLDER_COUNT;
        options.threshold = THRESHOLD;
        options.value_count = VALUE_COUNT;
        check(secagg_session_create(&session, &options));
        check(secagg_session_export(session, description, sizeof description, &len));
    }
    uint64_t shared_len = len;
    MPI_Bcast(&shared_len, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
    MPI_Bcast(description, (int)shared_len, MPI_BYTE, 0, MPI_COMM_WORLD);
    if (rank != 0)
        check(secagg_session_import(&session, description, (size_t)shared_len));
    return session;
}

/* In earnest a message comes from a party, over a channel that vouches for it. Here it is dealt on
   the spot, and what the other holders would get is dropped. */
static void receive_message(uint8_t *message, size_t message_len, const secagg_session *session,
                            uint64_t party_id)
{
    int64_t numbers[VALUE_COUNT];
    secagg_value values[VALUE_COUNT];
    uint8_t *others = allocate((HOLDER_COUNT - 1) * message_len);
    uint8_t *messages[HOLDER_COUNT] = {message, others, others + message_len};
    for (int i = 0; i < VALUE_COUNT; i++)
        numbers[i] = (int64_t)party_id * VALUE_COUNT + i;
    check(secagg_encode_i64(values, numbers, VALUE_COUNT));
    check(secagg_session_deal(session, messages, HOLDER_COUNT, message_len, party_id, values,
                              VALUE_COUNT, NULL));
    free(others);
}

/* The whole state as bytes, to be freed. */
static uint8_t *export_state(const secagg_holder *holder, size_t *len)
{
    if (secagg_holder_export(holder, NULL, 0, len) != SECAGG_BUFFER_TOO_SMALL)
        check(SECAGG_INTERNAL);
    uint8_t *state = allocate(*len);
    check(secagg_holder_export(holder, state, *len, len));
    return state;
}

static void send_state(const secagg_holder *holder, int to)
{
    size_t len;
    uint8_t *state = export_state(holder, &len);
    uint64_t announced = len;
    MPI_Send(&announced, 1, MPI_UINT64_T, to, 0, MPI_COMM_WORLD);
    for (size_t done = 0; done < len; done += PIECE_LEN) {
        size_t piece = len - done < PIECE_LEN ? len - done : PIECE_LEN;
        MPI_Send(state + done, (int)piece, MPI_BYTE, to, 0, MPI_COMM_WORLD);
    }
    free(state);
}

static void merge_state(secagg_holder *holder, int from)
{
    uint64_t len;
    MPI_Recv(&len, 1, MPI_UINT64_T, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    uint8_t *state = allocate((size_t)len);
    for (size_t done = 0; done < len; done += PIECE_LEN) {
        size_t piece = len - done < PIECE_LEN ? len - done : PIECE_LEN;
        MPI_Recv(state + done, (int)piece, MPI_BYTE, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    }
    check(secagg_holder_merge(holder, state, (size_t)len));
    free(state);
}

/* In round k, ranks that are multiples of 2^(k + 1) take in the rank 2^k further on. Any order and
   any tree of merges gives the same state. */
static void merge_along_tree(secagg_holder *holder)
{
    for (int step = 1; step < rank_count; step *= 2) {
        if (rank % (2 * step) == step) {
            send_state(holder, rank - step);
            return;
        }
        if (rank + step < rank_count)
            merge_state(holder, rank + step);
    }
}

/* For comparison: rank 0 as a holder that accepts all messages itself, in its own order. */
static int is_state_of_one_holder(const secagg_holder *merged, const secagg_session *session,
                                  const uint8_t *messages, size_t message_len, size_t count)
{
    secagg_holder *one;
    size_t len, one_len;
    check(secagg_holder_create(&one, session, X));
    for (size_t i = count; i > 0; i--)
        check(secagg_holder_accept(one, messages + (i - 1) * message_len, message_len));
    uint8_t *state = export_state(merged, &len), *one_state = export_state(one, &one_len);
    int is_same = len == one_len && memcmp(state, one_state, len) == 0;
    printf("%zu messages, %d ranks, a state of %zu bytes: %s one holder's\n", count, rank_count, len,
           is_same ? "the same bytes as" : "NOT");
    secagg_holder_free(one);
    free(one_state);
    free(state);
    return is_same;
}

static void seal_and_release(secagg_holder *holder, const secagg_session *session)
{
    size_t len, partial_len;
    uint8_t *checkpoint = export_state(holder, &len); /* for its length */
    check(secagg_session_partial_len(session, &partial_len));
    uint8_t *partial = allocate(partial_len);
    check(secagg_holder_seal(holder, checkpoint, len, &len, NULL)); /* here, store it */
    check(secagg_holder_release(holder, partial, partial_len));
    printf("sealed, and released a partial sum of %zu bytes\n", partial_len);
    free(partial);
    free(checkpoint);
}

int main(int argc, char **argv)
{
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &rank_count);
    size_t parties = argc > 1 ? strtoul(argv[1], NULL, 10) : 100, message_len;
    secagg_session *session = agree_on_session();
    check(secagg_session_message_len(session, &message_len));

    /* Only rank 0's can be sealed and released; shards are there to be merged. */
    secagg_holder *holder;
    check(rank == 0 ? secagg_holder_create(&holder, session, X)
                    : secagg_holder_create_shard(&holder, session, X));
    uint8_t *messages = allocate(parties * message_len);
    for (size_t i = 0; i < parties; i++) {
        uint64_t party_id = i * (uint64_t)rank_count + (uint64_t)rank;
        receive_message(messages + i * message_len, message_len, session, party_id);
        check(secagg_holder_accept(holder, messages + i * message_len, message_len));
    }
    merge_along_tree(holder);

    size_t all = parties * (size_t)rank_count;
    uint8_t *all_messages = allocate(rank == 0 ? all * message_len : 1);
    int own_len = (int)(parties * message_len), is_same = 1;
    MPI_Gather(messages, own_len, MPI_BYTE, all_messages, own_len, MPI_BYTE, 0, MPI_COMM_WORLD);
    if (rank == 0) {
        is_same = is_state_of_one_holder(holder, session, all_messages, message_len, all);
        seal_and_release(holder, session);
    }
    free(all_messages);
    free(messages);
    secagg_holder_free(holder);
    secagg_session_free(session);
    MPI_Finalize();
    return is_same ? EXIT_SUCCESS : EXIT_FAILURE;
}
