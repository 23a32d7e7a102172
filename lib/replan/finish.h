/* Writing a result. Internal to lib/replan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_REPLAN_FINISH_H
#define IPSO_REPLAN_FINISH_H

#include "replan/steps.h"

/* A result being written; lists by appointment of the agenda, keeps by slot of the plan before. */
typedef struct ipso__finishing {
    ipso__replanning *r;
    ipso_replan *made;
    ipso__changed changed;
    ipso_request *requests;
    ipso_window *windows;
    ipso_fixed *fixed;
    int *fixed_of, *request_of; /* in the new practice, or IPSO_ANY */
    bool *frozen;               /* a request that is a fixed appointment from now on */
    bool *tried;
    ipso_unplaced_reason *why;
    bool *unsuited; /* there are free places, but none that the patient accepts */
    bool *keeps;    /* an open slot that stays */
    ipso__arena arena;
    ipso_error *err;
} ipso__finishing;

/* Where S6 is hard: drops open slots, and fixes booked requests, that extended hours no longer have
 * room for now that duties are gone. */
void ipso__keep_extended(ipso__finishing *finishing);

/* Lays open slots into the time of new duties; the rest of the result's plan stays. */
ipso_status ipso__fill_new_duties(ipso__finishing *finishing);

/* Fills the moves, calls and changes of duties of the result. */
ipso_status ipso__list_changes(ipso__finishing *finishing);

#endif
