/* What rows, limits and fair turns charge for: units, which have the prices of schedules.h.
 * Internal; for searches, as ipso__schedules_value recounts on its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_CHARGE_H
#define IPSO_SOLVE_SCHEDULES_CHARGE_H

#include "solve/schedules.h"

/* Units that a row is short of, or over, in whole steps; *price is that of this side, 0 when there
 * are none. */
static inline int64_t ipso__row_units(const ipso__schedules_row *row, int64_t activity,
                                      int64_t *price)
{
    int64_t step = row->step > 0 ? row->step : 1;
    if (row->lower != INT64_MIN && activity < row->lower) {
        *price = row->under_price;
        return (row->lower - activity + step - 1) / step;
    }
    if (row->upper != IPSO__NEVER && activity > row->upper) {
        *price = row->over_price;
        return (activity - row->upper + step - 1) / step;
    }
    *price = 0;
    return 0;
}

/* What an option on a day brings to a limit of days or minutes. */
static inline int ipso__limit_units(const ipso__schedules_limit *limit,
                                    const ipso__schedules_option *option, int day)
{
    if (day < limit->first_day || day > limit->last_day ||
        (limit->kinds != 0 && (option->kinds & limit->kinds) == 0))
        return 0;
    return limit->measure == IPSO__MEASURE_MINUTES ? option->minutes : 1;
}

/* Turns of a person above those free, when all take so many. */
static inline int64_t ipso__turns_above_free(const ipso__schedules_turns *turns, int person,
                                             int64_t own, int64_t all)
{
    int64_t due =
        turns->share[person] * (turns->before_sum + all) - turns->share_sum * turns->before[person];
    int64_t may = due > 0 ? (due + turns->share_sum - 1) / turns->share_sum : 0;
    return own > may ? own - may : 0;
}

/* Turns above those free that the limits of the persons do not charge. taken: by person; sum: of
 * all. */
static inline int64_t ipso__turns_units(const ipso__schedules_turns *turns, int persons,
                                        const int64_t *taken, int64_t sum)
{
    int64_t units = 0;
    for (int p = 0; p < persons; p++)
        if (taken[p] > 0)
            units += ipso__turns_above_free(turns, p, taken[p], sum) -
                     ipso__turns_above_free(turns, p, taken[p], turns->most);
    return units;
}

#endif
