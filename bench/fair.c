/* The suite "fair": turns of the network over weeks, with fair turns unpriced and priced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fair.h"

#include <math.h>
#include <string.h>

#define WORK_OF_A_WEEK 500000000

static void help(void)
{
    puts("usage: ipsosched-bench fair [OPTION...]\n"
         "\n"
         "Plans rosters of the network scenario (ipso) over some weeks twice, with fair turns\n"
         "at no price and at theirs, and shows who took how many turns against a fair share,\n"
         "how far full-timers, part-timers and newcomers are from it, and what the other rules\n"
         "cost more. Week after week, each with the last one as history, or all at once\n"
         "(--whole). The scenario's week comes again each week, without the appointments\n"
         "already given; public holidays are those of the calendar, and each site's leave goes\n"
         "from doctor to doctor.\n"
         "\n"
         "The doctors of all sites share their turns, as the scenario has it, or those of each\n"
         "site among themselves (--by-site).\n"
         "\n"
         "A fair share is that of R18: contract share times days of presence, history counted.\n"
         "Columns of the tables: turns before the weeks (before), turns in them (off, on), the\n"
         "turns in them that would have brought the fair share (share), and turns above it.\n"
         "--csv prints a row for each figure: setting, rule, practitioner, group, measure,\n"
         "value, revision.\n");
    bench_options_help(stdout, BENCH_FAIR);
    puts("\n"
         "example:\n"
         "  ipsosched-bench fair --weeks 12 --work-limit 1000000000");
}

/* Plans a roster and adds what it costs; NULL when there is none, which is said. */
static ipso_plan *plan_roster(fair_outcome *outcome, const ipso_practice *practice,
                              const bench_options *options, ipso_error *err)
{
    bench_options roster = *options;
    ipso_plan *plan = NULL;
    ipso_report *report = NULL;
    bench_run run;
    roster.settings.last_stage = IPSO_STAGE_ROSTER;
    if (!bench_run_make(&run, &plan, practice, &roster, err) || plan == NULL ||
        ipso_check(&report, plan, err) != IPSO_OK) {
        ipso_plan_free(plan);
        bench_complain("fair", err);
        return NULL;
    }
    for (int i = 0; i < IPSO_RULE_COUNT; i++) {
        outcome->points[i] += ipso_report_rule_cost(report, (ipso_rule)i).points;
        outcome->units[i] += ipso_report_rule_cost(report, (ipso_rule)i).units;
    }
    outcome->plans++;
    outcome->violations += run.violations;
    outcome->gap = fmax(outcome->gap, bench_run_gap(&run));
    fprintf(stderr, "fair turns %s, plan %d: cost %lld, gap %.2f %%, %.1f s\n",
            ipso_practice_fair(practice, 0)->points > 0 ? "on" : "off", outcome->plans,
            (long long)run.cost, 100.0 * bench_run_gap(&run), run.seconds);
    ipso_report_free(report);
    return plan;
}

/* Makes the practice of some weeks, following on *past (NULL none), plans it when it is to be
 * planned, and makes that the new *past. The practice goes to *kept. */
static bool take_step(const ipso_practice *week, const fair_weeks *wanted, ipso_past **past,
                      fair_outcome *outcome, const bench_options *options, ipso_practice **kept)
{
    ipso_error err;
    ipso_practice *practice = NULL;
    ipso_error_init(&err);
    ipso_status status = fair_practice(&practice, week, wanted, &err);
    if (status == IPSO_OK && *past != NULL)
        status = ipso_practice_follow(practice, *past, 0, &err);
    *kept = practice;
    if (status != IPSO_OK) {
        bench_complain("fair", &err);
        return false;
    }
    if (outcome == NULL)
        return true;
    ipso_plan *plan = plan_roster(outcome, practice, options, &err);
    if (plan == NULL)
        return false;
    ipso_past_free(*past);
    *past = NULL;
    status = ipso_past_new(past, plan, &err);
    ipso_plan_free(plan);
    return status == IPSO_OK;
}

/* Plans all weeks with one setting. */
static bool plan_weeks(fair_outcome *outcome, const ipso_practice *week, bool priced,
                       const bench_options *options)
{
    int step = options->whole ? options->weeks : 1;
    ipso_past *past = NULL;
    ipso_practice *first = NULL, *next = NULL;
    bool ok = true;
    for (int w = 0; ok && w < options->weeks; w += step) {
        const fair_weeks wanted = {w, step, priced, options->by_site};
        ok = take_step(week, &wanted, &past, outcome, options, &next);
        if (w == 0)
            first = next;
        else
            ipso_practice_free(next);
        next = NULL;
    }
    const fair_weeks after = {options->weeks, 1, priced, options->by_site};
    ok = ok && take_step(week, &after, &past, NULL, options, &next);
    if (ok)
        fair_count(outcome, first, next, ipso_practice_fair_count(week));
    ipso_practice_free(first);
    ipso_practice_free(next);
    ipso_past_free(past);
    return ok;
}

static int measure(const bench_options *options)
{
    static fair_outcome both[2];
    ipso_practice *week = NULL;
    ipso_error err;
    ipso_error_init(&err);
    memset(both, 0, sizeof both);
    if (ipso_scenario_generate(&week, "ipso", options->instance_seed, &err) != IPSO_OK) {
        bench_complain("fair", &err);
        return BENCH_FAILED;
    }
    bool ok = ipso_practice_practitioner_count(week) <= FAIR_PEOPLE &&
              plan_weeks(&both[0], week, false, options) &&
              plan_weeks(&both[1], week, true, options);
    if (ok && options->csv)
        fair_print_csv(stdout, week, both);
    else if (ok)
        fair_print_tables(stdout, week, both);
    ipso_practice_free(week);
    return ok && both[0].violations + both[1].violations == 0 ? BENCH_DONE : BENCH_FAILED;
}

int bench_fair(int argc, char **argv)
{
    bench_options options;
    if (!bench_options_read(&options, BENCH_FAIR, argc, argv))
        return BENCH_USAGE;
    if (options.help) {
        help();
        return BENCH_DONE;
    }
    if (options.name_count > 0) {
        fprintf(stderr, "ipsosched-bench: fair takes no name: %s\n", options.names[0]);
        return BENCH_USAGE;
    }
    if (options.settings.work_limit == 0)
        options.settings.work_limit = (int64_t)WORK_OF_A_WEEK * (options.whole ? options.weeks : 1);
    return measure(&options);
}
