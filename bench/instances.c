/* Instances: scenarios, and practice documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"
#include "rosters.h"

#include <stdlib.h>
#include <string.h>

ipso_status bench_instance_generate(bench_instance *instance, const char *name, uint64_t seed,
                                    ipso_error *err)
{
    instance->practice = NULL;
    instance->roster_alone = false;
    snprintf(instance->name, sizeof instance->name, "%s", name);
    return ipso_scenario_generate(&instance->practice, name, seed, err);
}

int bench_name_length(const char *file)
{
    const char *dot = strrchr(file, '.');
    return (int)(dot != NULL ? dot - file : (ptrdiff_t)strlen(file));
}

/* The format that the file's ending is that of, NULL for a practice document. */
static const rosters_format *format_of(const char *file)
{
    size_t length = strlen(file);
    for (int i = 0; i < ROSTERS_FORMATS; i++) {
        size_t own = strlen(rosters_formats[i].ending);
        if (length > own && strcmp(file + length - own, rosters_formats[i].ending) == 0)
            return &rosters_formats[i];
    }
    return NULL;
}

static ipso_status read_public(bench_instance *instance, const rosters_format *format,
                               const char *text, size_t length, ipso_error *err)
{
    void *read = NULL;
    ipso_status status = format->read(&read, text, length, err);
    if (status == IPSO_OK)
        status = format->make(&instance->practice, read, instance->name, err);
    format->free(read);
    return status;
}

ipso_status bench_instance_load(bench_instance *instance, const char *folder, const char *file,
                                ipso_error *err)
{
    const rosters_format *format = format_of(file);
    instance->practice = NULL;
    instance->roster_alone = format != NULL;
    snprintf(instance->name, sizeof instance->name, "%.*s", bench_name_length(file), file);
    size_t length = 0;
    char *text = bench_file_read(folder, file, &length, err);
    if (text == NULL)
        return IPSO_IO;
    ipso_status status = format != NULL ? read_public(instance, format, text, length, err)
                                        : ipso_practice_from_json(&instance->practice, text, length,
                                                                  NULL, NULL, err);
    free(text);
    return status;
}

void bench_instance_finish(bench_instance *instance)
{
    ipso_practice_free(instance->practice);
    instance->practice = NULL;
}

void bench_complain(const char *name, const ipso_error *err)
{
    fprintf(stderr, "ipsosched-bench: %s: %s%s%s\n", name, err->where,
            err->where[0] != '\0' ? ": " : "", err->text);
}

bool bench_names_known(const bench_options *options)
{
    for (int i = 0; i < options->name_count; i++) {
        if (ipso_scenario_summary(options->names[i]) == NULL) {
            fprintf(stderr, "ipsosched-bench: no scenario is named \"%s\"\n", options->names[i]);
            return false;
        }
    }
    return true;
}

const char *bench_scenario(const bench_options *options, int i)
{
    if (options->name_count == 0)
        return ipso_scenario_name(i);
    return i < options->name_count ? options->names[i] : NULL;
}

bool bench_begin(bench_options *options, bench_suite suite, int argc, char **argv,
                 void (*help)(void), int *code)
{
    *code = BENCH_USAGE;
    if (!bench_options_read(options, suite, argc, argv))
        return false;
    if (options->help) {
        help();
        *code = BENCH_DONE;
        return false;
    }
    return bench_names_known(options);
}

int bench_scenarios(int argc, char **argv, void (*help)(void), const char *header,
                    int (*measure)(const char *name, bench_options *options))
{
    bench_options options;
    int code;

    if (!bench_begin(&options, BENCH_JOINT, argc, argv, help, &code))
        return code;
    code = BENCH_DONE;
    puts(header);
    for (int i = 0; bench_scenario(&options, i) != NULL; i++) {
        int done = measure(bench_scenario(&options, i), &options);
        code = done > code ? done : code;
    }
    return code;
}
