/* The suite "replan": one practitioner after the other is away for two days.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan.h"

#include <string.h>
#include <time.h>

/* Shares of the open slots that are booked, and what is promised of a replan of the network. */
static const double SHARES[] = {0.6, 0.9};
#define SHARE_COUNT    (sizeof SHARES / sizeof SHARES[0])
#define PROMISED_S     10.0
#define PROMISED_SHARE 0.01
#define CASES          8

static void help(void)
{
    puts("usage: ipsosched-bench replan [OPTION...] [SCENARIO...]\n"
         "\n"
         "Plans each scenario (default ipso), books a share of the slots left open, and replans\n"
         "after one practitioner is away for two days, for practitioners spread over the team;\n"
         "a CSV row each. Promised: under 10 s, at most 1 % of the other appointments moved.\n"
         "Columns:\n"
         "\n"
         "  instance       scenario\n"
         "  instance_seed  of the scenario and of the slots booked\n"
         "  share          of the open slots booked\n"
         "  away           id of the practitioner\n"
         "  day            first of the two days, from 0\n"
         "  booked         appointments\n"
         "  touched        of them, those of the practitioner on these days\n"
         "  moved          of them, those that got another place\n"
         "  calls          of them, those that did not\n"
         "  others_moved   of the other appointments\n"
         "  others_most    how many of them might\n"
         "  cost, bound    points of moves and calls, and the proven lower bound\n"
         "  outcome\n"
         "  seconds        wall time\n"
         "  cpu_seconds    processor time\n"
         "  work           units of about 10 nanoseconds, counted\n"
         "  met            yes or no\n"
         "  check          ok, or the number of violations\n"
         "  revision       of the sources\n");
    bench_options_help(stdout, BENCH_REPLAN);
    puts("\n"
         "example:\n"
         "  ipsosched-bench replan ipso");
}

static double cpu_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int violations_of(const ipso_plan *plan)
{
    ipso_report *report;
    if (ipso_check(&report, plan, NULL) != IPSO_OK)
        return -1;
    int count = ipso_report_violation_count(report);
    ipso_report_free(report);
    return count;
}

/* The first day of two that the practitioner works in a row, or -1. */
static int two_days(const ipso_plan *plan, int practitioner)
{
    int last = -2;
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        if (work->practitioner != practitioner)
            continue;
        if (work->day == last + 1)
            return last;
        last = work->day;
    }
    return -1;
}

static bool print_row(const char *name, const bench_options *options, double share,
                      const replan_case *agenda, const ipso_away *away, const ipso_replan *replan,
                      double seconds, double cpu_s)
{
    const ipso_replan_totals *t = ipso_replan_summary(replan);
    int violations = violations_of(ipso_replan_plan(replan));
    int day = away->first - ipso_practice_horizon(agenda->practice)->first_day;
    bool met = seconds < PROMISED_S &&
               t->others_moved <= PROMISED_SHARE * (double)(t->booked - t->touched) &&
               violations == 0;
    bench_csv_text(stdout, name);
    printf(",%llu,%g,%s,%d,%d,%d,%d,%d,%d,%d,%lld,%lld,%s,%.3f,%.3f,%lld,%s,",
           (unsigned long long)options->instance_seed, share,
           ipso_practice_practitioner(agenda->practice, away->practitioner)->id, day, t->booked,
           t->touched, t->moved, t->calls, t->others_moved, t->others_most, (long long)t->cost,
           (long long)t->bound, ipso_outcome_name(t->outcome), seconds, cpu_s, (long long)t->work,
           met ? "yes" : "no");
    if (violations == 0)
        printf("ok");
    else
        printf("%d", violations);
    printf(",%s\n", bench_revision());
    fflush(stdout);
    return met;
}

/* Replans with the practitioner away; true when what is promised holds. */
static bool measure(const char *name, const bench_options *options, double share,
                    const replan_case *agenda, int practitioner, int day)
{
    ipso_away away;
    ipso_change change;
    ipso_replan_settings settings;
    ipso_replan *replan = NULL;
    ipso_outcome outcome;
    ipso_error err;
    ipso_error_init(&err);
    ipso_away_init(&away);
    away.practitioner = practitioner;
    away.first = ipso_practice_horizon(agenda->practice)->first_day + day;
    away.last = away.first + 1;
    ipso_change_init(&change);
    change.away = &away;
    change.away_count = 1;
    ipso_replan_settings_init(&settings);
    settings.planner = options->settings;
    double started_s = bench_now_s(), cpu_s = cpu_now_s();
    ipso_status status =
        ipso_replan_make(&replan, agenda->plan, &change, &settings, &outcome, NULL, NULL, &err);
    if (status != IPSO_OK || replan == NULL) {
        bench_complain(name, &err);
        return false;
    }
    bool met = print_row(name, options, share, agenda, &away, replan, bench_now_s() - started_s,
                         cpu_now_s() - cpu_s);
    ipso_replan_free(replan);
    return met;
}

static bool measure_team(const char *name, const bench_options *options, double share)
{
    replan_case agenda;
    ipso_error err;
    bool met = true;
    ipso_error_init(&err);
    if (replan_case_make(&agenda, name, share, options->instance_seed, &err) != IPSO_OK) {
        bench_complain(name, &err);
        replan_case_finish(&agenda);
        return false;
    }
    int people = ipso_practice_practitioner_count(agenda.practice);
    int step = people > CASES ? people / CASES : 1;
    for (int p = 0, done = 0; p < people && done < CASES; p += step) {
        int day = two_days(agenda.plan, p);
        if (day < 0)
            continue;
        met = measure(name, options, share, &agenda, p, day) && met;
        done++;
    }
    replan_case_finish(&agenda);
    return met;
}

int bench_replan(int argc, char **argv)
{
    bench_options options;
    int code;
    bool met = true;
    if (!bench_begin(&options, BENCH_REPLAN, argc, argv, help, &code))
        return code;
    if (options.name_count == 0)
        options.names[options.name_count++] = "ipso";
    puts("instance,instance_seed,share,away,day,booked,touched,moved,calls,others_moved,"
         "others_most,cost,bound,outcome,seconds,cpu_seconds,work,met,check,revision");
    for (int i = 0; i < options.name_count; i++)
        for (size_t s = 0; s < SHARE_COUNT; s++)
            met = measure_team(options.names[i], &options, SHARES[s]) && met;
    return met ? BENCH_DONE : BENCH_FAILED;
}
