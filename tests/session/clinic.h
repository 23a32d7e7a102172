/* Sessions of slots: what the tests of lib/session are made of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SESSION_CLINIC_H
#define TESTS_SESSION_CLINIC_H

#include "support/test.h"

#include <ipsosched/session.h>

enum { CLINIC_MOST = 60 };

/* A session whose patients are alike, and its start times. */
typedef struct clinic {
    ipso_session_model model;
    ipso_session_patient patients[CLINIC_MOST];
    double starts[CLINIC_MOST];
    ipso_session_times times;
} clinic;

void assert_close(double got, double expected, double tolerance);

/* So many patients of that service and no-show share; length_min is set by slots_min or by hand. */
void clinic_init(clinic *c, int patients, const ipso_service *service, double no_show);

/* counts[i] patients start at i x slot_min; the session ends at slots x slot_min. */
void clinic_slots(clinic *c, const int *counts, int slots, double slot_min);

/* The measures of c's start times; fails the test on an error. */
ipso_session_measures clinic_measure(const clinic *c);

ipso_service fixed_service(double mean);
ipso_service exponential_service(double mean);
ipso_service erlang_service(double mean, int phases);
ipso_service lognormal_service(double mean, double cv);

#endif
