/* Long horizons, week by week: what its files share. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_WEEKS_H
#define IPSO_PLANNER_ROSTER_WEEKS_H

#include "planner/roster_apart.h"
#include "planner/roster_search.h"

/* The LP of more weeks together takes longer than it is worth: they are joined by prices. */
enum { IPSO__WEEKS_RULES = 8, IPSO__WEEKS_JOINED = 3 };

/* ---- roster_pair.c: instances solved side by side ---- */

typedef struct ipso__weeks_job {
    const ipso__schedules *schedules;
    ipso__schedules_settings settings;
    ipso__schedules_result result;
    ipso_status status;
    ipso_error err;
    bool ran;
} ipso__weeks_job;

/* Sets what the limits of the search leave for so many jobs beside one another, each at most so
 * much work (0 none). */
void ipso__weeks_job_init(ipso__weeks_job *job, ipso__roster_search *s,
                          const ipso__schedules *schedules, double share, int64_t most, int beside);
/* Solves one or two jobs, on two threads where the settings allow it, and counts their work. False
 * when the search failed or was stopped; what has a result has it all the same. */
bool ipso__weeks_run(ipso__roster_search *s, ipso__weeks_job *jobs, int count);
bool ipso__weeks_job_has_result(const ipso__weeks_job *job);
void ipso__weeks_job_finish(ipso__weeks_job *job);

/* ---- the state ---- */

/* Where an LP ended. */
typedef struct ipso__weeks_lp {
    double *prices; /* of apart's rows */
    ipso__schedules_columns columns;
} ipso__weeks_lp;

/* Rosters of which all take turns in ranges, one for each entry of the columns' turns. */
typedef struct ipso__weeks_box {
    ipso__turn_range range[IPSO__WEEKS_RULES];
    double mean[IPSO__WEEKS_RULES];   /* turns of all that the LP tells, once it was solved */
    double spread[IPSO__WEEKS_RULES]; /* their mean distance from that */
    double bound;
    bool solved, stuck; /* stuck: there is nothing to split */
    int lp;             /* of this box, else of the one it was split from */
} ipso__weeks_box;

typedef struct ipso__weeks {
    ipso__roster_search *search;
    double share;
    int people, count, rules;
    int joined; /* weeks that one LP joins at most */
    ipso__arena arena;

    /* the LP of all weeks */
    ipso__roster_columns lp_columns;
    ipso__roster_apart apart;
    bool has_lp;
    ipso__weeks_lp *lps;
    ipso__weeks_box *boxes;
    int lp_count, box_count;
    size_t lp_room, box_room;
    int64_t bound_work; /* of the search, for bounds */
    /* the weeks alone, where they are joined by prices */
    ipso__schedules *weeks;
    ipso__schedules_columns *week_columns; /* where each ended, and none at the end */
    int *week_persons;
    double *week_bound, *week_value; /* of the week alone, and of its LP */
    struct ipso__weeks_prices *many;
    int guide; /* the LP of the least bound when the windows began */

    /* the roster in hand, in terms of columns */
    ipso__roster_columns columns;
    bool has_columns;
    int limit_count;     /* of all persons */
    double *of_limit;    /* [week][limit]: what the week brings to it, or is expected to */
    double *turn_price;  /* per rule: what a turn more of all saves those above their share */
    const int *row_week; /* per row of the columns, as in apart */
    int64_t taken[IPSO__WEEKS_RULES]; /* turns of the roster, or those expected */
    bool *decided;                    /* per week */
    int *choice;                      /* [person][day] */
    double value; /* of the choices, INFINITY while they break a rule or weeks are open */
    double work;  /* of a window */
    int round;
} ipso__weeks;

/* ---- roster_weeks.c ---- */

/* joined: weeks that one LP joins, of more prices do; IPSO__WEEKS_JOINED. */
void ipso__weeks_init(ipso__weeks *w, ipso__roster_search *s, double share, int joined);
/* Does all of it, until the search is over or there is no more to be had. */
void ipso__weeks_search(ipso__weeks *w);
void ipso__weeks_finish(ipso__weeks *w);

/* ---- roster_weeks_bound.c ---- */

/* Bounds the weeks one by one. False: the search is over, or failed. */
bool ipso__weeks_begin(ipso__weeks *w);
/* Bounds all weeks together: solves one or two boxes of the least bounds, or splits them. *done:
 * there is nothing to be had any more. */
bool ipso__weeks_join(ipso__weeks *w, bool *done);
/* Makes an LP's end of where the weeks alone ended. False: memory is out. */
bool ipso__weeks_join_columns(ipso__weeks *w, ipso__weeks_lp *lp);
/* Turns of each rule that an LP's end takes. */
void ipso__weeks_count_likely(const ipso__weeks *w, const ipso__schedules_columns *columns,
                              double *likely);
/* The entry of the columns' turns that costs most where it is not priced. */
int ipso__weeks_dearest_rule(const ipso__weeks *w, const double *likely);
void ipso__weeks_finish_boxes(ipso__weeks *w);
/* Takes what the windows begin with from the LP: what limits over weeks and turns are expected to
 * be, and the price of turns. */
void ipso__weeks_expect(ipso__weeks *w);

/* ---- roster_weeks_prices.c ---- */

/* Begins to join weeks by prices, all 0; does nothing where there are no turns. likely: turns per
 * rule. False: memory is out. */
bool ipso__weeks_price_begin(ipso__weeks *w, const double *likely);
/* Solves all weeks at the next prices. *done: there is nothing to be had any more. False: the
 * search is over, or failed. */
bool ipso__weeks_price(ipso__weeks *w, bool *done);
void ipso__weeks_price_finish(ipso__weeks *w);

/* ---- roster_weeks_guide.c ---- */

/* Makes of where the weeks ended what the windows begin with. False: memory is out. */
bool ipso__weeks_price_guide(ipso__weeks *w);
/* Sets what limits over weeks and turns are expected to be to what the prices say. */
void ipso__weeks_price_expect(ipso__weeks *w, double *likely);

/* ---- roster_weeks_windows.c ---- */

/* Makes columns for rosters with at most so many turns. */
bool ipso__weeks_make_columns(ipso__weeks *w, const int64_t *most);
/* Solves windows of one or two weeks, and takes over what is better. */
bool ipso__weeks_improve(ipso__weeks *w, const int *weeks, int count);
/* Whether every week is decided. */
bool ipso__weeks_complete(const ipso__weeks *w);

#endif
