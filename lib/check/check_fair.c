/* Roster rules of fairness and preference: R18 and R20.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

/* ---- R18 ---- */

static bool duty_counts(const ipso__checking *checking, const ipso_fair *fair, int day,
                        const ipso_duty *duty)
{
    const ipso__checking_day *date = &checking->day[day];

    switch (fair->turn) {
    case IPSO_TURN_EXTENDED:
        return ipso__check_extended_minutes(checking, day, duty->start_min, duty->end_min) > 0;
    case IPSO_TURN_SATURDAY:
        return date->weekday == 5 && !date->holiday;
    case IPSO_TURN_SUNDAY:
        return date->weekday == 6 && !date->holiday;
    case IPSO_TURN_HOLIDAY:
        return date->holiday;
    case IPSO_TURN_KIND:
        return ipso__check_same_text(duty->kind, fair->kind);
    }
    return false;
}

/* Days of the horizon on which the practitioner takes a turn. */
static int64_t count_turns(const ipso__checking *checking, const ipso_fair *fair, int practitioner)
{
    int64_t turns = 0;

    for (int t = 0; t < checking->days; t++) {
        const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, t)];
        bool counts = false;
        for (int i = first[0]; i < first[1]; i++)
            counts = counts || duty_counts(checking, fair, t, ipso__check_worked_duty(checking, i));
        turns += counts;
    }
    return turns;
}

/* Turns of one practitioner: x in the horizon, with history, and the share a of all turns. */
typedef struct taken_turns {
    int64_t x, all, share;
} taken_turns;

static taken_turns turns_of(const ipso__checking *checking, int index, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    taken_turns turns = {
        .x = count_turns(checking, ipso_practice_fair(checking->practice, index), practitioner)};
    int64_t days = ipso__check_days_present(checking, practitioner, 0, checking->days);

    turns.all = turns.x;
    for (size_t i = 0; i < person->history.turn_count; i++)
        if (person->history.turns[i].fair_rule == index) {
            turns.all += person->history.turns[i].turns;
            days += 7 * (int64_t)person->history.turns[i].weeks + person->history.turns[i].days;
        }
    turns.share = person->share_percent * days;
    return turns;
}

/* Fair turns (R18): the whole turns above one's share of all turns, those of the horizon alone. */
static void check_fair(ipso__checking *checking, int index)
{
    const ipso_fair *fair = ipso_practice_fair(checking->practice, index);
    int64_t all = 0, shares = 0;

    for (int p = 0; p < checking->practitioners; p++)
        if (ipso_practice_who_matches(checking->practice, &fair->who, p)) {
            taken_turns turns = turns_of(checking, index, p);
            all += turns.all;
            shares += turns.share;
        }
    for (int p = 0; p < checking->practitioners && shares > 0; p++) {
        taken_turns turns = turns_of(checking, index, p);
        int64_t over = (shares * turns.all - turns.share * all) / shares;
        if (!ipso_practice_who_matches(checking->practice, &fair->who, p))
            continue;
        ipso__check_charge(
            checking, IPSO_RULE_FAIR_TURNS, fair->points, over < turns.x ? over : turns.x,
            ipso__check_pointer("fair_turns", index).text,
            "%s takes %lld turns of %s, %lld above a fair share", ipso__check_say_name(checking, p),
            (long long)turns.x, fair->id, (long long)(over < turns.x ? over : turns.x));
    }
}

/* ---- R20 ---- */

/* Site preference (R20): each duty at a site that the practitioner's entry prices. */
static void check_site_preference(ipso__checking *checking, int practitioner,
                                  const ipso_practitioner_site *entry)
{
    int64_t duties = 0;

    for (int i = checking->first_work[ipso__check_cell(checking, practitioner, 0)];
         i < checking->first_work[ipso__check_cell(checking, practitioner + 1, 0)]; i++)
        duties += ipso__check_worked_duty(checking, i)->site == entry->site;
    ipso__check_charge(checking, IPSO_RULE_SITE_PREFERENCE, entry->points, duties,
                       ipso__check_pointer("practitioners", practitioner).text,
                       "%s works %lld duties at %s", ipso__check_say_name(checking, practitioner),
                       (long long)duties, ipso__check_say_site(checking, entry->site));
}

void ipso__check_fair(ipso__checking *checking)
{
    for (int i = 0; i < ipso_practice_fair_count(checking->practice); i++)
        check_fair(checking, i);
    for (int p = 0; p < checking->practitioners; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, p);
        for (size_t i = 0; i < person->site_count; i++)
            check_site_preference(checking, p, &person->sites[i]);
    }
}
