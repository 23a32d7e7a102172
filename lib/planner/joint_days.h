/* The days of people in a roster, while they are changed (joint_days.c). Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_DAYS_H
#define IPSO_PLANNER_JOINT_DAYS_H

#include "base/random.h"
#include "planner/joint.h"

enum { IPSO__MOST_CHANGES = 16 };

typedef struct ipso__day_change {
    int person, day, before; /* option of the person, -1 off */
    int64_t personal;        /* cost of the person before the change */
} ipso__day_change;

typedef struct ipso__joint_days {
    const ipso__joint *joint;
    const ipso__roster_columns *columns;
    const double *guide; /* by roster option: how likely it is worked; NULL all alike */
    ipso__random random;
    int *choice;        /* [person][day]: option of the person, -1 off */
    int64_t *activity;  /* of joint rows */
    int64_t *personal;  /* cost by person */
    int64_t *taken;     /* [rule of turns][person] */
    int64_t *taken_sum; /* by rule of turns */
    int64_t *turn_cost;
    bool *turned;            /* by rule of turns: its cost is to be counted again */
    int *lines, *first_line; /* lines of S7 that miss slots, by person; and the end */
    int *serving;            /* by line of S7: duties worked that serve it */
    int64_t roster;          /* cost */
    int64_t missing;         /* what the lines of S7 that count cost without slots */
    int64_t work;
    ipso__day_change changes[IPSO__MOST_CHANGES];
    int change_count;
    ipso__arena arena;
} ipso__joint_days;

/* Begins at these choices. False when memory is out; to be finished in any case. */
bool ipso__joint_days_init(ipso__joint_days *days, const ipso__joint *joint,
                           const ipso__roster_columns *columns, const double *guide,
                           const int *choice, uint64_t stream);
void ipso__joint_days_finish(ipso__joint_days *days);
/* Of the same roster; random numbers and work stay as they are. */
void ipso__joint_days_copy(ipso__joint_days *to, const ipso__joint_days *from);

/* Draws changes and makes them: none when change_count is 0 after that. */
void ipso__joint_days_draw(ipso__joint_days *days);
/* Takes them back. */
void ipso__joint_days_undo(ipso__joint_days *days);
/* The roster option that one of the changes took from its day, and gave it; -1 off. */
int ipso__joint_days_before(const ipso__joint_days *days, int change);
int ipso__joint_days_now(const ipso__joint_days *days, int change);
/* The cost of the roster, with what lines of S7 cost without slots. */
static inline int64_t ipso__joint_days_cost(const ipso__joint_days *days)
{
    return days->roster + days->missing;
}

#endif
