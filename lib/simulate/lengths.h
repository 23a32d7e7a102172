/* How many minutes are planned for a patient. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_LENGTHS_H
#define IPSO_SIMULATE_LENGTHS_H

#include "simulate/world.h"

/* Weighs what is asked for against the consulting time of the plans; once they are laid out. */
ipso_status ipso__lengths_weigh(ipso__world *world, ipso_error *err);

/* The length planned for one who asks. */
int ipso__length_for(const ipso__world *world, const ipso_sim_ask *ask);

#endif
