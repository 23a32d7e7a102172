/* What the files that turn a physician scheduling instance into a practice share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_PHYSICIANS_MAKER_H
#define BENCH_PHYSICIANS_MAKER_H

#include "physicians_practice.h"
#include "roster_practice.h"

enum { PHYSICIANS_LONG_SHIFT = 2, PHYSICIANS_TEXT = 48 };

typedef struct physicians_maker {
    const physicians *instance;
    ipso_practice *practice;
    ipso_date first_day;
    physicians_work *duties; /* what each duty of the practice is */
    int duty_count;
    char (*kinds)[PHYSICIANS_TEXT]; /* [shift * (skills + 1) + skill] */
    int *people;                    /* room for one index per person */
    int *sites;                     /* room for one index per station */
    ipso_date *dates;               /* one per day */
    ipso_practitioner_site *person_sites;
    ipso_wish *wishes; /* room for one per duty */
    const char **names;
    ipso_error *err;
} physicians_maker;

/* The duties, in their order: each shift, station and skill that some day wants. Their number, at
 * most physicians_most_duties. */
int physicians_list_duties(const physicians *n, physicians_work *duties);
size_t physicians_most_duties(const physicians *n);

/* The name of the kind of the duties of a shift and a skill. */
const char *physicians_kind(const physicians_maker *m, int shift, int skill);

/* Adds the duties, and what forbids them: days, the shift of the eve, successions. */
ipso_status physicians_add_duties(physicians_maker *m);

/* Adds the covers. */
ipso_status physicians_add_demand(physicians_maker *m);

#endif
