/* One replication: the days one after the other. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_REPLICATION_H
#define IPSO_SIMULATE_REPLICATION_H

#include "simulate/world.h"

/* Runs replication number `index` and writes its IPSO_SIM_MEASURE_COUNT measures, and its details
 * behind them. IPSO_NOMEM, or what the live agenda met. */
ipso_status ipso__replicate(double *measures, const ipso__world *world, int index);

#endif
