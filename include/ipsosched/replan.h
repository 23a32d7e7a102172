/* Replanning: an agenda as it stands, a change, and the plan that keeps what was booked.
 *
 * A practitioner falls ill, a site closes, requests come in, a colleague joins. What was booked
 * keeps its time unless the change takes it; each appointment that the change takes gets another
 * place as near as can be, or becomes a call to make: nothing booked is lost. The places are chosen
 * together, as an integer program with a proven bound (docs/replan.md). Where that saves a call, a
 * few of the other appointments may move too. Duties stay as they were, but for those that the
 * change takes, those that fall with them by a hard rule, and those that colleagues take over.
 *
 * Every plan returned has passed ipso_check, but for rules that the agenda broke before. The same
 * arguments give the same result as long as no time limit stops it. Any number of threads may
 * replan at once, each its own call. A result belongs to the caller and is read-only: any number
 * of threads may read it. Pointers read from it live as long as it does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_REPLAN_H
#define IPSOSCHED_REPLAN_H

#include <ipsosched/planner.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A practitioner is away from one day to another, both included. */
typedef struct ipso_away {
    int practitioner;
    ipso_date first, last;
    int start_min, end_min; /* of each of these days; default 0 and 1440, the whole day: then the
                               duty falls away; else it stays and that part of it is closed */
} ipso_away;

/* A site is closed from one day to another, both included: nobody is on duty there. */
typedef struct ipso_shut {
    int site;
    ipso_date first, last;
} ipso_shut;

/* What has changed. Days before now, and what is outside the horizon, count for nothing. */
typedef struct ipso_change {
    ipso_date now; /* nothing before that moment changes; 0 (default): before the first day */
    int now_min;   /* minutes after midnight, 0..1440 */
    const ipso_away *away;
    size_t away_count;
    const ipso_shut *shut;
    size_t shut_count;
    const ipso_practice *grown; /* the practice of the plan with more behind what it had: requests,
                                   practitioners, duties, pins ...; validated. NULL (default): none.
                                   Sites, practitioners, duties, types, classes, demand, requests
                                   and fixed appointments of the plan's practice come first in it,
                                   in their order. Further fixed appointments are not allowed. */
} ipso_change;

/* Prices are points, 0..IPSO_MAX_POINTS; where said IPSO_HARD means never. */
typedef struct ipso_replan_settings {
    int64_t call_points; /* an appointment that finds no place; default 3000 */
    int64_t move_points; /* an appointment that moves at all; default 100 */
    int64_t day_points;  /* each day earlier or later, ten times for acute care; default 20 */
    int64_t hour_points; /* each hour of another time of day, by the minute; default 6 */
    int64_t practitioner_points; /* another practitioner, unless it is the patient's own; default
                                    60; or IPSO_HARD */
    int64_t site_points;         /* another site; default 150; or IPSO_HARD */
    int64_t tele_points;         /* teleconsultation instead of a visit; default 80; or IPSO_HARD */
    bool tele_unasked;           /* also for fixed appointments of which it is not known whether the
                                    patient accepts one (accepted_modes 0); default true */
    int64_t other_points; /* on top, an appointment that the change left alone; default 200 */
    int64_t duty_points;  /* a duty that changes without need: of a colleague who takes one over;
                             default IPSO_HARD: none does */
    int reserve_percent;  /* an open slot that makes room costs this share of what it is worth,
                             0..1000, default 100 */
    int most_days;        /* how many days earlier or later a place may be, 0..366, default 7 */
    double most_others;   /* share in [0,1] of the appointments that the change left alone which may
                             move; default 0.01 */
    bool waiting;         /* requests of the plan without a place are tried again; default true */
    ipso_settings planner; /* limits, gap, seed, threads, progress and log; default work limit
                              200,000,000, time limit 8 s. Stages, start and apart are not looked
                              at. */
} ipso_replan_settings;

IPSO_API void ipso_away_init(ipso_away *away);
IPSO_API void ipso_change_init(ipso_change *change);
/* Fills the defaults. */
IPSO_API void ipso_replan_settings_init(ipso_replan_settings *settings);

/* An appointment that has another place now. Indexes are those of the new practice. */
typedef struct ipso_move {
    const char *id, *patient;
    ipso_slot from, to; /* use, request and fixed are those of the new plan */
    bool touched;       /* the change took its place; else it makes room for another */
    int64_t points;     /* price of the move, slots that made room included */
    const char *reason; /* "Dr Rey is away on Tuesday 2026-11-24" */
} ipso_move;

/* An appointment that has no place any more: somebody has to call the patient. It is a request of
 * the new practice, under its id, that the new plan leaves without a place. */
typedef struct ipso_call {
    const char *id, *patient;
    ipso_slot from;
    int request; /* of the new practice */
    ipso_unplaced_reason why;
    bool unsuited;      /* there are free times, but none that the patient accepts */
    const char *reason; /* "Dr Rey is away on Tuesday 2026-11-24" */
} ipso_call;

/* A duty that is worked, or not, other than before. */
typedef struct ipso_duty_change {
    int practitioner, day, duty;
    bool added;
    const char *reason;
} ipso_duty_change;

typedef struct ipso_replan_totals {
    int booked;                    /* appointments after now */
    int touched;                   /* of them, those whose place the change took */
    int moved, calls;              /* touched = moved + calls */
    int others_moved, others_most; /* appointments that the change left alone; how many might */
    int requests, requests_placed; /* new, or waiting and tried again */
    int64_t cost;                  /* points of moves, calls and requests */
    int64_t bound;                 /* proven lower bound on that cost, given the duties and which of
                                      the others might move */
    ipso_outcome outcome;          /* OPTIMAL or FEASIBLE */
    ipso_stop stop;
    int64_t work;
    int violations; /* of hard rules that the agenda broke before and still breaks */
} ipso_replan_totals;

typedef struct ipso_replan ipso_replan;

/* Replans. IPSO_OK means that the call worked; *outcome (required) says what came of it:
 *   IPSO_OPTIMAL, IPSO_FEASIBLE   *replan is the result; free it with ipso_replan_free
 *   IPSO_INFEASIBLE, IPSO_UNKNOWN *replan is NULL: without the duties that fall away a hard rule of
 *                                 the roster cannot be kept, or no roster that keeps them all was
 *                                 found; conflict (NULL allowed) and err as in ipso_plan_make
 * Otherwise *replan and *outcome are untouched:
 *   IPSO_INPUT   a field of change (where: "/away/0/first") or a setting is out of range, the plan
 *                has not been through the bookings, or grown is not what the plan's practice grew
 * to IPSO_SOLVER  GLPK failed, or the new plan did not pass its check IPSO_NOMEM plan and what it
 * refers to are not changed and need not outlive the result. */
IPSO_API ipso_status ipso_replan_make(ipso_replan **replan, const ipso_plan *plan,
                                      const ipso_change *change,
                                      const ipso_replan_settings *settings, ipso_outcome *outcome,
                                      ipso_finding_fn conflict, void *conflict_user,
                                      ipso_error *err);
/* NULL allowed. */
IPSO_API void ipso_replan_free(ipso_replan *replan);

/* The practice as it is now: changed, its fixed appointments where they are now, those to call as
 * requests at the end; and its plan. Indexes of sites, practitioners, duties, types, classes and
 * demand are those of the practice before. */
IPSO_API const ipso_practice *ipso_replan_practice(const ipso_replan *replan);
IPSO_API const ipso_plan *ipso_replan_plan(const ipso_replan *replan);
IPSO_API const ipso_replan_totals *ipso_replan_summary(const ipso_replan *replan);

/* By day and time of the old place; NULL for an index out of range. */
IPSO_API int ipso_replan_move_count(const ipso_replan *replan);
IPSO_API const ipso_move *ipso_replan_move(const ipso_replan *replan, int index);
IPSO_API int ipso_replan_call_count(const ipso_replan *replan);
IPSO_API const ipso_call *ipso_replan_call(const ipso_replan *replan, int index);
/* By day, practitioner, duty. */
IPSO_API int ipso_replan_duty_change_count(const ipso_replan *replan);
IPSO_API const ipso_duty_change *ipso_replan_duty_change(const ipso_replan *replan, int index);

#ifdef __cplusplus
}
#endif
#endif
