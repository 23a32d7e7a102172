/* The roster as whole schedules against the enumeration of all rosters, each judged by ipso_check.
 *
 * The instance leaves out what it cannot say of people whose history alone is beyond a rule:
 *
 *   R7, R9, R12   a maximum that the days before the horizon have broken already
 *   R18           fair turns of one who had taken more than a fair share before the horizon, told
 * as rows; ranges tell them R25           the group of the last site before the horizon, where none
 * is allowed, of one who has no duty
 *
 * The others cost what they cost in the recount, to the point; with these, the difference is at
 * most what the recount charges for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "model/roster.h"
#include "planner/roster_columns.h"
#include "roster/tiny.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 300, MOST_ROSTERS = 600 };

typedef struct tally {
    int fitting, solved, whole;
} tally;

static bool breaks_a_maximum_before(const ipso_practitioner *person)
{
    const ipso_history *before = &person->history;
    const ipso_roster_rules *rules = &person->rules;
    return rules->week_minutes.max < before->week_minutes ||
           rules->week_days.max < before->week_days ||
           (rules->weekends.max != IPSO_NO_MAX && before->weekend_worked) ||
           (rules->site_groups.max == 0 && before->last_site != IPSO_ANY);
}

/* Whether a finding of fair turns is of one who has taken turns of that rule before. */
static bool took_turns_before(const ipso_practice *practice, const ipso_finding *finding)
{
    int rule = -1;
    bool took = false;
    assert_int_equal(sscanf(finding->where, "/fair_turns/%d", &rule), 1);
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(practice, p);
        size_t name = strlen(person->name);
        if (strncmp(finding->text, person->name, name) != 0 || finding->text[name] != ' ')
            continue;
        for (size_t i = 0; i < person->history.turn_count; i++)
            took |=
                person->history.turns[i].fair_rule == rule && person->history.turns[i].turns > 0;
    }
    return took;
}

static bool may_be_left_out(const ipso_practice *practice, const ipso_finding *finding)
{
    int p;
    if (finding->rule == IPSO_RULE_FAIR_TURNS)
        return took_turns_before(practice, finding);
    return (finding->rule == IPSO_RULE_WEEK_MINUTES || finding->rule == IPSO_RULE_WEEK_DAYS ||
            finding->rule == IPSO_RULE_WEEKENDS || finding->rule == IPSO_RULE_SITE_GROUPS) &&
           sscanf(finding->where, "/practitioners/%d", &p) == 1 &&
           breaks_a_maximum_before(ipso_practice_practitioner(practice, p));
}

/* The cost of a roster that keeps every hard rule is that of the recount, less at most what the
 * instance may leave out of it. */
static void compare_cost(const ipso_practice *practice, const ipso_report *report, int64_t value,
                         tally *seen, unsigned long long seed)
{
    int64_t cost = ipso_report_stage_cost(report, IPSO_STAGE_ROSTER), left_out = 0;
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        if (may_be_left_out(practice, finding))
            left_out += finding->points;
    }
    if (value > cost || value < cost - left_out)
        fail_msg(
            "seed %llu: the schedules cost %lld, check says %lld, of which %lld may be left out",
            seed, (long long)value, (long long)cost, (long long)left_out);
    seen->solved++;
    seen->whole += left_out == 0;
}

/* What the instance leaves out may let a roster through that breaks a hard rule. */
static void compare_found(const ipso__roster *roster, const ipso__roster_columns *columns,
                          const ipso__schedules_result *result, int64_t optimum, tally *seen,
                          unsigned long long seed)
{
    bool *chosen = calloc((size_t)roster->option_count + 1, sizeof *chosen);
    ipso_assignment work[64];
    ipso_report *report;
    int count = 0;

    assert_non_null(chosen);
    ipso__roster_columns_decode(columns, roster, result->choice, chosen);
    for (int o = 0; o < roster->option_count; o++)
        if (chosen[o])
            work[count++] = (ipso_assignment){roster->options[o].practitioner,
                                              roster->options[o].day, roster->options[o].duty};
    report = tiny_report(roster->practice, work, count);
    if (ipso_report_violation_count(report) == 0) {
        assert_true(ipso_report_stage_cost(report, IPSO_STAGE_ROSTER) >= optimum);
        compare_cost(roster->practice, report, result->value, seen, seed);
    }
    ipso_report_free(report);
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
    print_message("%d instances, %d rosters that keep every rule, %d with nothing left out\n",
                  seen.fitting, seen.solved, seen.whole);
    assert_true(seen.solved >= CASES / 3);
    assert_true(seen.whole >= seen.solved * 3 / 4);
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
static void compare_totals(unsigned long long seed, const ipso__roster *roster, int64_t optimum,
                           tally *seen)
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
    bool whole = true;
    for (int p = 0; p < roster->people; p++)
        whole = whole && !breaks_a_maximum_before(ipso_practice_practitioner(roster->practice, p));
    if (best > optimum || (whole && best != optimum))
        fail_msg("seed %llu: the best over all totals costs %lld, the optimum is %lld", seed,
                 (long long)best, (long long)optimum);
    seen->solved++;
    seen->whole += whole;
}

/* Where all take exactly as many turns as the range says, fair turns cost what the rule says: the
 * best over all totals is the optimum, unless the instance leaves out something else. */
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
            compare_totals(seed, roster, optimum, &seen);
        ipso__roster_free(roster);
        ipso_practice_free(practice);
    }
    print_message("%d instances, %d with nothing left out\n", seen.solved, seen.whole);
    assert_true(seen.whole >= seen.solved / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schedules_bound_every_roster_and_cost_what_check_counts),
        cmocka_unit_test(ranges_of_turns_bound_every_roster_and_cost_what_check_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
