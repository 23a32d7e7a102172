/* What joins people, as joint rows of whole schedules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/divisor.h"
#include "planner/roster_columns_make.h"

#include <stdlib.h>

enum { LEAST_TEAM = 3, MOST_TEAM_ROWS = 60 };

int64_t ipso__columns_price(int64_t points)
{
    return points == IPSO_HARD ? IPSO__NEVER : points;
}

static int add_row(ipso__columns_maker *m, ipso__schedules_row row)
{
    if (m->failed || !ipso__grow(&m->rows, &m->row_capacity, m->row_count + 1, sizeof *m->rows)) {
        m->failed = true;
        return -1;
    }
    m->rows[m->row_count] = row;
    return (int)m->row_count++;
}

static void add_use(ipso__columns_maker *m, int row, int option, int64_t units)
{
    if (units == 0 || m->failed)
        return;
    if (!ipso__grow(&m->uses, &m->use_capacity, m->use_count + 1, sizeof *m->uses)) {
        m->failed = true;
        return;
    }
    m->uses[m->use_count++] = (ipso__use_entry){option, {row, (int)units}};
}

/* The greatest common divisor of the units that alone do not bring all that is asked; 0 none. */
static int64_t line_divisor(const ipso__columns_maker *m, const ipso__roster_line *line)
{
    int64_t g = 0;
    for (int k = 0; k < line->term_count; k++) {
        int64_t units = m->roster->line_terms[line->first_term + k].units;
        if (units < line->lower)
            g = ipso__common_divisor(g, units);
    }
    return g;
}

/* A row that asks for steps of g units; whoever brings what the line asks brings all steps. */
static void add_steps(ipso__columns_maker *m, const ipso__roster_line *line, int64_t g,
                      int64_t steps, int64_t price)
{
    if (steps == 0 || price == 0)
        return;
    int row = add_row(
        m, (ipso__schedules_row){.lower = steps, .upper = IPSO__NEVER, .under_price = price});
    for (int k = 0; k < line->term_count; k++) {
        const ipso__line_term *term = &m->roster->line_terms[line->first_term + k];
        add_use(m, row, term->option, term->units < line->lower ? term->units / g : steps);
    }
}

/* What is short of a line at c points per unit, where all units are multiples of g but of those who
 * bring all by themselves. With lower = q g + rest, 0 <= rest < g, what is brought is s whole
 * steps,
 *
 *     c max(0, lower - g s)  =  c rest max(0, q + 1 - s)  +  c (g - rest) max(0, q - s)
 *
 * for every whole s: two rows, which between whole steps cost more than the line did. */
static bool make_stepped(ipso__columns_maker *m, const ipso__roster_line *line)
{
    int64_t g = line_divisor(m, line), c = line->short_points;
    if (c <= 0 || line->lower <= 0 || line->lower > INT32_MAX || g == 1)
        return false;
    if (g == 0) {
        add_steps(m, line, 1, 1, c * line->lower);
        return true;
    }
    int64_t q = line->lower / g, rest = line->lower % g;
    add_steps(m, line, g, q + 1, c * rest);
    add_steps(m, line, g, q, c * (g - rest));
    return true;
}

/* Cover (R6), rooms (R15) and staffing (R21): the lines of the roster. */
static void make_lines(ipso__columns_maker *m)
{
    const ipso__roster *r = m->roster;
    m->line_row = ipso__arena_alloc(m->arena, (size_t)r->line_count + 1, sizeof *m->line_row);
    m->failed |= m->line_row == NULL;
    for (int i = 0; i < r->line_count && !m->failed; i++) {
        const ipso__roster_line *line = &r->lines[i];
        m->line_row[i] = (int)m->row_count;
        bool below = line->short_points != 0 && line->lower > 0;
        bool above = line->over_points != 0 && line->upper < INT64_MAX;
        if (!above && make_stepped(m, line))
            continue;
        int row = add_row(m, (ipso__schedules_row){
                                 .lower = below ? line->lower : INT64_MIN,
                                 .upper = above ? line->upper : IPSO__NEVER,
                                 .under_price = below ? ipso__columns_price(line->short_points) : 0,
                                 .over_price = above ? ipso__columns_price(line->over_points) : 0});
        for (int k = 0; k < line->term_count; k++) {
            const ipso__line_term *term = &r->line_terms[line->first_term + k];
            add_use(m, row, term->option, term->units);
        }
    }
    if (!m->failed)
        m->line_row[r->line_count] = (int)m->row_count;
}

/* Supervision (R17), for each duty of a trainee:  duties of supervisors that span it - duty >= 0.
 */
static void make_supervision(ipso__columns_maker *m, int option)
{
    const ipso__roster *r = m->roster;
    const ipso__roster_option *o = &r->options[option];
    const ipso_practitioner *trainee = ipso_practice_practitioner(m->practice, o->practitioner);
    int64_t points = trainee->rules.supervision_points;
    if (trainee->supervisor_count == 0 || points == 0)
        return;
    int row = add_row(m, (ipso__schedules_row){.lower = 0,
                                               .upper = IPSO__NEVER,
                                               .under_price = ipso__columns_price(points)});
    add_use(m, row, option, -1);
    for (size_t i = 0; i < trainee->supervisor_count; i++) {
        int cell = trainee->supervisors[i] * r->days + o->day;
        for (int k = r->first[cell]; k < r->first[cell + 1]; k++) {
            const ipso__roster_option *other = &r->options[k];
            if (other->site == o->site && other->start_min <= o->start_min &&
                o->end_min <= other->end_min)
                add_use(m, row, k, 1);
        }
    }
}

/* Fair turns (R18) of p, with x the turns of each in the horizon:
 *
 *     A x[p] - a[p] sum over q of x[q]  <=  a[p] sum over q of H[q] - A H[p] + A - 1  +  A over
 *
 * so that over, counted in whole steps of A, is the floor in the rule. One whose history alone is
 * above the fair share pays at most x[p], which no row says: none is made. */
static void make_fair_row(ipso__columns_maker *m, const ipso_fair *rule,
                          const ipso__fair_shares *shares, int p)
{
    const ipso__roster *r = m->roster;
    int64_t excess =
        shares->share_sum * shares->history[p] - shares->share[p] * shares->history_sum;
    if (shares->share[p] == 0 || excess >= shares->share_sum)
        return;
    int row = add_row(m, (ipso__schedules_row){.lower = INT64_MIN,
                                               .upper = shares->share_sum - 1 - excess,
                                               .over_price = rule->points,
                                               .step = (int)shares->share_sum});
    for (int o = 0; o < r->option_count; o++) {
        int q = r->options[o].practitioner;
        if (shares->share[q] > 0 && ipso__roster_is_turn(r, rule, o))
            add_use(m, row, o, (q == p ? shares->share_sum : 0) - shares->share[p]);
    }
}

static void make_fair(ipso__columns_maker *m, int index)
{
    const ipso_fair *rule = ipso_practice_fair(m->practice, index);
    ipso__fair_shares shares;
    if (rule->points == 0)
        return;
    if (ipso__roster_fair_shares(&shares, m->roster, index, m->arena) != IPSO_OK) {
        m->failed = true;
        return;
    }
    if (shares.share_sum == 0 || shares.share_sum > 1000000)
        return;
    for (int p = 0; p < m->roster->people; p++)
        make_fair_row(m, rule, &shares, p);
}

/* Turns of a fair rule by all whom it concerns, hard between the ends of their range. */
static void make_turns(ipso__columns_maker *m, int index)
{
    const ipso__roster *r = m->roster;
    const ipso_fair *rule = ipso_practice_fair(m->practice, index);
    const ipso__turn_range *range = &m->turns[index];
    if (ipso__roster_fair_shares(&m->shares[index], r, index, m->arena) != IPSO_OK) {
        m->failed = true;
        return;
    }
    int row = add_row(m, (ipso__schedules_row){.lower = range->least > 0 ? range->least : INT64_MIN,
                                               .upper = range->most,
                                               .under_price = IPSO__NEVER,
                                               .over_price = IPSO__NEVER});
    m->turn_row[index] = row;
    for (int o = 0; o < r->option_count; o++)
        if (m->shares[index].share[r->options[o].practitioner] > 0 &&
            ipso__roster_is_turn(r, rule, o))
            add_use(m, row, o, 1);
}

static void make_fair_rules(ipso__columns_maker *m)
{
    int count = ipso_practice_fair_count(m->practice);
    m->shares = ipso__arena_alloc(m->arena, (size_t)count + 1, sizeof *m->shares);
    m->turn_row = ipso__arena_alloc(m->arena, (size_t)count + 1, sizeof *m->turn_row);
    m->failed |= m->shares == NULL || m->turn_row == NULL;
    for (int i = 0; i < count && !m->failed; i++) {
        m->turn_row[i] = -1;
        if (m->turns == NULL)
            make_fair(m, i);
        else if (ipso_practice_fair(m->practice, i)->points != 0)
            make_turns(m, i);
    }
}

/* ---- teams ---- */

static bool same_days(const ipso__roster *r, int p, int q)
{
    for (int t = 0; t < r->days; t++) {
        int a = r->first[p * r->days + t], b = r->first[q * r->days + t];
        int count = r->first[p * r->days + t + 1] - a;
        if (r->first[q * r->days + t + 1] - b != count)
            return false;
        for (int i = 0; i < count; i++)
            if (r->options[a + i].duty != r->options[b + i].duty)
                return false;
    }
    return true;
}

/* Counts the options of a team (practitioners whose team is p, the first of them) on days first to
 * last that are like option `like`: of as many minutes, or that duty itself; -1 all of them. */
static void count_team(ipso__columns_maker *m, const int *team, int p, int size, int first_day,
                       int last_day, int like, bool duty)
{
    const ipso__roster *r = m->roster;
    int64_t most = (int64_t)size * (last_day - first_day + 1);
    int row = add_row(m, (ipso__schedules_row){.lower = most, .upper = most});
    for (int q = p; q < r->people; q++) {
        if (team[q] != p)
            continue;
        int last = r->first[q * r->days + last_day + 1];
        for (int o = r->first[q * r->days + first_day]; o < last; o++)
            if (like < 0 || (duty ? r->options[o].duty == r->options[like].duty
                                  : r->options[o].work_min == r->options[like].work_min))
                add_use(m, row, o, 1);
    }
}

/* What a team does, for branching alone: its heads in all and on each day, its duties of each
 * length, and its heads on each duty of a day. People of a team can stand in for one another, so
 * that a bound moves only when how many work is decided, not who. With n the most there can be:
 *
 *     heads + short - long = n,   short and long at no price. */
static void make_team(ipso__columns_maker *m, const int *team, int p, int size)
{
    const ipso__roster *r = m->roster;
    int begin = r->first[p * r->days], end = r->first[(p + 1) * r->days];
    count_team(m, team, p, size, 0, r->days - 1, -1, false);
    for (int o = begin; o < end; o++) {
        int before = begin;
        while (r->options[before].work_min != r->options[o].work_min)
            before++;
        if (before == o)
            count_team(m, team, p, size, 0, r->days - 1, o, false);
    }
    for (int t = 0; t < r->days; t++) {
        if (r->first[p * r->days + t + 1] > r->first[p * r->days + t] + 1)
            count_team(m, team, p, size, t, t, -1, false);
        for (int o = r->first[p * r->days + t]; o < r->first[p * r->days + t + 1]; o++)
            count_team(m, team, p, size, t, t, o, true);
    }
}

/* Teams of three or more, where their rows are few. */
static void make_teams(ipso__columns_maker *m)
{
    const ipso__roster *r = m->roster;
    int *team = ipso__arena_alloc(m->arena, (size_t)r->people + 1, sizeof *team);
    int *size = ipso__arena_alloc(m->arena, (size_t)r->people + 1, sizeof *size);
    int rows = 0;
    m->failed |= team == NULL || size == NULL;
    for (int p = 0; p < r->people && !m->failed; p++) {
        int q = 0;
        while (q < p && (team[q] != q || !same_days(r, p, q)))
            q++;
        team[p] = q;
        size[q]++;
        if (size[q] == LEAST_TEAM)
            rows += r->first[(q + 1) * r->days] - r->first[q * r->days];
    }
    for (int p = 0; p < r->people && !m->failed && rows <= MOST_TEAM_ROWS; p++)
        if (size[p] >= LEAST_TEAM)
            make_team(m, team, p, size[p]);
}

/* The uses of each option, one after the other. */
static void gather_uses(ipso__columns_maker *m)
{
    size_t options = (size_t)m->roster->option_count;
    ipso__schedules_use *all = ipso__arena_alloc(m->arena, m->use_count + 1, sizeof *all);
    size_t at = 0;
    m->option_uses = ipso__arena_alloc(m->arena, options + 1, sizeof *m->option_uses);
    m->option_use_count = ipso__arena_alloc(m->arena, options + 1, sizeof *m->option_use_count);
    m->failed |= all == NULL || m->option_uses == NULL || m->option_use_count == NULL;
    if (m->failed)
        return;
    for (size_t i = 0; i < m->use_count; i++)
        m->option_use_count[m->uses[i].option]++;
    for (size_t o = 0; o < options; o++) {
        m->option_uses[o] = &all[at];
        at += (size_t)m->option_use_count[o];
        m->option_use_count[o] = 0;
    }
    for (size_t i = 0; i < m->use_count; i++) {
        int o = m->uses[i].option;
        all[m->option_uses[o] - all + m->option_use_count[o]++] = m->uses[i].use;
    }
}

void ipso__columns_make_rows(ipso__columns_maker *m)
{
    make_lines(m);
    for (int o = 0; o < m->roster->option_count && !m->failed; o++)
        make_supervision(m, o);
    if (!m->failed)
        make_fair_rules(m);
    if (!m->failed)
        make_teams(m);
    if (!m->failed)
        gather_uses(m);
}
