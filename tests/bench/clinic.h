/* A small rostering instance written by hand, and rosters of it written as text.
 *
 * Two weeks, day 0 a Monday: 5 and 6, 12 and 13 are weekends. Shifts E of 480 and L of 600 minutes;
 * E may not follow L. Ann works 960 to 2880 minutes, at most 14 E and 2 L, 2 to 5 shifts in a row,
 * 2 days off in a row, 1 weekend, and never on day 3. Bob works L alone, at most 6000 minutes, 1 to
 * 5 in a row, 2 weekends. Ann asks for E on day 0 (2 points), Bob against L on day 4 (3 points).
 * Wanted are 1 E (100, 1) and 1 L (50, 7) on day 0, and no L (100, 7) on day 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_CLINIC_H
#define TESTS_BENCH_CLINIC_H

#include "nrp.h"

#include <ipsosched/plan.h>

/* The lines of the instance, CLINIC_LINES of them, and those that the tests of the reader change.
 */
enum {
    DAYS_LINE = 2,
    E_LINE = 4,
    L_LINE = 5,
    STAFF_LINE = 6,
    ANN_LINE = 7,
    BOB_LINE = 8,
    OFF_LINE = 10,
    ON_LINE = 12,
    AGAINST_LINE = 14,
    COVER_SECTION_LINE = 15,
    COVER_LINE = 16,
    CLINIC_LINES = 18
};
extern const char *const CLINIC[CLINIC_LINES];

/* The text of the lines joined by end, with one of them (1-based; 0 none) replaced. */
char *clinic_text(int line, const char *replacement, const char *end);

nrp_instance *clinic(void);

/* A roster from one text per person: a letter is the shift that begins so, '-' a day off. */
void write_roster(int *roster, const nrp_instance *instance, const char *const *people);

/* One hard rule and a row of Ann's: how often the row breaks it, and no other; Bob rests. */
typedef struct hard_case {
    const char *ann;
    int broken;
    const char *words; /* of the recount */
    ipso_rule rule;    /* of the check */
} hard_case;
extern const hard_case HARD_CASES[];
extern const int HARD_CASE_COUNT;

#endif
