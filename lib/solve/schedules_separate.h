/* Finding cuts that the LP's solution breaks. Internal to the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_SEPARATE_H
#define IPSO_SOLVE_SCHEDULES_SEPARATE_H

#include "solve/schedules_master.h"

/* Adds some cuts that the optimal solution of the master's LP breaks, to it and to the lists; -1
 * when memory is out. */
int ipso__separate(ipso__master *master);

/* Takes cuts out that had no price for some calls. */
void ipso__separate_forget(ipso__master *master);

#endif
