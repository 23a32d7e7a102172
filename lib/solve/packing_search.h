/* The heuristics: each takes a feasible point and leaves a feasible point. Internal to the packing
 * solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_SEARCH_H
#define IPSO_SOLVE_PACKING_SEARCH_H

#include "base/random.h"
#include "solve/packing_scope.h"
#include "solve/team.h"

/* Adds copies of most gain per cell while any gains. False when out of memory. */
bool ipso__packing_greedy(ipso__packing_state *state, const int *bins, int bin_count,
                          ipso__packing_meter *meter);

typedef struct ipso__packing_diving {
    ipso__random *by_bin; /* draws bins to fill; NULL to fix option by option */
    int sweeps;           /* in each round */
    double haste;         /* 1 = careful; larger: more fixed each round */
} ipso__packing_diving;

/* Rounds of fixing and descent on the open part of scope, whose state it fills, from the prices and
 * averages in scope; then greedy on what is left. False when out of memory. */
bool ipso__packing_dive(ipso__packing_scope *scope, ipso__packing_state *state,
                        const ipso__packing_diving *how, ipso__packing_meter *meter);

typedef struct ipso__packing_annealing {
    int64_t moves;
    double hot, cold;            /* temperatures in points, first and last */
    const unsigned char *inside; /* by bin: bins that may change; NULL = all */
    const int *options;          /* options to insert, drawn evenly */
    int option_count;
} ipso__packing_annealing;

/* Simulated annealing with ejections; keeps the best point met and ends on it. */
void ipso__packing_anneal(ipso__packing_state *state, const ipso__packing_annealing *annealing,
                          ipso__random *random, ipso__packing_meter *meter);

typedef struct ipso__packing_regions {
    int size;            /* bins of a region */
    const int *part;     /* by bin: the part of all that it belongs to; NULL = one part */
    int own;             /* part that regions lie in; it is not empty */
    const double *price; /* by row, of the whole */
    bool dive_by_bin;
    double temperature; /* first of the annealing, points */
    int moves;          /* of the annealing, for each option */
} ipso__packing_regions;

/* Working memory for regions, one after the other. */
typedef struct ipso__packing_ground {
    int *bins, bin_count;
    unsigned char *inside; /* by bin; all 0 between regions */
    int *options, option_count;
} ipso__packing_ground;

/* False when out of memory; finish it anyway. */
bool ipso__packing_ground_init(ipso__packing_ground *ground, const ipso__packing_model *model);
void ipso__packing_ground_finish(ipso__packing_ground *ground);

/* One region: frees bins around a random one, proves them optimal as they stand or searches them
 * anew; the point never gets worse. False when out of memory. */
bool ipso__packing_region(ipso__packing_ground *ground, ipso__packing_scope *scope,
                          ipso__packing_state *state, const ipso__packing_regions *how,
                          ipso__random *random, ipso__packing_meter *meter);

/* A step of a walk from bin b: by an option in it and one of its rows to another bin, or b itself.
 */
int ipso__packing_neighbour(const ipso__packing_model *model, int b, ipso__random *random);

/* A temperature at which a few cells' worth is lost now and then. */
double ipso__packing_temperature(const ipso__packing_state *state);

typedef struct ipso__packing_region_search {
    const double *price; /* by row, of the whole */
    bool dive_by_bin;
    ipso__team *team;
    uint64_t seed;
    int64_t until;  /* work at which to end */
    int64_t enough; /* value at which to end */
} ipso__packing_region_search;

/* Regions until a limit or a long run without gain. Any number of threads gives the same point.
 * False when out of memory. */
bool ipso__packing_search_regions(ipso__packing_state *state,
                                  const ipso__packing_region_search *how,
                                  ipso__packing_meter *meter);

/* Branch and bound over what the scope has open in the given bins, on top of state, from the prices
 * in scope; at most work units. The best point met is kept in state, which is left anywhere.
 * *proven: nothing better than state->best_value exists there. False when out of memory. */
bool ipso__packing_branch(ipso__packing_scope *scope, ipso__packing_state *state, const int *bins,
                          int bin_count, int64_t work, ipso__packing_meter *meter, bool *proven);

/* Units of work that one simplex iteration of GLPK counts for. */
#define IPSO__PACKING_ITERATION 4000

/* Solves what the scope has open on the empty point as an integer program, at most work units;
 * keeps a better point in state, which is empty before, and lowers *bound to a bound on the whole.
 * A failure of GLPK changes nothing. False when out of memory. */
bool ipso__packing_solve_program(const ipso__packing_scope *scope, ipso__packing_state *state,
                                 int64_t work, ipso__packing_meter *meter, int64_t *bound);

/* What is known of an instance beforehand, all nothing but enough = INT64_MAX otherwise. */
typedef struct ipso__packing_known {
    const int64_t *price; /* by row, as in a result: then the start is near the best, and only
                             regions are searched */
    int64_t bound, work;  /* work done for all this */
    int64_t enough;       /* value from which on nothing is searched for */
    bool stopped;         /* by a limit: nothing is searched for either */
    /* is told of the best point of each phase, with its value */
    void (*kept)(void *user, const int *x, int64_t value);
    void *user;
} ipso__packing_known;

/* The phases of packing.c on an instance and settings that are in order; the bins as they are. */
ipso_status ipso__packing_search(ipso__packing_result *result, const ipso__packing *packing,
                                 const ipso__packing_settings *settings,
                                 const ipso__packing_known *known, ipso_error *err);

#endif
