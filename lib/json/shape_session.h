/* What a session document is read into, and the shapes of it. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_SHAPE_SESSION_H
#define IPSO_JSON_SHAPE_SESSION_H

#include <ipsosched/session.h>

#include "json/shape.h"

#define IPSO__SESSION_FORMAT "ipsosched-session/1"

/* What is not said is NAN, or -1. */
typedef struct ipso__session_law {
    int law; /* ipso_service_kind, -1: the law itself is not said */
    double mean_min, cv;
    int phases;
    const double *minutes, *shares;
    size_t count;
    const struct ipso__session_part *parts;
    size_t part_count;
} ipso__session_law;

typedef struct ipso__session_part {
    double share;
    ipso__session_law law;
} ipso__session_part;

typedef struct ipso__session_patient {
    const char *id;
    int count; /* so many of them */
    ipso__session_law service, late;
    double no_show, cancel, wait_weight, earliest_min, latest_min, apart_min, reward;
} ipso__session_patient;

typedef struct ipso__session_walk_ins {
    double per_hour, until_min;
    ipso__session_law service;
} ipso__session_walk_ins;

typedef struct ipso__session_root {
    const char *name;
    int start; /* of the day */
    int time, waits, horizon;
    double grid_min, length_min, wait_limit_min;
    const ipso__session_patient *patients;
    size_t patient_count;
    const ipso_session_break *breaks;
    size_t break_count;
    ipso__session_law delay;
    ipso__session_walk_ins walk_ins;
    double wait_weight, idle_weight, overtime_weight;
    double step_min, last_start_min;
    bool certify;
    const double *starts_min;
    size_t start_count;
    const char *format;
} ipso__session_root;

extern const ipso__shape ipso__session_root_shape;

/* Names of the laws, by ipso_service_kind. */
extern const char *const ipso__session_law_names[];

#endif
