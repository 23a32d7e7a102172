/* The days observed: when a site was open and somebody came. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_FIT_DAYS_H
#define IPSO_FIT_DAYS_H

#include "fit/fit.h"

typedef struct ipso__fit_days {
    const ipso_practice *practice;
    ipso_date first;
    int count;
    bool *busy; /* for each site, then for all of them, whether a day had an appointment */
} ipso__fit_days;

/* False without memory. Counts the closed and the empty days into the report. */
bool ipso__fit_days_make(ipso__fit_days *days, ipso__fit *fit);

/* Whether a demand entry could have had patients on a day observed: the day is one of the entry's,
 * a site of it was open within its times and, unless empty days are open, had an appointment. */
bool ipso__fit_day_counts(const ipso__fit_days *days, const ipso_demand *entry, int day,
                          bool empty_days_are_open);

#endif
