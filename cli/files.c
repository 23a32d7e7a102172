/* Reading whole documents and writing them whole or not at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void explain(const char *path, const char *what)
{
    fprintf(stderr, "ipsosched: cannot %s %s: %s\n", what, path, strerror(errno));
}

/* One byte beyond the library's limit is read, so that the library says what is wrong. */
static char *read_stream(FILE *stream, size_t *length)
{
    size_t capacity = 1 << 16, size = 0;
    char *text = malloc(capacity);

    while (text != NULL && size <= IPSO_MAX_DOCUMENT_BYTES) {
        size_t got = fread(text + size, 1, capacity - size, stream);
        char *larger;

        size += got;
        if (got == 0)
            break;
        if (size < capacity)
            continue;
        larger = realloc(text, capacity * 2);
        if (larger == NULL) {
            free(text);
            text = NULL;
        } else {
            text = larger;
            capacity *= 2;
        }
    }
    *length = size;
    return text;
}

char *read_document(const char *path, size_t *length)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *stream = standard ? stdin : fopen(path, "rb");
    char *text;

    if (stream == NULL) {
        explain(path, "read");
        return NULL;
    }
    errno = 0;
    text = read_stream(stream, length);
    if (text == NULL || ferror(stream)) {
        explain(standard ? "standard input" : path, "read");
        free(text);
        text = NULL;
    }
    if (!standard)
        fclose(stream);
    return text;
}

/* What a file made anew may be: all but what the umask takes. */
static mode_t new_file_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

static bool write_all(int descriptor, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(descriptor, text, length);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        text += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

static bool write_and_rename(int descriptor, const char *temporary, const char *path,
                             const char *text, size_t length)
{
    bool ok = write_all(descriptor, text, length) && fchmod(descriptor, new_file_mode()) == 0 &&
              fsync(descriptor) == 0;

    if (close(descriptor) != 0)
        ok = false;
    return ok && rename(temporary, path) == 0;
}

/* Devices and pipes are written straight; there is nothing to replace. */
static bool is_plain_target(const char *path)
{
    struct stat status;

    return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

static bool write_straight(const char *path, const char *text, size_t length)
{
    FILE *stream = fopen(path, "wb");
    bool ok = stream != NULL && fwrite(text, 1, length, stream) == length;

    if (stream != NULL && fclose(stream) != 0)
        ok = false;
    return ok;
}

bool write_document(const char *path, const char *text, size_t length)
{
    size_t size;
    char *temporary;
    int descriptor;
    bool ok;

    if (path == NULL || strcmp(path, "-") == 0)
        return fwrite(text, 1, length, stdout) == length;
    if (!is_plain_target(path)) {
        ok = write_straight(path, text, length);
        if (!ok)
            explain(path, "write");
        return ok;
    }
    size = strlen(path) + sizeof ".XXXXXX";
    temporary = malloc(size);
    if (temporary == NULL) {
        explain(path, "write");
        return false;
    }
    snprintf(temporary, size, "%s.XXXXXX", path);
    descriptor = mkstemp(temporary);
    ok = descriptor >= 0 && write_and_rename(descriptor, temporary, path, text, length);
    if (!ok) {
        explain(path, "write");
        if (descriptor >= 0)
            unlink(temporary);
    }
    free(temporary);
    return ok;
}
