/* Continuous time: values and best start times against published and enumerated figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <math.h>

static ipso_session_plan optimize(const clinic *c, double step_min, double last_start_min)
{
    ipso_session *session;
    ipso_session_settings settings;
    ipso_session_plan plan = {0};
    ipso_error err;
    ipso_error_init(&err);
    ipso_session_settings_init(&settings);
    settings.step_min = step_min;
    settings.last_start_min = last_start_min;
    if (ipso_session_new(&session, &c->model, &err) != IPSO_OK ||
        ipso_session_optimize(&plan, session, NULL, c->model.patient_count, &settings, &err) !=
            IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    ipso_session_free(session);
    return plan;
}

/* ---- the slots of Kaandorp & Koole ---- */

typedef struct slots_case {
    int patients, slots;
    double slot, mean, no_show, wait_weight, idle_weight, overtime_weight;
} slots_case;

/* The cost is wait_weight x the mean wait of an attending patient + the rest: all patients are
 * alike, so that it is wait_weight / patients x the sum of what each would wait. */
static clinic slots_clinic(const slots_case *given)
{
    const ipso_service service = exponential_service(given->mean);
    clinic c;
    clinic_init(&c, given->patients, &service, given->no_show);
    c.model.time = IPSO_SESSION_PHASES;
    c.model.waits = IPSO_WAITS_BOOKED;
    c.model.wait_weight = given->wait_weight / given->patients;
    c.model.idle_weight = given->idle_weight;
    c.model.overtime_weight = given->overtime_weight;
    c.model.length_min = given->slots * given->slot;
    return c;
}

static double slots_cost(const slots_case *given, const int *counts)
{
    clinic c = slots_clinic(given);
    c.model.patients = c.patients;
    c.times.start_min = c.starts;
    clinic_slots(&c, counts, given->slots, given->slot);
    return clinic_measure(&c).cost;
}

/* The best schedule by our search, its cost proven. */
static double slots_best(const slots_case *given, int *counts)
{
    clinic c = slots_clinic(given);
    c.model.patients = c.patients;
    ipso_session_plan plan = optimize(&c, given->slot, (given->slots - 1) * given->slot);
    double cost = plan.measures.cost;
    assert_int_equal(plan.outcome, IPSO_OPTIMAL);
    assert_true(plan.bound > cost - 1e-8);
    for (int t = 0; t < given->slots; t++)
        counts[t] = 0;
    for (int k = 0; k < given->patients; k++)
        counts[(int)floor(plan.times.start_min[k] / given->slot + 0.5)]++;
    ipso_session_plan_finish(&plan);
    return cost;
}

static const slots_case FIVE = {10, 5, 20, 15, .05, .5, 0, .5};
static const slots_case TEN = {10, 10, 10, 10, 0, .5, 0, .5};
static const slots_case TEN_ABSENT = {10, 10, 10, 10, .1, .5, 0, .5};

/* Kaandorp & Koole 2007's model and measures; values computed by enumeration. Two patients at the
 * start, then one each mean service, at the start of the slot in which that falls and not after the
 * last: of 15 minutes in slots of 20, at 0 0 15 30 45 60 75 90 105 120. */
static void bailey_welch_has_the_enumerated_cost(void **state)
{
    (void)state;
    assert_close(slots_cost(&FIVE, (int[]){3, 1, 1, 2, 3}), 40.1901164780, 1e-8);
    assert_close(slots_cost(&TEN, (int[]){2, 1, 1, 1, 1, 1, 1, 1, 1, 0}), 14.2561953149, 1e-8);
    assert_close(slots_cost(&TEN_ABSENT, (int[]){2, 1, 1, 1, 1, 1, 1, 1, 1, 0}), 11.1658585470,
                 1e-8);
}

static void search_finds_the_enumerated_optimum(void **state)
{
    int counts[10];
    (void)state;
    assert_close(slots_best(&FIVE, counts), 39.8831391192, 1e-8);
    assert_memory_equal(counts, ((int[]){3, 1, 2, 2, 2}), 5 * sizeof counts[0]);
    assert_close(slots_best(&TEN, counts), 14.2561953149, 1e-8);
    assert_memory_equal(counts, ((int[]){2, 1, 1, 1, 1, 1, 1, 1, 1, 0}), sizeof counts);
    assert_close(slots_best(&TEN_ABSENT, counts), 11.1658585470, 1e-8);
    assert_memory_equal(counts, ((int[]){2, 1, 1, 1, 1, 1, 1, 1, 1, 0}), sizeof counts);
}

/* All 1001 ways to put ten patients into five slots: none is better than the one found. */
static void no_schedule_of_all_is_better(void **state)
{
    int counts[5] = {10, 0, 0, 0, 0};
    double least = INFINITY;
    long seen = 0;
    (void)state;
    for (;;) {
        least = fmin(least, slots_cost(&FIVE, counts));
        seen++;
        if (counts[4] == 10)
            break;
        int t = 3, last = counts[4];
        while (counts[t] == 0)
            t--;
        counts[4] = 0;
        counts[t]--;
        counts[t + 1] = last + 1;
    }
    assert_int_equal(seen, 1001);
    assert_close(least, 39.8831391192, 1e-8);
}

/* ---- continuous start times ---- */

static clinic row(int patients, const ipso_service *service, double wait, double idle,
                  double overtime)
{
    clinic c;
    clinic_init(&c, patients, service, 0);
    c.model.time = IPSO_SESSION_PHASES;
    c.model.horizon = IPSO_HORIZON_LAST;
    c.model.length_min = 1000;
    c.model.wait_weight = wait;
    c.model.idle_weight = idle;
    c.model.overtime_weight = overtime;
    return c;
}

/* appointmentscheduling.info, n = 10, recomputed: services of mean 1, half of idle, half of wait.
 * Idle time before each patient is idle time up to the last start and the end of the one before. */
static void ten_exponential_patients_start_as_published(void **state)
{
    static const double published[] = {0,      1.0060, 2.5152,  4.1047,  5.7159,
                                       7.3259, 8.9167, 10.4622, 11.9039, 13.0292};
    const ipso_service service = exponential_service(1);
    clinic c = row(10, &service, .5, .5, 0);
    (void)state;
    c.model.patients = c.patients;
    ipso_session_plan plan = optimize(&c, 0, INFINITY);
    assert_close(plan.measures.cost, 4.693543137, 1e-6);
    assert_int_equal(plan.outcome, IPSO_OPTIMAL);
    for (int k = 0; k < 10; k++)
        assert_close(plan.times.start_min[k], published[k], 1e-4);
    ipso_session_plan_finish(&plan);
}

static void five_exponential_patients_cost_as_published(void **state)
{
    const ipso_service service = exponential_service(1);
    clinic c = row(5, &service, .5, .5, 0);
    (void)state;
    c.model.patients = c.patients;
    ipso_session_plan plan = optimize(&c, 0, INFINITY);
    assert_close(plan.measures.cost, 1.8812613583, 1e-6);
    ipso_session_plan_finish(&plan);
}

/* Two patients, idle weight w, wait weight 1 - w: the cost of an interval x is w (x - 1 + e^-x) +
 * (1 - w) e^-x, least at x = -ln w, where it is -w ln w. */
static void two_patients_are_minus_ln_w_apart(void **state)
{
    const ipso_service service = exponential_service(1);
    (void)state;
    for (double w = 0.1; w < 0.95; w += 0.2) {
        clinic c = row(2, &service, 1 - w, w, 0);
        c.model.patients = c.patients;
        ipso_session_plan plan = optimize(&c, 0, INFINITY);
        assert_close(plan.measures.cost, -w * log(w), 1e-6);
        assert_close(plan.times.start_min[1] - plan.times.start_min[0], -log(w), 1e-3);
        ipso_session_plan_finish(&plan);
    }
}

static double equal_intervals(const ipso_service *service, double interval)
{
    clinic c = row(30, service, 1, 2, 2);
    c.model.patients = c.patients;
    c.times.start_min = c.starts;
    for (int k = 0; k < 30; k++)
        c.starts[k] = k * interval;
    return clinic_measure(&c).cost;
}

/* The least over equal intervals, by golden section. */
static double best_equal(const ipso_service *service, double *interval)
{
    const double ratio = (sqrt(5) - 1) / 2;
    double low = 8, high = 20;
    while (high - low > 1e-7) {
        double a = high - ratio * (high - low), b = low + ratio * (high - low);
        if (equal_intervals(service, a) < equal_intervals(service, b))
            high = b;
        else
            low = a;
    }
    *interval = low;
    return equal_intervals(service, low);
}

/* Thirty patients of mean 10, cost total wait + 2 x idle + 2 x overtime after the last start:
 * computed; a published simulation gives 853.90 +- 2.47, 516.62, 512.16 and 442.47 +- 1.13, 259.05,
 * 257.37. */
static void thirty_patients_cost_as_computed(void **state)
{
    const ipso_service exponential = exponential_service(10), erlang = erlang_service(10, 4);
    double interval;
    (void)state;
    assert_close(equal_intervals(&exponential, 10), 848.731288, 1e-6);
    assert_close(best_equal(&exponential, &interval), 517.725420, 1e-6);
    assert_close(interval, 14.4143, 1e-3);
    assert_close(equal_intervals(&erlang, 10), 442.277276, 1e-6);
    assert_close(best_equal(&erlang, &interval), 259.200363, 1e-6);
}

static void thirty_patients_start_best_as_computed(void **state)
{
    const ipso_service laws[] = {exponential_service(10), erlang_service(10, 4)};
    const double published[] = {510.838779, 256.489518};
    (void)state;
    for (int i = 0; i < 2; i++) {
        clinic c = row(30, &laws[i], 1, 2, 2);
        c.model.patients = c.patients;
        ipso_session_plan plan = optimize(&c, 0, INFINITY);
        assert_close(plan.measures.cost, published[i], 1e-6);
        assert_int_equal(plan.outcome, IPSO_OPTIMAL);
        ipso_session_plan_finish(&plan);
    }
}

/* ---- the two ways of valuing ---- */

/* On finer grids the values of the grid come near those of continuous time, as g^2. */
static void grid_closes_in_on_continuous_time(void **state)
{
    static const double shares[] = {.3, .7};
    const ipso_service parts[] = {exponential_service(6), erlang_service(20, 3)};
    const ipso_service mixture = {
        .kind = IPSO_SERVICE_MIXTURE, .parts = parts, .shares = shares, .count = 2};
    const ipso_service erlang = erlang_service(15, 2);
    ipso_session *session;
    ipso_session_value exact, grid;
    clinic c;
    (void)state;
    clinic_init(&c, 6, &mixture, .1);
    for (int k = 0; k < 6; k++)
        c.starts[k] = 14 * k;
    c.patients[1].service = c.patients[4].service = erlang;
    c.patients[2].cancel = .2;
    c.model.length_min = 90;
    c.model.time = IPSO_SESSION_PHASES;
    assert_int_equal(ipso_session_new(&session, &c.model, NULL), IPSO_OK);
    assert_int_equal(ipso_session_evaluate(&exact, session, &c.times, NULL), IPSO_OK);
    ipso_session_free(session);
    c.model.time = IPSO_SESSION_GRID;
    c.model.grid_min = 0.1;
    assert_int_equal(ipso_session_new(&session, &c.model, NULL), IPSO_OK);
    assert_int_equal(ipso_session_evaluate(&grid, session, &c.times, NULL), IPSO_OK);
    ipso_session_free(session);
    for (int k = 0; k < 6; k++) {
        assert_close(grid.wait[k], exact.wait[k], 2e-3);
        assert_close(grid.late_share[k], exact.late_share[k], 4e-3);
    }
    assert_close(grid.measures.overtime, exact.measures.overtime, 2e-3);
    assert_close(grid.measures.idle, exact.measures.idle, 2e-3);
    assert_close(grid.measures.idle_to_last, exact.measures.idle_to_last, 2e-3);
    assert_close(grid.measures.overtime_after_last, exact.measures.overtime_after_last, 2e-3);
    assert_close(grid.measures.end, exact.measures.end, 2e-3);
    assert_close(grid.measures.cost, exact.measures.cost, 1e-2);
    for (int i = 0, j = 0; i < exact.end_count; i++) {
        while (j + 1 < grid.end_count && grid.end_min[j + 1] <= exact.end_min[i] + 1e-9)
            j++;
        if (exact.end_min[i] > grid.end_min[0])
            assert_close(grid.end_share[j], exact.end_share[i], 5e-3);
    }
    ipso_session_value_finish(&exact);
    ipso_session_value_finish(&grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bailey_welch_has_the_enumerated_cost),
        cmocka_unit_test(search_finds_the_enumerated_optimum),
        cmocka_unit_test(no_schedule_of_all_is_better),
        cmocka_unit_test(ten_exponential_patients_start_as_published),
        cmocka_unit_test(five_exponential_patients_cost_as_published),
        cmocka_unit_test(two_patients_are_minus_ln_w_apart),
        cmocka_unit_test(thirty_patients_cost_as_computed),
        cmocka_unit_test(thirty_patients_start_best_as_computed),
        cmocka_unit_test(grid_closes_in_on_continuous_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
