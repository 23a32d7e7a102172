/* Extended hours after the change (S6).
 *
 * A duty that falls away takes its extended minutes with it, so that what other types had of them
 * may be too much: then open slots go, those worth least first, and after them booked requests are
 * fixed, for what is already given is not asked to make way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/finish.h"

#include "model/needs.h"

#include <math.h>

/* One site and day. */
typedef struct line {
    ipso__finishing *f;
    int site, day;
    int64_t open, other, acute;
} line;

/* Extended minutes of a slot that the line counts; 0 when it does not. */
static int minutes_of(const line *l, const ipso_slot *slot, bool asked)
{
    const ipso__agenda *a = &l->f->r->agenda;
    int sitting;

    if (slot->day != l->day || slot->site != l->site)
        return 0;
    sitting = ipso__agenda_sitting(a, slot, asked);
    if (sitting < 0 || a->bands.sittings[sitting].tele || !a->bands.sittings[sitting].admits_all)
        return 0;
    return ipso__extended_minutes(a->base, slot->day, slot->start_min,
                                  slot->start_min + slot->length_min + slot->travel_min);
}

static bool is_acute(const line *l, int type)
{
    return ipso_practice_type(l->f->r->agenda.base, type)->care == IPSO_CARE_ACUTE;
}

static void count(line *l)
{
    const ipso__agenda *a = &l->f->r->agenda;
    const ipso_plan *plan = a->changes->plan;

    for (int i = 0; i < a->bands.sitting_count; i++) {
        const ipso__sitting *s = &a->bands.sittings[i];
        if (s->day == l->day && s->site == l->site && !s->tele && s->admits_all)
            l->open += ipso__extended_minutes(a->base, s->day, s->start_min, s->end_min);
    }
    for (int i = 0; i < a->count; i++) {
        const ipso__appointment *item = &a->items[i];
        int minutes = item->placed ? minutes_of(l, &item->place, item->request != IPSO_ANY) : 0;
        if (item->fixed != IPSO_ANY)
            l->open -= minutes;
        else if (!is_acute(l, item->type))
            l->other += minutes;
    }
    for (int i = 0; i < ipso_plan_slot_count(plan); i++)
        if (l->f->keeps[i] && !is_acute(l, ipso_plan_slot(plan, i)->type))
            l->other += minutes_of(l, ipso_plan_slot(plan, i), true);
}

static bool is_too_much(const line *l)
{
    int64_t left = l->open - l->acute;

    return l->other > (left > 0 ? left : 0);
}

/* Drops the open slot worth least; false when there is none. */
static bool drop_open(line *l)
{
    const ipso__agenda *a = &l->f->r->agenda;
    const ipso_plan *plan = a->changes->plan;
    int worst = -1;
    int64_t least = 0;

    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        if (!l->f->keeps[i] || is_acute(l, slot->type) || minutes_of(l, slot, true) == 0)
            continue;
        int64_t points = ipso__open_slot_points(a, slot);
        if (worst < 0 || points < least) {
            worst = i;
            least = points;
        }
    }
    if (worst < 0)
        return false;
    l->other -= minutes_of(l, ipso_plan_slot(plan, worst), true);
    l->f->keeps[worst] = false;
    return true;
}

static void freeze(line *l)
{
    const ipso__agenda *a = &l->f->r->agenda;

    for (int i = a->fixed_count; i < a->count; i++) {
        const ipso__appointment *item = &a->items[i];
        if (item->placed && !is_acute(l, item->type) && minutes_of(l, &item->place, true) > 0)
            l->f->frozen[i] = true;
    }
}

void ipso__keep_extended(ipso__finishing *finishing)
{
    const ipso__agenda *a = &finishing->r->agenda;

    if (ipso_practice_extended(a->base)->other_points != IPSO_HARD)
        return;
    for (int s = 0; s < a->changes->sites; s++)
        for (int t = 0; t < a->changes->days; t++) {
            line l = {.f = finishing, .site = s, .day = t};
            l.acute = (int64_t)ceil(ipso__extended_acute_need(a->base, s, t) - 1e-9);
            count(&l);
            while (is_too_much(&l) && drop_open(&l)) {
            }
            if (is_too_much(&l))
                freeze(&l);
        }
}
