/* Other programs read what is written and come to the same optimum: glpsol and cbc, where they are
 * installed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "solve/solve.h"
#include "support/small_program.h"

#define PROGRAMS 40

typedef enum format { LP, MPS } format;
typedef ipso_status write_fn(ipso__text *text, const ipso__program *program, ipso_error *err);

static char folder[] = "/tmp/ipsosched-readers-XXXXXX";
static const char *const options[] = {"--lp", "--freemps"};
static const char *const endings[] = {"lp", "mps"};
static write_fn *const writers[] = {ipso__program_write_lp, ipso__program_write_mps};

static bool has_command(const char *name)
{
    char line[100];
    snprintf(line, sizeof line, "command -v %s >/dev/null 2>&1", name);
    return system(line) == 0;
}

static void write_file(const ipso__program *program, format as)
{
    char path[200];
    snprintf(path, sizeof path, "%s/model.%s", folder, endings[as]);
    ipso__text text = {0};
    assert_int_equal(writers[as](&text, program, NULL), IPSO_OK);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.bytes, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
    ipso__text_finish(&text);
}

/* Runs a command line in the folder and reads the answer file it leaves. */
static void run(const char *line, char *answer, size_t room)
{
    char full[400], path[200];
    snprintf(path, sizeof path, "%s/answer", folder);
    remove(path);
    snprintf(full, sizeof full, "cd %s && %s >/dev/null 2>&1", folder, line);
    if (system(full) != 0)
        fail_msg("failed: %s", line);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(answer, 1, room - 1, file);
    answer[length] = '\0';
    fclose(file);
}

/* NAN when glpsol found no solution. Its answer has a line "s mip <rows> <columns> o <optimum>". */
static double ask_glpsol(format as)
{
    char line[200], answer[4000];
    snprintf(line, sizeof line, "glpsol %s model.%s -w answer", options[as], endings[as]);
    run(line, answer, sizeof answer);
    const char *found = strstr(answer, "s mip ");
    double optimum;
    char status;
    if (found == NULL || sscanf(found, "s mip %*d %*d %c %lf", &status, &optimum) != 2 ||
        status != 'o')
        return NAN;
    return optimum;
}

/* Its answer begins "Optimal - objective value <optimum>". */
static double ask_cbc(format as)
{
    char line[200], answer[4000];
    snprintf(line, sizeof line, "cbc model.%s solve solution answer", endings[as]);
    run(line, answer, sizeof answer);
    double optimum;
    return sscanf(answer, "Optimal - objective value %lf", &optimum) == 1 ? optimum : NAN;
}

static double ask_ipso(const ipso__program *program)
{
    ipso__solve_settings settings;
    ipso__solve_result result;
    ipso__solve_settings_init(&settings);
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    double optimum = result.outcome == IPSO_OPTIMAL ? result.best : NAN;
    ipso__solve_result_finish(&result);
    return optimum;
}

static void assert_agreement(const char *command, double (*ask)(format as))
{
    if (!has_command(command)) {
        print_message("%s is not installed\n", command);
        skip();
    }
    int solved = 0;
    for (uint64_t seed = 0; seed < PROGRAMS; seed++) {
        ipso__program *program = small_program(seed);
        double expected = ask_ipso(program);
        for (format as = LP; as <= MPS; as++) {
            write_file(program, as);
            double optimum = ask(as);
            if (isnan(optimum) != isnan(expected) || fabs(optimum - expected) > 1e-6)
                fail_msg("seed %d as %s: %g, not %g", (int)seed, endings[as], optimum, expected);
        }
        solved += !isnan(expected);
        ipso__program_free(program);
    }
    assert_true(solved > PROGRAMS / 4);
}

static void glpsol_reads_what_is_written(void **state)
{
    (void)state;
    assert_agreement("glpsol", ask_glpsol);
}

static void cbc_reads_what_is_written(void **state)
{
    (void)state;
    assert_agreement("cbc", ask_cbc);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
    (void)state;
    const char *const names[] = {"model.lp", "model.mps", "answer"};
    for (int i = 0; i < 3; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glpsol_reads_what_is_written),
        cmocka_unit_test(cbc_reads_what_is_written),
    };
    return cmocka_run_group_tests_name("program read by others", tests, make_folder, remove_folder);
}
