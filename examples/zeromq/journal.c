#include "journal.h"
#include "common.h"
#include "files.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static off_t place_of(const struct journal *journal, size_t place)
{
    return (off_t)(place * journal->message_len);
}

void open_journal(struct journal *journal, const char *folder, size_t message_len)
{
    char *path = path_in(folder, "journal");
    struct stat status;
    journal->message_len = message_len;
    journal->is_unsynced = 0;
    journal->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (journal->file < 0 || fstat(journal->file, &status) != 0)
        fail("cannot open %s: %s", path, strerror(errno));
    if (flock(journal->file, LOCK_EX | LOCK_NB) != 0)
        fail("another program uses %s", path);
    journal->message_count = (size_t)status.st_size / message_len;
    if (ftruncate(journal->file, place_of(journal, journal->message_count)) != 0)
        fail("cannot cut %s: %s", path, strerror(errno));
    sync_folder(folder);
    free(path);
}

void read_journal(const struct journal *journal, size_t place, uint8_t *message)
{
    for (size_t done = 0; done < journal->message_len;) {
        ssize_t got = pread(journal->file, message + done, journal->message_len - done,
                            place_of(journal, place) + (off_t)done);
        if (got <= 0)
            fail("cannot read the journal");
        done += (size_t)got;
    }
}

int append_to_journal(struct journal *journal, const uint8_t *message)
{
    off_t end = place_of(journal, journal->message_count);
    for (size_t done = 0; done < journal->message_len;) {
        ssize_t written = pwrite(journal->file, message + done, journal->message_len - done,
                                 end + (off_t)done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            tell("the journal: %s", strerror(errno));
            if (ftruncate(journal->file, end) != 0)
                fail("cannot cut the journal: %s", strerror(errno));
            return 0;
        }
        done += (size_t)written;
    }
    journal->message_count++;
    journal->is_unsynced = 1;
    return 1;
}

void sync_journal(struct journal *journal)
{
    if (journal->is_unsynced && fdatasync(journal->file) != 0)
        fail("cannot write the journal to disk: %s", strerror(errno));
    journal->is_unsynced = 0;
}
