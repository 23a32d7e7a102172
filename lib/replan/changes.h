/* A change, day by day, and practices with it made. Internal to lib/replan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_REPLAN_CHANGES_H
#define IPSO_REPLAN_CHANGES_H

#include "base/error.h"
#include "base/memory.h"

#include <ipsosched/replan.h>

/* A stretch of a day that is closed while duties stay. */
typedef struct ipso__closing {
    int practitioner; /* IPSO_ANY everybody */
    int site;         /* IPSO_ANY wherever it is */
    int day, start_min, end_min;
} ipso__closing;

typedef struct ipso__changes {
    const ipso_plan *plan;     /* before the change */
    const ipso_practice *base; /* the plan's practice, grown */
    int days, people, sites;
    int now_day, now_min; /* the day may lie outside the horizon */
    bool *away;           /* practitioner p on day t, at p * days + t: away for the whole day */
    bool *shut;           /* site s on day t, at s * days + t: closed for the whole day */
    ipso__closing *closings;
    int closing_count;
    bool *lost; /* per assignment of the plan: its duty falls away */
    bool *hurt; /* per practitioner: loses a duty */
    ipso__arena arena;
} ipso__changes;

/* IPSO_INPUT when the change does not fit the plan. On failure there is nothing to finish. */
ipso_status ipso__changes_start(ipso__changes *changes, const ipso_plan *plan,
                                const ipso_change *change, ipso_error *err);
void ipso__changes_finish(ipso__changes *changes);

/* Whether a minute of the day lies before now. */
bool ipso__changes_past(const ipso__changes *changes, int day, int start_min);

/* Whether the change takes [start_min, end_min) of a practitioner at a site: the practitioner is
 * away (*by_site false) or the site is closed (true). */
bool ipso__changes_take(const ipso__changes *changes, const ipso_slot *slot, bool *by_site);

/* What a changed practice has besides the base: its requests and fixed appointments, further pins,
 * further wishes. */
typedef struct ipso__changed {
    const ipso_request *requests;
    int request_count;
    const ipso_fixed *fixed;
    int fixed_count;
    const ipso_pin *pins;
    int pin_count;
    const ipso_wish *wishes; /* of practitioner wishers[i] each, in rising order */
    const int *wishers;
    int wish_count;
    bool only_read; /* it need not be fit for planning */
} ipso__changed;

ipso_status ipso__changed_make(ipso_practice **made, const ipso__changes *changes,
                               const ipso__changed *changed, ipso_error *err);

#endif
