/* Probabilities of whole numbers of grid cells. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_PMF_H
#define IPSO_SESSION_PMF_H

#include <ipsosched/session.h>

/* share[i] is the probability of i cells, first <= i < end; others have none, and what share holds
 * there means nothing. Zero-initialise before use. */
typedef struct ipso__pmf {
    double *share;
    size_t capacity;
    int first, end;
} ipso__pmf;

void ipso__pmf_finish(ipso__pmf *pmf);

/* Makes room up to end and sets the shares of first..end-1 to 0. False when out of memory. */
bool ipso__pmf_clear(ipso__pmf *pmf, int first, int end);

/* Makes room for first..end-1 beside what there is; new cells get 0. False when out of memory. */
bool ipso__pmf_extend(ipso__pmf *pmf, int first, int end);

/* All mass at one cell; a copy. False when out of memory. */
bool ipso__pmf_point(ipso__pmf *pmf, int cell);
bool ipso__pmf_copy(ipso__pmf *to, const ipso__pmf *from);

/* Takes off cells at both ends whose mass is below that much together. */
#define IPSO__PMF_TRIMMED 1e-16
void ipso__pmf_trim(ipso__pmf *pmf, double mass);

/* Adds factor x the law of the sum of a and b, which are independent, to sum, which was cleared for
 * its range. */
void ipso__pmf_add_sum(ipso__pmf *sum, const ipso__pmf *a, const ipso__pmf *b, double factor);

/* Mean in cells; E[(X - cell)+] in cells; P(X > cell). */
double ipso__pmf_mean(const ipso__pmf *pmf);
double ipso__pmf_excess(const ipso__pmf *pmf, int cell);
double ipso__pmf_tail(const ipso__pmf *pmf, int cell);

/* A law on the grid: its mean and E[(S - x)+] at every grid point x stay what they are (local
 * moment matching: Gerber 1982, Vylder & Goovaerts 1988). The tail is cut where E[(S - x)+] is
 * below 1e-11 of the mean. IPSO_INPUT at where when more than most cells are needed. */
ipso_status ipso__pmf_of_service(ipso__pmf *pmf, const ipso_service *service, double grid_min,
                                 int most, const char *where, ipso_error *err);

#endif
