/* Files of instances: the names in a folder, and the bytes of a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static ipso_status fail(ipso_error *err, ipso_status status, const char *what, const char *why)
{
    ipso_error_init(err);
    err->status = status;
    snprintf(err->text, sizeof err->text, "%.200s: %.100s", what, why); /* cut to fit */
    return status;
}

/* The bytes of a stream, *length of them, for the caller to free; NULL when it cannot be read or
 * holds more than a document may. */
static char *read_all(FILE *in, size_t *length)
{
    char *bytes = NULL;
    size_t capacity = 0, used = 0, got = 1;
    while (got > 0 && used <= IPSO_MAX_DOCUMENT_BYTES) {
        if (used == capacity) {
            capacity = capacity == 0 ? 65536 : 2 * capacity;
            char *more = realloc(bytes, capacity);
            if (more == NULL)
                break;
            bytes = more;
        }
        got = fread(bytes + used, 1, capacity - used, in);
        used += got;
    }
    if (got > 0 || ferror(in)) {
        free(bytes);
        return NULL;
    }
    *length = used;
    return bytes;
}

char *bench_file_read(const char *folder, const char *file, size_t *length, ipso_error *err)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, file) >= sizeof path) {
        fail(err, IPSO_IO, file, "its path is too long");
        return NULL;
    }
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        fail(err, IPSO_IO, path, strerror(errno));
        return NULL;
    }
    char *text = read_all(in, length);
    fclose(in);
    if (text == NULL)
        fail(err, IPSO_IO, path, "cannot be read, or is too large");
    return text;
}

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

/* Bytes of two names, whole numbers in them by their value: week2 before week10. */
static int by_name(const void *first, const void *second)
{
    const char *a = *(char *const *)first, *b = *(char *const *)second;
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        size_t x = strspn(a, "0123456789"), y = strspn(b, "0123456789");
        if (x != y && x > 0 && y > 0)
            return x < y ? -1 : 1;
        if (*a != *b)
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
    }
    return (*a != '\0') - (*b != '\0');
}

/* Appends a copy of name; false when memory is out. */
static bool append(char ***files, size_t *count, const char *name)
{
    char **more = realloc(*files, (*count + 1) * sizeof *more);
    if (more == NULL)
        return false;
    *files = more;
    size_t size = strlen(name) + 1;
    more[*count] = malloc(size);
    if (more[*count] == NULL)
        return false;
    memcpy(more[(*count)++], name, size);
    return true;
}

char **bench_files(const char *folder, const char *ending, size_t *count, ipso_error *err)
{
    char **files = NULL;
    *count = 0;
    DIR *directory = opendir(folder);
    if (directory == NULL) {
        fail(err, IPSO_IO, folder, strerror(errno));
        return NULL;
    }
    bool ok = true;
    struct dirent *entry;
    while (ok && (entry = readdir(directory)) != NULL) {
        if (ends_in(entry->d_name, ending))
            ok = append(&files, count, entry->d_name);
    }
    closedir(directory);
    if (!ok || *count == 0) {
        char text[64];
        snprintf(text, sizeof text, "holds no file *%.20s", ending);
        fail(err, ok ? IPSO_INPUT : IPSO_NOMEM, folder, ok ? text : "out of memory");
        bench_files_free(files, *count);
        return NULL;
    }
    qsort(files, *count, sizeof *files, by_name);
    return files;
}

void bench_files_free(char **files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(files[i]);
    free(files);
}
