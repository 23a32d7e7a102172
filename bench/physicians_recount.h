/* Recounts a physician roster against its instance: objective and hard rules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_PHYSICIANS_RECOUNT_H
#define BENCH_PHYSICIANS_RECOUNT_H

#include "physicians.h"

/* What a person does on a day; all 0 when off. */
typedef struct physicians_work {
    int shift, station, skill;
} physicians_work;

typedef struct physicians_count {
    int64_t people, preference, risk, changes; /* each with its weight */
    int64_t objective;                         /* their sum */
    int broken;                                /* places where a hard rule is broken */
    char first[160]; /* the first of them in words; "" when there is none */
} physicians_count;

/* roster[person * days + day]; shift, station and skill are all above 0 or all 0. */
void physicians_recount(physicians_count *count, const physicians *instance,
                        const physicians_work *roster);

#endif
