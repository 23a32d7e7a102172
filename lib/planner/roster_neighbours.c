/* Steps of the search that free a part of the roster and let GLPK solve that part exactly.
 *
 * A part is some practitioners' days; everything else stays as it is, so that the part's best
 * roster is never worse than the present one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_search.h"

#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REPAIRS       40
#define FIRST_OPTIONS 120 /* options of the first parts; then by how easily they are solved */
#define LEAST_OPTIONS 40
#define MOST_OPTIONS  1200
#define PART_WORK     4000 /* solver work of a part */
#define REPAIR_WORK   8000 /* of a part that must find a roster first */
#define PATIENCE      60   /* parts without a gain after which the search ends */

typedef struct neighbours {
    ipso__roster_search *search;
    bool *is_free; /* per cell */
    int free_options;
    int *order; /* of practitioners */
    int size;   /* options to free */
} neighbours;

static bool prepare(neighbours *n, ipso__roster_search *s)
{
    size_t people = (size_t)s->roster->people;
    *n = (neighbours){.search = s, .size = FIRST_OPTIONS};
    n->is_free = ipso__calloc(people * (size_t)s->roster->days, sizeof *n->is_free);
    n->order = ipso__calloc(people, sizeof *n->order);
    for (size_t p = 0; n->order != NULL && p < people; p++)
        n->order[p] = (int)p;
    if (n->is_free != NULL && n->order != NULL)
        return true;
    s->status = ipso__fail_nomem(s->err);
    return false;
}

static void finish(neighbours *n)
{
    free(n->is_free);
    free(n->order);
}

static void free_nothing(neighbours *n)
{
    const ipso__roster *r = n->search->roster;
    memset(n->is_free, 0, (size_t)r->people * (size_t)r->days * sizeof *n->is_free);
    n->free_options = 0;
}

static void free_cell(neighbours *n, int p, int t)
{
    const ipso__roster *r = n->search->roster;
    int cell = p * r->days + t;
    if (t < 0 || t >= r->days || n->is_free[cell])
        return;
    n->is_free[cell] = true;
    n->free_options += r->first[cell + 1] - r->first[cell];
}

static void free_person(neighbours *n, int p, int first, int days)
{
    for (int t = first; t < first + days; t++)
        free_cell(n, p, t);
}

/* Puts the part's values into a copy of the present point. */
static bool merge(neighbours *n, const ipso__roster_part *part, const double *values)
{
    ipso__roster_search *s = n->search;
    const ipso__program *program = s->program->program;
    size_t columns = (size_t)ipso__program_column_count(program);
    double objective = 0;
    bool *chosen = ipso__calloc((size_t)s->roster->option_count, sizeof *chosen);
    double *x = ipso__calloc(columns, sizeof *x);
    if (chosen == NULL || x == NULL) {
        s->status = ipso__fail_nomem(s->err);
    } else {
        ipso__roster_decode(s->program, s->x, chosen);
        for (int j = 0; j < ipso__program_column_count(part->program); j++) {
            if (part->column[j] < s->roster->option_count)
                chosen[part->column[j]] = values[j] > 0.5;
        }
        ipso__roster_encode(s->program, chosen, x);
        if (ipso__program_holds(program, x, 1e-6, &objective, NULL))
            ipso__search_improve(s, x, round(objective));
        else if (!s->found)
            memcpy(s->x, x, columns * sizeof *x);
    }
    free(chosen);
    free(x);
    return s->status == IPSO_OK;
}

/* Solves the freed part. True when the search goes on. *solved: the part was solved to its end. */
static bool solve_part(neighbours *n, double share, bool *solved)
{
    ipso__roster_search *s = n->search;
    ipso__roster_part part;
    ipso__solve_result result = {0};
    *solved = false;
    s->status = ipso__roster_part_make(&part, s->program, n->is_free, s->x, s->err);
    if (s->status != IPSO_OK)
        return false;
    s->work += (int64_t)ipso__program_term_count(s->program->program);
    bool went_on = ipso__program_column_count(part.program) == 0 ||
                   ipso__search_solve(s, &result, part.program, s->found ? part.start : NULL,
                                      s->found ? PART_WORK : REPAIR_WORK, share, false, false);
    *solved = result.outcome == IPSO_OPTIMAL || result.outcome == IPSO_INFEASIBLE;
    if (went_on && result.x != NULL)
        went_on = merge(n, &part, result.x);
    ipso__solve_result_finish(&result);
    ipso__roster_part_finish(&part);
    return went_on;
}

/* ---- repair ---- */

/* Frees everybody with a duty in a broken row, as far as the size allows; false when none is
 * broken. */
static bool free_broken(neighbours *n)
{
    ipso__roster_search *s = n->search;
    const ipso__program *program = s->program->program;
    bool broken = false;
    free_nothing(n);
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        double lower, upper, activity = 0;
        size_t count;
        const ipso__term *terms = ipso__program_row_terms(program, i, &count);
        ipso__program_row_bounds(program, i, &lower, &upper);
        for (size_t k = 0; k < count; k++)
            activity += terms[k].value * s->x[terms[k].column];
        if (activity >= lower - 1e-6 && activity <= upper + 1e-6)
            continue;
        broken = true;
        for (size_t k = 0; k < count && n->free_options < n->size; k++) {
            const ipso__column_role *role = &s->program->roles[terms[k].column];
            int o = role->use == IPSO__COLUMN_DUTY  ? terms[k].column
                    : role->use == IPSO__COLUMN_ANY ? s->program->list[role->first]
                                                    : -1;
            if (o >= 0 && o < s->roster->option_count)
                free_person(n, s->roster->options[o].practitioner, 0, s->roster->days);
        }
    }
    return broken;
}

void ipso__search_repair(ipso__roster_search *s)
{
    neighbours n;
    bool going = prepare(&n, s);
    for (int i = 0; going && !s->found && i < REPAIRS && !ipso__search_over(s); i++) {
        bool solved;
        if (!free_broken(&n))
            break;
        for (int extra = 0; extra < i / 4; extra++)
            free_person(&n, (int)ipso__random_below(&s->random, (uint32_t)s->roster->people), 0,
                        s->roster->days);
        going = solve_part(&n, 1, &solved);
        n.size = n.size * 5 / 4 < MOST_OPTIONS ? n.size * 5 / 4 : MOST_OPTIONS;
    }
    finish(&n);
}

/* ---- neighbours ---- */

/* People in random order, all of their days. */
static void free_some_people(neighbours *n)
{
    ipso__roster_search *s = n->search;
    ipso__random_shuffle(&s->random, n->order, s->roster->people);
    for (int i = 0; i < s->roster->people && n->free_options < n->size; i++)
        free_person(n, n->order[i], 0, s->roster->days);
}

static bool may_work_at(const ipso__roster *r, int p, int site)
{
    for (int o = r->first[p * r->days]; o < r->first[(p + 1) * r->days]; o++) {
        if (r->options[o].site == site)
            return true;
    }
    return false;
}

/* People who may work at one site, all of their days: they share its need, cover and rooms. */
static void free_people_of_a_site(neighbours *n)
{
    ipso__roster_search *s = n->search;
    const ipso__roster *r = s->roster;
    if (r->option_count == 0)
        return;
    int site = r->options[ipso__random_below(&s->random, (uint32_t)r->option_count)].site;
    ipso__random_shuffle(&s->random, n->order, r->people);
    for (int i = 0; i < r->people && n->free_options < n->size; i++) {
        if (may_work_at(r, n->order[i], site))
            free_person(n, n->order[i], 0, r->days);
    }
}

/* Everybody, as many days in a row as fit. */
static void free_some_days(neighbours *n)
{
    ipso__roster_search *s = n->search;
    int first = (int)ipso__random_below(&s->random, (uint32_t)s->roster->days);
    ipso__random_shuffle(&s->random, n->order, s->roster->people);
    for (int d = 0; d < s->roster->days && n->free_options < n->size; d++) {
        for (int i = 0; i < s->roster->people && n->free_options < n->size * 3 / 2; i++)
            free_cell(n, n->order[i], (first + d) % s->roster->days);
    }
}

/* The people who could change what a paid row costs, for the days around one of its duties. */
static void free_around_a_price(neighbours *n)
{
    ipso__roster_search *s = n->search;
    const ipso__program *program = s->program->program;
    int rows = ipso__program_row_count(program);
    int start = rows > 0 ? (int)ipso__random_below(&s->random, (uint32_t)rows) : 0;
    int around = s->roster->days <= 7 ? s->roster->days : 7;
    for (int i = 0; i < rows && n->free_options < n->size; i++) {
        size_t count;
        bool paid = false;
        const ipso__term *terms = ipso__program_row_terms(program, (start + i) % rows, &count);
        for (size_t k = 0; k < count; k++)
            paid |= s->program->roles[terms[k].column].use == IPSO__COLUMN_SLACK &&
                    s->x[terms[k].column] > 0.5;
        uint32_t skip = count > 0 ? ipso__random_below(&s->random, (uint32_t)count) : 0;
        for (size_t k = 0; k < count && paid && n->free_options < n->size; k++) {
            int o = terms[(k + skip) % count].column;
            if (o < s->roster->option_count)
                free_person(n, s->roster->options[o].practitioner,
                            s->roster->options[o].day - around / 2 - (s->roster->days <= 7 ? 7 : 0),
                            s->roster->days <= 7 ? 21 : around);
        }
    }
}

static void free_neighbourhood(neighbours *n, int step)
{
    free_nothing(n);
    switch (step % 5) {
    case 0:
        free_some_people(n);
        break;
    case 1:
    case 3:
        free_around_a_price(n);
        break;
    case 2:
        free_people_of_a_site(n);
        break;
    default:
        free_some_days(n);
    }
}

void ipso__search_neighbours(ipso__roster_search *s, double share)
{
    neighbours n;
    bool going = prepare(&n, s);
    int idle = 0;
    for (int i = 0; going && idle < PATIENCE && !ipso__search_over(s); i++) {
        bool solved;
        double before = s->cost;
        if (ipso__search_used(s) >= share)
            break;
        free_neighbourhood(&n, i);
        going = solve_part(&n, share, &solved);
        n.size += solved ? n.size / 8 : -n.size / 5;
        n.size = n.size < LEAST_OPTIONS ? LEAST_OPTIONS : n.size;
        n.size = n.size > MOST_OPTIONS ? MOST_OPTIONS : n.size;
        idle = s->cost < before ? 0 : idle + 1;
        if (n.free_options >= s->roster->option_count && solved && going)
            break;
    }
    finish(&n);
}
