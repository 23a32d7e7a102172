/* Rosters near the joint optimum.
 *
 * What a roster's plans cost is taken to be its bound (ipso__joint_value), which is close to what
 * the slots stage makes of it, and quickly found. A dive fixes people one by one: a short climb of
 * the prices, in which the relaxation averages what each open person works; those who are most
 * decided get their likeliest lawful schedule; the prices of what is left climb again, so that the
 * others turn to where patients still wait.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHARE_POINTS                                                                               \
    10000.0            /* what a day's likeliest option is worth when a schedule is picked         \
                        */
#define FIRST_STEP 0.1 /* of a short climb */
#define LEAST_GAIN 0.5
#define DECIDED    0.25 /* share of the open people who are fixed at a time */

enum { DIVE_STEPS = 30, VALUE_STEPS = 150 };

typedef struct search {
    ipso__joint *joint;
    bool *best, *trial; /* rosters, by option */
    double value;
    double *decided; /* per person */
} search;

static bool prepare(search *s, ipso__joint *joint, bool *chosen, double value)
{
    size_t people = (size_t)joint->roster->people;
    *s = (search){.joint = joint, .best = chosen, .value = value};
    s->trial = ipso__calloc((size_t)joint->roster->option_count, sizeof *s->trial);
    s->decided = ipso__calloc(people, sizeof *s->decided);
    return s->trial != NULL && s->decided != NULL;
}

static void finish(search *s)
{
    free(s->trial);
    free(s->decided);
}

/* How nearly the relaxation has decided what p works: the mean over days of the sum of squares of
 * the shares of options and of being off. */
static double decided(const ipso__joint *joint, int p)
{
    const ipso__roster *r = joint->roster;
    double sum = 0;
    for (int t = 0; t < r->days; t++) {
        double off = 1;
        for (int o = r->first[p * r->days + t]; o < r->first[p * r->days + t + 1]; o++) {
            sum += joint->share[o] * joint->share[o];
            off -= joint->share[o];
        }
        sum += off * off;
    }
    return sum / r->days;
}

/* Fixes p to the lawful schedule with the most of what the relaxation works. */
static ipso_status fix_person(ipso__joint *joint, int p, ipso_error *err)
{
    const ipso__schedules_person *person = &joint->columns.schedules.persons[p];
    int days = joint->roster->days, *choice = &joint->days[p * days];
    int64_t work = 0;
    double lower;
    for (int k = 0; k < person->first[days]; k++)
        joint->cost[k] = -floor(SHARE_POINTS * joint->share[joint->columns.option[p][k]]);
    for (int t = 0; t < days; t++)
        choice[t] = -1;
    joint->is_fixed[p] = true;
    ipso_status status =
        ipso__schedules_pricer_ask(joint->people, p, joint->cost, NULL, &lower, choice, &work, err);
    joint->work += 3 * work;
    return status;
}

/* Fixes the most decided of the open people; *open becomes how many are left. */
static ipso_status fix_some(search *s, int *open, ipso_error *err)
{
    ipso__joint *joint = s->joint;
    int count = (int)ceil(DECIDED * *open);
    ipso_status status = IPSO_OK;
    for (int p = 0; p < joint->roster->people; p++)
        s->decided[p] = joint->is_fixed[p] ? -1 : decided(joint, p);
    for (; count > 0 && status == IPSO_OK; count--, --*open) {
        int most = 0;
        for (int p = 1; p < joint->roster->people; p++)
            most = s->decided[p] > s->decided[most] ? p : most;
        s->decided[most] = -1;
        status = fix_person(joint, most, err);
    }
    return status;
}

/* Dives from the people who are fixed and the present prices; the roster becomes s->trial. */
static ipso_status dive(search *s, int open, int steps, ipso_error *err)
{
    ipso__joint *joint = s->joint;
    ipso_status status = IPSO_OK;
    while (open > 0 && status == IPSO_OK && !joint->stopped) {
        ipso__joint_climb climb = {.steps = steps, .until = 1, .step = FIRST_STEP};
        ipso__joint_fix(joint);
        status = ipso__joint_climb_part(joint, &climb, err);
        if (status == IPSO_OK)
            status = fix_some(s, &open, err);
    }
    ipso__roster_columns_decode(&joint->columns, joint->roster, joint->days, s->trial);
    return status;
}

/* Takes the trial over when its plans promise to cost less, at first sight and at the second. */
static ipso_status judge(search *s, ipso_error *err)
{
    ipso__joint *joint = s->joint;
    double value = s->value;
    bool better = true;
    ipso_status status = IPSO_OK;
    for (int look = 0; look < 2 && better; look++) {
        bool settled = false;
        status = ipso__joint_value(joint, s->trial, VALUE_STEPS, &value, &settled, err);
        better = status == IPSO_OK && settled && value < s->value - LEAST_GAIN;
    }
    if (!better)
        return status;
    s->value = value;
    memcpy(s->best, s->trial, (size_t)joint->roster->option_count * sizeof *s->best);
    return status;
}

ipso_status ipso__joint_dive(ipso__joint *joint, bool *chosen, double *value, ipso_error *err)
{
    search s;
    if (joint->people == NULL)
        return IPSO_OK;
    ipso_status status = prepare(&s, joint, chosen, *value) ? IPSO_OK : ipso__fail_nomem(err);
    if (status == IPSO_OK) {
        ipso__joint_open(joint);
        ipso__joint_set_prices(joint, joint->lead);
        status = dive(&s, joint->roster->people, DIVE_STEPS, err);
    }
    if (status == IPSO_OK && !joint->stopped)
        status = judge(&s, err);
    *value = s.value;
    finish(&s);
    return status;
}
