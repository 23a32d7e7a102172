/* Turns taken in a past (R18).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/past.h"

#include <string.h>

/* Whether a duty on that day has an extended minute. */
static bool is_extended(const ipso_practice *practice, int day, const ipso_duty *duty)
{
    const ipso_extended *extended = ipso_practice_extended(practice);
    int weekday = ipso_date_weekday(ipso_practice_horizon(practice)->first_day + day);

    if (duty->start_min < extended->before_min || duty->end_min > extended->after_min)
        return true;
    if (ipso_practice_is_holiday(practice, day))
        return extended->holidays;
    return (weekday == 5 && extended->saturdays) || (weekday == 6 && extended->sundays);
}

static bool counts(const ipso_practice *practice, const ipso_fair *fair, int day,
                   const ipso_duty *duty)
{
    int weekday = ipso_date_weekday(ipso_practice_horizon(practice)->first_day + day);
    bool holiday = ipso_practice_is_holiday(practice, day);

    switch (fair->turn) {
    case IPSO_TURN_EXTENDED:
        return is_extended(practice, day, duty);
    case IPSO_TURN_SATURDAY:
        return weekday == 5 && !holiday;
    case IPSO_TURN_SUNDAY:
        return weekday == 6 && !holiday;
    case IPSO_TURN_HOLIDAY:
        return holiday;
    case IPSO_TURN_KIND:
        return strcmp(duty->kind, fair->kind) == 0;
    }
    return false;
}

int ipso__past_turns(const ipso_past *past, int practitioner, int fair, int days)
{
    const ipso_fair *rule = ipso_practice_fair(past->practice, fair);
    int end = ipso__past_find(past, practitioner, days);
    int last = -1, turns = 0;

    for (int i = ipso__past_find(past, practitioner, 0); i < end; i++) {
        const ipso_assignment *work = ipso_plan_assignment(past->plan, i);

        if (work->day == last || !counts(past->practice, rule, work->day,
                                         ipso_practice_duty(past->practice, work->duty)))
            continue;
        last = work->day;
        turns++;
    }
    return turns;
}
