/* ipso__solve against enumeration, and against itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "solve/solve.h"
#include "support/small_program.h"

#define PROGRAMS  2000
#define TOLERANCE 1e-6

/* What enumeration says of a result, as a word; NULL when all is well. */
static const char *find_fault(const ipso__program *program, const ipso__solve_result *result)
{
    double best, cost;
    bool feasible = small_program_enumerate(program, &best);
    if (result->x != NULL && !ipso__program_holds(program, result->x, 0, &cost, NULL))
        return "x does not hold";
    if (result->x != NULL && cost != result->best)
        return "best is not the cost of x";
    if (result->outcome == IPSO_INFEASIBLE)
        return feasible ? "feasible program called infeasible" : NULL;
    if (!feasible)
        return result->x != NULL || result->outcome != IPSO_UNKNOWN ? "impossible solution" : NULL;
    if (result->bound > best + TOLERANCE)
        return "bound above the optimum";
    if (result->outcome == IPSO_OPTIMAL && fabs(result->best - best) > TOLERANCE)
        return "optimum missed";
    if (result->x != NULL && result->best < best - TOLERANCE)
        return "better than the optimum";
    return NULL;
}

static ipso__solve_result solved(const ipso__program *program, const ipso__solve_settings *settings)
{
    ipso__solve_result result;
    ipso_error err;
    ipso_error_init(&err);
    if (ipso__solve(&result, program, settings, &err) != IPSO_OK)
        fail_msg("%s", err.text);
    return result;
}

static void optimum_and_infeasibility_agree_with_enumeration(void **state)
{
    (void)state;
    int infeasible = 0;
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    for (uint64_t seed = 0; seed < PROGRAMS; seed++) {
        ipso__program *program = small_program(seed);
        ipso__solve_result result = solved(program, &settings);
        const char *fault = find_fault(program, &result);
        if (fault != NULL || result.outcome == IPSO_UNKNOWN || result.outcome == IPSO_FEASIBLE ||
            result.stop != IPSO_STOP_DONE)
            fail_msg("seed %d: %s", (int)seed, fault != NULL ? fault : "not solved to the end");
        infeasible += result.outcome == IPSO_INFEASIBLE;
        ipso__solve_result_finish(&result);
        ipso__program_free(program);
    }
    assert_in_range(infeasible, PROGRAMS / 20, PROGRAMS / 2);
}

static void bound_stays_below_the_optimum_when_work_runs_out(void **state)
{
    (void)state;
    int stopped = 0;
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    for (uint64_t seed = 0; seed < PROGRAMS; seed++) {
        ipso__program *program = small_program(seed);
        settings.work_limit = 1 + (int64_t)(seed % 300);
        ipso__solve_result result = solved(program, &settings);
        const char *fault = find_fault(program, &result);
        if (fault != NULL)
            fail_msg("seed %d: %s", (int)seed, fault);
        stopped += result.stop == IPSO_STOP_WORK;
        ipso__solve_result_finish(&result);
        ipso__program_free(program);
    }
    assert_in_range(stopped, PROGRAMS / 20, PROGRAMS);
}

static void asked_gap_is_kept(void **state)
{
    (void)state;
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    settings.gap = 0.2;
    for (uint64_t seed = 0; seed < PROGRAMS / 4; seed++) {
        ipso__program *program = small_program(seed);
        double best;
        bool feasible = small_program_enumerate(program, &best);
        ipso__solve_result result = solved(program, &settings);
        assert_int_equal(result.outcome, feasible ? IPSO_OPTIMAL : IPSO_INFEASIBLE);
        if (feasible) {
            double allowed = 0.2 * fmax(1, fabs(result.best)) + TOLERANCE;
            assert_true(result.best - result.bound <= allowed);
            assert_true(result.best - best <= allowed);
            assert_true(result.bound <= best + TOLERANCE);
        }
        ipso__solve_result_finish(&result);
        ipso__program_free(program);
    }
}

static void relaxation_is_a_bound_with_duals_that_prove_it(void **state)
{
    (void)state;
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    settings.relax = true;
    for (uint64_t seed = 0; seed < PROGRAMS / 4; seed++) {
        ipso__program *program = small_program(seed);
        double best;
        bool feasible = small_program_enumerate(program, &best);
        ipso__solve_result result = solved(program, &settings);
        if (result.outcome == IPSO_INFEASIBLE) {
            assert_false(feasible);
        } else {
            assert_int_equal(result.outcome, IPSO_OPTIMAL);
            assert_non_null(result.row_dual);
            assert_true(result.best - result.bound <= TOLERANCE * fmax(1, fabs(result.best)));
            if (feasible)
                assert_true(result.bound <= best + TOLERANCE);
        }
        ipso__solve_result_finish(&result);
        ipso__program_free(program);
    }
}

/* Every row of an elastic program can be broken at 7 points a unit: one continuous column takes
 * what is missing and one what is too much. Its optimum follows from enumeration of the integers.
 */
#define PRICE 7.0

static ipso__program *elastic(const ipso__program *program)
{
    ipso__program *made = ipso__program_new("elastic");
    for (int j = 0; j < ipso__program_column_count(program); j++) {
        ipso__column column = ipso__program_column(program, j);
        ipso__program_add_column(made, column.cost, column.lower, column.upper, true, "x(%d)", j);
    }
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        ipso__term terms[SMALL_COLUMNS + 2];
        double lower, upper;
        size_t count;
        const ipso__term *row = ipso__program_row_terms(program, i, &count);
        for (size_t k = 0; k < count; k++)
            terms[k] = row[k];
        ipso__program_row_bounds(program, i, &lower, &upper);
        for (int sign = -1; sign <= 1; sign += 2)
            terms[count++] = (ipso__term){
                ipso__program_add_column(made, PRICE, 0, INFINITY, false, "off(%d)", i), sign};
        ipso__program_add_row(made, lower, upper, terms, count, "row(%d)", i);
    }
    return made;
}

static bool has_whole_costs(const ipso__program *program)
{
    for (int j = 0; j < ipso__program_column_count(program); j++) {
        double cost = ipso__program_column(program, j).cost;
        if (cost != floor(cost))
            return false;
    }
    return true;
}

static double elastic_cost(const ipso__program *program, const int *x)
{
    double cost = 0;
    for (int j = 0; j < ipso__program_column_count(program); j++)
        cost += ipso__program_column(program, j).cost * x[j];
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        double lower, upper, sum = 0;
        size_t count;
        const ipso__term *terms = ipso__program_row_terms(program, i, &count);
        ipso__program_row_bounds(program, i, &lower, &upper);
        for (size_t k = 0; k < count; k++)
            sum += terms[k].value * x[terms[k].column];
        cost += PRICE * (fmax(0, lower - sum) + fmax(0, sum - upper));
    }
    return cost;
}

static double least_elastic_cost(const ipso__program *program)
{
    int x[SMALL_COLUMNS];
    double least = INFINITY;
    small_program_first_point(program, x);
    do
        least = fmin(least, elastic_cost(program, x));
    while (small_program_next_point(program, x));
    return least;
}

static void priced_slacks_agree_with_enumeration(void **state)
{
    (void)state;
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    for (uint64_t seed = 0; seed < PROGRAMS / 4; seed++) {
        ipso__program *small = small_program(seed), *program = elastic(small);
        double least = least_elastic_cost(small);
        settings.integral_cost = seed % 2 == 0 && has_whole_costs(small);
        ipso__solve_result result = solved(program, &settings);
        assert_int_equal(result.outcome, IPSO_OPTIMAL);
        if (fabs(result.best - least) > TOLERANCE || result.bound > least + TOLERANCE)
            fail_msg("seed %d: %g, not %g", (int)seed, result.best, least);
        ipso__solve_result_finish(&result);
        ipso__program_free(program);
        ipso__program_free(small);
    }
}

static bool are_identical(const ipso__solve_result *a, const ipso__solve_result *b, size_t columns)
{
    return a->outcome == b->outcome && a->stop == b->stop && a->work == b->work &&
           a->nodes == b->nodes && memcmp(&a->best, &b->best, sizeof a->best) == 0 &&
           memcmp(&a->bound, &b->bound, sizeof a->bound) == 0 && (a->x != NULL) == (b->x != NULL) &&
           (a->x == NULL || memcmp(a->x, b->x, columns * sizeof *a->x) == 0);
}

#define THREADS 8
#define ROUNDS  4

typedef struct solver_thread {
    pthread_t thread;
    const ipso__program *program;
    ipso__solve_settings settings;
    ipso__solve_result results[ROUNDS];
    ipso_status status;
} solver_thread;

static void *solve_rounds(void *user)
{
    solver_thread *self = user;
    for (int i = 0; i < ROUNDS; i++) {
        self->settings.work_limit = 300 * (i + 1);
        ipso_status status = ipso__solve(&self->results[i], self->program, &self->settings, NULL);
        if (status != IPSO_OK)
            self->status = status;
    }
    return NULL;
}

static void equal_work_gives_equal_bits_alone_and_from_eight_threads(void **state)
{
    (void)state;
    ipso__program *program = partition_program(11, 120, 40);
    solver_thread alone = {.program = program}, many[THREADS];
    ipso__solve_settings_init(&alone.settings);
    solve_rounds(&alone);
    assert_int_equal(alone.status, IPSO_OK);
    assert_int_equal(alone.results[0].stop, IPSO_STOP_WORK);
    for (int t = 0; t < THREADS; t++) {
        many[t] = (solver_thread){.program = program, .settings = alone.settings};
        assert_int_equal(pthread_create(&many[t].thread, NULL, solve_rounds, &many[t]), 0);
    }
    for (int t = 0; t < THREADS; t++)
        pthread_join(many[t].thread, NULL);
    size_t columns = (size_t)ipso__program_column_count(program);
    for (int t = 0; t < THREADS; t++) {
        assert_int_equal(many[t].status, IPSO_OK);
        for (int i = 0; i < ROUNDS; i++) {
            assert_true(are_identical(&alone.results[i], &many[t].results[i], columns));
            ipso__solve_result_finish(&many[t].results[i]);
        }
    }
    for (int i = 0; i < ROUNDS; i++)
        ipso__solve_result_finish(&alone.results[i]);
    ipso__program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(optimum_and_infeasibility_agree_with_enumeration),
        cmocka_unit_test(bound_stays_below_the_optimum_when_work_runs_out),
        cmocka_unit_test(asked_gap_is_kept),
        cmocka_unit_test(relaxation_is_a_bound_with_duals_that_prove_it),
        cmocka_unit_test(priced_slacks_agree_with_enumeration),
        cmocka_unit_test(equal_work_gives_equal_bits_alone_and_from_eight_threads),
    };
    return cmocka_run_group_tests_name("solve against enumeration", tests, NULL, NULL);
}
