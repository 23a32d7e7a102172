/* One person's schedules as walks through a small automaton with counters. Internal to the
 * schedules solver; read-only once built, so that threads may share it.
 *
 * State after some days: the run (days worked in a row and the class of the last one, or days off
 * in a row), the last group, and whether any day was worked, each only as far as the rules of this
 * person look at it. Counters: the main one (minutes or days over the horizon under hard bounds)
 * indexes tables; the others are lanes of 16 bits, four to a word, in which less is better. Options
 * of a day that differ in nothing the rules look at form a bundle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_WALK_H
#define IPSO_SOLVE_SCHEDULES_WALK_H

#include "base/memory.h"
#include "solve/schedules.h"

enum { IPSO__LANE_MAX = 32767, IPSO__LANES_PER_WORD = 4, IPSO__TOUCH_BITS = 32 };
#define IPSO__LANE_TOPS 0x8000800080008000u

/* One side of a limit: units used up to the upper bound, or units still missing to the lower. */
typedef struct ipso__walk_lane {
    const ipso__schedules_limit *limit;
    bool need;
    bool hard;
    int size;      /* the bound in units, rounded away from zero where priced */
    int unit;      /* minutes of one unit; 1 for days and weekends */
    double price;  /* points per minute, day or weekend */
    int *left;     /* [day]: most units from this day on */
    int touch_bit; /* weekends: bit of label.touched; else -1 */
} ipso__walk_lane;

typedef struct ipso__walk_state {
    int work, off; /* days in a row, capped where longer makes no difference */
    int class_id;  /* of the last day worked when work > 0; class_count = anything follows */
    int group;
    bool worked;
} ipso__walk_state;

typedef struct ipso__walk_bundle {
    int combo;
    int main;
    const uint16_t *units; /* per lane */
    int *options;
    int option_count;
} ipso__walk_bundle;

typedef struct ipso__walk {
    const ipso__schedules *all;
    const ipso__schedules_person *who;
    int days;

    ipso__walk_state *states;
    int state_count, start;
    int combo_count; /* pairs (class, group) of options */
    /* Arcs by state, and by state and combo; cost INFINITY = forbidden. The second cost holds for a
     * run that began before day 0 at a time not known. */
    int *off_to, *work_to;
    double *off_cost[2], *work_cost[2];
    double *end_cost;
    int *bucket; /* per state: states alike but for the days worked share one */
    int bucket_count;
    bool tells_idle; /* states tell whether any day was worked */

    const ipso__schedules_limit *main_limit; /* or NULL */
    int main_unit;
    int main_size;  /* values of the main counter, 1 = none */
    int main_lower; /* in units */
    bool main_full; /* has an upper bound: beyond the last value is forbidden, else it saturates */
    int *main_left; /* [day]: most units from this day on */

    ipso__walk_lane *lanes;
    int lane_count, words;
    uint64_t *first_lanes; /* at the start of the horizon */
    uint64_t *floors;      /* [day][word]: what a lane may be raised to at no loss */
    uint64_t *keep;        /* [day][word]: zeros where a lane is over after the day */
    uint32_t *touch_keep;  /* [day]: zeros where the weekend is over after the day */
    bool priced;           /* some lane has a price */

    ipso__walk_bundle *bundles;
    int *bundle_first; /* [day] */
} ipso__walk;

/* Builds the walk of a valid instance's person into *walk, memory from the arena. IPSO_INPUT when a
 * limit is too large to be counted. */
ipso_status ipso__walk_init(ipso__walk *walk, const ipso__schedules *schedules, int person,
                            ipso__arena *arena, ipso_error *err);

/* True when the run of a state after so many days began before day 0 at a time not known. */
static inline bool ipso__walk_is_free(const ipso__walk *walk, int state, int day)
{
    const ipso__walk_state *s = &walk->states[state];
    return !walk->who->history.known && (s->work == day || s->off == day);
}

/* Where a list per option, then per day off, has its entry for no work on any day. */
static inline int ipso__walk_idle(const ipso__walk *walk)
{
    return walk->who->first[walk->days] + walk->days;
}

static inline int ipso__walk_lane_get(const uint64_t *lanes, int lane)
{
    return (int)(lanes[lane / IPSO__LANES_PER_WORD] >> (16 * (lane % IPSO__LANES_PER_WORD))) &
           0xFFFF;
}

static inline void ipso__walk_lane_set(uint64_t *lanes, int lane, int value)
{
    int shift = 16 * (lane % IPSO__LANES_PER_WORD);
    uint64_t *word = &lanes[lane / IPSO__LANES_PER_WORD];
    *word = (*word & ~((uint64_t)0xFFFF << shift)) | (uint64_t)value << shift;
}

#endif
