/* Physician scheduling instances of the MiniZinc Challenge 2021 (Geibinger et al., CPAIOR 2021, doi
 * 10.1007/978-3-030-78230-6_29), data files in the MiniZinc data format.
 *
 * Shifts, stations, skills and departments are numbered from 1; 0 means none. A person works at
 * most one (shift, station, skill) a day.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_PHYSICIANS_H
#define BENCH_PHYSICIANS_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PHYSICIANS_MAX_COUNT 4096 /* of people, days, stations, shifts, skills ... */

/* What the files hold that rules or prices need. Arrays over shifts, stations and skills have an
 * entry 0; those over people, days and sums begin with the first. */
typedef struct physicians {
    int departments, stations, shifts, skills, days, people, sums;
    int preference_weight, risk_weight, person_weight, station_weight;
    int *station_department; /* [station] */
    bool *station_common;    /* [station]: of all departments */
    int *shift_hours;        /* [shift] */
    bool *barred;            /* [before * (shifts + 1) + after] on the next day */
    int *demand;             /* physicians_demand */
    int *sum_department;     /* [sum] */
    bool *sum_skill;         /* [sum * (skills + 1) + skill] */
    int *sum_demand;         /* [sum * days + day]: heads on shift 2 */
    int *preference;         /* physicians_preference: 4 forbids, 0 to 3 is a price */
    bool *day_off;           /* [person * days + day] */
    int *last_shift;         /* [person]: of the eve, 0 none */
    int *last_station;       /* [person]: the last one worked, 0 none */
    int *run_days;           /* [person]: days worked in a row up to the eve */
    int *week_hours;         /* [person]: at most, in each full week */
    bool *must_work;         /* [person]: at least once */
    bool *at_risk;           /* [person] */
} physicians;

/* Reads an instance. IPSO_INPUT with the line in err->where ("line 12") for what is not in the
 * format, IPSO_NOMEM. Free with physicians_free. */
ipso_status physicians_read(physicians **instance, const char *text, size_t length,
                            ipso_error *err);
void physicians_free(physicians *instance);

int physicians_demand(const physicians *instance, int station, int shift, int day, int skill);
int physicians_preference(const physicians *instance, int person, int station, int skill);

#endif
