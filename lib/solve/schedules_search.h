/* What the phases of the schedules solver share. Internal to it.
 *
 * The whole search runs in one guarded job on one worker thread; all memory hangs on the search, so
 * that nothing is lost when GLPK gives up. Helper threads price persons and touch nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_SEARCH_H
#define IPSO_SOLVE_SCHEDULES_SEARCH_H

#include "base/random.h"
#include "solve/schedules_price.h"
#include "solve/solve_mail.h"

/* ---- columns ever seen: whole schedules ---- */

typedef struct ipso__pool_column {
    int person;
    int next;     /* of equal hash slot, -1 = last */
    int64_t cost; /* under the personal rules */
    uint64_t hash;
    size_t first_entry;
    int entry_count;
    int out_of; /* the number of lists that it is out of for good */
} ipso__pool_column;

typedef struct ipso__pool {
    ipso__pool_column *columns;
    int *choice; /* [column][day] */
    int *entry_row;
    int64_t *entry_units;
    int *slots;
    int count;
    size_t column_room, choice_room, row_room, units_room, entry_count, slot_count;
} ipso__pool;

/* ---- a part of the instance that is open, the rest being fixed ---- */

typedef struct ipso__scope {
    bool *active;    /* per person; the others keep their choice */
    uint8_t *banned; /* per person: per option, per day off, for no work; see search->ban_first */
    int *row_at;     /* per row: place in rows, or -1 when its activity is constant */
    int *rows;
    int row_count;
    int64_t *fixed;             /* per row: activity of the persons who are not active */
    double constant;            /* cost of these and of the constant rows */
    int *slack_min, *slack_max; /* per row: steps short, then steps long; max -1 = none */
    double within; /* schedules dearer by more at the root's prices are out; INFINITY = none */
} ipso__scope;

/* A schedule of the pool for a part of the instance. */
typedef struct ipso__offer {
    double regret; /* at the root's prices, above the person's cheapest schedule */
    int column;
} ipso__offer;

typedef struct ipso__sched {
    const ipso__schedules *all;
    const ipso__schedules_settings *settings;
    int persons, days, rows;
    ipso__arena arena;
    ipso__walk *walks;
    int *ban_first;                   /* per person and one more */
    double dearest;                   /* no lawful solution costs as much */
    int64_t grain;                    /* the cost of any solution is a multiple of it */
    double hard_price, missing_price; /* stand-ins in the master: hard rows, a person without */
    ipso__pool pool;

    /* pricing */
    double *dual;           /* per row, on the grid; then per place of a cut */
    double *below, *margin; /* per person */
    double **lane_price;    /* per person: of the lanes of the walk, as last priced */
    ipso__price_answer *answers;
    ipso__price_scratch *scratches; /* per thread */
    int *answer_choice;
    atomic_int next_person;
    double *extra; /* per option of one person */

    /* the simplex at the end of the root, for like instances */
    unsigned char *basis;         /* of rows and persons; NULL = not known */
    unsigned char *column_status; /* per column of the pool, those known then */
    double *column_share;         /* of these, in the LP */
    int column_status_count;
    int *given; /* per column that the caller gave: its number in the pool, or -1 */

    int *best; /* choices of the best solution */
    int64_t value, bound;
    int *record; /* the best solution while the search tries from another one */
    int64_t record_value;
    int *trial;
    int64_t *activity;
    ipso__random random;
    struct ipso__tree *tree;          /* open nodes of branch and price */
    struct ipso__anneal *anneal;      /* NULL before the first run */
    struct ipso__master *root, *part; /* the whole, and a part of it */
    struct ipso__master *listed;      /* the whole over lists of schedules, with cuts */
    struct ipso__cuts *cuts;
    struct ipso__scope whole, open;
    double *root_dual;         /* per row: prices of the best bound of the whole */
    double *dive_center;       /* prices of the best bound of a part, as in dual */
    double *root_person;       /* per person: its cheapest schedule at these */
    double root_bound;         /* of the whole at these; -INFINITY = not known */
    double root_value;         /* of the root's last LP; -INFINITY = not known */
    struct ipso__lists *lists; /* schedules that a solution may have */
    ipso__offer *offers;       /* of the part to be solved next */
    size_t offer_room;

    /* limits */
    ipso__mail mail;
    double deadline_s;
    int64_t work;
    bool started; /* the start has had its chance */
    bool stopped, failed;
    bool takes_equal; /* offers of equal value replace the best */
    ipso_stop reason;
    int blocked_person;
} ipso__sched;

/* schedules_search.c: storage, limits, solutions */
ipso_status ipso__sched_init(ipso__sched *search, const ipso__schedules *schedules,
                             const ipso__schedules_settings *settings, ipso_error *err);
void ipso__sched_finish(ipso__sched *search);
bool ipso__sched_must_stop(ipso__sched *search); /* a limit, cancel, failure or a closed gap */
bool ipso__sched_out_of_time(const ipso__sched *search); /* or cancelled */
void ipso__sched_raise(ipso__sched *search, double bound);
bool ipso__sched_closed(const ipso__sched *search);
/* Keeps choices as the best solution if they are better by ipso__schedules_value. */
bool ipso__sched_offer(ipso__sched *search, const int *choice);
/* Sets the best solution aside as the record; takes it back unless there is a better one by now. */
void ipso__sched_set_aside(ipso__sched *search);
void ipso__sched_take_back(ipso__sched *search);
/* bound rounded up: all costs are whole points. */
int64_t ipso__sched_round_up(double bound);

/* schedules_grain.c: the largest number that every cost is a multiple of. */
int64_t ipso__sched_grain(const ipso__schedules *schedules);

/* schedules_dearest.c: no lawful solution costs as much. */
double ipso__sched_dearest(ipso__sched *search);
/* What a part's bound must reach to be of no interest. */
int64_t ipso__sched_cutoff(const ipso__sched *search);
/* Cost of a row at an activity; hard sides at their stand-in price. */
double ipso__sched_row_cost(const ipso__sched *search, int row, int64_t activity);

/* schedules_pool.c */
int ipso__pool_add(ipso__sched *search, int person, const int *choice); /* -1: memory is out */
const int *ipso__pool_choice(const ipso__sched *search, int column);
int ipso__offer_compare(const void *a, const void *b); /* least regret first */
/* Lists at most so many columns of least regret in search->offers; -1 when memory is out. */
int ipso__pool_list(ipso__sched *search, int most);
double ipso__pool_regret(const ipso__sched *search, int column); /* at the root's prices */
/* Likewise of a schedule of that cost which need not be in the pool. */
double ipso__sched_regret(const ipso__sched *search, int person, const int *choice, int64_t cost);
bool ipso__pool_allowed(const ipso__sched *search, const ipso__scope *scope, int column);

/* schedules_scope.c */
bool ipso__scope_init(ipso__scope *scope, ipso__sched *search, ipso__arena *arena);
/* Opens everything. */
void ipso__scope_open(ipso__scope *scope, ipso__sched *search);
/* To be called when active or banned were set: the others keep the given choices. */
void ipso__scope_close(ipso__scope *scope, ipso__sched *search, const int *choice);

/* schedules_crew.c: answers for every active person at search->dual; false when stopped. */
bool ipso__crew_price(ipso__sched *search, const ipso__scope *scope, bool rough);

/* schedules_start.c: every person in turn gets the best schedule against the others'. */
bool ipso__start_build(ipso__sched *search, int *choice); /* from nothing; false: stopped */

#endif
