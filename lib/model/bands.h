/* Bands: the pieces of consulting time that slots are put into. Internal.
 *
 * A session is cut where it starts to matter which minute a slot has: at the edges of extended
 * minutes and of the windows of demand and requests ("Consulting time" of docs/formulation.md).
 * Within a band one start is as good as another, so that the programs of slots and bookings count
 * minutes alone. The bands of a duty depend on that duty and the holes alone, not on what else is
 * worked: the bands of duties that exclude each other may be built together. Bands are read-only
 * once built; any number of threads may read them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_BANDS_H
#define IPSO_MODEL_BANDS_H

#include "base/error.h"
#include "base/memory.h"

#include <ipsosched/plan.h>

/* A stretch of a duty with one admission; fixed appointments are not taken out. */
typedef struct ipso__sitting {
    int practitioner, day, duty;
    int site; /* IPSO_ANY remote */
    bool tele;
    bool admits_all;
    int start_min, end_min;
    const unsigned char *modes; /* per type: how it is held there (IPSO_MODE_*), 0 not at all */
    int first_band, band_count;
} ipso__sitting;

typedef struct ipso__band {
    int sitting;
    int start_min, end_min; /* on the grid */
    bool extended;          /* lies in extended minutes */
} ipso__band;

/* Minutes of a practitioner's day that no band may use: slots that stay where they are. */
typedef struct ipso__hole {
    int practitioner, day, start_min, end_min;
} ipso__hole;

/* Sittings in the order practitioner, day, start; bands likewise. */
typedef struct ipso__bands {
    ipso__sitting *sittings;
    int sitting_count;
    ipso__band *bands;
    int band_count;
    int *first_band; /* of practitioner p and day t, at p * days + t; one entry more at the end */
    int days;
    ipso__arena arena;
} ipso__bands;

/* The bands of a roster, fixed appointments and holes taken out. IPSO_NOMEM leaves *bands
 * untouched; else free it with ipso__bands_finish. */
ipso_status ipso__bands_build(ipso__bands *bands, const ipso_practice *practice,
                              const ipso_assignment *assignments, int assignment_count,
                              const ipso__hole *holes, int hole_count, ipso_error *err);
void ipso__bands_finish(ipso__bands *bands);

const ipso__sitting *ipso__band_sitting(const ipso__bands *bands, int band);

/* The band of practitioner and day that holds [start_min, end_min) whole, or -1. */
int ipso__bands_find(const ipso__bands *bands, int practitioner, int day, int start_min,
                     int end_min);

/* Whether two different bands have a minute in common. */
bool ipso__bands_overlap(const ipso__bands *bands, int first, int second);

/* Whether every slot of band `later` starts at least min_gap and at most max_gap minutes after the
 * end of every slot of band `earlier` (B4, asked of whole bands). */
bool ipso__bands_linked(const ipso__bands *bands, int earlier, int later, int min_gap_min,
                        int max_gap_min);

#endif
