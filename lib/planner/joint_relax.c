/* The roster at given worths of its duties, relaxed.
 *
 * Where schedules fit, the rows that join people (R6, R15, R17, R18, R21) are relaxed at prices y
 * as the needs are, and what remains falls apart into people:
 *
 *     roster(x) - sum over duties worked of worth
 *         >= sum over rows r of (y[r] lower[r] if y[r] > 0 else y[r] upper[r])
 *          + sum over p of the least over schedules of p of  cost - worth - y units
 *
 * (label (L) of docs/rosters.md). Rows to which nobody can bring anything have no price, and cost
 * what they cost. A line of S7 counts when the person works a duty that serves it:
 * any work where all duties do, and else at least a share of the days on which such a duty is
 * worked. Elsewhere the linear relaxation of the roster program is solved, whose dual bound is
 * recounted from its multipliers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/clock.h"
#include "base/error.h"
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNIT          ((double)IPSO__PACKING_PRICE_UNIT)
#define UNITS_PER_ROW 10 /* work of one simplex iteration, per row */
#define SCHEDULE_WORK 3  /* units of planner.h in a unit of work of the schedules engine */

static double seconds_left(const ipso__joint *joint)
{
    return fmax(0, joint->settings->deadline_s - ipso__clock_now_s());
}

/* What line i of S7 costs when it counts. */
static double line_points(const ipso__joint *joint, int i)
{
    int row = joint->packing.row_of_target[i];
    return joint->table.targets[i].missing * (double)joint->prices.now[row] / UNIT;
}

/* ---- whole schedules ---- */

static const unsigned char *serves(const ipso__joint *joint, int line)
{
    return &joint->serves[(size_t)line * (size_t)joint->roster->option_count];
}

/* Whether any work of the person makes the line count. */
static bool counts_always(const ipso__joint *joint, int line)
{
    return joint->roster->weeks == 1 && joint->always[line];
}

static double on_grid(double points)
{
    return floor(points * IPSO__SCHEDULES_GRID) / IPSO__SCHEDULES_GRID;
}

/* Whether the person stands for the staffing of a site. */
static bool is_heads(const ipso__joint *joint, int p)
{
    return p >= joint->roster->people;
}

/* What the options of a person cost beside what the instance says; returns what any work does. */
static double fill_costs(ipso__joint *joint, int p)
{
    const ipso__schedules_person *person = &joint->schedules.persons[p];
    const int64_t *price = joint->prices.now + joint->packing.packing.row_count;
    const int *of_roster = is_heads(joint, p) ? NULL : joint->columns.option[p];
    double any_work = 0;
    for (int k = 0; k < person->first[joint->roster->days]; k++) {
        const ipso__schedules_option *option = &person->options[k];
        double sum = of_roster != NULL ? -joint->worth[of_roster[k]] : 0;
        for (int u = 0; u < option->use_count; u++)
            sum -= (double)price[option->uses[u].row] / UNIT * option->uses[u].units;
        joint->cost[k] = sum;
    }
    for (int i = 0; i < joint->table.target_count; i++) {
        if (joint->table.targets[i].practitioner != p || joint->table.targets[i].missing <= 0)
            continue;
        double points = line_points(joint, i);
        if (counts_always(joint, i)) {
            any_work += points;
            continue;
        }
        for (int k = 0; k < person->first[joint->roster->days]; k++)
            if (serves(joint, i)[of_roster[k]])
                joint->cost[k] += on_grid(points / joint->serving_days[i]);
    }
    return any_work;
}

/* The cost of a person's days under the personal rules; INFINITY where they are not lawful. */
static double personal_cost(const ipso__joint *joint, int p, const int *days)
{
    int64_t cost;
    return ipso__schedules_person_value(&joint->schedules, p, days, &cost) ? (double)cost
                                                                           : INFINITY;
}

/* Counts the days of p as worked, and what they bring to rows. */
static void take_days(ipso__joint *joint, int p, const int *days)
{
    const ipso__schedules_person *person = &joint->schedules.persons[p];
    double *slope = joint->prices.slope + joint->packing.packing.row_count;
    for (int t = 0; t < joint->roster->days; t++) {
        int k = days[t];
        if (k < 0)
            continue;
        for (int u = 0; u < person->options[k].use_count; u++)
            slope[person->options[k].uses[u].row] -= person->options[k].uses[u].units;
        if (is_heads(joint, p))
            continue;
        int o = joint->columns.option[p][k];
        joint->worked[o] = 1;
        for (int i = 0; i < joint->table.target_count; i++)
            if (serves(joint, i)[o])
                joint->met[i] =
                    counts_always(joint, i) ? 1 : joint->met[i] + 1.0 / joint->serving_days[i];
    }
}

/* The cost of no work at all; INFINITY where it is banned or not lawful. */
static double idle_cost(const ipso__joint *joint, int p)
{
    int days = joint->roster->days, first = joint->schedules.persons[p].first[days];
    for (int t = 0; t < days && joint->banned != NULL; t++)
        if (joint->banned[first + t])
            return INFINITY;
    return personal_cost(joint, p, &joint->choice[p * days]);
}

/* The cheapest schedule of p: adds to *least. */
static ipso_status relax_person(ipso__joint *joint, int p, double *least, ipso_error *err)
{
    int days = joint->roster->days, *choice = &joint->choice[p * days];
    int64_t work = 0;
    double lower;
    for (int t = 0; t < days; t++)
        choice[t] = -1;
    double any_work = fill_costs(joint, p), idle = idle_cost(joint, p);
    ipso_status status = ipso__schedules_pricer_ask(joint->people, p, joint->cost, joint->banned,
                                                    &lower, choice, &work, err);
    joint->work += SCHEDULE_WORK * work;
    if (status != IPSO_OK)
        return status;
    joint->part[p] = fmin(idle, lower + any_work);
    *least += joint->part[p];
    if (idle < lower + any_work)
        for (int t = 0; t < days; t++)
            choice[t] = -1;
    take_days(joint, p, choice);
    return IPSO_OK;
}

/* The slope in the price of a row, whose present value is less the units brought. */
static double row_slope(const ipso__schedules_row *row, double price, double less_units)
{
    double units = -less_units;
    if (price > 0 || (price == 0 && row->lower != INT64_MIN && units < (double)row->lower))
        return (double)row->lower - units;
    if (price < 0 || (row->upper != IPSO__NEVER && units > (double)row->upper))
        return (double)row->upper - units;
    return 0;
}

double ipso__joint_relax_rows(ipso__joint *joint)
{
    const ipso__schedules *all = &joint->schedules;
    int first = joint->packing.packing.row_count;
    double sum = joint->fixed;
    for (int r = 0; r < all->row_count; r++) {
        double price = (double)joint->prices.now[first + r] / UNIT;
        if (price != 0)
            sum += price * (double)(price > 0 ? all->rows[r].lower : all->rows[r].upper);
        joint->prices.slope[first + r] =
            row_slope(&all->rows[r], price, joint->prices.slope[first + r]);
    }
    return sum;
}

/* Of half of the people, rows are still to be counted. */
static ipso_status relax_people(ipso__joint *joint, double *least, ipso_error *err)
{
    const ipso__schedules *all = &joint->schedules;
    int first = joint->packing.packing.row_count;
    double sum = 0;
    for (int r = 0; r < all->row_count; r++)
        joint->prices.slope[first + r] = 0;
    int from = joint->only >= 0 ? joint->only : joint->half == 2 ? 1 : 0;
    int to = joint->only >= 0 ? joint->only + 1 : all->person_count;
    for (int p = from; p < to; p += joint->half == 0 ? 1 : 2) {
        ipso_status status = relax_person(joint, p, &sum, err);
        if (status != IPSO_OK)
            return status;
    }
    *least = joint->half == 0 ? sum + ipso__joint_relax_rows(joint) : sum;
    return IPSO_OK;
}

/* The instance with each option at its cost less its worth; options has room for all of them. */
static void price_options(const ipso__joint *joint, ipso__schedules_person *persons,
                          ipso__schedules_option *options)
{
    const ipso__schedules *all = &joint->schedules;
    for (int p = 0; p < all->person_count; p++) {
        persons[p] = all->persons[p];
        persons[p].options = options;
        for (int k = 0; k < persons[p].first[joint->roster->days]; k++) {
            *options = all->persons[p].options[k];
            if (!is_heads(joint, p))
                options->cost -= (int64_t)ceil(joint->worth[joint->columns.option[p][k]]);
            options++;
        }
    }
}

static size_t count_options(const ipso__schedules *all)
{
    size_t count = 1;
    for (int p = 0; p < all->person_count; p++)
        count += (size_t)all->persons[p].first[all->day_count];
    return count;
}

static void take_row_prices(ipso__joint *joint, const double *row_price)
{
    ipso__joint_prices *prices = &joint->prices;
    int first = joint->packing.packing.row_count;
    for (int r = 0; r < joint->schedules.row_count; r++)
        prices->now[first + r] =
            (int64_t)fmax((double)prices->low[first + r],
                          fmin((double)prices->high[first + r], rint(row_price[r] * UNIT)));
}

/* The present prices of these rows; NULL: memory is out. */
static double *row_prices(const ipso__joint *joint)
{
    int first = joint->packing.packing.row_count, count = joint->schedules.row_count;
    double *price = ipso__calloc((size_t)count + 1, sizeof *price);
    for (int r = 0; price != NULL && r < count; r++)
        price[r] = (double)joint->prices.now[first + r] / UNIT;
    return price;
}

ipso_status ipso__joint_price_people(ipso__joint *joint, const bool *chosen, bool near,
                                     double share, ipso_error *err)
{
    const ipso__schedules *all = &joint->schedules;
    ipso__schedules_settings settings;
    ipso__schedules_result result;
    if (joint->people == NULL)
        return IPSO_OK;
    ipso__schedules priced = *all;
    ipso__schedules_person *persons = ipso__calloc((size_t)all->person_count, sizeof *persons);
    ipso__schedules_option *options = ipso__calloc(count_options(all), sizeof *options);
    double *begin = near ? row_prices(joint) : NULL;
    ipso_status status = persons == NULL || options == NULL || (near && begin == NULL)
                             ? ipso__fail_nomem(err)
                             : IPSO_OK;
    if (status == IPSO_OK)
        price_options(joint, persons, options);
    priced.persons = persons;
    for (int i = 0; i < all->person_count * all->day_count; i++)
        joint->choice[i] = -1;
    ipso__roster_columns_encode(&joint->columns, joint->roster, chosen, joint->choice);
    ipso__schedules_settings_init(&settings);
    settings.until = IPSO__UNTIL_ROOT;
    settings.start = joint->choice;
    settings.prices = begin;
    settings.time_limit_s = share * seconds_left(joint);
    if (joint->settings->work_limit > 0)
        settings.work_limit =
            (int64_t)(share * (double)joint->settings->work_limit / SCHEDULE_WORK) + 1;
    if (status == IPSO_OK)
        status = ipso__schedules_solve(&result, &priced, &settings, err);
    if (status == IPSO_OK) {
        joint->work += SCHEDULE_WORK * result.work;
        if (result.bound > INT64_MIN)
            take_row_prices(joint, result.prices);
        ipso__schedules_result_finish(&result);
    }
    free(begin);
    free(options);
    free(persons);
    return status;
}

/* ---- the program ---- */

int ipso__joint_tell(ipso__joint *joint, int64_t work)
{
    ipso_progress progress = {.stage = IPSO_STAGE_ROSTER, .work = joint->work + work};
    if (joint->settings->progress != NULL &&
        joint->settings->progress(joint->settings->progress_user, &progress) != 0)
        joint->stopped = true;
    return joint->stopped;
}

static int on_solve(void *user, double best, double bound, int64_t work)
{
    (void)best;
    (void)bound;
    return ipso__joint_tell(user, work);
}

/* Prices the roster program: duties at their cost less their worth, presences at target x price. */
static void price_program(ipso__joint *joint)
{
    ipso__program *program = joint->relaxed->program;
    for (int o = 0; o < joint->roster->option_count; o++)
        ipso__program_set_cost(program, o, joint->duty_cost[o] - joint->worth[o]);
    for (int i = 0; i < joint->table.target_count; i++)
        if (joint->presence[i] >= 0)
            ipso__program_set_cost(program, joint->presence[i], line_points(joint, i));
}

static void take_point(ipso__joint *joint, const double *x)
{
    for (int o = 0; o < joint->roster->option_count; o++)
        joint->worked[o] = x[o];
    for (int i = 0; i < joint->table.target_count; i++)
        joint->met[i] = joint->presence[i] >= 0 ? x[joint->presence[i]] : 0;
}

static ipso_status relax_program(ipso__joint *joint, double *least, bool *exact, ipso_error *err)
{
    const ipso__program *program = joint->relaxed->program;
    int64_t unit = UNITS_PER_ROW * (50 + (int64_t)ipso__program_row_count(program));
    ipso__solve_settings settings;
    ipso__solve_result result;
    price_program(joint);
    ipso__solve_settings_init(&settings);
    settings.relax = true;
    settings.time_limit_s = seconds_left(joint);
    settings.progress = on_solve;
    settings.progress_user = joint;
    if (joint->settings->work_limit > 0) {
        int64_t left = (joint->settings->work_limit - joint->work) / unit;
        settings.work_limit = left > 1 ? left : 1;
    }
    ipso_status status = ipso__solve(&result, program, &settings, err);
    if (status != IPSO_OK)
        return status;
    joint->work += (result.work + 1) * unit;
    *exact = result.outcome == IPSO_OPTIMAL && result.x != NULL;
    if (*exact)
        take_point(joint, result.x);
    *least = result.bound;
    ipso__solve_result_finish(&result);
    return IPSO_OK;
}

/* ---- one roster ---- */

static double relax_roster(ipso__joint *joint)
{
    double sum = joint->own_cost;
    for (int r = joint->packing.packing.row_count; r < joint->prices.first_link; r++)
        joint->prices.slope[r] = 0;
    for (int o = 0; o < joint->roster->option_count; o++) {
        joint->worked[o] = joint->roster_of[o];
        sum -= joint->roster_of[o] ? joint->worth[o] : 0;
    }
    for (int i = 0; i < joint->table.target_count; i++) {
        for (int o = 0; o < joint->roster->option_count; o++)
            if (joint->roster_of[o] && serves(joint, i)[o])
                joint->met[i] = 1;
        sum += joint->met[i] > 0 && joint->table.targets[i].missing > 0 ? line_points(joint, i) : 0;
    }
    return sum;
}

ipso_status ipso__joint_relax(ipso__joint *joint, double *least, bool *exact, ipso_error *err)
{
    memset(joint->worked, 0, (size_t)joint->roster->option_count * sizeof *joint->worked);
    memset(joint->met, 0, (size_t)joint->table.target_count * sizeof *joint->met);
    *exact = true;
    if (joint->is_roster) {
        *least = relax_roster(joint);
        return IPSO_OK;
    }
    return joint->people != NULL ? relax_people(joint, least, err)
                                 : relax_program(joint, least, exact, err);
}
