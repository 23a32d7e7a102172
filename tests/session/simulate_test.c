/* Exact values against simulated sessions (SESSIONS of them), and walk-ins against arithmetic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <math.h>

static void within_errors(const char *what, double exact, double mean, double error)
{
    if (!(fabs(exact - mean) <= 3 * error + 1e-9))
        fail_msg("%s: exact %.9g, simulated %.9g with standard error %.3g", what, exact, mean,
                 error);
}

/* Every exact measure within three standard errors of so many simulated sessions. */
static void expect_agreement(const clinic *c, int64_t sessions)
{
    ipso_session *session;
    ipso_session_value value;
    ipso_session_sample sample;
    ipso_error err;
    ipso_error_init(&err);
    if (ipso_session_new(&session, &c->model, &err) != IPSO_OK ||
        ipso_session_evaluate(&value, session, &c->times, &err) != IPSO_OK ||
        ipso_session_simulate(&sample, session, &c->times, sessions, 17, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    const ipso_session_measures *e = &value.measures, *m = &sample.mean, *s = &sample.error;
    for (int k = 0; k < value.count; k++)
        within_errors("wait of a patient", value.wait[k], sample.wait[k], sample.wait_error[k]);
    within_errors("wait", e->wait, m->wait, s->wait);
    within_errors("wait of all booked", e->wait_booked, m->wait_booked, s->wait_booked);
    within_errors("attending", e->attending, m->attending, s->attending);
    within_errors("busy", e->busy, m->busy, s->busy);
    within_errors("idle", e->idle, m->idle, s->idle);
    within_errors("overtime", e->overtime, m->overtime, s->overtime);
    within_errors("overtime after the last", e->overtime_after_last, m->overtime_after_last,
                  s->overtime_after_last);
    within_errors("end", e->end, m->end, s->end);
    within_errors("cost", e->cost, m->cost, s->cost);
    if (c->model.walk_ins_per_hour == 0)
        within_errors("idle to the last", e->idle_to_last, m->idle_to_last, s->idle_to_last);
    ipso_session_value_finish(&value);
    ipso_session_sample_finish(&sample);
    ipso_session_free(session);
}

/* Five patients a quarter of an hour apart, 8 in 100 of whom do not come and 4 cancel late. */
static void five(clinic *c, const ipso_service *service)
{
    clinic_init(c, 5, service, .08);
    for (int k = 0; k < 5; k++) {
        c->starts[k] = 15 * k;
        c->patients[k].cancel = .04;
    }
    c->model.length_min = 75;
    c->model.grid_min = 0.1;
    c->model.overtime_weight = 3;
}

static void every_law_agrees_with_simulated_sessions(void **state)
{
    static const double minutes[] = {3, 11, 18.5, 31}, shares[] = {.2, .3, .4, .1},
                        half[] = {.5, .5};
    const ipso_service parts[] = {exponential_service(8), lognormal_service(20, .3)};
    const ipso_service laws[] = {
        fixed_service(16),
        exponential_service(14),
        erlang_service(16, 3),
        {.kind = IPSO_SERVICE_GAMMA, .mean_min = 16, .cv = 1.3},
        lognormal_service(16, .4),
        {.kind = IPSO_SERVICE_WEIBULL, .mean_min = 15, .cv = .6},
        {.kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 4},
        {.kind = IPSO_SERVICE_MIXTURE, .parts = parts, .shares = half, .count = 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof laws / sizeof laws[0]; i++) {
        clinic c;
        five(&c, &laws[i]);
        expect_agreement(&c, SESSIONS);
    }
}

static void continuous_time_agrees_with_simulated_sessions(void **state)
{
    const ipso_service services[] = {exponential_service(14), erlang_service(16, 3)};
    (void)state;
    for (int i = 0; i < 2; i++) {
        clinic c;
        five(&c, &services[i]);
        c.model.time = IPSO_SESSION_PHASES;
        expect_agreement(&c, SESSIONS);
    }
}

static void lateness_delay_and_break_agree_with_simulated_sessions(void **state)
{
    static const double minutes[] = {0, 4, 9}, shares[] = {.6, .3, .1};
    const ipso_service service = lognormal_service(14, .35);
    const ipso_session_break pause = {30, 10};
    clinic c;
    (void)state;
    five(&c, &service);
    for (int k = 0; k < 5; k++)
        c.patients[k].late = (ipso_service){
            .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 3};
    c.patients[3].late = lognormal_service(4, .8);
    c.model.delay = exponential_service(4);
    c.model.breaks = &pause;
    c.model.break_count = 1;
    c.model.waits = IPSO_WAITS_BOOKED;
    expect_agreement(&c, SESSIONS);
    c.model.horizon = IPSO_HORIZON_LAST;
    expect_agreement(&c, SESSIONS / 10);
    c.model.horizon = IPSO_HORIZON_MIXED;
    expect_agreement(&c, SESSIONS / 10);
}

static void walk_ins_agree_with_simulated_sessions(void **state)
{
    const ipso_service service = lognormal_service(12, .35);
    const ipso_session_break pause = {30, 10};
    clinic c;
    (void)state;
    five(&c, &service);
    c.model.grid_min = 0.5;
    for (int k = 0; k < 5; k++)
        c.patients[k].late = k % 2 == 0 ? fixed_service(0) : exponential_service(2);
    c.model.walk_ins_per_hour = 2;
    c.model.walk_in = exponential_service(7);
    c.model.walk_in_until_min = 60;
    c.model.delay = fixed_service(3);
    c.model.breaks = &pause;
    c.model.break_count = 1;
    /* The law of the service is rounded to half minutes, which so many sessions cannot see. */
    expect_agreement(&c, SESSIONS / 10);
}

/* Walk-ins of 2 minutes, .4 a minute on average, in the first minute alone: N of them, Poisson of
 * mean .4; the patient at minute 1 waits (2 N - 1)+, expected .8 - 1 + e^-.4. If they walk in for
 * two minutes, those of the second go first while others are there: .8 x P(N > 0) more. */
static void walk_ins_go_first(void **state)
{
    const ipso_service ten = fixed_service(10);
    clinic c;
    (void)state;
    clinic_init(&c, 1, &ten, 0);
    c.starts[0] = 1;
    c.model.walk_ins_per_hour = 60 * .4;
    c.model.walk_in = fixed_service(2);
    c.model.walk_in_until_min = 1;
    const double rate = .4, none = exp(-.4);
    assert_close(clinic_measure(&c).wait, 2 * rate - 1 + none, 1e-9);
    c.model.walk_in_until_min = 2;
    assert_close(clinic_measure(&c).wait, 2 * rate - 1 + none + 2 * rate * (1 - none), 1e-9);
    assert_close(clinic_measure(&c).busy, 10 + 2 * 2 * rate, 1e-12);
}

static void same_seed_gives_the_same_sessions(void **state)
{
    const ipso_service service = lognormal_service(14, .35);
    ipso_session_sample first, second, other;
    ipso_session *session;
    clinic c;
    (void)state;
    five(&c, &service);
    assert_int_equal(ipso_session_new(&session, &c.model, NULL), IPSO_OK);
    assert_int_equal(ipso_session_simulate(&first, session, &c.times, 1000, 3, NULL), IPSO_OK);
    assert_int_equal(ipso_session_simulate(&second, session, &c.times, 1000, 3, NULL), IPSO_OK);
    assert_int_equal(ipso_session_simulate(&other, session, &c.times, 1000, 4, NULL), IPSO_OK);
    assert_memory_equal(&first.mean, &second.mean, sizeof first.mean);
    assert_true(first.mean.cost != other.mean.cost);
    ipso_session_sample_finish(&first);
    ipso_session_sample_finish(&second);
    ipso_session_sample_finish(&other);
    assert_int_equal(ipso_session_simulate(&first, session, &c.times, 1, 3, NULL), IPSO_INPUT);
    ipso_session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_law_agrees_with_simulated_sessions),
        cmocka_unit_test(continuous_time_agrees_with_simulated_sessions),
        cmocka_unit_test(lateness_delay_and_break_agree_with_simulated_sessions),
        cmocka_unit_test(walk_ins_agree_with_simulated_sessions),
        cmocka_unit_test(walk_ins_go_first),
        cmocka_unit_test(same_seed_gives_the_same_sessions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
