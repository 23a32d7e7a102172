/* The duties of a physician scheduling instance, and who may not work them when.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "physicians_maker.h"

#include <stdio.h>

/* ---- what is offered ---- */

static bool counts_in_sum(const physicians *n, int i, const physicians_work *work)
{
    return work->shift == PHYSICIANS_LONG_SHIFT && !n->station_common[work->station] &&
           n->station_department[work->station] == n->sum_department[i] &&
           n->sum_skill[(size_t)i * (size_t)(n->skills + 1) + (size_t)work->skill];
}

/* Whether a long shift there is wanted by a sum, and by all that count it. */
static bool long_is_wanted(const physicians *n, const physicians_work *work, int day)
{
    bool wanted = false;
    for (int i = 0; i < n->sums; i++) {
        if (!counts_in_sum(n, i, work))
            continue;
        if (n->sum_demand[(size_t)i * (size_t)n->days + (size_t)day] == 0)
            return false;
        wanted = true;
    }
    return wanted;
}

static bool is_offered(const physicians *n, const physicians_work *work, int day)
{
    bool covers_short = work->shift == PHYSICIANS_LONG_SHIFT && !n->station_common[work->station];
    int shift = covers_short ? 1 : work->shift;
    return physicians_demand(n, work->station, shift, day, work->skill) > 0 &&
           (!covers_short || long_is_wanted(n, work, day));
}

int physicians_list_duties(const physicians *n, physicians_work *duties)
{
    int count = 0;
    for (int station = 1; station <= n->stations; station++) {
        for (int shift = 1; shift <= n->shifts; shift++) {
            for (int skill = 1; skill <= n->skills; skill++) {
                physicians_work work = {shift, station, skill};
                bool offered = false;
                for (int t = 0; t < n->days; t++)
                    offered |= is_offered(n, &work, t);
                if (offered)
                    duties[count++] = work;
            }
        }
    }
    return count;
}

size_t physicians_most_duties(const physicians *n)
{
    return (size_t)n->stations * (size_t)n->shifts * (size_t)n->skills;
}

const char *physicians_kind(const physicians_maker *m, int shift, int skill)
{
    return m->kinds[shift * (m->instance->skills + 1) + skill];
}

static bool has_kind(const physicians_maker *m, int shift, int skill)
{
    for (int k = 0; k < m->duty_count; k++) {
        if (m->duties[k].shift == shift && m->duties[k].skill == skill)
            return true;
    }
    return false;
}

/* ---- duties, and what forbids them ---- */

static ipso_status add_duty(physicians_maker *m, int k)
{
    static const char *const nobody[] = {"nobody"};
    const physicians *n = m->instance;
    const physicians_work *work = &m->duties[k];
    char id[PHYSICIANS_TEXT];
    ipso_duty duty;
    ipso_duty_init(&duty);
    snprintf(id, sizeof id, "duty-%d-%d-%d", work->station, work->shift, work->skill);
    duty.id = id;
    duty.kind = physicians_kind(m, work->shift, work->skill);
    duty.site = work->station - 1;
    duty.end_min = 60 * n->shift_hours[work->shift];
    duty.days = (ipso_days){.dates = m->dates};
    for (int t = 0; t < n->days; t++) {
        if (is_offered(n, work, t))
            m->dates[duty.days.date_count++] = m->first_day + t;
    }
    duty.who.practitioners = m->people;
    for (int p = 0; p < n->people; p++) {
        if (physicians_preference(n, p, work->station, work->skill) <= 3)
            m->people[duty.who.practitioner_count++] = p;
    }
    if (duty.who.practitioner_count == 0)
        duty.who = (ipso_who){.roles = nobody, .role_count = 1};
    return ipso_practice_add_duty(m->practice, &duty, m->err);
}

static ipso_status add_succession(physicians_maker *m, const char *before, const char *after)
{
    ipso_succession rule;
    ipso_succession_init(&rule);
    rule.before = before;
    rule.after = after;
    return ipso_practice_add_succession(m->practice, &rule, m->err);
}

/* No duty of shift b follows one of shift a, whatever their skills. */
static ipso_status add_successions(physicians_maker *m, int a, int b)
{
    ipso_status status = IPSO_OK;
    for (int i = 1; i <= m->instance->skills; i++) {
        for (int j = 1; j <= m->instance->skills && status == IPSO_OK; j++) {
            if (has_kind(m, a, i) && has_kind(m, b, j))
                status = add_succession(m, physicians_kind(m, a, i), physicians_kind(m, b, j));
        }
    }
    return status;
}

static bool is_barred(const physicians *n, int before, int after)
{
    return n->barred[(size_t)before * (size_t)(n->shifts + 1) + (size_t)after];
}

static ipso_status add_all_successions(physicians_maker *m)
{
    ipso_status status = IPSO_OK;
    for (int a = 1; a <= m->instance->shifts; a++) {
        for (int b = 1; b <= m->instance->shifts && status == IPSO_OK; b++) {
            if (is_barred(m->instance, a, b))
                status = add_successions(m, a, b);
        }
    }
    return status;
}

static ipso_status forbid(physicians_maker *m, int p, int day, int duty)
{
    ipso_pin pin;
    ipso_pin_init(&pin);
    pin.practitioner = p;
    pin.date = m->first_day + day;
    pin.duty = duty;
    pin.forbidden = true;
    return ipso_practice_add_pin(m->practice, &pin, m->err);
}

/* Forbidden days, and what may not follow the shift of the eve. */
static ipso_status add_pins(physicians_maker *m, int p)
{
    const physicians *n = m->instance;
    ipso_status status = IPSO_OK;
    for (int t = 0; t < n->days && status == IPSO_OK; t++) {
        if (n->day_off[(size_t)p * (size_t)n->days + (size_t)t])
            status = forbid(m, p, t, IPSO_ANY);
    }
    for (int k = 0; k < m->duty_count && status == IPSO_OK; k++) {
        if (is_barred(n, n->last_shift[p], m->duties[k].shift))
            status = forbid(m, p, 0, k);
    }
    return status;
}

ipso_status physicians_add_duties(physicians_maker *m)
{
    ipso_status status = IPSO_OK;
    for (int k = 0; k < m->duty_count && status == IPSO_OK; k++)
        status = add_duty(m, k);
    for (int p = 0; p < m->instance->people && status == IPSO_OK; p++)
        status = add_pins(m, p);
    return status == IPSO_OK ? add_all_successions(m) : status;
}
