/* Recounts what a choice of options costs and whether it holds, from the table alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/options.h"

#include "model/needs.h"

#include <stdlib.h>

int ipso__option_extended(const ipso__table *table, const ipso__option *option)
{
    int type = table->needs[option->need].type;
    bool acute = ipso_practice_type(table->practice, type)->care == IPSO_CARE_ACUTE;
    return acute ? -1 : table->extended_of_band[option->band];
}

int ipso__table_target(const ipso__table *table, int type, int practitioner, int day)
{
    int row = type * ipso_practice_practitioner_count(table->practice) + practitioner;
    return table->target_of[row * table->week_count + ipso__week_of(table->practice, day)];
}

int ipso__option_target(const ipso__table *table, const ipso__option *option)
{
    const ipso__sitting *sitting = ipso__band_sitting(table->bands, option->band);
    return ipso__table_target(table, table->needs[option->need].type, sitting->practitioner,
                              sitting->day);
}

ipso_slot ipso__option_slot(const ipso__table *table, const ipso__option *option, int start_min)
{
    const ipso__need *need = &table->needs[option->need];
    const ipso__sitting *sitting = ipso__band_sitting(table->bands, option->band);
    ipso_slot slot;
    ipso_slot_init(&slot);
    slot.practitioner = sitting->practitioner;
    slot.day = sitting->day;
    slot.site = sitting->site;
    slot.start_min = start_min;
    slot.length_min = option->length_min;
    slot.travel_min = option->width_min - option->length_min;
    slot.type = need->type;
    slot.mode = sitting->modes[need->type];
    slot.use = need->kind == IPSO__NEED_REQUEST ? IPSO_SLOT_BOOKED : IPSO_SLOT_OPEN;
    slot.request = need->request;
    slot.demand = need->demand;
    slot.demand_day = need->kind == IPSO__NEED_FORECAST ? need->day : 0;
    return slot;
}

bool ipso__options_apart(const ipso__table *table, const ipso__option *first,
                         const ipso__option *second)
{
    return !ipso__bands_overlap(table->bands, first->band, second->band);
}

/* What the options in use add up to. */
typedef struct tally {
    int *widths;  /* per band */
    int *counts;  /* per need */
    int *chosen;  /* per need: an option in use, or -1 */
    int *minutes; /* per line of S6 */
    int *slots;   /* per line of S7 */
    int64_t cost;
} tally;

static void tally_finish(tally *t)
{
    free(t->widths);
    free(t->counts);
    free(t->chosen);
    free(t->minutes);
    free(t->slots);
}

static bool tally_start(tally *t, const ipso__table *table)
{
    t->widths = ipso__calloc((size_t)table->bands->band_count, sizeof *t->widths);
    t->counts = ipso__calloc((size_t)table->need_count, sizeof *t->counts);
    t->chosen = ipso__calloc((size_t)table->need_count, sizeof *t->chosen);
    t->minutes = ipso__calloc((size_t)table->extended_count, sizeof *t->minutes);
    t->slots = ipso__calloc((size_t)table->target_count, sizeof *t->slots);
    return t->widths != NULL && t->counts != NULL && t->chosen != NULL && t->minutes != NULL &&
           t->slots != NULL;
}

static void tally_options(tally *t, const ipso__table *table, const int *x)
{
    for (int g = 0; g < table->need_count; g++)
        t->chosen[g] = -1;
    for (int o = 0; o < table->option_count; o++) {
        const ipso__option *option = &table->options[o];
        if (x[o] == 0)
            continue;
        int extended = ipso__option_extended(table, option);
        int target = ipso__option_target(table, option);
        t->widths[option->band] += x[o] * option->width_min;
        t->counts[option->need] += x[o];
        t->chosen[option->need] = o;
        t->cost += x[o] * option->cost;
        if (extended >= 0)
            t->minutes[extended] += x[o] * option->width_min;
        if (target >= 0)
            t->slots[target] += x[o];
    }
}

/* S2, S3 and B2: the values beyond the slots there are. */
static void tally_needs(tally *t, const ipso__table *table)
{
    for (int g = 0; g < table->need_count; g++) {
        const ipso__need *need = &table->needs[g];
        for (int j = t->counts[g]; j < need->value_count; j++)
            t->cost += table->values[need->first_value + j];
    }
}

/* S6 when priced, and S7. */
static void tally_lines(tally *t, const ipso__table *table)
{
    for (int i = 0; i < table->extended_count; i++) {
        int over = t->minutes[i] - table->extended[i].room_min;
        if (over > 0 && table->extended_points > 0)
            t->cost += over * table->extended_points;
    }
    for (int i = 0; i < table->target_count; i++) {
        const ipso__target_line *line = &table->targets[i];
        if (line->missing > t->slots[i])
            t->cost += (line->missing - t->slots[i]) *
                       ipso_practice_type(table->practice, line->type)->target_points;
    }
}

static bool limits_hold(const tally *t, const ipso__table *table)
{
    for (int b = 0; b < table->bands->band_count; b++) {
        if (t->widths[b] > table->room_min[b])
            return false;
    }
    for (int g = 0; g < table->need_count; g++) {
        if (table->needs[g].kind == IPSO__NEED_REQUEST && t->counts[g] > 1)
            return false;
    }
    for (int i = 0; table->extended_points == IPSO_HARD && i < table->extended_count; i++) {
        if (t->minutes[i] > 0 && t->minutes[i] > table->extended[i].room_min)
            return false;
    }
    return true;
}

static bool requests_hold(const tally *t, const ipso__table *table)
{
    for (int i = 0; i < table->pair_count; i++) {
        int first = t->chosen[table->pairs[i].first];
        int second = t->chosen[table->pairs[i].second];
        if (first >= 0 && second >= 0 &&
            !ipso__options_apart(table, &table->options[first], &table->options[second]))
            return false;
    }
    for (int i = 0; i < table->link_count; i++) {
        const ipso__link *link = &table->links[i];
        int earlier = t->chosen[link->earlier];
        int later = t->chosen[link->later];
        if (later >= 0 &&
            (earlier < 0 ||
             !ipso__bands_linked(table->bands, table->options[earlier].band,
                                 table->options[later].band, link->min_gap_min, link->max_gap_min)))
            return false;
    }
    return true;
}

ipso_status ipso__table_recount(const ipso__table *table, const int *x, bool *holds, int64_t *cost,
                                ipso_error *err)
{
    tally t = {0};
    if (!tally_start(&t, table)) {
        tally_finish(&t);
        return ipso__fail_nomem(err);
    }
    tally_options(&t, table, x);
    tally_needs(&t, table);
    tally_lines(&t, table);
    *holds = limits_hold(&t, table) && requests_hold(&t, table);
    if (cost != NULL)
        *cost = t.cost;
    tally_finish(&t);
    return IPSO_OK;
}
