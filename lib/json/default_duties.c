/* Duties for a practice document that gives none.
 *
 * Each opening interval of a site is one duty; one of more than ten hours is cut into an early and
 * a late half, and a duty of more than six hours has an hour's break in its middle. Ten hours is
 * the longest working day and six hours the longest stretch without a break of the French Code du
 * travail (articles L3121-18 and L3121-16). The duty is named "<site>/<from>-<to>".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/default_duties.h"

#include "base/error.h"

#include <stdio.h>

enum { LONGEST_MIN = 600, LONGEST_STRETCH_MIN = 360, BREAK_MIN = 60, STEP_MIN = 30 };

/* The middle of a span, rounded down to the half hour of the day. */
static int middle(int start_min, int end_min)
{
    return (start_min + end_min) / 2 / STEP_MIN * STEP_MIN;
}

static ipso_status add_duty(ipso_practice *practice, int site, unsigned days, const char *kind,
                            ipso_interval span, ipso_error *err)
{
    char id[IPSO_ERROR_TEXT_SIZE], from[IPSO_TIME_SIZE], to[IPSO_TIME_SIZE];
    ipso_interval pause = {middle(span.start_min, span.end_min - BREAK_MIN), 0};
    ipso_duty duty;
    pause.end_min = pause.start_min + BREAK_MIN;
    ipso_time_format(span.start_min, from);
    ipso_time_format(span.end_min, to);
    snprintf(id, sizeof id, "%s/%s-%s", ipso_practice_site(practice, site)->id, from, to);
    ipso_duty_init(&duty);
    duty.id = id;
    duty.kind = kind;
    duty.site = site;
    duty.days.weekdays = days;
    duty.start_min = span.start_min;
    duty.end_min = span.end_min;
    duty.breaks = &pause;
    duty.break_count = span.end_min - span.start_min > LONGEST_STRETCH_MIN;
    return ipso_practice_add_duty(practice, &duty, err);
}

static ipso_status add_duties(ipso_practice *practice, int site, const ipso_hours *hours,
                              ipso_error *err)
{
    const int start = hours->start_min, end = hours->end_min;
    const int half = middle(start, end);
    if (end - start <= LONGEST_MIN)
        return add_duty(practice, site, hours->days, "day", (ipso_interval){start, end}, err);
    ipso_status status =
        add_duty(practice, site, hours->days, "early", (ipso_interval){start, half}, err);
    if (status == IPSO_OK)
        status = add_duty(practice, site, hours->days, "late", (ipso_interval){half, end}, err);
    return status;
}

static bool same_times(const ipso_hours *a, const ipso_hours *b)
{
    return a->start_min == b->start_min && a->end_min == b->end_min;
}

/* Intervals of the same times count once, on the days of all of them; at the first one. */
static bool gather(ipso_hours *hours, const ipso_site *site, size_t index)
{
    *hours = site->hours[index];
    for (size_t i = 0; i < site->hours_count; i++) {
        if (!same_times(&site->hours[i], hours))
            continue;
        if (i < index)
            return false;
        hours->days |= site->hours[i].days;
    }
    return true;
}

ipso_status ipso__add_default_duties(ipso_practice *practice, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    for (int i = 0; i < ipso_practice_site_count(practice); i++) {
        const ipso_site *site = ipso_practice_site(practice, i);
        for (size_t j = 0; j < site->hours_count && status == IPSO_OK; j++) {
            ipso_hours hours;
            if (gather(&hours, site, j))
                status = add_duties(practice, i, &hours, err);
        }
    }
    return status;
}
