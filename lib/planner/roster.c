/* The roster stage: a roster, better rosters, their bound, and a proof where it can be had.
 *
 * Where schedules fit, long horizons with fair turns are searched and bounded week by week, and
 * column generation over whole schedules has all the limits of others, but for small programs, of
 * which branch-and-cut proves many at once. What it leaves open is left to the whole program: 1.
 * greedy changes and repairs give a roster; 2. the LP relaxation bounds every roster; 3.
 * large-neighbourhood search betters the roster, 4. branch-and-cut the bound, in turns until a
 * limit. A practice for which column generation finds no roster soon goes through 1 and 2 first,
 * which find most conflicts; a program without a roster is explained.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_search.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* Programs with more terms than this are not given to branch-and-cut whole, save to find a first
 * roster. */
#define MOST_TERMS 2000000
/* Programs with more are not solved before column generation has had all its time. */
#define QUICK_TERMS 100000
/* Programs with more, of practices with fair turns, are bounded week by week first. */
#define LONG_TERMS 50000
/* Work of column generation after which a search without a roster looks elsewhere. */
#define UNSOLVED_WORK            20000000
#define UNSOLVED_WORK_PER_OPTION 1000
/* Small programs: work of column generation, then of branch-and-cut, before the long searches. */
#define SMALL_TERMS   5000
#define SMALL_WORK    1000000
#define SMALL_CUTTING 10000

/* ---- steps ---- */

/* Notes what a solve of the whole program proved, and found. */
static void note_whole(ipso__roster_search *s, const ipso__solve_result *result, bool relaxed)
{
    if (result->outcome == IPSO_INFEASIBLE)
        s->infeasible = !s->found;
    if (result->bound > s->bound)
        s->bound = ceil(result->bound - 1e-6 * fmax(1, fabs(result->bound)));
    if (!relaxed && result->x != NULL)
        ipso__search_improve(s, result->x, round(result->best));
    if (s->found && s->bound > s->cost)
        s->bound = s->cost;
}

static void bound_whole(ipso__roster_search *s, double share)
{
    ipso__solve_result result;
    if (ipso__search_solve(s, &result, s->program->program, NULL, 0, share, true, true))
        note_whole(s, &result, true);
    ipso__solve_result_finish(&result);
}

/* most: units of solver work, 0 none. */
static void branch_whole(ipso__roster_search *s, double share, int64_t most)
{
    ipso__solve_result result;
    if (s->found && ipso__program_term_count(s->program->program) > MOST_TERMS)
        return;
    if (ipso__search_solve(s, &result, s->program->program, s->found ? s->x : NULL, most, share,
                           true, false))
        note_whole(s, &result, false);
    ipso__solve_result_finish(&result);
}

/* A first roster, or the proof that there is none, by the whole program. */
static void find_whole(ipso__roster_search *s, double share)
{
    ipso__search_greedy(s);
    if (!s->found)
        ipso__search_repair(s);
    if (!s->found)
        bound_whole(s, share);
    if (!s->found)
        branch_whole(s, share, 0);
}

static void search_whole(ipso__roster_search *s)
{
    if (!s->found)
        ipso__search_greedy(s);
    ipso__search_repair(s);
    bound_whole(s, 0.5);
    if (!s->found)
        branch_whole(s, 0.7, 0);
    if (s->found)
        ipso__search_neighbours(s, 0.6);
    branch_whole(s, 0.8, 0);
    while (s->found && !ipso__search_over(s)) {
        double before = s->cost, used = ipso__search_used(s);
        ipso__search_neighbours(s, 1);
        if (s->cost >= before || used == 0)
            break;
    }
    branch_whole(s, 1, 0);
}

static void search_schedules(ipso__roster_search *s, double share, int64_t unsolved)
{
    if (ipso__search_has_turns(s))
        ipso__search_turns(s, share, unsolved);
    else
        ipso__search_columns(s, share, 0, unsolved);
}

static void search(ipso__roster_search *s)
{
    size_t terms = ipso__program_term_count(s->program->program);
    int64_t unsolved = UNSOLVED_WORK + UNSOLVED_WORK_PER_OPTION * s->roster->option_count;
    if (terms <= SMALL_TERMS) {
        ipso__search_columns(s, 0.3, SMALL_WORK, 0);
        branch_whole(s, 0.5, SMALL_CUTTING);
    }
    if (terms > LONG_TERMS && ipso__search_has_turns(s))
        ipso__search_weeks(s, 1);
    search_schedules(s, 1, unsolved);
    if (!s->found) {
        if (terms <= QUICK_TERMS)
            find_whole(s, 0.3);
        search_schedules(s, 0.9, 0);
    }
    search_whole(s);
}

/* ---- frame ---- */

static void report(const ipso__roster_search *s, ipso_stage_report *done)
{
    bool bounded = s->bound > -INFINITY;
    *done = (ipso_stage_report){.ran = true,
                                .stop = s->stop,
                                .work = s->work,
                                .rows = ipso__program_row_count(s->program->program),
                                .columns = ipso__program_column_count(s->program->program)};
    done->cost = (int64_t)s->cost;
    done->bound = bounded ? (int64_t)s->bound : 0;
    done->gap = (double)(done->cost - done->bound) / fmax(1, fabs(s->cost));
    done->outcome = bounded && done->gap <= s->settings->gap ? IPSO_OPTIMAL : IPSO_FEASIBLE;
}

static ipso_status add_assignments(const ipso__roster_search *s, ipso_plan *plan, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    for (int o = 0; status == IPSO_OK && o < s->roster->option_count; o++) {
        const ipso__roster_option *option = &s->roster->options[o];
        ipso_assignment work = {option->practitioner, option->day, option->duty};
        if (s->x[o] > 0.5)
            status = ipso_plan_add_assignment(plan, &work, err);
    }
    return status;
}

static ipso_status fill_plan(const ipso__roster_search *s, ipso_plan **after, ipso_error *err)
{
    ipso_plan *plan = NULL;
    ipso_stage_report done;
    ipso_status status = ipso_plan_new(&plan, s->roster->practice, err);
    if (status == IPSO_OK)
        status = add_assignments(s, plan, err);
    report(s, &done);
    if (status == IPSO_OK)
        status = ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &done, err);
    if (status != IPSO_OK) {
        ipso_plan_free(plan);
        return status;
    }
    *after = plan;
    return IPSO_OK;
}

static ipso_status begin(ipso__roster_search *s, ipso__roster **roster,
                         ipso__roster_program **program, const ipso_practice *practice,
                         ipso_error *err)
{
    ipso_status status = ipso__roster_new(roster, practice, false, err);
    if (status == IPSO_OK)
        status = ipso__roster_program_new(program, *roster, err);
    if (status != IPSO_OK)
        return status;
    s->roster = *roster;
    s->program = *program;
    s->bound = -INFINITY;
    s->begin_s = ipso__clock_now_s();
    ipso__random_init(&s->random, s->settings->seed, 1);
    s->x = ipso__calloc((size_t)ipso__program_column_count((*program)->program), sizeof *s->x);
    return s->x == NULL ? ipso__fail_nomem(err) : IPSO_OK;
}

static void finish(ipso__roster_search *s, ipso__roster *roster, ipso__roster_program *program)
{
    free(s->x);
    free(s->prices);
    ipso__schedules_columns_finish(&s->columns);
    ipso__roster_program_free(program);
    ipso__roster_free(roster);
}

ipso_status ipso__roster_stage(ipso_plan **after, const ipso_practice *practice,
                               const ipso__stage_settings *settings, ipso_outcome *outcome,
                               ipso_finding_fn conflict, void *conflict_user, ipso_error *err)
{
    ipso__roster_search s = {.settings = settings, .err = err};
    ipso__roster *roster = NULL;
    ipso__roster_program *program = NULL;
    ipso_plan *plan = NULL;
    bool proven = false;
    ipso_status status = begin(&s, &roster, &program, practice, err);
    if (status == IPSO_OK) {
        search(&s);
        ipso__search_over(&s);
        status = s.status;
    }
    if (status == IPSO_OK && s.found)
        status = fill_plan(&s, &plan, err);
    else if (status == IPSO_OK && s.infeasible)
        status = ipso__roster_explain(practice, settings, &proven, conflict, conflict_user, err);
    if (status == IPSO_OK) {
        ipso_stage_report done = {.outcome = IPSO_UNKNOWN};
        if (s.found)
            report(&s, &done);
        *outcome = proven ? IPSO_INFEASIBLE : done.outcome;
        *after = plan;
    }
    finish(&s, roster, program);
    return status;
}

ipso_status ipso__roster_model(ipso__program **program, const ipso_practice *practice,
                               ipso_error *err)
{
    ipso__roster *roster = NULL;
    ipso__roster_program *built = NULL;
    ipso_status status = ipso__roster_new(&roster, practice, false, err);
    if (status == IPSO_OK)
        status = ipso__roster_program_new(&built, roster, err);
    if (status == IPSO_OK) {
        *program = built->program;
        built->program = NULL;
    }
    ipso__roster_program_free(built);
    ipso__roster_free(roster);
    return status;
}
