/* Personal limits, runs and history, as rules of a schedule.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_columns_make.h"

typedef struct limit_list {
    ipso__schedules_limit *items;
    int count;
} limit_list;

/* Adds a limit with history counted in, unless it says nothing. A maximum that history alone breaks
 * is left out: it holds for no roster or costs all of them more. */
static void add_limit(limit_list *list, ipso__schedules_limit limit, int64_t minimum,
                      int64_t maximum, int64_t history, int64_t points)
{
    int64_t price = ipso__columns_price(points);
    limit.upper = IPSO__NEVER;
    if (points == 0)
        return;
    if (minimum > history) {
        limit.lower = minimum - history;
        limit.under_price = price;
    }
    if (maximum < IPSO_NO_MAX && maximum >= history) {
        limit.upper = maximum - history;
        limit.over_price = price;
    }
    if (limit.lower > 0 || limit.upper != IPSO__NEVER)
        list->items[list->count++] = limit;
}

/* Week-minutes and week-days (R7, R9). */
static void add_weeks(const ipso__columns_maker *m, int p, limit_list *list)
{
    const ipso__roster *r = m->roster;
    const ipso_practitioner *person = ipso_practice_practitioner(m->practice, p);
    const ipso_roster_rules *rules = &person->rules;
    for (int w = 0; w < r->weeks; w++) {
        bool history = ipso__roster_week_has_history(r, w);
        int minutes = person->history.week_minutes, days = person->history.week_days;
        ipso__schedules_limit limit = {.measure = IPSO__MEASURE_MINUTES,
                                       .first_day = r->week_start[w],
                                       .last_day = r->week_start[w + 1] - 1};
        add_limit(list, limit, ipso__roster_week_min(r, p, w, rules->week_minutes.min, minutes),
                  rules->week_minutes.max, history ? minutes : 0, rules->week_minutes.points);
        limit.measure = IPSO__MEASURE_DAYS;
        add_limit(list, limit, ipso__roster_week_min(r, p, w, rules->week_days.min, days),
                  rules->week_days.max, history ? days : 0, rules->week_days.points);
    }
}

/* Kind-limit (R13). Kinds beyond the engine's 32 are left out. */
static void add_kinds(const ipso__columns_maker *m, int p, limit_list *list)
{
    const ipso__roster *r = m->roster;
    for (int i = 0; i < ipso_practice_kind_limit_count(m->practice); i++) {
        const ipso_kind_limit *rule = ipso_practice_kind_limit(m->practice, i);
        int kind = ipso__roster_kind(r, rule->kind);
        if (kind < 0 || kind >= 32 || !ipso_practice_who_matches(m->practice, &rule->who, p))
            continue;
        for (int w = 0; w < (rule->per_week ? r->weeks : 1); w++) {
            ipso__schedules_limit limit = {
                .measure = IPSO__MEASURE_DAYS,
                .first_day = rule->per_week ? r->week_start[w] : 0,
                .last_day = (rule->per_week ? r->week_start[w + 1] : r->days) - 1,
                .kinds = 1u << kind};
            add_limit(list, limit, 0, rule->max, 0, rule->points);
        }
    }
}

/* Horizon-minutes (R8) and weekends (R12). A weekend that history began is left out. */
static void add_horizon(const ipso__columns_maker *m, int p, limit_list *list)
{
    const ipso__roster *r = m->roster;
    const ipso_practitioner *person = ipso_practice_practitioner(m->practice, p);
    const ipso_limit *minutes = &person->rules.horizon_minutes;
    const ipso_limit *weekends = &person->rules.weekends;
    ipso__schedules_limit limit = {.measure = IPSO__MEASURE_MINUTES, .last_day = r->days - 1};
    add_limit(list, limit, ipso__roster_horizon_min(r, p, minutes->min), minutes->max, 0,
              minutes->points);
    limit.measure = IPSO__MEASURE_WEEKENDS;
    if (!person->history.weekend_worked)
        add_limit(list, limit, 0, weekends->max, 0, weekends->points);
}

/* ---- fair turns by ranges ---- */

bool ipso__roster_columns_tell_turns(const ipso__roster *roster)
{
    int rules = ipso_practice_fair_count(roster->practice);
    bool priced = false;
    for (int i = 0; i < rules; i++)
        priced |= ipso_practice_fair(roster->practice, i)->points != 0;
    return priced && roster->kinds + rules <= 32;
}

void ipso__roster_columns_count_turns(const ipso__roster *roster, const bool *chosen,
                                      int64_t *taken)
{
    for (int i = 0; i < ipso_practice_fair_count(roster->practice); i++) {
        const ipso_fair *rule = ipso_practice_fair(roster->practice, i);
        taken[i] = 0;
        for (int o = 0; o < roster->option_count; o++)
            taken[i] += chosen[o] && ipso__roster_is_turn(roster, rule, o) &&
                        ipso_practice_who_matches(roster->practice, &rule->who,
                                                  roster->options[o].practitioner);
    }
}

int64_t ipso__roster_columns_most_turns(const ipso__roster *roster, int rule, const int64_t *share)
{
    const ipso_fair *fair = ipso_practice_fair(roster->practice, rule);
    int64_t sum = 0;
    for (int cell = 0; cell < roster->people * roster->days; cell++) {
        bool turn = false;
        for (int o = roster->first[cell]; o < roster->first[cell + 1]; o++)
            turn |= ipso__roster_is_turn(roster, fair, o);
        sum += turn && (share == NULL || share[cell / roster->days] > 0);
    }
    return sum;
}

static unsigned turn_kind(int rule)
{
    return 1u << (31 - rule);
}

unsigned ipso__columns_kinds(const ipso__columns_maker *m, int option)
{
    int kind = m->roster->options[option].kind;
    unsigned kinds = kind < 32 ? 1u << kind : 0;
    for (int i = 0; m->turns != NULL && i < ipso_practice_fair_count(m->practice); i++)
        if (ipso__roster_is_turn(m->roster, ipso_practice_fair(m->practice, i), option))
            kinds |= turn_kind(i);
    return kinds;
}

/* Fair turns (R18) of p when all take X turns: with y = floor((A H[p] - a[p] (sum of H + X)) / A)
 * the units are max(0, min(x[p], x[p] + y)), which is what x[p] is above max(0, -y). It falls as X
 * grows, so that the most there can be bounds it. */
static void add_turns(const ipso__columns_maker *m, int p, limit_list *list)
{
    for (int i = 0; m->turns != NULL && i < ipso_practice_fair_count(m->practice); i++) {
        const ipso_fair *rule = ipso_practice_fair(m->practice, i);
        const ipso__fair_shares *shares = &m->shares[i];
        if (rule->points == 0 || shares->share_sum == 0 || shares->share[p] == 0)
            continue;
        int64_t all = shares->share_sum, above = all * shares->history[p];
        int64_t fair = shares->share[p] * (shares->history_sum + m->turns[i].most);
        ipso__schedules_limit limit = {
            .measure = IPSO__MEASURE_DAYS, .last_day = m->roster->days - 1, .kinds = turn_kind(i)};
        add_limit(list, limit, 0, fair > above ? (fair - above + all - 1) / all : 0, 0,
                  rule->points);
    }
}

/* The same rules where all take less than the most. */
void ipso__columns_make_turns(ipso__columns_maker *m, ipso__schedules *schedules)
{
    int count = m->turns != NULL ? ipso_practice_fair_count(m->practice) : 0;
    ipso__schedules_turns *turns = ipso__arena_alloc(m->arena, (size_t)count + 1, sizeof *turns);
    m->turn_rule = ipso__arena_alloc(m->arena, (size_t)count + 1, sizeof *m->turn_rule);
    m->failed |= turns == NULL || m->turn_rule == NULL;
    for (int i = 0; i < count && !m->failed; i++) {
        const ipso_fair *rule = ipso_practice_fair(m->practice, i);
        const ipso__fair_shares *shares = &m->shares[i];
        if (rule->points == 0 || shares->share_sum == 0)
            continue;
        m->turn_rule[schedules->turn_count] = i;
        turns[schedules->turn_count++] =
            (ipso__schedules_turns){.kinds = turn_kind(i),
                                    .price = ipso__columns_price(rule->points),
                                    .share = shares->share,
                                    .before = shares->history,
                                    .share_sum = shares->share_sum,
                                    .before_sum = shares->history_sum,
                                    .most = m->turns[i].most};
    }
    schedules->turns = turns;
}

static int run_length(int max)
{
    return max < IPSO_MAX_DAYS ? max : IPSO__UNLIMITED;
}

/* Run-days and run-off-days (R10, R11). */
static ipso__schedules_runs runs_of(const ipso_roster_rules *rules)
{
    const ipso_limit *work = &rules->run_days, *off = &rules->run_off_days;
    bool work_counts = work->points != 0, off_counts = off->points != 0;
    int64_t work_price = ipso__columns_price(work->points);
    return (ipso__schedules_runs){.work_max = work_counts ? run_length(work->max) : IPSO__UNLIMITED,
                                  .work_min = work_counts ? work->min : 0,
                                  .off_max = IPSO__UNLIMITED,
                                  .off_min = off_counts ? off->min : 0,
                                  .work_max_price = work_price,
                                  .work_min_price = work_price,
                                  .off_min_price = ipso__columns_price(off->points)};
}

void ipso__columns_make_limits(ipso__columns_maker *m, int p, ipso__schedules_person *person)
{
    const ipso_practitioner *who = ipso_practice_practitioner(m->practice, p);
    const ipso_history *history = &who->history;
    size_t weeks = (size_t)m->roster->weeks;
    size_t fair = (size_t)ipso_practice_fair_count(m->practice);
    size_t most =
        fair + 2 * weeks + 2 + weeks * (size_t)ipso_practice_kind_limit_count(m->practice);
    limit_list list = {.items = ipso__arena_alloc(m->arena, most, sizeof *list.items)};
    if (list.items == NULL) {
        m->failed = true;
        return;
    }
    add_weeks(m, p, &list);
    add_kinds(m, p, &list);
    add_horizon(m, p, &list);
    add_turns(m, p, &list);
    person->limits = list.items;
    person->limit_count = list.count;
    person->runs = runs_of(&who->rules);
    person->history =
        (ipso__schedules_history){.known = history->run_days > 0 || history->run_off_days > 0,
                                  .work_run = history->run_days,
                                  .off_run = history->run_off_days,
                                  .last_class = -1,
                                  .last_group = -1};
}
