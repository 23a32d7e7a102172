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
 * roster the least of that over n. Prices climb along subgradients for the n of least bound.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks.h"

#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_GOAL 0.004 /* above the bound, a share of it: what the prices aim at */
#define LEAST_GOAL 0.0002
#define NEARER     0.6 /* the goal, after passes in vain */
#define MEMORY     0.4 /* of the direction before */

enum { IN_VAIN = 2 };

struct ipso__weeks_prices {
    const ipso__schedules *all;
    int *rows; /* over several weeks */
    int row_count, rule, vain;
    int64_t *y;                   /* per row of apart, 0 but for those */
    double *direction, *activity; /* per row of apart */
    double *level;                /* per number of turns of the rule */
    int64_t *turns;               /* per rule: those of least bound */
    double weeks, rest, goal;     /* at y: of the weeks and rows, of the other rules */
    double bound;
    double *prices; /* of rows of the weeks */
};

static void *room(ipso__weeks *w, size_t count, size_t size)
{
    void *block = ipso__arena_alloc(&w->arena, count + 1, size);
    if (block == NULL && w->search->status == IPSO_OK)
        w->search->status = ipso__fail_nomem(w->search->err);
    return block;
}

static int rule_person(const ipso__weeks *w, int rule)
{
    return w->apart.first_person[w->count] + rule;
}

static int rule_count(const ipso__weeks *w)
{
    return w->apart.schedules.person_count - w->apart.first_person[w->count];
}

/* ---- what turns cost ---- */

static double paid(const ipso__schedules_option *option, const int64_t *y)
{
    double sum = 0;
    for (int u = 0; u < option->use_count; u++)
        sum += (double)y[option->uses[u].row] * option->uses[u].units;
    return sum;
}

static double turns_cost(const ipso__weeks *w, int rule, int64_t n)
{
    return -paid(&w->apart.schedules.persons[rule_person(w, rule)].options[n], w->many->y);
}

static int64_t most_turns(const ipso__weeks *w, int rule)
{
    return w->lp_columns.schedules.turns[rule].most;
}

/* The turns of least cost under a rule at the prices. */
static double least_turns(ipso__weeks *w, int rule)
{
    double least = INFINITY;
    for (int64_t n = 0; n <= most_turns(w, rule); n++) {
        double cost = turns_cost(w, rule, n);
        if (cost < least) {
            least = cost;
            w->many->turns[rule] = n;
        }
    }
    return least;
}

/* Raises the levels to what the prices tell, and finds the least. */
static void note_levels(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    m->rest = 0;
    for (int i = 0; i < rule_count(w); i++)
        if (i != m->rule)
            m->rest += least_turns(w, i);
    m->bound = INFINITY;
    for (int64_t n = 0; n <= most_turns(w, m->rule); n++) {
        m->level[n] = fmax(m->level[n], m->weeks + m->rest + turns_cost(w, m->rule, n));
        if (m->level[n] < m->bound) {
            m->bound = m->level[n];
            m->turns[m->rule] = n;
        }
    }
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
static void count_activity(ipso__weeks *w, int week, const ipso__schedules_columns *columns)
{
    int days = w->apart.schedules.day_count;
    for (int c = 0; c < columns->count && columns->share != NULL; c++) {
        if (columns->share[c] <= 0)
            continue;
        const ipso__schedules_person *who = &w->weeks[week].persons[columns->person[c]];
        for (int t = 0; t < days; t++) {
            int o = columns->choice[c * days + t];
            for (int u = 0; o >= 0 && u < who->options[o].use_count; u++)
                w->many->activity[who->options[o].uses[u].row] +=
                    columns->share[c] * who->options[o].uses[u].units;
        }
    }
}

static bool close_visit(ipso__weeks *w, visit *v, ipso__weeks_job *job)
{
    ipso__schedules_result *result = &job->result;
    bool ok = ipso__weeks_job_has_result(job) && result->stop == IPSO_STOP_DONE &&
              result->outcome != IPSO_INFEASIBLE && result->bound != INT64_MIN;
    if (ok) {
        w->many->weeks += (double)result->bound;
        for (int r = 0; r < w->apart.schedules.row_count; r++)
            if (w->apart.row_week[r] == v->week)
                w->many->prices[r] = result->prices[r];
        count_activity(w, v->week, &result->columns);
        ipso__schedules_columns_finish(&w->week_columns[v->week]);
        w->week_columns[v->week] = result->columns;
        result->columns = (ipso__schedules_columns){0};
    }
    ipso__weeks_job_finish(job);
    ipso__arena_finish(&v->arena);
    return ok;
}

static bool visit_pair(ipso__weeks *w, int first)
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
        jobs[k].settings.columns = &w->week_columns[first + k];
    }
    ok = ok && ipso__weeks_run(w->search, jobs, count);
    for (int k = 0; k < count; k++) {
        bool taken = close_visit(w, &visits[k], &jobs[k]);
        ok = ok && taken;
    }
    return ok;
}

static bool visit_weeks(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    bool ok = true;
    m->weeks = 0;
    memset(m->activity, 0, (size_t)m->all->row_count * sizeof *m->activity);
    for (int i = 0; i < m->row_count; i++) {
        const ipso__schedules_row *row = &m->all->rows[m->rows[i]];
        int64_t y = m->y[m->rows[i]];
        if (y != 0)
            m->weeks += (double)y * (double)(y > 0 ? row->lower : row->upper);
    }
    for (int i = 0; i < w->count && ok; i += 2)
        ok = visit_pair(w, i);
    return ok;
}

/* ---- prices ---- */

static double clip(const ipso__schedules_row *row, double y)
{
    double most = row->lower == INT64_MIN           ? 0
                  : row->under_price == IPSO__NEVER ? INFINITY
                                                    : (double)row->under_price;
    double least = row->upper == IPSO__NEVER        ? 0
                   : row->over_price == IPSO__NEVER ? -INFINITY
                                                    : -(double)row->over_price;
    return fmin(most, fmax(least, y));
}

/* Of the bound, by the price of a row. */
static double slope(const ipso__schedules_row *row, double y, double activity)
{
    double below = row->lower == INT64_MIN ? -INFINITY : (double)row->lower - activity;
    double above = row->upper == IPSO__NEVER ? INFINITY : (double)row->upper - activity;
    if (y > 0 || (y == 0 && below > 0))
        return below;
    return y < 0 || above < 0 ? above : 0;
}

/* What the turns counted on bring to the rows. */
static void add_turns(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    for (int i = 0; i < rule_count(w); i++) {
        const ipso__schedules_option *option =
            &m->all->persons[rule_person(w, i)].options[m->turns[i]];
        for (int u = 0; u < option->use_count; u++)
            m->activity[option->uses[u].row] += option->uses[u].units;
    }
}

/* A step towards the goal along the subgradient at the prices, mixed with the ones before. */
static void move_prices(ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    double size = 0, at = m->weeks + m->rest + turns_cost(w, m->rule, m->turns[m->rule]);
    add_turns(w);
    for (int i = 0; i < m->row_count; i++) {
        int r = m->rows[i];
        const ipso__schedules_row *row = &m->all->rows[r];
        m->direction[r] = slope(row, (double)m->y[r], m->activity[r]) + MEMORY * m->direction[r];
        if (clip(row, (double)m->y[r] + m->direction[r]) != (double)m->y[r])
            size += m->direction[r] * m->direction[r];
    }
    double length = size > 0 ? (m->bound + m->goal * fabs(m->bound) - at) / size : 0;
    for (int i = 0; i < m->row_count; i++) {
        int r = m->rows[i];
        double y = clip(&m->all->rows[r], (double)m->y[r] + length * m->direction[r]);
        m->y[r] = (int64_t)floor(y + 0.5);
    }
}

/* The goal comes nearer after passes in vain. */
static void learn(struct ipso__weeks_prices *m, double before)
{
    if (m->bound > before) {
        m->vain = 0;
    } else if (++m->vain >= IN_VAIN) {
        m->goal *= NEARER;
        m->vain = 0;
    }
}

bool ipso__weeks_price(ipso__weeks *w, bool *done)
{
    struct ipso__weeks_prices *m = w->many;
    *done = m == NULL || m->goal < LEAST_GOAL;
    if (*done)
        return true;
    int64_t begun = w->search->work;
    double before = m->bound;
    move_prices(w);
    bool ok = visit_weeks(w);
    w->bound_work += w->search->work - begun;
    if (!ok)
        return false;
    note_levels(w);
    learn(m, before);
    w->search->bound = fmax(w->search->bound, m->bound);
    return w->search->status == IPSO_OK;
}

bool ipso__weeks_price_guide(ipso__weeks *w)
{
    if (w->many == NULL)
        return true;
    ipso__weeks_lp lp = {.prices = w->many->prices};
    for (int i = 0; i < w->many->row_count; i++)
        w->many->prices[w->many->rows[i]] = (double)w->many->y[w->many->rows[i]];
    if (!ipso__weeks_join_columns(w, &lp))
        return false;
    for (int i = 0; i < w->box_count; i++)
        w->boxes[i].lp = w->lp_count - 1;
    return true;
}

/* The rule that costs most where it is not priced. */
static int dearest_rule(const ipso__weeks *w, const double *likely)
{
    const ipso__schedules *all = &w->lp_columns.schedules;
    int best = 0;
    for (int i = 1; i < all->turn_count; i++)
        if (likely[w->lp_columns.turn_rule[i]] * (double)all->turns[i].price >
            likely[w->lp_columns.turn_rule[best]] * (double)all->turns[best].price)
            best = i;
    return best;
}

bool ipso__weeks_price_begin(ipso__weeks *w, const double *likely)
{
    if (rule_count(w) == 0)
        return true;
    struct ipso__weeks_prices *m = room(w, 1, sizeof *m);
    size_t rows = (size_t)w->apart.schedules.row_count, rules = (size_t)rule_count(w);
    w->many = m;
    if (m == NULL)
        return false;
    *m = (struct ipso__weeks_prices){.all = &w->apart.schedules,
                                     .rule = dearest_rule(w, likely),
                                     .goal = FIRST_GOAL,
                                     .bound = -INFINITY};
    m->rows = room(w, rows, sizeof *m->rows);
    m->y = room(w, rows, sizeof *m->y);
    m->direction = room(w, rows, sizeof *m->direction);
    m->activity = room(w, rows, sizeof *m->activity);
    m->turns = room(w, rules, sizeof *m->turns);
    size_t numbers = (size_t)most_turns(w, m->rule) + 1;
    m->level = room(w, numbers, sizeof *m->level);
    m->prices = ipso__arena_copy(&w->arena, w->lps[0].prices, rows + 1, sizeof *m->prices);
    if (w->search->status == IPSO_OK && m->prices == NULL)
        w->search->status = ipso__fail_nomem(w->search->err);
    if (w->search->status != IPSO_OK)
        return false;
    for (size_t r = 0; r < rows; r++)
        if (w->apart.row_week[r] == IPSO__ROW_ACROSS)
            m->rows[m->row_count++] = (int)r;
    for (size_t n = 0; n < numbers; n++)
        m->level[n] = -INFINITY;
    m->weeks = w->search->bound;
    for (int i = 0; i < w->count; i++)
        count_activity(w, i, &w->week_columns[i]);
    note_levels(w);
    for (int i = 0; i < rule_count(w); i++)
        m->turns[i] = (int64_t)floor(likely[w->lp_columns.turn_rule[i]]);
    return true;
}
