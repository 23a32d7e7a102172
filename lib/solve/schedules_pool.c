/* The pool of columns: every schedule seen, once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_master.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/schedules_lists.h"

static uint64_t hash_of(int person, const int *choice, int days)
{
    uint64_t hash = 0xCBF29CE484222325u ^ (uint64_t)person;
    for (int t = 0; t < days; t++) {
        hash = (hash ^ (uint64_t)(uint32_t)choice[t]) * 0x100000001B3u;
        hash ^= hash >> 29;
    }
    return hash;
}

const int *ipso__pool_choice(const ipso__sched *search, int column)
{
    return &search->pool.choice[(size_t)column * (size_t)search->days];
}

double ipso__pool_regret(const ipso__sched *search, int column)
{
    const ipso__pool_column *schedule = &search->pool.columns[column];
    double cost = (double)schedule->cost - search->root_person[schedule->person];
    for (int e = 0; e < schedule->entry_count; e++) {
        size_t at = schedule->first_entry + (size_t)e;
        cost -=
            search->root_dual[search->pool.entry_row[at]] * (double)search->pool.entry_units[at];
    }
    return cost;
}

double ipso__sched_regret(const ipso__sched *search, int person, const int *choice, int64_t cost)
{
    double sum = (double)cost - search->root_person[person];
    for (int t = 0; t < search->days; t++) {
        if (choice[t] < 0)
            continue;
        const ipso__schedules_option *option = &search->all->persons[person].options[choice[t]];
        for (int u = 0; u < option->use_count; u++)
            sum -= search->root_dual[option->uses[u].row] * option->uses[u].units;
    }
    return sum;
}

int ipso__offer_compare(const void *a, const void *b)
{
    const ipso__offer *p = a, *q = b;
    if (p->regret != q->regret)
        return p->regret < q->regret ? -1 : 1;
    return q->column - p->column;
}

int ipso__pool_list(ipso__sched *search, int most)
{
    int count = search->pool.count;
    if (!ipso__grow(&search->offers, &search->offer_room, (size_t)count, sizeof *search->offers))
        return -1;
    for (int c = 0; c < count; c++) {
        bool basic =
            c < search->column_status_count && ipso__master_is_basic(search->column_status[c]);
        search->offers[c] = (ipso__offer){basic ? -INFINITY : ipso__pool_regret(search, c), c};
    }
    if (count <= most)
        return count;
    qsort(search->offers, (size_t)count, sizeof *search->offers, ipso__offer_compare);
    return most;
}

bool ipso__pool_allowed(const ipso__sched *search, const ipso__scope *scope, int column)
{
    int person = search->pool.columns[column].person;
    const int *choice = ipso__pool_choice(search, column);
    const uint8_t *banned = &scope->banned[search->ban_first[person]];
    int offs = search->walks[person].who->first[search->days];
    bool idle = true;
    for (int t = 0; t < search->days; t++) {
        idle = idle && choice[t] < 0;
        if (banned[choice[t] >= 0 ? choice[t] : offs + t])
            return false;
    }
    if (idle && banned[offs + search->days])
        return false;
    return scope->within == INFINITY ||
           (search->pool.columns[column].out_of != search->lists->number &&
            ipso__pool_regret(search, column) <= scope->within);
}

static int find(const ipso__sched *search, int person, const int *choice, uint64_t hash)
{
    const ipso__pool *pool = &search->pool;
    if (pool->slot_count == 0)
        return -1;
    size_t bytes = (size_t)search->days * sizeof *choice;
    for (int c = pool->slots[hash % pool->slot_count]; c >= 0; c = pool->columns[c].next)
        if (pool->columns[c].hash == hash && pool->columns[c].person == person &&
            memcmp(ipso__pool_choice(search, c), choice, bytes) == 0)
            return c;
    return -1;
}

static bool rehash(ipso__pool *pool)
{
    size_t count = pool->slot_count > 0 ? 2 * pool->slot_count : 4096;
    int *slots = ipso__calloc(count, sizeof *slots);
    if (slots == NULL)
        return false;
    memset(slots, 0xFF, count * sizeof *slots);
    free(pool->slots);
    pool->slots = slots;
    pool->slot_count = count;
    for (int c = 0; c < pool->count; c++) {
        int *slot = &slots[pool->columns[c].hash % count];
        pool->columns[c].next = *slot;
        *slot = c;
    }
    return true;
}

/* Sums the units of the days into entries at the end of the pool's lists. */
static bool list_entries(ipso__sched *search, int person, const int *choice,
                         ipso__pool_column *column)
{
    ipso__pool *pool = &search->pool;
    column->first_entry = pool->entry_count;
    for (int t = 0; t < search->days; t++) {
        if (choice[t] < 0)
            continue;
        const ipso__schedules_option *option = &search->all->persons[person].options[choice[t]];
        size_t need = pool->entry_count + (size_t)option->use_count;
        if (!ipso__grow(&pool->entry_row, &pool->row_room, need, sizeof *pool->entry_row) ||
            !ipso__grow(&pool->entry_units, &pool->units_room, need, sizeof *pool->entry_units))
            return false;
        for (int u = 0; u < option->use_count; u++) {
            size_t e = column->first_entry;
            while (e < pool->entry_count && pool->entry_row[e] != option->uses[u].row)
                e++;
            if (e == pool->entry_count) {
                pool->entry_row[e] = option->uses[u].row;
                pool->entry_units[e] = 0;
                pool->entry_count++;
            }
            pool->entry_units[e] += option->uses[u].units;
        }
    }
    column->entry_count = (int)(pool->entry_count - column->first_entry);
    return true;
}

int ipso__pool_add(ipso__sched *search, int person, const int *choice)
{
    ipso__pool *pool = &search->pool;
    uint64_t hash = hash_of(person, choice, search->days);
    int known = find(search, person, choice, hash);
    if (known >= 0)
        return known;
    ipso__pool_column column = {.person = person, .hash = hash};
    size_t count = (size_t)pool->count, days = (size_t)search->days;
    bool lawful = ipso__schedules_person_value(search->all, person, choice, &column.cost);
    if (!lawful || (count >= pool->slot_count && !rehash(pool)) ||
        !ipso__grow(&pool->columns, &pool->column_room, count + 1, sizeof *pool->columns) ||
        !ipso__grow(&pool->choice, &pool->choice_room, (count + 1) * days, sizeof *pool->choice) ||
        !list_entries(search, person, choice, &column)) {
        search->failed = true;
        return -1;
    }
    memcpy(&pool->choice[count * days], choice, days * sizeof *choice);
    column.next = pool->slots[hash % pool->slot_count];
    pool->slots[hash % pool->slot_count] = (int)count;
    pool->columns[count] = column;
    return pool->count++;
}
