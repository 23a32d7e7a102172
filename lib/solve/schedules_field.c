/* What all chains of annealing look things up in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_chain.h"

#include <stdlib.h>

/* Options that stand for one another are equal in all but cost and rows. */
static int compare(const void *a, const void *b)
{
    const ipso__schedules_option *x = *(const ipso__schedules_option *const *)a,
                                 *y = *(const ipso__schedules_option *const *)b;
    if (x->class_id != y->class_id)
        return x->class_id < y->class_id ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->kinds != y->kinds)
        return x->kinds < y->kinds ? -1 : 1;
    return x->minutes < y->minutes ? -1 : x->minutes > y->minutes;
}

/* Options of all persons, in the order of their likes, and which person's each is. */
typedef struct listing {
    const ipso__schedules_option **options;
    size_t count;
} listing;

static void number(ipso__chain_field *field, const listing *all)
{
    const ipso__sched *search = field->search;
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        for (int o = 0; o < who->first[search->days]; o++) {
            const ipso__schedules_option *option = &who->options[o];
            const ipso__schedules_option **at =
                bsearch(&option, all->options, all->count, sizeof *at, compare);
            while (at > all->options && compare(at - 1, at) == 0)
                at--;
            field->label[p][o] = (int)(at - all->options);
        }
    }
}

static bool make_labels(ipso__chain_field *field, ipso__sched *search)
{
    ipso__arena *arena = &search->arena;
    listing all = {0};
    size_t most = 0;
    field->label = ipso__arena_alloc(arena, (size_t)search->persons + 1, sizeof *field->label);
    bool ok = field->label != NULL;
    for (int p = 0; p < search->persons && ok; p++) {
        size_t count = (size_t)search->all->persons[p].first[search->days];
        most += count;
        field->label[p] = ipso__arena_alloc(arena, count + 1, sizeof **field->label);
        ok = field->label[p] != NULL;
    }
    all.options = ipso__calloc(most, sizeof *all.options);
    ok = ok && all.options != NULL;
    for (int p = 0; p < search->persons && ok; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        for (int o = 0; o < who->first[search->days]; o++)
            all.options[all.count++] = &who->options[o];
    }
    if (ok) {
        qsort(all.options, all.count, sizeof *all.options, compare);
        size_t kept = 0;
        for (size_t i = 0; i < all.count; i++)
            if (kept == 0 || compare(&all.options[kept - 1], &all.options[i]) != 0)
                all.options[kept++] = all.options[i];
        all.count = kept;
        number(field, &all);
    }
    free(all.options);
    return ok;
}

static bool list_minutes(ipso__chain_field *field, ipso__sched *search)
{
    size_t persons = (size_t)search->persons + 1;
    field->minutes = ipso__arena_alloc(&search->arena, persons, sizeof *field->minutes);
    for (int p = 0; p < search->persons && field->minutes != NULL; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        size_t count = (size_t)who->first[search->days];
        int *minutes = ipso__arena_alloc(&search->arena, count + 1, sizeof *minutes);
        if (minutes == NULL)
            return false;
        for (size_t o = 0; o < count; o++)
            minutes[o + 1] = who->options[o].minutes;
        field->minutes[p] = minutes;
    }
    return field->minutes != NULL;
}

static bool has_options(const ipso__sched *search, int p, int t)
{
    const int *first = search->all->persons[p].first;
    return first[t] < first[t + 1];
}

static bool list_cells(ipso__chain_field *field, ipso__sched *search)
{
    ipso__arena *arena = &search->arena;
    size_t persons = (size_t)search->persons, days = (size_t)search->days;
    field->cells = ipso__arena_alloc(arena, persons * days + 1, sizeof *field->cells);
    field->days_of = ipso__arena_alloc(arena, persons * days + 1, sizeof *field->days_of);
    field->days_first = ipso__arena_alloc(arena, persons + 1, sizeof *field->days_first);
    field->persons_on = ipso__arena_alloc(arena, persons * days + 1, sizeof *field->persons_on);
    field->persons_first = ipso__arena_alloc(arena, days + 1, sizeof *field->persons_first);
    if (field->cells == NULL || field->days_of == NULL || field->days_first == NULL ||
        field->persons_on == NULL || field->persons_first == NULL)
        return false;
    for (int p = 0; p < search->persons; p++) {
        for (int t = 0; t < search->days; t++)
            if (has_options(search, p, t)) {
                field->days_of[field->cell_count] = t;
                field->cells[field->cell_count++] = (ipso__chain_cell){p, t};
            }
        field->days_first[p + 1] = field->cell_count;
    }
    int count = 0;
    for (int t = 0; t < search->days; t++) {
        for (int p = 0; p < search->persons; p++)
            if (has_options(search, p, t))
                field->persons_on[count++] = p;
        field->persons_first[t + 1] = count;
    }
    return true;
}

static bool make_columns(ipso__chain_field *field, ipso__sched *search)
{
    size_t persons = (size_t)search->persons + 1;
    field->columns =
        ipso__arena_alloc(&search->arena, persons, IPSO__CHAIN_COLUMNS * sizeof *field->columns);
    field->column_count = ipso__arena_alloc(&search->arena, persons, sizeof *field->column_count);
    return field->columns != NULL && field->column_count != NULL;
}

void ipso__chain_field_look(ipso__chain_field *field)
{
    const ipso__pool *pool = &field->search->pool;
    for (int p = 0; p < field->search->persons; p++)
        field->column_count[p] = 0;
    for (int k = pool->count - 1; k >= 0; k--) {
        int p = pool->columns[k].person;
        if (field->column_count[p] < IPSO__CHAIN_COLUMNS)
            field->columns[p * IPSO__CHAIN_COLUMNS + field->column_count[p]++] = k;
    }
}

bool ipso__chain_field_init(ipso__chain_field *field, ipso__sched *search)
{
    *field = (ipso__chain_field){.search = search};
    return ipso__tally_init(&field->tally, search) && ipso__meter_init(&field->meter, search) &&
           make_labels(field, search) && list_minutes(field, search) && list_cells(field, search) &&
           make_columns(field, search);
}
