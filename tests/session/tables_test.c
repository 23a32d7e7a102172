/* Published tables of sessions, met by simulation.
 *
 * SESSIONS simulated sessions each, against the figures themselves and not the library's own exact
 * values: each within three standard errors. Sources as in grid_test.c and phases_test.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <math.h>

static ipso_session_sample simulate(clinic *c)
{
    ipso_session *session;
    ipso_session_sample sample = {0};
    ipso_error err;

    ipso_error_init(&err);
    c->model.patients = c->patients;
    c->times.start_min = c->starts;
    if (ipso_session_new(&session, &c->model, &err) != IPSO_OK ||
        ipso_session_simulate(&sample, session, &c->times, SESSIONS, 5, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    ipso_session_free(session);
    return sample;
}

/* What is simulated, scale x a measure, against what is published. */
static void within_errors(const char *what, double published, double mean, double error,
                          double scale)
{
    if (!(fabs(scale * mean - published) <= 3 * scale * error))
        fail_msg("%s: published %.9g, simulated %.9g with standard error %.3g", what, published,
                 scale * mean, scale * error);
}

static void expect_cost(const char *what, clinic *c, double published)
{
    ipso_session_sample sample = simulate(c);

    within_errors(what, published, sample.mean.cost, sample.error.cost, 1);
    ipso_session_sample_finish(&sample);
}

/* Slots of 5 minutes; 3, 5 or 8 minutes with .2, .3, .5; no-show .1. The wait is per booked
 * patient, the overtime what is left after the last slot. */
static void slots_of_five_minutes_wait_and_run_over_as_published(void **state)
{
    static const double minutes[] = {3, 5, 8}, shares[] = {.2, .3, .5};
    static const struct {
        int counts[6], slots, patients;
        double wait, overtime;
    } rows[] = {
        {{2, 0, 0, 0, 0, 1}, 6, 3, 1.83, 1.35},
        {{2, 2, 2, 2}, 4, 8, 11.8166088105, 24.06482756297},
        {{0, 1, 2, 5}, 4, 8, 12.5150625, 29.8561207986},
        {{4, 4, 0, 0}, 4, 8, 16.71597, 23.92482686022},
        {{0, 0, 4, 4}, 4, 8, 16.71597, 33.92194762296},
    };
    const ipso_service service = {
        .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 3};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        clinic c;
        clinic_init(&c, rows[i].patients, &service, .1);
        clinic_slots(&c, rows[i].counts, rows[i].slots, 5);
        ipso_session_sample sample = simulate(&c);
        within_errors("wait", rows[i].wait, sample.mean.wait_booked, sample.error.wait_booked,
                      1.0 / rows[i].patients);
        within_errors("overtime", rows[i].overtime, sample.mean.overtime, sample.error.overtime, 1);
        ipso_session_sample_finish(&sample);
    }
}

/* Kaandorp & Koole 2007's measures: half the mean wait of an attending patient and half the
 * overtime, of ten exponential patients. */
static void slots_of_exponential_patients_cost_as_enumerated(void **state)
{
    static const struct {
        int counts[10], slots;
        double slot_min, mean_min, no_show, cost;
    } rows[] = {
        {{3, 1, 1, 2, 3}, 5, 20, 15, .05, 40.1901164780},
        {{3, 1, 2, 2, 2}, 5, 20, 15, .05, 39.8831391192},
        {{2, 1, 1, 1, 1, 1, 1, 1, 1, 0}, 10, 10, 10, 0, 14.2561953149},
        {{2, 1, 1, 1, 1, 1, 1, 1, 1, 0}, 10, 10, 10, .1, 11.1658585470},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const ipso_service service = exponential_service(rows[i].mean_min);
        clinic c;
        clinic_init(&c, 10, &service, rows[i].no_show);
        clinic_slots(&c, rows[i].counts, rows[i].slots, rows[i].slot_min);
        c.model.waits = IPSO_WAITS_BOOKED;
        c.model.wait_weight = .5 / 10;
        c.model.idle_weight = 0;
        c.model.overtime_weight = .5;
        expect_cost("ten patients in slots", &c, rows[i].cost);
    }
}

/* So many patients of one law, interval_min apart; overtime and idle time up to the last start. */
static clinic row(int patients, const ipso_service *service, double interval_min, double wait,
                  double idle, double overtime)
{
    clinic c;

    clinic_init(&c, patients, service, 0);
    c.model.time = IPSO_SESSION_PHASES; /* start times off the grid */
    c.model.horizon = IPSO_HORIZON_LAST;
    c.model.length_min = 1000;
    c.model.wait_weight = wait;
    c.model.idle_weight = idle;
    c.model.overtime_weight = overtime;
    for (int k = 0; k < patients; k++)
        c.starts[k] = k * interval_min;
    return c;
}

/* appointmentscheduling.info, recomputed: mean 1, half of idle time and half of wait. The published
 * start times have four decimals, which leaves the cost as it is to 1e-7. Two patients with a
 * weight w of idle time are -ln w apart and cost -w ln w. */
static void best_times_of_exponential_patients_cost_as_published(void **state)
{
    static const double published[] = {0,      1.0060, 2.5152,  4.1047,  5.7159,
                                       7.3259, 8.9167, 10.4622, 11.9039, 13.0292};
    const ipso_service service = exponential_service(1);
    clinic ten = row(10, &service, 0, .5, .5, 0);
    clinic two = row(2, &service, -log(.3), .7, .3, 0);

    (void)state;
    for (int k = 0; k < 10; k++)
        ten.starts[k] = published[k];
    expect_cost("ten patients", &ten, 4.693543137);
    expect_cost("two patients", &two, -.3 * log(.3));
}

/* Thirty patients of mean 10: total wait, twice the idle time, twice the work after the last start;
 * computed, and close to a published simulation (853.90 +- 2.47, 516.62, 442.47 +- 1.13, 259.05).
 */
static void thirty_patients_cost_as_computed(void **state)
{
    const ipso_service exponential = exponential_service(10), erlang = erlang_service(10, 4);
    clinic crowded = row(30, &exponential, 10, 1, 2, 2);
    clinic apart = row(30, &exponential, 14.4143, 1, 2, 2);
    clinic steady = row(30, &erlang, 10, 1, 2, 2);

    (void)state;
    expect_cost("exponential, 10 min apart", &crowded, 848.731288);
    expect_cost("exponential, best equal interval", &apart, 517.725420);
    expect_cost("Erlang, 10 min apart", &steady, 442.277276);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_of_five_minutes_wait_and_run_over_as_published),
        cmocka_unit_test(slots_of_exponential_patients_cost_as_enumerated),
        cmocka_unit_test(best_times_of_exponential_patients_cost_as_published),
        cmocka_unit_test(thirty_patients_cost_as_computed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
