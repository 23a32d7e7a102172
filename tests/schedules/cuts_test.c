/* Cuts against the solutions of tiny instances.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "solve/schedules_cuts.h"
#include "tiny.h"

#include <stdlib.h>
#include <string.h>

/* With f0 = 1/4: 1/8 is half of f0, 5/8 is half of what lies above it; whole numbers need nothing,
 * and what rounds does so upwards: 1/2 makes 2/3, 2,730.67 of 4,096. */
static void coefficients_are_shares_of_the_rest_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(IPSO__CUT_UNIT, 4096);
    assert_int_equal(ipso__cut_coefficient(0.25, 3), 0);
    assert_int_equal(ipso__cut_coefficient(0.25, -2), 0);
    assert_int_equal(ipso__cut_coefficient(0.25, 0.125), 2048);
    assert_int_equal(ipso__cut_coefficient(0.25, 7.625), 2048);
    assert_int_equal(ipso__cut_coefficient(0.25, 0.25), 4096);
    assert_int_equal(ipso__cut_coefficient(0.25, -0.75), 4096);
    assert_int_equal(ipso__cut_coefficient(0.25, 0.5), 2731);
}

typedef struct scene {
    tiny t;
    ipso__sched search;
    int first[TINY_PERSONS + 1]; /* columns of the pool, by person */
} scene;

static void open_scene(scene *s, uint64_t seed)
{
    static const ipso__schedules_settings settings = {.time_limit_s = 1e9, .threads = 1};
    tiny_make(&s->t, seed, false);
    tiny_make_exact(&s->t);
    assert_int_equal(ipso__sched_init(&s->search, &s->t.schedules, &settings, NULL), IPSO_OK);
    for (int p = 0; p < s->t.schedules.person_count; p++) {
        int *choices, days = s->t.schedules.day_count;
        int64_t *costs;
        int count = tiny_list(&s->t, p, &choices, &costs);
        s->first[p] = s->search.pool.count;
        for (int i = 0; i < count; i++)
            assert_true(ipso__pool_add(&s->search, p, &choices[i * days]) >= 0);
        free(choices);
        free(costs);
    }
    s->first[s->t.schedules.person_count] = s->search.pool.count;
}

/* Halves, thirds, or anything on the grid; rows that may be in no cut get none. */
static void draw_multipliers(scene *s, double *multiplier)
{
    ipso__random *random = &s->t.random;
    int parts = ipso__random_range(random, 2, 4);
    for (int l = 0; l < s->search.rows + s->search.persons; l++) {
        double grid = parts == 4 ? ipso__random_range(random, 0, 65535)
                                 : 65536 * ipso__random_range(random, 0, parts - 1) / parts;
        multiplier[l] = l < s->search.rows && !s->search.cuts->apt[l] ? 0 : grid / 65536;
    }
}

/* What a choice of one column per person has of the cut, in units. */
static int64_t units_of(const scene *s, int place, const int *column)
{
    const ipso__cut *cut = &s->search.cuts->at[place];
    int64_t units = 0, activity[TINY_ROWS] = {0};
    for (int p = 0; p < s->search.persons; p++) {
        const ipso__pool_column *schedule = &s->search.pool.columns[column[p]];
        units += ipso__cut_coefficient(cut->rest,
                                       ipso__cut_activity(&s->search, cut->multiplier, column[p]));
        for (int e = 0; e < schedule->entry_count; e++)
            activity[s->search.pool.entry_row[schedule->first_entry + (size_t)e]] +=
                s->search.pool.entry_units[schedule->first_entry + (size_t)e];
    }
    for (int r = 0; r < s->search.rows; r++) {
        if (!s->search.cuts->apt[r])
            continue;
        int64_t off = s->t.rows[r].lower - activity[r]; /* short, or long when negative */
        double step = ipso__cut_step(&s->search, place, r, off > 0 ? 0 : 1);
        units += llabs(off) * (int64_t)(step * IPSO__CUT_UNIT);
    }
    return units;
}

static int count_broken(scene *s, int place, int tries)
{
    int broken = 0, column[TINY_PERSONS];
    for (int i = 0; i < tries; i++) {
        for (int p = 0; p < s->search.persons; p++) {
            if (s->first[p] == s->first[p + 1])
                return 0;
            column[p] = ipso__random_range(&s->t.random, s->first[p], s->first[p + 1] - 1);
        }
        broken += units_of(s, place, column) < IPSO__CUT_UNIT;
    }
    return broken;
}

static void a_cut_holds_for_every_solution(void **state)
{
    (void)state;
    scene *s = calloc(1, sizeof *s);
    double multiplier[TINY_ROWS + TINY_PERSONS];
    int cuts = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        open_scene(s, seed);
        for (int i = 0; i < 20; i++) {
            draw_multipliers(s, multiplier);
            if (ipso__cuts_rest(&s->search, multiplier) <= 0)
                continue;
            int place = ipso__cuts_add(&s->search, multiplier);
            assert_true(place >= 0);
            assert_int_equal(count_broken(s, place, 50), 0);
            cuts++;
        }
        ipso__sched_finish(&s->search);
    }
    assert_true(cuts > 1000);
    free(s);
}

/* Were the right-hand side another one, some solution would break some cut. */
static void a_cut_of_another_right_hand_side_is_broken(void **state)
{
    (void)state;
    scene *s = calloc(1, sizeof *s);
    double multiplier[TINY_ROWS + TINY_PERSONS];
    int broken = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        open_scene(s, seed);
        for (int i = 0; i < 20; i++) {
            draw_multipliers(s, multiplier);
            int place = ipso__cuts_add(&s->search, multiplier);
            assert_true(place >= 0);
            s->search.cuts->at[place].rest = 0.4375;
            broken += count_broken(s, place, 50);
        }
        ipso__sched_finish(&s->search);
    }
    assert_true(broken > 0);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coefficients_are_shares_of_the_rest_rounded_up),
        cmocka_unit_test(a_cut_holds_for_every_solution),
        cmocka_unit_test(a_cut_of_another_right_hand_side_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
