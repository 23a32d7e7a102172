/* Scenarios of a session, and the program over some of them. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_AVERAGE_H
#define IPSO_SESSION_AVERAGE_H

#include "session/draw.h"
#include "session/session.h"

/* What a scenario does to one patient; who does not come has no minutes. */
typedef struct ipso__fate {
    bool comes;
    double service_min, late_min;
} ipso__fate;

/* Draws scenarios, one at a time. */
typedef struct ipso__book {
    const ipso_session *session;
    const ipso_session_average_settings *settings;
    int count; /* patients in order */
    int order[IPSO__MOST_PATIENTS];
    double low[IPSO__MOST_PATIENTS], high[IPSO__MOST_PATIENTS]; /* of start times, in order */
    double step_min;
    ipso__arena arena;
    ipso__draw *service, *late, delay;
    ipso__fate *fates; /* of the scenario at hand, by patient */
    double delay_min;
    int64_t work;
} ipso__book;

/* Opens a scenario of a stream. */
void ipso__book_open(ipso__book *book, uint64_t stream, int64_t scenario);

/* Price of a minute that the patient waits in the scenario at hand. */
double ipso__book_price(const ipso__book *book, int patient);

/* The best start times, x, for the scenarios of a stream, and their mean cost. */
ipso_status ipso__average_solve(ipso__book *book, uint64_t stream, double *x, double *cost,
                                ipso_error *err);

#endif
