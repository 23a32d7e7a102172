/* Consulting time: the sessions of a duty ("Consulting time" of docs/formulation.md). Internal.
 *
 * Reads a practice and allocates its answer; any number of threads may call at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PRACTICE_CONSULTING_H
#define IPSO_PRACTICE_CONSULTING_H

#include <ipsosched/practice.h>

#include "base/memory.h"

/* A maximal interval [start, end) of a duty with one admission. */
typedef struct ipso__session {
    int start_min, end_min;
    const unsigned char *admits; /* one flag per appointment type; NULL: all types */
} ipso__session;

/* Sessions in time order; they do not overlap. */
typedef struct ipso__consulting {
    ipso__session *sessions;
    int session_count;
    ipso__arena arena; /* owns the sessions */
} ipso__consulting;

/* The sessions of duty worked by practitioner on day, fixed appointments not taken out. An interval
 * that several protected times leave to no type at all is not consulting time. The answer depends
 * on the day only through which protected times match it; the duty need not be one that may be
 * worked. IPSO_NOMEM leaves *consulting untouched. */
ipso_status ipso__consulting_make(ipso__consulting *consulting, const ipso_practice *practice,
                                  int practitioner, int day, int duty, ipso_error *err);
void ipso__consulting_finish(ipso__consulting *consulting);

/* Minutes of all sessions together. */
int ipso__consulting_minutes(const ipso__consulting *consulting);

bool ipso__session_admits(const ipso__session *session, int type);

/* The session that contains [start, end) and admits type, or NULL. */
const ipso__session *ipso__consulting_session(const ipso__consulting *consulting, int type,
                                              int start_min, int end_min);

#endif
