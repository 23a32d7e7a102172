/* Roster and slots changed together, counted against the programs of both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "planner/joint_chain.h"

#include <math.h>
#include <stdlib.h>

#define PRACTICES 150
#define MOVES     300

typedef struct bench {
    random_practice made;
    ipso__stage_settings settings;
    ipso__joint joint;
    ipso__slot_tables tables;
    ipso__joint_chain chain;
    bool *chosen;
} bench;

static void bench_open(bench *b, uint64_t seed, int threads)
{
    b->made = random_practice_make(seed);
    b->settings = (ipso__stage_settings){
        .deadline_s = INFINITY, .work_limit = 400000, .seed = seed, .threads = threads};
    assert_int_equal(ipso__joint_start(&b->joint, b->made.practice, &b->settings, NULL), IPSO_OK);
    b->chosen = calloc((size_t)b->joint.roster->option_count + 1, sizeof *b->chosen);
    assert_non_null(b->chosen);
}

static void bench_close(bench *b)
{
    free(b->chosen);
    ipso__joint_finish(&b->joint);
    ipso_practice_free(b->made.practice);
}

/* Whether schedules fit and nobody works is a roster, of which chains can begin. */
static bool may_begin(bench *b)
{
    bool keeps = false;
    int64_t cost;
    if (b->joint.people != NULL)
        assert_int_equal(ipso__roster_value(b->joint.program, b->chosen, &keeps, &cost, NULL),
                         IPSO_OK);
    return keeps;
}

/* A chain at the roster of nobody; with duties worth nothing, only what they cost rules them out.
 */
static void begin_chain(bench *b, const double *worth, const double *guide)
{
    assert_int_equal(ipso__slot_tables_make(&b->tables, &b->joint, NULL), IPSO_OK);
    assert_true(ipso__joint_chain_init(&b->chain, &b->joint, &b->joint.columns, &b->tables, worth,
                                       guide, b->chosen, 1));
}

static void end_chain(bench *b)
{
    ipso__joint_chain_finish(&b->chain);
    ipso__slot_tables_finish(&b->tables);
}

static int64_t values_of_needs(const ipso__table *table)
{
    int64_t sum = 0;
    for (int g = 0; g < table->need_count; g++)
        for (int k = 0; k < table->needs[g].value_count; k++)
            sum += table->values[table->needs[g].first_value + k];
    return sum;
}

/* Lines of S7 of those who do not work in such sessions are counted by the table alone. */
static int64_t lines_that_do_not_count(const bench *b)
{
    const ipso__table *table = &b->joint.table;
    int64_t sum = 0;
    for (int i = 0; i < table->target_count; i++)
        if (b->chain.days.serving[i] == 0)
            sum += table->targets[i].missing *
                   ipso_practice_type(table->practice, table->targets[i].type)->target_points;
    return sum;
}

/* The cost of roster and slots by the roster's program and the table; no bin holds more than it
 * can. */
static int64_t count_again(bench *b)
{
    const ipso__joint_slots *slots = &b->chain.slots;
    const ipso__slot_tables *t = &b->tables;
    int *x = calloc((size_t)b->joint.table.option_count + 1, sizeof *x);
    int64_t own, cost;
    bool keeps;
    assert_non_null(x);
    for (int bin = 0; bin < t->bins; bin++) {
        int cells = 0;
        for (int i = t->item_first[bin]; i < t->item_first[bin] + slots->item_count[bin]; i++) {
            const ipso__slot_choice *c = &t->choices[slots->items[i]];
            cells += c->width;
            x[b->joint.packing.of_packing[c->option]]++;
        }
        assert_true(cells <= b->joint.packing.packing.capacity[bin]);
        assert_true(cells == 0 || slots->is_open[bin]);
    }
    ipso__roster_columns_decode(&b->joint.columns, b->joint.roster, b->chain.days.choice,
                                b->chosen);
    assert_int_equal(ipso__roster_value(b->joint.program, b->chosen, &keeps, &own, NULL), IPSO_OK);
    assert_true(keeps);
    assert_int_equal(ipso__table_recount(&b->joint.table, x, &keeps, &cost, NULL), IPSO_OK);
    free(x);
    return own + cost - lines_that_do_not_count(b);
}

/* A line of S6 with a price, which a chain leaves out. */
static bool has_extended_price(const bench *b)
{
    return b->joint.table.extended_count > 0 && b->joint.table.extended_points > 0;
}

static int items_of_need(const bench *b, int bin, int need)
{
    const ipso__slot_tables *t = &b->tables;
    int count = 0, first = t->item_first[bin];
    for (int i = first; i < first + b->chain.slots.item_count[bin]; i++)
        count += t->choices[b->chain.slots.items[i]].need == need;
    return count;
}

/* A bin is noted for a need as often as it holds it, or less where that is not known. */
static void expect_bins_noted(const bench *b)
{
    const ipso__joint_slots *slots = &b->chain.slots;
    for (int r = 0; r < b->tables.rows; r++) {
        const int *at = slots->at + b->tables.first_gain[r];
        bool is_need = b->tables.first_of_row[r] < b->tables.first_of_row[r + 1];
        for (int k = 0; is_need && k < ipso__joint_slots_known(slots, r); k++) {
            int noted = 0;
            for (int l = 0; l <= k; l++)
                noted += at[l] == at[k];
            assert_true(at[k] < 0 || items_of_need(b, at[k], r) >= noted);
        }
    }
}

static void move_and_count(bench *b)
{
    int64_t base = values_of_needs(&b->joint.table);
    for (int i = 0; i < MOVES; i++) {
        ipso__joint_chain_move_slot(&b->chain, 20);
        if (i % 3 == 0)
            ipso__joint_chain_move_roster(&b->chain, 200);
        if (i == MOVES / 2) {
            ipso__joint_slots_forget(&b->chain.slots);
            ipso__slot_tables_sort(&b->tables, b->joint.prices.high);
            ipso__joint_slots_find(&b->chain.slots);
        }
        if (i % 10 != 0)
            continue;
        assert_int_equal(base + ipso__joint_chain_cost(&b->chain), count_again(b));
        expect_bins_noted(b);
    }
}

/* Shares of a day that may sum to anything. */
static double *random_guide(const bench *b, uint64_t seed)
{
    ipso__random random;
    ipso__random_init(&random, seed, 9);
    int options = b->joint.roster->option_count;
    double *guide = calloc((size_t)options + 1, sizeof *guide);
    assert_non_null(guide);
    for (int o = 0; o < options; o++)
        guide[o] = ipso__random_unit(&random) / 2;
    return guide;
}

static void cost_of_a_chain_is_that_of_its_roster_and_slots(void **state)
{
    int moved = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= PRACTICES; seed++) {
        bench b = {0};
        bench_open(&b, seed, 1);
        double *worth = calloc((size_t)b.joint.roster->option_count + 1, sizeof *worth);
        double *guide = random_guide(&b, seed);
        assert_non_null(worth);
        if (may_begin(&b) && !has_extended_price(&b)) {
            begin_chain(&b, worth, seed % 2 == 0 ? guide : NULL);
            move_and_count(&b);
            moved += b.chain.slots.open_count > 0;
            end_chain(&b);
        }
        free(guide);
        free(worth);
        bench_close(&b);
    }
    print_message("duties worked in %d practices\n", moved);
    assert_true(moved > PRACTICES / 4);
}

/* The least cost of slots and bookings of the roster chosen. */
static double best_slots(const bench *b)
{
    ipso_assignment work[64];
    int count = 0;
    ipso__program *program;
    for (int o = 0; o < b->joint.roster->option_count; o++) {
        const ipso__roster_option *option = &b->joint.roster->options[o];
        if (b->chosen[o] && count < 64)
            work[count++] = (ipso_assignment){option->practitioner, option->day, option->duty};
    }
    ipso_plan *plan = tiny_roster(b->made.practice, work, count);
    assert_int_equal(ipso__slots_model(&program, plan, NULL), IPSO_OK);
    double cost = tiny_optimum(program);
    ipso__program_free(program);
    ipso_plan_free(plan);
    return cost;
}

/* Whether a chain counts all that slots must keep. */
static bool counts_all(const bench *b)
{
    const ipso__table *table = &b->joint.table;
    return table->link_count == 0 && table->pair_count == 0 && table->extended_count == 0;
}

static double anneal(bench *b, bool **chosen)
{
    double value = INFINITY;
    assert_int_equal(ipso__joint_anneal(&b->joint, b->chosen, &value, 1, NULL), IPSO_OK);
    *chosen = b->chosen;
    return value;
}

static void annealed_roster_costs_no_more_than_it_is_said_to(void **state)
{
    int compared = 0, exact = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= PRACTICES; seed++) {
        bench b = {0};
        bool *chosen;
        bench_open(&b, seed, 1);
        if (may_begin(&b) && counts_all(&b)) {
            double value = anneal(&b, &chosen);
            int64_t own;
            bool keeps;
            assert_int_equal(ipso__roster_value(b.joint.program, chosen, &keeps, &own, NULL),
                             IPSO_OK);
            assert_true(keeps);
            double best = (double)own + best_slots(&b);
            assert_true(value > best - 0.5);
            compared++;
            exact += value < best + 0.5;
        }
        bench_close(&b);
    }
    print_message("slots are optimal in %d of %d\n", exact, compared);
    assert_true(exact > compared / 2);
}

static void annealing_does_not_depend_on_the_number_of_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        bench one = {0}, two = {0};
        bool *first, *second;
        bench_open(&one, seed, 1);
        bench_open(&two, seed, 2);
        if (may_begin(&one) && may_begin(&two)) {
            double value = anneal(&one, &first);
            assert_true(value == anneal(&two, &second));
            assert_memory_equal(first, second, (size_t)one.joint.roster->option_count);
            assert_int_equal(one.joint.work, two.joint.work);
        }
        bench_close(&one);
        bench_close(&two);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cost_of_a_chain_is_that_of_its_roster_and_slots),
        cmocka_unit_test(annealed_roster_costs_no_more_than_it_is_said_to),
        cmocka_unit_test(annealing_does_not_depend_on_the_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
