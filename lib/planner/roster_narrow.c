/* Schedules of the options that an LP takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_narrow.h"

typedef struct maker {
    ipso__roster_narrow *narrow;
    const ipso__schedules *wide;
    bool failed;
} maker;

static void *room(maker *m, size_t count, size_t size)
{
    void *block = ipso__arena_alloc(&m->narrow->arena, count + 1, size);
    m->failed |= block == NULL;
    return block;
}

static void find_first(maker *m)
{
    const ipso__schedules *wide = m->wide;
    int count = 0;
    m->narrow->first = room(m, (size_t)wide->person_count, sizeof *m->narrow->first);
    for (int p = 0; p < wide->person_count && !m->failed; p++) {
        m->narrow->first[p] = count;
        count += wide->persons[p].first[wide->day_count];
    }
    m->narrow->number = room(m, (size_t)count, sizeof *m->narrow->number);
    for (int o = 0; o < count && !m->failed; o++)
        m->narrow->number[o] = -1;
}

static int *number_of(const ipso__roster_narrow *narrow, int person, int option)
{
    return &narrow->number[narrow->first[person] + option];
}

/* ---- what to keep ---- */

static void keep(maker *m, int person, const int *choice)
{
    for (int t = 0; t < m->wide->day_count; t++)
        if (choice[t] >= 0)
            *number_of(m->narrow, person, choice[t]) = 0;
}

static void keep_all(maker *m, const ipso__schedules_columns *columns, const int *start)
{
    int days = m->wide->day_count;
    for (int p = 0; p < m->wide->person_count && start != NULL; p++)
        keep(m, p, &start[p * days]);
    for (int c = 0; c < columns->count && columns->share != NULL; c++)
        if (columns->share[c] > 0)
            keep(m, columns->person[c], &columns->choice[c * days]);
}

/* ---- the instance ---- */

static void make_person(maker *m, int p, ipso__schedules_person *one)
{
    const ipso__schedules_person *who = &m->wide->persons[p];
    int days = m->wide->day_count, count = 0;
    size_t most = (size_t)who->first[days];
    ipso__schedules_option *options = room(m, most, sizeof *options);
    int *first = room(m, (size_t)days + 1, sizeof *first), *wide = room(m, most, sizeof *wide);
    m->narrow->wide[p] = wide;
    *one = *who;
    one->options = options;
    one->first = first;
    for (int t = 0; t < days && !m->failed; t++) {
        first[t] = count;
        for (int o = who->first[t]; o < who->first[t + 1]; o++) {
            int *number = number_of(m->narrow, p, o);
            if (*number < 0)
                continue;
            *number = count;
            wide[count] = o;
            options[count++] = who->options[o];
        }
    }
    if (!m->failed)
        first[days] = count;
}

/* The column as one here, in the place of the first that is none. */
static void take_column(maker *m, const ipso__schedules_columns *columns, int c)
{
    ipso__schedules_columns *taken = &m->narrow->columns;
    int days = m->wide->day_count, p = columns->person[c];
    int *choice = &taken->choice[taken->count * days];
    for (int t = 0; t < days; t++) {
        int o = columns->choice[c * days + t];
        choice[t] = o < 0 ? -1 : *number_of(m->narrow, p, o);
        if (o >= 0 && choice[t] < 0)
            return;
    }
    taken->person[taken->count++] = p;
}

static void take_columns(maker *m, const ipso__schedules_columns *columns)
{
    ipso__schedules_columns *taken = &m->narrow->columns;
    size_t most = (size_t)columns->count + 1, days = (size_t)m->wide->day_count;
    taken->person = room(m, most, sizeof *taken->person);
    taken->choice = room(m, most, days * sizeof *taken->choice);
    for (int c = 0; c < columns->count && !m->failed; c++)
        take_column(m, columns, c);
}

bool ipso__roster_narrow_make(ipso__roster_narrow *narrow, const ipso__schedules *wide,
                              const ipso__schedules_columns *columns, const int *start)
{
    maker m = {.narrow = narrow, .wide = wide};
    size_t persons = (size_t)wide->person_count;
    *narrow = (ipso__roster_narrow){.schedules = *wide};
    find_first(&m);
    narrow->wide = room(&m, persons, sizeof *narrow->wide);
    ipso__schedules_person *made = room(&m, persons, sizeof *made);
    if (!m.failed)
        keep_all(&m, columns, start);
    for (int p = 0; p < wide->person_count && !m.failed; p++)
        make_person(&m, p, &made[p]);
    narrow->schedules.persons = made;
    if (!m.failed)
        take_columns(&m, columns);
    if (m.failed)
        ipso__roster_narrow_finish(narrow);
    return !m.failed;
}

void ipso__roster_narrow_finish(ipso__roster_narrow *narrow)
{
    ipso__arena_finish(&narrow->arena);
}

void ipso__roster_narrow_get(const ipso__roster_narrow *narrow, const int *wide, int *choice)
{
    int days = narrow->schedules.day_count;
    for (int p = 0; p < narrow->schedules.person_count; p++)
        for (int t = p * days; t < (p + 1) * days; t++)
            choice[t] = wide[t] < 0 ? -1 : *number_of(narrow, p, wide[t]);
}

void ipso__roster_narrow_put(const ipso__roster_narrow *narrow, const int *choice, int *wide)
{
    int days = narrow->schedules.day_count;
    for (int p = 0; p < narrow->schedules.person_count; p++)
        for (int t = p * days; t < (p + 1) * days; t++)
            wide[t] = choice[t] < 0 ? -1 : narrow->wide[p][choice[t]];
}
