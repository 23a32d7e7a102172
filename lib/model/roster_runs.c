/* Runs of days worked and of days off: R10 and R11.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>

/* Runs of one practitioner: of days worked, or of days off. on[t] is work[p,t] or 1 - work[p,t]. */
typedef struct runs {
    int p;
    bool off;
    int history; /* days of such a run up to the eve */
    bool known;  /* history tells what the eve was */
    const ipso_limit *limit;
    const char *rule;
} runs;

/* Adds sign x on[t] to the row; what is constant goes to *constant, to be moved to the right. */
static void put_on(ipso__builder *b, const runs *run, int t, int sign, double *constant)
{
    int work = b->work[run->p * b->roster->days + t];
    ipso__put(b, work, run->off ? -sign : sign);
    if (run->off)
        *constant += sign;
}

/* Run-days, at most (R10), for each window of max + 1 days that ends in the horizon:
 *
 *     sum over t in the window of work[p,t]  -  long[p,t]  <=  max
 *
 * long[p,t]  in [0,1]: all days of the window that ends on t are worked; absent when hard. Days
 * before the horizon count as worked as far as history says so, and no window reaches further. */
static void build_run_max(ipso__builder *b, const runs *run)
{
    const ipso__roster *r = b->roster;
    int max = run->limit->max;
    for (int t = 0; t < r->days && !b->failed; t++) {
        int before = max - t, first = t - max;
        if (before > run->history)
            continue;
        for (int d = first < 0 ? 0 : first; d <= t; d++)
            ipso__put(b, b->work[run->p * r->days + d], 1);
        int days = t + 1 - (first < 0 ? 0 : first);
        if (b->term_count < (size_t)days) {
            b->term_count = 0;
            continue;
        }
        ipso__put(b,
                  ipso__slack_if_priced(b, run->limit->points, 1, "long(%s,%s)",
                                        ipso__id_of(b, run->p), r->date[t]),
                  -1);
        ipso__end_row(b, -INFINITY, days - 1, "run-days(%s,%s)", ipso__id_of(b, run->p),
                      r->date[t]);
    }
}

/* A run that starts on s and has exactly length days in the horizon, when it is shorter than min:
 *
 *     sum over t = s .. s+length-1 of on[t]  -  on[s-1]  -  on[s+length]  -  brief  <=  length - 1
 *
 * brief[p,s,length]  in [0,1], priced at the days short. A run that began before the horizon has
 * s = 0 and no on[s-1]; length 0 is one that ended on the eve. */
static void build_run_min_priced(ipso__builder *b, const runs *run, int s, int length, int missing)
{
    const ipso__roster *r = b->roster;
    double constant = 0;
    for (int t = s; t < s + length; t++)
        put_on(b, run, t, 1, &constant);
    if (s > 0)
        put_on(b, run, s - 1, -1, &constant);
    put_on(b, run, s + length, -1, &constant);
    double upper = length - 1 - constant, most = 0;
    for (size_t i = 0; i < b->term_count; i++)
        most += b->terms[i].value > 0 ? 1 : 0;
    if (most <= upper) {
        b->term_count = 0;
        return;
    }
    ipso__put(b,
              ipso__slack(b, run->limit->points * missing, 1, false, "brief-%s(%s,%s,%d)",
                          run->rule, ipso__id_of(b, run->p), r->date[s], length),
              -1);
    ipso__end_row(b, -INFINITY, upper, "%s(%s,%s,%d)", run->rule, ipso__id_of(b, run->p),
                  r->date[s], length);
}

/* A run that starts on s goes on (hard), for j = 1 .. min-1 days later:
 *
 *     on[s]  -  on[s-1]  <=  on[s+j]
 *
 * One that history began lacks need days from day 0:  on[j]  >=  1  for j = 0 .. need-1. */
static void build_run_min_hard(ipso__builder *b, const runs *run, int s, int t, bool begun)
{
    const ipso__roster *r = b->roster;
    double constant = 0;
    put_on(b, run, t, -1, &constant);
    if (!begun) {
        put_on(b, run, s, 1, &constant);
        if (s > 0)
            put_on(b, run, s - 1, -1, &constant);
    }
    ipso__end_row(b, -INFINITY, (begun ? -1 : 0) - constant, "%s(%s,%s,%d)", run->rule,
                  ipso__id_of(b, run->p), r->date[s], t - s);
}

/* The runs that start on s: need more days from s on. */
static void build_run_start(ipso__builder *b, const runs *run, int s, int need, bool begun)
{
    int last = b->roster->days - 1;
    if (run->limit->points == IPSO_HARD) {
        for (int t = begun ? s : s + 1; t < s + need && t <= last; t++)
            build_run_min_hard(b, run, s, t, begun);
        return;
    }
    for (int length = begun ? 0 : 1; length < need && s + length <= last; length++)
        build_run_min_priced(b, run, s, length, need - length);
}

/* Run-days, at least (R10), and run-off-days (R11). On day 0 a run starts when history tells that
 * the eve was the opposite; with history of the same it has begun; with none it is long enough. */
static void build_run_min(ipso__builder *b, const runs *run)
{
    int min = run->limit->min;
    if (run->history > 0 && run->history < min)
        build_run_start(b, run, 0, min - run->history, true);
    else if (run->history == 0 && run->known)
        build_run_start(b, run, 0, min, false);
    for (int s = 1; s < b->roster->days && !b->failed; s++)
        build_run_start(b, run, s, min, false);
}

void ipso__build_runs(ipso__builder *b)
{
    for (int p = 0; p < b->roster->people && !b->failed; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(b->practice, p);
        const ipso_history *history = &person->history;
        bool known = history->run_days > 0 || history->run_off_days > 0;
        runs worked = {p, false, history->run_days, known, &person->rules.run_days, "run-days"};
        runs off = {
            p, true, history->run_off_days, known, &person->rules.run_off_days, "run-off-days"};
        if (ipso__price_counts(b, worked.limit->points)) {
            ipso__begin_group(b, ipso__where(b, "/practitioners/%d/rules/run_days", p),
                              "days in a row of %s", ipso__name_of(b, p));
            if (worked.limit->max < IPSO_NO_MAX)
                build_run_max(b, &worked);
            if (worked.limit->min > 1)
                build_run_min(b, &worked);
        }
        if (ipso__price_counts(b, off.limit->points) && off.limit->min > 1) {
            ipso__begin_group(b, ipso__where(b, "/practitioners/%d/rules/run_off_days", p),
                              "days off in a row of %s", ipso__name_of(b, p));
            build_run_min(b, &off);
        }
        ipso__end_group(b);
    }
}
