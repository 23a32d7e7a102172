/* A choice of options of a table and what it leaves free.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/slots_choice.h"

#include "base/memory.h"

#include <stdlib.h>

void ipso__choice_finish(ipso__choice *choice)
{
    free(choice->room_min);
    free(choice->extended_min);
    free(choice->missing);
    free(choice->chosen);
    free(choice->join_first);
    free(choice->joins);
    *choice = (ipso__choice){0};
}

static void shift(ipso__choice *choice, int o, int copies)
{
    const ipso__option *option = &choice->table->options[o];
    int extended = ipso__option_extended(choice->table, option);
    int target = ipso__option_target(choice->table, option);
    choice->room_min[option->band] -= copies * option->width_min;
    if (extended >= 0)
        choice->extended_min[extended] -= copies * option->width_min;
    if (target >= 0)
        choice->missing[target] -= copies;
}

/* The two needs that a join is about. */
static void ends_of_join(const ipso__table *table, int join, int ends[2])
{
    if (join < table->link_count) {
        ends[0] = table->links[join].earlier;
        ends[1] = table->links[join].later;
    } else {
        ends[0] = table->pairs[join - table->link_count].first;
        ends[1] = table->pairs[join - table->link_count].second;
    }
}

/* Joins by need, by counting. */
static bool index_joins(ipso__choice *choice)
{
    const ipso__table *table = choice->table;
    int count = table->link_count + table->pair_count;
    int ends[2];
    choice->join_first = ipso__calloc((size_t)table->need_count + 2, sizeof *choice->join_first);
    choice->joins = ipso__calloc(2 * (size_t)count, sizeof *choice->joins);
    if (choice->join_first == NULL || choice->joins == NULL)
        return false;
    for (int i = 0; i < count; i++) {
        ends_of_join(table, i, ends);
        choice->join_first[ends[0] + 2]++;
        choice->join_first[ends[1] + 2]++;
    }
    for (int g = 0; g < table->need_count; g++)
        choice->join_first[g + 2] += choice->join_first[g + 1];
    for (int i = 0; i < count; i++) {
        ends_of_join(table, i, ends);
        choice->joins[choice->join_first[ends[0] + 1]++] = i;
        choice->joins[choice->join_first[ends[1] + 1]++] = i;
    }
    return true;
}

bool ipso__choice_start(ipso__choice *choice, const ipso__table *table, int *x)
{
    *choice = (ipso__choice){.table = table, .x = x};
    choice->room_min = ipso__calloc((size_t)table->bands->band_count, sizeof(int));
    choice->extended_min = ipso__calloc((size_t)table->extended_count, sizeof(int));
    choice->missing = ipso__calloc((size_t)table->target_count, sizeof(int));
    choice->chosen = ipso__calloc((size_t)table->need_count, sizeof(int));
    if (choice->room_min == NULL || choice->extended_min == NULL || choice->missing == NULL ||
        choice->chosen == NULL || !index_joins(choice))
        return false;
    for (int b = 0; b < table->bands->band_count; b++)
        choice->room_min[b] = table->room_min[b];
    for (int i = 0; i < table->extended_count; i++)
        choice->extended_min[i] = table->extended[i].room_min;
    for (int i = 0; i < table->target_count; i++)
        choice->missing[i] = table->targets[i].missing;
    for (int g = 0; g < table->need_count; g++)
        choice->chosen[g] = -1;
    for (int o = 0; o < table->option_count; o++) {
        if (x[o] == 0)
            continue;
        shift(choice, o, x[o]);
        if (table->needs[table->options[o].need].kind == IPSO__NEED_REQUEST)
            choice->chosen[table->options[o].need] = o;
    }
    return true;
}

void ipso__choice_place(ipso__choice *choice, int option)
{
    shift(choice, option, 1);
    choice->x[option] = 1;
    choice->chosen[choice->table->options[option].need] = option;
}

void ipso__choice_drop(ipso__choice *choice, int option)
{
    shift(choice, option, -1);
    choice->x[option] = 0;
    choice->chosen[choice->table->options[option].need] = -1;
}

bool ipso__choice_fits(const ipso__choice *choice, const ipso__option *option)
{
    int extended = ipso__option_extended(choice->table, option);
    return option->width_min <= choice->room_min[option->band] &&
           (extended < 0 || choice->table->extended_points != IPSO_HARD ||
            option->width_min <= choice->extended_min[extended]);
}

int64_t ipso__choice_gain(const ipso__choice *choice, const ipso__option *option)
{
    const ipso__table *table = choice->table;
    const ipso__need *need = &table->needs[option->need];
    int extended = ipso__option_extended(table, option);
    int target = ipso__option_target(table, option);
    int64_t points = (need->value_count > 0 ? table->values[need->first_value] : 0) - option->cost;
    if (extended >= 0 && table->extended_points > 0) {
        int left = choice->extended_min[extended] > 0 ? choice->extended_min[extended] : 0;
        int over = option->width_min - left;
        points -= over > 0 ? over * table->extended_points : 0;
    }
    if (target >= 0 && choice->missing[target] > 0)
        points += ipso_practice_type(table->practice, need->type)->target_points;
    return points;
}

/* The band a request has, or -1. */
static int band_of(const ipso__choice *choice, int need)
{
    int option = choice->chosen[need];
    return option < 0 ? -1 : choice->table->options[option].band;
}

bool ipso__choice_join_holds(const ipso__choice *choice, int join, int need, int band)
{
    const ipso__table *table = choice->table;
    int ends[2];
    ends_of_join(table, join, ends);
    int first = ends[0] == need ? band : band_of(choice, ends[0]);
    int second = ends[1] == need ? band : band_of(choice, ends[1]);
    if (join >= table->link_count)
        return first < 0 || second < 0 || !ipso__bands_overlap(table->bands, first, second);
    const ipso__link *link = &table->links[join];
    return second < 0 || (first >= 0 && ipso__bands_linked(table->bands, first, second,
                                                           link->min_gap_min, link->max_gap_min));
}
