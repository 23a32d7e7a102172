/* Defaults of patient behaviour where a practice leaves a list out. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PRACTICE_BEHAVIOUR_H
#define IPSO_PRACTICE_BEHAVIOUR_H

#include <ipsosched/practice.h>

#define IPSO__HOURS    24
#define IPSO__WEEKDAYS 8
#define IPSO__MONTHS   12

/* 24 weights, 8 weights (Monday to Sunday, public holiday) and 12 factors. */
const double *ipso__behaviour_hours(const ipso_behaviour *behaviour);
const double *ipso__behaviour_weekdays(const ipso_behaviour *behaviour);
const double *ipso__behaviour_months(const ipso_behaviour *behaviour);

/* Share of appointments missed that were booked lead_days ahead. */
double ipso__behaviour_no_show(const ipso_behaviour *behaviour, int lead_days);

#endif
