/* Roster rules about days and duties: R1 to R3, R5, R10 to R14.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

/* ---- R1 ---- */

/* Two duties of one day, a starting no later than b. */
static void check_duty_pair(ipso__checking *checking, int practitioner, int day, const ipso_duty *a,
                            const ipso_duty *b)
{
    int gap = b->start_min - a->end_min;
    int least = ipso_practice_practitioner(checking->practice, practitioner)->rules.split_gap_min;
    ipso__check_words where = ipso__check_pointer("practitioners", practitioner);
    ipso__check_words when = ipso__check_say_day(checking, day);
    const char *name = ipso__check_say_name(checking, practitioner);

    if (a->site != b->site)
        ipso__check_charge(checking, IPSO_RULE_DUTY_CHOICE, IPSO_HARD, 1, where.text,
                           "%s works at %s and at %s on %s", name,
                           ipso__check_say_site(checking, a->site),
                           ipso__check_say_site(checking, b->site), when.text);
    if (gap < 0)
        ipso__check_charge(
            checking, IPSO_RULE_DUTY_CHOICE, IPSO_HARD,
            ipso__check_common_minutes(a->start_min, a->end_min, b->start_min, b->end_min),
            where.text, "%s works two duties at once on %s: %s and %s overlap", name, when.text,
            a->id, b->id);
    else if (gap < least)
        ipso__check_charge(checking, IPSO_RULE_DUTY_CHOICE, IPSO_HARD, least - gap, where.text,
                           "%s has %d min between two duties on %s, less than the %d min asked for",
                           name, gap, when.text, least);
}

/* Duty choice (R1): at most duties_per_day a day, two of a day at one site and split_gap apart. */
static void check_duty_choice(ipso__checking *checking, int practitioner, int day)
{
    const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, day)];
    int most = ipso_practice_practitioner(checking->practice, practitioner)->rules.duties_per_day;
    int count = first[1] - first[0];

    if (count > most)
        ipso__check_charge(checking, IPSO_RULE_DUTY_CHOICE, IPSO_HARD, count - most,
                           ipso__check_pointer("practitioners", practitioner).text,
                           "%s works %d duties on %s, more than %d",
                           ipso__check_say_name(checking, practitioner), count,
                           ipso__check_say_day(checking, day).text, most);
    for (int i = first[0]; i + 1 < first[1]; i++)
        check_duty_pair(checking, practitioner, day, ipso__check_worked_duty(checking, i),
                        ipso__check_worked_duty(checking, i + 1));
}

/* ---- R2 ---- */

static bool hours_contain(const ipso__checking *checking, const ipso_hours *hours, size_t count,
                          int day, const ipso_duty *duty)
{
    const ipso__checking_day *date = &checking->day[day];
    unsigned bit = date->holiday ? (unsigned)IPSO_HOLIDAY : 1u << date->weekday;

    for (size_t i = 0; i < count; i++)
        if ((hours[i].days & bit) != 0 && hours[i].start_min <= duty->start_min &&
            hours[i].end_min >= duty->end_min)
            return true;
    return false;
}

bool ipso__check_duty_open(const ipso__checking *checking, int day, const ipso_duty *duty)
{
    const ipso_site *site;

    if (!ipso_practice_day_matches(checking->practice, &duty->days, day))
        return false;
    if (duty->site == IPSO_ANY)
        return true;
    site = ipso_practice_site(checking->practice, duty->site);
    for (size_t i = 0; i < site->closure_count; i++)
        if (checking->day[day].date >= site->closures[i].first &&
            checking->day[day].date <= site->closures[i].last)
            return false;
    return hours_contain(checking, site->hours, site->hours_count, day, duty);
}

bool ipso__check_duty_qualified(const ipso__checking *checking, int practitioner,
                                const ipso_duty *duty)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    bool at_site = duty->site == IPSO_ANY || person->site_count == 0;

    for (size_t i = 0; i < person->site_count && !at_site; i++)
        at_site = person->sites[i].site == duty->site;
    if ((duty->site == IPSO_ANY || duty->tele) && !person->teleconsultation)
        return false;
    return at_site && ipso_practice_who_matches(checking->practice, &duty->who, practitioner);
}

bool ipso__check_duty_available(const ipso__checking *checking, int practitioner, int day,
                                const ipso_duty *duty)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);

    if (checking->leave[ipso__check_cell(checking, practitioner, day)])
        return false;
    return person->availability_count == 0 ||
           hours_contain(checking, person->availability, person->availability_count, day, duty);
}

/* Availability, opening, qualification (R2) of one duty worked. */
static void check_may_work(ipso__checking *checking, int assignment)
{
    const ipso_assignment *work = ipso_plan_assignment(checking->plan, assignment);
    const ipso_duty *duty = ipso__check_worked_duty(checking, assignment);
    const char *name = ipso__check_say_name(checking, work->practitioner);
    ipso__check_words where = ipso__check_pointer("practitioners", work->practitioner);
    ipso__check_words when = ipso__check_say_day(checking, work->day);

    if (!ipso__check_duty_available(checking, work->practitioner, work->day, duty))
        ipso__check_charge(
            checking, IPSO_RULE_AVAILABILITY, IPSO_HARD, 1, where.text,
            "%s works %s on %s but is %s", name, duty->id, when.text,
            checking->leave[ipso__check_cell(checking, work->practitioner, work->day)]
                ? "on leave"
                : "not available then");
    if (!ipso__check_duty_open(checking, work->day, duty))
        ipso__check_charge(checking, IPSO_RULE_OPENING, IPSO_HARD, 1, where.text,
                           "%s works %s on %s, not a day of the duty or not in the hours of %s",
                           name, duty->id, when.text, ipso__check_say_site(checking, duty->site));
    if (!ipso__check_duty_qualified(checking, work->practitioner, duty))
        ipso__check_charge(checking, IPSO_RULE_QUALIFICATION, IPSO_HARD, 1, where.text,
                           "%s works %s on %s without being one who may", name, duty->id,
                           when.text);
}

/* ---- R3 ---- */

/* Pin (R3): a given duty, or day, is worked, a forbidden one is not. */
static void check_pin(ipso__checking *checking, int index)
{
    const ipso_pin *pin = ipso_practice_pin(checking->practice, index);
    int day = pin->date - checking->day[0].date;
    const int *first;
    bool worked = false;

    if (day < 0 || day >= checking->days)
        return;
    first = &checking->first_work[ipso__check_cell(checking, pin->practitioner, day)];
    for (int i = first[0]; i < first[1]; i++)
        worked = worked || pin->duty == IPSO_ANY ||
                 ipso_plan_assignment(checking->plan, i)->duty == pin->duty;
    if (worked == pin->forbidden)
        ipso__check_charge(
            checking, IPSO_RULE_PIN, IPSO_HARD, 1, ipso__check_pointer("pins", index).text,
            "%s %s %s on %s", ipso__check_say_name(checking, pin->practitioner),
            worked ? "works" : "does not work",
            pin->duty == IPSO_ANY ? "a duty"
                                  : ipso_practice_duty(checking->practice, pin->duty)->id,
            ipso__check_say_day(checking, day).text);
}

/* ---- kinds of duties: R5, R13, R14 ---- */

/* Duties of the kind (any when NULL) at the site (any) that the practitioner works on the day. */
static int duties_of(const ipso__checking *checking, int practitioner, int day, const char *kind,
                     int site)
{
    const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, day)];
    int count = 0;

    for (int i = first[0]; i < first[1]; i++) {
        const ipso_duty *duty = ipso__check_worked_duty(checking, i);
        count += (kind == NULL || ipso__check_same_text(duty->kind, kind)) &&
                 (site == IPSO_ANY || duty->site == site);
    }
    return count;
}

/* Succession (R5): no duty of kind after on the day after one of kind before. */
static void check_succession(ipso__checking *checking, int index, int practitioner)
{
    const ipso_succession *rule = ipso_practice_succession(checking->practice, index);
    const ipso_history *history =
        &ipso_practice_practitioner(checking->practice, practitioner)->history;
    bool before = ipso__check_same_text(history->last_kind, rule->before);

    for (int t = 0; t < checking->days; t++) {
        if (before && duties_of(checking, practitioner, t, rule->after, IPSO_ANY) > 0)
            ipso__check_charge(checking, IPSO_RULE_SUCCESSION, rule->points, 1,
                               ipso__check_pointer("successions", index).text,
                               "%s works %s on %s, the day after %s",
                               ipso__check_say_name(checking, practitioner), rule->after,
                               ipso__check_say_day(checking, t).text, rule->before);
        before = duties_of(checking, practitioner, t, rule->before, IPSO_ANY) > 0;
    }
}

/* Kind limit (R13): duties of a kind per week, or over the horizon, at most max. */
static void check_kind_limit(ipso__checking *checking, int index, int practitioner)
{
    const ipso_kind_limit *limit = ipso_practice_kind_limit(checking->practice, index);
    int count = 0;

    for (int t = 0; t < checking->days; t++) {
        bool last = t + 1 == checking->days;
        count += duties_of(checking, practitioner, t, limit->kind, IPSO_ANY);
        if (!last && !(limit->per_week && checking->day[t + 1].week > checking->day[t].week))
            continue;
        ipso__check_charge(checking, IPSO_RULE_KIND_LIMIT, limit->points, count - limit->max,
                           ipso__check_pointer("kind_limits", index).text,
                           "%s works %d duties of kind %s in the %s %s, more than %d",
                           ipso__check_say_name(checking, practitioner), count, limit->kind,
                           limit->per_week ? "week of" : "days to",
                           limit->per_week
                               ? ipso__check_say_week(checking, checking->day[t].week).text
                               : ipso__check_say_day(checking, t).text,
                           limit->max);
        count = 0;
    }
}

/* Wish (R14): each matching day on which a wish is not honoured is paid for. */
static void check_wish(ipso__checking *checking, int practitioner, int index)
{
    const ipso_wish *wish =
        &ipso_practice_practitioner(checking->practice, practitioner)->wishes[index];

    for (int t = 0; t < checking->days; t++) {
        bool fits;
        if (checking->leave[ipso__check_cell(checking, practitioner, t)] ||
            !ipso_practice_day_matches(checking->practice, &wish->days, t))
            continue;
        fits = duties_of(checking, practitioner, t, wish->kind, wish->site) > 0;
        if (fits != wish->wanted)
            ipso__check_charge(
                checking, IPSO_RULE_WISH, wish->points, 1,
                ipso__check_pointer("practitioners", practitioner).text, "%s wished %s duty on %s",
                ipso__check_say_name(checking, practitioner),
                wish->wanted ? "for a" : "for no such", ipso__check_say_day(checking, t).text);
    }
}

/* ---- runs: R10 and R11 ---- */

/* Most days in a row (R10): a window of max + 1 days that are all worked is one unit. */
static void check_longest_run(ipso__checking *checking, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    const ipso_limit *limit = &person->rules.run_days;
    int run = person->history.run_days < limit->max ? person->history.run_days : limit->max;
    int over = 0;

    for (int t = 0; t < checking->days; t++) {
        bool ends = t + 1 == checking->days || !ipso__check_works(checking, practitioner, t + 1);
        run = ipso__check_works(checking, practitioner, t) ? run + 1 : 0;
        over += limit->max != IPSO_NO_MAX && run > limit->max;
        if (!ends)
            continue;
        ipso__check_charge(checking, IPSO_RULE_RUN_DAYS, limit->points, over,
                           ipso__check_pointer("practitioners", practitioner).text,
                           "%s works %d days in a row to %s, more than %d",
                           ipso__check_say_name(checking, practitioner), run,
                           ipso__check_say_day(checking, t).text, limit->max);
        over = 0;
    }
}

/* Fewest days in a row worked (R10) or off (R11): a run that ends before the last day is at least
 * min long. before is the length of history's run of that sort; with neither sort known, the run
 * that contains day 0 is long enough. */
static void check_shortest_run(ipso__checking *checking, int practitioner, bool worked)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    const ipso_limit *limit = worked ? &person->rules.run_days : &person->rules.run_off_days;
    int run = worked ? person->history.run_days : person->history.run_off_days;
    bool known = person->history.run_days > 0 || person->history.run_off_days > 0;

    for (int t = 0; t < checking->days; t++) {
        if (ipso__check_works(checking, practitioner, t) == worked) {
            run += t == 0 && !known ? limit->min : 1;
            continue;
        }
        if (run > 0)
            ipso__check_charge(
                checking, worked ? IPSO_RULE_RUN_DAYS : IPSO_RULE_RUN_OFF_DAYS, limit->points,
                limit->min - run, ipso__check_pointer("practitioners", practitioner).text,
                "%s %s %d days in a row before %s, fewer than %d",
                ipso__check_say_name(checking, practitioner), worked ? "works" : "is off", run,
                ipso__check_say_day(checking, t).text, limit->min);
        run = 0;
    }
}

/* ---- R12 ---- */

/* Weekends (R12): a Saturday or the Sunday after it is worked; at most max of them. */
static void check_weekends(ipso__checking *checking, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, practitioner);
    const ipso_limit *limit = &person->rules.weekends;
    bool saturday = checking->day[0].weekday == 6 && person->history.weekend_worked;
    int count = 0;

    if (limit->max == IPSO_NO_MAX)
        return;
    for (int t = 0; t < checking->days; t++) {
        bool works = ipso__check_works(checking, practitioner, t);
        if (checking->day[t].weekday == 5)
            saturday = works;
        bool last = checking->day[t].weekday == 5 && t + 1 == checking->days;
        if (checking->day[t].weekday == 6 || last)
            count += saturday || works;
    }
    ipso__check_charge(checking, IPSO_RULE_WEEKENDS, limit->points, count - limit->max,
                       ipso__check_pointer("practitioners", practitioner).text,
                       "%s works %d weekends, more than %d",
                       ipso__check_say_name(checking, practitioner), count, limit->max);
}

/* ---- all of them ---- */

static void check_person(ipso__checking *checking, int practitioner)
{
    const ipso_practice *practice = checking->practice;
    size_t wishes = ipso_practice_practitioner(practice, practitioner)->wish_count;

    for (int t = 0; t < checking->days; t++)
        check_duty_choice(checking, practitioner, t);
    for (int i = 0; i < ipso_practice_succession_count(practice); i++)
        if (ipso_practice_who_matches(practice, &ipso_practice_succession(practice, i)->who,
                                      practitioner))
            check_succession(checking, i, practitioner);
    for (int i = 0; i < ipso_practice_kind_limit_count(practice); i++)
        if (ipso_practice_who_matches(practice, &ipso_practice_kind_limit(practice, i)->who,
                                      practitioner))
            check_kind_limit(checking, i, practitioner);
    for (size_t i = 0; i < wishes; i++)
        check_wish(checking, practitioner, (int)i);
    check_longest_run(checking, practitioner);
    check_shortest_run(checking, practitioner, true);
    check_shortest_run(checking, practitioner, false);
    check_weekends(checking, practitioner);
}

void ipso__check_roster_days(ipso__checking *checking)
{
    for (int p = 0; p < checking->practitioners; p++)
        check_person(checking, p);
    for (int i = 0; i < ipso_plan_assignment_count(checking->plan); i++)
        check_may_work(checking, i);
    for (int i = 0; i < ipso_practice_pin_count(checking->practice); i++)
        check_pin(checking, i);
}
