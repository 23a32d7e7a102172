/* Needs of a panel, grown from its classes: a base, plus bricks. Internal.
 *
 * A patient needs so many visits a year of each type as everybody does (the base), and more for
 * each brick that the class carries: elderly, young child, long-term illness, disability, as the
 * network is paid for them (docs/scenarios.md). A brick may take away what another gives:
 * delegation is one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SCENARIO_NEEDS_H
#define IPSO_SCENARIO_NEEDS_H

#include "scenario/build.h"

#define IPSO__MAX_BRICKS 8
#define IPSO__NEED_WEEKS 52 /* of the year in which the needs arise */

/* Patients of one class. */
typedef struct ipso__portion {
    int patient_class; /* IPSO_ANY: who is of none */
    int patients;
    unsigned bricks; /* bit b: brick b */
    bool known;      /* some of its needs are requests of the week; else all are forecast */
} ipso__portion;

typedef struct ipso__needs {
    int base[IPSO__KIND_COUNT]; /* tenths of a visit per patient and year */
    int bricks[IPSO__MAX_BRICKS][IPSO__KIND_COUNT];
    const ipso__portion *portions;
    int portion_count;
    int plain_class;                 /* of a portion that carries no brick; IPSO_ANY none */
    int requested[IPSO__KIND_COUNT]; /* a week, of the portions known */
    unsigned kinds;                  /* types, as bits */
    bool by_panel; /* what doctors give is said per 1,000 patients of their panels, and acute need
                      of all classes together; else in patients, class by class, and every class
                      has its entries, if of 0: two practices then have the same ones */
} ipso__needs;

/* Tenths of a visit a year of all patients of a portion. */
int64_t ipso__need_of(const ipso__needs *needs, int portion, int kind);

/* Patients of the panel. */
int ipso__needs_panel(const ipso__needs *needs);

/* The rates of no-shows of the network's programme: the English ones by lead time times 0.4, which
 * gives its 2.1 % overall; for requests, and for the behaviour. */
extern const ipso__no_shows ipso__programme_no_shows;
#define IPSO__PROGRAMME_LEADS 4
extern const ipso_no_show_share ipso__programme_shares[IPSO__PROGRAMME_LEADS];

/* Forecast and requests of a week at a site. Types and practitioners must be there. */
void ipso__add_needs(ipso__build *build, int site, const ipso__opening *opening,
                     const ipso__needs *needs);

#endif
