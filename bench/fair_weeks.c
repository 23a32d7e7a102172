/* The network scenario week after week.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fair.h"

#include <stdlib.h>
#include <string.h>

/* A practice being made of a scenario's week. */
typedef struct moving {
    const ipso_practice *week;
    const fair_weeks *wanted;
    ipso_practice *practice;
    ipso_status status;
    ipso_error *err;
} moving;

static int horizon_days(const fair_weeks *wanted)
{
    return 7 * wanted->count;
}

static ipso_date first_day(const moving *m)
{
    return ipso_practice_horizon(m->week)->first_day + 7 * m->wanted->first;
}

static void start(moving *m)
{
    ipso_horizon horizon = *ipso_practice_horizon(m->week);
    horizon.first_day = first_day(m);
    horizon.days = horizon_days(m->wanted);
    m->status = ipso_practice_new(&m->practice, &horizon, m->err);
    if (m->status == IPSO_OK)
        m->status =
            ipso_practice_set_extended(m->practice, ipso_practice_extended(m->week), m->err);
    if (m->status == IPSO_OK)
        m->status = ipso_practice_set_weights(m->practice, ipso_practice_weights(m->week), m->err);
}

/* Copies every element of a list as it is. */
#define COPY_ALL(m, noun)                                                                          \
    for (int i = 0; (m)->status == IPSO_OK && i < ipso_practice_##noun##_count((m)->week); i++)    \
    (m)->status =                                                                                  \
        ipso_practice_add_##noun((m)->practice, ipso_practice_##noun((m)->week, i), (m)->err)

static int pools(const moving *m)
{
    return m->wanted->by_site ? ipso_practice_site_count(m->week) : 1;
}

static int home_site(const ipso_practice *practice, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(practice, practitioner);
    return person->site_count > 0 ? person->sites[0].site : 0;
}

/* One rule for those of a fair rule who are at home at a site; nobody there is an error. */
static void add_pool(moving *m, const ipso_fair *fair, int site)
{
    int members[FAIR_PEOPLE];
    char id[256];
    ipso_fair copy = *fair;
    copy.who = (ipso_who){.practitioners = members};
    for (int p = 0; p < ipso_practice_practitioner_count(m->week) && p < FAIR_PEOPLE; p++)
        if (ipso_practice_who_matches(m->week, &fair->who, p) && home_site(m->week, p) == site)
            members[copy.who.practitioner_count++] = p;
    snprintf(id, sizeof id, "%s/%s", fair->id, ipso_practice_site(m->week, site)->id);
    copy.id = id;
    m->status = copy.who.practitioner_count == 0
                    ? IPSO_INPUT
                    : ipso_practice_add_fair(m->practice, &copy, m->err);
}

static void copy_fair(moving *m)
{
    for (int i = 0; m->status == IPSO_OK && i < ipso_practice_fair_count(m->week); i++) {
        ipso_fair fair = *ipso_practice_fair(m->week, i);
        fair.points = m->wanted->priced ? fair.points : 0;
        if (!m->wanted->by_site)
            m->status = ipso_practice_add_fair(m->practice, &fair, m->err);
        for (int s = 0; m->status == IPSO_OK && m->wanted->by_site && s < pools(m); s++)
            add_pool(m, &fair, s);
    }
}

/* ---- people ---- */

static bool same_team(const ipso_practitioner *a, const ipso_practitioner *b)
{
    return strcmp(a->role, b->role) == 0 && a->site_count > 0 && b->site_count > 0 &&
           a->sites[0].site == b->sites[0].site;
}

/* Whether the leave of the person's team is theirs so many weeks later: it passes on by one. */
static bool is_away(const ipso_practice *practice, int practitioner, int weeks)
{
    const ipso_practitioner *person = ipso_practice_practitioner(practice, practitioner);
    int size = 0, place = 0, away = -1;
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++) {
        const ipso_practitioner *other = ipso_practice_practitioner(practice, p);
        if (!same_team(person, other))
            continue;
        if (p == practitioner)
            place = size;
        if (other->leave_count > 0)
            away = size;
        size++;
    }
    return away >= 0 && (away + weeks) % size == place;
}

static size_t move_leave(const moving *m, int practitioner, ipso_date_range *leave)
{
    size_t count = 0;
    for (int w = 0; w < m->wanted->count; w++)
        if (is_away(m->week, practitioner, m->wanted->first + w)) {
            ipso_date monday = first_day(m) + 7 * w;
            leave[count++] = (ipso_date_range){monday, monday + 6};
        }
    return count;
}

/* Each wish in each week, a week later each time; dates holds the days they name. */
static size_t move_wishes(const moving *m, const ipso_practitioner *person, ipso_wish *wishes,
                          ipso_date *dates)
{
    size_t count = 0;
    for (int w = 0; w < m->wanted->count; w++)
        for (size_t i = 0; i < person->wish_count; i++) {
            ipso_wish *wish = &wishes[count];
            *wish = person->wishes[i];
            if (wish->days.date_count > 0) {
                dates[count] = wish->days.dates[0] + 7 * (m->wanted->first + w);
                wish->days.dates = &dates[count];
                wish->days.date_count = 1;
            }
            count++;
        }
    return count;
}

/* The turns of a history under the rules of the practice being made. */
static void move_turns(const moving *m, int practitioner, ipso_history *history, ipso_turns *turns)
{
    int pool = m->wanted->by_site ? home_site(m->week, practitioner) : 0;
    for (size_t i = 0; i < history->turn_count; i++) {
        turns[i] = history->turns[i];
        turns[i].fair_rule = turns[i].fair_rule * pools(m) + pool;
    }
    history->turns = turns;
}

static void copy_person(moving *m, int practitioner)
{
    const ipso_practitioner *person = ipso_practice_practitioner(m->week, practitioner);
    size_t weeks = (size_t)m->wanted->count, wishes = weeks * (person->wish_count + 1);
    ipso_practitioner copy = *person;
    ipso_date_range *leave = calloc(weeks, sizeof *leave);
    ipso_wish *moved = calloc(wishes, sizeof *moved);
    ipso_date *dates = calloc(wishes, sizeof *dates);
    ipso_turns *turns = calloc(person->history.turn_count + 1, sizeof *turns);
    if (leave == NULL || moved == NULL || dates == NULL || turns == NULL) {
        m->status = IPSO_NOMEM;
    } else {
        copy.leave = leave;
        copy.leave_count = move_leave(m, practitioner, leave);
        move_turns(m, practitioner, &copy.history, turns);
        copy.wishes = moved;
        copy.wish_count = move_wishes(m, person, moved, dates);
        if (copy.rules.horizon_minutes.max != IPSO_NO_MAX)
            copy.rules.horizon_minutes.max *= m->wanted->count;
        m->status = ipso_practice_add_practitioner(m->practice, &copy, m->err);
    }
    free(leave);
    free(moved);
    free(dates);
    free(turns);
}

static void copy_pins(moving *m)
{
    for (int w = 0; w < m->wanted->count; w++)
        for (int i = 0; m->status == IPSO_OK && i < ipso_practice_pin_count(m->week); i++) {
            ipso_pin pin = *ipso_practice_pin(m->week, i);
            pin.date += 7 * (m->wanted->first + w);
            m->status = ipso_practice_add_pin(m->practice, &pin, m->err);
        }
}

/* ---- requests ---- */

static void copy_request(moving *m, int index, int week)
{
    int days = 7 * (m->wanted->first + week), count = ipso_practice_request_count(m->week);
    ipso_request copy = *ipso_practice_request(m->week, index);
    ipso_window *windows = calloc(copy.window_count + 1, sizeof *windows);
    ipso_date monday = first_day(m) + 7 * week;
    char id[256];
    if (windows == NULL) {
        m->status = IPSO_NOMEM;
        return;
    }
    snprintf(id, sizeof id, "%s-%d", copy.id, m->wanted->first + week + 1);
    copy.id = id;
    for (size_t i = 0; i < copy.window_count; i++) {
        windows[i] = copy.windows[i];
        windows[i].first += days;
        windows[i].last += days;
    }
    if (copy.window_count == 0) {
        ipso_window_init(windows);
        windows->first = monday;
        windows->last = monday + 6;
        copy.window_count = 1;
    }
    copy.windows = windows;
    copy.wanted = copy.wanted == 0 ? 0 : copy.wanted + days;
    copy.after = copy.after == IPSO_ANY ? IPSO_ANY : copy.after + week * count;
    m->status = ipso_practice_add_request(m->practice, &copy, m->err);
    free(windows);
}

ipso_status fair_practice(ipso_practice **practice, const ipso_practice *week,
                          const fair_weeks *wanted, ipso_error *err)
{
    moving m = {.week = week, .wanted = wanted, .err = err};
    start(&m);
    COPY_ALL(&m, site);
    COPY_ALL(&m, class);
    copy_fair(&m);
    for (int p = 0; m.status == IPSO_OK && p < ipso_practice_practitioner_count(week); p++)
        copy_person(&m, p);
    COPY_ALL(&m, duty);
    copy_pins(&m);
    COPY_ALL(&m, cover);
    COPY_ALL(&m, succession);
    COPY_ALL(&m, kind_limit);
    COPY_ALL(&m, type);
    COPY_ALL(&m, protected);
    COPY_ALL(&m, demand);
    for (int w = 0; w < wanted->count; w++)
        for (int i = 0; m.status == IPSO_OK && i < ipso_practice_request_count(week); i++)
            copy_request(&m, i, w);
    if (m.status == IPSO_OK)
        m.status = ipso_practice_validate(m.practice, NULL, NULL, err);
    if (m.status == IPSO_OK)
        *practice = m.practice;
    else
        ipso_practice_free(m.practice);
    return m.status;
}
