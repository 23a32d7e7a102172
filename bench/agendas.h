/* Slots and bookings of a given roster, of one practice or of several side by side.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_AGENDAS_H
#define BENCH_AGENDAS_H

#include "bench.h"

/* A practice and a plan of it that ends with the roster. */
typedef struct agenda_case {
    ipso_practice *practice;
    ipso_plan *roster;
} agenda_case;

/* So many weeks of a scenario, of seeds options->instance_seed on, as one practice: one after the
 * other each gets a roster of its own, and nothing but the solver's limits is shared. Rules of
 * rosters are left out where there are several. */
ipso_status agenda_case_make(agenda_case *made, const char *scenario, const bench_options *options,
                             ipso_error *err);
void agenda_case_finish(agenda_case *made);

#endif
