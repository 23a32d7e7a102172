/* Cliques of conflicting options.
 *
 * Two rows may have many conflicts between their options: an appointment on a day excludes all
 * places of the next one before that day. Let row r and row s each allow one unit in all, and let
 * N(i) be the options of s that option i of r conflicts with. For each different N(i), at most one
 * of
 *
 *     N(i)  and  all options j of r with N(j) containing N(i)
 *
 * is placed: two of r, or two of s, are excluded by their row, and one of each by a conflict. Every
 * conflict of r and s lies in such a clique, and prices on cliques bound far better than prices on
 * nothing. Conflicts of options without a row of one unit are left as they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_cliques.h"

#include <stdlib.h>
#include <string.h>

/* Most comparisons and members; conflicts beyond that are in no clique, which is only weaker. */
#define MOST_STEPS 50000000

/* One direction of a conflict, with the rows of its ends. */
typedef struct arc {
    int row, other_row, option, other;
} arc;

/* The arcs of one option into one row. */
typedef struct run {
    const arc *arcs;
    int count;
} run;

typedef struct member {
    int option, clique;
} member;

typedef struct conflict_finder {
    const ipso__packing *packing;
    arc *arcs;
    size_t arc_count;
    run *runs; /* of one pair of rows */
    member *members;
    size_t member_count, member_room;
    int clique_count;
    int64_t steps;
} conflict_finder;

/* A row that allows one unit in all, or -1. */
static int single_row(const ipso__packing *packing, int o)
{
    const ipso__packing_option *option = &packing->options[o];
    for (int i = 0; i < option->row_count; i++) {
        const ipso__packing_row *row = &packing->rows[option->rows[i]];
        if (row->hard && row->marginal_count == 1)
            return option->rows[i];
    }
    return -1;
}

static int by_rows(const void *a, const void *b)
{
    const arc *left = a, *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    if (left->other_row != right->other_row)
        return left->other_row < right->other_row ? -1 : 1;
    if (left->option != right->option)
        return left->option < right->option ? -1 : 1;
    return (left->other > right->other) - (left->other < right->other);
}

/* The conflicts between two rows, from the lower one, each once. */
static void list_arcs(conflict_finder *finder)
{
    const ipso__packing *packing = finder->packing;
    size_t count = 0, kept = 0;
    for (int c = 0; c < packing->conflict_count; c++) {
        int one = packing->conflicts[c][0], two = packing->conflicts[c][1];
        int row = single_row(packing, one), other = single_row(packing, two);
        if (row < 0 || other < 0 || row == other)
            continue;
        finder->arcs[count++] =
            row < other ? (arc){row, other, one, two} : (arc){other, row, two, one};
    }
    if (count > 1)
        qsort(finder->arcs, count, sizeof *finder->arcs, by_rows);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_rows(&finder->arcs[kept - 1], &finder->arcs[i]) != 0)
            finder->arcs[kept++] = finder->arcs[i];
    finder->arc_count = kept;
}

/* Does one run reach all that part reaches? */
static bool contains(conflict_finder *finder, const run *one, const run *part)
{
    int i = 0;
    finder->steps += part->count + 1;
    if (one->count < part->count)
        return false;
    for (int j = 0; j < part->count; j++) {
        while (i < one->count && one->arcs[i].other < part->arcs[j].other)
            i++;
        if (i == one->count || one->arcs[i].other != part->arcs[j].other)
            return false;
    }
    return true;
}

static bool add_member(conflict_finder *finder, int option)
{
    if (!ipso__grow(&finder->members, &finder->member_room, finder->member_count + 1,
                    sizeof *finder->members))
        return false;
    finder->members[finder->member_count++] = (member){option, finder->clique_count};
    finder->steps++;
    return true;
}

/* The clique of run i, unless an earlier run has the same. */
static bool add_clique(conflict_finder *finder, int run_count, int i)
{
    const run *part = &finder->runs[i];
    bool ok = true;
    for (int j = 0; j < i; j++)
        if (finder->runs[j].count == part->count && contains(finder, &finder->runs[j], part))
            return true;
    for (int j = 0; j < run_count && ok; j++)
        if (contains(finder, &finder->runs[j], part))
            ok = add_member(finder, finder->runs[j].arcs[0].option);
    for (int k = 0; k < part->count && ok; k++)
        ok = add_member(finder, part->arcs[k].other);
    finder->clique_count++;
    return ok;
}

/* Splits the arcs of the pair of rows that begins at arc `from` into runs; returns its end. */
static size_t split_pair(conflict_finder *finder, size_t from, int *run_count)
{
    const arc *first = &finder->arcs[from];
    size_t at = from;
    *run_count = 0;
    for (; at < finder->arc_count; at++) {
        const arc *next = &finder->arcs[at];
        if (next->row != first->row || next->other_row != first->other_row)
            break;
        if (at == from || next->option != finder->arcs[at - 1].option)
            finder->runs[(*run_count)++] = (run){.arcs = next};
        finder->runs[*run_count - 1].count++;
    }
    return at;
}

static bool find_all(conflict_finder *finder)
{
    bool ok = true;
    for (size_t at = 0; at < finder->arc_count && ok;) {
        int runs;
        at = split_pair(finder, at, &runs);
        for (int i = 0; i < runs && ok && finder->steps < MOST_STEPS; i++)
            ok = add_clique(finder, runs, i);
    }
    return ok;
}

/* Members by option. */
static bool hand_over(ipso__packing_cliques *cliques, const conflict_finder *finder)
{
    size_t options = (size_t)finder->packing->option_count;
    cliques->first = ipso__arena_alloc(&cliques->arena, options + 2, sizeof(int));
    cliques->clique = ipso__arena_alloc(&cliques->arena, finder->member_count + 1, sizeof(int));
    if (cliques->first == NULL || cliques->clique == NULL)
        return false;
    int *at = cliques->first + 1; /* at[o] runs from the begin of o to its end */
    for (size_t i = 0; i < finder->member_count; i++)
        if ((size_t)finder->members[i].option + 1 < options)
            at[finder->members[i].option + 1]++;
    for (size_t o = 1; o < options; o++)
        at[o] += at[o - 1];
    for (size_t i = 0; i < finder->member_count; i++)
        cliques->clique[at[finder->members[i].option]++] = finder->members[i].clique;
    cliques->count = finder->clique_count;
    return true;
}

bool ipso__packing_cliques_find(ipso__packing_cliques *cliques, const ipso__packing *packing)
{
    conflict_finder finder = {.packing = packing};
    size_t conflicts = (size_t)packing->conflict_count;
    *cliques = (ipso__packing_cliques){0};
    finder.arcs = ipso__calloc(conflicts, sizeof *finder.arcs);
    finder.runs = ipso__calloc(conflicts, sizeof *finder.runs);
    bool ok = finder.arcs != NULL && finder.runs != NULL;
    if (ok) {
        list_arcs(&finder);
        ok = find_all(&finder) && hand_over(cliques, &finder);
    }
    free(finder.arcs);
    free(finder.runs);
    free(finder.members);
    return ok;
}

void ipso__packing_cliques_finish(ipso__packing_cliques *cliques)
{
    ipso__arena_finish(&cliques->arena);
}
