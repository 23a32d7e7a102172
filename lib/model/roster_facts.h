/* State shared by the files that make an ipso__roster. Private to lib/model/roster_*.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_ROSTER_FACTS_H
#define IPSO_MODEL_ROSTER_FACTS_H

#include "model/roster.h"

typedef struct ipso__roster_maker {
    const ipso_practice *practice;
    ipso__roster *roster;
    unsigned *day_bit;          /* per day: as in ipso_hours.days */
    int *duty_kind;             /* per duty */
    unsigned char *day_bars;    /* [day * duties + duty] */
    unsigned char *person_bars; /* [practitioner * duties + duty] */
    ipso__roster_option *options;
    size_t option_capacity;
    ipso__roster_line *lines;
    size_t line_capacity;
    ipso__line_term *terms;
    size_t term_count, term_capacity;
} ipso__roster_maker;

/* R6, R15 and R21, once the options are made. */
ipso_status ipso__roster_make_lines(ipso__roster_maker *m);

#endif
