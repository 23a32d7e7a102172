/* Roster policies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/simulate.h>

#include "base/error.h"
#include "base/memory.h"
#include "simulate/cycle.h"

#include <stdlib.h>
#include <string.h>

/* Plans, and says what went wrong in words of the simulation. */
static ipso_status make(ipso_plan **plan, const ipso_practice *practice,
                        const ipso_settings *settings, ipso_error *err)
{
    ipso_outcome outcome = IPSO_UNKNOWN;
    ipso_error text = {0};
    ipso_status status = ipso_plan_make(plan, practice, settings, &outcome, NULL, NULL, &text);

    if (status != IPSO_OK)
        return ipso__fail(err, status, text.where, "%s", text.text);
    if (outcome == IPSO_OPTIMAL || outcome == IPSO_FEASIBLE)
        return IPSO_OK;
    return ipso__fail(err, IPSO_INPUT, "/practitioners", "no roster was found%s%s",
                      text.text[0] != '\0' ? ": " : "", text.text);
}

/* A roster for itself alone, as one made by hand once and kept: neither slots nor bookings have a
 * say, and a quarter of the work of a plan is spent. */
static ipso_status plan_template(const ipso_roster_policy *policy, ipso_plan **plan,
                                 const ipso_practice *practice, const ipso_settings *settings,
                                 ipso_error *err)
{
    ipso_settings how = *settings;
    ipso_plan *roster = NULL;
    ipso_status status;

    (void)policy;
    how.last_stage = IPSO_STAGE_ROSTER;
    how.apart = true;
    how.work_limit = settings->work_limit / 4 + 1;
    status = make(&roster, practice, &how, err);
    if (status != IPSO_OK || settings->last_stage == IPSO_STAGE_ROSTER) {
        *plan = roster;
        return status;
    }
    how = *settings;
    how.first_stage = IPSO_STAGE_SLOTS;
    how.start = roster;
    status = make(plan, practice, &how, err);
    ipso_plan_free(roster);
    return status;
}

static ipso_status plan_program(const ipso_roster_policy *policy, ipso_plan **plan,
                                const ipso_practice *practice, const ipso_settings *settings,
                                ipso_error *err)
{
    ipso_settings how = *settings;

    (void)policy;
    how.last_stage = IPSO_STAGE_SLOTS;
    return make(plan, practice, &how, err);
}

/* ---- in the staff minutes of a template ---- */

/* Points for each minute on duty more or less than in the template: more than a minute can bring.
 */
#define BUDGET_POINTS 200

static void count_minutes(const ipso_plan *plan, const ipso_practice *practice, int *minutes)
{
    for (int a = 0; a < ipso_plan_assignment_count(plan); a++) {
        const ipso_assignment *worked = ipso_plan_assignment(plan, a);
        const ipso_duty *duty = ipso_practice_duty(practice, worked->duty);

        minutes[worked->practitioner] += duty->end_min - duty->start_min;
        for (size_t i = 0; i < duty->break_count; i++)
            minutes[worked->practitioner] -= duty->breaks[i].end_min - duty->breaks[i].start_min;
    }
}

/* The minutes that each works in the template roster. */
static ipso_status take_minutes(int *minutes, const ipso_practice *practice,
                                const ipso_settings *settings, ipso_error *err)
{
    ipso_settings how = *settings;
    ipso_plan *plan = NULL;

    how.last_stage = IPSO_STAGE_ROSTER;
    ipso_status status = plan_template(NULL, &plan, practice, &how, err);
    if (status == IPSO_OK)
        count_minutes(plan, practice, minutes);
    ipso_plan_free(plan);
    return status;
}

/* The plan of a copy of a practice as one of the practice itself. */
static ipso_status bring_home(ipso_plan **plan, const ipso_plan *made,
                              const ipso_practice *practice, ipso_error *err)
{
    ipso_plan *home = NULL;
    ipso_status status = ipso_plan_new(&home, practice, err);

    for (int a = 0; a < ipso_plan_assignment_count(made) && status == IPSO_OK; a++)
        status = ipso_plan_add_assignment(home, ipso_plan_assignment(made, a), err);
    for (int i = 0; i < ipso_plan_slot_count(made) && status == IPSO_OK; i++)
        status = ipso_plan_add_slot(home, ipso_plan_slot(made, i), err);
    for (int stage = 0; stage <= ipso_plan_last_stage(made) && status == IPSO_OK; stage++)
        status = ipso_plan_set_stage(home, (ipso_stage)stage,
                                     ipso_plan_stage(made, (ipso_stage)stage), err);
    if (status != IPSO_OK) {
        ipso_plan_free(home);
        return status;
    }
    *plan = home;
    return IPSO_OK;
}

static ipso_status plan_equal(const ipso_roster_policy *policy, ipso_plan **plan,
                              const ipso_practice *practice, const ipso_settings *settings,
                              ipso_error *err)
{
    size_t people = (size_t)ipso_practice_practitioner_count(practice);
    int *minutes = ipso__calloc(people, sizeof *minutes);
    ipso_practice *budgeted = NULL;
    ipso_plan *made = NULL;

    if (minutes == NULL)
        return ipso__fail_nomem(err);
    ipso_status status = take_minutes(minutes, practice, settings, err);
    if (status == IPSO_OK)
        status = ipso__budget_practice(&budgeted, practice, minutes, BUDGET_POINTS, err);
    if (status == IPSO_OK)
        status = plan_program(policy, &made, budgeted, settings, err);
    if (status == IPSO_OK)
        status = bring_home(plan, made, practice, err);
    ipso_plan_free(made);
    ipso_practice_free(budgeted);
    free(minutes);
    return status;
}

static const ipso_roster_policy policies[] = {
    {"template", "a roster planned for itself alone, once, and repeated", true, plan_template},
    {"fixed", "roster and slots of the integer program, once, and repeated", true, plan_program},
    {"equal", "as fixed, in the staff minutes of template", true, plan_equal},
    {"program", "the integer program, cycle after cycle", false, plan_program},
};

const ipso_roster_policy *ipso_roster_policy_get(int index)
{
    return index >= 0 && index < (int)(sizeof policies / sizeof policies[0]) ? &policies[index]
                                                                             : NULL;
}

const ipso_roster_policy *ipso_roster_policy_named(const char *name)
{
    for (int i = 0; ipso_roster_policy_get(i) != NULL; i++)
        if (strcmp(policies[i].name, name) == 0)
            return &policies[i];
    return NULL;
}
