/* What the times stage starts from. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_TIMES_H
#define IPSO_PLANNER_TIMES_H

#include "model/times_facts.h"
#include "planner/slots_layout.h"

/* The layout of a plan all of whose slots have a band or stay. */
ipso_status ipso__times_layout(ipso__layout *layout, const ipso_plan *before, ipso_error *err);

#endif
