/* Why there is no roster: an irreducible set of rules that cannot hold together.
 *
 * The program made to explain has the hard rules alone, each row with the group it belongs to.
 * An elastic filter finds a small set with a conflict: every group may be broken for a price, and
 * the groups that the cheapest point breaks are enforced, again and again, until nothing can be
 * paid any more. A deletion filter then drops each group without which there is still no roster
 * (Chinneck, Feasibility and Infeasibility in Optimization, 2008, chapter 6).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_search.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>

#define FILTER_WORK 200000 /* solver work of one step */

/* What a group is in a step. */
typedef enum standing { DROPPED = 0, ELASTIC, ENFORCED } standing;

typedef struct explanation {
    const ipso__roster_program *whole;
    const ipso__stage_settings *settings;
    standing *standing; /* per group */
    int *broken_column; /* per group, of the step's program, -1 none */
    bool cancelled;
    ipso_error *err;
} explanation;

/* ---- the program of one step ---- */

/* The group's column: 1 when any of its rows is broken. */
static int broken_column(explanation *e, ipso__program *program, int group)
{
    if (e->broken_column[group] < 0)
        e->broken_column[group] =
            ipso__program_add_column(program, 1, 0, 1, true, "broken(%d)", group);
    return e->broken_column[group];
}

/* How far a row can be below its lower or above its upper bound, at most. */
static double reach(const ipso__program *whole, int row, bool below)
{
    size_t count;
    double lower, upper, least = 0, most = 0;
    const ipso__term *terms = ipso__program_row_terms(whole, row, &count);
    ipso__program_row_bounds(whole, row, &lower, &upper);
    for (size_t i = 0; i < count; i++) {
        ipso__column column = ipso__program_column(whole, terms[i].column);
        double value = terms[i].value;
        least += value * (value > 0 ? column.lower : column.upper);
        most += value * (value > 0 ? column.upper : column.lower);
    }
    return fmax(0, below ? lower - least : most - upper);
}

/* Row i with a finite bound, which the group may break: the bound moves by its reach. */
static bool add_side(explanation *e, ipso__program *program, int i, bool below)
{
    size_t count;
    double lower, upper, far = reach(e->whole->program, i, below);
    int group = e->whole->row_group[i];
    const ipso__term *terms = ipso__program_row_terms(e->whole->program, i, &count);
    ipso__term *copy = ipso__calloc(count + 1, sizeof *copy);
    if (copy == NULL)
        return false;
    for (size_t k = 0; k < count; k++)
        copy[k] = terms[k];
    ipso__program_row_bounds(e->whole->program, i, &lower, &upper);
    if (group >= 0 && e->standing[group] == ELASTIC && far > 0)
        copy[count++] = (ipso__term){broken_column(e, program, group), below ? far : -far};
    ipso__program_add_row(program, below ? lower : -INFINITY, below ? INFINITY : upper, copy, count,
                          "%s", ipso__program_row_name(e->whole->program, i));
    free(copy);
    return true;
}

static bool add_rows(explanation *e, ipso__program *program)
{
    for (int i = 0; i < ipso__program_row_count(e->whole->program); i++) {
        int group = e->whole->row_group[i];
        double lower, upper;
        if (group >= 0 && e->standing[group] == DROPPED)
            continue;
        ipso__program_row_bounds(e->whole->program, i, &lower, &upper);
        if (lower > -INFINITY && !add_side(e, program, i, true))
            return false;
        if (upper < INFINITY && !add_side(e, program, i, false))
            return false;
    }
    return true;
}

static ipso_status make_step(explanation *e, ipso__program **step)
{
    ipso__program *program = ipso__program_new("conflict");
    bool ok = program != NULL;
    for (int g = 0; g < e->whole->group_count; g++)
        e->broken_column[g] = -1;
    for (int j = 0; ok && j < ipso__program_column_count(e->whole->program); j++) {
        ipso__column column = ipso__program_column(e->whole->program, j);
        ipso__program_add_column(program, 0, column.lower, column.upper, column.integer, "%s",
                                 ipso__program_column_name(e->whole->program, j));
    }
    ok = ok && add_rows(e, program);
    ipso_status status = ok ? ipso__program_status(program, e->err) : ipso__fail_nomem(e->err);
    if (status == IPSO_OK)
        *step = program;
    else
        ipso__program_free(program);
    return status;
}

static int listen(void *user, double best, double bound, int64_t work)
{
    explanation *e = user;
    ipso_progress progress = {.stage = IPSO_STAGE_ROSTER, .work = work};
    (void)best;
    (void)bound;
    if (e->settings->progress != NULL &&
        e->settings->progress(e->settings->progress_user, &progress) != 0)
        e->cancelled = true;
    return e->cancelled;
}

static bool out_of_time(const explanation *e)
{
    return e->cancelled ||
           (e->settings->deadline_s < INFINITY && ipso__clock_now_s() >= e->settings->deadline_s);
}

static ipso_status solve_step(explanation *e, ipso__solve_result *result)
{
    ipso__program *program = NULL;
    ipso__solve_settings settings;
    ipso_status status = make_step(e, &program);
    *result = (ipso__solve_result){0};
    if (status != IPSO_OK)
        return status;
    ipso__solve_settings_init(&settings);
    settings.work_limit = FILTER_WORK;
    settings.time_limit_s = e->settings->deadline_s < INFINITY
                                ? fmax(0.2, e->settings->deadline_s - ipso__clock_now_s())
                                : INFINITY;
    settings.integral_cost = true;
    settings.progress = listen;
    settings.progress_user = e;
    status = ipso__solve(result, program, &settings, e->err);
    ipso__program_free(program);
    return status;
}

/* ---- filters ---- */

/* Enforces groups until no point is left, then drops the others. *conflict is false when a step
 * ended without an answer, time was out, or every rule can hold. */
static ipso_status filter_elastic(explanation *e, bool *conflict)
{
    bool going = true;
    *conflict = false;
    while (going && !e->cancelled) {
        ipso__solve_result result;
        ipso_status status = solve_step(e, &result);
        if (status != IPSO_OK)
            return status;
        going = false;
        for (int g = 0; result.x != NULL && g < e->whole->group_count; g++) {
            int column = e->broken_column[g];
            if (e->standing[g] == ELASTIC && column >= 0 && result.x[column] > 0.5) {
                e->standing[g] = ENFORCED;
                going = true;
            }
        }
        *conflict = result.outcome == IPSO_INFEASIBLE;
        going = going && !out_of_time(e);
        ipso__solve_result_finish(&result);
    }
    for (int g = 0; g < e->whole->group_count; g++) {
        if (e->standing[g] == ELASTIC)
            e->standing[g] = DROPPED;
    }
    return IPSO_OK;
}

/* Drops each group without which there is still no roster. A step without an answer keeps it, and
 * so does the end of time: what is left is a conflict all along. */
static ipso_status filter_deletion(explanation *e)
{
    for (int g = 0; g < e->whole->group_count && !out_of_time(e); g++) {
        ipso__solve_result result;
        if (e->standing[g] != ENFORCED)
            continue;
        e->standing[g] = DROPPED;
        ipso_status status = solve_step(e, &result);
        if (status != IPSO_OK)
            return status;
        if (result.outcome != IPSO_INFEASIBLE)
            e->standing[g] = ENFORCED;
        ipso__solve_result_finish(&result);
    }
    return IPSO_OK;
}

/* ---- telling ---- */

static ipso_status tell(const explanation *e, ipso_finding_fn conflict, void *user)
{
    ipso__text line = {0};
    const char *separator = "no roster keeps all of: ";
    for (int g = 0; g < e->whole->group_count; g++) {
        const ipso__roster_group *group = &e->whole->groups[g];
        if (e->standing[g] != ENFORCED)
            continue;
        if (conflict != NULL)
            conflict(user, group->where, group->text);
        ipso__text_printf(&line, "%s%s", separator, group->text);
        separator = "; ";
    }
    if (line.failed) {
        ipso__text_finish(&line);
        return ipso__fail_nomem(e->err);
    }
    ipso__fail(e->err, IPSO_OK, "", "%s", ipso__text_string(&line));
    ipso__text_finish(&line);
    return IPSO_OK;
}

static ipso_status explain(explanation *e, bool *proven, ipso_finding_fn conflict, void *user)
{
    size_t groups = (size_t)e->whole->group_count;
    ipso_status status = IPSO_NOMEM;
    e->standing = ipso__calloc(groups, sizeof *e->standing);
    e->broken_column = ipso__calloc(groups, sizeof *e->broken_column);
    if (e->standing != NULL && e->broken_column != NULL) {
        for (size_t g = 0; g < groups; g++)
            e->standing[g] = ELASTIC;
        status = filter_elastic(e, proven);
        if (status == IPSO_OK && *proven)
            status = filter_deletion(e);
        *proven = *proven && !e->cancelled;
        if (status == IPSO_OK && *proven)
            status = tell(e, conflict, user);
    } else {
        ipso__fail_nomem(e->err);
    }
    free(e->standing);
    free(e->broken_column);
    return status;
}

ipso_status ipso__roster_explain(const ipso_practice *practice,
                                 const ipso__stage_settings *settings, bool *proven,
                                 ipso_finding_fn conflict, void *conflict_user, ipso_error *err)
{
    ipso__roster *roster = NULL;
    ipso__roster_program *whole = NULL;
    *proven = false;
    ipso_status status = ipso__roster_new(&roster, practice, true, err);
    if (status == IPSO_OK)
        status = ipso__roster_program_new(&whole, roster, err);
    if (status == IPSO_OK) {
        explanation e = {.whole = whole, .settings = settings, .err = err};
        status = explain(&e, proven, conflict, conflict_user);
    }
    ipso__roster_program_free(whole);
    ipso__roster_free(roster);
    return status;
}
