/* The days observed.
 *
 * They lie outside the horizon of the practice as a rule, so that its calendar is asked by date.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/days.h"

static unsigned day_bit(const ipso_practice *practice, ipso_date date)
{
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    bool holiday = ipso_calendar_holiday(horizon->calendar, date) != NULL;

    for (size_t i = 0; i < horizon->holiday_count; i++)
        holiday |= horizon->holidays[i] == date;
    return holiday ? (unsigned)IPSO_HOLIDAY : 1u << ipso_date_weekday(date);
}

static bool is_entry_day(const ipso_practice *practice, const ipso_days *days, ipso_date date)
{
    if ((days->weekdays & day_bit(practice, date)) != 0)
        return true;
    for (size_t i = 0; i < days->date_count; i++)
        if (days->dates[i] == date)
            return true;
    return false;
}

static bool site_open(const ipso_practice *practice, int site, ipso_date date, int start_min,
                      int end_min)
{
    const ipso_site *place = ipso_practice_site(practice, site);
    const unsigned bit = day_bit(practice, date);

    for (size_t i = 0; i < place->closure_count; i++)
        if (date >= place->closures[i].first && date <= place->closures[i].last)
            return false;
    for (size_t i = 0; i < place->hours_count; i++) {
        const ipso_hours *hours = &place->hours[i];

        if ((hours->days & bit) != 0 && hours->start_min < end_min && hours->end_min > start_min)
            return true;
    }
    return false;
}

static bool open_at(const ipso__fit_days *days, int site, int day, int start_min, int end_min)
{
    const ipso_date date = days->first + day;

    if (site != IPSO_ANY)
        return site_open(days->practice, site, date, start_min, end_min);
    for (int s = 0; s < ipso_practice_site_count(days->practice); s++)
        if (site_open(days->practice, s, date, start_min, end_min))
            return true;
    return false;
}

static bool *busy_at(const ipso__fit_days *days, int site, int day)
{
    int row = site == IPSO_ANY ? ipso_practice_site_count(days->practice) : site;

    return &days->busy[(size_t)row * (size_t)days->count + (size_t)day];
}

static void mark_busy(const ipso__fit_days *days, const ipso_fit_appointment *appointment)
{
    const int day = appointment->date - days->first;

    if (appointment->state == IPSO_FIT_CANCELLED || day < 0 || day >= days->count)
        return;
    *busy_at(days, IPSO_ANY, day) = true;
    for (int s = 0; s < ipso_practice_site_count(days->practice); s++)
        if (appointment->site == IPSO_ANY || appointment->site == s)
            *busy_at(days, s, day) = true;
}

bool ipso__fit_days_make(ipso__fit_days *days, ipso__fit *fit)
{
    ipso_fit_report *report = &fit->report;
    const size_t sites = (size_t)ipso_practice_site_count(fit->practice);

    days->practice = fit->practice;
    days->first = report->first_day;
    days->count = report->last_day - report->first_day + 1;
    days->busy = ipso__arena_alloc(&fit->arena, (sites + 1) * (size_t)days->count, sizeof(bool));
    if (days->busy == NULL)
        return false;
    for (size_t i = 0; i < fit->count; i++)
        mark_busy(days, &fit->appointments[i]);
    for (int day = 0; day < days->count; day++) {
        bool open = open_at(days, IPSO_ANY, day, 0, IPSO_DAY_MIN);

        report->closed_days += !open;
        report->empty_days += open && !*busy_at(days, IPSO_ANY, day);
    }
    return true;
}

bool ipso__fit_day_counts(const ipso__fit_days *days, const ipso_demand *entry, int day,
                          bool empty_days_are_open)
{
    return is_entry_day(days->practice, &entry->days, days->first + day) &&
           open_at(days, entry->site, day, entry->start_min, entry->end_min) &&
           (empty_days_are_open || *busy_at(days, entry->site, day));
}
