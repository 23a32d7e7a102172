/* Where a session is cut into bands. Internal to lib/model.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_BANDS_CUT_H
#define IPSO_MODEL_BANDS_CUT_H

#include "model/bands.h"

#define IPSO__SHORT_WINDOW_MIN 60

/* A window of requests, and the shortest slot that any of them needs. */
typedef struct ipso__cut_window {
    int start_min, end_min, width_min;
} ipso__cut_window;

/* Zero-initialise before use. */
typedef struct ipso__cutter {
    int *edges; /* where it is always cut, in order */
    int edge_count;
    ipso__cut_window *windows; /* of requests, an hour or longer */
    int window_count;
    int *wishes; /* the edges of windows, in order */
    int wish_count;
    int cuts[IPSO_DAY_MIN + 2]; /* the last answer of ipso__cutter_cut */
    size_t edge_room, window_room, wish_room;
} ipso__cutter;

/* Collects the edges of a sitting. False when out of memory. */
bool ipso__cutter_set(ipso__cutter *cutter, const ipso_practice *practice,
                      const ipso__sitting *sitting);

/* Cuts [start_min, end_min) of the sitting: cuts[0] = start_min < ... < cuts[n-1] = end_min;
 * returns n. */
int ipso__cutter_cut(ipso__cutter *cutter, int start_min, int end_min);

void ipso__cutter_finish(ipso__cutter *cutter);

#endif
