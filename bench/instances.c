/* Instances: scenarios, and practice documents of a folder.
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

ipso_status bench_instance_generate(bench_instance *instance, const char *name, uint64_t seed,
                                    ipso_error *err)
{
    instance->practice = NULL;
    snprintf(instance->name, sizeof instance->name, "%s", name);
    return ipso_scenario_generate(&instance->practice, name, seed, err);
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

ipso_status bench_instance_load(bench_instance *instance, const char *folder, const char *file,
                                ipso_error *err)
{
    char path[4096];
    instance->practice = NULL;
    snprintf(instance->name, sizeof instance->name, "%.*s", (int)(strlen(file) - strlen(".json")),
             file);
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, file) >= sizeof path)
        return fail(err, IPSO_IO, file, "its path is too long");
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        return fail(err, IPSO_IO, path, strerror(errno));
    size_t length = 0;
    char *text = read_all(in, &length);
    fclose(in);
    if (text == NULL)
        return fail(err, IPSO_IO, path, "cannot be read, or is too large");
    ipso_status status =
        ipso_practice_from_json(&instance->practice, text, length, NULL, NULL, err);
    free(text);
    return status;
}

void bench_instance_finish(bench_instance *instance)
{
    ipso_practice_free(instance->practice);
    instance->practice = NULL;
}

static bool is_document(const char *name)
{
    size_t length = strlen(name), suffix = strlen(".json");
    return length > suffix && strcmp(name + length - suffix, ".json") == 0;
}

static int by_bytes(const void *first, const void *second)
{
    return strcmp(*(char *const *)first, *(char *const *)second);
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

char **bench_files(const char *folder, size_t *count, ipso_error *err)
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
        if (is_document(entry->d_name))
            ok = append(&files, count, entry->d_name);
    }
    closedir(directory);
    if (!ok || *count == 0) {
        fail(err, ok ? IPSO_INPUT : IPSO_NOMEM, folder,
             ok ? "holds no practice document (*.json)" : "out of memory");
        bench_files_free(files, *count);
        return NULL;
    }
    qsort(files, *count, sizeof *files, by_bytes);
    return files;
}

void bench_files_free(char **files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(files[i]);
    free(files);
}

void bench_complain(const char *name, const ipso_error *err)
{
    fprintf(stderr, "ipsosched-bench: %s: %s%s%s\n", name, err->where,
            err->where[0] != '\0' ? ": " : "", err->text);
}
