/* Documents of a batch: the lines of standard input, or the *.json of a folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES ((size_t)1 << 16)

/* One byte beyond the library's limit is kept of a line, so that the library says what is wrong. */
#define MOST_BYTES (IPSO_MAX_DOCUMENT_BYTES + 1)

void free_item(batch_item *item)
{
    free(item->origin);
    free(item->text);
    item->origin = item->text = NULL;
}

/* ---- identity ---- */

/* FNV-1a of 64 bits (Fowler, Noll & Vo 1991). */
static void set_digest(batch_item *item)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < item->length; i++)
        hash = (hash ^ (unsigned char)item->text[i]) * 0x100000001b3u;
    if (item->text == NULL)
        strcpy(item->digest, "null");
    else
        snprintf(item->digest, sizeof item->digest, "\"%016" PRIx64 "\"", hash);
}

/* {"format": "ipsosched-result/1", "file": "a.json" or "line": 3 */
static bool set_origin(batch_item *item, const char *name, long long line_number)
{
    size_t size;
    FILE *out = open_memstream(&item->origin, &size);

    if (out == NULL)
        return false;
    fputs("{\"format\": \"ipsosched-result/1\", ", out);
    if (name == NULL) {
        fprintf(out, "\"line\": %lld", line_number);
    } else {
        fputs("\"file\": ", out);
        print_json_text(out, name);
    }
    return fclose(out) == 0;
}

static batch_step finish_item(batch_item *item, const char *name, long long line_number)
{
    set_digest(item);
    if (set_origin(item, name, line_number))
        return BATCH_ITEM;
    free_item(item);
    fputs("ipsosched: out of memory\n", stderr);
    return BATCH_FAILED;
}

/* ---- a folder ---- */

static char *path_in(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);

    if (path != NULL)
        snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static bool is_document(const char *name)
{
    size_t length = strlen(name);

    return name[0] != '.' && length > 5 && strcmp(name + length - 5, ".json") == 0;
}

static bool add_name(batch_input *input, const char *name)
{
    if (input->name_count == input->capacity) {
        size_t capacity = input->capacity * 2 + 64;
        char **names = realloc(input->names, capacity * sizeof *names);

        if (names == NULL)
            return false;
        input->names = names;
        input->capacity = capacity;
    }
    input->names[input->name_count] = strdup(name);
    return input->names[input->name_count++] != NULL;
}

/* Folders and the output are no documents. What cannot be told is one, which cannot be read. */
static bool consider_name(batch_input *input, const char *name, const struct stat *output)
{
    char *path = path_in(input->folder, name);
    struct stat status;
    bool passed;

    if (path == NULL)
        return false;
    passed = stat(path, &status) == 0 &&
             (S_ISDIR(status.st_mode) ||
              (status.st_dev == output->st_dev && status.st_ino == output->st_ino));
    free(path);
    return passed || add_name(input, name);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool list_folder(batch_input *input, DIR *folder, const struct stat *output)
{
    struct dirent *entry;
    bool ok = true;

    while (ok && (errno = 0, entry = readdir(folder)) != NULL)
        if (is_document(entry->d_name))
            ok = consider_name(input, entry->d_name, output);
    if (!ok || errno != 0)
        return false;
    if (input->name_count > 0)
        qsort(input->names, input->name_count, sizeof *input->names, compare_names);
    return true;
}

static int open_folder(batch_input *input, const char *path, const struct stat *output)
{
    DIR *folder = opendir(path);
    bool ok;

    if (folder == NULL && errno == ENOTDIR)
        return usage_error(&plan_command,
                           "%s is no folder: --batch reads a folder, or - for the lines of "
                           "standard input",
                           path);
    input->folder = path;
    ok = folder != NULL && list_folder(input, folder, output);
    if (!ok)
        fprintf(stderr, "%s: cannot be read: %s\n", path, strerror(errno));
    if (folder != NULL)
        closedir(folder);
    return ok ? CODE_DONE : CODE_FAILED;
}

static void read_file(batch_item *item, const char *path)
{
    struct stat status;

    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        strcpy(item->reason, "cannot be read: not a regular file");
        return;
    }
    item->text = read_document(path, &item->length);
    if (item->text == NULL)
        snprintf(item->reason, sizeof item->reason, "cannot be read: %s", strerror(errno));
}

static batch_step next_file(batch_input *input, batch_item *item)
{
    const char *name;
    char *path;

    if (input->next == input->name_count)
        return BATCH_END;
    name = input->names[input->next++];
    path = path_in(input->folder, name);
    if (path == NULL)
        strcpy(item->reason, "cannot be read: out of memory");
    else
        read_file(item, path);
    free(path);
    return finish_item(item, name, 0);
}

/* ---- lines ---- */

static bool extend_line(batch_input *input, const char *text, size_t length)
{
    size_t room = MOST_BYTES - input->length, wanted;

    length = length < room ? length : room;
    wanted = input->length + length;
    if (wanted > input->capacity || input->line == NULL) {
        size_t capacity = wanted * 2 < CHUNK_BYTES ? CHUNK_BYTES : wanted * 2;
        char *line = realloc(input->line, capacity);

        if (line == NULL)
            return false;
        input->line = line;
        input->capacity = capacity;
    }
    memcpy(input->line + input->length, text, length);
    input->length = wanted;
    return true;
}

/* Looks through the chunk for the end of the line; false without memory. */
static bool scan_chunk(batch_input *input, bool *complete)
{
    const char *from = input->chunk + input->at;
    const char *end = memchr(from, '\n', input->got - input->at);
    size_t length = end == NULL ? input->got - input->at : (size_t)(end - from);

    *complete = end != NULL;
    input->at += length + (end != NULL);
    return extend_line(input, from, length);
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
            return false;
    return true;
}

/* The line that is complete as an item; false when it is blank. */
static bool take_line(batch_input *input, batch_item *item)
{
    input->line_number++;
    if (input->length < MOST_BYTES && is_blank(input->line, input->length)) {
        input->length = 0;
        return false;
    }
    item->text = input->line;
    item->length = input->length;
    input->line = NULL;
    input->length = input->capacity = 0;
    return true;
}

static bool read_chunk(batch_input *input)
{
    ssize_t got = read(STDIN_FILENO, input->chunk, CHUNK_BYTES);

    if (got < 0 && errno != EINTR && errno != EAGAIN) {
        fprintf(stderr, "standard input: cannot be read: %s\n", strerror(errno));
        return false;
    }
    input->ready = false;
    input->ended = got == 0;
    input->at = 0;
    input->got = got > 0 ? (size_t)got : 0;
    return true;
}

static batch_step next_line(batch_input *input, batch_item *item)
{
    for (;;) {
        bool complete = false;

        if (input->at < input->got && !scan_chunk(input, &complete)) {
            fputs("ipsosched: out of memory\n", stderr);
            return BATCH_FAILED;
        }
        complete = complete || (input->ended && input->length > 0);
        if (complete && take_line(input, item))
            return finish_item(item, NULL, input->line_number);
        if (complete || input->at < input->got)
            continue;
        if (input->ended)
            return BATCH_END;
        if (!input->ready)
            return BATCH_WAIT;
        if (!read_chunk(input))
            return BATCH_FAILED;
    }
}

/* ---- either ---- */

int open_input(batch_input *input, const char *path, const struct stat *output)
{
    *input = (batch_input){.folder = NULL};
    if (strcmp(path, "-") != 0)
        return open_folder(input, path, output);
    input->chunk = malloc(CHUNK_BYTES);
    if (input->chunk != NULL)
        return CODE_DONE;
    fputs("ipsosched: out of memory\n", stderr);
    return CODE_FAILED;
}

batch_step next_item(batch_input *input, batch_item *item)
{
    *item = (batch_item){.text = NULL};
    return input->folder != NULL ? next_file(input, item) : next_line(input, item);
}

void close_input(batch_input *input)
{
    for (size_t i = 0; i < input->name_count; i++)
        free(input->names[i]);
    free(input->names);
    free(input->chunk);
    free(input->line);
}
