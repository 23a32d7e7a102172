/* Eligibility, prices and limits of slots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/needs.h"

#include <math.h>

int64_t ipso__round_points(double points)
{
    return (int64_t)floor(points + 0.5);
}

void ipso__extended_edges(const ipso_practice *practice, int day, int *before_min, int *after_min)
{
    const ipso_extended *extended = ipso_practice_extended(practice);
    bool whole_day;
    if (ipso_practice_is_holiday(practice, day)) {
        whole_day = extended->holidays;
    } else {
        int weekday = ipso_date_weekday(ipso_practice_horizon(practice)->first_day + day);
        whole_day = (weekday == 5 && extended->saturdays) || (weekday == 6 && extended->sundays);
    }
    *before_min = whole_day ? IPSO_DAY_MIN : extended->before_min;
    *after_min = whole_day ? IPSO_DAY_MIN : extended->after_min;
}

/* Length of what two intervals share. */
static int shared_minutes(int first_start, int first_end, int second_start, int second_end)
{
    int start = first_start > second_start ? first_start : second_start;
    int end = first_end < second_end ? first_end : second_end;
    return end > start ? end - start : 0;
}

int ipso__extended_minutes(const ipso_practice *practice, int day, int start_min, int end_min)
{
    int before, after;
    ipso__extended_edges(practice, day, &before, &after);
    if (before >= after) {
        return end_min - start_min;
    }
    return shared_minutes(start_min, end_min, 0, before) +
           shared_minutes(start_min, end_min, after, IPSO_DAY_MIN);
}

int ipso__week_of(const ipso_practice *practice, int day)
{
    return (ipso_date_weekday(ipso_practice_horizon(practice)->first_day) + day) / 7;
}

int ipso__week_count(const ipso_practice *practice)
{
    return ipso__week_of(practice, ipso_practice_horizon(practice)->days - 1) + 1;
}

unsigned ipso__slot_mode(const ipso_practice *practice, int type, int practitioner, int site,
                         bool tele)
{
    const ipso_type *described = ipso_practice_type(practice, type);
    unsigned mode = 0;
    if (!tele && site != IPSO_ANY && (described->modes & IPSO_MODE_SITE)) {
        mode = IPSO_MODE_SITE;
    } else if (!tele && site != IPSO_ANY && (described->modes & IPSO_MODE_HOME)) {
        mode = IPSO_MODE_HOME;
    } else if (described->modes & IPSO_MODE_TELE) {
        mode = IPSO_MODE_TELE;
    }
    if (mode == IPSO_MODE_TELE &&
        !ipso_practice_practitioner(practice, practitioner)->teleconsultation) {
        return 0;
    }
    return ipso_practice_who_matches(practice, &described->who, practitioner) ? mode : 0;
}

int ipso__slot_width(const ipso_practice *practice, int type, unsigned mode, int length_min)
{
    return length_min +
           (mode == IPSO_MODE_HOME ? ipso_practice_type(practice, type)->travel_min : 0);
}

bool ipso__demand_reaches(const ipso_practice *practice, int demand, int demand_day, int site,
                          int day)
{
    const ipso_demand *entry = ipso_practice_demand(practice, demand);
    const ipso_type *type = ipso_practice_type(practice, entry->type);
    return day - demand_day >= type->lead_min_days && day - demand_day <= type->lead_max_days &&
           (entry->site == IPSO_ANY || site == IPSO_ANY || site == entry->site);
}

bool ipso__request_reaches(const ipso_practice *practice, const ipso_request *request,
                           int practitioner, int site, unsigned mode)
{
    if (mode == 0 || (request->practitioner != IPSO_ANY && request->practitioner != practitioner &&
                      !request->accepts_others)) {
        return false;
    }
    if (request->site != IPSO_ANY && site != IPSO_ANY && site != request->site) {
        return false;
    }
    return mode != IPSO_MODE_TELE || request->accepts_tele ||
           ipso_practice_type(practice, request->type)->modes == IPSO_MODE_TELE;
}

bool ipso__request_open(const ipso_practice *practice, const ipso_request *request, int day,
                        int start_min, int end_min)
{
    ipso_date date = ipso_practice_horizon(practice)->first_day + day;
    for (size_t i = 0; i < request->window_count; i++) {
        const ipso_window *window = &request->windows[i];
        if (window->first <= date && date <= window->last && window->start_min <= start_min &&
            end_min <= window->end_min) {
            return true;
        }
    }
    return request->window_count == 0;
}

int64_t ipso__request_value(const ipso_practice *practice, const ipso_request *request)
{
    int64_t unmet = ipso_practice_type(practice, request->type)->unmet_points;
    return (unmet * request->priority_percent + 50) / 100;
}

/* The day of the horizon from which the request's wait counts; it may lie before the first. */
static int wanted_day(const ipso_practice *practice, const ipso_request *request)
{
    ipso_date first_day = ipso_practice_horizon(practice)->first_day;
    if (request->wanted != 0) {
        return request->wanted - first_day;
    }
    return request->window_count > 0 ? request->windows[0].first - first_day : 0;
}

int64_t ipso__request_cost(const ipso_practice *practice, const ipso_request *request,
                           int practitioner, int day, unsigned mode)
{
    const ipso_weights *weights = ipso_practice_weights(practice);
    const ipso_type *type = ipso_practice_type(practice, request->type);
    int64_t cost = 0;
    if (request->practitioner != IPSO_ANY && request->practitioner != practitioner) {
        cost += weights->continuity_points;
    }
    int wait_days = day - wanted_day(practice, request);
    if (wait_days > 0) {
        cost += weights->wait_points * wait_days * (type->care == IPSO_CARE_ACUTE ? 10 : 1);
    }
    if (mode == IPSO_MODE_TELE && (type->modes & IPSO_MODE_SITE)) {
        cost += weights->tele_points;
    }
    return cost;
}

int64_t ipso__demand_value(const ipso_practice *practice, int demand, int j)
{
    int type = ipso_practice_demand(practice, demand)->type;
    return ipso__round_points((double)ipso_practice_type(practice, type)->unmet_points *
                              ipso_practice_demand_tail(practice, demand, j));
}

/* The hull of the opening hours of a site on a day; false when it is shut all day. */
static bool opening_hull(const ipso_practice *practice, int site, int day, int *start_min,
                         int *end_min)
{
    const ipso_site *described = ipso_practice_site(practice, site);
    *start_min = IPSO_DAY_MIN;
    *end_min = 0;
    for (size_t i = 0; i < described->hours_count; i++) {
        const ipso_hours *hours = &described->hours[i];
        ipso_days days = {.weekdays = hours->days};
        if (ipso_practice_day_matches(practice, &days, day)) {
            *start_min = hours->start_min < *start_min ? hours->start_min : *start_min;
            *end_min = hours->end_min > *end_min ? hours->end_min : *end_min;
        }
    }
    return *start_min < *end_min;
}

/* Share of the entry's window, cut to the hull of the opening hours, that is extended. */
static double extended_share(const ipso_practice *practice, const ipso_demand *entry, int day,
                             int hull_start, int hull_end)
{
    int start = entry->start_min > hull_start ? entry->start_min : hull_start;
    int end = entry->end_min < hull_end ? entry->end_min : hull_end;
    if (start >= end) {
        return 0.0;
    }
    return (double)ipso__extended_minutes(practice, day, start, end) / (double)(end - start);
}

double ipso__extended_acute_need(const ipso_practice *practice, int site, int day)
{
    int hull_start, hull_end;
    if (!opening_hull(practice, site, day, &hull_start, &hull_end)) {
        return 0.0;
    }
    bool alone = ipso_practice_site_count(practice) == 1;
    double minutes = 0.0;
    for (int d = 0; d < ipso_practice_demand_count(practice); d++) {
        const ipso_demand *entry = ipso_practice_demand(practice, d);
        const ipso_type *type = ipso_practice_type(practice, entry->type);
        if (type->care == IPSO_CARE_ACUTE &&
            (entry->site == site || (entry->site == IPSO_ANY && alone)) &&
            ipso_practice_day_matches(practice, &entry->days, day)) {
            minutes += ipso_practice_demand_mean(practice, d) * type->lengths_min[0] *
                       extended_share(practice, entry, day, hull_start, hull_end);
        }
    }
    return minutes;
}
