/* Making a past out of a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/past.h"

#include "base/error.h"
#include "practice/rewrite.h"

#include <stdlib.h>

ipso_status ipso__past_wrap(ipso_past **past, ipso_practice *practice, ipso_plan *plan,
                            ipso_error *err)
{
    ipso_past *made = ipso__calloc(1, sizeof *made);

    if (made == NULL)
        return ipso__fail_nomem(err);
    *made = (ipso_past){.practice = practice, .plan = plan};
    *past = made;
    return IPSO_OK;
}

void ipso_past_free(ipso_past *past)
{
    if (past == NULL)
        return;
    ipso_plan_free(past->plan);
    ipso_practice_free(past->practice);
    free(past);
}

ipso_date ipso_past_first_day(const ipso_past *past)
{
    return ipso_practice_horizon(past->practice)->first_day;
}

ipso_date ipso_past_last_day(const ipso_past *past)
{
    return ipso_past_first_day(past) + ipso_practice_horizon(past->practice)->days - 1;
}

/* ---- the practice of a past ---- */

static ipso_status add_places(ipso_practice *small, const ipso_practice *whole, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; status == IPSO_OK && i < ipso_practice_site_count(whole); i++) {
        ipso_site site;

        ipso_site_init(&site);
        site.id = ipso_practice_site(whole, i)->id;
        site.common = ipso_practice_site(whole, i)->common;
        status = ipso_practice_add_site(small, &site, err);
    }
    for (int i = 0; status == IPSO_OK && i < ipso_practice_fair_count(whole); i++)
        status = ipso_practice_add_fair(small, ipso_practice_fair(whole, i), err);
    return status;
}

static ipso_status add_people(ipso_practice *small, const ipso_practice *whole, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    for (int p = 0; status == IPSO_OK && p < ipso_practice_practitioner_count(whole); p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(whole, p);
        ipso_practitioner copy;

        ipso_practitioner_init(&copy);
        copy.id = person->id;
        copy.role = person->role;
        copy.skills = person->skills;
        copy.skill_count = person->skill_count;
        copy.share_percent = person->share_percent;
        copy.leave = person->leave;
        copy.leave_count = person->leave_count;
        copy.history = person->history;
        status = ipso_practice_add_practitioner(small, &copy, err);
    }
    return status;
}

/* Adds the duties that are worked; place[k] is then that of duty k in the small practice. */
static ipso_status add_duties(ipso_practice *small, const ipso_plan *plan, int *place,
                              ipso_error *err)
{
    const ipso_practice *whole = ipso_plan_practice(plan);
    ipso_status status = IPSO_OK;

    for (int k = 0; k < ipso_practice_duty_count(whole); k++)
        place[k] = IPSO_ANY;
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++)
        place[ipso_plan_assignment(plan, i)->duty] = 0;
    for (int k = 0; status == IPSO_OK && k < ipso_practice_duty_count(whole); k++) {
        ipso_duty copy = *ipso_practice_duty(whole, k);

        if (place[k] == IPSO_ANY)
            continue;
        place[k] = ipso_practice_duty_count(small);
        copy.who = (ipso_who){0};
        ipso_days_init(&copy.days);
        status = ipso_practice_add_duty(small, &copy, err);
    }
    return status;
}

static ipso_status add_work(ipso_plan *small, const ipso_plan *plan, const int *place,
                            ipso_error *err)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; status == IPSO_OK && i < ipso_plan_assignment_count(plan); i++) {
        ipso_assignment work = *ipso_plan_assignment(plan, i);

        work.duty = place[work.duty];
        status = ipso_plan_add_assignment(small, &work, err);
    }
    return status;
}

static ipso_status fill_practice(ipso_practice *small, const ipso_plan *plan, int *place,
                                 ipso_error *err)
{
    const ipso_practice *whole = ipso_plan_practice(plan);
    ipso_status status = ipso_practice_set_extended(small, ipso_practice_extended(whole), err);

    if (status == IPSO_OK)
        status = add_places(small, whole, err);
    if (status == IPSO_OK)
        status = add_people(small, whole, err);
    if (status == IPSO_OK)
        status = add_duties(small, plan, place, err);
    if (status == IPSO_OK)
        status = ipso__practice_close(small, err);
    return status;
}

ipso_status ipso_past_new(ipso_past **past, const ipso_plan *plan, ipso_error *err)
{
    const ipso_practice *whole = ipso_plan_practice(plan);
    int *place = ipso__calloc((size_t)ipso_practice_duty_count(whole), sizeof *place);
    ipso_practice *practice = NULL;
    ipso_plan *roster = NULL;
    ipso_status status;

    if (place == NULL)
        return ipso__fail_nomem(err);
    status = ipso_practice_new(&practice, ipso_practice_horizon(whole), err);
    if (status == IPSO_OK)
        status = fill_practice(practice, plan, place, err);
    if (status == IPSO_OK)
        status = ipso_plan_new(&roster, practice, err);
    if (status == IPSO_OK)
        status = add_work(roster, plan, place, err);
    if (status == IPSO_OK)
        status = ipso__past_wrap(past, practice, roster, err);
    if (status != IPSO_OK) {
        ipso_plan_free(roster);
        ipso_practice_free(practice);
    }
    free(place);
    return status;
}

/* ---- reading ---- */

int ipso__past_find(const ipso_past *past, int practitioner, int day)
{
    int low = 0, high = ipso_plan_assignment_count(past->plan);

    while (low < high) {
        int middle = low + (high - low) / 2;
        const ipso_assignment *work = ipso_plan_assignment(past->plan, middle);

        if (work->practitioner < practitioner ||
            (work->practitioner == practitioner && work->day < day))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool ipso__past_works(const ipso_past *past, int practitioner, int day)
{
    return ipso__past_find(past, practitioner, day) < ipso__past_find(past, practitioner, day + 1);
}

bool ipso__on_leave(const ipso_practitioner *person, ipso_date date)
{
    for (size_t i = 0; i < person->leave_count; i++)
        if (date >= person->leave[i].first && date <= person->leave[i].last)
            return true;
    return false;
}
