/* Boxes of fair turns and those who work on them: what joint_boxes*.c share. Internal to
 * lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_BOXES_H
#define IPSO_PLANNER_JOINT_BOXES_H

#include "planner/joint.h"

#include <stdatomic.h>

enum { IPSO__BOXES_WORKERS = 2 };

/* How a box climbs: so many points are hoped for in the first step; where it is at its end. */
#define IPSO__BOX_HOPE       600.0
#define IPSO__BOX_FIRST_STEP 1.0
#define IPSO__BOX_LEAST_GAIN 1e-4 /* share of the bound, in one turn */

/* New: at the prices of the box before; moved: may be split at its prices; settled: nodes are to be
 * counted at them; counted: may climb. */
typedef enum ipso__box_state {
    IPSO__BOX_NEW,
    IPSO__BOX_MOVED,
    IPSO__BOX_SETTLED,
    IPSO__BOX_COUNTED,
    IPSO__BOX_END
} ipso__box_state;

typedef struct ipso__joint_box {
    ipso__box_state state;
    ipso__turn_range *range; /* per fair rule */
    int64_t *price;
    double bound;
    double climbed; /* the bound without nodes */
    double step;    /* of the next climb */
    double *turns;  /* per fair rule: what the relaxation takes */
    bool done;      /* climbs no more */
} ipso__joint_box;

typedef struct ipso__boxes_worker {
    ipso__joint_boxes *of;
    ipso__joint joint;
    ipso__stage_settings settings;
    ipso__branching *branching;
    int number, box; /* that it works on, -1 none */
    int64_t begun;   /* work */
    bool on_caller;
    atomic_bool done;
    ipso_status status;
    ipso_error err;
} ipso__boxes_worker;

struct ipso__joint_boxes {
    ipso__joint *joint;
    bool *chosen; /* the roster near whose turns boxes are small */
    int rules;    /* 0: there is nothing to split */
    ipso__fair_shares *shares;
    int64_t *known; /* turns of the roster chosen */
    ipso__joint_box *list;
    int count;
    size_t room;
    double share; /* of the limits, at which the present steps end */
    ipso__boxes_worker workers[IPSO__BOXES_WORKERS];
    int started; /* workers */
    bool spent;  /* branching on does not gain */
    atomic_bool halted;
    ipso__arena arena;
};

/* ---- joint_boxes_work.c ---- */

/* The likely box, the first in the list, from the prices of a roster; all boxes get its prices and
 * turns. */
ipso_status ipso__boxes_climb_far(ipso__joint_boxes *boxes, ipso_error *err);
/* Of a worker's settings, that worker being the user: asks the caller whether to go on. */
int ipso__boxes_on_progress(void *user, const ipso_progress *progress);
/* Gives a worker all the time that is left, and of the work its part, of so many side by side. */
void ipso__boxes_set_limits(ipso__joint_boxes *boxes, ipso__boxes_worker *worker, int beside);
/* What the box of each worker needs next, side by side: a new one is opened, of a settled one the
 * nodes are counted, another one climbs. */
ipso_status ipso__boxes_work(ipso__joint_boxes *boxes, ipso_error *err);

#endif
