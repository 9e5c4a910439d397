/* Private files (0600) in private folders (0700), written so that they survive a crash. */
#ifndef FILES_H
#define FILES_H

#include <stddef.h>

/* FOLDER/NAME, to be freed. */
char *path_in(const char *folder, const char *name);

/* The whole content, to be freed; fails when it cannot be read. A 0 follows it. */
void *read_file(const char *path, size_t *len);

/* The content without a copy, until the program ends; fails when it cannot be read. */
const void *map_file(const char *path, size_t *len);

int file_exists(const char *path);

/* Makes a folder that may exist already. */
void make_folder(const char *path);

/* A new file; fails if there is one. On disk before it returns. */
void create_file(const char *path, const void *content, size_t len);

/* The same, but under its final name only once all of it is on disk; replaces an older one. */
void replace_file(const char *folder, const char *name, const void *content, size_t len);

/* Gives a file or folder its final name, on disk before it returns. */
void rename_in(const char *folder, const char *from, const char *to);

/* The folder's list of names to disk. */
void sync_folder(const char *folder);

#endif
