/* The practice of one cycle of a simulation. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_CYCLE_H
#define IPSO_SIMULATE_CYCLE_H

#include <ipsosched/practice.h>

/* A copy of a validated practice so many days later, with everything that has a date (holidays,
 * leave, closures, pins ...). What is asked for is all in its demand: that of the practice, and its
 * requests and fixed appointments as a mean number on each day of Monday to Friday that is no
 * public holiday, each at its site or at that of its practitioner. Demand is multiplied by
 * load_percent. */
ipso_status ipso__cycle_practice(ipso_practice **practice, const ipso_practice *base,
                                 int shift_days, int load_percent, ipso_error *err);

/* A copy of a validated practice in which each practitioner works so many minutes over the horizon,
 * at a price of `points` for each minute more or less. */
ipso_status ipso__budget_practice(ipso_practice **practice, const ipso_practice *base,
                                  const int *minutes, int64_t points, ipso_error *err);

/* The practice from its first day on, its horizon so many times as long. Where the practice says
 * nothing of it, times kept for acute need are free for everybody release_h hours before. */
ipso_status ipso__whole_practice(ipso_practice **practice, const ipso_practice *base, int repeats,
                                 int load_percent, int release_h, ipso_error *err);

/* The first site of a practitioner, IPSO_ANY for no practitioner. */
int ipso__home_site(const ipso_practice *practice, int practitioner);

#endif
