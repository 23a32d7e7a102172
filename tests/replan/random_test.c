/* Replanning of random small practices: nothing is lost, and no choice of places is cheaper.
 *
 * Every way of placing the touched appointments, and of moving so many others as may, is tried;
 * costs are counted here from the settings alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "replan/replanned.h"

#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 3, DAYS = 2, MOST = 7, PATIENTS = 5, GRID = 15, SEEDS = 600 };

static const char *const PATIENT[PATIENTS] = {"Anna", "Bert", "Carl", "Dora", "Emil"};
static const char *const VISIT_ID[MOST] = {"v0", "v1", "v2", "v3", "v4", "v5", "v6"};

/* An appointment, or the place tried for it. */
typedef struct visit {
    int practitioner, day, start_min, length_min, site, patient;
    bool touched, placed;
    /* what its patient accepts, but for the place it has */
    int own, wanted_site, window_count;
    bool accepts_others;
    ipso_window windows[2];
} visit;

typedef struct world {
    replanned r;
    uint64_t state;
    bool works[PEOPLE][DAYS];
    int from[PEOPLE][DAYS], to[PEOPLE][DAYS], site[PEOPLE][DAYS];
    visit visits[MOST], tried[MOST];
    int count, others_most;
    int64_t best;
} world;

/* Knuth's linear congruential generator (MMIX). */
static int below(world *w, int n)
{
    w->state = w->state * 6364136223846793005u + 1442695040888963407u;
    return (int)((w->state >> 33) % (uint64_t)n);
}

static bool clash(const visit *a, const visit *b)
{
    return a->day == b->day && (a->practitioner == b->practitioner || a->patient == b->patient) &&
           a->start_min < b->start_min + b->length_min &&
           b->start_min < a->start_min + a->length_min;
}

/* ---- making ---- */

/* One of three short mornings at one of two sites. */
static void give_duty(world *w, int p, int day)
{
    int kind = below(w, 3), site = below(w, 2);

    w->works[p][day] = below(w, 5) > 0;
    if (!w->works[p][day])
        return;
    w->from[p][day] = AT(8, 30 * (kind == 1));
    w->to[p][day] = AT(9, 30 * (kind == 2));
    w->site[p][day] = site == 0 ? HOUSE : ANNEXE;
    works(&w->r.d, p, day, REMOTE + 1 + 2 * kind + site);
}

/* Windows of a morning or of part of one, an own practitioner, a site: each as often as not. */
static void accept(world *w, visit *v)
{
    v->own = below(w, 2) ? IPSO_ANY : below(w, PEOPLE);
    v->accepts_others = v->own == IPSO_ANY || below(w, 2);
    v->wanted_site = below(w, 3) ? IPSO_ANY : below(w, 2) ? HOUSE : ANNEXE;
    v->window_count = below(w, 3);
    for (int i = 0; i < v->window_count; i++) {
        int day = below(w, DAYS), from = AT(8, 15 * below(w, 4));
        v->windows[i] = (ipso_window){date_of(day), date_of(day), from, from + 60};
    }
}

static void book(world *w, visit v)
{
    for (int i = 0; i < w->count; i++)
        if (clash(&v, &w->visits[i]))
            return;
    if (w->count == MOST)
        return;
    ipso_fixed *fixed = with_fixed(&w->r.d, VISIT_ID[w->count], v.practitioner, v.day, v.start_min);
    fixed->patient = PATIENT[v.patient];
    fixed->site = v.site;
    fixed->length_min = v.length_min;
    ipso_slot *slot = with_slot(&w->r.d, v.practitioner, v.day, v.start_min, VISIT);
    slot->use = IPSO_SLOT_FIXED;
    slot->fixed = w->count;
    slot->site = v.site;
    slot->length_min = v.length_min;
    accept(w, &v);
    w->visits[w->count] = v;
    fixed->own_practitioner = v.own;
    fixed->accepts_others = v.accepts_others;
    fixed->wanted_site = v.wanted_site;
    fixed->windows = w->visits[w->count++].windows;
    fixed->window_count = (size_t)v.window_count;
}

static void book_day(world *w, int p, int day)
{
    if (!w->works[p][day])
        return;
    for (int at = w->from[p][day]; at < w->to[p][day]; at += GRID) {
        visit v = {.practitioner = p,
                   .day = day,
                   .start_min = at,
                   .length_min = below(w, 2) ? 15 : 30,
                   .site = w->site[p][day],
                   .patient = below(w, PATIENTS)};
        if (below(w, 5) < 2 && at + v.length_min <= w->to[p][day])
            book(w, v);
    }
}

static int64_t pick(world *w, int64_t a, int64_t b, int64_t c)
{
    int64_t of[] = {a, b, c};

    return of[below(w, 3)];
}

static void choose_settings(world *w)
{
    ipso_replan_settings *s = &w->r.settings;

    s->call_points = pick(w, 3000, 600, 200);
    s->day_points = pick(w, 20, 100, 0);
    s->hour_points = pick(w, 6, 60, 0);
    s->practitioner_points = pick(w, 60, 10, IPSO_HARD);
    s->site_points = pick(w, 150, 40, IPSO_HARD);
    s->other_points = pick(w, 200, 50, 0);
    s->most_days = (int)pick(w, 0, 1, 7);
    s->most_others = below(w, 2) ? 0 : 0.4;
}

static void make(world *w, uint64_t seed)
{
    static const char *const id[] = {"d0", "d1", "d2", "d3", "d4", "d5"};

    memset(w, 0, sizeof *w);
    start(&w->r);
    w->state = seed;
    w->r.d.horizon.days = DAYS;
    w->r.d.horizon.grid_min = GRID;
    w->r.d.work_count = w->r.d.slots_count = w->r.d.fixed_count = w->r.d.requests_count = 0;
    for (int kind = 0; kind < 3; kind++)
        for (int site = 0; site < 2; site++)
            with_duty(&w->r.d, id[2 * kind + site], site == 0 ? HOUSE : ANNEXE,
                      AT(8, 30 * (kind == 1)), AT(9, 30 * (kind == 2)));
    for (int p = 0; p < PEOPLE; p++)
        for (int day = 0; day < DAYS; day++)
            give_duty(w, p, day);
    for (int p = 0; p < PEOPLE; p++)
        for (int day = 0; day < DAYS; day++)
            book_day(w, p, day);
    choose_settings(w);
    is_away(&w->r, below(w, PEOPLE), 0, below(w, DAYS));
}

/* ---- trying everything ---- */

static bool add_price(int64_t points, int64_t *cost)
{
    *cost += points;
    return points != IPSO_HARD;
}

static bool in_window(const visit *old, const visit *at)
{
    ipso_date date = date_of(at->day);

    for (int i = 0; i < old->window_count; i++)
        if (date >= old->windows[i].first && date <= old->windows[i].last &&
            at->start_min >= old->windows[i].start_min &&
            at->start_min + at->length_min <= old->windows[i].end_min)
            return true;
    return old->window_count == 0;
}

static bool is_accepted(const visit *old, const visit *at)
{
    if (!old->accepts_others && at->practitioner != old->own &&
        at->practitioner != old->practitioner)
        return false;
    if (old->wanted_site != IPSO_ANY && at->site != old->wanted_site && at->site != old->site)
        return false;
    return in_window(old, at);
}

/* Price of a place, or -1 where the settings or the patient forbid it. */
static int64_t price_of(const world *w, const visit *old, const visit *at)
{
    const ipso_replan_settings *s = &w->r.settings;
    int days = abs(at->day - old->day), minutes = abs(at->start_min - old->start_min);
    int64_t cost = s->move_points + days * s->day_points + (s->hour_points * minutes + 30) / 60;

    if (!old->touched)
        cost += s->other_points;
    if (days > s->most_days || !is_accepted(old, at) ||
        (at->practitioner != old->practitioner && at->practitioner != old->own &&
         !add_price(s->practitioner_points, &cost)) ||
        (at->site != old->site && !add_price(s->site_points, &cost)))
        return -1;
    return cost;
}

static bool fits(const world *w, int index, const visit *at)
{
    for (int i = 0; i < index; i++)
        if (w->tried[i].placed && clash(at, &w->tried[i]))
            return false;
    return true;
}

static void try_from(world *w, int index, int others, int64_t cost);

static void try_places(world *w, int index, int others, int64_t cost)
{
    const visit *old = &w->visits[index];
    const ipso_away *away = &w->r.away[0];

    for (int p = 0; p < PEOPLE; p++)
        for (int day = 0; day < DAYS; day++) {
            bool gone = p == away->practitioner && date_of(day) >= away->first &&
                        date_of(day) <= away->last;
            if (!w->works[p][day] || gone)
                continue;
            for (int at = w->from[p][day]; at + old->length_min <= w->to[p][day]; at += GRID) {
                visit v = {.practitioner = p,
                           .day = day,
                           .start_min = at,
                           .length_min = old->length_min,
                           .site = w->site[p][day],
                           .patient = old->patient,
                           .touched = old->touched,
                           .placed = true};
                int64_t price = price_of(w, old, &v);
                if (price < 0 || !fits(w, index, &v))
                    continue;
                w->tried[index] = v;
                try_from(w, index + 1, others, cost + price);
            }
        }
}

/* Every choice for the visits from index on. */
static void try_from(world *w, int index, int others, int64_t cost)
{
    if (cost >= w->best)
        return;
    if (index == w->count) {
        w->best = cost;
        return;
    }
    const visit *old = &w->visits[index];
    if (!old->touched) {
        w->tried[index] = *old;
        w->tried[index].placed = true;
        if (fits(w, index, old))
            try_from(w, index + 1, others, cost);
    }
    if (old->touched || others > 0)
        try_places(w, index, others - !old->touched, cost);
    if (old->touched) {
        w->tried[index].placed = false;
        try_from(w, index + 1, others, cost + w->r.settings.call_points);
    }
}

static int64_t least_cost(world *w, int others)
{
    const ipso_away *away = &w->r.away[0];

    for (int i = 0; i < w->count; i++) {
        visit *v = &w->visits[i];
        v->touched = v->practitioner == away->practitioner && date_of(v->day) >= away->first &&
                     date_of(v->day) <= away->last;
    }
    w->best = INT64_MAX;
    try_from(w, 0, others, 0);
    return w->best;
}

/* ---- tests ---- */

static void no_choice_of_places_is_cheaper(void **state)
{
    static world w;
    int rounds = 0, least = 0, touched = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        make(&w, seed);
        if (w.count == 0)
            continue;
        replan_well(&w.r);
        const ipso_replan_totals *t = ipso_replan_summary(w.r.result);
        int64_t alone = least_cost(&w, 0);
        touched += t->touched;
        assert_int_equal(t->outcome, IPSO_OPTIMAL);
        assert_true(t->cost <= alone);
        if (w.r.settings.most_others == 0)
            assert_int_equal(t->cost, alone);
        if (t->others_moved == 0)
            assert_int_equal(t->cost, alone);
        if (t->others_most > 0 && t->calls + t->others_moved > 0) {
            int64_t all = least_cost(&w, t->others_most);
            assert_true(t->cost >= all);
            rounds++;
            least += t->cost == all;
        }
        finish(&w.r);
    }
    /* Others that stand only in the way of others are not let loose: few choices need them. */
    assert_true(touched > 30);
    assert_true(rounds > 3);
    assert_true(10 * least >= 8 * rounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_choice_of_places_is_cheaper)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
