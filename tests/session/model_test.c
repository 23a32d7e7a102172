/* Sessions that cannot be, each with one clear error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <math.h>

static void refuse(const clinic *c, const char *where, const char *text)
{
    ipso_session *session = NULL;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso_session_new(&session, &c->model, &err), IPSO_INPUT);
    assert_null(session);
    assert_string_equal(err.where, where);
    assert_string_equal(err.text, text);
}

static void refuse_times(const clinic *c, const char *where, const char *text)
{
    ipso_session *session = NULL;
    ipso_session_measures untouched = {.cost = -7};
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso_session_new(&session, &c->model, NULL), IPSO_OK);
    assert_int_equal(ipso_session_measure(&untouched, session, &c->times, &err), IPSO_INPUT);
    assert_close(untouched.cost, -7, 0);
    assert_string_equal(err.where, where);
    assert_string_equal(err.text, text);
    ipso_session_free(session);
}

static clinic plain(void)
{
    const ipso_service ten = fixed_service(10);
    clinic c;
    clinic_init(&c, 3, &ten, 0);
    return c;
}

/* The copy of a clinic points to the patients of the original. */
static void settle(clinic *c)
{
    c->model.patients = c->patients;
    c->times.start_min = c->starts;
}

static void bad_patients_are_named(void **state)
{
    clinic c = plain();
    (void)state;
    settle(&c);
    c.patients[2].no_show = 1.2;
    refuse(&c, "/patients/2/no_show", "a share of 1.2 is not from 0 to 1");
    c.patients[2].no_show = .6;
    c.patients[2].cancel = .5;
    refuse(&c, "/patients/2", "no_show and cancel add up to 1.1, more than 1");
    c.patients[2].cancel = 0;
    c.patients[1].service = exponential_service(-4);
    refuse(&c, "/patients/1/service/mean_min", "a mean of -4 min is not from 0 to 1440");
    c.patients[1].service = fixed_service(10);
    c.patients[0].wait_weight = NAN;
    refuse(&c, "/patients/0/wait_weight", "a weight of nan is not from 0 to 1000000");
    c.patients[0].wait_weight = 1;
    c.patients[0].earliest_min = 20;
    c.patients[0].latest_min = 10;
    refuse(&c, "/patients/0/latest_min", "10 min is before the earliest");
    c.patients[0].latest_min = 30;
    c.patients[0].apart_min = -5;
    refuse(&c, "/patients/0/apart_min", "-5 min is not from 0 to 1440");
    c.model.patient_count = 0;
    refuse(&c, "/patients", "0 patients are not from 1 to 1440");
}

static void bad_sessions_are_named(void **state)
{
    clinic c = plain();
    (void)state;
    settle(&c);
    c.model.length_min = 0;
    refuse(&c, "/length_min", "a session of 0 min is not above 0 and within a day");
    c.model.length_min = 240.5;
    refuse(&c, "/length_min", "240.5 min is not on the grid");
    c.model.length_min = 240;
    c.model.grid_min = 0;
    refuse(&c, "/grid_min", "a grid of 0 min is not from 0.01 to 60");
    c.model.grid_min = 1;
    c.model.idle_weight = -1;
    refuse(&c, "/weights", "a weight is not from 0 to 1000000");
    c.model.idle_weight = 1;
    c.model.delay = lognormal_service(5, 9);
    refuse(&c, "/delay/cv", "a coefficient of variation of 9 is not from 0.01 to 5");
    c.model.delay = fixed_service(0);
    c.model.grid_min = 0.01;
    c.patients[1].service = lognormal_service(200, 1.5);
    refuse(
        &c, "/patients/1/service",
        "the law needs more than 100000 cells of 0.01 min: a coarser grid, or a law of a shorter "
        "tail");
}

static void bad_breaks_are_named(void **state)
{
    ipso_session_break breaks[] = {{60, 15}, {70, 10}};
    clinic c = plain();
    (void)state;
    settle(&c);
    c.model.breaks = breaks;
    c.model.break_count = 2;
    refuse(&c, "/breaks/1/start_min", "the break at 70 min begins during another");
    breaks[1].start_min = 80.5;
    refuse(&c, "/breaks/1/start_min", "80.5 min is not on the grid");
    breaks[1].start_min = 80;
    breaks[1].length_min = 0;
    refuse(&c, "/breaks/1", "a break of 0 min is not above 0 and within a day");
}

static void continuous_times_take_phases_only(void **state)
{
    const ipso_session_break pause = {60, 15};
    clinic c = plain();
    (void)state;
    settle(&c);
    c.model.time = IPSO_SESSION_PHASES;
    refuse(&c, "/patients/0/service",
           "only exponential and Erlang laws and mixtures of them have phases");
    for (int i = 0; i < 3; i++)
        c.patients[i].service = exponential_service(10);
    c.model.horizon = IPSO_HORIZON_MIXED;
    refuse(&c, "/horizon", "the horizon mixed is valued on the grid only");
    c.model.horizon = IPSO_HORIZON_LAST;
    c.patients[1].late = fixed_service(3);
    refuse(&c, "/patients/1/late", "lateness is valued on the grid only");
    c.patients[1].late = fixed_service(0);
    c.model.breaks = &pause;
    c.model.break_count = 1;
    refuse(&c, "/breaks", "breaks are valued on the grid only");
}

static void bad_times_are_named(void **state)
{
    static const int twice[] = {0, 2, 2}, beyond[] = {0, 1, 3};
    clinic c = plain();
    (void)state;
    settle(&c);
    c.starts[1] = 20;
    c.starts[2] = 10;
    refuse_times(&c, "/starts_min/2",
                 "the start at 10 min is before the one of the patient seen earlier, at 20");
    c.starts[2] = 20.5;
    refuse_times(&c, "/starts_min/2", "a start at 20.5 min is not on the grid of 1");
    c.starts[2] = NAN;
    refuse_times(&c, "/starts_min/2", "a start at nan min is not from 0 to 1440");
    c.starts[2] = 30;
    c.times.order = twice;
    refuse_times(&c, "/order/2", "patient 2 is in the order twice");
    c.times.order = beyond;
    refuse_times(&c, "/order/2", "there is no patient 3");
    c.times.order = NULL;
    c.times.count = 4;
    refuse_times(&c, "/starts_min", "4 start times for 3 patients");
}

static void patient_left_out_is_not_seen(void **state)
{
    static const int order[] = {2, 0};
    clinic c = plain();
    (void)state;
    settle(&c);
    c.patients[1].service = fixed_service(100);
    c.times.order = order;
    c.times.count = 2;
    /* Two fixed visits of 10 minutes at once: one waits 10. */
    assert_close(clinic_measure(&c).wait, 10, 1e-12);
    assert_close(clinic_measure(&c).busy, 20, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_patients_are_named),
        cmocka_unit_test(bad_sessions_are_named),
        cmocka_unit_test(bad_breaks_are_named),
        cmocka_unit_test(continuous_times_take_phases_only),
        cmocka_unit_test(bad_times_are_named),
        cmocka_unit_test(patient_left_out_is_not_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
