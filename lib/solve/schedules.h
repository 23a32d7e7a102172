/* Choosing one schedule per person so that joint rows are covered at least cost: the domain-free
 * core of rosters. Internal.
 *
 * On each day a person takes one of the options listed for that day, or is off. Personal rules say
 * which sequences of options are schedules and what a schedule costs; joint rows add up what all
 * persons' options bring:
 *
 *     minimise    sum over persons of cost of schedule
 *                 + sum over rows of under_price ceil(short / step) + over_price ceil(long / step)
 *     subject to  each person's schedule obeys the personal rules
 *                 lower <= sum of units of the options taken + short - long <= upper, for each row
 *
 * A column is one person's whole schedule (Dantzig and Wolfe 1960); docs/rosters.md states the
 * method. All costs are integer points, so that value and bound are exact.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_H
#define IPSO_SOLVE_SCHEDULES_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As a cost or price: forbidden. As an upper bound: none. */
#define IPSO__NEVER INT64_MAX
/* As a number of days in a row: none, or as many as suits. */
#define IPSO__UNLIMITED (-1)

/* ---- the instance: borrowed, arrays stay the caller's and are not changed ---- */

/* Joint row: lower <= activity <= upper, or pay. IPSO__NEVER as a price makes that side hard. A row
 * of equal bounds at no price is there to be branched on, before others and in the order of rows:
 * its bounds are above any activity. */
typedef struct ipso__schedules_row {
    int64_t lower, upper; /* INT64_MIN, IPSO__NEVER = none */
    int64_t under_price;  /* points per step below lower, >= 0 */
    int64_t over_price;   /* points per step above upper, >= 0 */
    int step;             /* units of one priced step, a part counted as a whole; 0 = 1 */
} ipso__schedules_row;

typedef struct ipso__schedules_use {
    int row;
    int units; /* may be negative; a row at most once per option */
} ipso__schedules_use;

/* What one person can do on one day (two duties on a day are one option). */
typedef struct ipso__schedules_option {
    int class_id; /* 0..class_count-1: what may follow; options of equal successors share one */
    int group;    /* 0..group_count-1 (site, department), or -1: leaves the last group as it was */
    unsigned kinds; /* set of kinds 0..31 that limits select by */
    int minutes;
    int64_t cost; /* points, any sign */
    const ipso__schedules_use *uses;
    int use_count;
} ipso__schedules_option;

typedef enum ipso__schedules_measure {
    IPSO__MEASURE_DAYS,    /* days on which an option of the kinds is taken */
    IPSO__MEASURE_MINUTES, /* minutes of these */
    IPSO__MEASURE_WEEKENDS /* weekends with such a day in the span */
} ipso__schedules_measure;

/* Limit on what a person does from first_day to last_day: minutes or days per week or over the
 * horizon, weekends, at most so many of a kind. Prices are per unit; IPSO__NEVER = hard. */
typedef struct ipso__schedules_limit {
    ipso__schedules_measure measure;
    int first_day, last_day; /* both included */
    unsigned kinds;          /* options with one of these kinds; 0 = all options */
    int64_t lower, upper;    /* 0 and IPSO__NEVER = none */
    int64_t under_price, over_price;
} ipso__schedules_limit;

/* Limits on days in a row. Excess and shortage are priced per day; IPSO__NEVER = hard. A run that
 * the end of the horizon cuts, or that began before day 0 at a time not known, is never too short.
 */
typedef struct ipso__schedules_runs {
    int work_max; /* IPSO__UNLIMITED = none */
    int work_min; /* 0 or 1 = none */
    int off_max, off_min;
    int64_t work_max_price, work_min_price, off_max_price, off_min_price;
} ipso__schedules_runs;

/* What came before day 0. With known false nothing is assumed: any first day is allowed, the first
 * run counts from day 0 towards a maximum and is never too short. */
typedef struct ipso__schedules_history {
    bool known;
    int work_run;   /* days worked in a row up to the eve; 0 = the eve was off */
    int off_run;    /* days off in a row up to the eve, when work_run is 0; UNLIMITED = long */
    int last_class; /* class of the eve when work_run > 0; -1 = anything may follow */
    int last_group; /* last group worked in, whenever that was, -1 = none; counts also when known
                       is false */
} ipso__schedules_history;

typedef struct ipso__schedules_person {
    const ipso__schedules_option *options; /* those of day 0, then of day 1, ... */
    const int *first;                      /* day_count + 1: options of day t are first[t] up to
                                              first[t+1] */
    const int64_t *off_cost; /* per day, points; IPSO__NEVER = must work; NULL = all 0 */
    const int64_t *follow;   /* [class a][class b] points when b follows a on the next day,
                                IPSO__NEVER = forbidden; NULL = all 0; persons may share one */
    const ipso__schedules_limit *limits;
    int limit_count;
    ipso__schedules_runs runs;
    ipso__schedules_history history;
    int64_t work_cost;             /* points if there is any day of work */
    const int64_t *change_cost;    /* [group a][group b] points when b is the next group after a,
                                      IPSO__NEVER = forbidden; NULL = all 0 */
    const int64_t *end_group_cost; /* per group: points if it is the last one, history included,
                                      and there is any day of work, IPSO__NEVER = forbidden; NULL =
                                      all 0 */
    const int *group_after;        /* [group a][group b]: the group that an option of group b leaves
                                      behind after a; NULL = b. With these two, groups are the
                                      states of any finite automaton over the days */
    const int *group_after_off;    /* [group a]: that a day off leaves behind; NULL = a */
} ipso__schedules_person;

/* Turns: days with an option of some kinds, to be spread over the persons by their shares. With X
 * the turns of all who have a share, person p may take
 *
 *     free(p, X) = max(0, ceil((share[p] (before_sum + X) - share_sum before[p]) / share_sum))
 *
 * of them, and pays the price for each one more. Limits of the persons charge what is above
 * free(p, most) already, which is a limit of one person alone; only the rest is counted here. X
 * must not be above most in any solution (a row sees to that). The bounds of a search leave the
 * rest out. */
typedef struct ipso__schedules_turns {
    unsigned kinds;
    int64_t price; /* per day, >= 0; IPSO__NEVER = hard */
    const int64_t *share, *before;
    int64_t share_sum, before_sum; /* share_sum > 0 */
    int64_t most;
} ipso__schedules_turns;

typedef struct ipso__schedules {
    int day_count;
    int class_count, group_count;
    const int
        *weekend; /* per day: number of its weekend, rising over the days, or -1; NULL = none */
    const ipso__schedules_row *rows;
    int row_count;
    const ipso__schedules_person *persons;
    int person_count;
    const ipso__schedules_turns *turns;
    int turn_count;
} ipso__schedules;

/* ---- solving ---- */

/* best is IPSO__NEVER while there is no solution. A nonzero return cancels; calling thread. */
typedef int (*ipso__schedules_progress_fn)(void *user, int64_t best, int64_t bound, int64_t work);

/* How far a search goes that no limit ends. */
typedef enum ipso__schedules_until {
    IPSO__UNTIL_LIMITS = 0,
    IPSO__UNTIL_START, /* a solution soon, without a bound */
    IPSO__UNTIL_DIVE,  /* the bound of the root, and one dive */
    IPSO__UNTIL_ROOT   /* the bound of the root */
} ipso__schedules_until;

/* Schedules of persons, some for each. */
typedef struct ipso__schedules_columns {
    int count;
    int *person;
    int *choice;   /* [column][day] as in the result */
    double *share; /* per column: how much of it the LP took at the end of the root; NULL = not
                      known */
    /* where the simplex ended, known to the search alone; NULL = not known */
    unsigned char *status; /* per column */
    unsigned char *basis;  /* of rows and persons */
    size_t basis_size;
} ipso__schedules_columns;

void ipso__schedules_columns_finish(ipso__schedules_columns *columns);

/* Puts together those of instances alike in rows and days, whose persons follow one another in the
 * whole: of each row row_part names the instance in which it counts, or -1. False: memory is out.
 */
bool ipso__schedules_columns_join(ipso__schedules_columns *whole,
                                  const ipso__schedules_columns *parts, int part_count,
                                  const int *part_persons, const int *row_part, int rows, int days);

typedef struct ipso__schedules_settings {
    double time_limit_s; /* wall seconds from the call; INFINITY = none */
    int64_t work_limit;  /* units of work, about 1e7 per core second; 0 = none */
    int64_t
        unsolved_work_limit; /* the same after the start, while there is no solution; 0 = none */
    double gap;              /* stop when value - bound <= gap * max(1, |value|); default 0 */
    int64_t enough;          /* stop when the bound is as high; default IPSO__NEVER */
    ipso__schedules_until until; /* default IPSO__UNTIL_LIMITS */
    double close; /* of a search for the bound of the root alone: ends when that is within so much
                     of the LP's value, a share of it; default 0.0005 */
    int64_t anneal_work; /* of the first annealing, where it suits; 0 = as its size asks */
    uint64_t seed;
    int threads;          /* 1 or more persons priced at once; the result does not depend on it */
    const int *start;     /* choices as in the result, of a feasible solution, or NULL */
    const double *prices; /* of the rows, as in the result of a like instance, or NULL: where column
                             generation begins; any do */
    double doubt;         /* of these, 0 to 1: the weight of those of the first LP beside them */
    const ipso__schedules_columns *columns; /* of a like instance, to begin with, or NULL; those
                                               that are not lawful are passed by */
    ipso__schedules_progress_fn progress;
    void *progress_user;
} ipso__schedules_settings;

void ipso__schedules_settings_init(ipso__schedules_settings *settings);

typedef struct ipso__schedules_result {
    ipso_outcome outcome; /* INFEASIBLE only when proven; OPTIMAL within the gap */
    ipso_stop stop;
    int64_t value; /* recounted by ipso__schedules_value; IPSO__NEVER without a solution */
    int64_t bound; /* proven: no solution costs less; INT64_MIN when none */
    int64_t work;
    int blocked_person; /* a person without any schedule (INFEASIBLE), or -1 */
    int *choice;        /* [person][day]: index in the person's options, -1 = off; NULL without a
                           solution */
    double *prices;     /* of the rows, at the best bound of the root; 0 without one */
    double relaxed;     /* value of the last LP of the root; -INFINITY without one */
    ipso__schedules_columns columns; /* those of least reduced cost at these prices */
} ipso__schedules_result;

/* IPSO_OK whatever the outcome; free the result with ipso__schedules_result_finish. IPSO_INPUT for
 * a malformed instance. On another status the result is left untouched. */
ipso_status ipso__schedules_solve(ipso__schedules_result *result, const ipso__schedules *schedules,
                                  const ipso__schedules_settings *settings, ipso_error *err);
void ipso__schedules_result_finish(ipso__schedules_result *result);

/* Recounts choices from the instance alone, sharing no code with the search: true and the cost
 * when every hard rule holds. False with a value of INT64_MIN: memory is out. */
bool ipso__schedules_value(const ipso__schedules *schedules, const int *choice, int64_t *value);

/* The cost of one person's days (day_count choices) under the personal rules alone. */
bool ipso__schedules_person_value(const ipso__schedules *schedules, int person, const int *choice,
                                  int64_t *value);

#endif
