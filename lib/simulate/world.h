/* What the replications of a simulation share: who gives what, who asks for what, and the agendas
 * that rosters and slot mixes lay out. Internal; read-only once built.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_WORLD_H
#define IPSO_SIMULATE_WORLD_H

#include <ipsosched/simulate.h>

#include "base/memory.h"
#include "simulate/details.h"

/* ---- agendas ---- */

/* A stretch of consulting time; modes: per type how it is held there (IPSO_MODE_*), 0 not at all.
 */
typedef struct ipso__stretch {
    int start_min, end_min, site;
    bool acute; /* acute need can be met there without more ado */
    const unsigned char *modes;
} ipso__stretch;

/* A practitioner's day before anything is booked. Bits are cells of the grid, world->words words.
 */
typedef struct ipso__layout {
    ipso__stretch *stretches; /* by start */
    int stretch_count;
    uint64_t *open, *start, *acute, *same_day; /* consulting; may start; kept for ... */
    int *length_min;                           /* per type */
    int duty_min, consulting_min, extended_min;
} ipso__layout;

/* ---- who asks ---- */

/* Patients who ask on their own account: an entry of demand, or (entry IPSO_ANY) the needs that the
 * practice knows as requests and fixed appointments, drawn from its wants. */
typedef struct ipso__source {
    int entry;
    int type, patient_class, site;
    int start_min, end_min;
    double dispersion; /* variance / mean of the number on a day; 0: the number is fixed */
    double *mean;      /* per day of the cycle, load counted */
} ipso__source;

/* What one known request or fixed appointment wants, whatever the week. */
typedef struct ipso__want {
    ipso_sim_ask ask; /* type, class, own practitioner, site, accepts, windows */
} ipso__want;

/* ---- the world ---- */

typedef struct ipso__world {
    const ipso_practice *practice;
    const ipso_sim_settings *settings;
    const ipso__details *details; /* of the practice; set once the world is built */
    int people, types, cycle_days, grid_min, words;
    int *givers, *first_giver; /* of type t: givers[first_giver[t] .. first_giver[t + 1]) */
    bool *works;               /* per practitioner: on some day of the first cycle */
    bool *gives_acute;         /* per practitioner: a type of acute care */
    bool *meets_acute;         /* per type: somebody gives it who gives acute care */
    double *load;    /* per type: asked of those who give it / what they can (lengths.h) */
    double *stretch; /* per type: of the time planned for a patient (lengths.h) */

    int *first_patient; /* of the panel of practitioner p; people + 1 entries */
    int patients;
    bool panels;                                        /* else patients have no own practitioner */
    int *home;                                          /* site of each practitioner */
    double *class_share, *class_visits, *class_no_show; /* per class */
    double most_visits;

    ipso__source *sources;
    int source_count;
    ipso__want *wants;
    int want_count;
    ipso_care_behaviour cares[IPSO_CARE_OTHER + 1];
    int *follow_up;         /* type of the follow-up of each type, IPSO_ANY none */
    double *booked_already; /* per type: share of what is asked for that follow-ups make up once
                               they have all begun */

    ipso_practice **cycles; /* practices and plans of the cycles; one if the roster is repeated */
    ipso_plan **plans;
    int cycle_count;
    ipso_practice *whole; /* of all days, and the plans of the cycles one after the other: what a
                             live agenda is of; NULL unless booking ranks */
    ipso_plan *whole_plan;
    ipso__layout *layouts; /* of cycle c, day d, practitioner p at (c * cycle_days + d) * people + p
                            */
    ipso__arena arena;
} ipso__world;

/* Makes plans and agendas for so many days. settings and practice must outlive the world. */
ipso_status ipso__world_build(ipso__world *world, const ipso_practice *practice,
                              const ipso_sim_settings *settings, int days, ipso_error *err);
void ipso__world_finish(ipso__world *world);

/* Fills sources, wants, panels and the like; a step of the build. */
ipso_status ipso__world_fill_demand(ipso__world *world, ipso_error *err);
/* Adds to asked, by type, how many ask for it in a cycle. */
void ipso__world_add_asks(const ipso__world *world, double *asked);
/* Makes plans and layouts; a step of the build. */
ipso_status ipso__world_lay_out(ipso__world *world, int days, ipso_error *err);

/* Makes the practice and the plan of all days; a step of the build. */
ipso_status ipso__world_join(ipso__world *world, int days, ipso_error *err);

const ipso__layout *ipso__world_layout(const ipso__world *world, int day, int practitioner);

/* The planned length of a type where no slot mix says otherwise: the shortest of its lengths that
 * is not below its mean service time, else the longest. */
int ipso__planned_length(const ipso_type *type);

/* The bit of a day's weekday or public holiday. */
unsigned ipso__day_bit(const ipso__world *world, int day);

#endif
