/* Small random packings against branch and cut on a program written here, apart from the solver's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>

enum { PROGRAMS = 200, MOST_TERMS = 400 };

/* What is tried: a few sessions, requests of some lengths with places in some of them, needs with
 * falling values, a limit on cells, and pairs of places that exclude each other. */
static void add_request(struct instance *made, ipso__random *random, int row, int limit_row)
{
    int width = ipso__random_range(random, 2, 5), bins = made->packing.bin_count;
    made->rows[row].marginal_count = 1;
    made->rows[row].hard = true;
    made->marginals[row][0] = 40 + 20 * width + ipso__random_range(random, 0, 40);
    for (int b = 0; b < bins; b++) {
        int cost = ipso__random_range(random, 0, 60);
        for (int length = 0; length < 2 && ipso__random_below(random, 2) == 0; length++) {
            ipso__packing_option *option =
                instance_add(made, b, width + length, 1, cost - 9 * length);
            instance_link(option, row, 1);
            if (b == 0)
                instance_link(option, limit_row, width + length);
        }
    }
}

static void add_need(struct instance *made, ipso__random *random, int row)
{
    int64_t value = ipso__random_range(random, 60, 150);
    made->rows[row].marginal_count = ipso__random_range(random, 2, 6);
    for (int k = 0; k < made->rows[row].marginal_count; k++) {
        made->marginals[row][k] = value;
        value = value * ipso__random_range(random, 5, 10) / 10;
    }
    for (int b = 0; b < made->packing.bin_count; b++)
        if (ipso__random_below(random, 2) == 0)
            instance_link(instance_add(made, b, ipso__random_range(random, 2, 4), 4,
                                       ipso__random_range(random, 0, 30)),
                          row, 1);
}

static struct instance *small(uint64_t seed)
{
    ipso__random random;
    ipso__random_init(&random, seed, 11);
    int bins = ipso__random_range(&random, 2, 4), requests = ipso__random_range(&random, 5, 12);
    int needs = ipso__random_range(&random, 1, 3), conflicts = ipso__random_range(&random, 0, 6);
    struct instance *made = instance_new(bins, requests + needs + 1, conflicts);
    for (int b = 0; b < bins; b++)
        made->capacity[b] = ipso__random_range(&random, 6, 14);
    for (int r = 0; r < requests; r++)
        add_request(made, &random, r, requests + needs);
    int singles = made->packing.option_count;
    for (int n = 0; n < needs; n++)
        add_need(made, &random, requests + n);
    made->rows[requests + needs].hard = true;
    made->rows[requests + needs].marginal_count = ipso__random_range(&random, 3, 10);
    if (singles < 2)
        made->packing.conflict_count = 0;
    for (int i = 0; i < made->packing.conflict_count; i++) {
        made->conflicts[i][0] = ipso__random_range(&random, 0, singles - 2);
        made->conflicts[i][1] = ipso__random_range(&random, made->conflicts[i][0] + 1, singles - 1);
    }
    return made;
}

/* Columns x[o] in the order of the options, then for row r the units credited, one column each:
 * sum of weight x - sum of credited >= 0, or = 0 where no more are allowed. */
static void add_rows(ipso__program *program, const ipso__packing *packing)
{
    for (int r = 0; r < packing->row_count; r++) {
        const ipso__packing_row *row = &packing->rows[r];
        ipso__term terms[MOST_TERMS];
        size_t count = 0;
        for (int o = 0; o < packing->option_count; o++)
            for (int i = 0; i < packing->options[o].row_count; i++)
                if (packing->options[o].rows[i] == r)
                    terms[count++] = (ipso__term){o, packing->options[o].weights[i]};
        for (int k = 0; k < row->marginal_count; k++)
            terms[count++] =
                (ipso__term){ipso__program_add_column(program, -(double)row->marginals[k], 0, 1,
                                                      false, "unit(%d,%d)", r, k),
                             -1};
        ipso__program_add_row(program, 0, row->hard ? 0 : INFINITY, terms, count, "row(%d)", r);
    }
}

static ipso__program *write_program(const ipso__packing *packing)
{
    ipso__program *program = ipso__program_new("small");
    for (int o = 0; o < packing->option_count; o++)
        ipso__program_add_column(program, (double)packing->options[o].cost, 0,
                                 packing->options[o].limit, true, "x(%d)", o);
    for (int b = 0; b < packing->bin_count; b++) {
        ipso__term terms[MOST_TERMS];
        size_t count = 0;
        for (int o = 0; o < packing->option_count; o++)
            if (packing->options[o].bin == b)
                terms[count++] = (ipso__term){o, packing->options[o].width};
        ipso__program_add_row(program, -INFINITY, packing->capacity[b], terms, count, "bin(%d)", b);
    }
    add_rows(program, packing);
    for (int c = 0; c < packing->conflict_count; c++) {
        ipso__term pair[2] = {{packing->conflicts[c][0], 1}, {packing->conflicts[c][1], 1}};
        ipso__program_add_row(program, -INFINITY, 1, pair, 2, "conflict(%d)", c);
    }
    return program;
}

/* The optimum as branch and cut proves it. */
static int64_t proven_optimum(const ipso__packing *packing)
{
    ipso__program *program = write_program(packing);
    ipso__solve_settings settings;
    ipso__solve_result result;
    ipso__solve_settings_init(&settings);
    assert_int_equal(ipso__program_status(program, NULL), IPSO_OK);
    assert_int_equal(ipso__solve(&result, program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    int64_t optimum = (int64_t)llround(-result.best);
    ipso__solve_result_finish(&result);
    ipso__program_free(program);
    return optimum;
}

/* With much work the optimum is found and, nearly always, proven; with little it lies between value
 * and bound; it is never exceeded. */
static void small_programs_agree_with_branch_and_cut(void **state)
{
    (void)state;
    int proven = 0;
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        struct instance *made = small(seed);
        int64_t optimum = proven_optimum(&made->packing), work[2] = {300000, 30000000};
        for (int i = 0; i < 2; i++) {
            ipso__packing_settings settings;
            ipso__packing_result result;
            int64_t recount;
            ipso__packing_settings_init(&settings);
            settings.work_limit = work[i];
            assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL),
                             IPSO_OK);
            assert_true(ipso__packing_value(&made->packing, result.x, &recount));
            assert_int_equal(result.value, recount);
            assert_true(result.value <= optimum);
            assert_true(result.bound >= optimum);
            assert_true(result.outcome != IPSO_OPTIMAL || result.value == optimum);
            proven += i == 1 && result.outcome == IPSO_OPTIMAL;
            ipso__packing_result_finish(&result);
        }
        instance_free(made);
    }
    assert_true(proven >= PROGRAMS * 95 / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_programs_agree_with_branch_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
