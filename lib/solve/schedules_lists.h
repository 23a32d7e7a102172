/* All schedules of every person that a good solution can have, so that pricing is a look through
 * lists. Internal to the schedules solver.
 *
 * A solution of at most a target costs, at the best prices of the root, at most target - bound more
 * than the bound, and so does each of its schedules by itself: dearer ones are left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_LISTS_H
#define IPSO_SOLVE_SCHEDULES_LISTS_H

#include "solve/schedules_search.h"

typedef struct ipso__list {
    uint16_t *cell; /* [schedule][day]: option, or options of the person + day when off */
    double *cost;   /* under the personal rules */
    int count;
    int *open;       /* schedules that may still be in a solution */
    double *reduced; /* of the open ones at the last prices */
    int open_count;
    int64_t entered; /* the scope that open is about */
    double *price;   /* per option, then per day off */
    uint16_t *units; /* [schedule][place]: of the cuts; NULL = there are none */
} ipso__list;

typedef struct ipso__lists {
    ipso__list *persons;
    double within; /* at the root's prices, above the cheapest */
    int64_t entered;
    bool added; /* the scope has the bans of the scope before, and more */
    bool used;  /* every person is listed */
    int number; /* of the lists so far: what keep left out of them is out of them for good */
} ipso__lists;

/* Lists the schedules of all persons that a solution of at most target can have; none are used when
 * they are too many. False: the search must stop. */
bool ipso__lists_build(ipso__sched *search, int64_t target);
void ipso__lists_finish(ipso__sched *search);

/* Leaves out for good what is closed by now, in the lists and in the pool. */
void ipso__lists_keep(ipso__sched *search);

/* Schedules in all lists, and the open ones. */
int64_t ipso__lists_count(const ipso__sched *search);
int64_t ipso__lists_open(const ipso__sched *search);

/* Works out the coefficients of the cut at the place. */
bool ipso__lists_take_cut(ipso__sched *search, int place);

/* The scope's bans were changed; added: none of them was lifted. */
void ipso__lists_enter(ipso__sched *search, bool added);

/* Closes, for this scope and those that add to it, what costs more by so much than the cheapest at
 * the prices last asked for. */
void ipso__lists_drop(ipso__sched *search, double above);

/* Answers as pricing would; the prices of cuts stand behind those of the rows. */
void ipso__lists_price(ipso__price_answer *answer, const ipso__price_question *question,
                       ipso__lists *lists, int rows, int person);

#endif
