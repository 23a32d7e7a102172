/* Journeys of single patients: ranges and copies. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PRACTICE_JOURNEYS_H
#define IPSO_PRACTICE_JOURNEYS_H

#include "practice/copy.h"
#include "practice/expect.h"

/* Expects the journeys of behaviour, which the checker names, to be in range. */
void ipso__expect_journeys(const ipso__checker *parent, const ipso_practice *practice,
                           const ipso_behaviour *behaviour);

/* Replaces the journeys by copies; false when memory is out. */
bool ipso__copy_journeys(ipso__arena *arena, ipso_behaviour *behaviour);

/* The place of the step of that id among the first `before` of a journey, -1 for none. */
int ipso__journey_step_find(const ipso_journey *journey, const char *id, size_t before);

#endif
