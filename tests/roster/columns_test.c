/* The roster as whole schedules against the enumeration of all rosters, each judged by ipso_check.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "model/roster.h"
#include "planner/roster_columns.h"
#include "roster/tiny.h"

#include <stdlib.h>

enum { CASES = 300, MOST_ROSTERS = 600 };

typedef struct tally {
    int fitting, solved, equal;
} tally;

/* The roster found keeps every hard rule at the cost that check counts, when it keeps them at all:
 * what the instance leaves out may let a roster through. */
static void compare_found(const ipso__roster *roster, const ipso__roster_columns *columns,
                          const ipso__schedules_result *result, int64_t optimum, tally *seen,
                          unsigned long long seed)
{
    bool *chosen = calloc((size_t)roster->option_count + 1, sizeof *chosen);
    ipso_assignment work[64];
    int64_t cost = 0;
    int count = 0;

    assert_non_null(chosen);
    ipso__roster_columns_decode(columns, roster, result->choice, chosen);
    for (int o = 0; o < roster->option_count; o++)
        if (chosen[o])
            work[count++] = (ipso_assignment){roster->options[o].practitioner,
                                              roster->options[o].day, roster->options[o].duty};
    if (tiny_check(roster->practice, work, count, &cost)) {
        seen->solved++;
        if (cost < optimum || result->value > cost)
            fail_msg("seed %llu: the schedules cost %lld, check says %lld, the optimum is %lld",
                     seed, (long long)result->value, (long long)cost, (long long)optimum);
        seen->equal += result->value == cost;
    }
    free(chosen);
}

static void compare(uint64_t seed, const ipso_practice *practice, const ipso__roster *roster,
                    tally *seen)
{
    ipso__schedules_settings settings;
    ipso__schedules_result result;
    ipso__roster_columns columns;
    int64_t optimum = 0;
    bool found = tiny_optimum(practice, &optimum);

    assert_int_equal(ipso__roster_columns_make(&columns, roster, NULL, NULL), IPSO_OK);
    ipso__schedules_settings_init(&settings);
    settings.work_limit = 20000000;
    assert_int_equal(ipso__schedules_solve(&result, &columns.schedules, &settings, NULL), IPSO_OK);
    seen->fitting++;
    if (found && (result.outcome == IPSO_INFEASIBLE || result.bound > optimum))
        fail_msg("seed %llu: outcome %s, bound %lld, but a roster costs %lld",
                 (unsigned long long)seed, ipso_outcome_name(result.outcome),
                 (long long)result.bound, (long long)optimum);
    if (found && result.choice != NULL)
        compare_found(roster, &columns, &result, optimum, seen, (unsigned long long)seed);
    ipso__schedules_result_finish(&result);
    ipso__roster_columns_finish(&columns);
}

static void schedules_bound_every_roster_and_cost_what_check_counts(void **state)
{
    tally seen = {0};

    (void)state;
    for (uint64_t seed = 1; seen.fitting < CASES; seed++) {
        ipso_practice *practice = tiny_practice(seed, 0);
        ipso__roster *roster = NULL;

        assert_int_equal(ipso__roster_new(&roster, practice, false, NULL), IPSO_OK);
        if (ipso__roster_columns_fit(roster) && tiny_rosters(practice) <= MOST_ROSTERS)
            compare(seed, practice, roster, &seen);
        ipso__roster_free(roster);
        ipso_practice_free(practice);
    }
    print_message("%d instances, %d rosters that keep every rule, %d at the very cost\n",
                  seen.fitting, seen.solved, seen.equal);
    assert_true(seen.solved >= CASES / 3);
    assert_true(seen.equal >= seen.solved * 9 / 10);
}

/* ---- fair turns by ranges ---- */

enum { RULES = 2, RANGE_CASES = 60 };

/* Value and bound of the rosters in the ranges; false when there are none. */
static bool solve_ranges(const ipso__roster *roster, const ipso__turn_range *turns, int64_t *value,
                         int64_t *bound)
{
    ipso__schedules_settings settings;
    ipso__schedules_result result;
    ipso__roster_columns columns;

    assert_int_equal(ipso__roster_columns_make(&columns, roster, turns, NULL), IPSO_OK);
    ipso__schedules_settings_init(&settings);
    settings.work_limit = 20000000;
    assert_int_equal(ipso__schedules_solve(&result, &columns.schedules, &settings, NULL), IPSO_OK);
    *value = result.value;
    *bound = result.bound;
    bool some = result.outcome != IPSO_INFEASIBLE;
    ipso__schedules_result_finish(&result);
    ipso__roster_columns_finish(&columns);
    return some;
}

/* All pairs of whole totals, 0 to the number of cells, make every roster once. */
static void compare_totals(const ipso__roster *roster, int64_t optimum, tally *seen)
{
    int64_t cells = roster->people * roster->days, value, bound;
    int64_t best = IPSO__NEVER, least = IPSO__NEVER;
    ipso__turn_range all[RULES] = {{0, cells}, {0, cells}};

    assert_true(solve_ranges(roster, all, &value, &bound));
    assert_true(bound <= optimum);
    for (int64_t a = 0; a <= cells; a++)
        for (int64_t b = 0; b <= cells; b++) {
            ipso__turn_range totals[RULES] = {{a, a}, {b, b}};
            if (!solve_ranges(roster, totals, &value, &bound))
                continue;
            best = value < best ? value : best;
            least = bound < least ? bound : least;
        }
    assert_true(least <= optimum);
    seen->solved++;
    seen->equal += best == optimum;
}

/* Where all take exactly as many turns as the range says, fair turns cost what the rule says: the
 * best over all totals is the optimum. Other rules that the instance leaves out may lower it. */
static void ranges_of_turns_bound_every_roster_and_cost_what_check_counts(void **state)
{
    tally seen = {0};

    (void)state;
    for (uint64_t seed = 1; seen.solved < RANGE_CASES; seed++) {
        ipso_practice *practice = tiny_practice(seed, 0);
        ipso__roster *roster = NULL;
        int64_t optimum;

        assert_int_equal(ipso__roster_new(&roster, practice, false, NULL), IPSO_OK);
        if (ipso__roster_columns_fit(roster) && ipso__roster_columns_tell_turns(roster) &&
            tiny_rosters(practice) <= MOST_ROSTERS && tiny_optimum(practice, &optimum))
            compare_totals(roster, optimum, &seen);
        ipso__roster_free(roster);
        ipso_practice_free(practice);
    }
    print_message("%d instances, %d at the optimum\n", seen.solved, seen.equal);
    assert_true(seen.equal >= seen.solved * 9 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schedules_bound_every_roster_and_cost_what_check_counts),
        cmocka_unit_test(ranges_of_turns_bound_every_roster_and_cost_what_check_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
