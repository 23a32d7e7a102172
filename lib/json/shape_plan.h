/* Shapes of the plan document. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_SHAPE_PLAN_H
#define IPSO_JSON_SHAPE_PLAN_H

#include "json/shape.h"

#define IPSO__PLAN_FORMAT   "ipsosched-plan/1"
#define IPSO__REPORT_FORMAT "ipsosched-report/1"

/* An unplaced request with the sentence that says why, which is written and not read. */
typedef struct ipso__unplaced_entry {
    ipso_unplaced unplaced;
    const char *text;
} ipso__unplaced_entry;

extern const ipso__shape ipso__stage_shape, ipso__joint_shape, ipso__assignment_shape,
    ipso__slot_shape, ipso__unplaced_shape;

/* Why a request has no place, by ipso_unplaced_reason. */
extern const ipso__words ipso__reason_words;

/* Every key of a plan document, in its order. */
#define IPSO__PLAN_KEY_COUNT 11
extern const char *const ipso__plan_keys[IPSO__PLAN_KEY_COUNT];

#endif
