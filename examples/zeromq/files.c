#include "files.h"
#include "common.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

char *path_in(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = allocate(size, 1);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static int open_file(const char *path, size_t *len)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0)
        fail("cannot read %s: %s", path, strerror(errno));
    *len = (size_t)status.st_size;
    return file;
}

void *read_file(const char *path, size_t *len)
{
    int file = open_file(path, len);
    char *content = allocate(*len + 1, 1);
    size_t have = 0;
    while (have < *len) {
        ssize_t got = read(file, content + have, *len - have);
        if (got <= 0)
            fail("cannot read %s", path);
        have += (size_t)got;
    }
    close(file);
    return content;
}

const void *map_file(const char *path, size_t *len)
{
    int file = open_file(path, len);
    void *content = *len > 0 ? mmap(NULL, *len, PROT_READ, MAP_SHARED, file, 0) : "";
    if (content == MAP_FAILED)
        fail("cannot read %s: %s", path, strerror(errno));
    close(file);
    return content;
}

int file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

void make_folder(const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        fail("cannot make the folder %s: %s", path, strerror(errno));
}

static void write_and_sync(const char *path, int flags, const void *content, size_t len)
{
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
    if (file < 0)
        fail("cannot write %s: %s", path, strerror(errno));
    for (size_t done = 0; done < len;) {
        ssize_t written = write(file, (const char *)content + done, len - done);
        if (written < 0)
            fail("cannot write %s: %s", path, strerror(errno));
        done += (size_t)written;
    }
    if (fsync(file) != 0 || close(file) != 0)
        fail("cannot write %s: %s", path, strerror(errno));
}

void create_file(const char *path, const void *content, size_t len)
{
    write_and_sync(path, O_EXCL, content, len);
}

void replace_file(const char *folder, const char *name, const void *content, size_t len)
{
    char *unfinished = path_in(folder, "unfinished");
    write_and_sync(unfinished, O_TRUNC, content, len);
    free(unfinished);
    rename_in(folder, "unfinished", name);
}

void rename_in(const char *folder, const char *from, const char *to)
{
    char *old_path = path_in(folder, from), *new_path = path_in(folder, to);
    if (rename(old_path, new_path) != 0)
        fail("cannot rename %s: %s", old_path, strerror(errno));
    free(old_path);
    free(new_path);
    sync_folder(folder);
}

void sync_folder(const char *folder)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0 || fsync(file) != 0)
        fail("cannot write to %s: %s", folder, strerror(errno));
    close(file);
}
