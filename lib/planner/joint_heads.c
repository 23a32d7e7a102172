/* Staffing in the joint bound, told by heads (label (J4) of docs/joint.md).
 *
 * A line of staffing (R21) as a row with a price lets the relaxation meet a need by fractions of
 * people. What a site has on a day is a person of its own instead, as in (C6) of docs/rosters.md:
 * its schedule is whole numbers of heads of each sort, its limits are the lines, and for each sort
 *
 *     heads there - heads counted on >= 0, or what one more can save at most.
 *
 * These persons follow the people in the schedules; rows of heads follow all other rows, and the
 * rows of the lines are left without bounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/error.h"
#include "planner/roster_heads.h"

#include <string.h>

typedef struct maker {
    ipso__roster_columns *columns;
    ipso__heads heads;
    ipso__schedules_person *persons;
    bool failed;
} maker;

static void *room(maker *m, size_t count, size_t size)
{
    void *block = ipso__arena_alloc(&m->columns->arena, count + 1, size);
    m->failed |= block == NULL;
    return block;
}

static void tell_option(maker *m, int of_roster, ipso__schedules_option *option)
{
    const ipso__schedules_use *old = option->uses;
    ipso__schedules_use *uses = room(m, (size_t)option->use_count + 1, sizeof *uses);
    int count = 0;
    for (int u = 0; u < option->use_count && !m->failed; u++)
        if (!m->heads.is_told[old[u].row])
            uses[count++] = old[u];
    if (m->heads.row_of[of_roster] >= 0 && !m->failed)
        uses[count++] = (ipso__schedules_use){m->heads.row_of[of_roster], 1};
    option->uses = uses;
    option->use_count = count;
}

static void tell_person(maker *m, int p)
{
    const ipso__schedules_person *who = &m->columns->schedules.persons[p];
    int count = who->first[m->columns->schedules.day_count];
    ipso__schedules_option *options = room(m, (size_t)count, sizeof *options);
    for (int o = 0; o < count && !m->failed; o++) {
        options[o] = who->options[o];
        tell_option(m, m->columns->option[p][o], &options[o]);
    }
    m->persons[p] = *who;
    m->persons[p].options = options;
}

static void tell_rows(maker *m, ipso__schedules *told)
{
    const ipso__schedules *all = &m->columns->schedules;
    int count = all->row_count;
    ipso__schedules_row *rows = room(m, (size_t)(count + m->heads.row_count), sizeof *rows);
    for (int r = 0; r < count && !m->failed; r++)
        rows[r] = m->heads.is_told[r]
                      ? (ipso__schedules_row){.lower = INT64_MIN, .upper = IPSO__NEVER}
                      : all->rows[r];
    for (int i = 0; i < m->heads.count && !m->failed; i++) {
        const ipso__site_heads *site = &m->heads.sites[i];
        memcpy(&rows[count], site->rows, (size_t)site->row_count * sizeof *rows);
        count += site->row_count;
    }
    told->rows = rows;
    told->row_count = count;
}

ipso_status ipso__joint_tell_heads(ipso__schedules *told, ipso__roster_columns *columns,
                                   const ipso__roster *roster, ipso_error *err)
{
    const ipso__schedules *all = &columns->schedules;
    maker m = {.columns = columns};
    int people = all->person_count;
    *told = *all;
    m.failed = !ipso__heads_make(&m.heads, roster, columns, all->row_count, all->day_count,
                                 &columns->arena);
    if (!m.failed)
        m.persons = room(&m, (size_t)(people + m.heads.count), sizeof *m.persons);
    for (int p = 0; p < people && !m.failed; p++)
        tell_person(&m, p);
    for (int i = 0; i < m.heads.count && !m.failed; i++)
        m.persons[people + i] = m.heads.sites[i].person;
    if (!m.failed)
        tell_rows(&m, told);
    if (m.failed)
        return ipso__fail_nomem(err);
    told->persons = m.persons;
    told->person_count = people + m.heads.count;
    told->turn_count = 0; /* counted in values alone, whose shares are those of people */
    return IPSO_OK;
}
