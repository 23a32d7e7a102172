/* Staff rostering instances in the text format of schedulingbenchmarks.org (Curtois & Qu 2014).
 *
 * A file has seven sections, in this order, each begun by its name on a line of its own; lines that
 * begin with '#' and blank lines are passed over, fields are separated by commas.
 *
 *   SECTION_HORIZON              days; day 0 is a Monday
 *   SECTION_SHIFTS               id, minutes, shifts that may not follow on the next day (A|B)
 *   SECTION_STAFF                id, most shifts of each kind (A=14|B=0), most minutes, least
 *                                minutes, most shifts in a row, least shifts in a row, least days
 *                                off in a row, most weekends worked
 *   SECTION_DAYS_OFF             employee, days on which the employee cannot work
 *   SECTION_SHIFT_ON_REQUESTS    employee, day, shift, price when it is not worked
 *   SECTION_SHIFT_OFF_REQUESTS   employee, day, shift, price when it is worked
 *   SECTION_COVER                day, shift, heads wanted, price per head missing, per head over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_NRP_H
#define BENCH_NRP_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NRP_OFF (-1) /* in a roster: no shift */

typedef struct nrp_shift {
    const char *id;
    int minutes;
} nrp_shift;

typedef struct nrp_person {
    const char *id;
    int max_minutes, min_minutes; /* over the horizon */
    int max_run, min_run;         /* shifts in a row */
    int min_off;                  /* days off in a row */
    int max_weekends;             /* with a Saturday or a Sunday worked */
} nrp_person;

typedef struct nrp_request {
    int person, day, shift;
    int price; /* paid when it is not honoured */
    bool on;   /* asks for the shift, else against it */
} nrp_request;

typedef struct nrp_cover {
    int day, shift;
    int wanted;      /* heads */
    int short_price; /* per head missing */
    int over_price;  /* per head over */
} nrp_cover;

typedef struct nrp_instance {
    int days, shift_count, person_count;
    size_t request_count, cover_count;
    nrp_shift *shifts;
    nrp_person *people;
    bool *barred;   /* [before * shift_count + after]: after may not follow before */
    int *most;      /* [person * shift_count + shift]: shifts of the kind over the horizon */
    bool *days_off; /* [person * days + day]: cannot work */
    nrp_request *requests;
    nrp_cover *covers;
    char *text; /* the file's own text, into which the ids point */
} nrp_instance;

/* Reads an instance. IPSO_INPUT with the line in err->where ("line 12") for what is not in the
 * format, IPSO_NOMEM. Free with nrp_free. */
ipso_status nrp_read(nrp_instance **instance, const char *text, size_t length, ipso_error *err);
void nrp_free(nrp_instance *instance);

/* Index of an id, or -1. */
int nrp_find_shift(const nrp_instance *instance, const char *id);
int nrp_find_person(const nrp_instance *instance, const char *id);

#endif
