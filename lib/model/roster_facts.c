/* Roster facts: the calendar, who may work what and why not, and what one duty costs alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_facts.h"

#include "base/error.h"
#include "practice/consulting.h"

#include <stdlib.h>
#include <string.h>

/* Pairs up to which a roster made to explain holds every barred pair. */
#define EXPLAIN_PAIRS 3000

static bool make_calendar(ipso__roster_maker *m)
{
    ipso__roster *r = m->roster;
    const ipso_horizon *horizon = ipso_practice_horizon(m->practice);
    char(*date)[IPSO_DATE_SIZE] = ipso__arena_alloc(&r->arena, (size_t)r->days, sizeof *date);
    int *week_of = ipso__arena_alloc(&r->arena, (size_t)r->days, sizeof *week_of);
    int *week_start = ipso__arena_alloc(&r->arena, (size_t)r->days + 1, sizeof *week_start);
    m->day_bit = ipso__arena_alloc(&r->arena, (size_t)r->days, sizeof *m->day_bit);
    if (date == NULL || week_of == NULL || week_start == NULL || m->day_bit == NULL)
        return false;
    for (int t = 0; t < r->days; t++) {
        int weekday = ipso_date_weekday(horizon->first_day + t);
        ipso_date_format(horizon->first_day + t, date[t]);
        if (t == 0 || weekday == 0)
            week_start[r->weeks++] = t;
        week_of[t] = r->weeks - 1;
        m->day_bit[t] =
            ipso_practice_is_holiday(m->practice, t) ? IPSO_HOLIDAY : 1u << (unsigned)weekday;
    }
    week_start[r->weeks] = r->days;
    r->date = (const char(*)[IPSO_DATE_SIZE])date;
    r->week_of = week_of;
    r->week_start = week_start;
    return true;
}

static bool make_leave(ipso__roster_maker *m)
{
    ipso__roster *r = m->roster;
    ipso_date first = ipso_practice_horizon(m->practice)->first_day;
    unsigned char *leave = ipso__arena_alloc(&r->arena, (size_t)r->people * (size_t)r->days, 1);
    if (leave == NULL)
        return false;
    for (int p = 0; p < r->people; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(m->practice, p);
        for (int t = 0; t < r->days; t++) {
            for (size_t i = 0; i < person->leave_count; i++)
                leave[p * r->days + t] |=
                    person->leave[i].first <= first + t && first + t <= person->leave[i].last;
        }
    }
    r->leave = leave;
    return true;
}

static bool make_kinds(ipso__roster_maker *m)
{
    ipso__roster *r = m->roster;
    int duties = ipso_practice_duty_count(m->practice);
    const char **name = ipso__arena_alloc(&r->arena, (size_t)duties, sizeof *name);
    m->duty_kind = ipso__arena_alloc(&r->arena, (size_t)duties, sizeof *m->duty_kind);
    if (name == NULL || m->duty_kind == NULL)
        return false;
    r->kind_name = name;
    for (int k = 0; k < duties; k++) {
        const char *kind = ipso_practice_duty(m->practice, k)->kind;
        int number = ipso__roster_kind(r, kind);
        if (number < 0) {
            number = r->kinds++;
            name[number] = kind;
        }
        m->duty_kind[k] = number;
    }
    return true;
}

int ipso__roster_kind(const ipso__roster *roster, const char *kind)
{
    for (int i = 0; kind != NULL && i < roster->kinds; i++) {
        if (strcmp(roster->kind_name[i], kind) == 0)
            return i;
    }
    return -1;
}

static bool hours_contain(const ipso_hours *hours, size_t count, unsigned day_bit,
                          const ipso_duty *duty)
{
    for (size_t i = 0; i < count; i++) {
        if ((hours[i].days & day_bit) != 0 && hours[i].start_min <= duty->start_min &&
            duty->end_min <= hours[i].end_min)
            return true;
    }
    return false;
}

static bool is_open(const ipso__roster_maker *m, const ipso_duty *duty, int day)
{
    if (duty->site == IPSO_ANY)
        return true;
    const ipso_site *site = ipso_practice_site(m->practice, duty->site);
    ipso_date date = ipso_practice_horizon(m->practice)->first_day + day;
    for (size_t i = 0; i < site->closure_count; i++) {
        if (site->closures[i].first <= date && date <= site->closures[i].last)
            return false;
    }
    return hours_contain(site->hours, site->hours_count, m->day_bit[day], duty);
}

static bool has_site(const ipso_practitioner *person, int site)
{
    for (size_t i = 0; i < person->site_count; i++) {
        if (person->sites[i].site == site)
            return true;
    }
    return person->site_count == 0 || site == IPSO_ANY;
}

/* Bars of duty k that do not depend on who works it (first) and on which day (second). */
static unsigned day_bars(const ipso__roster_maker *m, int day, int k)
{
    const ipso_duty *duty = ipso_practice_duty(m->practice, k);
    unsigned bars = 0;
    if (!ipso_practice_day_matches(m->practice, &duty->days, day))
        bars |= IPSO__BAR_DAY;
    if (!is_open(m, duty, day))
        bars |= IPSO__BAR_CLOSED;
    return bars;
}

static unsigned person_bars(const ipso__roster_maker *m, int p, int k)
{
    const ipso_duty *duty = ipso_practice_duty(m->practice, k);
    const ipso_practitioner *person = ipso_practice_practitioner(m->practice, p);
    unsigned bars = 0;
    if (!ipso_practice_who_matches(m->practice, &duty->who, p))
        bars |= IPSO__BAR_WHO;
    if (!has_site(person, duty->site))
        bars |= IPSO__BAR_SITE;
    if (!person->teleconsultation && (duty->tele || duty->site == IPSO_ANY))
        bars |= IPSO__BAR_TELE;
    return bars;
}

static unsigned presence_bars(const ipso__roster_maker *m, int p, int day, int k)
{
    const ipso__roster *r = m->roster;
    const ipso_practitioner *person = ipso_practice_practitioner(m->practice, p);
    unsigned bars = 0;
    if (r->leave[p * r->days + day])
        bars |= IPSO__BAR_LEAVE;
    if (person->availability_count > 0 &&
        !hours_contain(person->availability, person->availability_count, m->day_bit[day],
                       ipso_practice_duty(m->practice, k)))
        bars |= IPSO__BAR_AVAILABILITY;
    return bars;
}

static bool make_bars(ipso__roster_maker *m)
{
    ipso__roster *r = m->roster;
    int duties = ipso_practice_duty_count(m->practice);
    m->day_bars = ipso__arena_alloc(&r->arena, (size_t)r->days * (size_t)duties, 1);
    m->person_bars = ipso__arena_alloc(&r->arena, (size_t)r->people * (size_t)duties, 1);
    if (m->day_bars == NULL || m->person_bars == NULL)
        return false;
    for (int k = 0; k < duties; k++) {
        for (int t = 0; t < r->days; t++)
            m->day_bars[t * duties + k] = (unsigned char)day_bars(m, t, k);
        for (int p = 0; p < r->people; p++)
            m->person_bars[p * duties + k] = (unsigned char)person_bars(m, p, k);
    }
    return true;
}

/* Whether a pin or a fixed appointment asks practitioner p for duty k on day t. */
static bool is_asked_for(const ipso__roster_maker *m, int p, int t, int k)
{
    ipso_date date = ipso_practice_horizon(m->practice)->first_day + t;
    int site = ipso_practice_duty(m->practice, k)->site;
    for (int i = 0; i < ipso_practice_pin_count(m->practice); i++) {
        const ipso_pin *pin = ipso_practice_pin(m->practice, i);
        if (pin->practitioner == p && pin->date == date && !pin->forbidden &&
            (pin->duty == k || pin->duty == IPSO_ANY))
            return true;
    }
    for (int i = 0; i < ipso_practice_fixed_count(m->practice); i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(m->practice, i);
        if (fixed->practitioner == p && fixed->date == date && fixed->site == site)
            return true;
    }
    return false;
}

static bool is_forbidden(const ipso__roster_maker *m, int p, int t, int k)
{
    ipso_date date = ipso_practice_horizon(m->practice)->first_day + t;
    for (int i = 0; i < ipso_practice_pin_count(m->practice); i++) {
        const ipso_pin *pin = ipso_practice_pin(m->practice, i);
        if (pin->practitioner == p && pin->date == date && pin->forbidden &&
            (pin->duty == k || pin->duty == IPSO_ANY))
            return true;
    }
    return false;
}

/* R20 and R22: what a duty costs its practitioner whatever else is worked. */
static int64_t duty_points(const ipso__roster_maker *m, int p, const ipso_duty *duty, int work_min)
{
    const ipso_practitioner *person = ipso_practice_practitioner(m->practice, p);
    int64_t points = ipso_practice_weights(m->practice)->duty_hour_points * work_min / 60;
    for (size_t i = 0; i < person->site_count; i++) {
        if (duty->site != IPSO_ANY && person->sites[i].site == duty->site)
            return points + person->sites[i].points;
    }
    return points;
}

/* Days away from any site, or at one that all share, leave the last site as it was. */
static int last_site(const ipso_practice *practice, const ipso_duty *duty)
{
    if (duty->site == IPSO_ANY || ipso_practice_site(practice, duty->site)->common)
        return IPSO_ANY;
    return duty->site;
}

static ipso_status add_option(ipso__roster_maker *m, int p, int t, int k, unsigned bars)
{
    const ipso_duty *duty = ipso_practice_duty(m->practice, k);
    ipso__consulting consulting;
    size_t count = (size_t)m->roster->option_count;
    if (!ipso__grow(&m->options, &m->option_capacity, count + 1, sizeof *m->options))
        return IPSO_NOMEM;
    int work_min = duty->end_min - duty->start_min;
    for (size_t i = 0; i < duty->break_count; i++)
        work_min -= duty->breaks[i].end_min - duty->breaks[i].start_min;
    ipso_status status = ipso__consulting_make(&consulting, m->practice, p, t, k, NULL);
    if (status != IPSO_OK)
        return status;
    m->options[count] =
        (ipso__roster_option){.practitioner = p,
                              .day = t,
                              .duty = k,
                              .site = duty->site,
                              .kind = m->duty_kind[k],
                              .last_site = last_site(m->practice, duty),
                              .start_min = duty->start_min,
                              .end_min = duty->end_min,
                              .work_min = work_min,
                              .consulting_min = ipso__consulting_minutes(&consulting),
                              .points = duty_points(m, p, duty, work_min),
                              .forbidden = is_forbidden(m, p, t, k),
                              .bars = bars};
    ipso__consulting_finish(&consulting);
    m->roster->option_count++;
    return IPSO_OK;
}

static ipso_status add_options_of_day(ipso__roster_maker *m, int p, int t, bool all_pairs)
{
    int duties = ipso_practice_duty_count(m->practice);
    for (int k = 0; k < duties; k++) {
        unsigned bars = m->day_bars[t * duties + k] | (unsigned)m->person_bars[p * duties + k];
        if (bars != 0 && !m->roster->explaining)
            continue;
        bars |= presence_bars(m, p, t, k);
        if (bars != 0 && !(m->roster->explaining && (all_pairs || is_asked_for(m, p, t, k))))
            continue;
        ipso_status status = add_option(m, p, t, k, bars);
        if (status != IPSO_OK)
            return status;
    }
    return IPSO_OK;
}

static ipso_status make_options(ipso__roster_maker *m)
{
    ipso__roster *r = m->roster;
    size_t cells = (size_t)r->people * (size_t)r->days;
    bool all_pairs = cells * (size_t)ipso_practice_duty_count(m->practice) <= EXPLAIN_PAIRS;
    int *first = ipso__arena_alloc(&r->arena, cells + 1, sizeof *first);
    if (first == NULL)
        return IPSO_NOMEM;
    for (int p = 0; p < r->people; p++) {
        for (int t = 0; t < r->days; t++) {
            first[p * r->days + t] = r->option_count;
            ipso_status status = add_options_of_day(m, p, t, all_pairs);
            if (status != IPSO_OK)
                return status;
        }
    }
    first[cells] = r->option_count;
    r->first = first;
    r->options =
        ipso__arena_copy(&r->arena, m->options, (size_t)r->option_count, sizeof *m->options);
    return r->options == NULL ? IPSO_NOMEM : IPSO_OK;
}

static ipso_status make_all(ipso__roster_maker *m)
{
    if (!make_calendar(m) || !make_leave(m) || !make_kinds(m) || !make_bars(m))
        return IPSO_NOMEM;
    ipso_status status = make_options(m);
    return status == IPSO_OK ? ipso__roster_make_lines(m) : status;
}

ipso_status ipso__roster_new(ipso__roster **roster, const ipso_practice *practice, bool explaining,
                             ipso_error *err)
{
    ipso__roster_maker m = {.practice = practice};
    m.roster = ipso__calloc(1, sizeof *m.roster);
    if (m.roster == NULL)
        return ipso__fail_nomem(err);
    m.roster->practice = practice;
    m.roster->people = ipso_practice_practitioner_count(practice);
    m.roster->days = ipso_practice_horizon(practice)->days;
    m.roster->explaining = explaining;
    ipso_status status = make_all(&m);
    free(m.options);
    free(m.lines);
    free(m.terms);
    if (status != IPSO_OK) {
        ipso__roster_free(m.roster);
        return ipso__fail_nomem(err);
    }
    *roster = m.roster;
    return IPSO_OK;
}

void ipso__roster_free(ipso__roster *roster)
{
    if (roster == NULL)
        return;
    ipso__arena_finish(&roster->arena);
    free(roster);
}

void ipso__roster_credit(ipso__roster *roster, const int64_t *points)
{
    ipso__roster_option *options = (ipso__roster_option *)roster->options; /* the roster's own */
    for (int o = 0; o < roster->option_count; o++)
        options[o].points -= points[o];
}

int ipso__roster_find(const ipso__roster *roster, int practitioner, int day, int duty)
{
    int cell = practitioner * roster->days + day;
    for (int o = roster->first[cell]; o < roster->first[cell + 1]; o++) {
        if (roster->options[o].duty == duty)
            return o;
    }
    return -1;
}
