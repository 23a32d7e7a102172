/* Valuing given start times. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_EVALUATE_H
#define IPSO_SESSION_EVALUATE_H

#include "session/session.h"

/* What both ways of valuing fill, patient by patient and then at the end. */
typedef struct ipso__tally {
    double weighted; /* waits as the model weighs and counts them, minutes */
    double wait, wait_booked, attending, work;
} ipso__tally;

/* Counts a patient who would wait so many minutes. */
void ipso__tally_add(ipso__tally *tally, const ipso_session *session, int patient, double wait_min);

/* Fills the measures from the tally and these expectations in minutes: overtime after the planned
 * end, work left after the last start time, the end of work; last_start_min of the patients. */
void ipso__tally_measures(ipso_session_measures *measures, const ipso__tally *tally,
                          const ipso_session *session, double last_start_min, double overtime,
                          double after_last, double end);

/* Fills measures and, where value is not NULL, its arrays, which have room for the patients;
 * checked times only. */
ipso_status ipso__grid_evaluate(ipso_session_measures *measures, ipso_session_value *value,
                                const ipso_session *session, const ipso_session_times *times,
                                ipso_error *err);
ipso_status ipso__phases_evaluate(ipso_session_measures *measures, ipso_session_value *value,
                                  const ipso_session *session, const ipso_session_times *times,
                                  ipso_error *err);

#endif
