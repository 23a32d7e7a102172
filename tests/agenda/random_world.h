/* Small random practices with a plan each, and random asks, for tests of agendas.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_AGENDA_RANDOM_WORLD_H
#define TESTS_AGENDA_RANDOM_WORLD_H

#include <ipsosched/agenda.h>

/* splitmix64 (Steele, Lea & Flood 2014). */
typedef struct dice {
    uint64_t state;
} dice;

int roll(dice *d, int low, int high); /* both included */
bool chance(dice *d, int percent);

typedef struct world {
    ipso_practice *practice;
    ipso_plan *plan;
} world;

/* Two or three people at one or two sites for two to four days, with every kind of care, home
 * visits and teleconsultation, breaks, protected times, extended hours, fixed appointments,
 * requests, and rules of booking; planned by the planner, at random up to the slots or up to the
 * end. */
world world_make(dice *d);
void world_free(world *w);

/* What a random ask points to. */
typedef struct random_ask {
    ipso_ask ask;
    ipso_window windows[2];
    char patient[16];
} random_ask;

/* An ask of one of a dozen patients. */
void world_ask(const world *w, dice *d, random_ask *ask);

#endif
