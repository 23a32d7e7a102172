/* Roster rules that join people on a day: R6, R15 to R17.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <stdio.h>

/* ---- R6 ---- */

static bool site_covered(const ipso_cover *cover, int site)
{
    if (cover->site_count == 0)
        return true;
    for (size_t i = 0; i < cover->site_count; i++)
        if (cover->sites[i] == site)
            return true;
    return false;
}

static bool kind_covered(const ipso_cover *cover, const char *kind)
{
    for (size_t i = 0; i < cover->kind_count; i++)
        if (ipso__check_same_text(cover->kinds[i], kind))
            return true;
    return cover->kind_count == 0;
}

static bool has_window(const ipso_cover *cover)
{
    return cover->end_min > 0;
}

/* 1 when a duty of the day covers the window; without a window, the duties that count. */
static int heads_of(const ipso__checking *checking, const ipso_cover *cover, int practitioner,
                    int day)
{
    const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, day)];
    int duties = 0;

    for (int i = first[0]; i < first[1]; i++) {
        const ipso_duty *duty = ipso__check_worked_duty(checking, i);
        if (!site_covered(cover, duty->site) || !kind_covered(cover, duty->kind))
            continue;
        if (has_window(cover) && !ipso__check_duty_spans(duty, cover->start_min, cover->end_min))
            continue;
        duties++;
    }
    return has_window(cover) && duties > 1 ? 1 : duties;
}

/* " from 08:00 to 12:00", or nothing without a window. */
static ipso__check_words say_window(const ipso_cover *cover)
{
    ipso__check_words words = {""};

    if (has_window(cover))
        snprintf(words.text, sizeof words.text, " from %.5s to %.5s",
                 ipso__check_say_time(cover->start_min).text,
                 ipso__check_say_time(cover->end_min).text);
    return words;
}

/* Cover (R6): heads whose duty spans the window, at least min and at most max. */
static void check_cover(ipso__checking *checking, int index, int day)
{
    const ipso_cover *cover = ipso_practice_cover(checking->practice, index);
    int heads = 0;

    for (int p = 0; p < checking->practitioners; p++)
        if (ipso_practice_who_matches(checking->practice, &cover->who, p))
            heads += heads_of(checking, cover, p, day);
    ipso__check_charge(checking, IPSO_RULE_COVER, cover->short_points, cover->min - heads,
                       ipso__check_pointer("cover", index).text,
                       "%s has %d of the %d heads it needs on %s%s", cover->id, heads, cover->min,
                       ipso__check_say_day(checking, day).text, say_window(cover).text);
    if (cover->max != IPSO_NO_MAX)
        ipso__check_charge(checking, IPSO_RULE_COVER, cover->over_points, heads - cover->max,
                           ipso__check_pointer("cover", index).text,
                           "%s has %d heads on %s%s, more than %d", cover->id, heads,
                           ipso__check_say_day(checking, day).text, say_window(cover).text,
                           cover->max);
}

/* ---- R15 ---- */

enum { ROOM_STEP_MIN = 5 };

static bool in_room(const ipso_duty *duty, int site, int minute)
{
    if (duty->site != site || duty->tele || minute < duty->start_min || minute >= duty->end_min)
        return false;
    for (size_t i = 0; i < duty->break_count; i++)
        if (minute >= duty->breaks[i].start_min && minute < duty->breaks[i].end_min)
            return false;
    return true;
}

/* Adds the practitioner to the heads of each step at which one of the day's duties needs a room. */
static void count_rooms(const ipso__checking *checking, int site, int practitioner, int day,
                        int heads[])
{
    const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, day)];

    for (int i = first[0]; i < first[1]; i++) {
        const ipso_duty *duty = ipso__check_worked_duty(checking, i);
        int step = (duty->start_min + ROOM_STEP_MIN - 1) / ROOM_STEP_MIN;
        if (duty->site != site)
            continue;
        for (; step * ROOM_STEP_MIN < duty->end_min; step++) {
            bool before = false;
            for (int j = first[0]; j < i && !before; j++)
                before = in_room(ipso__check_worked_duty(checking, j), site, step * ROOM_STEP_MIN);
            heads[step] += !before && in_room(duty, site, step * ROOM_STEP_MIN);
        }
    }
}

/* Rooms (R15): at each start of five minutes, people at work at a site are at most its rooms. One
 * finding for each unbroken lack. */
static void check_rooms(ipso__checking *checking, int index, int day)
{
    const ipso_site *site = ipso_practice_site(checking->practice, index);
    int heads[IPSO_DAY_MIN / ROOM_STEP_MIN + 1] = {0};
    int missing = 0, from = 0;

    if (site->rooms == IPSO_ANY)
        return;
    for (int p = 0; p < checking->practitioners; p++)
        count_rooms(checking, index, p, day, heads);
    for (int step = 0; step <= IPSO_DAY_MIN / ROOM_STEP_MIN; step++) {
        if (heads[step] > site->rooms) {
            from = missing == 0 ? step : from;
            missing += heads[step] - site->rooms;
            continue;
        }
        ipso__check_charge(checking, IPSO_RULE_ROOMS, site->rooms_points, missing,
                           ipso__check_pointer("sites", index).text,
                           "%s has more people than its %d rooms on %s from %s to %s", site->name,
                           site->rooms, ipso__check_say_day(checking, day).text,
                           ipso__check_say_time(from * ROOM_STEP_MIN).text,
                           ipso__check_say_time(step * ROOM_STEP_MIN).text);
        missing = 0;
    }
}

/* ---- R16 ---- */

static bool duty_attends(const ipso_protected *meeting, const ipso_duty *duty)
{
    return (meeting->site == IPSO_ANY || duty->site == meeting->site) &&
           ipso__check_duty_spans(duty, meeting->start_min, meeting->end_min);
}

static bool attends(const ipso__checking *checking, const ipso_protected *meeting, int practitioner,
                    int day)
{
    const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, day)];

    for (int i = first[0]; i < first[1]; i++)
        if (duty_attends(meeting, ipso__check_worked_duty(checking, i)))
            return true;
    return false;
}

static bool could_attend(const ipso__checking *checking, const ipso_protected *meeting,
                         int practitioner, int day)
{
    for (int k = 0; k < ipso_practice_duty_count(checking->practice); k++) {
        const ipso_duty *duty = ipso_practice_duty(checking->practice, k);
        if (duty_attends(meeting, duty) && ipso__check_duty_open(checking, day, duty) &&
            ipso__check_duty_qualified(checking, practitioner, duty) &&
            ipso__check_duty_available(checking, practitioner, day, duty))
            return true;
    }
    return false;
}

/* Attendance (R16): whoever could be there on a matching day works a duty that spans the window. */
static void check_attendance(ipso__checking *checking, int index, int day)
{
    const ipso_protected *meeting = ipso_practice_protected(checking->practice, index);

    if (meeting->attendance_points == 0 || meeting->start_min >= meeting->end_min ||
        !ipso_practice_day_matches(checking->practice, &meeting->days, day))
        return;
    for (int p = 0; p < checking->practitioners; p++)
        if (!attends(checking, meeting, p, day) &&
            !checking->leave[ipso__check_cell(checking, p, day)] &&
            ipso_practice_who_matches(checking->practice, &meeting->who, p) &&
            could_attend(checking, meeting, p, day))
            ipso__check_charge(checking, IPSO_RULE_ATTENDANCE, meeting->attendance_points, 1,
                               ipso__check_pointer("protected_time", index).text,
                               "%s is not on duty for %s on %s", ipso__check_say_name(checking, p),
                               meeting->name, ipso__check_say_day(checking, day).text);
}

/* ---- R17 ---- */

static bool supervised(const ipso__checking *checking, const ipso_practitioner *trainee, int day,
                       const ipso_duty *duty)
{
    for (size_t s = 0; s < trainee->supervisor_count; s++) {
        const int *first =
            &checking->first_work[ipso__check_cell(checking, trainee->supervisors[s], day)];
        for (int i = first[0]; i < first[1]; i++) {
            const ipso_duty *other = ipso__check_worked_duty(checking, i);
            if (other->site == duty->site &&
                ipso__check_duty_spans(other, duty->start_min, duty->end_min))
                return true;
        }
    }
    return false;
}

/* Supervision (R17): a duty of a trainee lies inside one of a supervisor's, at the same site. */
static void check_supervision(ipso__checking *checking, int assignment)
{
    const ipso_assignment *work = ipso_plan_assignment(checking->plan, assignment);
    const ipso_practitioner *person =
        ipso_practice_practitioner(checking->practice, work->practitioner);
    const ipso_duty *duty = ipso__check_worked_duty(checking, assignment);

    if (person->supervisor_count > 0 && !supervised(checking, person, work->day, duty))
        ipso__check_charge(checking, IPSO_RULE_SUPERVISION, person->rules.supervision_points, 1,
                           ipso__check_pointer("practitioners", work->practitioner).text,
                           "%s works %s on %s without a supervisor", person->name, duty->id,
                           ipso__check_say_day(checking, work->day).text);
}

void ipso__check_cover(ipso__checking *checking)
{
    const ipso_practice *practice = checking->practice;

    for (int i = 0; i < ipso_practice_cover_count(practice); i++)
        for (int t = 0; t < checking->days; t++)
            if (ipso_practice_day_matches(practice, &ipso_practice_cover(practice, i)->days, t))
                check_cover(checking, i, t);
    for (int s = 0; s < checking->sites; s++)
        for (int t = 0; t < checking->days; t++)
            check_rooms(checking, s, t);
    for (int i = 0; i < ipso_practice_protected_count(practice); i++)
        for (int t = 0; t < checking->days; t++)
            check_attendance(checking, i, t);
    for (int i = 0; i < ipso_plan_assignment_count(checking->plan); i++)
        check_supervision(checking, i);
}
