/* Some days of whole schedules, the others as they are. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_WINDOW_H
#define IPSO_PLANNER_ROSTER_WINDOW_H

#include "base/memory.h"
#include "solve/schedules.h"

/* What is known of the days outside a window. */
typedef struct ipso__window_outside {
    const int *choice;      /* [person][day] of the whole; of a decided day what is done */
    bool before, after;     /* whether the day before the window, and those after, are decided */
    const double *of_limit; /* per limit of each person, one person after the other: what the days
                               outside bring to it, as far as it reaches beyond the window */
} ipso__window_outside;

/* The instance of the days; its options are those of the whole, numbered from the first of the
 * first day on. What a roster costs in it is what it costs in the whole less what is decided
 * outside, but for rules that look beyond the next day and for parts of units. */
typedef struct ipso__roster_window {
    ipso__schedules schedules;
    int first_day;
    ipso__arena arena;
} ipso__roster_window;

/* IPSO_NOMEM. */
ipso_status ipso__roster_window_make(ipso__roster_window *window, const ipso__schedules *all,
                                     int first_day, int days, const ipso__window_outside *outside,
                                     ipso_error *err);
void ipso__roster_window_finish(ipso__roster_window *window);

/* Choices of the window to those of the whole, and back. */
void ipso__roster_window_put(const ipso__roster_window *window, const ipso__schedules *all,
                             const int *inside, int *whole);
void ipso__roster_window_get(const ipso__roster_window *window, const ipso__schedules *all,
                             const int *whole, int *inside);

#endif
