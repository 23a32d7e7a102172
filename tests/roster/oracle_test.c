/* The roster program against the enumeration of all rosters, each judged by ipso_check.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tiny.h"

#include "model/roster.h"
#include "solve/solve.h"
#include "support/test.h"

#include <math.h>
#include <stdlib.h>

enum { CASES = 1000 };

/* Practices with more rosters are passed over. */
static long most_rosters;

typedef struct solved {
    ipso__roster *roster;
    ipso__roster_program *program;
    ipso__solve_result result;
} solved;

static void solve_practice(solved *s, const ipso_practice *practice)
{
    ipso__solve_settings settings;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso__roster_new(&s->roster, practice, false, &err), IPSO_OK);
    if (ipso__roster_program_new(&s->program, s->roster, &err) != IPSO_OK)
        fail_msg("%s", err.text);
    ipso__solve_settings_init(&settings);
    settings.time_limit_s = INFINITY;
    settings.integral_cost = true;
    if (ipso__solve(&s->result, s->program->program, &settings, &err) != IPSO_OK)
        fail_msg("%s", err.text);
}

static void finish(solved *s)
{
    ipso__solve_result_finish(&s->result);
    ipso__roster_program_free(s->program);
    ipso__roster_free(s->roster);
}

/* The roster found is as check sees it, and encoding it gives back its cost. */
static void compare_roster(const solved *s, uint64_t seed)
{
    ipso_assignment work[64];
    bool *chosen = calloc((size_t)s->roster->option_count + 1, sizeof *chosen);
    bool keeps = false;
    int count = 0;
    int64_t cost = 0, value = 0;
    assert_non_null(chosen);
    ipso__roster_decode(s->program, s->result.x, chosen);
    for (int o = 0; o < s->roster->option_count; o++) {
        const ipso__roster_option *option = &s->roster->options[o];
        if (chosen[o])
            work[count++] = (ipso_assignment){option->practitioner, option->day, option->duty};
    }
    if (!tiny_check(s->roster->practice, work, count, &cost) || cost != llround(s->result.best))
        fail_msg("seed %llu: the program says %g, check %lld", (unsigned long long)seed,
                 s->result.best, (long long)cost);
    assert_int_equal(ipso__roster_value(s->program, chosen, &keeps, &value, NULL), IPSO_OK);
    if (!keeps || value != cost)
        fail_msg("seed %llu: encoded %s at %lld, check says %lld", (unsigned long long)seed,
                 keeps ? "holds" : "broken", (long long)value, (long long)cost);
    free(chosen);
}

static void program_optimum_is_that_of_all_rosters_checked_one_by_one(void **state)
{
    int feasible = 0, infeasible = 0;
    (void)state;
    for (uint64_t seed = 1; feasible + infeasible < CASES; seed++) {
        ipso_practice *practice = tiny_practice(seed, 0);
        solved s = {0};
        int64_t cost = 0;
        if (tiny_rosters(practice) > most_rosters) {
            ipso_practice_free(practice);
            continue;
        }
        bool found = tiny_optimum(practice, &cost);
        solve_practice(&s, practice);
        if (found != (s.result.outcome == IPSO_OPTIMAL) ||
            found != (s.result.outcome != IPSO_INFEASIBLE) ||
            (found && cost != llround(s.result.best)))
            fail_msg("seed %llu: the program is %s at %g, all rosters %s at %lld",
                     (unsigned long long)seed, ipso_outcome_name(s.result.outcome), s.result.best,
                     found ? "feasible" : "infeasible", (long long)cost);
        if (found)
            compare_roster(&s, seed);
        *(found ? &feasible : &infeasible) += 1;
        finish(&s);
        ipso_practice_free(practice);
    }
    assert_true(feasible >= CASES / 3);
    assert_true(infeasible >= CASES / 20);
}

int main(int argc, char **argv)
{
    most_rosters = argc > 1 ? atol(argv[1]) : 256;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(program_optimum_is_that_of_all_rosters_checked_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
