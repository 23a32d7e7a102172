/* Bounds of many weeks under what joins them, by prices of the joint rows (C8).
 *
 * With prices y of the rows over several weeks, and n turns taken by all under a fair rule,
 *
 *     L(y, n) = sum over weeks of the bound of the week alone, its options at cost - y units
 *               + sum over fair rules of the cost of counting on n turns, - y units
 *               + sum over rows of (y lower if y > 0 else y upper)
 *
 * is at most the cost of any roster in which all take n turns. The bound of every y tried holds, so
 * that rosters with n turns under the dearest rule cost at least the greatest of L(y, n), and any
 * roster the least of that over n. Prices climb by a cutting-plane model of the weeks within a box
 * (roster_weeks_model.c), for the n of least bound.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks_prices.h"

#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* of the box of prices, in sizes */
#define FIRST_RADIUS 0.5
#define LEAST_RADIUS 0.005
#define MOST_RADIUS  2.0
/* how near to their LPs weeks are solved, a share */
#define FIRST_CLOSE 0.0005
#define LEAST_CLOSE 0.0001
#define CLOSER      0.4
#define DOUBT       0.8     /* of the prices of the pass before */
#define WORTH       0.00015 /* of the bound: what a step must promise */
#define GOOD        0.4     /* of what a step promised */

static void *room(ipso__weeks *w, size_t count, size_t size)
{
    void *block = ipso__arena_alloc(&w->arena, count + 1, size);
    if (block == NULL && w->search->status == IPSO_OK)
        w->search->status = ipso__fail_nomem(w->search->err);
    return block;
}

/* ---- what turns cost ---- */

const ipso__schedules_option *ipso__weeks_turn_option(const ipso__weeks *w, int rule, int64_t n)
{
    return &w->apart.schedules.persons[w->apart.first_person[w->count] + rule].options[n];
}

int64_t ipso__weeks_most_turns(const ipso__weeks *w, int rule)
{
    return w->lp_columns.schedules.turns[rule].most;
}

static double paid(const ipso__schedules_option *option, const int64_t *y)
{
    double sum = 0;
    for (int u = 0; u < option->use_count; u++)
        sum += (double)y[option->uses[u].row] * option->uses[u].units;
    return sum;
}

static double turns_cost(const ipso__weeks *w, int rule, int64_t n)
{
    return -paid(ipso__weeks_turn_option(w, rule, n), w->many->y);
}

/* The least that turns under a rule cost at the prices. */
static double least_turns(const ipso__weeks *w, int rule)
{
    double least = INFINITY;
    for (int64_t n = 0; n <= ipso__weeks_most_turns(w, rule); n++)
        least = fmin(least, turns_cost(w, rule, n));
    return least;
}

/* Raises the levels to what the last pass tells, and finds the least. Gives what was told of the
 * target. */
static double note_levels(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    double rest = m->passes[m->pass_count - 1].sum, of_target = 0;
    for (int i = 0; i < m->rule_count; i++)
        if (i != m->rule)
            rest += least_turns(w, i);
    int64_t target = m->target;
    m->bound = INFINITY;
    for (int64_t n = 0; n <= ipso__weeks_most_turns(w, m->rule); n++) {
        double told = rest + turns_cost(w, m->rule, n);
        if (told > m->level[n]) {
            m->level[n] = told;
            m->best[n] = m->pass_count - 1;
        }
        if (n == target)
            of_target = told;
        if (m->level[n] < m->bound) {
            m->bound = m->level[n];
            m->target = n;
        }
    }
    return of_target;
}

/* ---- a pass over the weeks ---- */

typedef struct visit {
    ipso__schedules schedules;
    ipso__arena arena;
    int week;
} visit;

/* The week with its options at cost - y units. */
static bool open_visit(ipso__weeks *w, int week, visit *v)
{
    const ipso__schedules *own = &w->weeks[week];
    v->week = week;
    v->schedules = *own;
    size_t count = (size_t)own->person_count;
    ipso__schedules_person *persons =
        ipso__arena_copy(&v->arena, own->persons, count, sizeof *persons);
    v->schedules.persons = persons;
    for (int p = 0; persons != NULL && p < w->people; p++) {
        size_t options = (size_t)persons[p].first[own->day_count];
        ipso__schedules_option *copy = ipso__arena_alloc(&v->arena, options + 1, sizeof *copy);
        for (size_t o = 0; copy != NULL && o < options; o++) {
            copy[o] = persons[p].options[o];
            copy[o].cost -= (int64_t)paid(&copy[o], w->many->y);
        }
        if (copy == NULL)
            persons = NULL;
        else
            persons[p].options = copy;
    }
    if (persons == NULL && w->search->status == IPSO_OK)
        w->search->status = ipso__fail_nomem(w->search->err);
    return persons != NULL;
}

/* What the week's LP brings to the rows over several weeks. */
static void count_activity(const ipso__weeks *w, int week, const ipso__schedules_columns *columns,
                           double *activity)
{
    int days = w->apart.schedules.day_count;
    for (int c = 0; c < columns->count && columns->share != NULL; c++) {
        if (columns->share[c] <= 0)
            continue;
        const ipso__schedules_person *who = &w->weeks[week].persons[columns->person[c]];
        for (int t = 0; t < days; t++) {
            int o = columns->choice[c * days + t];
            for (int u = 0; o >= 0 && u < who->options[o].use_count; u++) {
                int at = w->many->row_number[who->options[o].uses[u].row];
                if (at >= 0)
                    activity[at] += columns->share[c] * who->options[o].uses[u].units;
            }
        }
    }
}

static void note_week(ipso__weeks *w, ipso__weeks_pass *pass, int week, double bound, double value)
{
    size_t rows = (size_t)w->many->row_count;
    pass->value[week] = fmax(bound, value);
    pass->sum += bound;
    pass->slack += pass->value[week] - bound;
    count_activity(w, week, &w->week_columns[week], &pass->activity[(size_t)week * rows]);
}

/* Keeps where the week ended before, where that was the best. */
static void replace_columns(ipso__weeks *w, int week, const ipso__schedules_columns *columns)
{
    ipso__schedules_columns *last = &w->week_columns[week], *kept = &w->many->kept[week];
    bool keeps = w->many->kept_pass == w->many->pass_count - 1;
    ipso__schedules_columns_finish(keeps ? kept : last);
    if (keeps)
        *kept = *last;
    *last = *columns;
}

static bool close_visit(ipso__weeks *w, ipso__weeks_pass *pass, visit *v, ipso__weeks_job *job)
{
    ipso__schedules_result *result = &job->result;
    bool ok = ipso__weeks_job_has_result(job) && result->stop == IPSO_STOP_DONE &&
              result->outcome != IPSO_INFEASIBLE && result->bound != INT64_MIN;
    if (ok) {
        for (int r = 0; r < w->apart.schedules.row_count; r++)
            if (w->apart.row_week[r] == v->week)
                w->many->prices[r] = result->prices[r];
        replace_columns(w, v->week, &result->columns);
        result->columns = (ipso__schedules_columns){0};
        note_week(w, pass, v->week, (double)result->bound, result->relaxed);
    }
    ipso__weeks_job_finish(job);
    ipso__arena_finish(&v->arena);
    return ok;
}

static bool visit_pair(ipso__weeks *w, ipso__weeks_pass *pass, int first)
{
    ipso__weeks_job jobs[2] = {{0}};
    visit visits[2];
    int count = first + 1 < w->count ? 2 : 1;
    bool ok = true;
    memset(visits, 0, sizeof visits);
    for (int k = 0; k < count && ok; k++) {
        ok = open_visit(w, first + k, &visits[k]);
        ipso__weeks_job_init(&jobs[k], w->search, &visits[k].schedules, w->share, 0, count);
        jobs[k].settings.until = IPSO__UNTIL_ROOT;
        jobs[k].settings.prices = w->many->prices;
        jobs[k].settings.doubt = DOUBT;
        jobs[k].settings.close = w->many->close;
        jobs[k].settings.columns = &w->week_columns[first + k];
    }
    ok = ok && ipso__weeks_run(w->search, jobs, count);
    for (int k = 0; k < count; k++) {
        bool taken = close_visit(w, pass, &visits[k], &jobs[k]);
        ok = ok && taken;
    }
    return ok;
}

/* A pass at the prices as they are, without what the weeks tell. NULL: memory is out. */
static ipso__weeks_pass *open_pass(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    size_t rows = (size_t)m->row_count, weeks = (size_t)w->count;
    ipso__weeks_pass *pass = &m->passes[m->pass_count];
    *pass = (ipso__weeks_pass){.y = room(w, rows, sizeof *pass->y),
                               .value = room(w, weeks, sizeof *pass->value),
                               .activity = room(w, weeks * rows, sizeof *pass->activity)};
    if (w->search->status != IPSO_OK)
        return NULL;
    for (int i = 0; i < m->row_count; i++) {
        const ipso__schedules_row *row = &m->all->rows[m->rows[i]];
        int64_t y = m->y[m->rows[i]];
        pass->y[i] = y;
        if (y != 0)
            pass->sum += (double)y * (double)(y > 0 ? row->lower : row->upper);
    }
    return pass;
}

static bool visit_weeks(ipso__weeks *w)
{
    ipso__weeks_pass *pass = open_pass(w);
    bool ok = pass != NULL;
    if (w->many->best[w->many->target] == w->many->pass_count - 1)
        w->many->kept_pass = w->many->pass_count - 1;
    for (int i = 0; i < w->count && ok; i += 2)
        ok = visit_pair(w, pass, i);
    w->many->pass_count += ok;
    return ok;
}

bool ipso__weeks_price_pass(ipso__weeks *w, double *told)
{
    if (!visit_weeks(w))
        return false;
    *told = note_levels(w);
    w->search->bound = fmax(w->search->bound, w->many->bound);
    return w->search->status == IPSO_OK;
}

/* ---- prices ---- */

void ipso__weeks_price_span(const ipso__schedules_row *row, double *least, double *most)
{
    *most = row->lower == INT64_MIN           ? 0
            : row->under_price == IPSO__NEVER ? INFINITY
                                              : (double)row->under_price;
    *least = row->upper == IPSO__NEVER        ? 0
             : row->over_price == IPSO__NEVER ? -INFINITY
                                              : -(double)row->over_price;
}

/* The box grows while the model keeps its promises. */
static void learn(struct ipso__weeks_prices *m, double gain, double promise)
{
    if (gain >= GOOD * promise && m->at_edge)
        m->radius = fmin(MOST_RADIUS, m->radius * 2);
    else if (gain < 0)
        m->radius *= 0.5;
}

/* The best prices known for the target, to be told of more closely. */
static void return_to_best(struct ipso__weeks_prices *m)
{
    const ipso__weeks_pass *best = &m->passes[m->best[m->target]];
    for (int i = 0; i < m->row_count; i++)
        m->y[m->rows[i]] = best->y[i];
    m->close *= CLOSER;
}

static bool are_new(const struct ipso__weeks_prices *m)
{
    for (int k = 0; k < m->pass_count; k++) {
        int same = 0;
        while (same < m->row_count && m->passes[k].y[same] == m->y[m->rows[same]])
            same++;
        if (same == m->row_count)
            return false;
    }
    return true;
}

/* Prices for the next pass: those that promise most, in a box that is let out while it holds what
 * they promise down to nothing; or where there is nothing more to be had, the best ones again.
 * Gives the gain that is promised, 0 where there is none to be had. False: the search is over, or
 * failed. */
static bool choose_prices(ipso__weeks *w, double *promise)
{
    struct ipso__weeks_prices *m = w->many;
    double level = m->level[m->target], slack = m->passes[m->best[m->target]].slack;
    double least = slack + WORTH * fabs(m->bound);
    for (bool found = m->radius >= LEAST_RADIUS; found;) {
        if (!ipso__weeks_model_prices(w, &found))
            return false;
        *promise = m->promise - level;
        if (found && *promise >= least && are_new(m))
            return true;
        found = found && m->at_edge && m->radius < MOST_RADIUS;
        if (found)
            m->radius *= 2;
    }
    *promise = m->close > LEAST_CLOSE ? slack : 0;
    m->radius = FIRST_RADIUS / 8;
    if (*promise > 0)
        return_to_best(m);
    return true;
}

bool ipso__weeks_price(ipso__weeks *w, bool *done)
{
    struct ipso__weeks_prices *m = w->many;
    double promise = 0;
    *done = m == NULL || m->pass_count >= IPSO__WEEKS_PASSES;
    if (*done)
        return true;
    int64_t begun = w->search->work;
    double before = m->level[m->target];
    bool ok = choose_prices(w, &promise);
    *done = ok && promise <= 0;
    double told = before;
    ok = ok && (*done || ipso__weeks_price_pass(w, &told));
    w->bound_work += w->search->work - begun;
    if (ok && !*done)
        learn(m, told - before, promise);
    return ok;
}

/* ---- the beginning and the end ---- */

void ipso__weeks_price_finish(ipso__weeks *w)
{
    for (int i = 0; w->many != NULL && w->many->kept != NULL && i < w->count; i++)
        ipso__schedules_columns_finish(&w->many->kept[i]);
}

/* What the prices of a row are measured by: its own, or what a turn costs at most for as much as
 * an option brings. */
static void find_sizes(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    const ipso__schedules *all = &w->lp_columns.schedules;
    double dearest = 1;
    for (int i = 0; i < all->turn_count; i++)
        if (all->turns[i].price != IPSO__NEVER)
            dearest = fmax(dearest, (double)all->turns[i].price);
    for (int p = 0; p < w->apart.first_person[w->count]; p++) {
        const ipso__schedules_person *who = &m->all->persons[p];
        for (int o = 0; o < who->first[m->all->day_count]; o++)
            for (int u = 0; u < who->options[o].use_count; u++) {
                int at = m->row_number[who->options[o].uses[u].row];
                if (at >= 0)
                    m->size[at] = fmax(m->size[at], abs(who->options[o].uses[u].units));
            }
    }
    for (int i = 0; i < m->row_count; i++) {
        double least, most;
        ipso__weeks_price_span(&m->all->rows[m->rows[i]], &least, &most);
        double span = most - least;
        m->size[i] = span < INFINITY && span > 0 ? span : dearest / fmax(1, m->size[i]);
    }
}

static void list_rows(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    for (int r = 0; r < m->all->row_count; r++) {
        m->row_number[r] = -1;
        if (w->apart.row_week[r] == IPSO__ROW_ACROSS) {
            m->row_number[r] = m->row_count;
            m->rows[m->row_count++] = r;
        }
    }
}

static bool allocate(ipso__weeks *w, const double *likely)
{
    struct ipso__weeks_prices *m = w->many = room(w, 1, sizeof *m);
    size_t rows = (size_t)w->apart.schedules.row_count;
    if (m == NULL)
        return false;
    *m = (struct ipso__weeks_prices){.all = &w->apart.schedules,
                                     .rule_count = w->lp_columns.schedules.turn_count,
                                     .rule = ipso__weeks_dearest_rule(w, likely),
                                     .radius = FIRST_RADIUS,
                                     .close = FIRST_CLOSE};
    size_t numbers = (size_t)ipso__weeks_most_turns(w, m->rule) + 1;
    m->rows = room(w, rows, sizeof *m->rows);
    m->row_number = room(w, rows, sizeof *m->row_number);
    m->size = room(w, rows, sizeof *m->size);
    m->y = room(w, rows, sizeof *m->y);
    m->mean = room(w, rows * (size_t)w->count, sizeof *m->mean);
    m->kept = room(w, (size_t)w->count, sizeof *m->kept);
    m->kept_pass = -1;
    m->level = room(w, numbers, sizeof *m->level);
    m->best = room(w, numbers, sizeof *m->best);
    m->prices = ipso__arena_copy(&w->arena, w->lps[0].prices, rows + 1, sizeof *m->prices);
    if (w->search->status == IPSO_OK && m->prices == NULL)
        w->search->status = ipso__fail_nomem(w->search->err);
    for (size_t n = 0; n < numbers && w->search->status == IPSO_OK; n++)
        m->level[n] = -INFINITY;
    return w->search->status == IPSO_OK;
}

/* The first pass is that of the weeks alone, at no prices. */
bool ipso__weeks_price_begin(ipso__weeks *w, const double *likely)
{
    if (w->lp_columns.schedules.turn_count == 0)
        return true;
    if (!allocate(w, likely))
        return false;
    struct ipso__weeks_prices *m = w->many;
    list_rows(w);
    find_sizes(w);
    ipso__weeks_pass *pass = open_pass(w);
    for (int i = 0; i < w->count && pass != NULL; i++)
        note_week(w, pass, i, w->week_bound[i], w->week_value[i]);
    m->pass_count = pass != NULL;
    if (pass == NULL)
        return false;
    note_levels(w);
    m->target = (int64_t)floor(likely[w->lp_columns.turn_rule[m->rule]]);
    return true;
}
