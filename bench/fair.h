/* The suite "fair": what its files share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_FAIR_H
#define BENCH_FAIR_H

#include "bench.h"

/* ---- practices: the network scenario, week after week ---- */

/* Which weeks of the scenario, and whether fair turns have their price. */
typedef struct fair_weeks {
    int first, count; /* weeks from that of the scenario on */
    bool priced;
    bool by_site; /* a rule for each site instead of one for all: the doctors at home there */
} fair_weeks;

/* The practice of those weeks: people, duties, rules, forecasts and requests of the scenario's week
 * moved on week by week, the leave of each site passing from doctor to doctor. Appointments already
 * given are left out, and history is the scenario's: let it follow on the weeks before. */
ipso_status fair_practice(ipso_practice **practice, const ipso_practice *week,
                          const fair_weeks *wanted, ipso_error *err);

/* ---- what came of it ---- */

enum { FAIR_PEOPLE = 64, FAIR_RULES = 8 };

typedef enum fair_group { FAIR_FULL_TIME = 0, FAIR_PART_TIME, FAIR_NEWCOMER } fair_group;
#define FAIR_GROUP_COUNT 3
const char *fair_group_name(fair_group group);

/* Turns of one practitioner under one rule, those before the first week counted apart. */
typedef struct fair_turns {
    bool counts; /* the rule is theirs */
    int before, taken;
    int days_before, days; /* of presence */
    double share;          /* fair share of all turns, history counted */
    double above;          /* before + taken - share */
} fair_turns;

/* All weeks planned with one setting. */
typedef struct fair_outcome {
    fair_turns turns[FAIR_RULES][FAIR_PEOPLE];
    int64_t points[IPSO_RULE_COUNT], units[IPSO_RULE_COUNT];
    int plans, violations;
    double gap; /* the largest of the plans */
} fair_outcome;

/* Takes the turns that practices before and after the weeks have in their histories. The rules of a
 * scenario with `rules` of them may be there once, or once for each site; each practitioner is
 * under one of these at most. */
void fair_count(fair_outcome *outcome, const ipso_practice *before, const ipso_practice *after,
                int rules);

/* The group of a practitioner by the history of a practice: a newcomer has known of the rules for
 * at most four weeks. */
fair_group fair_group_of(const ipso_practice *practice, int practitioner);

/* Tables of both settings, [0] without and [1] with fair turns; of practice, the first week's. */
void fair_print_tables(FILE *out, const ipso_practice *practice, const fair_outcome both[2]);
void fair_print_csv(FILE *out, const ipso_practice *practice, const fair_outcome both[2]);

#endif
