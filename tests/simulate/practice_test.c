/* Simulated practices whose measures can be worked out by hand, or follow from a law.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "surgery.h"

#include "support/test.h"

#include <ipsosched/scenario.h>

#include <math.h>

static ipso_simulation *simulate(const ipso_practice *practice, const ipso_sim_settings *settings)
{
    ipso_simulation *simulation = NULL;
    ipso_error err;

    ipso_error_init(&err);
    if (ipso_simulate(&simulation, practice, settings, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return simulation;
}

static ipso_simulation *simulate_surgery(const struct surgery *surgery,
                                         const ipso_sim_settings *settings)
{
    ipso_practice *practice = surgery_build(surgery);
    ipso_simulation *simulation = simulate(practice, settings);

    ipso_practice_free(practice);
    return simulation;
}

static void expect(const ipso_simulation *simulation, ipso_sim_measure measure, double exact)
{
    for (int r = 0; r < ipso_simulation_replications(simulation); r++) {
        double value = ipso_simulation_value(simulation, measure, r);

        if (!(fabs(value - exact) < 1e-9))
            fail_msg("%s is %.12g, not %.12g", ipso_sim_measure_title(measure), value, exact);
    }
}

/* ---- by hand ---- */

/* 180 minutes a day hold 12 patients of 15; 6 of them are 90 minutes: half. Each is seen on time,
 * takes what was planned, and stays 15 minutes. Five days of three hours are 15. The third next
 * time of a Monday that nobody has asked on yet is the same day. */
static void six_patients_fill_half_a_morning(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery_settings(&settings);
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    expect(simulation, IPSO_SIM_BOOKED_FILL, 0.5);
    expect(simulation, IPSO_SIM_ATTENDED_FILL, 0.5);
    expect(simulation, IPSO_SIM_UTILISATION, 0.5);
    expect(simulation, IPSO_SIM_PLANNED, 15);
    expect(simulation, IPSO_SIM_ACTUAL, 15);
    expect(simulation, IPSO_SIM_OVERRUN, 0);
    expect(simulation, IPSO_SIM_DIRECT_WAIT, 0);
    expect(simulation, IPSO_SIM_IN_CLINIC, 15);
    expect(simulation, IPSO_SIM_INDIRECT_WAIT, 0);
    expect(simulation, IPSO_SIM_UNSERVED, 0);
    expect(simulation, IPSO_SIM_THIRD_NEXT, 0);
    expect(simulation, IPSO_SIM_OWN, 1);
    expect(simulation, IPSO_SIM_NO_SHOW, 0);
    expect(simulation, IPSO_SIM_OVERTIME, 0);
    expect(simulation, IPSO_SIM_SEEN_PER_WEEK, 30);
    expect(simulation, IPSO_SIM_HOURS_PER_WEEK, 15);
    ipso_simulation_free(simulation);
}

/* Twelve of fifteen get a time; three do not. Nobody asks for acute care: no share of it. */
static void who_finds_no_time_is_counted(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.demand.mean = 15;
    surgery_settings(&settings);
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    expect(simulation, IPSO_SIM_BOOKED_FILL, 1);
    expect(simulation, IPSO_SIM_UNSERVED, 0.2);
    assert_true(isnan(ipso_simulation_value(simulation, IPSO_SIM_ACUTE_SAME_DAY, 0)));
    assert_int_equal(ipso_simulation_interval(simulation, IPSO_SIM_ACUTE_SAME_DAY).count, 0);
    ipso_simulation_free(simulation);
}

/* 1, 2 and 3 have mean 2 and deviation 1: 4.3027 / sqrt(3) = 2.4841. */
static void an_interval_leaves_out_values_that_say_nothing(void **state)
{
    const double values[] = {1, NAN, 2, 3};
    ipso_sim_interval interval = ipso_sim_interval_of(values, 4);

    (void)state;
    assert_int_equal(interval.count, 3);
    assert_true(fabs(interval.mean - 2) < 1e-12 && fabs(interval.half - 2.4841) < 1e-4);
    interval = ipso_sim_interval_of(values, 2);
    assert_int_equal(interval.count, 1);
    assert_true(interval.mean == 1 && isnan(interval.half));
    assert_true(isnan(ipso_sim_interval_of(values, 0).mean));
}

/* Of 12 slots the carve-out keeps the 4th, 7th and 10th, where 0.3 i passes a whole number; at five
 * they are not free for others yet. Nine of fifteen patients get a time. */
static void a_carve_out_keeps_three_of_twelve_slots_from_other_care(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.demand.mean = 15;
    surgery_settings(&settings);
    settings.mix = ipso_mix_policy_named("carve-out");
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    expect(simulation, IPSO_SIM_BOOKED_FILL, 0.75);
    expect(simulation, IPSO_SIM_UNSERVED, 0.4);
    ipso_simulation_free(simulation);
}

/* The same for acute patients: all slots are theirs. */
static void acute_patients_get_what_is_kept_for_them(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.type.care = surgery.care.care = IPSO_CARE_ACUTE;
    surgery.demand.mean = 15;
    surgery_settings(&settings);
    settings.mix = ipso_mix_policy_named("carve-out");
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    expect(simulation, IPSO_SIM_BOOKED_FILL, 1);
    expect(simulation, IPSO_SIM_ACUTE_SAME_DAY, 0.8);
    ipso_simulation_free(simulation);
}

/* Six patients in a row, each but the first told to come a slot early: told at 0 0 15 30 45 60,
 * seen at 0 15 30 ... 75. Five of six wait 15 minutes. */
static void bailey_welch_makes_five_of_six_wait_one_slot(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery_settings(&settings);
    settings.times = ipso_times_policy_named("bailey-welch");
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    expect(simulation, IPSO_SIM_DIRECT_WAIT, 12.5);
    expect(simulation, IPSO_SIM_OVERTIME, 0);
    ipso_simulation_free(simulation);
}

/* Patients who need 20 minutes in slots of 15: the k-th of 12 waits 5 k minutes, 27.5 on average;
 * the last leaves at 240, an hour late. 240 of 180 minutes on duty are spent consulting. */
static void overruns_add_up_to_waits_and_overtime(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.type.law.mean_min = 20;
    surgery.demand.mean = 12;
    surgery_settings(&settings);
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    expect(simulation, IPSO_SIM_OVERRUN, 5);
    expect(simulation, IPSO_SIM_DIRECT_WAIT, 27.5);
    expect(simulation, IPSO_SIM_IN_CLINIC, 47.5);
    expect(simulation, IPSO_SIM_OVERTIME, 60);
    expect(simulation, IPSO_SIM_UTILISATION, 240.0 / 180);
    ipso_simulation_free(simulation);
}

/* The same with the best times, each moved by 10 minutes at most: the k-th is told min(5 k, 10)
 * later, so that the first three do not wait and the others 5 k - 10: 225 minutes in all, 18.75 on
 * average. Nobody can be seen earlier: overtime stays. */
static void the_best_times_take_off_waits_that_no_early_start_needs(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.type.law.mean_min = 20;
    surgery.demand.mean = 12;
    surgery_settings(&settings);
    settings.times = ipso_times_policy_named("optimised");
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    expect(simulation, IPSO_SIM_DIRECT_WAIT, 18.75);
    expect(simulation, IPSO_SIM_OVERTIME, 60);
    ipso_simulation_free(simulation);
}

/* Two doctors of one panel each: the earliest start is taken, at the same minute with the own
 * practitioner. Twelve patients find two times at each of six quarters of an hour or later; nobody
 * waits beyond the day. */
static void nobody_is_turned_away_while_a_colleague_is_free(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.doctors = 2;
    surgery.demand.mean = 24;
    surgery_settings(&settings);
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    expect(simulation, IPSO_SIM_UNSERVED, 0);
    expect(simulation, IPSO_SIM_BOOKED_FILL, 1);
    double own = ipso_simulation_value(simulation, IPSO_SIM_OWN, 0);
    assert_true(own > 0.5 && own < 1);
    ipso_simulation_free(simulation);
}

/* ---- laws ---- */

/* Panel equation: panel x visits per patient and day = visits a day. 6 per 1,000 of 1,000 patients
 * are 30 a week; Poisson, over 400 weeks the standard error is sqrt(30 / 400). */
static void visits_a_day_are_panel_times_visits_per_patient(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.demand.mean = 0;
    surgery.demand.per_1000_panel = 6;
    surgery.demand.law = IPSO_COUNT_POISSON;
    surgery.care.patience_days = 3; /* who finds a day full comes later: nobody is lost */
    surgery_settings(&settings);
    settings.weeks = 40;
    settings.replications = 10;
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    double seen = ipso_simulation_interval(simulation, IPSO_SIM_SEEN_PER_WEEK).mean;
    double lost = ipso_simulation_interval(simulation, IPSO_SIM_UNSERVED).mean;
    assert_true(fabs(seen / (1 - lost) - 30) < 3 * sqrt(30.0 / 400));
    ipso_simulation_free(simulation);
}

/* One in ten misses an appointment; 600 of them in 20 weeks of 30. */
static void no_shows_leave_their_time_empty(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.no_show.share = 0.1;
    surgery_settings(&settings);
    settings.weeks = 20;
    settings.replications = 10;
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    double missed = ipso_simulation_interval(simulation, IPSO_SIM_NO_SHOW).mean;
    assert_true(fabs(missed - 0.1) < 3 * sqrt(0.1 * 0.9 / 6000));
    for (int r = 0; r < 10; r++) {
        double booked = ipso_simulation_value(simulation, IPSO_SIM_BOOKED_FILL, r);
        double attended = ipso_simulation_value(simulation, IPSO_SIM_ATTENDED_FILL, r);

        missed = ipso_simulation_value(simulation, IPSO_SIM_NO_SHOW, r);
        assert_true(fabs(booked * (1 - missed) - attended) < 1e-9);
    }
    ipso_simulation_free(simulation);
}

/* A tenth of the days ill: 13.5 of 15 hours a week. Spells of 3 days on average make days alike:
 * over 2000 weeks 3 standard errors of the share are about 3 x sqrt(.1 x .9 x 5 / 10000). */
static void a_tenth_of_days_ill_costs_a_tenth_of_the_hours(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery.behaviour.ill = 0.1;
    surgery_settings(&settings);
    settings.weeks = 100;
    settings.replications = 20;
    ipso_simulation *simulation = simulate_surgery(&surgery, &settings);
    double hours = ipso_simulation_interval(simulation, IPSO_SIM_HOURS_PER_WEEK).mean;
    assert_true(fabs(hours / 15 - 0.9) < 3 * sqrt(0.1 * 0.9 * 5 / 10000));
    ipso_simulation_free(simulation);
}

/* ---- what must not matter ---- */

static ipso_practice *didier(void)
{
    ipso_practice *practice = NULL;

    assert_int_equal(ipso_scenario_generate(&practice, "didier", 1, NULL), IPSO_OK);
    return practice;
}

static void expect_same(const ipso_simulation *one, const ipso_simulation *other,
                        ipso_sim_measure measure)
{
    for (int r = 0; r < ipso_simulation_replications(one); r++) {
        double a = ipso_simulation_value(one, measure, r);
        double b = ipso_simulation_value(other, measure, r);

        if (!(a == b || (isnan(a) && isnan(b))))
            fail_msg("%s: %.17g and %.17g", ipso_sim_measure_title(measure), a, b);
    }
}

static void results_do_not_depend_on_the_number_of_threads(void **state)
{
    (void)state;
    ipso_practice *practice = didier();
    ipso_sim_settings settings;

    ipso_sim_settings_init(&settings);
    settings.weeks = 3;
    settings.replications = 7;
    ipso_simulation *one = simulate(practice, &settings);
    settings.threads = 3;
    ipso_simulation *three = simulate(practice, &settings);
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++)
        expect_same(one, three, (ipso_sim_measure)m);
    settings.seed = 2;
    ipso_simulation *other = simulate(practice, &settings);
    assert_true(ipso_simulation_value(one, IPSO_SIM_ACTUAL, 0) !=
                ipso_simulation_value(other, IPSO_SIM_ACTUAL, 0));
    ipso_simulation_free(one);
    ipso_simulation_free(three);
    ipso_simulation_free(other);
    ipso_practice_free(practice);
}

/* Other times of coming change nothing about who asks, who is booked and who comes: only waits. */
static void two_policies_meet_the_same_patients(void **state)
{
    (void)state;
    ipso_practice *practice = didier();
    ipso_sim_settings settings;

    ipso_sim_settings_init(&settings);
    settings.replications = 4;
    ipso_simulation *slots = simulate(practice, &settings);
    settings.times = ipso_times_policy_named("bailey-welch");
    ipso_simulation *early = simulate(practice, &settings);
    expect_same(slots, early, IPSO_SIM_BOOKED_FILL);
    expect_same(slots, early, IPSO_SIM_ATTENDED_FILL);
    expect_same(slots, early, IPSO_SIM_ACTUAL);
    expect_same(slots, early, IPSO_SIM_UNSERVED);
    expect_same(slots, early, IPSO_SIM_NO_SHOW);
    ipso_sim_interval wait = ipso_simulation_difference(early, slots, IPSO_SIM_DIRECT_WAIT);
    ipso_sim_interval overtime = ipso_simulation_difference(early, slots, IPSO_SIM_OVERTIME);
    assert_true(wait.mean > wait.half);          /* they come earlier, so they wait longer, ... */
    assert_true(overtime.mean < -overtime.half); /* ... and work ends earlier */
    ipso_simulation_free(slots);
    ipso_simulation_free(early);
    ipso_practice_free(practice);
}

/* The live agenda of each replication is its own; its lengths are those of the type, and whatever
 * it offers is booked. */
static void ranking_does_not_depend_on_threads_either(void **state)
{
    (void)state;
    ipso_practice *practice = didier();
    ipso_sim_settings settings;

    ipso_sim_settings_init(&settings);
    settings.weeks = 2;
    settings.warmup_weeks = 1;
    settings.replications = 3;
    settings.mix = ipso_mix_policy_named("program");
    settings.booking = ipso_booking_policy_named("ranking");
    ipso_simulation *one = simulate(practice, &settings);
    settings.threads = 3;
    ipso_simulation *three = simulate(practice, &settings);
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++)
        expect_same(one, three, (ipso_sim_measure)m);
    assert_true(ipso_simulation_value(one, IPSO_SIM_BOOKED_FILL, 0) > 0.5);
    ipso_simulation_free(one);
    ipso_simulation_free(three);
    ipso_practice_free(practice);
}

/* Each practitioner has the minutes of the template, at 200 points for each more or less. */
static void policies_can_be_given_the_same_staff_minutes(void **state)
{
    (void)state;
    ipso_practice *practice = didier();
    ipso_sim_settings settings;

    ipso_sim_settings_init(&settings);
    settings.weeks = settings.warmup_weeks = settings.replications = 1;
    settings.mix = ipso_mix_policy_named("program");
    settings.roster = ipso_roster_policy_named("template");
    ipso_simulation *template = simulate(practice, &settings);
    settings.roster = ipso_roster_policy_named("equal");
    ipso_simulation *equal = simulate(practice, &settings);
    expect_same(template, equal, IPSO_SIM_HOURS_PER_WEEK);
    ipso_simulation_free(template);
    ipso_simulation_free(equal);
    ipso_practice_free(practice);
}

/* ---- what is refused ---- */

static void expect_refused(const struct surgery *surgery, const ipso_sim_settings *settings,
                           const char *where)
{
    ipso_practice *practice = surgery_build(surgery);
    ipso_simulation *untouched = NULL;
    ipso_error err;

    ipso_error_init(&err);
    assert_int_equal(ipso_simulate(&untouched, practice, settings, &err), IPSO_INPUT);
    assert_string_equal(err.where, where);
    assert_null(untouched);
    ipso_practice_free(practice);
}

static void what_cannot_be_simulated_is_refused(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;

    surgery_init(&surgery);
    surgery_settings(&settings);
    settings.weeks = 0;
    expect_refused(&surgery, &settings, "");
    surgery_settings(&settings);
    settings.mix = NULL;
    expect_refused(&surgery, &settings, "");
    surgery_settings(&settings);
    settings.booking = ipso_booking_policy_named("ranking");
    expect_refused(&surgery, &settings, ""); /* a uniform mix has no slots of a plan */
    settings.mix = ipso_mix_policy_named("program");
    settings.weeks = 60;
    expect_refused(&surgery, &settings, ""); /* 60 + 1 + 4 weeks are over 366 days */
    surgery_settings(&settings);
    surgery.demand.mean = 0;
    expect_refused(&surgery, &settings, "/demand");
    surgery_init(&surgery);
    surgery.horizon.days = 10;
    expect_refused(&surgery, &settings, "/horizon/days");
}

static int stop_at_once(void *user, int replications_done)
{
    (void)replications_done;
    ++*(int *)user;
    return 1;
}

static void a_simulation_can_be_cancelled(void **state)
{
    (void)state;
    struct surgery surgery;
    ipso_sim_settings settings;
    ipso_simulation *untouched = NULL;
    int calls = 0;

    surgery_init(&surgery);
    surgery_settings(&settings);
    settings.progress = stop_at_once;
    settings.progress_user = &calls;
    ipso_practice *practice = surgery_build(&surgery);
    assert_int_equal(ipso_simulate(&untouched, practice, &settings, NULL), IPSO_STATE);
    assert_int_equal(calls, 1);
    assert_null(untouched);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interval_leaves_out_values_that_say_nothing),
        cmocka_unit_test(six_patients_fill_half_a_morning),
        cmocka_unit_test(who_finds_no_time_is_counted),
        cmocka_unit_test(a_carve_out_keeps_three_of_twelve_slots_from_other_care),
        cmocka_unit_test(acute_patients_get_what_is_kept_for_them),
        cmocka_unit_test(bailey_welch_makes_five_of_six_wait_one_slot),
        cmocka_unit_test(overruns_add_up_to_waits_and_overtime),
        cmocka_unit_test(the_best_times_take_off_waits_that_no_early_start_needs),
        cmocka_unit_test(nobody_is_turned_away_while_a_colleague_is_free),
        cmocka_unit_test(visits_a_day_are_panel_times_visits_per_patient),
        cmocka_unit_test(no_shows_leave_their_time_empty),
        cmocka_unit_test(a_tenth_of_days_ill_costs_a_tenth_of_the_hours),
        cmocka_unit_test(results_do_not_depend_on_the_number_of_threads),
        cmocka_unit_test(two_policies_meet_the_same_patients),
        cmocka_unit_test(ranking_does_not_depend_on_threads_either),
        cmocka_unit_test(policies_can_be_given_the_same_staff_minutes),
        cmocka_unit_test(what_cannot_be_simulated_is_refused),
        cmocka_unit_test(a_simulation_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
