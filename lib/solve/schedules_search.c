/* Storage, limits and the best solution of a search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "solve/schedules_branch.h"
#include "solve/schedules_charge.h"
#include "solve/schedules_cuts.h"
#include "solve/schedules_lists.h"

/* Weights beyond this are too much for the simplex beside those of everyday. */
#define LARGEST_MISSING 1e7

/* ---- limits ---- */

bool ipso__sched_out_of_time(const ipso__sched *search)
{
    return atomic_load(&search->mail.cancelled) ||
           (search->deadline_s < INFINITY && ipso__clock_now_s() >= search->deadline_s);
}

bool ipso__sched_closed(const ipso__sched *search)
{
    if (search->value == IPSO__NEVER || search->bound == INT64_MIN)
        return false;
    double gap = (double)search->value - (double)search->bound;
    return gap <= search->settings->gap * fmax(1, fabs((double)search->value));
}

static bool out_of_work(const ipso__sched *search)
{
    int64_t most = search->settings->work_limit, unsolved = search->settings->unsolved_work_limit;
    bool has_one = search->value < IPSO__NEVER || search->record_value < IPSO__NEVER;
    if (unsolved > 0 && !has_one && search->started && search->work >= unsolved)
        return true;
    return most > 0 && search->work >= most;
}

bool ipso__sched_must_stop(ipso__sched *search)
{
    if (search->stopped || search->failed)
        return true;
    search->stopped = true;
    if (search->settings->progress != NULL)
        ipso__mail_post_figures(&search->mail,
                                fmin((double)search->value, (double)search->record_value),
                                (double)search->bound, search->work);
    if (ipso__sched_closed(search))
        search->reason = search->value <= search->bound ? IPSO_STOP_DONE : IPSO_STOP_GAP;
    else if (atomic_load(&search->mail.cancelled))
        search->reason = IPSO_STOP_CANCEL;
    else if (search->bound >= search->settings->enough)
        search->reason = IPSO_STOP_GAP;
    else if (out_of_work(search))
        search->reason = IPSO_STOP_WORK;
    else if (ipso__sched_out_of_time(search))
        search->reason = IPSO_STOP_TIME;
    else
        search->stopped = false;
    return search->stopped;
}

/* Prices on a grid of 2^-16 and whole costs add up without rounding below 2^37. */
int64_t ipso__sched_round_up(double bound)
{
    if (!(bound > -1e15))
        return INT64_MIN;
    return bound < 1e15 ? (int64_t)ceil(bound) : IPSO__NEVER;
}

void ipso__sched_raise(ipso__sched *search, double bound)
{
    int64_t whole = ipso__sched_round_up(bound);
    if (whole > -(int64_t)1e15 && whole < (int64_t)1e15) {
        int64_t above = whole % search->grain;
        whole += above > 0 ? search->grain - above : above < 0 ? -above : 0;
    }
    if (whole > search->value)
        whole = search->value;
    if (whole > search->bound)
        search->bound = whole;
}

int64_t ipso__sched_cutoff(const ipso__sched *search)
{
    return search->value < IPSO__NEVER ? search->value - (search->grain - 1)
                                       : (int64_t)search->dearest;
}

bool ipso__sched_offer(ipso__sched *search, const int *choice)
{
    int64_t value = 0;
    bool holds = ipso__schedules_value(search->all, choice, &value);
    search->failed = search->failed || (!holds && value == INT64_MIN);
    if (!holds || value > search->value || (value == search->value && !search->takes_equal))
        return false;
    bool better = value < search->value;
    search->value = value;
    memcpy(search->best, choice, (size_t)search->persons * (size_t)search->days * sizeof *choice);
    return better;
}

void ipso__sched_set_aside(ipso__sched *search)
{
    size_t cells = (size_t)search->persons * (size_t)search->days;
    memcpy(search->record, search->best, cells * sizeof *search->best);
    search->record_value = search->value;
    search->value = IPSO__NEVER;
}

void ipso__sched_take_back(ipso__sched *search)
{
    size_t cells = (size_t)search->persons * (size_t)search->days;
    if (search->record_value < search->value) {
        memcpy(search->best, search->record, cells * sizeof *search->best);
        search->value = search->record_value;
    }
    search->record_value = IPSO__NEVER;
}

static double side_price(const ipso__sched *search, int64_t price)
{
    return price == IPSO__NEVER ? search->hard_price : (double)price;
}

double ipso__sched_row_cost(const ipso__sched *search, int row, int64_t activity)
{
    int64_t price, units = ipso__row_units(&search->all->rows[row], activity, &price);
    return units > 0 ? (double)units * side_price(search, price) : 0;
}

/* ---- storage ---- */

static void *room(ipso__sched *search, size_t count, size_t size)
{
    return ipso__arena_alloc(&search->arena, count, size);
}

static bool allocate(ipso__sched *search)
{
    size_t persons = (size_t)search->persons, days = (size_t)search->days;
    size_t rows = (size_t)search->rows, cells = persons * days;
    search->walks = room(search, persons, sizeof *search->walks);
    search->ban_first = room(search, persons + 1, sizeof *search->ban_first);
    search->dual = room(search, rows + IPSO__CUTS_MOST, sizeof *search->dual);
    search->activity = room(search, rows, sizeof *search->activity);
    search->below = room(search, persons, sizeof *search->below);
    search->margin = room(search, persons, sizeof *search->margin);
    search->lane_price = room(search, persons, sizeof *search->lane_price);
    search->answers = room(search, persons, sizeof *search->answers);
    search->answer_choice = room(search, IPSO__PRICE_KEEP * cells, sizeof *search->answer_choice);
    search->root = room(search, 1, sizeof *search->root);
    search->tree = room(search, 1, sizeof *search->tree);
    search->part = room(search, 1, sizeof *search->part);
    search->listed = room(search, 1, sizeof *search->listed);
    search->cuts = room(search, 1, sizeof *search->cuts);
    search->lists = room(search, 1, sizeof *search->lists);
    search->root_dual = room(search, rows, sizeof *search->root_dual);
    search->dive_center = room(search, rows + IPSO__CUTS_MOST, sizeof *search->dive_center);
    search->root_person = room(search, persons, sizeof *search->root_person);
    search->best = room(search, cells, sizeof *search->best);
    search->record = room(search, cells, sizeof *search->record);
    search->trial = room(search, cells, sizeof *search->trial);
    search->scratches = room(search, (size_t)search->settings->threads, sizeof *search->scratches);
    return search->walks != NULL && search->ban_first != NULL && search->dual != NULL &&
           search->activity != NULL && search->below != NULL && search->margin != NULL &&
           search->lane_price != NULL && search->answers != NULL && search->answer_choice != NULL &&
           search->best != NULL && search->root != NULL && search->part != NULL &&
           search->listed != NULL && search->cuts != NULL && ipso__cuts_init(search) &&
           search->tree != NULL && search->lists != NULL && search->root_dual != NULL &&
           search->root_person != NULL && search->dive_center != NULL && search->trial != NULL &&
           search->scratches != NULL;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b && a != IPSO__NEVER ? a : b;
}

/* Stand-ins for what is forbidden: some times the dearest thing that can be paid once, so that no
 * few gains elsewhere buy them, within the weights that GLPK's arithmetic bears. */
static void choose_stand_ins(ipso__sched *search)
{
    int64_t dearest = 50;
    for (int r = 0; r < search->rows; r++) {
        dearest = larger(search->all->rows[r].under_price, dearest);
        dearest = larger(search->all->rows[r].over_price, dearest);
    }
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        for (int o = 0; o < who->first[search->days]; o++)
            dearest = larger(llabs(who->options[o].cost), dearest);
        dearest = larger(who->work_cost, dearest);
    }
    search->grain = ipso__sched_grain(search->all);
    search->hard_price = fmin(20.0 * (double)dearest, fmax(1e6, (double)dearest));
    search->dearest = ipso__sched_dearest(search);
    search->missing_price =
        fmax(50 * search->hard_price, fmin(1.5 * search->dearest, LARGEST_MISSING));
}

static ipso_status build_walks(ipso__sched *search, ipso_error *err)
{
    int most = 0;
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        ipso_status status =
            ipso__walk_init(&search->walks[p], search->all, p, &search->arena, err);
        if (status != IPSO_OK)
            return status;
        search->lane_price[p] =
            room(search, (size_t)search->walks[p].lane_count + 1, sizeof(double));
        if (search->lane_price[p] == NULL)
            return ipso__fail_nomem(err);
        search->ban_first[p + 1] = search->ban_first[p] + ipso__walk_idle(&search->walks[p]) + 1;
        most = who->first[search->days] > most ? who->first[search->days] : most;
        size_t first = (size_t)IPSO__PRICE_KEEP * (size_t)p * (size_t)search->days;
        search->answers[p].choice = &search->answer_choice[first];
    }
    search->extra = room(search, (size_t)most, sizeof *search->extra);
    bool made = search->extra != NULL && ipso__scope_init(&search->whole, search, &search->arena) &&
                ipso__scope_init(&search->open, search, &search->arena);
    return made ? IPSO_OK : ipso__fail_nomem(err);
}

ipso_status ipso__sched_init(ipso__sched *search, const ipso__schedules *schedules,
                             const ipso__schedules_settings *settings, ipso_error *err)
{
    *search = (ipso__sched){.all = schedules,
                            .settings = settings,
                            .persons = schedules->person_count,
                            .days = schedules->day_count,
                            .rows = schedules->row_count,
                            .value = IPSO__NEVER,
                            .record_value = IPSO__NEVER,
                            .bound = INT64_MIN,
                            .root_bound = -INFINITY,
                            .root_value = -INFINITY,
                            .blocked_person = -1};
    search->deadline_s = ipso__clock_now_s() + settings->time_limit_s;
    ipso__random_init(&search->random, settings->seed, 0);
    ipso_status status = ipso__mail_init(&search->mail, err);
    if (status != IPSO_OK)
        return status;
    status = allocate(search) ? build_walks(search, err) : ipso__fail_nomem(err);
    if (status != IPSO_OK) {
        ipso__sched_finish(search);
        return status;
    }
    choose_stand_ins(search);
    return IPSO_OK;
}

void ipso__sched_finish(ipso__sched *search)
{
    for (int i = 0; search->scratches != NULL && i < search->settings->threads; i++)
        ipso__price_scratch_finish(&search->scratches[i]);
    /* whatever GLPK left of its problems is gone with the guarded job */
    if (search->root != NULL && search->part != NULL && search->listed != NULL) {
        search->root->lp = search->part->lp = search->listed->lp = NULL;
        ipso__master_finish(search->root);
        ipso__master_finish(search->part);
        ipso__master_finish(search->listed);
    }
    if (search->cuts != NULL)
        ipso__cuts_finish(search);
    if (search->tree != NULL)
        ipso__tree_finish(search->tree);
    free(search->offers);
    if (search->lists != NULL)
        ipso__lists_finish(search);
    free(search->pool.columns);
    free(search->pool.choice);
    free(search->pool.entry_row);
    free(search->pool.entry_units);
    free(search->pool.slots);
    ipso__mail_finish(&search->mail);
    ipso__arena_finish(&search->arena);
}
