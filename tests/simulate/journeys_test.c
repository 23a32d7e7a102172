/* Journeys whose days and minutes can be worked out by hand, and the other details of a simulation.
 *
 * The surgery has 12 times a day from 09:00, Monday to Friday; the first day measured is a Monday,
 * day 0. Its patients ask at five, those on a journey at eight.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "surgery.h"

#include "support/test.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 6 };

struct travel {
    struct surgery surgery;
    ipso_sim_settings settings;
    ipso_journey journey;
    ipso_journey_step steps[MOST_STEPS];
};

static void travel_init(struct travel *travel)
{
    surgery_init(&travel->surgery);
    surgery_settings(&travel->settings);
    travel->settings.weeks = 4;
    ipso_journey_init(&travel->journey);
    travel->journey.id = "amara";
    travel->journey.name = "Amara";
    travel->journey.practitioner = 0;
}

/* A step behind the last: outside NULL, an appointment. */
static void add_step(struct travel *travel, const char *id, const char *const *after, size_t count,
                     const char *outside, int days, int minutes)
{
    ipso_journey_step *step = &travel->steps[travel->journey.step_count++];

    ipso_journey_step_init(step);
    step->id = id;
    step->after = after;
    step->after_count = count;
    step->outside = outside;
    step->type = outside == NULL ? 0 : IPSO_ANY;
    step->days = days;
    step->minutes = minutes;
}

static ipso_simulation *simulate(struct travel *travel)
{
    ipso_simulation *simulation = NULL;

    travel->journey.steps = travel->steps;
    if (travel->journey.step_count > 0) {
        travel->surgery.behaviour.journeys = &travel->journey;
        travel->surgery.behaviour.journey_count = 1;
    }
    ipso_practice *practice = surgery_build(&travel->surgery);
    assert_int_equal(ipso_simulate(&simulation, practice, &travel->settings, NULL), IPSO_OK);
    ipso_practice_free(practice); /* the simulation keeps nothing of it */
    return simulation;
}

static int place_of(const ipso_simulation *simulation, const char *name)
{
    for (int i = 0; ipso_simulation_detail(simulation, i) != NULL; i++)
        if (strcmp(ipso_simulation_detail(simulation, i)->name, name) == 0)
            return i;
    fail_msg("there is no detail %s", name);
    return -1;
}

static double value(const ipso_simulation *simulation, const char *name)
{
    return ipso_simulation_detail_value(simulation, place_of(simulation, name), 0);
}

static void expect(const ipso_simulation *simulation, const char *name, double exact)
{
    for (int r = 0; r < ipso_simulation_replications(simulation); r++) {
        double found = ipso_simulation_detail_value(simulation, place_of(simulation, name), r);

        if (!(fabs(found - exact) < 1e-9))
            fail_msg("%s is %.12g, not %.12g", name, found, exact);
    }
}

static const char *const after_a[] = {"a"};

/* ---- journeys ---- */

/* Seen on day 0, a scan that takes until day 10, a Thursday, a check three days later: day 13 is a
 * Sunday, so day 14. One day waited; 15 + 30 + 15 minutes. */
static void a_journey_is_as_long_as_its_steps_and_waits(void **state)
{
    (void)state;
    static const char *const after_scan[] = {"scan"};
    struct travel travel = {.journey.step_count = 0};

    travel_init(&travel);
    add_step(&travel, "a", NULL, 0, NULL, 0, 0);
    add_step(&travel, "scan", after_a, 1, "hospital", 10, 30);
    add_step(&travel, "b", after_scan, 1, NULL, 3, 0);
    ipso_simulation *simulation = simulate(&travel);
    expect(simulation, "amara/finished", 1);
    expect(simulation, "amara/days", 14);
    expect(simulation, "amara/wait_days", 1);
    expect(simulation, "amara/contacts", 3);
    expect(simulation, "amara/trips", 3);
    expect(simulation, "amara/minutes", 60);
    expect(simulation, "amara/minutes/gp", 30);
    expect(simulation, "amara/minutes/hospital", 30);
    ipso_simulation_free(simulation);
}

/* Two things outside, 10 and 22 days: side by side the check is on day 22, a Tuesday; one after the
 * other on day 32, a Friday. The one of no minutes is waiting, and no contact. */
static void steps_side_by_side_take_as_long_as_the_longest(void **state)
{
    (void)state;
    static const char *const after_first[] = {"first"};
    static const char *const after_second[] = {"second"};
    static const char *const after_both[] = {"first", "second"};

    for (int in_a_row = 0; in_a_row < 2; in_a_row++) {
        struct travel travel = {.journey.step_count = 0};

        travel_init(&travel);
        travel.settings.weeks = 5;
        add_step(&travel, "a", NULL, 0, NULL, 0, 0);
        add_step(&travel, "first", after_a, 1, "specialist", 10, 20);
        add_step(&travel, "second", in_a_row ? after_first : after_a, 1, "office", 22, 0);
        add_step(&travel, "b", in_a_row ? after_second : after_both, in_a_row ? 1 : 2, NULL, 0, 0);
        ipso_simulation *simulation = simulate(&travel);
        expect(simulation, "amara/days", in_a_row ? 32 : 22);
        expect(simulation, "amara/wait_days", 0);
        expect(simulation, "amara/contacts", 3);
        expect(simulation, "amara/trips", 3);
        expect(simulation, "amara/minutes", 50);
        ipso_simulation_free(simulation);
    }
}

/* Nobody asks twice on a day: the second visit is on day 1. From day 3 on, days 3 and 4. */
static void what_follows_a_visit_is_asked_for_the_next_morning(void **state)
{
    (void)state;
    struct travel travel = {.journey.step_count = 0};

    travel_init(&travel);
    travel.journey.start_days = 3;
    add_step(&travel, "a", NULL, 0, NULL, 0, 0);
    add_step(&travel, "b", after_a, 1, NULL, 0, 0);
    ipso_simulation *simulation = simulate(&travel);
    expect(simulation, "amara/days", 1);
    expect(simulation, "amara/wait_days", 1);
    expect(simulation, "amara/minutes", 30);
    ipso_simulation_free(simulation);
}

/* At eight all twelve times of the day are taken, and those of the next day are free. */
static void a_full_day_makes_a_journey_wait_for_the_next(void **state)
{
    (void)state;
    struct travel travel = {.journey.step_count = 0};

    travel_init(&travel);
    travel.surgery.demand.mean = 12;
    add_step(&travel, "a", NULL, 0, NULL, 0, 0);
    ipso_simulation *simulation = simulate(&travel);
    expect(simulation, "amara/days", 1);
    expect(simulation, "amara/wait_days", 1);
    expect(simulation, "amara/contacts", 1);
    ipso_simulation_free(simulation);
}

/* A day may be booked a week ahead at most; an appointment in 20 days, day 20 being a Sunday, is
 * asked for when it can be, and had on day 21. */
static void what_is_too_far_ahead_is_asked_for_later(void **state)
{
    (void)state;
    struct travel travel = {.journey.step_count = 0};

    travel_init(&travel);
    travel.settings.ahead_days = 7;
    add_step(&travel, "a", NULL, 0, NULL, 20, 0);
    ipso_simulation *simulation = simulate(&travel);
    expect(simulation, "amara/days", 21);
    expect(simulation, "amara/wait_days", 1);
    ipso_simulation_free(simulation);
}

/* Everybody else misses or cancels. */
static void a_journey_keeps_its_appointments(void **state)
{
    (void)state;
    struct travel travel = {.journey.step_count = 0};

    travel_init(&travel);
    travel.surgery.no_show.share = 1;
    travel.surgery.behaviour.cancelled = 1;
    add_step(&travel, "a", NULL, 0, NULL, 4, 0);
    ipso_simulation *simulation = simulate(&travel);
    expect(simulation, "amara/finished", 1);
    expect(simulation, "amara/days", 4);
    assert_true(ipso_simulation_value(simulation, IPSO_SIM_SEEN_PER_WEEK, 0) == 1.0 / 4);
    ipso_simulation_free(simulation);
}

/* What ends on day 28 is not over in the 28 days 0 to 27, what ends on day 27 is. */
static void a_journey_cut_short_has_no_duration(void **state)
{
    (void)state;
    for (int days = 27; days <= 28; days++) {
        struct travel travel = {.journey.step_count = 0};

        travel_init(&travel);
        add_step(&travel, "wait", NULL, 0, "office", days, 0);
        ipso_simulation *simulation = simulate(&travel);
        expect(simulation, "amara/finished", days == 27);
        assert_true(days == 27 ? value(simulation, "amara/days") == 27
                               : isnan(value(simulation, "amara/days")));
        ipso_simulation_free(simulation);
    }
}

/* ---- roles ---- */

/* 6 x 15 x 5 minutes a week, and none with a nurse, who is not there to be named. */
static void minutes_with_patients_are_told_by_role(void **state)
{
    (void)state;
    struct travel travel = {.journey.step_count = 0};

    travel_init(&travel);
    ipso_simulation *simulation = simulate(&travel);
    expect(simulation, "minutes_per_week/gp", 450);
    assert_non_null(ipso_simulation_detail(simulation, 0));
    assert_null(ipso_simulation_detail(simulation, 1));
    assert_null(ipso_simulation_detail(simulation, -1));
    assert_true(isnan(ipso_simulation_detail_value(simulation, 1, 0)));
    assert_true(isnan(ipso_simulation_detail_value(simulation, -1, 0)));
    assert_int_equal(ipso_simulation_detail_interval(simulation, 1).count, 0);
    ipso_simulation_free(simulation);
}

/* 450 and 900 minutes a week; a journey of one alone has nothing beside it. */
static void details_are_compared_by_name(void **state)
{
    (void)state;
    struct travel one = {.journey.step_count = 0}, other = {.journey.step_count = 0};

    travel_init(&one);
    travel_init(&other);
    other.surgery.demand.mean = 12;
    add_step(&one, "a", NULL, 0, "office", 4, 0);
    ipso_simulation *first = simulate(&one), *second = simulate(&other);
    ipso_sim_interval difference = ipso_simulation_detail_difference(first, second, 0);
    assert_true(difference.mean == -450 && difference.half == 0);
    difference = ipso_simulation_detail_difference(first, second, place_of(first, "amara/days"));
    assert_int_equal(difference.count, 0);
    difference = ipso_simulation_detail_difference(first, first, place_of(first, "amara/days"));
    assert_true(difference.mean == 0 && difference.count == 2);
    ipso_simulation_free(first);
    ipso_simulation_free(second);
}

/* A source that asks for half as much asks for some of the same patients: with room for all, no
 * replication sees more of them. Poisson, 1.5 and 3 a day, over a week each: were they drawn apart,
 * one replication in twenty would. */
static void who_asks_for_less_meets_some_of_the_same_patients(void **state)
{
    (void)state;
    ipso_simulation *runs[2];

    for (int half = 0; half < 2; half++) {
        struct travel travel = {.journey.step_count = 0};

        travel_init(&travel);
        travel.surgery.demand.law = IPSO_COUNT_POISSON;
        travel.surgery.demand.mean = half ? 1.5 : 3;
        travel.settings.weeks = 1;
        travel.settings.replications = 200;
        runs[half] = simulate(&travel);
    }
    for (int r = 0; r < 200; r++)
        assert_true(ipso_simulation_detail_value(runs[1], 0, r) <=
                    ipso_simulation_detail_value(runs[0], 0, r));
    /* 3 x 5 x 15 = 225 minutes a week and half of it; variances of 15 and 7.5 patients. */
    assert_true(fabs(ipso_simulation_detail_interval(runs[0], 0).mean - 225) <
                3 * 15 * sqrt(15.0 / 200));
    assert_true(fabs(ipso_simulation_detail_interval(runs[1], 0).mean - 112.5) <
                3 * 15 * sqrt(7.5 / 200));
    ipso_simulation_free(runs[0]);
    ipso_simulation_free(runs[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_journey_is_as_long_as_its_steps_and_waits),
        cmocka_unit_test(steps_side_by_side_take_as_long_as_the_longest),
        cmocka_unit_test(what_follows_a_visit_is_asked_for_the_next_morning),
        cmocka_unit_test(a_full_day_makes_a_journey_wait_for_the_next),
        cmocka_unit_test(what_is_too_far_ahead_is_asked_for_later),
        cmocka_unit_test(a_journey_keeps_its_appointments),
        cmocka_unit_test(a_journey_cut_short_has_no_duration),
        cmocka_unit_test(minutes_with_patients_are_told_by_role),
        cmocka_unit_test(details_are_compared_by_name),
        cmocka_unit_test(who_asks_for_less_meets_some_of_the_same_patients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
