/* Reading whole documents and writing them whole or not at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_LINKS 40

/* ---- reading ---- */

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
        if (larger == NULL)
            free(text);
        text = larger;
        capacity *= 2;
    }
    *length = size;
    return text;
}

char *read_document(const char *path, size_t *length)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *stream = standard ? stdin : fopen(path, "rb");
    int number = 0;
    char *text;

    if (stream == NULL)
        return NULL;
    errno = 0;
    text = read_stream(stream, length);
    if (text == NULL || ferror(stream)) {
        number = errno;
        free(text);
        text = NULL;
    }
    if (!standard)
        fclose(stream);
    errno = number;
    return text;
}

/* ---- names ---- */

/* The name in the folder of path; NULL without memory. */
static char *name_beside(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    char *joined = malloc(folder + strlen(name) + 1);

    if (joined == NULL)
        return NULL;
    memcpy(joined, path, folder);
    strcpy(joined + folder, name);
    return joined;
}

/* Where a symbolic link leads, one step; NULL when path is none. */
static char *follow_link(const char *path)
{
    char target[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof target - 1);

    if (length < 0)
        return NULL;
    target[length] = '\0';
    return target[0] == '/' ? strdup(target) : name_beside(path, target);
}

/* The file behind symbolic links, which may not be there yet: a link stays a link. NULL with errno
 * set without memory or in a circle of links. */
static char *resolve_links(const char *path)
{
    char *at = strdup(path);

    for (int steps = 0; at != NULL && steps < MAX_LINKS; steps++) {
        char *next = follow_link(at);

        if (next == NULL)
            return at;
        free(at);
        at = next;
    }
    errno = at == NULL ? ENOMEM : ELOOP;
    free(at);
    return NULL;
}

/* ---- writing ---- */

bool write_all(int descriptor, const char *text, size_t length)
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

/* What a file made anew may be: all but what the umask takes. */
static mode_t new_file_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

static bool fill_and_rename(int descriptor, const char *temporary, const char *path, mode_t mode,
                            const char *text, size_t length)
{
    bool ok = write_all(descriptor, text, length) && fchmod(descriptor, mode) == 0 &&
              fsync(descriptor) == 0;
    int number = errno;

    if (close(descriptor) != 0 && ok) {
        ok = false;
        number = errno;
    }
    errno = number;
    return ok && rename(temporary, path) == 0;
}

/* Puts a new file in the place of path. Signals that would end the program wait, so that no
 * temporary file is left behind. */
static bool replace_file(const char *path, mode_t mode, const char *text, size_t length)
{
    char *temporary = name_beside(path, ".ipsosched.XXXXXX");
    sigset_t held, before;
    int descriptor, number;
    bool ok;

    if (temporary == NULL)
        return false;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    sigprocmask(SIG_BLOCK, &held, &before);
    descriptor = mkstemp(temporary);
    ok = descriptor >= 0 && fill_and_rename(descriptor, temporary, path, mode, text, length);
    number = errno;
    if (descriptor >= 0 && !ok)
        unlink(temporary);
    sigprocmask(SIG_SETMASK, &before, NULL);
    free(temporary);
    errno = number;
    return ok;
}

static bool write_straight(FILE *stream, const char *text, size_t length)
{
    return fwrite(text, 1, length, stream) == length && fflush(stream) == 0;
}

/* Devices and pipes are written straight: there is nothing to replace. */
static bool write_device(const char *path, const char *text, size_t length)
{
    FILE *stream = fopen(path, "wb");
    bool ok;
    int number;

    if (stream == NULL)
        return false;
    ok = write_straight(stream, text, length);
    number = errno;
    fclose(stream);
    errno = number;
    return ok;
}

/* Whether files can be made, and put in the place of others, in the folder of path. */
static bool folder_is_open(const char *path)
{
    char *folder = name_beside(path, ".");
    bool is_open = folder != NULL && access(folder, W_OK | X_OK) == 0;

    free(folder);
    return is_open;
}

/* Whether a file may be written, as far as can be known before it is. */
static bool may_write(const char *path)
{
    char *target = resolve_links(path);
    struct stat status;
    bool may = target != NULL;
    int number;

    if (may && stat(target, &status) != 0) {
        may = folder_is_open(target);
    } else if (may && S_ISDIR(status.st_mode)) {
        may = false;
        errno = EISDIR;
    } else if (may) {
        may = access(target, W_OK) == 0 && (!S_ISREG(status.st_mode) || folder_is_open(target));
    }
    number = errno;
    free(target);
    errno = number;
    return may;
}

static bool write_file(const char *path, const char *text, size_t length)
{
    char *target = resolve_links(path);
    struct stat status;
    bool ok;
    int number;

    if (target == NULL)
        return false;
    if (stat(target, &status) != 0)
        ok = replace_file(target, new_file_mode(), text, length);
    else if (!S_ISREG(status.st_mode))
        ok = write_device(target, text, length);
    else
        ok = access(target, W_OK) == 0 && replace_file(target, status.st_mode & 0777, text, length);
    number = errno;
    free(target);
    errno = number;
    return ok;
}

static bool is_standard(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

bool expect_writable(const char *path)
{
    if (is_standard(path) || may_write(path))
        return true;
    fprintf(stderr, "ipsosched: cannot write %s: %s\n", path, strerror(errno));
    return false;
}

bool same_file(const char *a, const char *b)
{
    struct stat one, other;

    return !is_standard(a) && !is_standard(b) && stat(a, &one) == 0 && stat(b, &other) == 0 &&
           S_ISREG(one.st_mode) && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

int expect_kept(const struct command *command, const char *output, const char *document,
                const char *what)
{
    if (same_file(output, document))
        return usage_error(command, "%s is the %s: it would be lost", output, what);
    return CODE_DONE;
}

int expect_two_outputs(const struct command *command, const char *a, const char *b,
                       const char *what)
{
    if (a != NULL && b != NULL && (strcmp(a, b) == 0 || same_file(a, b)))
        return usage_error(command, "%s go to the same file", what);
    return CODE_DONE;
}

bool write_document(const char *path, const char *text, size_t length)
{
    bool standard = is_standard(path);
    bool ok = standard ? write_straight(stdout, text, length) : write_file(path, text, length);

    if (!ok && !(standard && errno == EPIPE))
        fprintf(stderr, "ipsosched: cannot write %s: %s\n", standard ? "standard output" : path,
                strerror(errno));
    if (!ok && standard)
        clearerr(stdout);
    return ok;
}
