/* Turns that are free by what all take, and annealing on their exact cost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "solve/schedules.h"

#include <string.h>

enum { PERSONS = 2, DAYS = 4, MOST = 8 };

/* Two persons of equal share, four days that need one of them each (hard). A day costs the second
 * one 3 points and the first nothing. Every day is a turn, and one more than is free costs 10. */
typedef struct fixture {
    ipso__schedules_row rows[DAYS];
    ipso__schedules_use uses[DAYS];
    ipso__schedules_option options[PERSONS][DAYS];
    int first[DAYS + 1];
    ipso__schedules_limit limits[PERSONS];
    ipso__schedules_person persons[PERSONS];
    int64_t share[PERSONS], before[PERSONS];
    ipso__schedules_turns turns;
    ipso__schedules schedules;
} fixture;

/* With X turns in all each may take ceil(X / 2): 2 when all days are served. The limits of the
 * persons charge what is above ceil(MOST / 2) = 4, which four days never are. */
static void make(fixture *f)
{
    memset(f, 0, sizeof *f);
    for (int t = 0; t < DAYS; t++) {
        f->rows[t] = (ipso__schedules_row){
            .lower = 1, .upper = 1, .under_price = IPSO__NEVER, .over_price = IPSO__NEVER};
        f->uses[t] = (ipso__schedules_use){t, 1};
        f->first[t + 1] = t + 1;
        for (int p = 0; p < PERSONS; p++)
            f->options[p][t] = (ipso__schedules_option){.group = -1,
                                                        .kinds = 1,
                                                        .minutes = 60,
                                                        .cost = 3 * p,
                                                        .uses = &f->uses[t],
                                                        .use_count = 1};
    }
    for (int p = 0; p < PERSONS; p++) {
        f->share[p] = 1;
        f->limits[p] = (ipso__schedules_limit){.measure = IPSO__MEASURE_DAYS,
                                               .last_day = DAYS - 1,
                                               .kinds = 1,
                                               .upper = MOST / 2,
                                               .over_price = 10};
        f->persons[p] =
            (ipso__schedules_person){.options = f->options[p],
                                     .first = f->first,
                                     .limits = &f->limits[p],
                                     .limit_count = 1,
                                     .runs = {IPSO__UNLIMITED, 0, IPSO__UNLIMITED, 0, 0, 0, 0, 0},
                                     .history = {.last_class = -1, .last_group = -1}};
    }
    f->turns = (ipso__schedules_turns){.kinds = 1,
                                       .price = 10,
                                       .share = f->share,
                                       .before = f->before,
                                       .share_sum = 2,
                                       .most = MOST};
    f->schedules = (ipso__schedules){.day_count = DAYS,
                                     .class_count = 1,
                                     .rows = f->rows,
                                     .row_count = DAYS,
                                     .persons = f->persons,
                                     .person_count = PERSONS,
                                     .turns = &f->turns,
                                     .turn_count = 1};
}

/* The first takes so many of the days, the second the others. */
static int64_t value_of(const fixture *f, int firsts)
{
    int choice[PERSONS * DAYS];
    int64_t value = -1;
    for (int t = 0; t < DAYS; t++) {
        choice[t] = t < firsts ? t : -1;
        choice[DAYS + t] = t < firsts ? -1 : t;
    }
    assert_true(ipso__schedules_value(&f->schedules, choice, &value));
    return value;
}

static void a_turn_above_what_is_free_for_all_is_charged(void **state)
{
    (void)state;
    fixture f;
    make(&f);
    assert_int_equal(value_of(&f, 4), 20); /* two above 2 */
    assert_int_equal(value_of(&f, 3), 13); /* one above 2, one day of the second */
    assert_int_equal(value_of(&f, 2), 6);  /* none, two days of the second */
    assert_int_equal(value_of(&f, 0), 32); /* two above 2, four days of the second */
}

static void turns_before_the_horizon_count(void **state)
{
    (void)state;
    fixture f;
    make(&f);
    f.before[1] = 2;
    f.turns.before_sum = 2;
    /* Of 6 turns each may have 3: the second has had 2, so 1 is free, and 3 for the first. */
    assert_int_equal(value_of(&f, 3), 3);
    assert_int_equal(value_of(&f, 2), 16);
}

static void a_search_finds_the_fair_turns_that_its_bound_leaves_out(void **state)
{
    (void)state;
    fixture f;
    make(&f);
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.work_limit = 2000000;
    for (int threads = 1; threads <= 2; threads++) {
        ipso__schedules_result result;
        settings.threads = threads;
        assert_int_equal(ipso__schedules_solve(&result, &f.schedules, &settings, NULL), IPSO_OK);
        assert_int_equal(result.value, 6);
        assert_true(result.bound <= 6);
        ipso__schedules_result_finish(&result);
    }
}

static void malformed_turns_are_refused(void **state)
{
    (void)state;
    fixture f;
    make(&f);
    f.turns.share_sum = 0;
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    ipso__schedules_result result;
    ipso_error err;
    assert_int_equal(ipso__schedules_solve(&result, &f.schedules, &settings, &err), IPSO_INPUT);
    assert_string_equal(err.text, "turns 0 of the schedules is malformed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turn_above_what_is_free_for_all_is_charged),
        cmocka_unit_test(turns_before_the_horizon_count),
        cmocka_unit_test(a_search_finds_the_fair_turns_that_its_bound_leaves_out),
        cmocka_unit_test(malformed_turns_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
