/* The table of all duties, and the roster program beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/clock.h"
#include "base/error.h"
#include "solve/schedules_charge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Most points of a unit of a row that joins people and is never broken. */
#define HARD_PRICE 1e6
/* Terms of a roster program that branch and cut can do with. */
#define MOST_TERMS 10000

static bool may_be_worked(const ipso__roster_option *option)
{
    return option->bars == 0 && !option->forbidden;
}

static ipso_status build_bands(ipso__joint *joint, ipso_error *err)
{
    const ipso__roster *roster = joint->roster;
    ipso_assignment *all = ipso__calloc((size_t)roster->option_count, sizeof *all);
    int count = 0;
    if (all == NULL)
        return ipso__fail_nomem(err);
    for (int o = 0; o < roster->option_count; o++) {
        const ipso__roster_option *option = &roster->options[o];
        if (may_be_worked(option))
            all[count++] = (ipso_assignment){option->practitioner, option->day, option->duty};
    }
    ipso_status status =
        ipso__bands_build(&joint->bands, joint->practice, all, count, NULL, 0, err);
    free(all);
    return status;
}

static ipso_status build_packing(ipso__joint *joint, ipso_error *err)
{
    const ipso__scope scope = {.forecasts = true, .requests = true};
    ipso_status status =
        ipso__table_build(&joint->table, joint->practice, &joint->bands, &scope, err);
    if (status == IPSO_OK)
        status = ipso__table_packing_relaxed(&joint->packing, &joint->table, err);
    if (status == IPSO_OK)
        status = ipso__packing_pricer_new(&joint->bins, &joint->packing.packing, err);
    if (status == IPSO_OK)
        status = ipso__joint_links_make(joint, err);
    return status;
}

/* ---- the roster ---- */

static ipso_status build_people(ipso__joint *joint, const ipso__turn_range *range, ipso_error *err)
{
    ipso_status status = ipso__roster_columns_make(&joint->columns, joint->roster, range, err);
    joint->schedules = joint->columns.schedules;
    if (status == IPSO_OK && joint->of != NULL) /* in boxes */
        status = ipso__joint_tell_heads(&joint->schedules, &joint->columns, joint->roster, err);
    if (status == IPSO_OK)
        status = ipso__schedules_pricer_new(&joint->people, &joint->schedules, err);
    return status;
}

static ipso_status build_roster(ipso__joint *joint, ipso_error *err)
{
    ipso_status status = ipso__roster_program_new(&joint->program, joint->roster, err);
    if (status == IPSO_OK && !ipso__roster_columns_fit(joint->roster))
        return ipso__roster_program_new(&joint->relaxed, joint->roster, err);
    return status == IPSO_OK ? build_people(joint, NULL, err) : status;
}

/* ---- memory ---- */

static bool allocate_prices(ipso__joint *joint)
{
    ipso__joint_prices *prices = &joint->prices;
    int rows = joint->packing.packing.row_count;
    rows += joint->people != NULL ? joint->schedules.row_count : 0;
    bool ok = true;
    prices->first_link = rows;
    rows += joint->links.row_count;
    prices->count = rows;
    prices->now = ipso__arena_room(&joint->arena, rows, sizeof(int64_t), &ok);
    prices->best = ipso__arena_room(&joint->arena, rows, sizeof(int64_t), &ok);
    joint->root = ipso__arena_room(&joint->arena, rows, sizeof(int64_t), &ok);
    prices->low = ipso__arena_room(&joint->arena, rows, sizeof(int64_t), &ok);
    prices->high = ipso__arena_room(&joint->arena, rows, sizeof(int64_t), &ok);
    prices->stretch = ipso__arena_room(&joint->arena, rows, sizeof(double), &ok);
    prices->slope = ipso__arena_room(&joint->arena, rows, sizeof(double), &ok);
    prices->direction = ipso__arena_room(&joint->arena, rows, sizeof(double), &ok);
    return ok;
}

/* With those that stand for the staffing of a site. */
static int count_persons(const ipso__joint *joint)
{
    int persons = joint->schedules.person_count;
    return persons > joint->roster->people ? persons : joint->roster->people;
}

static int most_options(const ipso__joint *joint)
{
    const ipso__schedules *all = &joint->schedules;
    int most = 0;
    for (int p = 0; p < all->person_count; p++)
        most = all->persons[p].first[all->day_count] > most ? all->persons[p].first[all->day_count]
                                                            : most;
    return most;
}

static bool allocate(ipso__joint *joint)
{
    int bins = joint->packing.packing.bin_count, lines = joint->table.target_count;
    int options = joint->roster->option_count;
    bool ok = allocate_prices(joint);
    joint->option_of_bin = ipso__arena_room(&joint->arena, bins, sizeof(int), &ok);
    joint->paid =
        ipso__arena_room(&joint->arena, joint->packing.packing.row_count, sizeof(int64_t), &ok);
    joint->value = ipso__arena_room(&joint->arena, bins, sizeof(int64_t), &ok);
    joint->weight = ipso__arena_room(&joint->arena, bins, sizeof(double), &ok);
    joint->presence = ipso__arena_room(&joint->arena, lines, sizeof(int), &ok);
    joint->serving_days = ipso__arena_room(&joint->arena, lines, sizeof(int), &ok);
    joint->always = ipso__arena_room(&joint->arena, lines, sizeof(bool), &ok);
    joint->met = ipso__arena_room(&joint->arena, lines, sizeof(double), &ok);
    joint->serves = ipso__arena_room(&joint->arena, lines * options, 1, &ok);
    joint->duty_cost = ipso__arena_room(&joint->arena, options, sizeof(double), &ok);
    joint->worth = ipso__arena_room(&joint->arena, options, sizeof(double), &ok);
    joint->worked = ipso__arena_room(&joint->arena, options, sizeof(double), &ok);
    joint->share = ipso__arena_room(&joint->arena, options, sizeof(double), &ok);
    joint->guide = ipso__arena_room(&joint->arena, options, sizeof(double), &ok);
    int persons = count_persons(joint), cells = persons * joint->roster->days;
    joint->cost = ipso__arena_room(&joint->arena, most_options(joint), sizeof(double), &ok);
    joint->part = ipso__arena_room(&joint->arena, persons, sizeof(double), &ok);
    joint->choice = ipso__arena_room(&joint->arena, cells, sizeof(int), &ok);
    joint->roster_of = ipso__arena_room(&joint->arena, options, sizeof(bool), &ok);
    joint->open_bins = ipso__arena_room(&joint->arena, bins, sizeof(int), &ok);
    joint->is_open = ipso__arena_room(&joint->arena, bins, sizeof(bool), &ok);
    joint->is_closed = ipso__arena_room(&joint->arena, options, sizeof(bool), &ok);
    return ok;
}

static int option_of_band(const ipso__joint *joint, int band)
{
    const ipso__sitting *sitting = ipso__band_sitting(&joint->bands, band);
    return ipso__roster_find(joint->roster, sitting->practitioner, sitting->day, sitting->duty);
}

/* ---- lines of S7 ---- */

/* Marks the duties with a session for the line. */
static void mark_serving(ipso__joint *joint, int index)
{
    const ipso__target_line *line = &joint->table.targets[index];
    unsigned char *serves = &joint->serves[(size_t)index * (size_t)joint->roster->option_count];
    for (int i = 0; i < joint->bands.sitting_count; i++) {
        const ipso__sitting *s = &joint->bands.sittings[i];
        if (s->practitioner == line->practitioner && s->modes[line->type] != 0 &&
            ipso__table_target(&joint->table, line->type, s->practitioner, s->day) == index)
            serves[ipso__roster_find(joint->roster, s->practitioner, s->day, s->duty)] = 1;
    }
}

static void count_serving(ipso__joint *joint, int index)
{
    const ipso__roster *r = joint->roster;
    const unsigned char *serves = &joint->serves[(size_t)index * (size_t)r->option_count];
    int p = joint->table.targets[index].practitioner;
    joint->always[index] = true;
    for (int t = 0; t < r->days; t++) {
        bool serving = false;
        for (int o = r->first[p * r->days + t]; o < r->first[p * r->days + t + 1]; o++) {
            serving = serving || serves[o];
            joint->always[index] =
                joint->always[index] && (serves[o] || !may_be_worked(&r->options[o]));
        }
        joint->serving_days[index] += serving;
    }
}

/* Presence (S7), where the roster is a program: the line of a practitioner and week counts when a
 * duty is worked in which the type may be given,
 *
 *     present[c,p,w]  >=  duty[p,t,k]  for each such duty of the week,
 *
 * and costs price x slots missing then, which a relaxation prices at present x target x price of
 * the row. */
static void add_presence(ipso__joint *joint, int index)
{
    ipso__program *program = joint->relaxed->program;
    int options = joint->roster->option_count;
    const unsigned char *serves = &joint->serves[(size_t)index * (size_t)options];
    int column = ipso__program_add_column(program, 0, 0, 1, false, "present(%d)", index);
    joint->presence[index] = column;
    for (int o = 0; o < options; o++) {
        ipso__term terms[2] = {{o, -1}, {column, 1}};
        if (serves[o])
            ipso__program_add_row(program, 0, INFINITY, terms, 2, "present(%d,%d)", index, o);
    }
}

/* ---- prices ---- */

static void bound_price(ipso__joint *joint, int row, double low, double high, double per_unit)
{
    ipso__joint_prices *prices = &joint->prices;
    prices->low[row] = (int64_t)ceil(low * IPSO__PACKING_PRICE_UNIT);
    prices->high[row] = (int64_t)floor(high * IPSO__PACKING_PRICE_UNIT);
    prices->stretch[row] = per_unit * IPSO__PACKING_PRICE_UNIT;
}

static double first_value(const ipso__table *table, int need)
{
    const ipso__need *of = &table->needs[need];
    return of->value_count > 0 ? (double)table->values[of->first_value] : 0;
}

/* A place of the later one is worth at most what it gains; that of the earlier one may cost as
 * much. After the prices of needs. */
static void bound_link_prices(ipso__joint *joint)
{
    const ipso__table *table = &joint->table;
    for (int r = 0; r < joint->links.row_count; r++) {
        int later = joint->links.rows[r].later;
        const ipso_type *type = ipso_practice_type(joint->practice, table->needs[later].type);
        double most = first_value(table, later) + (double)type->target_points;
        bound_price(joint, joint->prices.first_link + r, 0, most, most);
    }
    for (int i = 0; i < table->link_count; i++) {
        int row = joint->packing.row_of_need[table->links[i].earlier];
        double most = first_value(table, table->links[i].later);
        joint->prices.low[row] -= (int64_t)(most * IPSO__PACKING_PRICE_UNIT);
    }
}

/* Needs and lines of S7 cost at most what the first slot gains; a range of prices is gone through
 * in a range of units. */
static void bound_slot_prices(ipso__joint *joint)
{
    const ipso__table *table = &joint->table;
    for (int g = 0; g < table->need_count; g++) {
        const ipso__need *need = &table->needs[g];
        int row = joint->packing.row_of_need[g];
        if (row < 0 || need->value_count == 0)
            continue;
        double most = (double)table->values[need->first_value];
        bound_price(joint, row, 0, most, most / need->value_count);
    }
    bound_link_prices(joint);
    for (int i = 0; i < table->target_count; i++) {
        double points =
            (double)ipso_practice_type(joint->practice, table->targets[i].type)->target_points;
        int missing = table->targets[i].missing;
        if (missing > 0)
            bound_price(joint, joint->packing.row_of_target[i], 0, points, points / missing);
    }
}

/* The most that all people can bring to a row together. */
static double reach(const ipso__schedules *all, int row)
{
    double sum = 0;
    for (int p = 0; p < all->person_count; p++) {
        const ipso__schedules_person *person = &all->persons[p];
        for (int t = 0; t < all->day_count; t++) {
            int most = 0;
            for (int o = person->first[t]; o < person->first[t + 1]; o++)
                for (int u = 0; u < person->options[o].use_count; u++)
                    if (person->options[o].uses[u].row == row)
                        most = abs(person->options[o].uses[u].units) > most
                                   ? abs(person->options[o].uses[u].units)
                                   : most;
            sum += most;
        }
    }
    return sum;
}

static double price_limit(int64_t points, int step)
{
    return points == IPSO__NEVER ? HARD_PRICE : (double)points / (step > 0 ? step : 1);
}

/* Whether nobody can bring anything to a row; what it costs then is counted. */
static bool is_fixed(ipso__joint *joint, const ipso__schedules_row *row, double reached)
{
    int64_t price, units = ipso__row_units(row, 0, &price);
    if (reached > 0 || (units > 0 && price == IPSO__NEVER))
        return false;
    joint->fixed += (double)(units * price);
    return true;
}

/* A row that joins people costs, per unit, at most its price on either side. */
static void bound_people_prices(ipso__joint *joint)
{
    const ipso__schedules *all = &joint->schedules;
    int first = joint->packing.packing.row_count;
    joint->fixed = 0;
    for (int r = 0; r < all->row_count; r++) {
        const ipso__schedules_row *row = &all->rows[r];
        double reached = reach(all, r);
        double high = row->lower == INT64_MIN ? 0 : price_limit(row->under_price, row->step);
        double low = row->upper == IPSO__NEVER ? 0 : -price_limit(row->over_price, row->step);
        if (is_fixed(joint, row, reached))
            low = high = 0;
        bound_price(joint, first + r, low, high, (high - low) / fmax(1, reached));
    }
}

/* ---- the part ---- */

/* Takes out of what may be worked the options of the person that are banned. */
static void close_banned(ipso__joint *joint)
{
    int p = joint->only, count = joint->schedules.persons[p].first[joint->roster->days];
    for (int k = 0; k < count; k++)
        joint->is_closed[joint->columns.option[p][k]] = joint->banned[k] != 0;
}

/* Whether duty o may be worked in the part. */
static bool may_be_part(const ipso__joint *joint, int o)
{
    int p = joint->roster->options[o].practitioner;
    return (!joint->is_roster || joint->roster_of[o]) && (joint->only < 0 || joint->only == p) &&
           (joint->half == 0 || p % 2 == joint->half - 1) &&
           (joint->banned == NULL || !joint->is_closed[o]);
}

/* Values the bins of duties that may be worked in the part alone. */
static void open_bins(ipso__joint *joint)
{
    int count = 0, bins = joint->packing.packing.bin_count;
    for (int b = 0; b < bins; b++) {
        joint->value[b] = 0;
        joint->is_open[b] = false;
    }
    for (int b = 0; b < bins; b++)
        if (may_be_part(joint, joint->option_of_bin[b]))
            joint->is_open[joint->packing.twin[b]] = true;
    for (int b = 0; b < bins; b++)
        if (joint->is_open[b])
            joint->open_bins[count++] = b;
    ipso__packing_pricer_choose(joint->bins, joint->open_bins, count);
}

static void open_part(ipso__joint *joint, int half)
{
    joint->is_roster = false;
    joint->only = -1;
    joint->half = half;
    joint->other = NULL;
    joint->banned = NULL;
    open_bins(joint);
}

void ipso__joint_open(ipso__joint *joint)
{
    open_part(joint, 0);
}

void ipso__joint_open_halves(ipso__joint *joint, ipso__joint *other, bool aside)
{
    open_part(joint, 1);
    open_part(other, 2);
    joint->other = other;
    joint->aside = aside;
}

void ipso__joint_take_roster(ipso__joint *joint, const bool *chosen, double own_cost)
{
    joint->is_roster = true;
    joint->only = -1;
    joint->half = 0;
    joint->other = NULL;
    joint->banned = NULL;
    joint->own_cost = own_cost;
    memcpy(joint->roster_of, chosen, (size_t)joint->roster->option_count * sizeof *chosen);
    open_bins(joint);
}

void ipso__joint_take_person(ipso__joint *joint, int person, const uint8_t *banned)
{
    joint->is_roster = false;
    joint->only = person;
    joint->half = 0;
    joint->other = NULL;
    joint->banned = banned;
    if (banned != NULL)
        close_banned(joint);
    open_bins(joint);
}

void ipso__joint_choose_plan(const ipso__joint *joint, const ipso_plan *plan, bool *chosen)
{
    memset(chosen, 0, (size_t)joint->roster->option_count * sizeof *chosen);
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *a = ipso_plan_assignment(plan, i);
        int o = ipso__roster_find(joint->roster, a->practitioner, a->day, a->duty);
        if (o >= 0)
            chosen[o] = true;
    }
}

static ipso_status fill(ipso__joint *joint, ipso_error *err)
{
    for (int b = 0; b < joint->packing.packing.bin_count; b++)
        joint->option_of_bin[b] = option_of_band(joint, b);
    for (int i = 0; i < joint->table.target_count; i++) {
        mark_serving(joint, i);
        count_serving(joint, i);
        joint->presence[i] = -1;
        if (joint->relaxed != NULL && joint->table.targets[i].missing > 0)
            add_presence(joint, i);
    }
    bound_slot_prices(joint);
    if (joint->people != NULL)
        bound_people_prices(joint);
    ipso__joint_open(joint);
    if (joint->relaxed == NULL)
        return IPSO_OK;
    for (int o = 0; o < joint->roster->option_count; o++)
        joint->duty_cost[o] = ipso__program_column(joint->relaxed->program, o).cost;
    return ipso__program_status(joint->relaxed->program, err);
}

ipso_status ipso__joint_start(ipso__joint *joint, const ipso_practice *practice,
                              const ipso__stage_settings *settings, ipso_error *err)
{
    ipso__joint made = {.practice = practice,
                        .settings = settings,
                        .most_terms = MOST_TERMS,
                        .bound = -INFINITY,
                        .enough = INFINITY};
    ipso_status status = ipso__roster_new(&made.roster, practice, false, err);
    made.begin_s = ipso__clock_now_s();
    *joint = made;
    if (status == IPSO_OK)
        status = build_roster(joint, err);
    if (status == IPSO_OK)
        status = build_bands(joint, err);
    if (status == IPSO_OK)
        status = build_packing(joint, err);
    if (status == IPSO_OK)
        status = allocate(joint) ? fill(joint, err) : ipso__fail_nomem(err);
    joint->work = joint->table.option_count;
    if (status != IPSO_OK)
        ipso__joint_finish(joint);
    return status;
}

ipso_status ipso__joint_start_beside(ipso__joint *joint, const ipso__joint *of,
                                     const ipso__turn_range *range,
                                     const ipso__stage_settings *settings, ipso_error *err)
{
    *joint = (ipso__joint){.of = of,
                           .practice = of->practice,
                           .settings = settings,
                           .roster = of->roster,
                           .bands = of->bands,
                           .table = of->table,
                           .packing = of->packing,
                           .links = of->links,
                           .program = of->program,
                           .most_terms = of->most_terms,
                           .begin_s = of->begin_s,
                           .bound = -INFINITY,
                           .enough = INFINITY};
    ipso_status status = build_people(joint, range, err);
    if (status == IPSO_OK)
        status = ipso__packing_pricer_new(&joint->bins, &joint->packing.packing, err);
    if (status == IPSO_OK)
        status = allocate(joint) ? fill(joint, err) : ipso__fail_nomem(err);
    if (status != IPSO_OK)
        ipso__joint_finish(joint);
    return status;
}

ipso_status ipso__joint_narrow(ipso__joint *joint, const ipso__turn_range *range, ipso_error *err)
{
    ipso__schedules_pricer_free(joint->people);
    joint->people = NULL;
    ipso__roster_columns_finish(&joint->columns);
    joint->columns = (ipso__roster_columns){0};
    ipso_status status = build_people(joint, range, err);
    if (status == IPSO_OK)
        bound_people_prices(joint);
    return status;
}

bool ipso__joint_is_small(const ipso__joint *joint)
{
    return joint->people == NULL ||
           ipso__program_term_count(joint->program->program) <= joint->most_terms;
}

static void finish_tables(ipso__joint *joint)
{
    ipso__joint_links_finish(&joint->links);
    ipso__table_packing_finish(&joint->packing);
    ipso__table_finish(&joint->table);
    ipso__bands_finish(&joint->bands);
    ipso__roster_program_free(joint->program);
    ipso__roster_program_free(joint->relaxed);
    ipso__roster_free(joint->roster);
}

void ipso__joint_finish(ipso__joint *joint)
{
    ipso__packing_pricer_free(joint->bins);
    ipso__schedules_pricer_free(joint->people);
    ipso__roster_columns_finish(&joint->columns);
    if (joint->of == NULL)
        finish_tables(joint);
    ipso__arena_finish(&joint->arena);
    *joint = (ipso__joint){0};
}
