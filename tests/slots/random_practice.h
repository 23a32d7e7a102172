/* Random tiny practices, so small that every plan of theirs can be tried.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SLOTS_RANDOM_PRACTICE_H
#define TESTS_SLOTS_RANDOM_PRACTICE_H

#include "slots/tiny.h"

#include "base/random.h"

typedef struct random_practice {
    ipso_practice *practice;
    ipso_assignment roster[4];
    int roster_count;
} random_practice;

/* One or two doctors, one or two days, short duties around 08:00 (where extended hours end), one or
 * two types, up to two entries of demand and three requests; with luck a hard or priced S6, a
 * target, a link, two requests of one patient, a fixed appointment, a home visit, a remote duty. */
random_practice random_practice_make(uint64_t seed);
/* The same, and extended hours are taken in fair turns (R18). */
random_practice random_practice_with_turns(uint64_t seed);

#endif
