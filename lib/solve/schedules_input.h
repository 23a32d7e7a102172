/* Checking an instance and the settings before a search. Internal to the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_INPUT_H
#define IPSO_SOLVE_SCHEDULES_INPUT_H

#include "solve/schedules.h"

/* IPSO_INPUT, naming the part, when something is malformed. */
ipso_status ipso__schedules_validate(const ipso__schedules *all,
                                     const ipso__schedules_settings *settings, ipso_error *err);

#endif
