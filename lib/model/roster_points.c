/* Rosters as points of their program, and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>

#define TOLERANCE 1e-6

static double any_of(const ipso__roster_program *program, const ipso__column_role *role,
                     const double *x)
{
    for (size_t i = 0; i < role->count; i++) {
        if (x[program->list[role->first + i]] > 0.5)
            return 1;
    }
    return 0;
}

static double all_of(const ipso__roster_program *program, const ipso__column_role *role,
                     const double *x)
{
    for (size_t i = 0; i < role->count; i++) {
        if (x[program->list[role->first + i]] < 0.5)
            return 0;
    }
    return 1;
}

static double sum_of(const ipso__roster_program *program, const ipso__column_role *role,
                     const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < role->count; i++)
        sum += x[program->list[role->first + i]];
    return sum;
}

/* R19, R24: at the site today; or there before, and at no other today. */
static double last_of(const ipso__roster_program *program, const ipso__column_role *role,
                      const double *x)
{
    const ipso__roster *r = program->roster;
    if (any_of(program, role, x) > 0)
        return 1;
    for (int o = r->first[role->cell]; o < r->first[role->cell + 1]; o++) {
        if (x[o] > 0.5 && r->options[o].last_site != IPSO_ANY)
            return 0;
    }
    return role->previous >= 0 ? x[role->previous] : role->previous_worked;
}

/* R18: whether the excess exceeds the turns, so that these bound what is paid. The columns over and
 * heavy are still 0. */
static double cap_of(const ipso__roster_program *program, const ipso__column_role *role,
                     const double *x)
{
    const int *list = program->list + role->first;
    size_t count;
    double lower, upper, scale = 1;
    const ipso__term *terms = ipso__program_row_terms(program->program, role->previous, &count);
    ipso__program_row_bounds(program->program, role->previous, &lower, &upper);
    for (size_t i = 0; i < count; i++) {
        lower -= terms[i].value * x[terms[i].column];
        if (terms[i].column == list[0])
            scale = terms[i].value;
    }
    return ceil(lower / scale - TOLERANCE) > x[list[1]];
}

double ipso__roster_column_value(const ipso__roster_program *program, int column, const double *x)
{
    const ipso__column_role *role = &program->roles[column];
    switch (role->use) {
    case IPSO__COLUMN_DUTY:
        return x[column];
    case IPSO__COLUMN_ANY:
        return any_of(program, role, x);
    case IPSO__COLUMN_ALL:
        return all_of(program, role, x);
    case IPSO__COLUMN_SUM:
        return sum_of(program, role, x);
    case IPSO__COLUMN_LAST:
        return last_of(program, role, x);
    case IPSO__COLUMN_CAP:
        return cap_of(program, role, x);
    case IPSO__COLUMN_SLACK:
    case IPSO__COLUMN_NOBODY:
        break;
    }
    return 0;
}

/* Raises the slack of one row as far as the row asks. Slacks of a row pull in one direction each.
 */
static void raise_slack(const ipso__roster_program *program, int row, double *x)
{
    size_t count;
    double lower, upper, activity = 0;
    const ipso__term *terms = ipso__program_row_terms(program->program, row, &count);
    ipso__program_row_bounds(program->program, row, &lower, &upper);
    for (size_t i = 0; i < count; i++) {
        if (program->roles[terms[i].column].use != IPSO__COLUMN_SLACK)
            activity += terms[i].value * x[terms[i].column];
    }
    for (size_t i = 0; i < count; i++) {
        int j = terms[i].column;
        if (program->roles[j].use != IPSO__COLUMN_SLACK)
            continue;
        double need = ((terms[i].value > 0 ? lower : upper) - activity) / terms[i].value;
        if (ipso__program_column(program->program, j).integer)
            need = ceil(need - TOLERANCE);
        if (need > x[j])
            x[j] = need;
    }
}

void ipso__roster_encode(const ipso__roster_program *program, const bool *chosen, double *x)
{
    int columns = ipso__program_column_count(program->program);
    for (int j = 0; j < columns; j++)
        x[j] = j < program->roster->option_count && chosen[j] ? 1 : 0;
    for (int j = program->roster->option_count; j < columns; j++)
        x[j] = ipso__roster_column_value(program, j, x);
    for (int i = 0; i < ipso__program_row_count(program->program); i++)
        raise_slack(program, i, x);
}

void ipso__roster_decode(const ipso__roster_program *program, const double *x, bool *chosen)
{
    for (int o = 0; o < program->roster->option_count; o++)
        chosen[o] = x[o] > 0.5;
}

ipso_status ipso__roster_value(const ipso__roster_program *program, const bool *chosen, bool *keeps,
                               int64_t *cost, ipso_error *err)
{
    double objective = 0;
    double *x = ipso__calloc((size_t)ipso__program_column_count(program->program), sizeof *x);
    if (x == NULL)
        return ipso__fail_nomem(err);
    ipso__roster_encode(program, chosen, x);
    *keeps = ipso__program_holds(program->program, x, TOLERANCE, &objective, NULL);
    *cost = llround(objective);
    free(x);
    return IPSO_OK;
}
