/* The table that the programs of slots and bookings, and the search behind them, are made from: who
 * needs a slot, which slots could serve whom at which price, and the limits they share. Internal.
 *
 * Minimise over copies x[o] >= 0 (integer) of the options:
 *
 *     sum over o of cost[o] x[o]
 *         + sum over needs g of (the values of g that x leaves unmet, from the smallest)
 *         + sum over lines of S6 of price x minutes above their room     (or hard)
 *         + sum over lines of S7 of price x slots missing
 *     subject to S1 in each band, at most one copy for each request, B3 and B4 among requests.
 *
 * Its cost is that of the rules S2 to S7, B2 and B6 to B9 of the plan that x stands for, as far as
 * the scope of the table has them. A table borrows the practice and the bands; it is read-only once
 * built.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_OPTIONS_H
#define IPSO_MODEL_OPTIONS_H

#include "model/bands.h"

typedef enum ipso__need_kind {
    IPSO__NEED_FORECAST = 0, /* patients of an entry of demand who ask on one day */
    IPSO__NEED_TARGET,       /* nobody: slots kept for a line of S7 alone */
    IPSO__NEED_REQUEST       /* one known patient */
} ipso__need_kind;

typedef struct ipso__need {
    ipso__need_kind kind;
    int type;
    int demand, day; /* FORECAST: the entry and the day of the horizon, else IPSO_ANY */
    int request;     /* REQUEST, else IPSO_ANY */
    int first_value, value_count; /* v_1 >= v_2 >= ... > 0 in ipso__table.values */
    int first_option, option_count;
} ipso__need;

/* A slot for a need in a band. Rising widths of one need and band fall in cost: an option that is
 * no cheaper than a shorter one is left out, as is one that no reward of the table pays for. */
typedef struct ipso__option {
    int64_t cost; /* S4 and S5, or B6 to B9 */
    int need, band;
    int length_min, width_min;
} ipso__option;

/* S6: room of types that are not acute in the extended hours of a site's day. */
typedef struct ipso__extended_line {
    int site, day;
    int room_min; /* R, less what kept slots take; may be below 0 when they take more */
} ipso__extended_line;

/* S7: slots of a type that a practitioner still misses in a week. */
typedef struct ipso__target_line {
    int type, practitioner, week;
    int missing;
} ipso__target_line;

/* B3: two needs of one patient. */
typedef struct ipso__patient_pair {
    int first, second;
} ipso__patient_pair;

/* B4: need `later` only with, and after, need `earlier`. */
typedef struct ipso__link {
    int earlier, later;
    int min_gap_min, max_gap_min;
} ipso__link;

typedef struct ipso__table {
    const ipso_practice *practice;
    const ipso__bands *bands;
    int *room_min; /* free minutes of each band */
    ipso__need *needs;
    int need_count;
    int64_t *values;
    int value_count;
    ipso__option *options;
    int option_count;
    int64_t extended_points; /* price of a minute of S6, or IPSO_HARD */
    ipso__extended_line *extended;
    int extended_count;
    ipso__target_line *targets;
    int target_count;
    ipso__patient_pair *pairs;
    int pair_count;
    ipso__link *links;
    int link_count;
    int *extended_of_band; /* line of S6 that counts the band, or -1 */
    int *target_of;        /* line of S7 of (type, practitioner, week), or -1 */
    int week_count;
} ipso__table;

/* What a table decides. Slots that are kept take their minutes and count in S6 and S7; they lie in
 * one band each, or were holes of the bands. With requests, none of them is booked. */
typedef struct ipso__scope {
    bool forecasts; /* needs of forecast demand and targets */
    bool requests;
    const ipso_slot *kept;
    int kept_count;
} ipso__scope;

/* IPSO_NOMEM leaves *table untouched; else free it with ipso__table_finish. */
ipso_status ipso__table_build(ipso__table *table, const ipso_practice *practice,
                              const ipso__bands *bands, const ipso__scope *scope, ipso_error *err);
void ipso__table_finish(ipso__table *table);

/* The line of S7 of a type and practitioner in the week of a day, or -1. */
int ipso__table_target(const ipso__table *table, int type, int practitioner, int day);

/* Lines of S6 and S7 that count the option, or -1. */
int ipso__option_extended(const ipso__table *table, const ipso__option *option);
int ipso__option_target(const ipso__table *table, const ipso__option *option);

/* The description of the slot that the option stands for, to start at start_min: open, or booked
 * for a request. */
ipso_slot ipso__option_slot(const ipso__table *table, const ipso__option *option, int start_min);

/* Whether B3 lets two requests of one patient have these options (of different needs). */
bool ipso__options_apart(const ipso__table *table, const ipso__option *first,
                         const ipso__option *second);

/* Whether x (copies per option) keeps S1, a hard S6, one place per request, B3 and B4; *cost
 * (nullable) is its cost. IPSO_NOMEM is the only failure. */
ipso_status ipso__table_recount(const ipso__table *table, const int *x, bool *holds, int64_t *cost,
                                ipso_error *err);

/* Expected minutes by which a service outlasts its slot: E[(S - length)+]. */
double ipso__overrun_min(const ipso_practice *practice, int type, int practitioner,
                         int patient_class, int length_min);

#endif
