/* Pricing: the cheapest schedules of one person at given prices of the joint rows. Internal to the
 * schedules solver. Each scratch belongs to one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_PRICE_H
#define IPSO_SOLVE_SCHEDULES_PRICE_H

#include "solve/schedules_walk.h"

enum { IPSO__PRICE_KEEP = 4 };

typedef struct ipso__price_label {
    double cost;
    double reach; /* cost less the credit of the lanes: plus the table, at most any completion's */
    int parent;   /* label of the day before */
    int option;   /* -1 = off */
    int next;     /* in the bucket, -1 = last */
    int state;    /* -1 = dominated */
    int main;
    uint32_t touched; /* weekend lanes that count the weekend of this day already */
} ipso__price_label;

/* How a label was reached, be it kept, dominated at once or later. */
typedef struct ipso__price_arc {
    double cost; /* of the arc */
    int from;    /* label of the day before; of the same day where bundle is DOMINATED */
    int bundle;  /* -1 = off */
    int next;    /* into the same label, -1 = last */
    int work;    /* of what was dominated: days worked in a row, -1 = nothing was */
    uint32_t touched;
} ipso__price_arc;

enum { IPSO__PRICE_DOMINATED = -2 };

typedef struct ipso__price_scratch {
    double *option_cost;
    double *bundle_cost;  /* least of its options */
    double *bundle_price; /* with lanes at their prices */
    double *bundle_touch; /* and those of weekends when it begins one */
    bool *alive;          /* [day][state]: can be reached by what is not banned */
    double *table, *spare;
    double *lane_price, *lane_best, *lane_slope;
    int *bundle_option, *head, *day_first;
    ipso__price_label *labels;
    uint64_t *lanes; /* words per label */
    uint64_t *draft;
    ipso__price_arc *arcs; /* only when all are asked for */
    int *arc_head;         /* per label, -1 = none */
    uint64_t *arc_lanes;   /* words per arc, of what was dominated */
    int arc_count;
    size_t arc_room, arc_head_room, arc_lane_room;
    size_t option_room, bundle_cost_room, bundle_price_room, bundle_touch_room, bundle_option_room,
        alive_room, table_room, spare_room, lane_price_room, lane_best_room, lane_slope_room,
        head_room, day_room, label_room, lane_room, draft_room;
} ipso__price_scratch;

void ipso__price_scratch_finish(ipso__price_scratch *scratch);

typedef struct ipso__price_question {
    const ipso__walk *walk;
    const double *dual;    /* per joint row: multiples of 2^-16, so that sums are exact */
    const double *extra;   /* per option, added in place of prices of rows; or NULL */
    const uint8_t *banned; /* per option of the person, then per day for being off, then for never
                              working (only where the walk tells that) */
    double *lane_price; /* per lane of the walk, >= 0: where the climb begins and what it reaches;
                           NULL = 0 */
    double below;       /* dearer schedules are of no interest */
    double margin;      /* first guess of how far the cheapest is above its relaxation */
    bool rough;         /* a good schedule will do */
    bool (*gives_up)(const void *user); /* asked now and then on the pricing thread; or NULL */
    const void *user;
} ipso__price_question;

typedef struct ipso__price_answer {
    double lower; /* no schedule costs less; INFINITY: there is none; at most below */
    int count;    /* schedules found, cheapest first, each cheaper than below */
    double cost[IPSO__PRICE_KEEP];
    int *choice; /* [IPSO__PRICE_KEEP][day], the caller's room */
    double margin;
    int64_t work;
    bool failed; /* memory ran out */
} ipso__price_answer;

void ipso__price(ipso__price_answer *answer, const ipso__price_question *question,
                 ipso__price_scratch *scratch);

/* Prices with every label kept that a schedule of at most within can pass, and how it was reached:
 * the scratch then holds labels, arcs and the first label of each day. False: too many, or too much
 * work; the answer tells work and failure. */
bool ipso__price_record(ipso__price_answer *answer, const ipso__price_question *question,
                        ipso__price_scratch *scratch, double within);

/* Puts a schedule of that cost, the i-th by the caller's count, in its place among the cheapest,
 * those put earlier first; best[IPSO__PRICE_KEEP] holds their numbers. */
void ipso__price_keep(ipso__price_answer *answer, int *best, int i, double cost);

/* Cost of an option at the question's prices; INFINITY when banned. */
double ipso__price_option(const ipso__price_question *question, int o);

#endif
