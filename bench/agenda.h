/* The suite "agenda": agendas to measure, and random asks. Internal to bench.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_AGENDA_H
#define BENCH_AGENDA_H

#include "bench.h"

/* A practice over some weeks, and a plan that repeats the scenario's planned week. */
typedef struct agenda_weeks {
    ipso_practice *practice;
    ipso_plan *plan;
    int weeks, days;
    int64_t consulting_min; /* of all duties worked, less breaks and protected time */
} agenda_weeks;

/* With slots, the week has open slots for its forecast demand; without, its agendas are empty. No
 * request and no fixed appointment is in the practice. */
bool agenda_weeks_make(agenda_weeks *made, const char *scenario, uint64_t seed, int weeks,
                       bool slots, ipso_error *err);
void agenda_weeks_free(agenda_weeks *made);

/* PCG32 (O'Neill 2014). */
typedef struct agenda_random {
    uint64_t state;
} agenda_random;

uint32_t agenda_random_below(agenda_random *random, uint32_t below);

/* What a random patient wants: type and class by the scenario's demand. */
typedef struct agenda_patient {
    ipso_ask ask;
    char name[16];
    ipso_window windows[4];
} agenda_patient;

/* A patient who asks on a day: with or without own practitioner, for any time or some half-days. */
void agenda_patient_draw(agenda_patient *patient, const agenda_weeks *weeks, agenda_random *random,
                         int day);

/* Lets a patient come at one to four stretches of one to four hours, on any days; or, with
 * `one_hour`, at one stretch of an hour, longer if the appointment is. */
void agenda_patient_hours(agenda_patient *patient, const agenda_weeks *weeks, agenda_random *random,
                          bool one_hour);

/* The suite "agenda fill". */
int bench_agenda_fill(const char *scenario, int seeds);

#endif
