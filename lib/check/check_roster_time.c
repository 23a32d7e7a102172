/* Roster rules about hours: R4, R7 to R9 and R22.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

/* ---- R4 ---- */

/* Last end (later) or first start of the duties of a cell that has some. */
static int edge_of_day(const ipso__checking *checking, int practitioner, int day, bool later)
{
    const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, day)];
    int edge = later ? 0 : IPSO_DAY_MIN;

    for (int i = first[0]; i < first[1]; i++) {
        const ipso_duty *duty = ipso__check_worked_duty(checking, i);
        if (later && duty->end_min > edge)
            edge = duty->end_min;
        if (!later && duty->start_min < edge)
            edge = duty->start_min;
    }
    return edge;
}

/* Rest (R4): between days worked one after the other, the eve of the horizon included. */
static void check_rest(ipso__checking *checking, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    bool before = person->history.last_end_min != 0;
    int end = person->history.last_end_min;

    for (int t = 0; t < checking->days; t++) {
        bool works = ipso__check_works(checking, practitioner, t);
        if (works && before) {
            int pause = edge_of_day(checking, practitioner, t, false) + IPSO_DAY_MIN - end;
            ipso__check_charge(
                checking, IPSO_RULE_REST, person->rules.rest_points,
                (int64_t)person->rules.rest_min - pause,
                ipso__check_pointer("practitioners", practitioner).text,
                "%s rests %s before %s, less than %s", ipso__check_say_name(checking, practitioner),
                ipso__check_say_minutes(pause).text, ipso__check_say_day(checking, t).text,
                ipso__check_say_minutes(person->rules.rest_min).text);
        }
        before = works;
        if (works)
            end = edge_of_day(checking, practitioner, t, true);
    }
}

/* ---- R7 to R9 ---- */

/* What a practitioner did in a span of days, and the least that is asked of it. */
typedef struct day_span {
    int64_t minutes, days;
    int first, past; /* days of the horizon */
} day_span;

static day_span count_span(const ipso__checking *checking, int practitioner, int first)
{
    day_span span = {.first = first, .past = first};

    while (span.past < checking->days &&
           checking->day[span.past].week == checking->day[first].week) {
        const int *work =
            &checking->first_work[ipso__check_cell(checking, practitioner, span.past)];
        for (int i = work[0]; i < work[1]; i++)
            span.minutes += ipso__check_duty_minutes(ipso__check_worked_duty(checking, i));
        span.days += work[1] > work[0];
        span.past++;
    }
    return span;
}

/* Adds what history knows of the days before the horizon in its first week to done and to the days
 * available; floor(min x available / 7) is returned. */
static int64_t week_minimum(const ipso__checking *checking, int practitioner, const day_span *week,
                            const ipso_limit *limit, int history, int64_t *done)
{
    int64_t available = ipso__check_days_present(checking, practitioner, week->first, week->past);

    if (week->first == 0 && checking->day[0].weekday > 0 && history > 0) {
        available += checking->day[0].weekday;
        *done += history;
    }
    return limit->min * available / 7;
}

/* Week minutes (R7) and week days (R9) of one week. */
static void check_week(ipso__checking *checking, int practitioner, const day_span *week)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    const ipso_limit *minutes = &person->rules.week_minutes, *days = &person->rules.week_days;
    int64_t minutes_done = week->minutes, days_done = week->days;
    int64_t least_minutes = week_minimum(checking, practitioner, week, minutes,
                                         person->history.week_minutes, &minutes_done);
    int64_t least_days =
        week_minimum(checking, practitioner, week, days, person->history.week_days, &days_done);
    ipso__check_words where = ipso__check_pointer("practitioners", practitioner);
    ipso__check_words monday = ipso__check_say_week(checking, checking->day[week->first].week);

    ipso__check_charge_range(checking, IPSO_RULE_WEEK_MINUTES, minutes, least_minutes, minutes_done,
                             where.text, "%s works %s in the week of %s", person->name,
                             ipso__check_say_minutes(minutes_done).text, monday.text);
    ipso__check_charge_range(checking, IPSO_RULE_WEEK_DAYS, days, least_days, days_done, where.text,
                             "%s works %d days in the week of %s", person->name, (int)days_done,
                             monday.text);
}

static void check_horizon(ipso__checking *checking, int practitioner, int64_t minutes)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    const ipso_limit *limit = &person->rules.horizon_minutes;
    int64_t least = limit->min *
                    (int64_t)ipso__check_days_present(checking, practitioner, 0, checking->days) /
                    checking->days;

    ipso__check_charge_range(checking, IPSO_RULE_HORIZON_MINUTES, limit, least, minutes,
                             ipso__check_pointer("practitioners", practitioner).text,
                             "%s works %s in %d days", person->name,
                             ipso__check_say_minutes(minutes).text, checking->days);
}

/* Week minutes (R7), horizon minutes (R8), week days (R9). */
static void check_hours(ipso__checking *checking, int practitioner)
{
    int64_t minutes = 0;

    for (int first = 0; first < checking->days;) {
        day_span week = count_span(checking, practitioner, first);
        check_week(checking, practitioner, &week);
        minutes += week.minutes;
        first = week.past;
    }
    check_horizon(checking, practitioner, minutes);
}

/* ---- R22 ---- */

/* Duty hours (R22): working minutes x price / 60, rounded down for each duty. */
static void check_duty_hours(ipso__checking *checking, int practitioner)
{
    int64_t price = ipso_practice_weights(checking->practice)->duty_hour_points;
    int64_t minutes = 0, points = 0;

    for (int i = checking->first_work[ipso__check_cell(checking, practitioner, 0)];
         i < checking->first_work[ipso__check_cell(checking, practitioner + 1, 0)]; i++) {
        int worked = ipso__check_duty_minutes(ipso__check_worked_duty(checking, i));
        minutes += worked;
        points += worked * price / 60;
    }
    ipso__check_pay(checking, IPSO_RULE_DUTY_HOURS, minutes, points,
                    ipso__check_pointer("practitioners", practitioner).text, "%s is on duty for %s",
                    ipso__check_say_name(checking, practitioner),
                    ipso__check_say_minutes(minutes).text);
}

void ipso__check_roster_time(ipso__checking *checking)
{
    for (int p = 0; p < checking->practitioners; p++) {
        check_rest(checking, p);
        check_hours(checking, p);
        check_duty_hours(checking, p);
    }
}
