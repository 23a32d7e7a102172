/* The counters of a walk: which limits bind, in which units, and what is left of them each day.
 * Internal to the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_LANES_H
#define IPSO_SOLVE_SCHEDULES_LANES_H

#include "solve/schedules_walk.h"

/* Chooses the main counter and fills the lanes of the walk. IPSO_INPUT when a limit has more units
 * than a lane can count. */
ipso_status ipso__lanes_init(ipso__walk *walk, int person, ipso__arena *arena, ipso_error *err);

/* What an option on a day adds to a limit; 1 for a weekend, which counts once. */
int ipso__lane_units(const ipso__walk *walk, const ipso__schedules_limit *limit, int unit, int day,
                     const ipso__schedules_option *option);

/* What option o of a day adds to the main counter. */
int ipso__lane_main_units(const ipso__walk *walk, int day, int o);

/* Points that a used-up lane costs once so many units are used. */
double ipso__lane_excess(const ipso__walk_lane *lane, int used);

/* Points for the units a needing lane still misses when its span ends; INFINITY when hard. */
double ipso__lane_shortage(const ipso__walk_lane *lane, int missing);

#endif
