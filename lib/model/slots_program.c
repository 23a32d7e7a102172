/* The integer programs of the slots stage and the bookings stage.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/slots_program.h"

#include "model/options_program.h"

#include <math.h>
#include <stdlib.h>

/* Every row family; those without needs of their kind are empty. */
static void add_families(ipso__table_program *build)
{
    ipso__table_program_options(build);
    ipso__table_program_needs(build);
    ipso__table_program_requests(build);
    ipso__table_program_fit(build);
    ipso__table_program_extended(build);
    ipso__table_program_targets(build);
    ipso__table_program_pairs(build);
    ipso__table_program_links(build);
}

ipso_status ipso__table_program_make(ipso__program **program, const ipso__table *table,
                                     const char *name, ipso_error *err)
{
    ipso__program *made = ipso__program_new(name);
    ipso__table_program build;
    bool ok = made != NULL && ipso__table_program_start(&build, table, made);
    if (ok) {
        add_families(&build);
        ok = !build.failed;
    }
    if (made != NULL)
        ipso__table_program_finish(&build);
    ipso_status status = ok ? ipso__program_status(made, err) : ipso__fail_nomem(err);
    if (status != IPSO_OK) {
        ipso__program_free(made);
        return status;
    }
    *program = made;
    return IPSO_OK;
}

ipso_status ipso__table_program_size(int64_t *rows, int64_t *columns, const ipso__table *table,
                                     ipso_error *err)
{
    ipso__table_program build;
    bool ok = ipso__table_program_start(&build, table, NULL);
    if (ok) {
        add_families(&build);
        *rows = build.rows;
        *columns = build.columns;
    }
    ipso__table_program_finish(&build);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

/* Sums over the options in use, per need and per line of S6 and S7. */
typedef struct sums {
    int *counts, *minutes, *slots;
} sums;

static bool sum_options(sums *s, const ipso__table *table, const int *x)
{
    s->counts = ipso__calloc((size_t)table->need_count, sizeof *s->counts);
    s->minutes = ipso__calloc((size_t)table->extended_count, sizeof *s->minutes);
    s->slots = ipso__calloc((size_t)table->target_count, sizeof *s->slots);
    if (s->counts == NULL || s->minutes == NULL || s->slots == NULL)
        return false;
    for (int o = 0; o < table->option_count; o++) {
        const ipso__option *option = &table->options[o];
        if (x[o] == 0)
            continue;
        int extended = ipso__option_extended(table, option);
        int target = ipso__option_target(table, option);
        s->counts[option->need] += x[o];
        if (extended >= 0)
            s->minutes[extended] += x[o] * option->width_min;
        if (target >= 0)
            s->slots[target] += x[o];
    }
    return true;
}

/* Values of the columns unmet(...) of a group with k slots, from *column on. */
static void point_of_need(double *point, int *column, const ipso__table *table,
                          const ipso__need *need, int k)
{
    const int64_t *values = &table->values[need->first_value];
    for (int j = 0, next; j < need->value_count; j = next) {
        for (next = j + 1; next < need->value_count && values[next] == values[j];)
            next++;
        int from = k > j ? k : j;
        point[(*column)++] = next > from ? next - from : 0;
    }
}

static void point_of_slacks(double *point, const ipso__table *table, const sums *s)
{
    int column = table->option_count;
    for (int g = 0; g < table->need_count; g++) {
        if (table->needs[g].kind == IPSO__NEED_FORECAST)
            point_of_need(point, &column, table, &table->needs[g], s->counts[g]);
    }
    for (int g = 0; g < table->need_count; g++) {
        if (table->needs[g].kind == IPSO__NEED_REQUEST)
            point[column++] = 1 - s->counts[g];
    }
    for (int i = 0; table->extended_points != IPSO_HARD && i < table->extended_count; i++)
        point[column++] = fmax(0, s->minutes[i] - table->extended[i].room_min);
    for (int i = 0; i < table->target_count; i++) {
        if (table->targets[i].missing > 0)
            point[column++] = fmax(0, table->targets[i].missing - s->slots[i]);
    }
}

double *ipso__table_program_point(const ipso__table *table, const ipso__program *program,
                                  const int *x)
{
    double *point = ipso__calloc((size_t)ipso__program_column_count(program), sizeof *point);
    sums s = {0};
    if (!sum_options(&s, table, x)) {
        free(point);
        point = NULL;
    }
    if (point != NULL) {
        for (int o = 0; o < table->option_count; o++)
            point[o] = x[o];
        point_of_slacks(point, table, &s);
    }
    free(s.counts);
    free(s.minutes);
    free(s.slots);
    return point;
}
