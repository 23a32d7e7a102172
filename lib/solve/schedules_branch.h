/* Branch and price on the whole instance. Internal to the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_BRANCH_H
#define IPSO_SOLVE_SCHEDULES_BRANCH_H

#include "solve/schedules_generate.h"

typedef enum ipso__branch_kind {
    IPSO__BRANCH_SLACK_MAX, /* steps short or long of a row at most */
    IPSO__BRANCH_SLACK_MIN,
    IPSO__BRANCH_MUST, /* the person takes the choice on the day (-1 = off) */
    IPSO__BRANCH_BAN,
    IPSO__BRANCH_MUST_GROUP, /* the person takes an option of the group on the day */
    IPSO__BRANCH_BAN_GROUP,
    IPSO__BRANCH_IDLE, /* the person works on no day */
    IPSO__BRANCH_WORK
} ipso__branch_kind;

typedef struct ipso__branch {
    ipso__branch_kind kind;
    int who; /* person, or 2 row + side */
    int day;
    int what; /* choice, group, or steps */
} ipso__branch;

typedef struct ipso__node {
    int parent; /* -1: the root */
    ipso__branch branch;
    double bound;
    bool open;
} ipso__node;

typedef struct ipso__tree {
    ipso__node *nodes;
    int count;
    size_t room;
    int *open; /* numbers of open nodes, unordered */
    int open_count;
    size_t open_room;
    int64_t lost; /* least bound of nodes that could not be solved */
    int64_t solved;
    int next;       /* child to go on with, -1 = the open node of least bound */
    int64_t target; /* solutions of at most this are looked for */
    int64_t until;  /* work at which the turn ends */
    int vain;       /* rounds of cuts at the root in vain, one after the other; -1 = none yet */
    bool listed;    /* by lists of schedules (schedules_lists.c) */
    double doubt;   /* fractions up to this are not branched on */
} ipso__tree;

void ipso__tree_finish(ipso__tree *tree);

/* What a node's bound must reach to be of no interest; true when it does. */
int64_t ipso__tree_cutoff(const ipso__sched *search);
bool ipso__tree_refuted(const ipso__sched *search, double bound);

/* Solves nodes until so much work is done, all are, or the search must stop; the tree goes on where
 * it was at the next call. The root's master is used; the search's bound is raised to that of the
 * open nodes. False: the search must stop. */
bool ipso__branch_run(ipso__sched *search, int64_t work);

/* schedules_choose.c: what to branch on, false when all is whole or memory is out. Rows at no price
 * first, in their order. Then slacks of few steps: of the rows whose shortage or excess is
 * fractional the dearest. Then, of what is most fractional: whether a person works at all, where
 * that has a price; in which group a person works on a day, where changes have one; whether a day
 * is off; a choice; and other slacks at last. */
bool ipso__branch_choose(ipso__branch *branch, ipso__sched *search, const ipso__master *master);

/* schedules_listed.c: lists schedules for the tree to begin, if they are few enough. False: the
 * search must stop. */
bool ipso__listed_begin(ipso__sched *search);
/* Column generation on lists; the root's goes on at the next turn where that is said. */
bool ipso__listed_generate(ipso__sched *search, int node, ipso__generation *generation);
bool ipso__listed_goes_on(const ipso__tree *tree, int node);
/* Solves the node with the rows as they are. */
bool ipso__listed_settle(ipso__sched *search, ipso__generation *generation);

/* True when no node is open: the best solution is proven. */
bool ipso__branch_done(const ipso__sched *search);
/* True when the tree shows that there is no solution. */
bool ipso__branch_refuted(const ipso__sched *search);

#endif
