/* The roster as whole schedules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_columns.h"

#include "base/error.h"
#include "planner/roster_columns_make.h"

#include <stdlib.h>
#include <string.h>

bool ipso__roster_columns_fit(const ipso__roster *roster)
{
    for (int p = 0; p < roster->people; p++)
        if (ipso_practice_practitioner(roster->practice, p)->rules.duties_per_day > 1)
            return false;
    return true;
}

/* ---- classes: what tells duties apart from one day to the next (R4, R5) ---- */

typedef struct class_list {
    int *class_of;                      /* per option of the roster */
    const ipso__roster_option **member; /* one option of each class */
    int count;
} class_list;

static bool make_classes(ipso__columns_maker *m, class_list *classes)
{
    const ipso__roster *r = m->roster;
    size_t options = (size_t)r->option_count + 1;
    classes->class_of = ipso__arena_alloc(m->arena, options, sizeof *classes->class_of);
    classes->member = ipso__arena_alloc(m->arena, options, sizeof *classes->member);
    if (classes->class_of == NULL || classes->member == NULL)
        return false;
    for (int o = 0; o < r->option_count; o++) {
        const ipso__roster_option *option = &r->options[o];
        int c = 0;
        while (c < classes->count && (classes->member[c]->start_min != option->start_min ||
                                      classes->member[c]->end_min != option->end_min ||
                                      classes->member[c]->kind != option->kind))
            c++;
        if (c == classes->count)
            classes->member[classes->count++] = option;
        classes->class_of[o] = c;
    }
    return true;
}

static int64_t add_price(int64_t sum, int64_t points, int64_t units)
{
    if (units <= 0 || points == 0 || sum == IPSO__NEVER)
        return sum;
    return points == IPSO_HARD ? IPSO__NEVER : sum + points * units;
}

/* Points of rest and succession (R4, R5) when a duty of kind that ends at end_min (0: unknown) is
 * followed by one on the next day; kind -1 is none. */
static int64_t follow_points(const ipso__columns_maker *m, int p, int end_min, int kind,
                             const ipso__roster_option *next)
{
    const ipso_roster_rules *rules = &ipso_practice_practitioner(m->practice, p)->rules;
    int64_t points = 0;
    if (end_min > 0)
        points = add_price(points, rules->rest_points,
                           end_min + rules->rest_min - IPSO_DAY_MIN - next->start_min);
    for (int i = 0; i < ipso_practice_succession_count(m->practice); i++) {
        const ipso_succession *rule = ipso_practice_succession(m->practice, i);
        if (kind >= 0 && ipso_practice_who_matches(m->practice, &rule->who, p) &&
            ipso__roster_kind(m->roster, rule->before) == kind &&
            ipso__roster_kind(m->roster, rule->after) == next->kind)
            points = add_price(points, rule->points, 1);
    }
    return points;
}

static bool make_follow(ipso__columns_maker *m, const class_list *classes, int p,
                        ipso__schedules_person *person)
{
    size_t count = (size_t)classes->count;
    int64_t *follow = ipso__arena_alloc(m->arena, count * count + 1, sizeof *follow);
    if (follow == NULL)
        return false;
    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < count; b++)
            follow[a * count + b] = follow_points(m, p, classes->member[a]->end_min,
                                                  classes->member[a]->kind, classes->member[b]);
    person->follow = follow;
    return true;
}

/* ---- the days of a person ---- */

/* What a day costs with an option, or off (option -1): R14, R16. */
static int64_t day_points(const ipso__columns_maker *m, int p, int t, int option)
{
    const ipso__roster *r = m->roster;
    const ipso_practitioner *person = ipso_practice_practitioner(m->practice, p);
    int cell = p * r->days + t;
    int64_t points = 0;
    if (r->leave[cell])
        return 0;
    for (size_t i = 0; i < person->wish_count; i++) {
        const ipso_wish *wish = &person->wishes[i];
        bool fits = option >= 0 && ipso__roster_fits_wish(r, wish, option);
        if (ipso_practice_day_matches(m->practice, &wish->days, t) && fits != wish->wanted)
            points += wish->points;
    }
    for (int i = 0; i < ipso_practice_protected_count(m->practice); i++) {
        const ipso_protected *time = ipso_practice_protected(m->practice, i);
        bool may = false;
        if (time->start_min >= time->end_min || time->attendance_points == 0 ||
            !ipso_practice_day_matches(m->practice, &time->days, t) ||
            !ipso_practice_who_matches(m->practice, &time->who, p))
            continue;
        for (int o = r->first[cell]; o < r->first[cell + 1]; o++)
            may |= ipso__roster_attends(r, time, o);
        if (may && (option < 0 || !ipso__roster_attends(r, time, option)))
            points = add_price(points, time->attendance_points, 1);
    }
    return points;
}

/* Whether pins and fixed appointments (R3, R23) allow an option, or a day off (option -1). */
static bool day_allows(ipso__columns_maker *m, int p, int t, int option)
{
    const ipso__roster *r = m->roster;
    ipso_date date = ipso_practice_horizon(m->practice)->first_day + t;
    bool allowed = option < 0 || !r->options[option].forbidden;
    for (int i = 0; i < ipso_practice_pin_count(m->practice) && allowed; i++) {
        const ipso_pin *pin = ipso_practice_pin(m->practice, i);
        if (pin->practitioner == p && pin->date == date && !pin->forbidden)
            allowed =
                option >= 0 && (pin->duty == IPSO_ANY || pin->duty == r->options[option].duty);
    }
    for (int i = 0; i < ipso_practice_fixed_count(m->practice) && allowed; i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(m->practice, i);
        if (fixed->practitioner != p || fixed->date != date)
            continue;
        allowed = option >= 0;
        if (allowed && ipso__roster_holds_fixed(r, option, i, &allowed, NULL) != IPSO_OK)
            m->failed = true;
    }
    return allowed;
}

static int64_t option_points(const ipso__columns_maker *m, int p, int t, int o)
{
    const ipso__roster_option *option = &m->roster->options[o];
    const ipso_history *history = &ipso_practice_practitioner(m->practice, p)->history;
    int64_t points = day_points(m, p, t, o);
    int64_t eve = t > 0 ? 0
                        : follow_points(m, p, history->last_end_min,
                                        ipso__roster_kind(m->roster, history->last_kind), option);
    if (points == IPSO__NEVER || eve == IPSO__NEVER)
        return IPSO__NEVER;
    return points + eve + option->points;
}

typedef struct person_days {
    ipso__schedules_option *options;
    int *of_roster, *first;
    int64_t *off_cost;
    int count;
} person_days;

static void add_option(ipso__columns_maker *m, const class_list *classes, person_days *days, int p,
                       int t, int o)
{
    const ipso__roster_option *option = &m->roster->options[o];
    int64_t points = option_points(m, p, t, o);
    if (option->bars != 0 || points == IPSO__NEVER || !day_allows(m, p, t, o))
        return;
    days->options[days->count] =
        (ipso__schedules_option){.class_id = classes->class_of[o],
                                 .group = ipso__columns_group_of(m, option),
                                 .kinds = ipso__columns_kinds(m, o),
                                 .minutes = option->work_min,
                                 .cost = points,
                                 .uses = m->option_uses[o],
                                 .use_count = m->option_use_count[o]};
    days->of_roster[days->count++] = o;
}

static bool make_days(ipso__columns_maker *m, const class_list *classes, int p,
                      ipso__schedules_person *person, const int **of_roster)
{
    const ipso__roster *r = m->roster;
    size_t all = (size_t)(r->first[(p + 1) * r->days] - r->first[p * r->days]) + 1;
    size_t cells = (size_t)r->days + 1;
    person_days days = {.options = ipso__arena_alloc(m->arena, all, sizeof *days.options),
                        .of_roster = ipso__arena_alloc(m->arena, all, sizeof *days.of_roster),
                        .first = ipso__arena_alloc(m->arena, cells, sizeof *days.first),
                        .off_cost = ipso__arena_alloc(m->arena, cells, sizeof *days.off_cost)};
    if (days.options == NULL || days.of_roster == NULL || days.first == NULL ||
        days.off_cost == NULL)
        return false;
    for (int t = 0; t < r->days; t++) {
        int cell = p * r->days + t;
        days.first[t] = days.count;
        days.off_cost[t] = day_allows(m, p, t, -1) ? day_points(m, p, t, -1) : IPSO__NEVER;
        for (int o = r->first[cell]; o < r->first[cell + 1]; o++)
            add_option(m, classes, &days, p, t, o);
    }
    days.first[r->days] = days.count;
    person->options = days.options;
    person->first = days.first;
    person->off_cost = days.off_cost;
    *of_roster = days.of_roster;
    return true;
}

static const int *make_weekends(ipso__columns_maker *m)
{
    int days = m->roster->days, number = -1;
    int *weekend = ipso__arena_alloc(m->arena, (size_t)days, sizeof *weekend);
    ipso_date first = ipso_practice_horizon(m->practice)->first_day;
    for (int t = 0; weekend != NULL && t < days; t++) {
        int weekday = ipso_date_weekday(first + t);
        number += weekday == 5 || (weekday == 6 && t == 0);
        weekend[t] = weekday >= 5 ? number : -1;
    }
    return weekend;
}

/* ---- the whole ---- */

static void make_persons(ipso__columns_maker *m, ipso__roster_columns *columns)
{
    size_t people = (size_t)m->roster->people;
    ipso__schedules_person *persons = ipso__arena_alloc(m->arena, people, sizeof *persons);
    class_list classes = {.count = 0};
    columns->option = ipso__arena_alloc(m->arena, people, sizeof *columns->option);
    ipso__columns_count_groups(m);
    m->failed |= persons == NULL || columns->option == NULL || !make_classes(m, &classes);
    for (int p = 0; p < (int)people && !m->failed; p++) {
        m->failed |= !make_days(m, &classes, p, &persons[p], &columns->option[p]) ||
                     !make_follow(m, &classes, p, &persons[p]);
        if (!m->failed)
            ipso__columns_make_limits(m, p, &persons[p]);
        if (!m->failed)
            ipso__columns_make_sites(m, p, &persons[p]);
    }
    columns->schedules.persons = persons;
    columns->schedules.person_count = (int)people;
    columns->schedules.class_count = classes.count > 0 ? classes.count : 1;
    columns->schedules.group_count = m->group_count;
}

ipso_status ipso__roster_columns_make(ipso__roster_columns *columns, const ipso__roster *roster,
                                      const ipso__turn_range *turns, ipso_error *err)
{
    ipso__columns_maker m = {
        .roster = roster, .practice = roster->practice, .turns = turns, .arena = &columns->arena};
    *columns = (ipso__roster_columns){.schedules = {.day_count = roster->days}};
    ipso__columns_make_rows(&m);
    if (!m.failed)
        make_persons(&m, columns);
    if (!m.failed)
        ipso__columns_make_turns(&m, &columns->schedules);
    columns->schedules.weekend = make_weekends(&m);
    columns->schedules.rows =
        ipso__arena_copy(&columns->arena, m.rows, m.row_count, sizeof *m.rows);
    columns->schedules.row_count = (int)m.row_count;
    columns->line_row = m.line_row;
    columns->turn_row = m.turn_row;
    columns->turn_rule = m.turn_rule;
    m.failed |= columns->schedules.weekend == NULL || columns->schedules.rows == NULL;
    free(m.rows);
    free(m.uses);
    if (!m.failed)
        return IPSO_OK;
    ipso__roster_columns_finish(columns);
    return ipso__fail_nomem(err);
}

void ipso__roster_columns_finish(ipso__roster_columns *columns)
{
    ipso__arena_finish(&columns->arena);
}

void ipso__roster_columns_decode(const ipso__roster_columns *columns, const ipso__roster *roster,
                                 const int *choice, bool *chosen)
{
    memset(chosen, 0, (size_t)roster->option_count * sizeof *chosen);
    for (int p = 0; p < roster->people; p++)
        for (int t = 0; t < roster->days; t++) {
            int taken = choice[p * roster->days + t];
            if (taken >= 0)
                chosen[columns->option[p][taken]] = true;
        }
}

void ipso__roster_columns_encode(const ipso__roster_columns *columns, const ipso__roster *roster,
                                 const bool *chosen, int *choice)
{
    for (int p = 0; p < roster->people; p++) {
        const ipso__schedules_person *person = &columns->schedules.persons[p];
        for (int t = 0; t < roster->days; t++) {
            int *taken = &choice[p * roster->days + t];
            *taken = -1;
            for (int i = person->first[t]; i < person->first[t + 1]; i++)
                if (chosen[columns->option[p][i]])
                    *taken = i;
        }
    }
}
