/* Bounds of all weeks: each alone, then together, by boxes of the turns that all take.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks.h"

#include "base/error.h"
#include "base/memory.h"
#include "planner/roster_window.h"
#include "solve/schedules_charge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Turns that the LP mixes are split while that may cost so much, a share of the bound. */
#define LEAST_SPREAD 0.0005

/* Horizons with more are not told apart so: each number of turns has an option. */
enum { MOST_TURNS = 5000 };

static void *room(ipso__weeks *w, size_t count, size_t size)
{
    void *block = ipso__arena_alloc(&w->arena, count + 1, size);
    if (block == NULL && w->search->status == IPSO_OK)
        w->search->status = ipso__fail_nomem(w->search->err);
    return block;
}

/* ---- the LP ---- */

static bool make_lp(ipso__weeks *w)
{
    ipso__roster_search *s = w->search;
    ipso__turn_range range[IPSO__WEEKS_RULES] = {{0}};
    for (int i = 0; i < w->rules; i++) {
        range[i].most = ipso__roster_columns_most_turns(s->roster, i, NULL);
        if (range[i].most > MOST_TURNS)
            return false;
    }
    s->status = ipso__roster_columns_make(&w->lp_columns, s->roster, range, s->err);
    if (s->status != IPSO_OK)
        return false;
    s->status = ipso__roster_apart_make(&w->apart, s->roster, &w->lp_columns, s->err);
    w->has_lp = s->status == IPSO_OK;
    if (!w->has_lp)
        ipso__roster_columns_finish(&w->lp_columns);
    return w->has_lp;
}

void ipso__weeks_count_likely(const ipso__weeks *w, const ipso__schedules_columns *last,
                              double *likely)
{
    const ipso__schedules *all = &w->lp_columns.schedules;
    const ipso__roster_apart *apart = &w->apart;
    int days = apart->schedules.day_count;
    for (int i = 0; i < w->rules; i++)
        likely[i] = 0;
    for (int c = 0; c < last->count; c++) {
        int week, p = ipso__roster_apart_person(apart, last->person[c], &week);
        if (p < 0 || last->share == NULL || last->share[c] <= 0)
            continue;
        const ipso__schedules_person *one = &apart->schedules.persons[last->person[c]];
        for (int t = 0; t < days; t++) {
            int o = last->choice[c * days + t];
            for (int i = 0; i < all->turn_count && o >= 0; i++)
                if (all->turns[i].share[p] > 0 &&
                    (one->options[o].kinds & all->turns[i].kinds) != 0)
                    likely[w->lp_columns.turn_rule[i]] += last->share[c];
        }
    }
}

int ipso__weeks_dearest_rule(const ipso__weeks *w, const double *likely)
{
    const ipso__schedules *all = &w->lp_columns.schedules;
    int best = 0;
    for (int i = 1; i < all->turn_count; i++)
        if (likely[w->lp_columns.turn_rule[i]] * (double)all->turns[i].price >
            likely[w->lp_columns.turn_rule[best]] * (double)all->turns[best].price)
            best = i;
    return best;
}

/* ---- weeks alone ---- */

typedef struct roots {
    ipso__schedules *weeks;
    ipso__schedules_columns *columns;
    int *persons;
    double *prices;
    int64_t sum;
} roots;

static bool take_root(ipso__weeks *w, roots *r, int week, ipso__weeks_job *job)
{
    ipso__schedules_result *result = &job->result;
    if (!ipso__weeks_job_has_result(job) || result->stop != IPSO_STOP_DONE ||
        result->outcome == IPSO_INFEASIBLE || result->bound == INT64_MIN)
        return false;
    r->sum += result->bound;
    w->week_bound[week] = (double)result->bound;
    w->week_value[week] = result->relaxed;
    for (int row = 0; row < w->apart.schedules.row_count; row++)
        if (w->apart.row_week[row] == week)
            r->prices[row] = result->prices[row];
    r->columns[week] = result->columns;
    r->persons[week] = r->weeks[week].person_count;
    result->columns = (ipso__schedules_columns){0};
    return true;
}

static bool solve_pair(ipso__weeks *w, roots *r, int first)
{
    ipso__weeks_job jobs[2] = {0};
    int count = first + 1 < w->count ? 2 : 1;
    for (int k = 0; k < count; k++) {
        if (!ipso__roster_apart_week(&w->apart, first + k, &r->weeks[first + k])) {
            w->search->status = ipso__fail_nomem(w->search->err);
            return false;
        }
        ipso__weeks_job_init(&jobs[k], w->search, &r->weeks[first + k], w->share, 0, count);
        jobs[k].settings.until = IPSO__UNTIL_ROOT;
    }
    bool ok = ipso__weeks_run(w->search, jobs, count);
    for (int k = 0; k < count; k++) {
        ok = ok && take_root(w, r, first + k, &jobs[k]);
        ipso__weeks_job_finish(&jobs[k]);
    }
    return ok;
}

static bool add_lp(ipso__weeks *w, const ipso__weeks_lp *lp)
{
    if (!ipso__grow(&w->lps, &w->lp_room, (size_t)w->lp_count + 1, sizeof *w->lps)) {
        w->search->status = ipso__fail_nomem(w->search->err);
        return false;
    }
    w->lps[w->lp_count++] = *lp;
    return true;
}

static bool add_box(ipso__weeks *w, const ipso__weeks_box *box)
{
    if (!ipso__grow(&w->boxes, &w->box_room, (size_t)w->box_count + 1, sizeof *w->boxes)) {
        w->search->status = ipso__fail_nomem(w->search->err);
        return false;
    }
    w->boxes[w->box_count++] = *box;
    return true;
}

/* Turns far from those that the weeks take alone would but be mixed with others: three boxes of the
 * dearest rule's, the middle one being the first. */
static bool cut_whole(ipso__weeks *w, const ipso__weeks_box *whole)
{
    const ipso__schedules *all = &w->lp_columns.schedules;
    double likely[IPSO__WEEKS_RULES];
    ipso__weeks_box below = *whole, middle = *whole, above = *whole;
    ipso__weeks_count_likely(w, &w->lps[0].columns, likely);
    int best = ipso__weeks_dearest_rule(w, likely);
    int64_t last = (int64_t)ceil(likely[w->lp_columns.turn_rule[best]]);
    if (all->turn_count == 0 || last < 4 || last >= whole->range[best].most)
        return add_box(w, whole);
    below.range[best].most = last / 2;
    middle.range[best] = (ipso__turn_range){last / 2 + 1, last};
    above.range[best].least = last + 1;
    return add_box(w, &middle) && add_box(w, &below) && add_box(w, &above);
}

bool ipso__weeks_join_columns(ipso__weeks *w, ipso__weeks_lp *lp)
{
    if (!ipso__schedules_columns_join(&lp->columns, w->week_columns, w->count + 1, w->week_persons,
                                      w->apart.row_week, w->apart.schedules.row_count,
                                      w->apart.schedules.day_count)) {
        w->search->status = ipso__fail_nomem(w->search->err);
        return false;
    }
    if (add_lp(w, lp))
        return true;
    ipso__schedules_columns_finish(&lp->columns);
    return false;
}

/* The first boxes, from where the weeks alone ended. */
static bool join_roots(ipso__weeks *w, const roots *r)
{
    ipso__weeks_box whole = {.bound = (double)r->sum};
    ipso__weeks_lp lp = {.prices = r->prices};
    const ipso__schedules *all = &w->lp_columns.schedules;
    w->week_persons[w->count] = all->turn_count;
    for (int i = 0; i < all->turn_count; i++)
        whole.range[i].most = all->turns[i].most;
    return ipso__weeks_join_columns(w, &lp) && cut_whole(w, &whole);
}

static void finish_weeks(ipso__weeks *w)
{
    for (int i = 0; w->week_columns != NULL && i < w->count; i++)
        ipso__schedules_columns_finish(&w->week_columns[i]);
}

bool ipso__weeks_begin(ipso__weeks *w)
{
    size_t weeks = (size_t)w->count;
    if (!make_lp(w))
        return false;
    size_t rows = (size_t)w->apart.schedules.row_count;
    roots r = {.weeks = room(w, weeks, sizeof *r.weeks),
               .columns = room(w, weeks + 1, sizeof *r.columns),
               .persons = room(w, weeks + 1, sizeof *r.persons),
               .prices = room(w, rows, sizeof *r.prices)};
    w->week_bound = room(w, weeks, sizeof *w->week_bound);
    w->week_value = room(w, weeks, sizeof *w->week_value);
    bool ok = w->search->status == IPSO_OK;
    w->weeks = r.weeks;
    w->week_columns = r.columns;
    w->week_persons = r.persons;
    for (int i = 0; i < w->count && ok; i += 2)
        ok = solve_pair(w, &r, i);
    w->bound_work = w->search->work;
    if (ok)
        w->search->bound = fmax(w->search->bound, (double)r.sum);
    ok = ok && join_roots(w, &r);
    if (w->count <= w->joined)
        finish_weeks(w);
    return ok;
}

/* ---- weeks together, by boxes ---- */

/* What the LP tells of the turns of all. */
static void read_turns(const ipso__weeks *w, ipso__weeks_box *box)
{
    const ipso__schedules_columns *columns = &w->lps[box->lp].columns;
    int days = w->apart.schedules.day_count, first = w->apart.first_person[w->count];
    for (int i = 0; i < w->lp_columns.schedules.turn_count; i++)
        box->mean[i] = box->spread[i] = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int c = 0; c < columns->count; c++) {
            int i = columns->person[c] - first;
            double turns = columns->choice[c * days];
            if (i < 0 || columns->share == NULL)
                continue;
            if (pass == 0)
                box->mean[i] += columns->share[c] * turns;
            else
                box->spread[i] += columns->share[c] * fabs(turns - box->mean[i]);
        }
}

/* Splits at the mean the turns that the LP mixes most, by their price; the part of fewer turns
 * stays in its place. Stuck when they are not mixed. */
static void split(ipso__weeks *w, int at)
{
    ipso__weeks_box *box = &w->boxes[at], above = *box;
    double most = LEAST_SPREAD * fabs(box->bound);
    int best = -1;
    for (int i = 0; i < w->lp_columns.schedules.turn_count; i++) {
        double spread = box->spread[i] * (double)w->lp_columns.schedules.turns[i].price;
        if (spread > most && box->range[i].most > box->range[i].least) {
            most = spread;
            best = i;
        }
    }
    box->stuck = best < 0;
    if (best < 0)
        return;
    int64_t last = (int64_t)floor(box->mean[best]);
    last = last < box->range[best].least ? box->range[best].least : last;
    last = last < box->range[best].most ? last : box->range[best].most - 1;
    box->range[best].most = last;
    above.range[best].least = last + 1;
    box->solved = above.solved = false;
    add_box(w, &above);
}

/* The box of the least bound but for one of them (-1 none). */
static int least_box(const ipso__weeks *w, int other)
{
    int best = -1;
    for (int i = 0; i < w->box_count; i++)
        if (i != other && (best < 0 || w->boxes[i].bound < w->boxes[best].bound))
            best = i;
    return best;
}

/* The box to solve next beside another, or -1. */
static int choose_box(ipso__weeks *w, int other)
{
    const ipso__roster_search *s = w->search;
    while (s->status == IPSO_OK) {
        int at = least_box(w, other);
        if (at < 0 || w->boxes[at].stuck || (s->found && w->boxes[at].bound >= s->cost))
            return -1;
        if (!w->boxes[at].solved)
            return at;
        split(w, at);
    }
    return -1;
}

/* A box need not be bounded by more than the least of those that are solved. */
static int64_t enough(const ipso__weeks *w)
{
    int64_t least = IPSO__NEVER;
    for (int i = 0; i < w->box_count; i++)
        if (w->boxes[i].solved && w->boxes[i].bound < (double)least)
            least = (int64_t)w->boxes[i].bound;
    return least;
}

static bool open_box(ipso__weeks *w, int at, int beside, ipso__apart_box *instance,
                     ipso__weeks_job *job)
{
    const ipso__weeks_box *box = &w->boxes[at];
    if (!ipso__apart_box_make(instance, &w->apart, box->range)) {
        w->search->status = ipso__fail_nomem(w->search->err);
        return false;
    }
    ipso__weeks_job_init(job, w->search, &instance->schedules, w->share, 0, beside);
    job->settings.until = IPSO__UNTIL_ROOT;
    job->settings.enough = enough(w);
    job->settings.prices = w->lps[box->lp].prices;
    job->settings.columns = &w->lps[box->lp].columns;
    return true;
}

static void take_box(ipso__weeks *w, int at, ipso__weeks_job *job)
{
    ipso__weeks_box *box = &w->boxes[at];
    ipso__schedules_result *result = &job->result;
    if (!ipso__weeks_job_has_result(job) || w->search->status != IPSO_OK)
        return;
    bool none = result->outcome == IPSO_INFEASIBLE;
    box->bound = none ? INFINITY : fmax(box->bound, (double)result->bound);
    box->solved = none || result->stop == IPSO_STOP_DONE;
    if (none || !box->solved)
        return;
    size_t rows = (size_t)w->apart.schedules.row_count;
    ipso__weeks_lp lp = {
        .prices = ipso__arena_copy(&w->arena, result->prices, rows, sizeof *result->prices),
        .columns = result->columns};
    if (lp.prices == NULL) {
        w->search->status = ipso__fail_nomem(w->search->err);
    } else if (add_lp(w, &lp)) {
        result->columns = (ipso__schedules_columns){0};
        box->lp = w->lp_count - 1;
        read_turns(w, box);
    }
}

static void note_bound(ipso__weeks *w)
{
    int least = least_box(w, -1);
    if (least >= 0)
        w->search->bound = fmax(w->search->bound, w->boxes[least].bound);
}

bool ipso__weeks_join(ipso__weeks *w, bool *done)
{
    ipso__weeks_job jobs[2] = {{0}};
    ipso__apart_box instances[2];
    int64_t begun = w->search->work;
    int boxes[2], count = 0;
    memset(instances, 0, sizeof instances);
    boxes[0] = choose_box(w, -1);
    boxes[1] = boxes[0] < 0 || w->lp_count < 2 ? -1 : choose_box(w, boxes[0]);
    *done = boxes[0] < 0;
    count = *done ? 0 : boxes[1] < 0 ? 1 : 2;
    bool ok = w->search->status == IPSO_OK;
    for (int k = 0; k < count && ok; k++)
        ok = open_box(w, boxes[k], count, &instances[k], &jobs[k]);
    if (count > 0)
        ok = ok && ipso__weeks_run(w->search, jobs, count);
    for (int k = 0; k < count; k++) {
        take_box(w, boxes[k], &jobs[k]);
        ipso__weeks_job_finish(&jobs[k]);
        ipso__apart_box_finish(&instances[k]);
    }
    note_bound(w);
    w->bound_work += w->search->work - begun;
    return ok && w->search->status == IPSO_OK;
}

void ipso__weeks_finish_boxes(ipso__weeks *w)
{
    for (int i = 0; i < w->lp_count; i++)
        ipso__schedules_columns_finish(&w->lps[i].columns);
    finish_weeks(w);
    ipso__weeks_price_finish(w);
    free(w->lps);
    free(w->boxes);
}

/* ---- what the LP says to the windows ---- */

static void expect_column(ipso__weeks *w, int column, const int *first_limit)
{
    const ipso__schedules *all = &w->lp_columns.schedules;
    int week,
        p = ipso__roster_apart_person(&w->apart, w->lps[w->guide].columns.person[column], &week);
    int days = w->apart.schedules.day_count;
    if (p < 0 || w->lps[w->guide].columns.share == NULL ||
        w->lps[w->guide].columns.share[column] <= 0)
        return;
    const ipso__schedules_person *who = &all->persons[p];
    double *of_limit = &w->of_limit[week * w->limit_count + first_limit[p]];
    for (int t = 0; t < days; t++) {
        int day = w->search->roster->week_start[week] + t,
            o = w->lps[w->guide].columns.choice[column * days + t];
        for (int i = 0; i < who->limit_count && o >= 0; i++)
            of_limit[i] +=
                w->lps[w->guide].columns.share[column] *
                ipso__limit_units(
                    &who->limits[i],
                    &w->apart.schedules.persons[w->lps[w->guide].columns.person[column]].options[o],
                    day);
    }
}

void ipso__weeks_expect(ipso__weeks *w)
{
    const ipso__schedules *all = &w->lp_columns.schedules;
    int least = least_box(w, -1);
    w->guide = w->boxes[least].lp;
    size_t cells = (size_t)w->people * (size_t)all->day_count;
    double likely[IPSO__WEEKS_RULES];
    int *first_limit = room(w, (size_t)w->people, sizeof *first_limit);
    for (int p = 0; p < w->people && first_limit != NULL; p++) {
        first_limit[p] = w->limit_count;
        w->limit_count += all->persons[p].limit_count;
    }
    w->of_limit = room(w, (size_t)w->count * (size_t)w->limit_count, sizeof *w->of_limit);
    w->turn_price = room(w, (size_t)w->rules, sizeof *w->turn_price);
    w->decided = room(w, (size_t)w->count, sizeof *w->decided);
    w->choice = room(w, cells, sizeof *w->choice);
    size_t rows = (size_t)all->row_count;
    w->row_week = ipso__arena_copy(&w->arena, w->apart.row_week, rows + 1, sizeof *w->row_week);
    if (w->search->status == IPSO_OK && w->row_week == NULL)
        w->search->status = ipso__fail_nomem(w->search->err);
    if (w->search->status != IPSO_OK)
        return;
    for (size_t i = 0; i < cells; i++)
        w->choice[i] = -1;
    for (int c = 0; c < w->lps[w->guide].columns.count; c++)
        expect_column(w, c, first_limit);
    for (int i = 0; i < w->rules; i++)
        if (w->lp_columns.turn_row[i] >= 0)
            w->turn_price[i] = w->lps[w->guide].prices[w->lp_columns.turn_row[i]];
    ipso__weeks_count_likely(w, &w->lps[w->guide].columns, likely);
    ipso__weeks_price_expect(w, likely);
    for (int i = 0; i < w->rules; i++)
        w->taken[i] = (int64_t)ceil(likely[i] - 1e-6);
    ipso__weeks_make_columns(w, w->taken);
}
