/* The restricted master of a scope, one GLPK problem. Internal to the schedules solver; only inside
 * its guarded job.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_MASTER_H
#define IPSO_SOLVE_SCHEDULES_MASTER_H

#include "solve/schedules_search.h"

#include <glpk.h>

/* Arrays hang on an arena of the search's, so that they outlive a fatal error of GLPK. */
typedef struct ipso__master {
    ipso__sched *search;
    const ipso__scope *scope;
    glp_prob *lp;
    int *person_row;         /* LP row per person, 0 = not active */
    int first_column;        /* LP column of the first schedule */
    int first_lack;          /* of what the first cut lacks; only with cuts */
    struct ipso__cuts *cuts; /* NULL = without */
    int *column;             /* per schedule in the LP: its number in the pool */
    int count;
    size_t room;
    int *index; /* for one LP column */
    double *value;
    double objective; /* constant of the scope included */
    double *row_dual; /* per joint row, 0 for rows not live; then per place of a cut */
    double *person_dual;
    bool *in_lp; /* per pool column, as far as in_lp_room */
    size_t in_lp_room;
    int *picked; /* LP columns being taken out, or of a cut being added */
    size_t picked_room;
    double *cut_value;
    size_t cut_value_room;
    bool solved;     /* nothing but bounds of rows and new columns since the last optimum */
    bool dual_first; /* bounds were changed since the last optimum */
} ipso__master;

bool ipso__master_init(ipso__master *master, ipso__sched *search, const ipso__scope *scope);
/* One that those of search->cuts can be added to. */
bool ipso__master_init_with_cuts(ipso__master *master, ipso__sched *search,
                                 const ipso__scope *scope);
void ipso__master_finish(ipso__master *master);

/* Adds a pool column that the scope allows; nothing when it is there. */
bool ipso__master_add(ipso__master *master, int column);

/* Adds the cut at the place, or takes it out. */
bool ipso__master_add_cut(ipso__master *master, int place);
void ipso__master_drop_cut(ipso__master *master, int place);

/* Closes the schedules that the scope bans by now, opens those it allows, and takes the scope's
 * bounds on slacks. */
void ipso__master_apply_bans(ipso__master *master);

/* Takes the scope's bounds on the slacks of live row i. */
void ipso__master_bound_slacks(ipso__master *master, int i);

/* Moves the bounds of rows a little at random, which leads to other optimal prices; size 0: back to
 * what they are. */
void ipso__master_shake(ipso__master *master, double size);

/* Takes closed schedules out, so that the LP stays small; the basis is kept. */
void ipso__master_purge(ipso__master *master);

/* Optimum of the LP, objective and duals; false when stopped or when GLPK cannot solve it. */
bool ipso__master_solve(ipso__master *master);

/* Bytes of a row (itself and its slacks) and of a person (its row and that none is chosen) among
 * the statuses. */
enum { IPSO__BASIS_OF_ROW = 7, IPSO__BASIS_OF_PERSON = 2 };

/* Statuses of what belongs to rows and persons, ipso__master_basis_size(search) bytes, and of the
 * schedules in the LP, by their number in the pool. Statuses that do not make a basis are let be:
 * the simplex then begins at the slacks. */
size_t ipso__master_basis_size(const ipso__sched *search);
void ipso__master_get_basis(const ipso__master *master, unsigned char *basis,
                            unsigned char *column_status);
bool ipso__master_is_basic(unsigned char status);
void ipso__master_set_basis(ipso__master *master, const unsigned char *basis,
                            const unsigned char *column_status);

double ipso__master_share(const ipso__master *master, int i); /* of schedule i, in [0,1] */
double ipso__master_slack(const ipso__master *master, int row, int side);
int ipso__master_slack_column(const ipso__master *master, int row, int side);
double ipso__master_missing(const ipso__master *master); /* persons without a schedule */

#endif
