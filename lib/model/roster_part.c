/* Parts of the roster program: some duties free, all else as a known roster has it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster.h"

#include "base/error.h"

#include <stdlib.h>

typedef struct part_maker {
    const ipso__roster_program *whole;
    const double *x;
    bool *is_free; /* per column of the whole */
    int *place;    /* column of the part, or -1 */
    ipso__term *terms;
    size_t term_capacity;
    ipso__roster_part *part;
} part_maker;

static bool list_is_free(const part_maker *m, const ipso__column_role *role)
{
    for (size_t i = 0; i < role->count; i++) {
        if (m->is_free[m->whole->list[role->first + i]])
            return true;
    }
    return false;
}

/* R19: the last site is open when any duty of the day is, or the last site of the day before. */
static bool last_is_free(const part_maker *m, const ipso__column_role *role)
{
    const ipso__roster *r = m->whole->roster;
    for (int o = r->first[role->cell]; o < r->first[role->cell + 1]; o++) {
        if (m->is_free[o])
            return true;
    }
    return role->previous >= 0 && m->is_free[role->previous];
}

static bool role_is_free(const part_maker *m, int column)
{
    const ipso__column_role *role = &m->whole->roles[column];
    switch (role->use) {
    case IPSO__COLUMN_ANY:
    case IPSO__COLUMN_ALL:
    case IPSO__COLUMN_SUM:
    case IPSO__COLUMN_CAP:
        return list_is_free(m, role);
    case IPSO__COLUMN_LAST:
        return last_is_free(m, role);
    case IPSO__COLUMN_DUTY:
    case IPSO__COLUMN_SLACK:
    case IPSO__COLUMN_NOBODY:
        break;
    }
    return false;
}

static void mark_free(part_maker *m, const bool *cells)
{
    const ipso__roster *r = m->whole->roster;
    const ipso__program *program = m->whole->program;
    int columns = ipso__program_column_count(program);
    for (int o = 0; o < r->option_count; o++)
        m->is_free[o] = cells[r->options[o].practitioner * r->days + r->options[o].day] &&
                        !r->options[o].forbidden;
    for (int j = r->option_count; j < columns; j++)
        m->is_free[j] = role_is_free(m, j);
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        size_t count;
        bool open = false;
        const ipso__term *terms = ipso__program_row_terms(program, i, &count);
        for (size_t k = 0; k < count; k++)
            open |= m->whole->roles[terms[k].column].use != IPSO__COLUMN_SLACK &&
                    m->is_free[terms[k].column];
        for (size_t k = 0; k < count && open; k++)
            m->is_free[terms[k].column] |=
                m->whole->roles[terms[k].column].use == IPSO__COLUMN_SLACK;
    }
}

static void add_part_columns(part_maker *m)
{
    const ipso__program *program = m->whole->program;
    int columns = ipso__program_column_count(program), count = 0;
    double constant = ipso__program_constant(program);
    for (int j = 0; j < columns; j++) {
        ipso__column column = ipso__program_column(program, j);
        m->place[j] = -1;
        if (!m->is_free[j]) {
            constant += column.cost * m->x[j];
            continue;
        }
        m->place[j] = ipso__program_add_column(m->part->program, column.cost, column.lower,
                                               column.upper, column.integer, "%d", j);
        m->part->column[count] = j;
        m->part->start[count++] = m->x[j];
    }
    ipso__program_add_constant(m->part->program, constant);
}

/* Adds row i with what is fixed moved to its bounds, unless the free columns cannot break it. */
static bool add_part_row(part_maker *m, int i)
{
    const ipso__program *program = m->whole->program;
    size_t count, kept = 0;
    double lower, upper, fixed = 0, least = 0, most = 0;
    const ipso__term *terms = ipso__program_row_terms(program, i, &count);
    if (!ipso__grow(&m->terms, &m->term_capacity, count + 1, sizeof *m->terms))
        return false;
    for (size_t k = 0; k < count; k++) {
        ipso__column column = ipso__program_column(program, terms[k].column);
        double value = terms[k].value;
        if (m->place[terms[k].column] < 0) {
            fixed += value * m->x[terms[k].column];
            continue;
        }
        least += value * (value > 0 ? column.lower : column.upper);
        most += value * (value > 0 ? column.upper : column.lower);
        m->terms[kept++] = (ipso__term){m->place[terms[k].column], value};
    }
    ipso__program_row_bounds(program, i, &lower, &upper);
    if (kept > 0 && (least < lower - fixed || most > upper - fixed))
        ipso__program_add_row(m->part->program, lower - fixed, upper - fixed, m->terms, kept, "%d",
                              i);
    return true;
}

static bool fill_part(part_maker *m, const bool *cells)
{
    const ipso__program *program = m->whole->program;
    size_t columns = (size_t)ipso__program_column_count(program);
    m->is_free = ipso__calloc(columns, sizeof *m->is_free);
    m->place = ipso__calloc(columns, sizeof *m->place);
    m->part->program = ipso__program_new("part");
    m->part->column = ipso__calloc(columns, sizeof *m->part->column);
    m->part->start = ipso__calloc(columns, sizeof *m->part->start);
    if (m->is_free == NULL || m->place == NULL || m->part->program == NULL ||
        m->part->column == NULL || m->part->start == NULL)
        return false;
    mark_free(m, cells);
    add_part_columns(m);
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        if (!add_part_row(m, i))
            return false;
    }
    return ipso__program_status(m->part->program, NULL) == IPSO_OK;
}

ipso_status ipso__roster_part_make(ipso__roster_part *part, const ipso__roster_program *whole,
                                   const bool *is_free, const double *x, ipso_error *err)
{
    ipso__roster_part made = {0};
    part_maker m = {.whole = whole, .x = x, .part = &made};
    bool ok = fill_part(&m, is_free);
    free(m.is_free);
    free(m.place);
    free(m.terms);
    if (!ok) {
        ipso__roster_part_finish(&made);
        return ipso__fail_nomem(err);
    }
    *part = made;
    return IPSO_OK;
}

void ipso__roster_part_finish(ipso__roster_part *part)
{
    ipso__program_free(part->program);
    free(part->column);
    free(part->start);
    *part = (ipso__roster_part){0};
}
