/* The table of all duties, and the roster program beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>

static bool may_be_worked(const ipso__roster_option *option)
{
    return option->bars == 0 && !option->forbidden;
}

static ipso_status build_bands(ipso__joint *joint, ipso_error *err)
{
    const ipso__roster *roster = joint->roster;
    ipso_assignment *all = ipso__calloc((size_t)roster->option_count, sizeof *all);
    int count = 0;
    if (all == NULL)
        return ipso__fail_nomem(err);
    for (int o = 0; o < roster->option_count; o++) {
        const ipso__roster_option *option = &roster->options[o];
        if (may_be_worked(option))
            all[count++] = (ipso_assignment){option->practitioner, option->day, option->duty};
    }
    ipso_status status =
        ipso__bands_build(&joint->bands, joint->practice, all, count, NULL, 0, err);
    free(all);
    return status;
}

static ipso_status build_packing(ipso__joint *joint, ipso_error *err)
{
    const ipso__scope scope = {.forecasts = true, .requests = true};
    ipso_status status =
        ipso__table_build(&joint->table, joint->practice, &joint->bands, &scope, err);
    if (status == IPSO_OK)
        status = ipso__table_packing_relaxed(&joint->packing, &joint->table, err);
    if (status == IPSO_OK)
        status = ipso__packing_pricer_new(&joint->pricer, &joint->packing.packing, err);
    return status;
}

static void *room_for(ipso__joint *joint, int count, size_t size, bool *ok)
{
    void *memory = ipso__arena_alloc(&joint->arena, (size_t)count + 1, size);
    if (memory == NULL)
        *ok = false;
    return memory;
}

static bool allocate(ipso__joint *joint)
{
    int rows = joint->packing.packing.row_count, bins = joint->packing.packing.bin_count;
    bool ok = true;
    joint->option_of_bin = room_for(joint, bins, sizeof(int), &ok);
    joint->value = room_for(joint, bins, sizeof(int64_t), &ok);
    joint->weight = room_for(joint, bins, sizeof(double), &ok);
    joint->presence = room_for(joint, joint->table.target_count, sizeof(int), &ok);
    joint->duty_cost = room_for(joint, joint->roster->option_count, sizeof(double), &ok);
    joint->price = room_for(joint, rows, sizeof(int64_t), &ok);
    joint->best_price = room_for(joint, rows, sizeof(int64_t), &ok);
    joint->stretch = room_for(joint, rows, sizeof(double), &ok);
    joint->direction = room_for(joint, rows, sizeof(double), &ok);
    joint->units = room_for(joint, rows, sizeof(double), &ok);
    return ok;
}

static int option_of_band(const ipso__joint *joint, int band)
{
    const ipso__sitting *sitting = ipso__band_sitting(&joint->bands, band);
    return ipso__roster_find(joint->roster, sitting->practitioner, sitting->day, sitting->duty);
}

static void set_stretch(ipso__joint *joint)
{
    const ipso__table *table = &joint->table;
    for (int g = 0; g < table->need_count; g++) {
        const ipso__need *need = &table->needs[g];
        int row = joint->packing.row_of_need[g];
        if (row >= 0 && need->value_count > 0)
            joint->stretch[row] = (double)table->values[need->first_value] *
                                  IPSO__PACKING_PRICE_UNIT / need->value_count;
    }
    for (int i = 0; i < table->target_count; i++) {
        const ipso__target_line *line = &table->targets[i];
        int64_t points = ipso_practice_type(joint->practice, line->type)->target_points;
        if (line->missing > 0)
            joint->stretch[joint->packing.row_of_target[i]] =
                (double)points * IPSO__PACKING_PRICE_UNIT / line->missing;
    }
}

/* Whether the option's duty has a session in which the line's type may be given. */
static bool has_session(const ipso__joint *joint, const ipso__target_line *line, int option,
                        int sitting)
{
    const ipso__sitting *s = &joint->bands.sittings[sitting];
    const ipso__roster_option *o = &joint->roster->options[option];
    return s->duty == o->duty && s->modes[line->type] != 0;
}

/* Presence (S7): the line of a practitioner and week counts when a duty is worked in which the type
 * may be given,
 *
 *     present[c,p,w]  >=  duty[p,t,k]  for each such duty of the week,
 *
 * and costs price x slots missing then, which a relaxation prices at present x target x price of
 * the row. */
static void add_presence(ipso__joint *joint, int index)
{
    const ipso__target_line *line = &joint->table.targets[index];
    ipso__program *program = joint->program->program;
    const ipso__bands *bands = &joint->bands;
    int column = ipso__program_add_column(program, 0, 0, 1, false, "present(%d)", index);
    int last = -1;
    joint->presence[index] = column;
    for (int i = 0; i < bands->sitting_count; i++) {
        const ipso__sitting *s = &bands->sittings[i];
        if (s->practitioner != line->practitioner ||
            ipso__table_target(&joint->table, line->type, s->practitioner, s->day) != index)
            continue;
        int o = ipso__roster_find(joint->roster, s->practitioner, s->day, s->duty);
        if (o == last || !has_session(joint, line, o, i))
            continue;
        ipso__term terms[2] = {{o, -1}, {column, 1}};
        ipso__program_add_row(program, 0, INFINITY, terms, 2, "present(%d,%d)", index, o);
        last = o;
    }
}

static ipso_status fill(ipso__joint *joint, ipso_error *err)
{
    ipso__program *program = joint->program->program;
    for (int b = 0; b < joint->packing.packing.bin_count; b++)
        joint->option_of_bin[b] = option_of_band(joint, b);
    for (int o = 0; o < joint->roster->option_count; o++)
        joint->duty_cost[o] = ipso__program_column(program, o).cost;
    set_stretch(joint);
    for (int i = 0; i < joint->table.target_count; i++) {
        joint->presence[i] = -1;
        if (joint->table.targets[i].missing > 0)
            add_presence(joint, i);
    }
    return ipso__program_status(program, err);
}

ipso_status ipso__joint_start(ipso__joint *joint, const ipso_practice *practice,
                              const ipso__stage_settings *settings, ipso_error *err)
{
    ipso__joint made = {.practice = practice, .settings = settings, .bound = -INFINITY};
    ipso_status status = ipso__roster_new(&made.roster, practice, false, err);
    *joint = made;
    if (status == IPSO_OK)
        status = ipso__roster_program_new(&joint->program, joint->roster, err);
    if (status == IPSO_OK)
        status = build_bands(joint, err);
    if (status == IPSO_OK)
        status = build_packing(joint, err);
    if (status == IPSO_OK)
        status = allocate(joint) ? fill(joint, err) : ipso__fail_nomem(err);
    joint->work = joint->table.option_count;
    if (status != IPSO_OK)
        ipso__joint_finish(joint);
    return status;
}

void ipso__joint_finish(ipso__joint *joint)
{
    ipso__packing_pricer_free(joint->pricer);
    ipso__table_packing_finish(&joint->packing);
    ipso__table_finish(&joint->table);
    ipso__bands_finish(&joint->bands);
    ipso__roster_program_free(joint->program);
    ipso__roster_free(joint->roster);
    ipso__arena_finish(&joint->arena);
    *joint = (ipso__joint){0};
}
