/* Whole files or none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include "base/error.h"
#include "base/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static ipso_status fail_io(ipso_error *err, const char *what, const char *path, int number)
{
    char reason[128] = "unknown error";

    strerror_r(number, reason, sizeof reason);
    return ipso__fail(err, IPSO_IO, "", "cannot %s %s: %s", what, path, reason);
}

/* mkstemp makes files of mode 0600; a new file gets what the umask allows instead. */
static int open_temporary(char *name)
{
    int descriptor = mkstemp(name);

    if (descriptor >= 0)
        fchmod(descriptor, 0644);
    return descriptor;
}

ipso_status ipso__file_begin(ipso__file *file, const char *path, ipso_error *err)
{
    static const char suffix[] = ".XXXXXX";
    size_t length = strlen(path);
    char *temporary = ipso__calloc(length + sizeof suffix, 1);
    char *copy = ipso__calloc(length + 1, 1);
    FILE *stream = NULL;
    int descriptor;

    if (temporary == NULL || copy == NULL) {
        free(temporary);
        free(copy);
        return ipso__fail_nomem(err);
    }
    memcpy(copy, path, length);
    memcpy(temporary, path, length);
    memcpy(temporary + length, suffix, sizeof suffix);
    descriptor = open_temporary(temporary);
    if (descriptor >= 0)
        stream = fdopen(descriptor, "w");
    if (stream == NULL) {
        ipso_status status = fail_io(err, "write", path, errno);

        if (descriptor >= 0) {
            close(descriptor);
            unlink(temporary);
        }
        free(temporary);
        free(copy);
        return status;
    }
    *file = (ipso__file){.stream = stream, .temporary = temporary, .path = copy};
    return IPSO_OK;
}

static void finish(ipso__file *file)
{
    free(file->temporary);
    free(file->path);
    *file = (ipso__file){.stream = NULL};
}

void ipso__file_abandon(ipso__file *file)
{
    fclose(file->stream);
    unlink(file->temporary);
    finish(file);
}

ipso_status ipso__file_commit(ipso__file *file, ipso_error *err)
{
    bool written =
        fflush(file->stream) == 0 && !ferror(file->stream) && fsync(fileno(file->stream)) == 0;
    ipso_status status = IPSO_OK;
    int number = errno;

    if (fclose(file->stream) != 0 && written) {
        written = false;
        number = errno;
    }
    if (written && rename(file->temporary, file->path) != 0) {
        written = false;
        number = errno;
    }
    if (!written) {
        status = fail_io(err, "write", file->path, number);
        unlink(file->temporary);
    }
    finish(file);
    return status;
}
