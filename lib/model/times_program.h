/* The integer program of the times stage: the order of the slots of each band. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_TIMES_PROGRAM_H
#define IPSO_MODEL_TIMES_PROGRAM_H

#include "model/bands.h"
#include "program/program.h"

/* A slot whose place in its band is to be found. */
typedef struct ipso__timed {
    int band;
    int64_t delay; /* points for each later slot of the session: round(delay_points x overrun) */
} ipso__timed;

/* Points of T1 for each slot that starts after this one. */
int64_t ipso__delay_points(const ipso_practice *practice, const ipso_slot *slot);

/* The program that orders the slots (T1), without the points between slots of different bands,
 * which no order changes: base is their sum. Column order: slot by slot, in the given order, then
 * position by position. Slots stand by band. The caller frees the program. */
ipso_status ipso__times_program(ipso__program **program, const ipso_practice *practice,
                                const ipso__bands *bands, const ipso__timed *slots, int slot_count,
                                int64_t base, ipso_error *err);

#endif
