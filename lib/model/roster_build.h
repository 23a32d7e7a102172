/* State shared by the files that state the roster's rules as rows. Private to lib/model/roster_*.c.
 *
 * A row is made by putting its terms and then ending it. Failures are remembered (memory here, the
 * rest in the program) and looked at once, by ipso__roster_program_new.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_ROSTER_BUILD_H
#define IPSO_MODEL_ROSTER_BUILD_H

#include "model/roster.h"

#include "base/error.h"

typedef struct ipso__builder {
    const ipso__roster *roster;
    const ipso_practice *practice;
    ipso__roster_program *out;
    ipso__program *program;
    int64_t *duty_cost; /* per option, while the duty columns are not yet made */
    ipso__term *terms;
    size_t term_count, term_capacity;
    int *work;   /* column per [practitioner * days + day], -1 when no duty may be worked */
    int *at;     /* column of its day and site per option, where two duties a day are allowed */
    int nobody;  /* column that is always 0, -1 until needed */
    int group;   /* of the rows to come, -1 none */
    bool failed; /* out of memory */
} ipso__builder;

/* Whether a rule of that price has rows: not at price 0, and only hard ones when explaining. */
bool ipso__price_counts(const ipso__builder *b, int64_t points);

void ipso__put(ipso__builder *b, int column, double value);

/* Puts every option of a practitioner and day for which fits (NULL: all) answers true; returns how
 * many. */
typedef bool (*ipso__option_fits_fn)(const ipso__builder *b, int option, const void *what);
int ipso__put_options(ipso__builder *b, int cell, double value, ipso__option_fits_fn fits,
                      const void *what);

/* Ends the row of the terms put. A row without terms is left out when it holds, and else gets the
 * nobody column. */
void ipso__end_row(ipso__builder *b, double lower, double upper, const char *name, ...)
    IPSO__PRINTF(4, 5);

/* A slack column: at least 0, as small as the rows allow; continuous unless integer. */
int ipso__slack(ipso__builder *b, int64_t points, double upper, bool integer, const char *name, ...)
    IPSO__PRINTF(5, 6);

/* The slack of a priced row, or -1 when the price is hard: then the row has none. */
int ipso__slack_if_priced(ipso__builder *b, int64_t points, double upper, const char *name, ...)
    IPSO__PRINTF(4, 5);

/* A column that is 1 when one of the columns put is, with the rows that say so; takes the terms.
 * exact: also 0 when none is. */
int ipso__any_column(ipso__builder *b, bool exact, const char *name, ...) IPSO__PRINTF(3, 4);

/* Starts a column of a given role; its list is what ipso__list_add adds. */
int ipso__role_column(ipso__builder *b, ipso__column_role role, int64_t cost, double upper,
                      bool integer, const char *name, ...) IPSO__PRINTF(6, 7);
void ipso__list_add(ipso__builder *b, int column);

/* The rows to come belong to the rule at a JSON pointer; text says it to people. Nothing unless
 * explaining. */
void ipso__begin_group(ipso__builder *b, const char *where, const char *text, ...)
    IPSO__PRINTF(3, 4);
void ipso__end_group(ipso__builder *b);
/* A pointer such as "/practitioners/3/rules/rest_min"; in storage of the program. */
const char *ipso__where(ipso__builder *b, const char *format, ...) IPSO__PRINTF(2, 3);

const char *ipso__name_of(const ipso__builder *b, int practitioner);
const char *ipso__id_of(const ipso__builder *b, int practitioner);

/* The families, each in the file named. */
void ipso__build_prices(ipso__builder *b); /* roster_prices.c: R14, R20, R22 on columns */
void ipso__build_days(ipso__builder *b);   /* roster_days.c: R1, R2 (explaining), R3, R23 */
void ipso__build_bars(ipso__builder *b);   /* roster_bars.c: R2 and forbidding pins, explaining */
void ipso__build_pairs(ipso__builder *b);  /* roster_pairs.c: R4, R5 */
void ipso__build_lines(ipso__builder *b);  /* roster_joint.c: R6, R15, R21 */
void ipso__build_limits(ipso__builder *b); /* roster_limits.c: R7, R8, R9, R12, R13 */
void ipso__build_runs(ipso__builder *b);   /* roster_runs.c: R10, R11 */
void ipso__build_wishes(ipso__builder *b); /* roster_prices.c: R14 that need columns */
void ipso__build_attendance(ipso__builder *b);  /* roster_joint.c: R16 */
void ipso__build_supervision(ipso__builder *b); /* roster_joint.c: R17 */
void ipso__build_fair(ipso__builder *b);        /* roster_fair.c: R18 */
void ipso__build_sites(ipso__builder *b);       /* roster_sites.c: R19, R24 */
void ipso__build_groups(ipso__builder *b);      /* roster_groups.c: R25 */

#endif
