/* Turns of the suite "fair": counted from histories, against fair shares.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fair.h"

const char *fair_group_name(fair_group group)
{
    static const char *const names[FAIR_GROUP_COUNT] = {"full-time", "part-time", "newcomer"};
    return names[group];
}

static void read_history(const ipso_practitioner *person, int rule, int *turns, int *days)
{
    *turns = *days = 0;
    for (size_t i = 0; i < person->history.turn_count; i++)
        if (person->history.turns[i].fair_rule == rule) {
            *turns += person->history.turns[i].turns;
            *days += 7 * person->history.turns[i].weeks + person->history.turns[i].days;
        }
}

fair_group fair_group_of(const ipso_practice *practice, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(practice, practitioner);
    int turns, days;
    read_history(person, 0, &turns, &days);
    if (days <= 28)
        return FAIR_NEWCOMER;
    return person->share_percent < 100 ? FAIR_PART_TIME : FAIR_FULL_TIME;
}

/* Turns of one rule, of the practices. */
static void count_rule(fair_turns *all, const ipso_practice *before, const ipso_practice *after,
                       int rule)
{
    const ipso_who *who = &ipso_practice_fair(before, rule)->who;
    int people = ipso_practice_practitioner_count(before);
    double shares = 0.0, turns = 0.0;
    for (int p = 0; p < people; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(after, p);
        fair_turns *one = &all[p];
        if (!ipso_practice_who_matches(before, who, p))
            continue;
        one->counts = true;
        read_history(ipso_practice_practitioner(before, p), rule, &one->before, &one->days_before);
        read_history(person, rule, &one->taken, &one->days);
        shares += (double)person->share_percent * one->days;
        turns += one->taken;
    }
    for (int p = 0; p < people; p++) {
        fair_turns *one = &all[p];
        if (shares <= 0.0 || !ipso_practice_who_matches(before, who, p))
            continue;
        one->share =
            turns * ipso_practice_practitioner(after, p)->share_percent * one->days / shares;
        one->above = one->taken - one->share;
        one->taken -= one->before;
        one->days -= one->days_before;
    }
}

void fair_count(fair_outcome *outcome, const ipso_practice *before, const ipso_practice *after,
                int rules)
{
    int count = ipso_practice_fair_count(before);
    for (int i = 0; i < count && rules > 0 && rules <= FAIR_RULES; i++)
        count_rule(outcome->turns[i / (count / rules)], before, after, i);
}
