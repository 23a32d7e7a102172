/* A packing instance made ready for search: options sorted by bin, links both ways, limits and
 * price ranges tightened. Internal to the packing solver; read-only once built, so that any number
 * of threads may share it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_MODEL_H
#define IPSO_SOLVE_PACKING_MODEL_H

#include "base/memory.h"
#include "solve/packing_cliques.h"

/* Prices are points times this: an integer in a double, so that sums are exact. */
#define IPSO__PACKING_SCALE ((double)IPSO__PACKING_PRICE_UNIT)
/* Sizes beyond which an instance is refused, so that no sum overflows and no table explodes. */
#define IPSO__PACKING_MAX_CAPACITY 10000
#define IPSO__PACKING_MAX_TOTAL    ((int64_t)1 << 41)

/* What a sweep over the options reads of one, and no more: a sweep is as long as it is wide. Its
 * reduced gain at prices of the rows is worth + weight x price[row] + the same of its further
 * links, from more (-1: none) to the end of its links. */
typedef struct ipso__packing_face {
    double worth; /* scaled cost, negative */
    int row, weight, more;
    uint16_t width, limit; /* width: of options that can be used; limit as in the card */
} ipso__packing_face;

/* What a move reads of an option: half a cache line, as a move that meets options at random waits
 * for memory most of its time. */
typedef struct ipso__packing_card {
    int bin, width;
    int limit; /* tightened; 0 when the option can never be used */
    int home;  /* the row whose first unit gains most, or -1 */
    int link;  /* first of its links; they end where those of the next option begin */
    int clash; /* the same of the options that exclude it */
    int64_t cost;
} ipso__packing_card;

/* What an option gives to a row. */
typedef struct ipso__packing_link {
    int row, weight;
} ipso__packing_link;

/* A link seen from its row, with what tells whether the option may fit. */
typedef struct ipso__packing_entry {
    int option, link, bin, width;
} ipso__packing_entry;

typedef struct ipso__packing_line {
    int gain_first; /* gain[gain_first + k] is the value of k units, k = 0 .. top */
    int top;        /* units beyond which nothing is gained or, if hard, nothing is allowed */
    bool hard;
} ipso__packing_line;

typedef struct ipso__packing_model {
    const ipso__packing *packing;
    int bin_count, option_count;
    int row_count; /* the caller's, then the cliques: hard rows of one unit that gains nothing */
    const int *capacity;
    int *first;         /* options of bin b are first[b] .. first[b + 1] - 1 */
    int *first_grouped; /* those with a group: first_grouped[b] .. first[b + 1] - 1 */

    /* by option, in bin order: ungrouped ones first by width, then the grouped by group */
    int *original; /* index in the caller's array */
    int *group;    /* a row of which the bin takes at most one of several options, or -1 */
    ipso__packing_card *option; /* option_count + 1: of the last the ends alone */
    ipso__packing_face *face;
    ipso__packing_link *links; /* of option o: option[o].link .. option[o + 1].link - 1 */
    int *link_option;
    int *clash_option; /* of option o: option[o].clash .. option[o + 1].clash - 1 */

    /* by row */
    int *first_entry; /* entries of row r are entry[first_entry[r]] .. first_entry[r + 1] - 1 */
    ipso__packing_entry *entry;
    ipso__packing_line *row; /* row_count + 1 */
    int64_t *gain;
    double *slope; /* slope[row[r].gain_first + k]: scaled gain of unit k + 1, k < top */
    double *price_low, *price_high; /* scaled; some optimal price lies between */

    double *stretch; /* range of prices over range of units: how far a price moves per unit */

    ipso__arena arena;
} ipso__packing_model;

/* Builds the model of an instance that passed ipso__packing_validate. IPSO_INPUT when a soft row
 * would rise again beyond its last, negative marginal. */
ipso_status ipso__packing_model_init(ipso__packing_model *model, const ipso__packing *packing,
                                     ipso_error *err);
void ipso__packing_model_finish(ipso__packing_model *model);

/* IPSO_INPUT with text when an instance or its settings are malformed. */
ipso_status ipso__packing_validate(const ipso__packing *packing,
                                   const ipso__packing_settings *settings, ipso_error *err);

/* Value of x and whether it is feasible, from the instance alone. False when out of memory. */
bool ipso__packing_recount(const ipso__packing *packing, const int *x, int64_t *value, bool *holds);

#endif
