/* Whole rosters against cuts by branch and cut.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_rosters.h"

#include "base/error.h"
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The program with the cuts: a column for what each block costs. */
static ipso_status make_whole(ipso__joint_rosters *s, ipso__roster_program **whole, ipso_error *err)
{
    ipso_status status = ipso__roster_program_new(whole, s->roster, err);
    if (status != IPSO_OK)
        return status;
    ipso__program *program = (*whole)->program;
    int first = ipso__program_column_count(program), options = s->cuts.option_count;
    ipso__term *terms = ipso__calloc((size_t)(options + s->cuts.block_count), sizeof *terms);
    if (terms == NULL)
        return ipso__fail_nomem(err);
    for (int b = 0; b < s->cuts.block_count; b++)
        ipso__program_add_column(program, 1, 0, INFINITY, false, "slots(%d)", b);
    for (int k = 0; k < s->cuts.count; k++) {
        const ipso__joint_cut *cut = &s->cuts.list[k];
        size_t count = 0;
        for (int o = 0; o < options; o++)
            if (cut->gain[o] != 0)
                terms[count++] = (ipso__term){o, cut->gain[o]};
        for (int b = 0; b < s->cuts.block_count; b++)
            if (cut->block == b || cut->block == IPSO__ALL_BLOCKS)
                terms[count++] = (ipso__term){first + b, 1};
        ipso__program_add_row(program, (double)cut->least, INFINITY, terms, count, "cut(%d)", k);
    }
    free(terms);
    return ipso__program_status(program, err);
}

/* The point of the whole program that the roster in search.x is. */
static double *start_of(ipso__joint_rosters *s, int first)
{
    double *start = ipso__calloc((size_t)(first + s->cuts.block_count), sizeof *start);
    if (start == NULL)
        return NULL;
    memcpy(start, s->search.x, (size_t)first * sizeof *start);
    ipso__roster_decode(s->program, s->search.x, s->trial);
    int64_t left = ipso__joint_cuts_cost(&s->cuts, s->trial);
    for (int b = 0; b < s->cuts.block_count; b++) {
        int64_t points = b == s->cuts.block_count - 1
                             ? left
                             : ipso__joint_cuts_block_cost(&s->cuts, b, s->trial);
        start[first + b] = (double)points;
        left -= points;
    }
    return start;
}

static void take_roster(ipso__joint_rosters *s, const ipso__solve_result *result, int first)
{
    ipso__roster_search *search = &s->search;
    if (result->x == NULL)
        return;
    memcpy(search->x, result->x, (size_t)first * sizeof *search->x);
    search->cost = round(result->best);
    search->found = true;
}

static void solve_all(ipso__joint_rosters *s, const ipso__roster_program *whole,
                      const double *start, int first)
{
    ipso__roster_search *search = &s->search, inner = *search;
    ipso__solve_result result;
    inner.program = whole;
    if (ipso__search_solve(&inner, &result, whole->program, start, 0, 1, true, false)) {
        if (result.bound > -INFINITY)
            search->bound = ceil(result.bound - 1e-6 * fmax(1, fabs(result.bound)));
        take_roster(s, &result, first);
    }
    ipso__solve_result_finish(&result);
    search->work = inner.work;
    search->status = inner.status;
}

ipso_status ipso__joint_rosters_branch(ipso__joint_rosters *s, ipso_error *err)
{
    ipso__roster_program *whole = NULL;
    int first = ipso__program_column_count(s->program->program);
    double *start = start_of(s, first);
    ipso_status status = start != NULL ? make_whole(s, &whole, err) : ipso__fail_nomem(err);
    if (status == IPSO_OK) {
        solve_all(s, whole, s->search.found ? start : NULL, first);
        status = s->search.status;
    }
    ipso__roster_program_free(whole);
    free(start);
    return status;
}
