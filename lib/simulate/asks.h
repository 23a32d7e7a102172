/* Those who ask, as each would under any policy. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_ASKS_H
#define IPSO_SIMULATE_ASKS_H

#include "simulate/streams.h"
#include "simulate/world.h"

/* What happens to a patient is decided when he first asks: each is a number in (0,1). */
typedef struct ipso__fate {
    double cancels, cancels_when, asks_again, misses, comes, served, followed, follow_accepts;
} ipso__fate;

typedef struct ipso__ask {
    ipso_sim_ask ask;
    uint64_t key; /* of its stream, and the root of those of its follow-ups */
    ipso__fate fate;
    int patience_days;
    int journey, step; /* number of the journey, from 1, and the step it asks for; 0 none */
    bool first;        /* not one who asks again */
    bool counted;      /* among those who ask in the weeks measured, and has not got a time yet */
} ipso__ask;

/* Asks of a day, in the order they come. */
typedef struct ipso__asks {
    ipso__ask *items;
    size_t count, capacity;
} ipso__asks;

bool ipso__asks_add(ipso__asks *asks, const ipso__ask *ask);

/* Adds those who ask on a day on their own account; seed: of the replication. False when out of
 * memory. */
bool ipso__asks_draw(ipso__asks *asks, const ipso__world *world, uint64_t seed, int day);
void ipso__asks_sort(ipso__asks *asks);

/* The follow-up that an attended appointment of `of` with practitioner on day makes; false: none.
 * It is asked for on follow_up->ask.day, later than day. */
bool ipso__ask_follow_up(ipso__ask *follow_up, const ipso__world *world, const ipso__ask *of,
                         int practitioner, int day);

/* Draws the fate of an ask from the stream of its key. */
void ipso__ask_draw_fate(ipso__ask *ask);

/* An ask of the same patient for the same again, with a fate of its own. */
void ipso__ask_again(ipso__ask *again, const ipso__ask *of, int day, int time_min, int wanted_day);

#endif
