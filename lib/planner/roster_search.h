/* The search for a roster: its state, its limits, and its steps. Internal to lib/planner.
 *
 * A search holds the best point known of the whole program and a proven bound. Each step counts its
 * work; what it does depends on the work done, never on the clock, unless a deadline ends it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_SEARCH_H
#define IPSO_PLANNER_ROSTER_SEARCH_H

#include "planner/stage.h"

#include "base/random.h"
#include "model/roster.h"
#include "planner/roster_columns.h"
#include "solve/solve.h"

/* Units of planner.h in a unit of work of the column generation. */
#define IPSO__ROSTER_UNITS 3

typedef struct ipso__roster_search {
    const ipso__roster *roster;
    const ipso__roster_program *program;
    const ipso__stage_settings *settings;
    ipso__random random;
    double *x; /* a roster: the best one once found, else one that breaks some rules */
    bool found;
    double cost;    /* of x, once found */
    double bound;   /* proven, -INFINITY none */
    double *prices; /* of the rows of columns, for the runs of the engine */
    size_t price_count, price_room;
    ipso__schedules_columns columns; /* that the last run began or ended with */
    bool infeasible;
    bool stopped; /* by the deadline, the work limit or the caller */
    ipso_stop stop;
    double begin_s; /* on ipso__clock_now_s */
    int64_t work;
    ipso_error *err;
    ipso_status status;
} ipso__roster_search;

/* Whether the search is over: its gap, a limit, a cancel, or a failure. */
bool ipso__search_over(ipso__roster_search *s);

/* Share of the limits used up, 0 to 1; 0 without limits. */
double ipso__search_used(const ipso__roster_search *s);

/* Tells the caller how far the search is; nonzero when it is to end. */
int ipso__search_tell(ipso__roster_search *s, double cost, double bound, int64_t work);

/* Takes over a point of the whole program that holds and costs no more. */
void ipso__search_improve(ipso__roster_search *s, const double *x, double cost);

/* Solves a program within the limits of the search and at most `most` units of solver work (0
 * none), until `share` of the limits is used up. whole: its bound and progress are the search's.
 * False when the search ended or failed in it; *result is then empty. */
bool ipso__search_solve(ipso__roster_search *s, ipso__solve_result *result,
                        const ipso__program *program, const double *start, int64_t most,
                        double share, bool whole, bool relax);

/* A roster by single changes of a person's day, from everybody off. Sets x; found when it keeps
 * every hard rule. */
void ipso__search_greedy(ipso__roster_search *s);

/* Frees the people of broken rules, a few at a time, until the roster keeps every rule or the tries
 * are used up. */
void ipso__search_repair(ipso__roster_search *s);

/* Column generation over whole schedules, from the roster found if there is one, until `share` of
 * the limits is used up or `most` units of its work (0 none), or `unsolved` of them (0 none)
 * without a roster: betters the roster and the bound. Does nothing where it does not fit. */
void ipso__search_columns(ipso__roster_search *s, double share, int64_t most, int64_t unsolved);

/* One run of column generation. */
typedef struct ipso__columns_run {
    double share;                  /* of the limits, as above */
    int64_t most, unsolved;        /* as above */
    const ipso__turn_range *turns; /* rosters in these alone; NULL: all */
    ipso__schedules_until until;
    double gap;
    double enough;   /* ends when the bound is within so much of the best, a share of it; 0 none */
    bool only_bound; /* whatever is found is left alone */
    int64_t *taken;  /* turns per fair rule of what was found; NULL: not wanted */
    double value;    /* of what was found, as the engine counts; INFINITY none */
    double cost;     /* of the same, in the whole program; INFINITY when it does not hold it */
    double bound;    /* of the rosters in the ranges */
    bool none;       /* there is none in the ranges */
    bool ended;      /* of itself, by no limit */
} ipso__columns_run;

/* Betters the roster; the bound is left to the caller. Where schedules fit. */
void ipso__search_columns_run(ipso__roster_search *s, ipso__columns_run *run);

/* Keeps prices of rows for the runs of the engine; false when memory is out. */
bool ipso__search_keep_prices(ipso__roster_search *s, const double *prices, size_t count);

/* Searches a horizon of several weeks week by week, and bounds it so, until `share` of the limits
 * is used up or there is no more to be had. Does nothing where ipso__search_has_turns says no. */
void ipso__search_weeks(ipso__roster_search *s, double share);

/* Whether ipso__search_turns can do what ipso__search_columns does, and better: by splitting the
 * ranges of the turns that all take. */
bool ipso__search_has_turns(const ipso__roster_search *s);
void ipso__search_turns(ipso__roster_search *s, double share, int64_t unsolved);

/* Large-neighbourhood search from a roster found, until `share` of the limits is used up or
 * nothing was found for a while. */
void ipso__search_neighbours(ipso__roster_search *s, double share);

/* Why no roster keeps every hard rule: gives conflict each rule of an irreducible set that cannot
 * hold together, and err one line of them. *proven is false when the set could not be shown to be
 * a conflict within the limits: then nothing was given. */
ipso_status ipso__roster_explain(const ipso_practice *practice,
                                 const ipso__stage_settings *settings, bool *proven,
                                 ipso_finding_fn conflict, void *conflict_user, ipso_error *err);

#endif
