/* What simulate prints: a table for people, CSV, JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_SHOW_SIMULATION_H
#define IPSO_CLI_SHOW_SIMULATION_H

#include <ipsosched/ipsosched.h>

#include <stdio.h>

#define POLICY_NAME_SIZE 128

/* One or two policies, or practices, simulated. */
typedef struct simulated {
    const char *practice;
    const char *beside;         /* the practice of the second; NULL the same */
    ipso_sim_settings settings; /* of the first */
    char name[2][POLICY_NAME_SIZE];
    ipso_simulation *run[2]; /* the second NULL when there is none to compare with */
} simulated;

void print_simulation_table(FILE *out, const simulated *what);
void print_simulation_csv(FILE *out, const simulated *what);
void print_simulation_json(FILE *out, const simulated *what);

#endif
