/* The cost of start times, kept patient by patient so that a change is valued fast. Internal.
 *
 * Start times are whole steps ("ticks"). They may fall here: the k-th patient is called at
 * max(free, arrival) whatever the times of others, and who does not come leaves max(free, start),
 * so that the cost is defined, and L-natural-convex, on all ticks; where start times do not fall
 * and none is past the planned end it is the cost of the measures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_CHAIN_H
#define IPSO_SESSION_CHAIN_H

#include "session/grid.h"

typedef struct ipso__chain {
    const ipso_session *session;
    int count;
    const int *order;
    double step_min;
    int step_cells;     /* GRID */
    double disorder;    /* price of a step by which a start time is before it may be */
    double constant;    /* of the cost: what no start time changes */
    int *tick;          /* the start times */
    int *low, *high;    /* where they may be */
    ipso__pmf *state;   /* before patient k; count + 1 of them */
    int *clock;         /* the latest tick before patient k, -1 none; count + 1 */
    double *spent;      /* cost of the waits before patient k; count + 1 */
    ipso__pmf moved[2]; /* states behind patients that are moved */
    ipso__pmf after[2]; /* states behind those after them */
    ipso__grid_room room;
    bool has_go;
    int go_cells;   /* the last cell that go knows; beyond, it is linear */
    double *go;     /* (count + 1) x (go_cells + 1): cost from patient k on, free at a cell */
    double *slope;  /* of go beyond its last cell; count + 1 */
    double *called; /* go_cells + 1: work space */
    int64_t work, evaluations;
} ipso__chain;

/* What idle time costs less whatever the start times: time known to be spent otherwise. Breaks
 * before the last start are not in it when the last start is the horizon. */
double ipso__constant_cost(const ipso_session *session, const int *order, int count);

/* tick, low and high are the caller's, of count entries. False when out of memory; finish it either
 * way. */
bool ipso__chain_begin(ipso__chain *chain, const ipso_session *session, const int *order, int count,
                       double step_min, int *tick, int *low, int *high);
void ipso__chain_finish(ipso__chain *chain);

/* Brings state, spent and go up to tick. *cost is what it costs. False when out of memory. */
bool ipso__chain_update(ipso__chain *chain, double *cost);

/* cost[to], for to = from .. last: the cost when the patients from..to have their ticks changed
 * by delta and all others keep theirs; INFINITY where that was not looked at. These two need
 * ipso__chain_update, and are false when out of memory. */
bool ipso__chain_shifts(ipso__chain *chain, int from, int last, int delta, double *cost);

/* Steps that the start time after the k-th patient's must keep from it. */
int ipso__chain_apart(const ipso__chain *chain, int k);

/* The cost when the patients from..last, as the order now has them, have the ticks tick[from..last]
 * and all others are and stay where the last update found them. Only with go. */
bool ipso__chain_try(ipso__chain *chain, int from, int last, const int *tick, double *cost);

/* The cost when the patients marked have their ticks changed by delta. */
bool ipso__chain_marked(ipso__chain *chain, const unsigned char *marked, int delta, double *cost);

#endif
