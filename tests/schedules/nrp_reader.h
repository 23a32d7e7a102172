/* Reads the public NRP text format (Curtois and Qu 2014) into schedules, for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCHEDULES_NRP_READER_H
#define TESTS_SCHEDULES_NRP_READER_H

#include "solve/schedules.h"

enum { NRP_SHIFTS = 32, NRP_STAFF = 160, NRP_DAYS = 200 };

typedef struct nrp {
    ipso__schedules schedules;
    int shift_count, staff_count;
    int minutes[NRP_SHIFTS];
    char shift_id[NRP_SHIFTS][16], staff_id[NRP_STAFF][16];
    int weekend[NRP_DAYS];
    int64_t *follow;
    ipso__schedules_row *rows;
    ipso__schedules_use *uses; /* one per row */
    int row_of[NRP_DAYS][NRP_SHIFTS];
    int day_off[NRP_STAFF][NRP_DAYS];
    int most[NRP_STAFF][NRP_SHIFTS];
    int64_t on[NRP_STAFF][NRP_DAYS][NRP_SHIFTS], off[NRP_STAFF][NRP_DAYS][NRP_SHIFTS];
    ipso__schedules_person *persons;
    ipso__schedules_option *options[NRP_STAFF];
    int first[NRP_STAFF][NRP_DAYS + 1];
    int64_t off_cost[NRP_STAFF][NRP_DAYS];
    ipso__schedules_limit limits[NRP_STAFF][NRP_SHIFTS + 2];
} nrp;

/* NULL when the file cannot be opened. */
nrp *nrp_read(const char *path);
void nrp_free(nrp *instance);

/* The option of a shift on a day, or -1 when the person cannot take it. */
int nrp_option(const nrp *instance, int person, int day, int shift);

#endif
