/* The formats of public rostering instances that the suite "rosters" knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_ROSTERS_H
#define BENCH_ROSTERS_H

#include <ipsosched/ipsosched.h>

typedef struct rosters_size {
    int people, days, shifts;
} rosters_size;

/* What a plan's roster is worth by the instance alone. */
typedef struct rosters_count {
    int64_t objective;
    int broken;      /* places where a hard rule is broken */
    char first[160]; /* the first of them in words */
} rosters_count;

/* One format; instances are what read makes, for free to free. */
typedef struct rosters_format {
    const char *ending; /* of its files, ".txt" */
    ipso_status (*read)(void **instance, const char *text, size_t length, ipso_error *err);
    void (*free)(void *instance);
    rosters_size (*size)(const void *instance);
    ipso_status (*make)(ipso_practice **practice, const void *instance, const char *name,
                        ipso_error *err);
    /* False, with err filled, when memory is out or the plan is no roster of the instance. */
    bool (*recount)(rosters_count *count, const void *instance, const ipso_plan *plan,
                    ipso_error *err);
} rosters_format;

#define ROSTERS_FORMATS 2
extern const rosters_format rosters_formats[ROSTERS_FORMATS];

/* Names of the columns of published values, and those of an instance; 0: none. */
#define ROSTERS_PUBLISHED 8
extern const char *const rosters_published_names[ROSTERS_PUBLISHED];
/* NULL when the instance, of that name and size, is not a published one. */
const int *rosters_published(const char *name, rosters_size size);

#endif
