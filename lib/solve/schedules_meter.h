/* What the days of one person cost, counted from what changes. Internal to the schedules solver;
 * read-only once built, so that threads may share it.
 *
 * The sums of limits are the caller's, who adds what an option brings and takes away what it
 * brought; limits that nothing can break are left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_METER_H
#define IPSO_SOLVE_SCHEDULES_METER_H

#include "solve/schedules_search.h"

typedef struct ipso__meter_limit {
    int64_t lower, upper, under_price, over_price;
} ipso__meter_limit;

/* What is looked up of an option. */
typedef struct ipso__meter_option {
    int64_t cost;
    int class_id, group;
} ipso__meter_option;

typedef struct ipso__meter_person {
    const ipso__schedules_person *who;
    ipso__meter_limit *limits; /* of days and minutes */
    int limit_count;
    const ipso__schedules_limit **weekends; /* the other limits */
    int weekend_count;
    ipso__meter_option *options;
    int *units; /* [1 + option][limit], zeros for a day off before those of all options */
    bool has_runs, has_groups;
} ipso__meter_person;

typedef struct ipso__meter {
    const ipso__schedules *all;
    ipso__meter_person *persons;
    int most_limits; /* of a person */
} ipso__meter;

/* Memory from the arena of the search; false when it is out. */
bool ipso__meter_init(ipso__meter *meter, ipso__sched *search);

/* What limits cost at these sums; false when one that is hard is broken. */
bool ipso__meter_limits(const ipso__meter_person *person, const int *sums, int64_t *cost);

/* What all else costs, likewise. */
bool ipso__meter_days(const ipso__meter *meter, int person, const int *choice, int64_t *cost);

/* Adds to the sums what an option (-1: off) brings, and takes away what the one before brought. */
static inline void ipso__meter_change(const ipso__meter_person *person, int before, int option,
                                      int *sums)
{
    const int *gone = &person->units[(before + 1) * person->limit_count];
    const int *come = &person->units[(option + 1) * person->limit_count];
    for (int i = 0; i < person->limit_count; i++)
        sums[i] += come[i] - gone[i];
}

#endif
