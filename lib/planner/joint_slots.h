/* Slots of a roster while both are changed, piece by piece (joint_slots.c,
 * joint_slots_moves.c). Internal to
 * lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_SLOTS_H
#define IPSO_PLANNER_JOINT_SLOTS_H

#include "base/random.h"
#include "planner/joint.h"

/* A slot that may be in a bin. Its cost is less by what its days gain in rows of links. */
typedef struct ipso__slot_choice {
    int need, target; /* rows; row_count, which never gains, for none */
    int width, cost;
    int loss;   /* points that the bin loses with it at given prices */
    int twin;   /* the bin whose choices these are */
    int option; /* of the packing */
} ipso__slot_choice;

/* What slots do not change (joint_slots_tables.c): any number of threads may read it. */
typedef struct ipso__slot_tables {
    const ipso__joint *joint;
    int bins, rows;
    ipso__slot_choice *choices; /* by bin that is its own twin, those that lose least first */
    int *first_of_bin;          /* by bin, into choices; and the end */
    int *choice_of;             /* by option of the packing */
    ipso__slot_choice *by_row;  /* copies by need, those that lose least first */
    int *of_row;                /* their places in choices */
    int *first_of_row;          /* by row, into by_row; and the end */
    int *by_twin;               /* options by need, those of lower bins first */
    int *gains, *first_gain;    /* of each further unit of a row */
    int *worth;                 /* of a unit of a row at these prices */
    bool *hard;                 /* by row: no more units than gains */
    int *item_first;            /* by bin: where its items begin */
    int *bins_of, *first_bin;   /* by roster option: its bins */
    unsigned char *role;        /* by row */
    int *value;                 /* room for cells, twice */
    ipso__arena arena;
} ipso__slot_tables;

/* With joint->root set, whose prices rows of links keep; sorted for them. IPSO_NOMEM. */
ipso_status ipso__slot_tables_make(ipso__slot_tables *tables, ipso__joint *joint, ipso_error *err);
void ipso__slot_tables_finish(ipso__slot_tables *tables);
/* Sorts for other prices: slots in work are to forget their choices before and find them after. */
void ipso__slot_tables_sort(ipso__slot_tables *tables, const int64_t *price);

/* A step: a choice put in a bin or taken out; choice -1: the bin opened or closed. */
typedef struct ipso__slot_change {
    int choice, bin;
    bool placed;
} ipso__slot_change;

/* What one more unit of a hard row that has all its units gains. */
#define IPSO__NO_MORE (-1000000000)

typedef struct ipso__joint_slots {
    const ipso__slot_tables *tables;
    bool *is_open;
    int *room;                   /* by bin: cells left */
    int *items, *item_count;     /* choices placed in each bin */
    int *units, *next, *last;    /* by row: gain of one more, and of the last one */
    int *at;                     /* by gain of a row: bins of its units, -1 unknown */
    int *first_open, *next_open; /* bins that are open, by their twin; -1 ends */
    int *open, *open_at, open_count;
    int64_t gain; /* of all that is placed */
    int64_t work;
    ipso__slot_change *log;
    size_t log_count, log_room;
    int *out, out_count; /* choices ejected in the present move */
    bool failed;         /* memory is out */
    ipso__arena arena;
} ipso__joint_slots;

/* tables are borrowed. False when memory is out; to be finished in any case. */
bool ipso__joint_slots_init(ipso__joint_slots *slots, const ipso__slot_tables *tables);
void ipso__joint_slots_finish(ipso__joint_slots *slots);
/* Items become options of the packing, and choices again. */
void ipso__joint_slots_forget(ipso__joint_slots *slots);
void ipso__joint_slots_find(ipso__joint_slots *slots);
/* Of the same tables; the log is not copied. */
void ipso__joint_slots_copy(ipso__joint_slots *to, const ipso__joint_slots *from);

/* A duty (a roster option) begins, empty; or it ends, and what stood in its bins is out. */
void ipso__joint_slots_open(ipso__joint_slots *slots, int option);
void ipso__joint_slots_close(ipso__joint_slots *slots, int option);
/* Fills the bins of a duty, what gains most for its cells first. */
void ipso__joint_slots_fill(ipso__joint_slots *slots, int option);
/* Gives what is out a place again: where there is room, or where that gains. */
void ipso__joint_slots_settle(ipso__joint_slots *slots, ipso__random *random);
/* Tries so many slots in bins that changed, and keeps those that gain. */
void ipso__joint_slots_polish(ipso__joint_slots *slots, int tries, ipso__random *random);
/* Draws a slot and makes room for it. */
void ipso__joint_slots_move(ipso__joint_slots *slots, ipso__random *random);

/* Steps: a choice is put into a bin, or an item, by its place there, ejected. */
void ipso__joint_slots_put(ipso__joint_slots *slots, int choice, int bin);
void ipso__joint_slots_eject(ipso__joint_slots *slots, int bin, int index);

/* The steps since the last of these stand; or those from a number on are taken back. */
void ipso__joint_slots_keep(ipso__joint_slots *slots);
void ipso__joint_slots_undo(ipso__joint_slots *slots, size_t from);

/* What a choice would gain, and what one that is placed has gained. */
static inline int ipso__slot_gain(const ipso__joint_slots *slots, const ipso__slot_choice *choice)
{
    return slots->next[choice->need] + slots->next[choice->target] - choice->cost;
}

static inline int ipso__slot_gain_kept(const ipso__joint_slots *slots,
                                       const ipso__slot_choice *choice)
{
    return slots->last[choice->need] + slots->last[choice->target] - choice->cost;
}

/* Units of a need's row whose bins may be known: those that may gain. Of row_count none. */
static inline int ipso__joint_slots_known(const ipso__joint_slots *slots, int row)
{
    const int *first = slots->tables->first_gain + row;
    int most = row < slots->tables->rows ? first[1] - first[0] : 0;
    return slots->units[row] < most ? slots->units[row] : most;
}

#endif
