/* The joint program: roster, slots and bookings together. Internal to lib/planner.
 *
 * Every duty that may be worked has its bands, and these depend on the duty alone; so the tables of
 * all rosters are parts of one table, that of all duties at once. The joint program chooses a
 * roster and options of that table in bands of duties worked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_H
#define IPSO_PLANNER_JOINT_H

#include "model/options.h"
#include "model/roster.h"
#include "planner/roster_columns.h"
#include "planner/slots_packing.h"
#include "planner/stage.h"
#include "solve/schedules_pricer.h"

/* What relaxed rows of the joint program cost: the rows of the packing, then those that join the
 * schedules of several people, then those of links. Arrays by row; prices in
 * 1/IPSO__PACKING_PRICE_UNIT points. */
typedef struct ipso__joint_prices {
    int count, first_link;
    int64_t *now, *best;
    int64_t *low, *high; /* between these the bound is one */
    double *stretch;     /* how far a price moves per unit */
    double *slope;       /* of the bound at the last prices */
    double *direction;   /* running mean of slopes */
} ipso__joint_prices;

/* Rows of linked appointments (joint_links.c): sum of the terms >= 0, a term being units times the
 * places of a row of the packing, which is of a need and a day. */
typedef struct ipso__joint_term {
    int row, units;
} ipso__joint_term;

typedef struct ipso__joint_link_row {
    int earlier, later; /* needs */
    int end_term;       /* its terms begin where those of the row before end */
} ipso__joint_link_row;

typedef struct ipso__joint_links {
    ipso__joint_link_row *rows;
    ipso__joint_term *terms;
    int row_count, term_count;
} ipso__joint_links;

typedef struct ipso__joint {
    const struct ipso__joint *of; /* whose roster, tables and rows these are; NULL: its own */
    const ipso_practice *practice;
    const ipso__stage_settings *settings;
    ipso__roster *roster;
    ipso__bands bands; /* of every duty that may be worked */
    ipso__table table;
    ipso__table_packing packing;
    ipso__packing_pricer *bins;
    ipso__joint_links links;

    /* The roster: whole schedules where they fit (people is then there), else its program relaxed.
     */
    ipso__roster_columns columns;
    ipso__schedules schedules; /* the same, staffing told by heads */
    ipso__schedules_pricer *people;
    ipso__roster_program *program;
    ipso__roster_program *relaxed; /* with a column more for each line of S7: presence */
    int *presence;                 /* by line of S7: its column there, -1 without one */
    double *duty_cost;             /* by roster option: its own cost in the program */

    int *option_of_bin;    /* roster option whose duty the bin is a piece of */
    unsigned char *serves; /* [line of S7][roster option]: its duty has a session for the line */
    int *serving_days;     /* by line of S7: days of the week with such a duty */
    bool *always;          /* by line of S7: any work of the person is of this kind */
    ipso__joint_prices prices;
    int64_t *paid;  /* by row of the packing: its last price, with what the rows of links add */
    int64_t *value; /* by bin that is its own twin, at the last prices */
    double
        *weight;   /* by such a bin: whether a duty of its twins is worked in the last relaxation */
    double *worth; /* by roster option: points of the slots in its bands at the last prices */
    double *worked; /* by roster option: in the last relaxation */
    double *share;  /* by roster option: running mean of worked */
    double *guide;  /* by roster option: share at the root's prices, where boxes are climbed */
    double *met;    /* by line of S7: whether it counts in the last relaxation */
    double *cost;   /* of one person's options */
    double *part;   /* per person, those of heads included: its term of the last relaxation, where
                       schedules fit */
    double fixed;   /* what rows cost that nobody can bring anything to, where schedules fit */

    /* Where schedules fit: the part of the rosters that is looked at. */
    int *choice; /* [person][day]: option of the person or -1, in the last relaxation;
                    heads follow the people */
    int only;    /* the part is that of one person, others having no terms; -1 not */
    int half;    /* the part is that of every second person: 1 the even ones, 2 the odd
                    ones; 0 not */
    struct ipso__joint *other; /* has the other half, both together being the part; NULL none */
    bool aside;                /* which is done on a thread beside this one */
    const uint8_t *banned;     /* of that person: per option and day off; NULL nothing */
    bool is_roster;            /* the part is one roster */
    bool *roster_of;           /* by roster option: that roster */
    double own_cost;           /* of it */
    int *open_bins;            /* of duties that may be worked in the part, of twins one */
    bool *is_open;             /* by bin: whether it is among these */
    bool *is_closed;           /* by roster option, of that person: banned */

    size_t most_terms; /* larger roster programs are not given to branch and cut */
    double begin_s;
    double bound;  /* best proven of all rosters, -INFINITY none */
    double enough; /* a bound as high is not raised further */
    int64_t *root; /* the prices at which it is */
    int64_t work;
    bool stopped; /* by a limit or the caller */
    ipso__arena arena;
} ipso__joint;

/* settings are borrowed. IPSO_INPUT when prices are too large to be added up; IPSO_NOMEM. */
ipso_status ipso__joint_start(ipso__joint *joint, const ipso_practice *practice,
                              const ipso__stage_settings *settings, ipso_error *err);
void ipso__joint_finish(ipso__joint *joint);

/* The same where schedules fit, of what there is for `of`, which must outlive it: with fair turns
 * told by ranges, one per rule (NULL: as rows), so that bounds are those of rosters in them. */
ipso_status ipso__joint_start_beside(ipso__joint *joint, const ipso__joint *of,
                                     const ipso__turn_range *range,
                                     const ipso__stage_settings *settings, ipso_error *err);
/* Of other ranges; prices keep their places. */
ipso_status ipso__joint_narrow(ipso__joint *joint, const ipso__turn_range *range, ipso_error *err);

/* Those of columns, staffing told by heads (joint_heads.c): persons after the people, rows after
 * the others. They live as long as columns. */
ipso_status ipso__joint_tell_heads(ipso__schedules *told, ipso__roster_columns *columns,
                                   const ipso__roster *roster, ipso_error *err);

/* The part that is looked at: all rosters; one roster, of that cost in its program; or one person's
 * schedules but for what is banned. */
void ipso__joint_open(ipso__joint *joint);
/* All rosters, every second person being done by other, which is made beside joint: on a thread of
 * its own if aside. The same comes of it. */
void ipso__joint_open_halves(ipso__joint *joint, ipso__joint *other, bool aside);
void ipso__joint_take_roster(ipso__joint *joint, const bool *chosen, double own_cost);
void ipso__joint_take_person(ipso__joint *joint, int person, const uint8_t *banned);

/* chosen, by roster option, becomes the roster of plan. */
void ipso__joint_choose_plan(const ipso__joint *joint, const ipso_plan *plan, bool *chosen);

/* The least cost of a roster whose duties are worth so much: a lower bound, and worked and met of
 * what attains it. With schedules, rows that join people are at their prices, and the slopes of
 * these are set. */
ipso_status ipso__joint_relax(ipso__joint *joint, double *least, bool *exact, ipso_error *err);

/* The sum of what rows that join people are worth at their prices, after half of the people each
 * was relaxed; sets their slopes. */
double ipso__joint_relax_rows(ipso__joint *joint);

/* Sets the prices of the rows that join people to good ones for the present worth of duties.
 * chosen: a roster to begin with, by roster option. near: the present ones are not far off. */
ipso_status ipso__joint_price_people(ipso__joint *joint, const bool *chosen, bool near,
                                     double share, ipso_error *err);

/* How far a climb goes, and what it reached. */
typedef struct ipso__joint_climb {
    int steps;    /* at most */
    double until; /* share of the limits */
    double bound; /* best of the part, at prices.best */
    double hope;  /* points that it is hoped to rise by; 0: a share of the bound */
    double step;  /* length of the first step, then of the last: a share of what it is hoped to rise
                     by */
    double last;  /* a step as short is the last one; 0: as a climb sees fit */
    bool brisk;   /* steps shorten sooner, and by less */
    int done;
    bool none; /* there is nothing in the part */
    bool cut;  /* a limit or the caller ended it: the bound may yet rise much */
} ipso__joint_climb;

/* Whether branch and cut does better on the program of the roster than column generation. */
bool ipso__joint_is_small(const ipso__joint *joint);

/* Share of the limits used up since begin_s. */
double ipso__joint_used(const ipso__joint *joint);

/* Raises the bound of the part, from the present prices, and averages worked into share. */
ipso_status ipso__joint_climb_part(ipso__joint *joint, ipso__joint_climb *climb, ipso_error *err);

/* The present prices become these; so do value and worth, of all duties. */
void ipso__joint_set_prices(ipso__joint *joint, const int64_t *price);
void ipso__joint_worth(ipso__joint *joint, const int64_t *price);

/* Looks at plan's roster; the root's prices become those at which its slots are worth most. */
ipso_status ipso__joint_begin(ipso__joint *joint, const ipso_plan *plan, ipso_error *err);

/* Raises joint->bound, from the prices at which the slots of plan's roster are worth most, until
 * `share` of the limits is used up or it rises no more. */
ipso_status ipso__joint_ascend(ipso__joint *joint, const ipso_plan *plan, double share,
                               ipso_error *err);

/* A bound on what the plans of a roster cost, from the present prices; INFINITY when it breaks a
 * hard rule. chosen: by roster option. settled (nullable): false when a limit or the caller ended
 * the climb, so that the bound may yet rise much. */
ipso_status ipso__joint_value(ipso__joint *joint, const bool *chosen, int steps, double *value,
                              bool *settled, ipso_error *err);

/* A better roster than chosen (by roster option), annealed at the relaxation of its slots
 * (joint_anneal.c) until `share` of the limits is used up; its plans cost *value or a little more.
 * After ipso__joint_ascend, where schedules fit. */
ipso_status ipso__joint_anneal(ipso__joint *joint, bool *chosen, double *value, double share,
                               ipso_error *err);

/* Raises joint->bound by rosters without fractions (joint_rosters.c), from the prices of
 * ipso__joint_ascend, until `share` of the limits is used up or the bound is within the gap of
 * *value. It finds better rosters than chosen, that of plan, too; *value becomes what is known of
 * the best one. For small programs. */
ipso_status ipso__joint_cut_rosters(ipso__joint *joint, const ipso_plan *plan, bool *chosen,
                                    double *value, double share, ipso_error *err);

/* A plan of that roster; its roster stage's report is that of plan for another cost. */
ipso_status ipso__joint_make_plan(ipso_plan **made, const ipso__joint *joint, const bool *chosen,
                                  const ipso_plan *plan, ipso_error *err);

/* Raises joint->bound person by person (joint_branch.c), until `share` of the limits is used up or
 * nothing is left to gain. After ipso__joint_ascend; nothing is done where schedules do not fit. */
ipso_status ipso__joint_branch(ipso__joint *joint, double share, ipso_error *err);

/* The same of some people, the first one and every one so many further on: what their terms rise
 * by, and the bound at the root's prices. */
typedef struct ipso__branching ipso__branching;
ipso_status ipso__branching_new(ipso__branching **made, ipso__joint *joint, int first, int every,
                                ipso_error *err);
void ipso__branching_free(ipso__branching *branching);
/* At the root's prices, which may be others than before: nodes keep their bans. */
ipso_status ipso__branching_begin(ipso__branching *branching, ipso_error *err);
/* Until there is nothing to gain, `share` of the limits is used up, or the bound is enough. */
ipso_status ipso__branching_run(ipso__branching *branching, double share, ipso_error *err);
double ipso__branching_gained(const ipso__branching *branching);
double ipso__branching_root(const ipso__branching *branching);

/* Boxes of fair turns, each at prices of its own (joint_boxes.c), where schedules fit. Made after
 * ipso__joint_begin, in place of ipso__joint_ascend: raises joint->bound from the root's prices,
 * which become those of the likeliest box, climbed until `share` of the limits is used up. */
typedef struct ipso__joint_boxes ipso__joint_boxes;
ipso_status ipso__joint_boxes_new(ipso__joint_boxes **made, ipso__joint *joint, double share,
                                  ipso_error *err);
void ipso__joint_boxes_free(ipso__joint_boxes *boxes);
/* Raises it further, until `share` of the limits is used up or it is joint->enough. */
ipso_status ipso__joint_boxes_run(ipso__joint_boxes *boxes, double share, ipso_error *err);

/* Rows of links, after the packing is made. */
ipso_status ipso__joint_links_make(ipso__joint *joint, ipso_error *err);
void ipso__joint_links_finish(ipso__joint_links *links);
/* paid, by row of the packing: what a unit is worth at the present prices, rows of links included.
 */
void ipso__joint_links_pay(const ipso__joint *joint, int64_t *paid);
/* The slopes in the prices of the rows of links, with so many units in the rows of the packing. */
void ipso__joint_links_slope(const ipso__joint *joint, const double *units, double *slope);

/* Tells the caller how far the search is; nonzero, and joint->stopped, when it is to end. */
int ipso__joint_tell(ipso__joint *joint, int64_t work);

/* What is known of all plans, and the roster that plans should be made of. */
typedef struct ipso__joint_result {
    double bound; /* on the joint cost of any plan; -INFINITY none */
    double other; /* on that of plans with the roster given; -INFINITY none */
    int64_t work;
    ipso_plan *plan; /* a roster that promises a lower joint cost than the one given, or NULL */
} ipso__joint_result;

/* Bounds the joint cost and, unless bound_only, sends what slots and bookings would make of duties
 * back to the roster. plan has been through the roster stage. Where the limits or the size of
 * prices do not allow it nothing is known. */
ipso_status ipso__joint_improve(ipso__joint_result *result, const ipso_plan *plan, bool bound_only,
                                const ipso__stage_settings *settings, ipso_error *err);

/* Cost of a plan through its bookings stage; the bound is the better of that and its roster's. */
ipso_status ipso__joint_report(ipso_joint_report *report, const ipso_plan *plan,
                               const ipso__joint_result *result, ipso_error *err);

#endif
