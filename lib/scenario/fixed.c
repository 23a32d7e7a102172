/* Appointments already given when the week is planned.
 *
 * Each practitioner has them one after another from 10:00 on a Tuesday or a Thursday, where
 * every duty of a weekday morning consults, so that none of them can be in the way of a roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/build.h"

#include <stdio.h>

#define LAST_MIN 720 /* phone and mail begin at noon or later */

static bool on_leave(const ipso_practitioner *person, ipso_date date)
{
    for (size_t i = 0; i < person->leave_count; i++) {
        if (person->leave[i].first <= date && date <= person->leave[i].last)
            return true;
    }
    return false;
}

/* May have fixed appointments of the type at the site: at home there, present, and no trainee, who
 * could not come without a supervisor. */
static bool may_have(const ipso__build *build, int person, int site, ipso__kind kind)
{
    const ipso_practitioner *who = ipso_practice_practitioner(build->practice, person);
    return who->site_count > 0 && who->sites[0].site == site && who->supervisor_count == 0 &&
           ipso__kind_given_by(kind, who->role) && !on_leave(who, build->first_day + 1) &&
           !on_leave(who, build->first_day + 3) &&
           build->fixed_end[person] + ipso__kind_length_min(kind) <= LAST_MIN;
}

/* The practitioner whose fixed appointments end first, the first of equals; IPSO_ANY for none. */
static int least_booked(const ipso__build *build, int site, ipso__kind kind)
{
    int best = IPSO_ANY;
    int count = ipso_practice_practitioner_count(build->practice);
    for (int person = 0; person < count; person++) {
        if (may_have(build, person, site, kind) &&
            (best == IPSO_ANY || build->fixed_end[person] < build->fixed_end[best]))
            best = person;
    }
    return best;
}

static void add_one(ipso__build *build, ipso__random *random, int site, ipso__kind kind)
{
    int person = least_booked(build, site, kind);
    if (person == IPSO_ANY)
        return;
    if (build->fixed_day[person] < 0)
        build->fixed_day[person] = ipso__random_below(random, 2) == 0 ? 1 : 3;

    char id[32], patient[32];
    snprintf(id, sizeof id, "f%04d", ipso_practice_fixed_count(build->practice) + 1);
    snprintf(patient, sizeof patient, "patient-%04d", build->next_patient++);
    ipso_fixed fixed;
    ipso_fixed_init(&fixed);
    fixed.id = id;
    fixed.patient = patient;
    fixed.type = build->types[kind];
    fixed.practitioner = person;
    fixed.site = site;
    fixed.date = build->first_day + build->fixed_day[person];
    fixed.start_min = build->fixed_end[person];
    fixed.length_min = ipso__kind_length_min(kind);
    build->fixed_end[person] += fixed.length_min;
    fixed.no_show = build->no_shows->this_week / 1000.0;
    build->status = ipso_practice_add_fixed(build->practice, &fixed, build->err);
}

void ipso__add_fixed(ipso__build *build, int site, const ipso__load loads[IPSO__KIND_COUNT])
{
    ipso__random random = ipso__build_stream(build, IPSO__STREAM_FIXED, site);
    for (int kind = 0; kind < IPSO__KIND_COUNT; kind++) {
        for (int i = 0; i < loads[kind].fixed && ipso__build_ok(build); i++)
            add_one(build, &random, site, (ipso__kind)kind);
    }
}
