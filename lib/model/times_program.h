/* The integer program of the times stage: the order and start times of the appointments of each
 * session. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_TIMES_PROGRAM_H
#define IPSO_MODEL_TIMES_PROGRAM_H

#include "model/times_facts.h"
#include "program/program.h"

/* Scenarios of the services of a session where some are random, else one. */
enum { IPSO__TIMES_SCENARIOS = 10 };

/* The program over scenarios (T1 to T3, docs/formulation.md): exact where no service is random,
 * else a sample average. The caller frees it. */
ipso_status ipso__times_program(ipso__program **program, const ipso__times_facts *facts,
                                ipso_error *err);

/* Its rows and columns, without building it. */
void ipso__times_program_size(int64_t *rows, int64_t *columns, const ipso__times_facts *facts);

#endif
