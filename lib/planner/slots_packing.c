/* A table of options as an instance of the packing search.
 *
 * Bins are bands, cells of the grid; rows are needs and the lines of S6 and S7. A forecast group
 * gains v_1, v_2, ...; a request its one value, and no second place; a line of S7 its price for
 * each slot missing. S6 counts cells: hard, it allows those of its room; priced, the cells beyond
 * lose.
 *
 * A request e that others follow (B4) has one option more, in a bin of its own: to be left out. Let
 * K be the most that all who follow it, at any distance, can gain. Its row gains v_1 + K, and being
 * left out costs v_1: either way K is there, and base holds it. Being left out conflicts with every
 * place of those that follow e directly; so one of them without e would forgo K, which no place is
 * worth.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/slots_packing.h"

#include <stdlib.h>

/* Conflicts beyond which those that follow are left to repair: so many, or for each option. */
#define MAX_CONFLICTS       400000
#define CONFLICTS_AN_OPTION 8

typedef struct converter {
    const ipso__table *table;
    ipso__table_packing *made;
    ipso__packing_row *rows;
    int row_count;
    int *row_of_need; /* -1 none */
    int *row_of_extended;
    int *row_of_target;
    int *row_of_day;
    int *to_packing; /* option of the packing, -1 left out */
    int *before;     /* by need: the one it follows, or -1 */
    int64_t *stake;  /* by need: K, or 0 */
    int *left_out;   /* by need: option of the packing for being left out, or -1 */
    int left_out_count;
    int grid_min, days;
    ipso__packing_option *options;
    int (*conflicts)[2];
    int conflict_count;
    size_t conflict_room;
} converter;

static bool allocate(converter *c)
{
    const ipso__table *table = c->table;
    ipso__arena *arena = &c->made->arena;
    size_t rows = (size_t)table->need_count + (size_t)table->extended_count +
                  (size_t)table->target_count + 2 * (size_t)table->link_count * (size_t)c->days;
    c->rows = ipso__arena_alloc(arena, rows, sizeof *c->rows);
    size_t options = (size_t)table->option_count + (size_t)table->need_count;
    size_t needs = (size_t)table->need_count;
    c->before = ipso__arena_alloc(arena, needs, sizeof *c->before);
    c->stake = ipso__arena_alloc(arena, needs, sizeof *c->stake);
    c->left_out = ipso__arena_alloc(arena, needs, sizeof *c->left_out);
    c->row_of_need = ipso__arena_alloc(arena, (size_t)table->need_count, sizeof(int));
    c->row_of_extended = ipso__arena_alloc(arena, (size_t)table->extended_count, sizeof(int));
    c->row_of_target = ipso__arena_alloc(arena, (size_t)table->target_count, sizeof(int));
    c->row_of_day = ipso__arena_alloc(arena, (size_t)table->need_count, sizeof(int));
    c->made->of_packing = ipso__arena_alloc(arena, options, sizeof(int));
    c->to_packing = ipso__arena_alloc(arena, (size_t)table->option_count, sizeof(int));
    return c->rows != NULL && c->row_of_need != NULL && c->row_of_extended != NULL &&
           c->row_of_target != NULL && c->made->of_packing != NULL && c->to_packing != NULL &&
           c->before != NULL && c->stake != NULL && c->left_out != NULL && c->row_of_day != NULL;
}

static int64_t first_value(const ipso__table *table, int need)
{
    const ipso__need *described = &table->needs[need];
    return described->value_count > 0 ? table->values[described->first_value] : 0;
}

/* Adds what a need can gain to the stake of all it follows. */
static void add_stake(converter *c, int need)
{
    int64_t gain =
        first_value(c->table, need) +
        ipso_practice_type(c->table->practice, c->table->needs[need].type)->target_points;
    for (int g = c->before[need]; g >= 0; g = c->before[g])
        c->stake[g] += gain;
}

static void add_stakes(converter *c, const unsigned char *shut, bool conflicts)
{
    const ipso__table *table = c->table;
    for (int g = 0; g < table->need_count; g++)
        c->before[g] = c->left_out[g] = -1;
    for (int i = 0; conflicts && i < table->link_count; i++)
        c->before[table->links[i].later] = table->links[i].earlier;
    for (int g = 0; g < table->need_count; g++)
        if (c->before[g] >= 0 && (shut == NULL || !shut[g]))
            add_stake(c, g);
}

static int add_row(converter *c, const int64_t *marginals, int count, bool hard)
{
    c->rows[c->row_count] =
        (ipso__packing_row){.marginals = marginals, .marginal_count = count, .hard = hard};
    return c->row_count++;
}

static const int64_t nothing[1] = {0};

static bool add_needs(converter *c)
{
    for (int g = 0; g < c->table->need_count; g++) {
        const ipso__need *need = &c->table->needs[g];
        const int64_t *values = &c->table->values[need->first_value];
        bool request = need->kind == IPSO__NEED_REQUEST;
        for (int j = 0; j < need->value_count; j++)
            c->made->base += values[j];
        if (need->kind == IPSO__NEED_TARGET)
            c->row_of_need[g] = -1;
        else if (c->stake[g] > 0) {
            int64_t *gain = ipso__arena_alloc(&c->made->arena, 1, sizeof *gain);
            if (gain == NULL)
                return false;
            *gain = first_value(c->table, g) + c->stake[g];
            c->made->base += c->stake[g];
            c->row_of_need[g] = add_row(c, gain, 1, true);
        } else if (need->value_count == 0)
            c->row_of_need[g] = add_row(c, nothing, 1, request);
        else
            c->row_of_need[g] = add_row(c, values, need->value_count, request);
    }
    return true;
}

/* Cells that the bands counted by a line of S6 have together. */
static int extended_cells(const converter *c, int line)
{
    int cells = 0;
    for (int b = 0; b < c->table->bands->band_count; b++) {
        if (c->table->extended_of_band[b] == line)
            cells += c->table->room_min[b] / c->grid_min;
    }
    return cells;
}

static bool add_extended(converter *c)
{
    const ipso__table *table = c->table;
    for (int i = 0; i < table->extended_count; i++) {
        bool hard = table->extended_points == IPSO_HARD;
        int room = table->extended[i].room_min;
        int cells = hard ? (room > 0 ? room / c->grid_min : 0) : extended_cells(c, i);
        int64_t *marginals =
            ipso__arena_alloc(&c->made->arena, (size_t)cells + 1, sizeof *marginals);
        if (marginals == NULL)
            return false;
        for (int k = 0; k < cells && !hard; k++) {
            int over = (k + 1) * c->grid_min - room;
            over = over > c->grid_min ? c->grid_min : over;
            marginals[k] = over > 0 ? -over * table->extended_points : 0;
        }
        if (!hard && room < 0)
            c->made->base += -room * table->extended_points;
        c->row_of_extended[i] = add_row(c, marginals, cells, hard);
    }
    return true;
}

static bool add_targets(converter *c)
{
    for (int i = 0; i < c->table->target_count; i++) {
        const ipso__target_line *line = &c->table->targets[i];
        int64_t price = ipso_practice_type(c->table->practice, line->type)->target_points;
        int64_t *marginals =
            ipso__arena_alloc(&c->made->arena, (size_t)line->missing + 1, sizeof *marginals);
        if (marginals == NULL)
            return false;
        for (int k = 0; k < line->missing; k++)
            marginals[k] = price;
        c->made->base += price * line->missing;
        c->row_of_target[i] = add_row(c, marginals, line->missing, false);
    }
    return true;
}

static void add_weight(ipso__packing_option *option, int row, int weight)
{
    option->rows[option->row_count] = row;
    option->weights[option->row_count++] = weight;
}

/* Most copies that can earn anything. */
static int copies(const converter *c, const ipso__option *option)
{
    const ipso__need *need = &c->table->needs[option->need];
    int most = c->table->room_min[option->band] / option->width_min;
    int target = ipso__option_target(c->table, option);
    int wanted = target >= 0 ? c->table->targets[target].missing : 0;
    if (need->kind == IPSO__NEED_REQUEST)
        return 1;
    wanted += need->value_count;
    return wanted < 1 ? 1 : wanted < most ? wanted : most;
}

/* Being left out, for each need that has a stake, in bins after the bands. */
static void add_left_out(converter *c, ipso__packing_option *options)
{
    for (int g = 0; g < c->table->need_count; g++) {
        if (c->stake[g] == 0)
            continue;
        int at = c->made->packing.option_count++;
        options[at] =
            (ipso__packing_option){.bin = c->table->bands->band_count + c->left_out_count++,
                                   .width = 1,
                                   .limit = 1,
                                   .cost = first_value(c->table, g)};
        add_weight(&options[at], c->row_of_need[g], 1);
        c->made->of_packing[at] = -1 - g;
        c->left_out[g] = at;
    }
}

static bool add_options(converter *c, const unsigned char *shut)
{
    const ipso__table *table = c->table;
    size_t most = (size_t)table->option_count + (size_t)table->need_count;
    ipso__packing_option *options = ipso__arena_alloc(&c->made->arena, most, sizeof *options);
    int count = 0;
    c->options = options;
    if (options == NULL)
        return false;
    for (int o = 0; o < table->option_count; o++) {
        const ipso__option *option = &table->options[o];
        c->to_packing[o] = -1;
        if (shut != NULL && shut[option->need])
            continue;
        int extended = ipso__option_extended(table, option);
        int target = ipso__option_target(table, option);
        ipso__packing_option *made = &options[count];
        *made = (ipso__packing_option){.bin = option->band,
                                       .width = option->width_min / c->grid_min,
                                       .limit = copies(c, option),
                                       .cost = option->cost};
        if (c->row_of_need[option->need] >= 0)
            add_weight(made, c->row_of_need[option->need], 1);
        if (extended >= 0)
            add_weight(made, c->row_of_extended[extended], made->width);
        if (target >= 0 && table->targets[target].missing > 0)
            add_weight(made, c->row_of_target[target], 1);
        c->made->of_packing[count] = o;
        c->to_packing[o] = count++;
    }
    c->made->packing.options = options;
    c->made->packing.option_count = count;
    add_left_out(c, options);
    return true;
}

static bool are_too_many(const converter *c)
{
    return c->conflict_count >= MAX_CONFLICTS &&
           c->conflict_count / CONFLICTS_AN_OPTION >= c->table->option_count;
}

/* first and second are options of the packing, or -1. */
static bool add_conflict(converter *c, int first, int second)
{
    if (first < 0 || second < 0)
        return true;
    if (are_too_many(c)) {
        c->made->complete = false;
        return true;
    }
    if (!ipso__grow(&c->conflicts, &c->conflict_room, (size_t)c->conflict_count + 1,
                    sizeof *c->conflicts))
        return false;
    c->conflicts[c->conflict_count][0] = first;
    c->conflicts[c->conflict_count++][1] = second;
    return true;
}

/* Conflicts of two needs: the options that B3 keeps apart or, with link, those B4 does. */
static bool add_conflicts(converter *c, int first, int second, const ipso__link *link)
{
    const ipso__table *table = c->table;
    const ipso__need *a = &table->needs[first];
    const ipso__need *b = &table->needs[second];
    if ((int64_t)a->option_count * b->option_count > MAX_CONFLICTS) {
        c->made->complete = false;
        return true;
    }
    for (int i = a->first_option; i < a->first_option + a->option_count; i++) {
        for (int j = b->first_option; j < b->first_option + b->option_count; j++) {
            const ipso__option *one = &table->options[i];
            const ipso__option *two = &table->options[j];
            bool fine = link != NULL ? ipso__bands_linked(table->bands, one->band, two->band,
                                                          link->min_gap_min, link->max_gap_min)
                                     : ipso__options_apart(table, one, two);
            if (!fine && !add_conflict(c, c->to_packing[i], c->to_packing[j]))
                return false;
        }
    }
    return true;
}

/* Nothing that follows a request directly while that is left out. */
static bool add_link_conflicts(converter *c, const ipso__link *link)
{
    const ipso__need *later = &c->table->needs[link->later];
    bool ok = true;
    for (int o = later->first_option; ok && o < later->first_option + later->option_count; o++)
        ok = add_conflict(c, c->left_out[link->earlier], c->to_packing[o]);
    return ok;
}

static bool add_all_conflicts(converter *c)
{
    const ipso__table *table = c->table;
    bool ok = true;
    for (int i = 0; ok && i < table->link_count; i++)
        ok = add_link_conflicts(c, &table->links[i]);
    for (int i = 0; ok && i < table->link_count; i++)
        ok = add_conflicts(c, table->links[i].earlier, table->links[i].later, &table->links[i]);
    for (int i = 0; ok && i < table->pair_count; i++)
        ok = add_conflicts(c, table->pairs[i].first, table->pairs[i].second, NULL);
    if (ok && c->conflict_count > 0) {
        c->made->packing.conflicts = ipso__arena_copy(
            &c->made->arena, c->conflicts, (size_t)c->conflict_count, sizeof *c->conflicts);
        c->made->packing.conflict_count = c->conflict_count;
        ok = c->made->packing.conflicts != NULL;
    }
    free(c->conflicts);
    return ok;
}

static bool add_bins(converter *c)
{
    int bands = c->table->bands->band_count, bins = bands + c->left_out_count;
    int *capacity = ipso__arena_alloc(&c->made->arena, (size_t)bins, sizeof *capacity);
    if (capacity == NULL)
        return false;
    for (int b = 0; b < bands; b++)
        capacity[b] = c->table->room_min[b] / c->grid_min;
    for (int b = bands; b < bins; b++)
        capacity[b] = 1;
    c->made->packing.capacity = capacity;
    c->made->packing.bin_count = bins;
    return true;
}

/* ---- relaxed ---- */

static void add_days_of(converter *c, int need)
{
    const ipso__need *of = &c->table->needs[need];
    if (c->row_of_day[need] >= 0)
        return;
    c->row_of_day[need] = c->row_count;
    for (int t = 0; t < c->days; t++)
        add_row(c, nothing, 1, false);
    for (int o = of->first_option; o < of->first_option + of->option_count; o++) {
        int band = c->table->options[o].band;
        add_weight(&c->options[c->to_packing[o]],
                   c->row_of_day[need] + ipso__band_sitting(c->table->bands, band)->day, 1);
    }
}

/* The places of each need of a link on each day. */
static void add_days(converter *c)
{
    for (int g = 0; g < c->table->need_count; g++)
        c->row_of_day[g] = -1;
    for (int i = 0; i < c->table->link_count; i++) {
        add_days_of(c, c->table->links[i].earlier);
        add_days_of(c, c->table->links[i].later);
    }
}

/* Bands of one practitioner and day are compared. */
static ipso_status merge_twins(converter *c, ipso_error *err)
{
    ipso__packing *packing = &c->made->packing;
    size_t bins = (size_t)packing->bin_count + 1;
    int *same = ipso__calloc(bins, sizeof *same);
    c->made->twin = ipso__arena_alloc(&c->made->arena, bins, sizeof *c->made->twin);
    ipso_status status = same == NULL || c->made->twin == NULL ? ipso__fail_nomem(err) : IPSO_OK;
    for (int b = 0; b < packing->bin_count && status == IPSO_OK; b++) {
        const ipso__sitting *sitting = ipso__band_sitting(c->table->bands, b);
        same[b] = sitting->practitioner * c->days + sitting->day;
    }
    if (status == IPSO_OK)
        status = ipso__packing_merge_twins(packing, c->options, c->made->of_packing, same,
                                           c->made->twin, err);
    free(same);
    return status;
}

static void take_rows(converter *c)
{
    c->made->packing.rows = c->rows;
    c->made->packing.row_count = c->row_count;
    c->made->row_of_need = c->row_of_need;
    c->made->row_of_extended = c->row_of_extended;
    c->made->row_of_target = c->row_of_target;
    c->made->row_of_day = c->row_of_day;
}

static ipso_status make(ipso__table_packing *made, const ipso__table *table,
                        const unsigned char *shut, bool conflicts, ipso_error *err)
{
    *made = (ipso__table_packing){.complete = true};
    converter c = {.table = table,
                   .made = made,
                   .grid_min = ipso_practice_horizon(table->practice)->grid_min,
                   .days = ipso_practice_horizon(table->practice)->days};
    bool ok = allocate(&c);
    if (ok)
        add_stakes(&c, shut, conflicts);
    if (!ok || !add_needs(&c) || !add_extended(&c) || !add_targets(&c) || !add_options(&c, shut) ||
        !add_bins(&c) || (conflicts && !add_all_conflicts(&c))) {
        ipso__table_packing_finish(made);
        return ipso__fail_nomem(err);
    }
    ipso_status status = IPSO_OK;
    if (!conflicts) {
        add_days(&c);
        status = merge_twins(&c, err);
    }
    take_rows(&c);
    if (status != IPSO_OK)
        ipso__table_packing_finish(made);
    return status;
}

ipso_status ipso__table_packing_make(ipso__table_packing *made, const ipso__table *table,
                                     const unsigned char *shut, ipso_error *err)
{
    return make(made, table, shut, true, err);
}

ipso_status ipso__table_packing_relaxed(ipso__table_packing *made, const ipso__table *table,
                                        ipso_error *err)
{
    return make(made, table, NULL, false, err);
}

void ipso__table_packing_finish(ipso__table_packing *made)
{
    ipso__arena_finish(&made->arena);
    *made = (ipso__table_packing){0};
}
