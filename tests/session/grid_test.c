/* Values on the grid against published and enumerated figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <math.h>

/* Service 3, 5 or 8 minutes with probabilities .2, .3, .5. */
static ipso_service three_times(void)
{
    static const double minutes[] = {3, 5, 8}, shares[] = {.2, .3, .5};
    return (ipso_service){
        .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 3};
}

static ipso_session_measures measure_slots(const int *counts, int slots)
{
    const ipso_service service = three_times();
    int patients = 0;
    clinic c;
    for (int i = 0; i < slots; i++)
        patients += counts[i];
    clinic_init(&c, patients, &service, .1);
    clinic_slots(&c, counts, slots, 5);
    return clinic_measure(&c);
}

/* Slots of 5 minutes, no-show .1: outputs of the notebooks of witusj/experiments-notes, recomputed
 * to the digits given. */
static void slots_have_the_published_wait_and_overtime(void **state)
{
    static const struct {
        int counts[6], slots;
        double wait, overtime, tolerance;
    } rows[] = {
        {{2, 0, 0, 0, 0, 1}, 6, 1.83, 1.35, 1e-9},
        {{2, 2, 2, 2}, 4, 11.8166088105, 24.06482756297, 1e-9},
        {{0, 1, 2, 5}, 4, 12.5150625, 29.8561207986, 1e-9},
        {{4, 4, 0, 0}, 4, 16.71597, 23.92482686022, 1e-9},
        {{0, 0, 4, 4}, 4, 16.71597, 33.92194762296, 1e-9},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int patients = 0;
        for (int t = 0; t < rows[i].slots; t++)
            patients += rows[i].counts[t];
        ipso_session_measures m = measure_slots(rows[i].counts, rows[i].slots);
        assert_close(m.wait_booked / patients, rows[i].wait, rows[i].tolerance);
        assert_close(m.overtime, rows[i].overtime, rows[i].tolerance);
    }
}

static void next_schedule(int *counts, int slots)
{
    int t = slots - 2;
    while (counts[t] == 0)
        t--;
    int last = counts[slots - 1];
    counts[slots - 1] = 0;
    counts[t]--;
    counts[t + 1] = last + 1;
}

/* Of all schedules of 6 patients in 4 slots, the best by .5 x wait + .5 x overtime. */
static double best_of_all(bool total, int best[4])
{
    int counts[4] = {6, 0, 0, 0};
    double least = INFINITY;
    for (;;) {
        ipso_session_measures m = measure_slots(counts, 4);
        double cost = .5 * (total ? m.wait_booked : m.wait_booked / 6) + .5 * m.overtime;
        if (cost < least) {
            least = cost;
            for (int t = 0; t < 4; t++)
                best[t] = counts[t];
        }
        if (counts[3] == 6)
            return least;
        next_schedule(counts, 4);
    }
}

static void best_of_84_schedules_is_the_one_enumerated(void **state)
{
    int best[4];
    (void)state;
    assert_close(best_of_all(true, best), 22.4745431625, 1e-9);
    assert_memory_equal(best, ((int[]){1, 1, 1, 3}), sizeof best);
    assert_close(best_of_all(false, best), 9.89470545, 1e-9);
    assert_memory_equal(best, ((int[]){2, 1, 1, 2}), sizeof best);
}

static void idle_and_busy_time_and_overtime_add_up(void **state)
{
    ipso_session_measures m = measure_slots((int[]){2, 2, 2, 2}, 4);
    (void)state;
    /* Eight patients of 6.1 min mean, nine in ten of whom come; the session and its overtime are
     * consulting or idle. */
    assert_close(m.busy, 8 * .9 * 6.1, 1e-12);
    assert_close(m.attending, 7.2, 1e-12);
    assert_close(m.idle, 20 + m.overtime - m.busy, 1e-12);
    assert_close(m.wait, .9 * m.wait_booked, 1e-12);
}

/* Two patients of 10 fixed minutes at 0 and 5, the end planned at 12: waits 0 and 5; work ends at
 * 20, 8 after the planned end and 15 after the last start; nobody is idle. */
static void fixed_times_are_plain_arithmetic(void **state)
{
    const ipso_service ten = fixed_service(10);
    clinic c;
    (void)state;
    clinic_init(&c, 2, &ten, 0);
    c.starts[1] = 5;
    c.model.length_min = 12;
    ipso_session_measures m = clinic_measure(&c);
    assert_close(m.wait, 5, 1e-12);
    assert_close(m.overtime, 8, 1e-12);
    assert_close(m.overtime_after_last, 15, 1e-12);
    assert_close(m.idle, 0, 1e-12);
    assert_close(m.idle_to_last, 0, 1e-12);
    assert_close(m.end, 20, 1e-12);
    assert_close(m.cost, 13, 1e-12);
    c.model.horizon = IPSO_HORIZON_LAST;
    assert_close(clinic_measure(&c).cost, 20, 1e-12);
    c.starts[1] = 25;
    m = clinic_measure(&c);
    assert_close(m.idle_to_last, 15, 1e-12);
    assert_close(m.idle, 15, 1e-12);
    assert_close(m.overtime, 23, 1e-12);
    /* idle until the last start, work after the planned end */
    c.model.horizon = IPSO_HORIZON_MIXED;
    assert_close(clinic_measure(&c).cost, 15 + 23, 1e-12);
    c.model.length_min = 60;
    assert_close(clinic_measure(&c).cost, 15, 1e-12);
}

/* Patient 1 at 10 comes 0 or 6 minutes late with probability 1/2 each; the first takes 8 or 14
 * minutes with probability 1/2 each. Waits: free at 8, none; free at 14, 4 if in time. Called at
 * 10, 16, 14, 16: mean 14; 5 more minutes: end 19. Idle: 2, 8, 0, 2. */
static void late_patient_is_waited_for(void **state)
{
    static const double first[] = {8, 14}, late[] = {0, 6}, half[] = {.5, .5};
    ipso_service service = {
        .kind = IPSO_SERVICE_EMPIRICAL, .minutes = first, .shares = half, .count = 2};
    clinic c;
    (void)state;
    clinic_init(&c, 2, &service, 0);
    c.patients[1].service = fixed_service(5);
    c.patients[1].late =
        (ipso_service){.kind = IPSO_SERVICE_EMPIRICAL, .minutes = late, .shares = half, .count = 2};
    c.starts[1] = 10;
    c.model.length_min = 10;
    ipso_session_measures m = clinic_measure(&c);
    assert_close(m.wait, 1, 1e-12);
    assert_close(m.end, 19, 1e-12);
    assert_close(m.overtime, 9, 1e-12);
    assert_close(m.idle, 3, 1e-12);
}

/* The practitioner is 5 minutes late; patients of 10 minutes at 0 and 10, a break of 15 from 20 on,
 * a patient at 20 and one at 45: free at 5, 15, 25, break to 40, then 50, 60. Waits 5, 5, 20, 5.
 * The end is planned at 60; the practitioner is never idle. */
static void delay_and_break_push_everybody_back(void **state)
{
    const ipso_service ten = fixed_service(10);
    const ipso_session_break pause = {20, 15};
    clinic c;
    (void)state;
    clinic_init(&c, 4, &ten, 0);
    c.starts[1] = 10;
    c.starts[2] = 20;
    c.starts[3] = 45;
    c.model.length_min = 60;
    c.model.breaks = &pause;
    c.model.break_count = 1;
    c.model.delay = fixed_service(5);
    ipso_session_measures m = clinic_measure(&c);
    assert_close(m.wait, 35, 1e-12);
    assert_close(m.end, 60, 1e-12);
    assert_close(m.idle, 0, 1e-12);
    assert_close(m.overtime, 0, 1e-12);
    assert_close(m.idle_to_last, 0, 1e-12);
}

/* A patient is as likely to take 10 as 30 minutes; the next, at 15, waits 0 or 15; the limit of 14
 * minutes is broken half the time, the one of 15 never. The end is 25 or 40. */
static void waits_over_the_limit_and_the_end_have_their_laws(void **state)
{
    static const double minutes[] = {10, 30}, half[] = {.5, .5};
    ipso_service service = {
        .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = half, .count = 2};
    ipso_session *session;
    ipso_session_value value;
    clinic c;
    (void)state;
    clinic_init(&c, 2, &service, 0);
    c.patients[1].service = fixed_service(10);
    c.starts[1] = 15;
    c.model.wait_limit_min = 14;
    assert_int_equal(ipso_session_new(&session, &c.model, NULL), IPSO_OK);
    assert_int_equal(ipso_session_evaluate(&value, session, &c.times, NULL), IPSO_OK);
    assert_close(value.wait[1], 7.5, 1e-12);
    assert_close(value.late_share[0], 0, 0);
    assert_close(value.late_share[1], .5, 1e-12);
    assert_close(value.end_min[0], 25, 0);
    assert_close(value.end_share[0], .5, 1e-12);
    assert_close(value.end_min[value.end_count - 1], 40, 0);
    assert_close(value.end_share[value.end_count - 1], 1, 1e-12);
    ipso_session_value_finish(&value);
    ipso_session_free(session);
    c.model.wait_limit_min = 15;
    assert_int_equal(ipso_session_new(&session, &c.model, NULL), IPSO_OK);
    assert_int_equal(ipso_session_evaluate(&value, session, &c.times, NULL), IPSO_OK);
    assert_close(value.late_share[1], 0, 0);
    ipso_session_value_finish(&value);
    ipso_session_free(session);
}

/* On a grid of g the variance of a law grows by less than g^2 / 4 and its mean stays: values close
 * in as g^2. */
static void finer_grids_close_in(void **state)
{
    const ipso_service service = lognormal_service(16, .4);
    double values[3];
    clinic c;
    (void)state;
    clinic_init(&c, 8, &service, .05);
    for (int k = 0; k < 8; k++)
        c.starts[k] = 16 * k;
    c.model.length_min = 128;
    for (int i = 0; i < 3; i++) {
        c.model.grid_min = i == 0 ? 1 : i == 1 ? 0.5 : 0.25;
        values[i] = clinic_measure(&c).cost;
    }
    assert_true(fabs(values[0] - values[2]) < 0.2);
    assert_close((values[0] - values[1]) / (values[1] - values[2]), 4, 0.2);
}

/* One patient: the wait of nobody, the overtime E[(S - length)+] that the law itself gives. */
static void single_patient_overruns_as_the_law_says(void **state)
{
    static const ipso_service_kind kinds[] = {IPSO_SERVICE_GAMMA, IPSO_SERVICE_LOGNORMAL,
                                              IPSO_SERVICE_WEIBULL, IPSO_SERVICE_EXPONENTIAL};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const ipso_service service = {.kind = kinds[i], .mean_min = 17, .cv = .7};
        clinic c;
        clinic_init(&c, 1, &service, 0);
        c.model.length_min = 20;
        assert_close(clinic_measure(&c).overtime, ipso_service_excess_min(&service, 20), 1e-8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_have_the_published_wait_and_overtime),
        cmocka_unit_test(best_of_84_schedules_is_the_one_enumerated),
        cmocka_unit_test(idle_and_busy_time_and_overtime_add_up),
        cmocka_unit_test(fixed_times_are_plain_arithmetic),
        cmocka_unit_test(late_patient_is_waited_for),
        cmocka_unit_test(delay_and_break_push_everybody_back),
        cmocka_unit_test(waits_over_the_limit_and_the_end_have_their_laws),
        cmocka_unit_test(finer_grids_close_in),
        cmocka_unit_test(single_patient_overruns_as_the_law_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
