/* Lines of a batch: appended to those that an earlier run left complete.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool cannot_write(const batch_output *output)
{
    if (output->path != NULL || errno != EPIPE)
        fprintf(stderr, "ipsosched: cannot write %s: %s\n",
                output->path == NULL ? "standard output" : output->path, strerror(errno));
    return false;
}

/* ---- opening ---- */

/* Two runs into one file would mix their lines. Where files cannot be locked nothing is said. */
static bool lock_file(const batch_output *output)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    if (fcntl(output->descriptor, F_SETLK, &lock) == 0 || (errno != EACCES && errno != EAGAIN))
        return true;
    fprintf(stderr, "ipsosched: cannot write %s: another batch is writing it\n", output->path);
    return false;
}

static bool open_path(batch_output *output)
{
    struct stat status;
    bool device = stat(output->path, &status) == 0 && !S_ISREG(status.st_mode);

    output->descriptor = open(output->path, device ? O_WRONLY : O_RDWR | O_CREAT, 0666);
    if (output->descriptor < 0 || fstat(output->descriptor, &status) != 0)
        return cannot_write(output);
    if (!S_ISREG(status.st_mode))
        return true;
    if (!lock_file(output))
        return false;
    output->kept = fdopen(output->descriptor, "r");
    return output->kept != NULL || cannot_write(output);
}

bool open_output(batch_output *output, const char *path)
{
    *output = (batch_output){.path = path, .descriptor = STDOUT_FILENO};
    return path == NULL || open_path(output);
}

/* ---- what is there ---- */

/* Whether a line, or what was written of it, is of the item. A document that could not be read then
 * may be there now: its line stands. */
static bool is_line_of(const char *line, size_t length, const batch_item *item, int *code)
{
    const char *digests[] = {item->digest, "null"};
    size_t size = strlen(item->origin) + 64;
    char *opening = malloc(size);
    bool same = false;

    for (int i = 0; i < 2 && !same && opening != NULL; i++) {
        size_t wanted = (size_t)snprintf(
            opening, size, "%s, \"digest\": %s, \"code\": ", item->origin, digests[i]);

        same = memcmp(line, opening, length < wanted ? length : wanted) == 0;
        if (same && length > wanted)
            *code = atoi(line + wanted);
    }
    free(opening);
    return same;
}

static batch_kept refuse(const batch_output *output, const batch_item *item)
{
    fprintf(stderr, "ipsosched: %s holds what this batch has not written: ", output->path);
    if (item == NULL)
        fputs("there are fewer documents than lines\n", stderr);
    else
        fprintf(stderr, "the line after %lld bytes is not of the document in its turn\n",
                (long long)output->end);
    return KEPT_FAILED;
}

/* From here on lines are appended. */
static batch_kept end_kept(batch_output *output)
{
    if (ftruncate(output->descriptor, output->end) == 0 &&
        lseek(output->descriptor, output->end, SEEK_SET) == output->end)
        return KEPT_NONE;
    cannot_write(output);
    return KEPT_FAILED;
}

batch_kept take_kept(batch_output *output, const batch_item *item, int *code)
{
    ssize_t length;

    if (output->kept == NULL)
        return KEPT_NONE;
    errno = 0;
    length = getline(&output->line, &output->capacity, output->kept);
    if (length < 0 && !feof(output->kept)) {
        cannot_write(output);
        return KEPT_FAILED;
    }
    if (length < 0)
        return end_kept(output);
    if (item == NULL || !is_line_of(output->line, (size_t)length, item, code))
        return refuse(output, item);
    if (output->line[length - 1] != '\n')
        return end_kept(output);
    if (length < 2 || output->line[length - 2] != '}')
        return refuse(output, item);
    output->end += length;
    return KEPT_LINE;
}

/* ---- writing ---- */

bool append_line(batch_output *output, const char *line, size_t length)
{
    return write_all(output->descriptor, line, length) || cannot_write(output);
}

bool close_output(batch_output *output)
{
    bool ok = true;

    free(output->line);
    if (output->kept != NULL)
        ok = fsync(output->descriptor) == 0 && fclose(output->kept) == 0;
    else if (output->descriptor >= 0 && output->path != NULL)
        ok = close(output->descriptor) == 0;
    return ok || cannot_write(output);
}
