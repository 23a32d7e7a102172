/* The history that a past leaves to one practitioner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/past.h"

#include "base/error.h"

#include <string.h>

enum { MOST_RUN_DAYS = 366, MOST_RUN_OFF_DAYS = 100000, MOST_TURN_DAYS = 7 * 520 };

/* One practitioner on the way from the past to the next practice. */
typedef struct heir {
    const ipso_past *past;
    const ipso_practitioner *before; /* as the past has them */
    int from;
    const ipso_practice *next;
    const ipso_practitioner *after; /* as the next practice has them */
    int to;
    int days; /* of the past, before the next practice starts */
} heir;

static const ipso_duty *worked_duty(const heir *h, int assignment)
{
    return ipso_practice_duty(h->past->practice,
                              ipso_plan_assignment(h->past->plan, assignment)->duty);
}

static int lesser(int a, int b)
{
    return a < b ? a : b;
}

/* ---- runs ---- */

static void set_run(const heir *h, ipso_history *history)
{
    const ipso_history *before = &h->before->history;
    bool worked = ipso__past_works(h->past, h->from, h->days - 1);
    int run = 0;

    while (run < h->days && ipso__past_works(h->past, h->from, h->days - 1 - run) == worked)
        run++;
    if (run == h->days)
        run += worked ? before->run_days : before->run_off_days;
    history->run_days = worked ? lesser(run, MOST_RUN_DAYS) : 0;
    history->run_off_days = worked ? 0 : lesser(run, MOST_RUN_OFF_DAYS);
}

/* ---- the eve ---- */

/* Whether a succession of the next practice forbids something after that kind. */
static bool has_succession(const heir *h, const char *kind)
{
    for (int i = 0; i < ipso_practice_succession_count(h->next); i++) {
        const ipso_succession *rule = ipso_practice_succession(h->next, i);

        if (strcmp(rule->before, kind) == 0 &&
            ipso_practice_who_matches(h->next, &rule->who, h->to))
            return true;
    }
    return false;
}

static void set_eve(const heir *h, ipso_history *history)
{
    int end = ipso__past_find(h->past, h->from, h->days);

    for (int i = ipso__past_find(h->past, h->from, h->days - 1); i < end; i++) {
        const ipso_duty *duty = worked_duty(h, i);

        if (duty->end_min > history->last_end_min)
            history->last_end_min = duty->end_min;
        if (history->last_kind == NULL || has_succession(h, duty->kind) ||
            !has_succession(h, history->last_kind))
            history->last_kind = duty->kind;
    }
}

/* ---- the site ---- */

/* The site of the next practice that has the id of one of the past; IPSO_ANY for none. */
static int next_site(const heir *h, int site)
{
    const ipso_site *known = ipso_practice_site(h->past->practice, site);

    for (int i = 0; known != NULL && i < ipso_practice_site_count(h->next); i++)
        if (strcmp(ipso_practice_site(h->next, i)->id, known->id) == 0)
            return i;
    return IPSO_ANY;
}

/* The site of a day of the past, IPSO_ANY when it leaves the last site as it was: off, remote, or
 * at a site common to all. */
static int site_of_day(const heir *h, int day)
{
    int site = IPSO_ANY;

    if (ipso__past_works(h->past, h->from, day))
        site = worked_duty(h, ipso__past_find(h->past, h->from, day))->site;
    return site != IPSO_ANY && ipso_practice_site(h->past->practice, site)->common ? IPSO_ANY
                                                                                   : site;
}

static void set_site(const heir *h, ipso_history *history)
{
    int site = IPSO_ANY;

    for (int t = h->days - 1; t >= 0 && site == IPSO_ANY; t--)
        site = site_of_day(h, t);
    if (site == IPSO_ANY)
        site = h->before->history.last_site;
    history->last_site = next_site(h, site);
}

/* ---- the week that has begun ---- */

static int working_minutes(const ipso_duty *duty)
{
    int minutes = duty->end_min - duty->start_min;

    for (size_t i = 0; i < duty->break_count; i++)
        minutes -= duty->breaks[i].end_min - duty->breaks[i].start_min;
    return minutes;
}

static void set_week(const heir *h, ipso_history *history)
{
    int weekday = ipso_date_weekday(ipso_practice_horizon(h->next)->first_day);
    int monday = h->days - weekday; /* as a day of the past */
    int last = -1;

    if (weekday == 0)
        return;
    if (monday < 0) {
        history->week_minutes = h->before->history.week_minutes;
        history->week_days = h->before->history.week_days;
    }
    for (int i = ipso__past_find(h->past, h->from, monday < 0 ? 0 : monday);
         i < ipso__past_find(h->past, h->from, h->days); i++) {
        int day = ipso_plan_assignment(h->past->plan, i)->day;

        history->week_minutes += working_minutes(worked_duty(h, i));
        history->week_days += day != last;
        last = day;
    }
    history->weekend_worked = weekday == 6 && ipso__past_works(h->past, h->from, h->days - 1);
}

/* ---- turns ---- */

/* The fair rule of the past with that id, or IPSO_ANY. */
static int past_rule(const heir *h, const char *id)
{
    for (int i = 0; i < ipso_practice_fair_count(h->past->practice); i++)
        if (strcmp(ipso_practice_fair(h->past->practice, i)->id, id) == 0)
            return i;
    return IPSO_ANY;
}

static int64_t rounded(int64_t a, int64_t b)
{
    return (2 * a + b) / (2 * b);
}

/* Turns and days of presence under a fair rule of the past, up to the next practice. */
static void count_turns(const heir *h, int rule, int64_t *turns, int64_t *days)
{
    const ipso_practice *practice = h->past->practice;
    const ipso_history *before = &h->before->history;

    *turns = *days = 0;
    for (size_t i = 0; i < before->turn_count; i++)
        if (before->turns[i].fair_rule == rule) {
            *turns += before->turns[i].turns;
            *days += 7 * (int64_t)before->turns[i].weeks + before->turns[i].days;
        }
    if (!ipso_practice_who_matches(practice, &ipso_practice_fair(practice, rule)->who, h->from))
        return;
    *turns += ipso__past_turns(h->past, h->from, rule, h->days);
    for (int t = 0; t < h->days; t++)
        *days += !ipso__on_leave(h->before, ipso_past_first_day(h->past) + t);
}

/* The turns entry of one fair rule of the next practice; false when there is nothing to say. */
static bool make_turns(const heir *h, int fair, ipso_turns *entry)
{
    int rule = past_rule(h, ipso_practice_fair(h->next, fair)->id);
    int64_t turns, days;

    if (rule == IPSO_ANY)
        return false;
    count_turns(h, rule, &turns, &days);
    days = rounded(days * h->before->share_percent, h->after->share_percent);
    if (days > MOST_TURN_DAYS) {
        turns = rounded(turns * MOST_TURN_DAYS, days);
        days = MOST_TURN_DAYS;
    }
    *entry = (ipso_turns){.fair_rule = fair,
                          .turns = (int)(turns < 10000 ? turns : 10000),
                          .weeks = (int)(days / 7),
                          .days = (int)(days % 7)};
    return turns > 0 || days > 0;
}

static ipso_status set_turns(const heir *h, ipso_history *history, ipso__arena *arena,
                             ipso_error *err)
{
    size_t count = (size_t)ipso_practice_fair_count(h->next);
    ipso_turns *turns = ipso__arena_alloc(arena, count, sizeof *turns);

    if (turns == NULL)
        return ipso__fail_nomem(err);
    for (size_t i = 0; i < count; i++)
        history->turn_count += make_turns(h, (int)i, &turns[history->turn_count]);
    history->turns = turns;
    return IPSO_OK;
}

ipso_status ipso__past_history(ipso_history *history, const ipso_past *past, int from,
                               const ipso_practice *practice, int to, int days, ipso__arena *arena,
                               ipso_error *err)
{
    heir h = {.past = past,
              .before = ipso_practice_practitioner(past->practice, from),
              .from = from,
              .next = practice,
              .after = ipso_practice_practitioner(practice, to),
              .to = to,
              .days = days};

    if (days == 0) {
        *history = h.before->history;
    } else {
        ipso_history_init(history);
        set_run(&h, history);
        set_eve(&h, history);
        set_week(&h, history);
    }
    history->turns = NULL;
    history->turn_count = 0;
    set_site(&h, history);
    return set_turns(&h, history, arena, err);
}
