/**
 * @file secagg_mpi.h
 * @brief secagg in MPI programs: a datatype for a value and an operation that adds values, for
 * MPI_Reduce, MPI_Allreduce, MPI_Reduce_scatter_block, MPI_Scan and the like.
 *
 *   MPI_Datatype value;
 *   MPI_Op add;
 *   secagg_mpi_value_create(&value);
 *   secagg_mpi_add_create(&add);
 *   MPI_Reduce(sums, total, count, value, add, 0, MPI_COMM_WORLD);
 *   MPI_Op_free(&add);
 *   MPI_Type_free(&value);
 *
 * The addition is exact and commutative: the result is the same bytes for any number of ranks and
 * any order in which MPI adds, unlike a sum of doubles.
 *
 * What goes wrong inside a reduction. MPI gives an operation no way to report an error, and this
 * one neither prints nor aborts. Whatever the library's functions wrote can be added. If a rank
 * contributes something else (an integer of 2^127 - 1 or more), or another datatype is used, the
 * operation fills its result with bytes 0xff. Those are no value either, so they stay what they are
 * through all further additions, and on the rank that receives the result every function of the
 * library refuses it: SECAGG_NOT_CANONICAL. On a job of one rank nothing is added, and the same
 * check applies. So look at the status of the first call that reads a received vector; there is
 * nothing else to check.
 *
 * An MPI job protects nothing from whoever runs it: its operator can read every rank's memory. See
 * docs/mpi.md for what sharing is good for inside a job, and for what it costs.
 *
 * Needs no library of its own: link with secagg and MPI. C99 or later, C++11 or later, MPI 3 or
 * later.
 */

#ifndef SECAGG_MPI_H
#define SECAGG_MPI_H

#include <mpi.h>
#include <secagg.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Makes the datatype of a secagg_value: 16 bytes without alignment. Free it with MPI_Type_free.
 *
 * Returns MPI_SUCCESS or MPI's error code.
 */
static inline int secagg_mpi_value_create(MPI_Datatype *value)
{
    int error = MPI_Type_contiguous((int)sizeof(secagg_value), MPI_BYTE, value);
    return error == MPI_SUCCESS ? MPI_Type_commit(value) : error;
}

/**
 * What MPI calls in a reduction: total = values + total. The type may also be one of several values
 * without gaps, as MPI_Type_contiguous makes them of the datatype above, of any size.
 */
static inline void secagg_mpi_add(void *values, void *total, int *count, MPI_Datatype *type)
{
    /* Types of 2 GiB and more have a size that only the calls with MPI_Count can say. */
    MPI_Count size = 0;
    MPI_Aint lower_bound = 0, extent = 0, first_byte = 0, true_extent = 0;
    MPI_Type_size_x(*type, &size);
    MPI_Type_get_extent(*type, &lower_bound, &extent);
    MPI_Type_get_true_extent(*type, &first_byte, &true_extent);

    size_t value_len = sizeof(secagg_value);
    if ((size_t)size % value_len == 0 && extent == size && true_extent == size && first_byte == 0) {
        size_t value_count = (size_t)*count * ((size_t)size / value_len);
        if (secagg_sum_add((secagg_value *)total, (const secagg_value *)values, value_count)
            == SECAGG_OK)
            return;
    }
    for (int element = 0; element < *count; element++)
        memset((char *)total + first_byte + element * extent, 0xff, (size_t)size);
}

/**
 * Makes the operation that adds values. Free it with MPI_Op_free.
 *
 * Returns MPI_SUCCESS or MPI's error code.
 */
static inline int secagg_mpi_add_create(MPI_Op *add)
{
    return MPI_Op_create(secagg_mpi_add, 1 /* commutative */, add);
}

#ifdef __cplusplus
}
#endif

#endif /* SECAGG_MPI_H */
