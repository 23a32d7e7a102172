/* The relaxation behind pricing: tables over (day, state, main counter), with the lanes at a price.
 * Internal to the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_RELAX_H
#define IPSO_SOLVE_SCHEDULES_RELAX_H

#include "solve/schedules_price.h"

#include <math.h>

/* One pricing under way. */
typedef struct ipso__pricing {
    const ipso__walk *walk;
    const ipso__price_question *question;
    ipso__price_scratch *s;
    double threshold;
    int label_count;
    int64_t work;
    bool rough, failed, overfull, halted;
    bool records; /* arcs */
} ipso__pricing;

bool ipso__relax_room(ipso__pricing *p);

/* Fills the tables at the best prices of lanes it finds, beginning with the question's, which it
 * leaves there. Returns a lower bound on the cost of every schedule; INFINITY: there is none. */
double ipso__relax(ipso__pricing *p);

/* What the open lanes after a day, priced, may still save against the tables: cost - credit + table
 * is at most the cost of any completion. */
double ipso__relax_credit(const ipso__pricing *p, int day, const uint64_t *lanes);

/* Cost of ending in a state. */
double ipso__relax_end(const ipso__pricing *p, int state);

double ipso__relax_day_off(const ipso__pricing *p, int day);

/* Least cost of days t = day.. from a state, by main counter, lanes at their prices. */
static inline const double *ipso__relax_cells(const ipso__pricing *p, int day, int state)
{
    size_t at = (size_t)day * (size_t)p->walk->state_count + (size_t)state;
    return &p->s->table[at * (size_t)p->walk->main_size];
}

/* True when work on the day surely begins its weekend's work. */
bool ipso__relax_is_fresh(const ipso__walk *walk, int state, int day);

/* Cost of a bundle from a state, lanes at their prices. */
static inline double ipso__relax_price(const ipso__pricing *p, int day, int state, int bundle)
{
    double price = p->s->bundle_price[bundle], touch = p->s->bundle_touch[bundle];
    return touch > 0 && ipso__relax_is_fresh(p->walk, state, day) ? price + touch : price;
}

#endif
