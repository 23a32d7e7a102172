/* Why requests have no place. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_BOOKINGS_REASONS_H
#define IPSO_PLANNER_BOOKINGS_REASONS_H

#include "planner/slots_choice.h"

#include "base/error.h"

/* Adds each request without a place to plan, with its reason. proven: nothing better than the
 * choice exists, to the asked gap. */
ipso_status ipso__add_unplaced(ipso_plan *plan, const ipso__choice *choice, bool proven,
                               ipso_error *err);

#endif
