/* Shapes of operations on an agenda and of what they give. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_SHAPE_AGENDA_H
#define IPSO_JSON_SHAPE_AGENDA_H

#include <ipsosched/operation.h>

#include "json/shape.h"

/* An operation as it is written. */
typedef struct ipso__operation_line {
    ipso_operation operation;
    const char *op, *now;
} ipso__operation_line;

/* By ipso_operation_kind. */
extern const ipso__shape ipso__operation_shapes[IPSO_OPERATION_COUNT];
extern const ipso__words ipso__operation_words;

/* A bookable start's place and terms; an answer of why; an entry with a place and without; an ask;
 * a block; a release. */
extern const ipso__shape ipso__offer_shape, ipso__why_shape, ipso__entry_shape, ipso__waiting_shape,
    ipso__ask_shape, ipso__absence_shape, ipso__opening_shape;

/* What an event has: a place, a span of days, an ask ... by its kind. */
extern const ipso__shape ipso__event_shape, ipso__placed_event_shape, ipso__block_event_shape,
    ipso__release_event_shape;

#endif
