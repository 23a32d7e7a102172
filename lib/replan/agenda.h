/* The appointments of an agenda: which of them the change takes, and where each is in the end.
 * Internal to lib/replan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_REPLAN_AGENDA_H
#define IPSO_REPLAN_AGENDA_H

#include "model/bands.h"
#include "replan/changes.h"

typedef struct ipso__appointment {
    const char *id, *patient;
    int request, fixed; /* of the base; one of them is IPSO_ANY */
    int type, patient_class;
    double no_show;
    int own;                      /* practitioner who costs nothing more, or IPSO_ANY */
    bool booked;                  /* it has an old place; else it is a request that waits */
    bool past;                    /* its old place lies before now */
    bool touched;                 /* the change takes its old place */
    bool by_site;                 /* ... since the site is closed */
    int after;                    /* appointment that it follows, IPSO_ANY none ... */
    int min_gap_min, max_gap_min; /* ... at such a gap */
    bool linked;                  /* it follows another, or is followed */
    bool movable;                 /* a place is looked for; an untouched one may also stay */
    bool placed;                  /* it has a place in the end: */
    ipso_slot place;
    ipso_slot old;
    int64_t points; /* price of that place, or of having none */
} ipso__appointment;

typedef struct ipso__agenda {
    const ipso__changes *changes;
    const ipso_practice *base;
    ipso_assignment *work; /* the duties of the new roster */
    int work_count;
    ipso__bands bands;        /* sittings of the new roster; no bands are taken out */
    ipso__appointment *items; /* the fixed appointments, then the requests */
    int count, fixed_count;
} ipso__agenda;

/* The agenda under the duties given. waiting: requests of the plan without a place are tried again.
 * IPSO_NOMEM leaves *agenda untouched. */
ipso_status ipso__agenda_start(ipso__agenda *agenda, const ipso__changes *changes,
                               const ipso_practice *closed, const ipso_assignment *work,
                               int work_count, bool waiting, ipso_error *err);
void ipso__agenda_finish(ipso__agenda *agenda);

/* The sitting of the new roster that may hold a slot of type and mode there, or -1. asked: one of a
 * request, whose mode must be the one of that sitting. */
int ipso__agenda_sitting(const ipso__agenda *agenda, const ipso_slot *slot, bool asked);

#endif
