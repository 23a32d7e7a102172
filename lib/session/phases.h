/* A session of services made of exponential phases, in continuous time. Internal.
 *
 * The state is a vector of probabilities: entry 0 is "nobody is being seen", then for each patient
 * in order one entry for each phase of each branch of the law: "this patient is in this phase". Who
 * has come and is not being seen waits in line; whether a patient comes shows when he is called.
 * The vector of k patients has ipso__phases_size(..., k) entries, kept in an ipso__pmf from 0 on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_PHASES_H
#define IPSO_SESSION_PHASES_H

#include "session/session.h"

/* One law: with probability share[b] there are length[b] phases of rate[b] a minute; what is
 * missing to 1 takes no time. */
struct ipso__phases {
    int branches;
    double *share, *rate;
    int *length;
    int states; /* the phases together */
};

/* Prepares the laws of the session. IPSO_INPUT when they have too many phases. */
ipso_status ipso__phases_prepare(ipso_session *session, ipso_error *err);

int ipso__phases_size(const ipso_session *session, const int *order, int count);

/* These four are false when out of memory. */

/* The state of nobody. */
bool ipso__phases_begin(const ipso_session *session, ipso__pmf *state);

/* The state after so many minutes in which none of the count patients is followed by another. */
bool ipso__phases_pass(const ipso_session *session, const ipso__pmf *from, const int *order,
                       int count, double minutes, ipso__pmf *to, int64_t *work);

/* ipso__phases_pass of k patients, then the k-th comes; *wait is the expected work before him. */
bool ipso__phases_step(const ipso_session *session, const ipso__pmf *from, const int *order, int k,
                       double minutes, ipso__pmf *to, double *wait, int64_t *work);

/* Expected work left after that many minutes more. */
bool ipso__phases_left(const ipso_session *session, const ipso__pmf *from, const int *order,
                       int count, double minutes, double *left, int64_t *work);

/* Lets the k-th patient come to a state of k. */
bool ipso__phases_arrive(const ipso_session *session, const ipso__pmf *from, const int *order,
                         int k, ipso__pmf *to);

/* Expected work of a state of count patients. */
double ipso__phases_work(const ipso_session *session, const ipso__pmf *state, const int *order,
                         int count);

/* The expected work of each entry, for a state of count patients. */
void ipso__phases_value(const ipso_session *session, const int *order, int count, double *value);

void ipso__phases_jump_back(const ipso_session *session, const int *order, int count,
                            const double *from, double *to);

/* value becomes the expected value after so many minutes; room has as many entries twice. */
void ipso__phases_expect(const ipso_session *session, const int *order, int count, double minutes,
                         double *value, double *room, int64_t *work);

#endif
