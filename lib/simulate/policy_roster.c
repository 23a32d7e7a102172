/* Roster policies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/simulate.h>

#include "base/error.h"

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

static const ipso_roster_policy policies[] = {
    {"template", "a roster planned for itself alone, once, and repeated", true, plan_template},
    {"fixed", "roster and slots of the integer program, once, and repeated", true, plan_program},
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
