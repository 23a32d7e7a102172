/* What a caller of ipso__solve may rely on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <fenv.h>
#include <glpk.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "solve/solve.h"
#include "support/small_program.h"

static ipso__solve_settings defaults(void)
{
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    return settings;
}

/* Three nodes in a ring, every edge has an end chosen: 2 nodes at cost 1 each. The relaxation takes
 * half of each, 1.5. */
static ipso__program *ring_of_three(void)
{
    ipso__program *program = ipso__program_new("ring");
    for (int j = 0; j < 3; j++)
        ipso__program_add_column(program, 1, 0, 1, true, "node(%d)", j);
    for (int i = 0; i < 3; i++) {
        ipso__term edge[] = {{i, 1}, {(i + 1) % 3, 1}};
        ipso__program_add_row(program, 1, INFINITY, edge, 2, "edge(%d)", i);
    }
    return program;
}

/* Large enough for the search to last; leaving every item out is a solution at 100 points each. */
#define LONG_COLUMNS 600
#define LONG_ITEMS   120

static ipso__program *long_program(void)
{
    return partition_program(5, LONG_COLUMNS, LONG_ITEMS);
}

static double *all_left_out(void)
{
    double *x = calloc(LONG_COLUMNS + LONG_ITEMS, sizeof *x);
    assert_non_null(x);
    for (int i = 0; i < LONG_ITEMS; i++)
        x[LONG_COLUMNS + i] = 1;
    return x;
}

static void assert_ring_is_solved(const ipso__solve_settings *settings)
{
    ipso__program *program = ring_of_three();
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    assert_true(result.best == 2 && result.bound == 2);
    assert_true(result.x[0] + result.x[1] + result.x[2] == 2);
    assert_null(result.row_dual);
    ipso__solve_result_finish(&result);
    ipso__program_free(program);
}

static void ring_takes_two_of_three(void **state)
{
    (void)state;
    ipso__solve_settings settings = defaults();
    assert_ring_is_solved(&settings);
}

static void integral_cost_rounds_the_root_bound_up_to_a_proof(void **state)
{
    (void)state;
    ipso__program *program = ring_of_three();
    const double start[] = {1, 0, 1};
    ipso__solve_settings settings = defaults();
    settings.start = start;
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    assert_int_equal(result.stop, IPSO_STOP_DONE);
    assert_int_equal(result.nodes, 0); /* 1.5 rounds up to the start's 2 */
    assert_true(result.bound == 2);
    ipso__solve_result_finish(&result);
    ipso__program_free(program);
}

/* min 2x + 3y, x + y >= 4, x <= 3: x = 3, y = 1, cost 9. One more head needed costs another y: the
 * row is worth 3; x's bound is worth -1, which is no row. */
static void relaxation_gives_value_and_duals(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("duals");
    ipso__program_add_column(program, 2, 0, 3, true, "x");
    ipso__program_add_column(program, 3, 0, INFINITY, false, "y");
    const ipso__term terms[] = {{0, 1}, {1, 1}};
    ipso__program_add_row(program, 4, INFINITY, terms, 2, "heads");
    ipso__program_add_row(program, -INFINITY, 10, terms, 2, "loose");
    ipso__solve_settings settings = defaults();
    settings.relax = true;
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    assert_true(fabs(result.best - 9) < 1e-9 && fabs(result.bound - 9) < 1e-6);
    assert_true(fabs(result.x[0] - 3) < 1e-9 && fabs(result.x[1] - 1) < 1e-9);
    assert_true(fabs(result.row_dual[0] - 3) < 1e-9 && fabs(result.row_dual[1]) < 1e-9);
    ipso__solve_result_finish(&result);
    ipso__program_free(program);
}

static void start_that_holds_is_the_least_one_gets(void **state)
{
    (void)state;
    ipso__program *program = long_program();
    double *start = all_left_out();
    start[0] = 1e-9; /* noise is rounded away */
    ipso__solve_settings settings = defaults();
    settings.start = start;
    settings.work_limit = 1;
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_FEASIBLE);
    assert_int_equal(result.stop, IPSO_STOP_WORK);
    assert_int_equal(result.work, 1);
    assert_true(result.best == 100 * LONG_ITEMS);
    assert_true(result.x[0] == 0);
    ipso__solve_result_finish(&result);
    free(start);
    ipso__program_free(program);
}

static void start_reaches_branch_and_cut(void **state)
{
    (void)state;
    ipso__program *program = long_program();
    double *start = all_left_out();
    ipso__solve_settings settings = defaults();
    settings.start = start;
    settings.work_limit = 3000;
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_true(result.nodes > 0);
    assert_true(result.best <= 100 * LONG_ITEMS);
    ipso__solve_result_finish(&result);
    free(start);
    ipso__program_free(program);
}

static void start_that_does_not_hold_is_ignored(void **state)
{
    (void)state;
    ipso__program *program = long_program();
    for (int fault = 0; fault < 4; fault++) {
        double *start = all_left_out();
        const double wrong[] = {2, 0.5, NAN, 0};
        start[LONG_COLUMNS] = wrong[fault];
        ipso__solve_settings settings = defaults();
        settings.start = start;
        settings.work_limit = 1;
        ipso__solve_result result;
        assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
        assert_int_equal(result.outcome, IPSO_UNKNOWN);
        assert_null(result.x);
        assert_true(result.best == INFINITY);
        free(start);
    }
    ipso__program_free(program);
}

static void time_that_is_out_leaves_the_start(void **state)
{
    (void)state;
    ipso__program *program = long_program();
    double *start = all_left_out();
    ipso__solve_settings settings = defaults();
    settings.time_limit_s = 0;
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_UNKNOWN);
    assert_int_equal(result.stop, IPSO_STOP_TIME);
    settings.start = start;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_FEASIBLE);
    assert_int_equal(result.stop, IPSO_STOP_TIME);
    ipso__solve_result_finish(&result);
    free(start);
    ipso__program_free(program);
}

typedef struct canceller {
    pthread_t thread;
    int calls;
    int64_t work;
    bool elsewhere; /* called on another thread */
} canceller;

static int cancel_once_it_works(void *user, double best, double bound, int64_t work)
{
    canceller *self = user;
    self->elsewhere = self->elsewhere || !pthread_equal(self->thread, pthread_self());
    self->elsewhere = self->elsewhere || bound > best;
    self->work = work;
    self->calls++;
    return work > 100;
}

static void cancel_returns_the_best_so_far(void **state)
{
    (void)state;
    ipso__program *program = long_program();
    double *start = all_left_out();
    canceller host = {.thread = pthread_self()};
    ipso__solve_settings settings = defaults();
    settings.start = start;
    settings.progress = cancel_once_it_works;
    settings.progress_user = &host;
    settings.work_limit = 20000000; /* ends a failing test */
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.stop, IPSO_STOP_CANCEL);
    assert_int_equal(result.outcome, IPSO_FEASIBLE);
    assert_true(result.best <= 100 * LONG_ITEMS);
    assert_true(result.bound > 0 && result.bound < result.best);
    assert_false(host.elsewhere);
    assert_true(host.calls > 0);
    assert_true(result.work - host.work < 20000);
    ipso__solve_result_finish(&result);
    free(start);
    ipso__program_free(program);
}

typedef struct log_reader {
    pthread_t thread;
    int lines;
    bool elsewhere, broken;
} log_reader;

static void read_line(void *user, const char *line)
{
    log_reader *self = user;
    self->lines++;
    self->elsewhere = self->elsewhere || !pthread_equal(self->thread, pthread_self());
    self->broken = self->broken || strchr(line, '\n') != NULL;
}

static void log_lines_come_on_the_calling_thread(void **state)
{
    (void)state;
    log_reader host = {.thread = pthread_self()};
    ipso__solve_settings settings = defaults();
    settings.log = read_line;
    settings.log_user = &host;
    assert_ring_is_solved(&settings);
    assert_true(host.lines > 3);
    assert_false(host.elsewhere);
    assert_false(host.broken);
}

static ipso_status solve_under_a_cap(ipso__solve_result *result, ipso_error *err)
{
    ipso__program *program = partition_program(1, 3000, 300);
    ipso__solve_settings settings = defaults();
    settings.memory_mb = 1;
    settings.work_limit = 100;
    ipso_status status = ipso__solve(result, program, &settings, err);
    ipso__program_free(program);
    return status;
}

static void fatal_error_inside_glpk_is_a_status_and_no_more(void **state)
{
    (void)state;
    ipso__solve_settings settings = defaults();
    for (int i = 0; i < 3; i++) {
        ipso__solve_result result = {.nodes = 77};
        ipso_error err;
        ipso_error_init(&err);
        assert_int_equal(solve_under_a_cap(&result, &err), IPSO_NOMEM);
        assert_non_null(strstr(err.text, "memory cap of 1 MB"));
        assert_int_equal(result.nodes, 77);
        assert_ring_is_solved(&settings);
    }
}

/* Runs work with standard output in a file; returns how many bytes went there. */
static long bytes_printed_by(void (*work)(void))
{
    FILE *file = tmpfile();
    assert_non_null(file);
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    dup2(fileno(file), STDOUT_FILENO);
    work();
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    fseek(file, 0, SEEK_END);
    long bytes = ftell(file);
    fclose(file);
    return bytes;
}

static void solve_well_and_badly(void)
{
    ipso__solve_result result;
    ipso__solve_settings settings = defaults();
    assert_ring_is_solved(&settings);
    solve_under_a_cap(&result, NULL);
}

static void nothing_is_printed(void **state)
{
    (void)state;
    assert_int_equal(bytes_printed_by(solve_well_and_badly), 0);
}

static int swallow(void *info, const char *text)
{
    (void)text;
    ++*(int *)info;
    return 1;
}

/* The host's problem: max x, x <= 3. */
static void host_may_use_glpk_on_its_own_thread(void **state)
{
    (void)state;
    int printed = 0;
    glp_term_hook(swallow, &printed);
    glp_prob *own = glp_create_prob();
    glp_add_rows(own, 1);
    glp_add_cols(own, 1);
    glp_set_obj_dir(own, GLP_MAX);
    glp_set_obj_coef(own, 1, 1);
    glp_set_col_bnds(own, 1, GLP_LO, 0, 0);
    glp_set_row_bnds(own, 1, GLP_UP, 0, 3);
    glp_load_matrix(own, 1, (int[]){0, 1}, (int[]){0, 1}, (double[]){0, 1});
    solve_well_and_badly();
    assert_int_equal(printed, 0);
    assert_int_equal(glp_simplex(own, NULL), 0);
    assert_true(glp_get_obj_val(own) == 3);
    assert_true(printed > 0);
    glp_delete_prob(own);
    glp_free_env();
}

static void rounding_mode_of_the_host_changes_nothing(void **state)
{
    (void)state;
    ipso__program *program = long_program();
    ipso__solve_settings settings = defaults();
    settings.work_limit = 2000;
    ipso__solve_result plain, upward;
    assert_int_equal(ipso__solve(&plain, program, &settings, NULL), IPSO_OK);
    fesetround(FE_UPWARD);
    ipso_status status = ipso__solve(&upward, program, &settings, NULL);
    int mode = fegetround();
    fesetround(FE_TONEAREST);
    assert_int_equal(status, IPSO_OK);
    assert_int_equal(mode, FE_UPWARD);
    assert_memory_equal(&plain.bound, &upward.bound, sizeof plain.bound);
    assert_memory_equal(&plain.best, &upward.best, sizeof plain.best);
    assert_int_equal(plain.nodes, upward.nodes);
    ipso__solve_result_finish(&plain);
    ipso__solve_result_finish(&upward);
    ipso__program_free(program);
}

static void assert_unbounded(ipso__program *program)
{
    ipso__solve_settings settings = defaults();
    for (int relax = 0; relax < 2; relax++) {
        ipso__solve_result result;
        ipso_error err;
        ipso_error_init(&err);
        settings.relax = relax == 1;
        assert_int_equal(ipso__solve(&result, program, &settings, &err), IPSO_SOLVER);
        assert_non_null(strstr(err.text, "unbounded"));
    }
    ipso__program_free(program);
}

static void unbounded_program_is_an_error_that_says_so(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("free fall");
    ipso__program_add_column(program, -1, 0, INFINITY, true, "x");
    ipso__program_add_column(program, -1, 0, INFINITY, false, "y");
    const ipso__term terms[] = {{0, 1}, {1, -1}};
    ipso__program_add_row(program, 0, 5, terms, 2, "apart");
    assert_unbounded(program);
    program = ipso__program_new("no rows");
    ipso__program_add_column(program, 1, -INFINITY, 3, false, "x");
    assert_unbounded(program);
}

static void program_without_rows_takes_the_cheaper_bounds(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("columns only");
    ipso__program_add_column(program, 2, -1.5, 4, true, "up");
    ipso__program_add_column(program, -3, 0, 2.5, true, "down");
    ipso__program_add_column(program, 0, 1, INFINITY, false, "any");
    ipso__program_add_constant(program, 10);
    ipso__solve_settings settings = defaults();
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    assert_true(result.best == 10 - 2 - 6); /* up = -1, down = 2 */
    assert_true(result.bound == result.best);
    assert_true(result.x[2] == 1);
    ipso__solve_result_finish(&result);
    ipso__program_free(program);
}

static void program_without_columns_is_its_constant_or_nothing(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("rows only");
    ipso__program_add_constant(program, 4);
    ipso__solve_settings settings = defaults();
    ipso__solve_result result;
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    assert_true(result.best == 4);
    ipso__solve_result_finish(&result);
    ipso__program_add_row(program, 1, 2, NULL, 0, "impossible");
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_INFEASIBLE);
    assert_null(result.x);
    ipso__solve_result_finish(&result);
    ipso__program_free(program);
}

static void integer_without_an_integer_between_its_bounds_is_infeasible(void **state)
{
    (void)state;
    for (int rows = 0; rows < 2; rows++) {
        ipso__program *program = ipso__program_new("narrow");
        ipso__program_add_column(program, 1, 0.2, 0.8, true, "x");
        const ipso__term term = {0, 1};
        if (rows > 0)
            ipso__program_add_row(program, 0, 1, &term, 1, "row");
        ipso__solve_settings settings = defaults();
        ipso__solve_result result;
        assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
        assert_int_equal(result.outcome, IPSO_INFEASIBLE);
        assert_true(result.bound == INFINITY);
        settings.relax = true;
        assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
        assert_int_equal(result.outcome, IPSO_OPTIMAL);
        assert_true(fabs(result.best - 0.2) < 1e-9);
        ipso__solve_result_finish(&result);
        ipso__program_free(program);
    }
}

static void broken_program_is_refused(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("broken");
    ipso__program_add_column(program, NAN, 0, 1, true, "x");
    ipso__solve_settings settings = defaults();
    ipso__solve_result result;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso__solve(&result, program, &settings, &err), IPSO_INPUT);
    assert_non_null(strstr(err.text, "x"));
    ipso__program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ring_takes_two_of_three),
        cmocka_unit_test(integral_cost_rounds_the_root_bound_up_to_a_proof),
        cmocka_unit_test(relaxation_gives_value_and_duals),
        cmocka_unit_test(start_that_holds_is_the_least_one_gets),
        cmocka_unit_test(start_reaches_branch_and_cut),
        cmocka_unit_test(start_that_does_not_hold_is_ignored),
        cmocka_unit_test(time_that_is_out_leaves_the_start),
        cmocka_unit_test(cancel_returns_the_best_so_far),
        cmocka_unit_test(log_lines_come_on_the_calling_thread),
        cmocka_unit_test(fatal_error_inside_glpk_is_a_status_and_no_more),
        cmocka_unit_test(nothing_is_printed),
        cmocka_unit_test(host_may_use_glpk_on_its_own_thread),
        cmocka_unit_test(rounding_mode_of_the_host_changes_nothing),
        cmocka_unit_test(unbounded_program_is_an_error_that_says_so),
        cmocka_unit_test(program_without_rows_takes_the_cheaper_bounds),
        cmocka_unit_test(program_without_columns_is_its_constant_or_nothing),
        cmocka_unit_test(integer_without_an_integer_between_its_bounds_is_infeasible),
        cmocka_unit_test(broken_program_is_refused),
    };
    return cmocka_run_group_tests_name("solve", tests, NULL, NULL);
}
