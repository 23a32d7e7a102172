/* Rosters changed and annealed, counted against the programs of roster and slots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "planner/joint_days.h"

#include <math.h>
#include <stdlib.h>

#define PRACTICES 150
#define MOVES     300
#define BROKEN    1000000000 /* points: a hard rule is */

typedef struct bench {
    random_practice made;
    ipso__stage_settings settings;
    ipso__joint joint;
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

/* Whether schedules fit and nobody works is a roster, of which annealing can begin. */
static bool may_begin(bench *b)
{
    bool keeps = false;
    int64_t cost;
    if (b->joint.people != NULL)
        assert_int_equal(ipso__roster_value(b->joint.program, b->chosen, &keeps, &cost, NULL),
                         IPSO_OK);
    return keeps;
}

/* What lines of S7 cost without slots, of those who work in such sessions. */
static int64_t lines_that_count(const bench *b, const ipso__joint_days *days)
{
    const ipso__table *table = &b->joint.table;
    int64_t sum = 0;
    for (int i = 0; i < table->target_count; i++)
        if (days->serving[i] > 0 && table->targets[i].missing > 0)
            sum += table->targets[i].missing *
                   ipso_practice_type(table->practice, table->targets[i].type)->target_points;
    return sum;
}

/* The roster as it is, by its program. */
static void expect_cost(bench *b, const ipso__joint_days *days)
{
    int64_t cost;
    bool keeps;
    ipso__roster_columns_decode(&b->joint.columns, b->joint.roster, days->choice, b->chosen);
    assert_int_equal(ipso__roster_value(b->joint.program, b->chosen, &keeps, &cost, NULL), IPSO_OK);
    if (!keeps) /* a hard rule is broken, which costs as much as nothing else */
        assert_true(days->roster >= BROKEN);
    else
        assert_int_equal(cost, days->roster);
    assert_int_equal(lines_that_count(b, days), days->missing);
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

/* Half of the moves drawn are taken back. Returns how many changed something. */
static int move_and_count(bench *b, ipso__joint_days *days)
{
    int moved = 0;
    for (int i = 0; i < MOVES; i++) {
        ipso__joint_days_draw(days);
        moved += days->change_count > 0;
        if (i % 2 == 0 || days->roster >= BROKEN)
            ipso__joint_days_undo(days);
        if (i % 5 == 0)
            expect_cost(b, days);
    }
    return moved;
}

static void cost_of_days_is_that_of_the_program(void **state)
{
    int practices = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= PRACTICES; seed++) {
        bench b = {0};
        bench_open(&b, seed, 1);
        double *guide = random_guide(&b, seed);
        if (may_begin(&b)) {
            int cells = b.joint.roster->people * b.joint.roster->days;
            int *choice = calloc((size_t)cells + 1, sizeof *choice);
            ipso__joint_days days;
            assert_non_null(choice);
            ipso__roster_columns_encode(&b.joint.columns, b.joint.roster, b.chosen, choice);
            assert_true(ipso__joint_days_init(&days, &b.joint, &b.joint.columns,
                                              seed % 2 == 0 ? guide : NULL, choice, 1));
            expect_cost(&b, &days);
            practices += move_and_count(&b, &days) > MOVES / 4;
            ipso__joint_days_finish(&days);
            free(choice);
        }
        free(guide);
        bench_close(&b);
    }
    print_message("rosters changed in %d practices\n", practices);
    assert_true(practices > PRACTICES / 4);
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

static double anneal(bench *b, bool **chosen)
{
    double value = INFINITY;
    assert_int_equal(ipso__joint_anneal(&b->joint, b->chosen, &value, 1, NULL), IPSO_OK);
    *chosen = b->chosen;
    return value;
}

/* The relaxation bounds what slots of the annealed roster cost, and mostly not by far. */
static void annealed_roster_costs_no_less_than_it_is_said_to(void **state)
{
    int compared = 0, near = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= PRACTICES; seed++) {
        bench b = {0};
        bool *chosen;
        bench_open(&b, seed, 1);
        if (may_begin(&b)) {
            double value = anneal(&b, &chosen);
            int64_t own;
            bool keeps;
            assert_int_equal(ipso__roster_value(b.joint.program, chosen, &keeps, &own, NULL),
                             IPSO_OK);
            assert_true(keeps);
            double best = (double)own + best_slots(&b);
            assert_true(value < best + 0.5);
            compared++;
            near += value > best - fabs(best) / 20;
        }
        bench_close(&b);
    }
    print_message("the relaxation is within a twentieth in %d of %d\n", near, compared);
    assert_true(near > compared / 2);
}

/* Roster and relaxation cost no more than those that the search began with. */
static void annealing_lowers_the_relaxation(void **state)
{
    int lower = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= PRACTICES; seed++) {
        bench none = {0}, some = {0};
        bool *chosen;
        bench_open(&none, seed, 1);
        bench_open(&some, seed, 1);
        if (may_begin(&none) && may_begin(&some)) {
            none.settings.work_limit = 1;
            double before = anneal(&none, &chosen), after = anneal(&some, &chosen);
            assert_true(after <= before);
            lower += after < before - 1;
        }
        bench_close(&none);
        bench_close(&some);
    }
    print_message("lower in %d practices\n", lower);
    assert_true(lower > PRACTICES / 4);
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
        cmocka_unit_test(cost_of_days_is_that_of_the_program),
        cmocka_unit_test(annealed_roster_costs_no_less_than_it_is_said_to),
        cmocka_unit_test(annealing_lowers_the_relaxation),
        cmocka_unit_test(annealing_does_not_depend_on_the_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
