/* Rounds: first the appointments that the change touches, then, where calls are left, a few others
 * that stand in their way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/steps.h"

#include "model/needs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cheapest places in others' time that are looked at for each call, and how many others may be let
 * loose in all. */
#define WISHED      40
#define MOST_LOOSE  300
#define MOST_IN_WAY 2

/* ---- extended hours ---- */

/* Minutes of extended hours that types other than acute may still take of each site and day (S6),
 * at site * days + day. */
static void extended_rooms(const ipso__agenda *agenda, int *rooms)
{
    const ipso_practice *base = agenda->base;
    int days = agenda->changes->days;

    memset(rooms, 0, (size_t)agenda->changes->sites * (size_t)days * sizeof *rooms);
    for (int i = 0; i < agenda->bands.sitting_count; i++) {
        const ipso__sitting *s = &agenda->bands.sittings[i];
        if (!s->tele && s->admits_all)
            rooms[s->site * days + s->day] +=
                ipso__extended_minutes(base, s->day, s->start_min, s->end_min);
    }
    for (int i = 0; i < agenda->count; i++) {
        const ipso__appointment *item = &agenda->items[i];
        const ipso_slot *at = &item->place;
        if (!item->placed || item->movable)
            continue;
        int sitting = ipso__agenda_sitting(agenda, at, item->request != IPSO_ANY);
        const ipso__sitting *s = sitting < 0 ? NULL : &agenda->bands.sittings[sitting];
        if (s != NULL && !s->tele && s->admits_all &&
            (item->fixed != IPSO_ANY ||
             ipso_practice_type(base, item->type)->care != IPSO_CARE_ACUTE))
            rooms[s->site * days + s->day] -= ipso__extended_minutes(
                base, at->day, at->start_min, at->start_min + at->length_min + at->travel_min);
    }
    for (int i = 0; i < agenda->changes->sites * days; i++) {
        if (rooms[i] > 0)
            rooms[i] -= (int)ceil(ipso__extended_acute_need(base, i / days, i % days) - 1e-9);
        rooms[i] = rooms[i] > 0 ? rooms[i] : 0;
    }
}

/* ---- who may move ---- */

/* Depth of an appointment in its chain of links: those that are followed come first. Fixed ones may
 * be linked in a circle, which no place fits. */
static int depth_of(const ipso__agenda *a, int appointment)
{
    int depth = 0;

    while ((appointment = a->items[appointment].after) != IPSO_ANY && depth < a->count)
        depth++;
    return depth;
}

typedef struct ranked {
    int appointment, depth, waits, day, start_min;
} ranked;

static int by_rank(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    const int keys[][2] = {{a->depth, b->depth},
                           {a->waits, b->waits},
                           {a->day, b->day},
                           {a->start_min, b->start_min},
                           {a->appointment, b->appointment}};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

/* The movable appointments in the order they are placed greedily; the caller frees them. */
static int *list_movers(const ipso__agenda *a, int *count)
{
    ranked *ranks = ipso__calloc((size_t)a->count, sizeof *ranks);
    int *movers = ipso__calloc((size_t)a->count, sizeof *movers);
    int n = 0;

    for (int i = 0; ranks != NULL && movers != NULL && i < a->count; i++) {
        const ipso__appointment *item = &a->items[i];
        if (item->movable)
            ranks[n++] =
                (ranked){i, depth_of(a, i), !item->booked, item->old.day, item->old.start_min};
    }
    if (n > 0)
        qsort(ranks, (size_t)n, sizeof *ranks, by_rank);
    for (int i = 0; i < n; i++)
        movers[i] = ranks[i].appointment;
    if (ranks == NULL) {
        free(movers);
        movers = NULL;
    }
    free(ranks);
    *count = n;
    return movers;
}

/* ---- those in the way ---- */

typedef struct wished {
    int64_t cost;
    int in_way[MOST_IN_WAY];
    int count;
} wished;

/* Looks for the cheapest places of calls in the time of others that could make room. */
typedef struct seeking {
    const ipso__places *places;
    const int *owner; /* per cell: 1 + the appointment there that may move, -1 one that may not */
    wished kept[WISHED];
    int count;
} seeking;

static void seek(void *user, const ipso__place *place)
{
    seeking *s = user;
    const ipso__places *p = s->places;
    const ipso__sitting *sitting = &p->agenda->bands.sittings[place->sitting];
    int row = (sitting->practitioner * p->days + sitting->day) * (p->cells + 1);
    int end = (place->start_min + place->width_min + p->grid - 1) / p->grid, at = s->count;
    wished found = {.cost = place->cost};

    for (int c = place->start_min / p->grid; c < end; c++) {
        int owner = s->owner[row + c];
        if (owner < 0)
            return;
        if (owner == 0 || (found.count > 0 && found.in_way[found.count - 1] == owner - 1))
            continue;
        if (found.count == MOST_IN_WAY)
            return;
        found.in_way[found.count++] = owner - 1;
    }
    if (found.count == 0 || (at == WISHED && found.cost >= s->kept[WISHED - 1].cost))
        return;
    if (at < WISHED)
        s->count++;
    else
        at = WISHED - 1;
    for (; at > 0 && s->kept[at - 1].cost > found.cost; at--)
        s->kept[at] = s->kept[at - 1];
    s->kept[at] = found;
}

/* Whether an appointment that the change left alone may make room. */
static bool may_make_room(const ipso__places *p, int appointment)
{
    const ipso__appointment *item = &p->agenda->items[appointment];

    if (!item->booked || item->past || item->touched || item->linked || !item->placed)
        return false;
    ipso__place old = ipso__places_old(p, appointment);
    return old.sitting >= 0 && old.start_min % p->grid == 0 && ipso__place_extended(p, &old) == 0;
}

/* Who is in each cell; the caller frees it. Those that are movable already are nobody. */
static int *list_owners(const ipso__places *p)
{
    size_t cells = (size_t)p->people * (size_t)p->days * (size_t)(p->cells + 1);
    int *owner = ipso__calloc(cells, sizeof *owner);

    for (int i = 0; owner != NULL && i < p->agenda->count; i++) {
        const ipso__appointment *item = &p->agenda->items[i];
        const ipso_slot *at = &item->place;
        if (!item->placed || item->movable)
            continue;
        int row = (at->practitioner * p->days + at->day) * (p->cells + 1);
        int end = (at->start_min + at->length_min + at->travel_min + p->grid - 1) / p->grid;
        int who = may_make_room(p, i) ? i + 1 : -1;
        for (int c = at->start_min / p->grid; c < end && c < p->cells; c++)
            owner[row + c] = who;
    }
    return owner;
}

/* Lets appointments loose that stand where calls would like to be; *loose is how many. */
static ipso_status let_loose(ipso__replanning *r, int *loose, ipso_error *err)
{
    ipso__agenda *a = &r->agenda;
    int *owner = list_owners(&r->places);
    seeking *s = ipso__calloc(1, sizeof *s);

    *loose = 0;
    for (int i = 0; owner != NULL && s != NULL && i < a->count; i++) {
        if (!a->items[i].touched || a->items[i].placed)
            continue;
        *s = (seeking){.places = &r->places, .owner = owner};
        r->limits.work += ipso__places_each(&r->places, i, true, seek, s);
        for (int k = 0; k < s->count; k++)
            for (int j = 0; j < s->kept[k].count && *loose < MOST_LOOSE; j++) {
                ipso__appointment *other = &a->items[s->kept[k].in_way[j]];
                *loose += !other->movable;
                other->movable = true;
            }
    }
    bool ok = owner != NULL && s != NULL;
    free(owner);
    free(s);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

/* ---- rounds ---- */

/* Writes the best choice into the agenda. */
static void take_choice(ipso__replanning *r, const ipso__choosing *c)
{
    for (int m = 0; m < c->mover_count; m++) {
        ipso__appointment *item = &r->agenda.items[c->movers[m]];
        item->placed = c->best[m] >= 0;
        item->points = item->placed ? c->columns[c->best[m]].cost : ipso__mover_call(c, m);
        if (item->placed && !c->columns[c->best[m]].stays)
            item->place = ipso__place_slot(c->places, &c->columns[c->best[m]]);
    }
    r->totals.cost = c->best_cost;
    r->totals.bound = isfinite(c->bound) ? (int64_t)c->bound : 0;
    if (r->totals.bound > r->totals.cost)
        r->totals.bound = r->totals.cost;
}

/* One round: chooses places for the movable appointments; a choice dearer than `most` is left. */
static ipso_status choose(ipso__replanning *r, int others_most, int64_t most, ipso_error *err)
{
    size_t lines = (size_t)r->changes.sites * (size_t)r->changes.days;
    int count = 0;
    int *movers = list_movers(&r->agenda, &count);
    int *rooms = ipso__calloc(lines, sizeof *rooms);
    ipso__choosing c;
    ipso_status status = IPSO_NOMEM;

    if (movers == NULL || rooms == NULL) {
        ipso__fail_nomem(err);
    } else {
        extended_rooms(&r->agenda, rooms);
        status = ipso__choosing_start(&c, &r->places, movers, count, others_most, rooms, &r->limits,
                                      err);
        if (status == IPSO_OK) {
            status = ipso__choosing_run(&c, err);
            if (status == IPSO_OK && c.best_cost <= most)
                take_choice(r, &c);
            ipso__choosing_finish(&c);
        }
    }
    free(movers);
    free(rooms);
    return status;
}

static int count_calls(const ipso__agenda *a)
{
    int calls = 0;

    for (int i = 0; i < a->count; i++)
        calls += a->items[i].touched && !a->items[i].placed;
    return calls;
}

static void count_booked(ipso__replanning *r)
{
    for (int i = 0; i < r->agenda.count; i++) {
        const ipso__appointment *item = &r->agenda.items[i];
        r->totals.booked += item->booked && !item->past;
        r->totals.touched += item->touched;
        r->totals.requests += !item->booked && item->movable;
    }
    r->totals.others_most = (int)floor(
        r->settings->most_others * (double)(r->totals.booked - r->totals.touched) + 1e-9);
}

ipso_status ipso__replan_places(ipso__replanning *r, ipso_error *err)
{
    ipso_status status = ipso__places_start(&r->places, &r->agenda, r->settings, err);
    int loose = 0;

    if (status != IPSO_OK)
        return status;
    count_booked(r);
    status = choose(r, 0, INT64_MAX, err);
    if (status == IPSO_OK && r->totals.others_most > 0 && count_calls(&r->agenda) > 0 &&
        !ipso__limits_over(&r->limits))
        status = let_loose(r, &loose, err);
    if (status == IPSO_OK && loose > 0)
        status = ipso__places_refresh(&r->places, err);
    if (status == IPSO_OK && loose > 0)
        status = choose(r, r->totals.others_most, r->totals.cost, err);
    return status;
}
