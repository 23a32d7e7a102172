/* Joint rows packed for many small moves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_tally.h"

#include <string.h>

enum { WIDEST = 1 << 14 };

/* What is known of each row while parts are made. */
typedef struct maker {
    ipso__tally *tally;
    ipso__sched *search;
    uint64_t *hash; /* of all uses, in order */
    int64_t *low, *high;
    int64_t *day_low, *day_high; /* of one person on one day */
    int *part;                   /* per row, -1 = none */
    uint64_t *part_hash;
    int *seen; /* per part: the last option that was found to use it, counted over all */
} maker;

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash ^= word + 0x9E3779B97F4A7C15u + (hash << 6) + (hash >> 2);
    return hash * 0xBF58476D1CE4E5B9u;
}

static bool allocate(maker *m)
{
    ipso__arena *arena = &m->search->arena;
    size_t rows = (size_t)m->search->rows + 1, persons = (size_t)m->search->persons + 1;
    m->hash = ipso__arena_alloc(arena, rows, sizeof *m->hash);
    m->low = ipso__arena_alloc(arena, rows, sizeof *m->low);
    m->high = ipso__arena_alloc(arena, rows, sizeof *m->high);
    m->day_low = ipso__arena_alloc(arena, rows, sizeof *m->day_low);
    m->day_high = ipso__arena_alloc(arena, rows, sizeof *m->day_high);
    m->part = ipso__arena_alloc(arena, rows, sizeof *m->part);
    m->part_hash = ipso__arena_alloc(arena, rows, sizeof *m->part_hash);
    m->seen = ipso__arena_alloc(arena, rows, sizeof *m->seen);
    m->tally->parts = ipso__arena_alloc(arena, rows, sizeof *m->tally->parts);
    m->tally->cost = ipso__arena_alloc(arena, rows, sizeof *m->tally->cost);
    m->tally->next_row = ipso__arena_alloc(arena, rows, sizeof *m->tally->next_row);
    m->tally->uses = ipso__arena_alloc(arena, persons, sizeof *m->tally->uses);
    m->tally->first = ipso__arena_alloc(arena, persons, sizeof *m->tally->first);
    return m->hash != NULL && m->low != NULL && m->high != NULL && m->day_low != NULL &&
           m->day_high != NULL && m->part != NULL && m->part_hash != NULL && m->seen != NULL &&
           m->tally->parts != NULL && m->tally->cost != NULL && m->tally->next_row != NULL &&
           m->tally->uses != NULL && m->tally->first != NULL;
}

/* What a person can bring on a day at least and at most. */
static void measure_day(maker *m, const ipso__schedules_person *who, int day)
{
    for (int pass = 0; pass < 2; pass++)
        for (int o = who->first[day]; o < who->first[day + 1]; o++)
            for (int u = 0; u < who->options[o].use_count; u++) {
                int row = who->options[o].uses[u].row, units = who->options[o].uses[u].units;
                if (pass == 0 && units < m->day_low[row])
                    m->day_low[row] = units;
                else if (pass == 0 && units > m->day_high[row])
                    m->day_high[row] = units;
                else if (pass > 0) {
                    m->low[row] += m->day_low[row];
                    m->high[row] += m->day_high[row];
                    m->day_low[row] = m->day_high[row] = 0;
                }
            }
}

static void measure(maker *m)
{
    for (int p = 0; p < m->search->persons; p++) {
        const ipso__schedules_person *who = &m->search->all->persons[p];
        for (int t = 0; t < m->search->days; t++)
            measure_day(m, who, t);
        for (int o = 0; o < who->first[m->search->days]; o++)
            for (int u = 0; u < who->options[o].use_count; u++) {
                uint64_t *hash = &m->hash[who->options[o].uses[u].row];
                *hash = mix(mix(mix(*hash, (uint64_t)p), (uint64_t)o),
                            (uint64_t)who->options[o].uses[u].units);
            }
    }
}

/* Costs are convex in the activity: none at both ends is none anywhere. */
static bool can_cost(const maker *m, int row)
{
    return ipso__sched_row_cost(m->search, row, m->low[row]) > 0 ||
           ipso__sched_row_cost(m->search, row, m->high[row]) > 0;
}

static void join_rows(maker *m)
{
    ipso__tally *tally = m->tally;
    for (int r = 0; r < m->search->rows; r++) {
        m->part[r] = tally->next_row[r] = -1;
        if ((m->low[r] == 0 && m->high[r] == 0) || !can_cost(m, r))
            continue;
        int k = 0;
        while (k < tally->part_count &&
               (m->part_hash[k] != m->hash[r] || tally->parts[k].low != m->low[r] ||
                tally->parts[k].high != m->high[r]))
            k++;
        if (k == tally->part_count) {
            tally->parts[k] = (ipso__tally_part){.low = m->low[r], .high = m->high[r], .row = -1};
            m->part_hash[tally->part_count++] = m->hash[r];
        }
        m->part[r] = k;
        tally->next_row[r] = tally->parts[k].row;
        tally->parts[k].row = r;
    }
}

double ipso__tally_sum(const ipso__tally *tally, const ipso__tally_part *part, int64_t activity)
{
    double sum = 0;
    for (int r = part->row; r >= 0; r = tally->next_row[r])
        sum += ipso__sched_row_cost(tally->search, r, activity);
    return sum;
}

/* All being off, activities are 0, which is therefore in every table. */
static bool fill_tables(maker *m)
{
    for (int k = 0; k < m->tally->part_count; k++) {
        ipso__tally_part *part = &m->tally->parts[k];
        if (part->high - part->low >= WIDEST)
            continue;
        size_t width = (size_t)(part->high - part->low) + 1;
        double *cost = ipso__arena_alloc(&m->search->arena, width, sizeof *cost);
        if (cost == NULL)
            return false;
        for (size_t i = 0; i < width; i++)
            cost[i] = ipso__tally_sum(m->tally, part, part->low + (int64_t)i);
        m->tally->cost[k] = cost - part->low;
    }
    return true;
}

/* Uses of an option of each part once; returns how many. */
static int pack_option(maker *m, const ipso__schedules_option *option, int mark,
                       ipso__tally_use *uses)
{
    int count = 0;
    for (int u = 0; u < option->use_count; u++) {
        int part = m->part[option->uses[u].row];
        if (part < 0 || m->seen[part] == mark)
            continue;
        m->seen[part] = mark;
        uses[count++] = (ipso__tally_use){part, option->uses[u].units};
    }
    return count;
}

static bool pack_person(maker *m, int p, int *mark)
{
    const ipso__schedules_person *who = &m->search->all->persons[p];
    size_t options = (size_t)who->first[m->search->days], most = 0;
    for (size_t o = 0; o < options; o++)
        most += (size_t)who->options[o].use_count;
    int *first = ipso__arena_alloc(&m->search->arena, options + 1, sizeof *first);
    ipso__tally_use *uses = ipso__arena_alloc(&m->search->arena, most + 1, sizeof *uses);
    if (first == NULL || uses == NULL)
        return false;
    for (size_t o = 0; o < options; o++)
        first[o + 1] = first[o] + pack_option(m, &who->options[o], ++*mark, &uses[first[o]]);
    m->tally->first[p] = first;
    m->tally->uses[p] = uses;
    return true;
}

bool ipso__tally_init(ipso__tally *tally, ipso__sched *search)
{
    maker m = {.tally = tally, .search = search};
    *tally = (ipso__tally){.search = search};
    if (!allocate(&m))
        return false;
    measure(&m);
    join_rows(&m);
    bool ok = fill_tables(&m);
    int mark = 0;
    for (int p = 0; p < search->persons && ok; p++)
        ok = pack_person(&m, p, &mark);
    return ok;
}
