/*
 * What a holder has accepted, message after message in one file, so that it can give receipts
 * without writing its whole state each time, and can start again after a crash.
 *
 * All messages of a session have one length, so place k of the file is message k. Each has a
 * checksum of its own: what a crash left half written is noticed when it is read.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stddef.h>
#include <stdint.h>

struct journal {
    int file;
    size_t message_len;
    size_t message_count;
    int is_unsynced;
};

/* Opens or makes FOLDER/journal, and keeps other programs from using it. */
void open_journal(struct journal *journal, const char *folder, size_t message_len);

/* Message number `place` of the journal; fails when it cannot be read. */
void read_journal(const struct journal *journal, size_t place, uint8_t *message);

/* Appends a message; returns whether that went well. If not, the journal is as it was. */
int append_to_journal(struct journal *journal, const uint8_t *message);

/* All that was appended to disk. Fails when that is not possible: nobody knows then what is there. */
void sync_journal(struct journal *journal);

#endif
