/* A draft, a change and what replanning makes of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_REPLAN_REPLANNED_H
#define TESTS_REPLAN_REPLANNED_H

#include "support/build.h"

#include <ipsosched/replan.h>

typedef struct replanned {
    draft d;
    draft grown; /* built when has_grown */
    bool has_grown;
    ipso_away away[4];
    ipso_shut shut[4];
    ipso_change change;
    ipso_replan_settings settings;
    /* after replan() */
    ipso_practice *practice, *grown_practice;
    ipso_plan *plan;
    ipso_replan *result;
    ipso_outcome outcome;
    ipso_status status;
    ipso_error err;
    int conflicts;
} replanned;

/* The draft of a_draft, no change, default settings with gap 0. */
void start(replanned *r);

/* Practitioner away from one day of the week to another. */
ipso_away *is_away(replanned *r, int practitioner, int first, int last);
void is_shut(replanned *r, int site, int first, int last);

/* Builds and replans; whatever comes of it is in r. */
void replan(replanned *r);

/* replan that must give a result, which passes the check and loses nothing. */
void replan_well(replanned *r);
void finish(replanned *r);

/* The move, or the call, of that id; NULL when there is none. */
const ipso_move *move_of(const replanned *r, const char *id);
const ipso_call *call_of(const replanned *r, const char *id);

/* Fails the test unless the appointment of that id is now there. */
void must_be_at(const replanned *r, const char *id, int practitioner, int day, int start_min);

/* Fails the test unless every appointment of the plan is kept as it was, moved or a call; moves and
 * calls were ahead of now; and no more others moved than allowed. */
void must_lose_nothing(const ipso_plan *before, const ipso_replan *result);

#endif
