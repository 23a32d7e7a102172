/* Start times on the grid: nothing enumerated is better.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include "base/random.h"

#include <math.h>

static ipso_session *make(const clinic *c)
{
    ipso_session *session;
    ipso_error err;
    ipso_error_init(&err);
    if (ipso_session_new(&session, &c->model, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return session;
}

static ipso_session_plan search(const ipso_session *session, const int *order, double step,
                                double last)
{
    ipso_session_settings settings;
    ipso_session_plan plan;
    ipso_error err;
    ipso_error_init(&err);
    ipso_session_settings_init(&settings);
    settings.step_min = step;
    settings.last_start_min = last;
    if (ipso_session_optimize(&plan, session, order, ipso_session_patient_count(session), &settings,
                              &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return plan;
}

/* The least cost over all start times of the model's order on multiples of step up to last. */
static double enumerate(const ipso_session *session, const clinic *c, double step, int last)
{
    int n = c->model.patient_count, tick[8] = {0};
    double start[8], least = INFINITY;
    assert_true(n <= 8);
    for (;;) {
        bool fits = true;
        for (int k = 0; k < n; k++) {
            start[k] = tick[k] * step;
            fits = fits && start[k] >= c->patients[k].earliest_min &&
                   start[k] <= c->patients[k].latest_min &&
                   (k == 0 || start[k] >= start[k - 1] + c->patients[k - 1].apart_min);
        }
        ipso_session_measures m = {.cost = INFINITY};
        const ipso_session_times times = {n, NULL, start};
        if (fits)
            assert_int_equal(ipso_session_measure(&m, session, &times, NULL), IPSO_OK);
        least = fmin(least, m.cost);
        int k = n - 1;
        while (k >= 0 && tick[k] == last)
            k--;
        if (k < 0)
            return least;
        int next = tick[k] + 1;
        for (; k < n; k++)
            tick[k] = next;
    }
}

static double pick(ipso__random *random, double low, double high)
{
    return low + (high - low) * ipso__random_unit(random);
}

static ipso_service any_law(ipso__random *random)
{
    static const double minutes[] = {1, 4, 9}, shares[] = {.25, .5, .25};
    double mean = pick(random, 2, 9), cv = pick(random, 0.2, 0.6);
    switch (ipso__random_below(random, 5)) {
    case 0:
        return (ipso_service){
            .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 3};
    case 1:
        return (ipso_service){.kind = IPSO_SERVICE_GAMMA, .mean_min = mean, .cv = cv};
    case 2:
        return (ipso_service){.kind = IPSO_SERVICE_LOGNORMAL, .mean_min = mean, .cv = cv};
    case 3:
        return (ipso_service){.kind = IPSO_SERVICE_WEIBULL, .mean_min = mean, .cv = cv};
    default:
        return (ipso_service){.kind = IPSO_SERVICE_EXPONENTIAL, .mean_min = mean};
    }
}

/* A session of four patients unlike each other, to be started at multiples of 4 minutes up to 32.
 */
static void any_clinic(clinic *c, ipso__random *random)
{
    const ipso_service ten = fixed_service(10);
    clinic_init(c, 4, &ten, 0);
    for (int k = 0; k < 4; k++) {
        c->patients[k].service = any_law(random);
        c->patients[k].no_show = pick(random, 0, 0.4);
        c->patients[k].wait_weight = pick(random, 0, 3);
        if (ipso__random_below(random, 3) == 0)
            c->patients[k].late = lognormal_service(pick(random, 1, 5), 0.5);
        if (ipso__random_below(random, 6) == 0)
            c->patients[k].earliest_min = 4 * ipso__random_range(random, 0, 3);
        if (ipso__random_below(random, 6) == 0)
            c->patients[k].latest_min = 4 * ipso__random_range(random, 3, 7);
        if (ipso__random_below(random, 3) == 0)
            c->patients[k].apart_min = ipso__random_range(random, 0, 8);
    }
    if (ipso__random_below(random, 3) == 0)
        c->model.delay = fixed_service(3);
    c->model.length_min = 36;
    c->model.wait_weight = pick(random, 0, 1);
    c->model.idle_weight = pick(random, 0, 2);
    c->model.overtime_weight = pick(random, 0, 2);
    c->model.waits = (ipso_session_waits)ipso__random_below(random, 2);
    c->model.horizon = (ipso_session_horizon)ipso__random_below(random, 3);
}

/* False when no start times fit windows and distances. */
static bool search_fits(ipso_session_plan *plan, const ipso_session *session)
{
    ipso_session_settings settings;
    ipso_session_settings_init(&settings);
    settings.step_min = 4;
    settings.last_start_min = 32;
    ipso_status status = ipso_session_optimize(plan, session, NULL, 4, &settings, NULL);
    assert_true(status == IPSO_OK || status == IPSO_INPUT);
    return status == IPSO_OK;
}

static void proven_optimum_is_the_enumerated_one(void **state)
{
    ipso__random random;
    clinic c;
    int found = 0;
    (void)state;
    ipso__random_init(&random, 5, 1);
    for (int i = 0; i < 60; i++) {
        any_clinic(&c, &random);
        ipso_session *session = make(&c);
        ipso_session_plan plan;
        if (!search_fits(&plan, session)) {
            assert_true(isinf(enumerate(session, &c, 4, 8)));
            ipso_session_free(session);
            continue;
        }
        found++;
        assert_close(plan.measures.cost, enumerate(session, &c, 4, 8), 1e-7);
        assert_int_equal(plan.outcome, IPSO_OPTIMAL);
        ipso_session_plan_finish(&plan);
        ipso_session_free(session);
    }
    assert_true(found > 40);
}

/* With a break the search proves nothing, and here misses nothing either by much: the cost of what
 * it finds is within a tenth of the enumerated optimum, and never below. */
static void breaks_leave_a_plan_without_a_proof(void **state)
{
    const ipso_session_break pause = {16, 8};
    ipso__random random;
    clinic c;
    (void)state;
    ipso__random_init(&random, 6, 1);
    for (int i = 0; i < 20; i++) {
        any_clinic(&c, &random);
        c.model.breaks = &pause;
        c.model.break_count = 1;
        ipso_session *session = make(&c);
        ipso_session_plan plan = search(session, NULL, 4, 32);
        double least = enumerate(session, &c, 4, 8);
        assert_close(plan.measures.cost, least, 1e-7);
        assert_int_equal(plan.outcome, IPSO_FEASIBLE);
        assert_true(plan.bound == -INFINITY);
        ipso_session_plan_finish(&plan);
        ipso_session_free(session);
    }
}

static ipso_service three_times(void)
{
    static const double minutes[] = {3, 5, 8}, shares[] = {.2, .3, .5};
    return (ipso_service){
        .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 3};
}

/* Case A of witusj/experiments-notes: 6 patients, 4 slots of 5 minutes, no-show .1; the optima by
 * enumeration. */
static void six_patients_in_four_slots_are_spread_as_enumerated(void **state)
{
    const ipso_service service = three_times();
    const double weights[] = {.5, .5 / 6}, costs[] = {22.4745431625, 9.89470545};
    static const double starts[][6] = {{0, 5, 10, 15, 15, 15}, {0, 0, 5, 10, 15, 15}};
    clinic c;
    (void)state;
    clinic_init(&c, 6, &service, .1);
    c.model.length_min = 20;
    c.model.waits = IPSO_WAITS_BOOKED;
    c.model.idle_weight = 0;
    c.model.overtime_weight = .5;
    for (int i = 0; i < 2; i++) {
        c.model.wait_weight = weights[i];
        ipso_session *session = make(&c);
        ipso_session_plan plan = search(session, NULL, 5, 15);
        assert_close(plan.measures.cost, costs[i], 1e-9);
        assert_int_equal(plan.outcome, IPSO_OPTIMAL);
        for (int k = 0; k < 6; k++)
            assert_close(plan.times.start_min[k], starts[i][k], 0);
        ipso_session_plan_finish(&plan);
        ipso_session_free(session);
    }
}

/* Moving any one patient, or swapping a slot's patient with its neighbour, costs more or the same:
 * a weak but independent look at 22 patients in 20 slots of 5 minutes who take 6 minutes with
 * probability .8, at .1 x total wait + .9 x overtime. */
static void twenty_two_patients_in_twenty_slots_are_certified(void **state)
{
    static const double shares[] = {.2, .8}, minutes[] = {0, 6};
    const ipso_service service = {
        .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 2};
    double starts[22];
    clinic c;
    (void)state;
    clinic_init(&c, 22, &service, 0);
    c.model.length_min = 100;
    c.model.wait_weight = .1;
    c.model.idle_weight = 0;
    c.model.overtime_weight = .9;
    ipso_session *session = make(&c);
    ipso_session_plan plan = search(session, NULL, 5, 95);
    const ipso_session_times times = {22, NULL, starts};
    assert_int_equal(plan.outcome, IPSO_OPTIMAL);
    for (int k = 0; k < 22; k++) {
        for (int delta = -5; delta <= 5; delta += 10) {
            ipso_session_measures m;
            for (int j = 0; j < 22; j++)
                starts[j] = plan.times.start_min[j];
            starts[k] += delta;
            if (ipso_session_measure(&m, session, &times, NULL) == IPSO_OK && starts[21] <= 95)
                assert_true(m.cost >= plan.measures.cost - 1e-9);
        }
    }
    ipso_session_plan_finish(&plan);
    ipso_session_free(session);
}

static void search_ends_at_its_work_limit(void **state)
{
    const ipso_service service = lognormal_service(8, .5);
    ipso_session_settings settings;
    ipso_session_plan plan;
    clinic c;
    (void)state;
    clinic_init(&c, 30, &service, .05);
    ipso_session *session = make(&c);
    ipso_session_settings_init(&settings);
    settings.work_limit = 200000;
    assert_int_equal(ipso_session_optimize(&plan, session, NULL, 30, &settings, NULL), IPSO_OK);
    assert_int_equal(plan.stop, IPSO_STOP_WORK);
    assert_int_equal(plan.outcome, IPSO_FEASIBLE);
    assert_true(plan.work < 2000000);
    ipso_session_plan_finish(&plan);
    ipso_session_free(session);
}

static void refuse(const ipso_session *session, const ipso_session_settings *settings,
                   const char *where, const char *text)
{
    ipso_session_plan plan;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso_session_optimize(&plan, session, NULL, 2, settings, &err), IPSO_INPUT);
    assert_string_equal(err.where, where);
    assert_string_equal(err.text, text);
}

static void impossible_searches_are_named(void **state)
{
    const ipso_service ten = fixed_service(10);
    ipso_session_settings settings;
    clinic c;
    (void)state;
    clinic_init(&c, 2, &ten, 0);
    c.patients[0].earliest_min = 50;
    c.patients[1].latest_min = 40;
    ipso_session *session = make(&c);
    ipso_session_settings_init(&settings);
    refuse(session, &settings, "/patients/1/latest_min",
           "no start time of the order fits: not before 50 min, not after 40");
    settings.step_min = 1.5;
    refuse(session, &settings, "/search/step_min", "a step of 1.5 min is no multiple of the grid");
    settings.step_min = -1;
    refuse(session, &settings, "/search/step_min", "a step of -1 min is not from 0 to 1440");
    settings.step_min = 0;
    settings.last_start_min = -5;
    refuse(session, &settings, "/search/last_start_min", "-5 min is before the session");
    ipso_session_free(session);
}

static void patients_are_seen_in_the_order_given(void **state)
{
    static const int order[] = {1, 0};
    const ipso_service ten = fixed_service(10);
    clinic c;
    (void)state;
    clinic_init(&c, 2, &ten, 0);
    c.patients[1].service = fixed_service(25);
    ipso_session *session = make(&c);
    ipso_session_plan plan = search(session, order, 0, INFINITY);
    /* Nobody waits when the second starts 25 minutes after the first, or later. */
    assert_int_equal(plan.times.order[0], 1);
    assert_true(plan.times.start_min[1] - plan.times.start_min[0] >= 25);
    assert_close(plan.measures.wait, 0, 1e-12);
    ipso_session_plan_finish(&plan);
    ipso_session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proven_optimum_is_the_enumerated_one),
        cmocka_unit_test(breaks_leave_a_plan_without_a_proof),
        cmocka_unit_test(six_patients_in_four_slots_are_spread_as_enumerated),
        cmocka_unit_test(twenty_two_patients_in_twenty_slots_are_certified),
        cmocka_unit_test(search_ends_at_its_work_limit),
        cmocka_unit_test(impossible_searches_are_named),
        cmocka_unit_test(patients_are_seen_in_the_order_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
