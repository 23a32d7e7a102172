/* What the slots of a roster cost in the linear relaxation, needs and bins alone (joint_network.c).
 * Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_NETWORK_H
#define IPSO_PLANNER_JOINT_NETWORK_H

#include "planner/joint.h"
#include "solve/network.h"

typedef struct ipso__joint_network {
    const ipso__joint *joint;
    ipso__network_instance instance;
    double fixed;             /* is to be added to the cost of the network */
    int *bins_of, *first_bin; /* by roster option: its bins; and the end */
    ipso__arena arena;
} ipso__joint_network;

/* Rows but those of needs are relaxed at these prices. False when memory is out; to be finished in
 * any case. */
bool ipso__joint_network_make(ipso__joint_network *network, ipso__joint *joint,
                              const int64_t *price);
void ipso__joint_network_finish(ipso__joint_network *network);

/* The bins of a duty (a roster option; -1 none) open or close. */
void ipso__joint_network_set(const ipso__joint_network *network, ipso__network *slots, int option,
                             bool open);

#endif
