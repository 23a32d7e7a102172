/* The run of a session against values known exactly: queues (M/M/1, M/D/1, Little's law) and
 * session tables of the appointment literature.
 *
 * Each simulated mean is held to the exact value within 3 standard errors, taken over sessions or
 * over batches of patients; seeds are fixed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "simulate/run.h"
#include "simulate/streams.h"

#include <math.h>

enum { BATCHES = 60, BATCH = 10000, SESSIONS = 20000, MOST = 40 };

/* ---- means and their errors ---- */

struct tally {
    double sum, square;
    int count;
};

static void add(struct tally *tally, double value)
{
    tally->sum += value;
    tally->square += value * value;
    tally->count++;
}

static void expect_mean(const struct tally *tally, double exact)
{
    double mean = tally->sum / tally->count;
    double variance = (tally->square - tally->count * mean * mean) / (tally->count - 1);
    double error = sqrt(variance / tally->count);

    if (fabs(mean - exact) > 3 * error)
        fail_msg("%.6f, not %.6f within 3 x %.6f", mean, exact, error);
    assert_true(error < 0.05 * fabs(exact)); /* else the test could not fail */
}

static double exponential(ipso__random *random, double mean)
{
    const ipso_law law = {.kind = IPSO_LAW_EXPONENTIAL, .mean_min = mean};

    return ipso__law_quantile(&law, 1, ipso__random_open(random));
}

/* ---- queues: arrivals at random, nobody told a time ---- */

struct queue {
    struct tally wait, in_clinic; /* batch means */
    struct tally present;         /* mean number in clinic, batch by batch */
};

/* Patients who come on average `between` minutes apart and are served at once or in turn. */
static void run_queue(struct queue *queue, double between, double service, bool fixed)
{
    ipso__random random;
    double clock = 0, free_min = 0;

    ipso__stream_open(&random, 11);
    for (int b = 0; b < BATCHES; b++) {
        double start = clock, wait = 0, in_clinic = 0;

        for (int k = 0; k < BATCH; k++) {
            ipso__visit visit = {0};
            clock += exponential(&random, between);
            visit.told_min = visit.arrive_min = clock;
            visit.service_min = fixed ? service : exponential(&random, service);
            free_min = ipso__run_session(&visit, 1, free_min);
            wait += ipso__visit_wait(&visit);
            in_clinic += visit.left_min - visit.arrive_min;
        }
        add(&queue->wait, wait / BATCH);
        add(&queue->in_clinic, in_clinic / BATCH);
        add(&queue->present, in_clinic / (clock - start));
    }
}

/* M/M/1 with load r: W = r s / (1 - r). Service 8, one every 10 minutes: .8 x 8 / .2 = 32. */
static void random_arrivals_and_services_wait_as_in_an_m_m_1_queue(void **state)
{
    (void)state;
    struct queue queue = {0};

    run_queue(&queue, 10, 8, false);
    expect_mean(&queue.wait, 32);
    expect_mean(&queue.in_clinic, 40);
}

/* M/D/1 waits half as long (Pollaczek 1930, Khinchine 1932): 16. */
static void fixed_services_wait_half_as_long(void **state)
{
    (void)state;
    struct queue queue = {0};

    run_queue(&queue, 10, 8, true);
    expect_mean(&queue.wait, 16);
}

/* Little (1961): those present are arrivals a minute x time in clinic = 40 / 10. */
static void those_present_are_arrivals_times_time_in_clinic(void **state)
{
    (void)state;
    struct queue queue = {0};

    run_queue(&queue, 10, 8, false);
    expect_mean(&queue.present, 4);
}

/* ---- sessions ---- */

struct clinic {
    double told[MOST];
    int count;
    double end_min; /* planned end */
    double no_show;
    ipso_law law;
};

struct outcome {
    struct tally
        booked_wait;    /* mean over all booked, absent ones with the wait they would have had */
    struct tally waits; /* added up, of all booked */
    struct tally came_wait;  /* added up over those who come */
    struct tally overtime;   /* after end_min */
    struct tally after_last; /* after the last time told, or the whole session begun */
    struct tally idle;       /* before each patient */
};

/* Slots of d minutes with so many patients at the start of each. */
static void fill_slots(struct clinic *clinic, const int *patients, int slots, double d)
{
    clinic->count = 0;
    clinic->end_min = slots * d;
    for (int s = 0; s < slots; s++)
        for (int k = 0; k < patients[s]; k++)
            clinic->told[clinic->count++] = s * d;
}

static void run_once(const struct clinic *clinic, uint64_t session, struct outcome *outcome)
{
    ipso__visit visits[MOST] = {{0}};
    ipso__random random;
    double waits = 0, came = 0, idle = 0, free_min = 0;

    ipso__stream_open(&random, ipso__stream_key(3, IPSO__PURPOSE_ASK, session, 0));
    for (int k = 0; k < clinic->count; k++) {
        visits[k].told_min = visits[k].arrive_min = clinic->told[k];
        visits[k].absent = ipso__random_open(&random) < clinic->no_show;
        visits[k].service_min = ipso__law_quantile(&clinic->law, 1, ipso__random_open(&random));
    }
    double end = ipso__run_session(visits, clinic->count, 0);
    for (int k = 0; k < clinic->count; k++) {
        waits += ipso__visit_wait(&visits[k]);
        came += visits[k].absent ? 0 : ipso__visit_wait(&visits[k]);
        idle += fmax(0, visits[k].told_min - free_min);
        free_min = fmax(free_min, visits[k].left_min);
    }
    add(&outcome->booked_wait, waits / clinic->count);
    add(&outcome->waits, waits);
    add(&outcome->came_wait, came);
    add(&outcome->overtime, fmax(0, end - clinic->end_min));
    add(&outcome->after_last, fmax(0, end - clinic->told[clinic->count - 1]));
    add(&outcome->idle, idle);
}

static struct outcome run_clinic(const struct clinic *clinic)
{
    struct outcome outcome = {0};

    for (int i = 0; i < SESSIONS; i++)
        run_once(clinic, (uint64_t)i, &outcome);
    return outcome;
}

static const double table_minutes[] = {3, 5, 8}, table_shares[] = {0.2, 0.3, 0.5};

static void expect_slots(const int *patients, int slots, double wait, double overtime)
{
    struct clinic clinic = {.no_show = 0.1,
                            .law = {.kind = IPSO_LAW_EMPIRICAL,
                                    .minutes = table_minutes,
                                    .shares = table_shares,
                                    .count = 3}};

    fill_slots(&clinic, patients, slots, 5);
    struct outcome outcome = run_clinic(&clinic);
    expect_mean(&outcome.booked_wait, wait);
    expect_mean(&outcome.overtime, overtime);
}

/* Services of 3, 5 or 8 minutes, slots of 5, one in ten absent: waits per booked patient and work
 * left after the last slot, by exact convolution (witusj/experiments-notes). */
static void slot_tables_are_met(void **state)
{
    (void)state;
    const int a[] = {2, 0, 0, 0, 0, 1}, b[] = {2, 2, 2, 2}, c[] = {0, 1, 2, 5}, d[] = {4, 4, 0, 0},
              e[] = {0, 0, 4, 4};

    expect_slots(a, 6, 1.83, 1.35);
    expect_slots(b, 4, 11.8166088105, 24.06482756297);
    expect_slots(c, 4, 12.5150625, 29.8561207986);
    expect_slots(d, 4, 16.71597, 23.92482686022);
    expect_slots(e, 4, 16.71597, 33.92194762296);
}

/* Half the mean wait of those who come plus half the work left, Bailey-Welch and the optimum of
 * Kaandorp & Koole (2007): 10 patients, 5 slots of 20 minutes, exponential services of 15, one in
 * twenty absent. Mean wait: expected total over expected number who come. */
static void bailey_welch_and_the_optimum_cost_what_they_should(void **state)
{
    (void)state;
    const int optimum[] = {3, 1, 2, 2, 2};
    struct clinic clinic = {.no_show = 0.05, .law = {.kind = IPSO_LAW_EXPONENTIAL, .mean_min = 15}};
    struct tally cost = {0};

    fill_slots(&clinic, optimum, 5, 20);
    for (int i = 0; i < SESSIONS; i++) {
        struct outcome outcome = {0};
        run_once(&clinic, (uint64_t)i, &outcome);
        add(&cost, 0.5 * outcome.came_wait.sum / (10 * 0.95) + 0.5 * outcome.overtime.sum);
    }
    expect_mean(&cost, 39.8831391192);
}

/* 10 patients, 10 slots of 10, exponential services of 10: Bailey-Welch is [2,1,1,1,1,1,1,1,1,0].
 */
static void bailey_welch_is_what_kaandorp_and_koole_give(void **state)
{
    (void)state;
    const int patients[] = {2, 1, 1, 1, 1, 1, 1, 1, 1, 0};
    struct clinic clinic = {.law = {.kind = IPSO_LAW_EXPONENTIAL, .mean_min = 10}};
    struct tally cost = {0};

    fill_slots(&clinic, patients, 10, 10);
    for (int i = 0; i < SESSIONS; i++) {
        struct outcome outcome = {0};
        run_once(&clinic, (uint64_t)i, &outcome);
        add(&cost, 0.5 * outcome.came_wait.sum / 10 + 0.5 * outcome.overtime.sum);
    }
    expect_mean(&cost, 14.2561953149);
}

/* Ten exponential services of mean 1: half idle plus half waits at the best times
 * (appointmentscheduling.info). */
static void the_best_continuous_times_cost_what_they_should(void **state)
{
    (void)state;
    const double told[] = {0,      1.0060, 2.5152,  4.1047,  5.7159,
                           7.3259, 8.9167, 10.4622, 11.9039, 13.0292};
    struct clinic clinic = {.count = 10, .law = {.kind = IPSO_LAW_EXPONENTIAL, .mean_min = 1}};
    struct tally cost = {0};

    for (int k = 0; k < 10; k++)
        clinic.told[k] = told[k];
    for (int i = 0; i < SESSIONS; i++) {
        struct outcome outcome = {0};
        run_once(&clinic, (uint64_t)i, &outcome);
        add(&cost, 0.5 * outcome.idle.sum + 0.5 * outcome.waits.sum);
    }
    expect_mean(&cost, 4.693543137);
}

/* 30 exponential services of mean 10: waits + 2 idle + 2 work after the last time told. */
static void equal_intervals_of_thirty_patients_cost_what_they_should(void **state)
{
    (void)state;
    const double interval[] = {10, 14.4143}, exact[] = {848.731288, 517.725420};

    for (int n = 0; n < 2; n++) {
        struct clinic clinic = {.count = 30, .law = {.kind = IPSO_LAW_EXPONENTIAL, .mean_min = 10}};
        struct tally cost = {0};

        for (int k = 0; k < 30; k++)
            clinic.told[k] = k * interval[n];
        for (int i = 0; i < SESSIONS; i++) {
            struct outcome outcome = {0};
            run_once(&clinic, (uint64_t)i, &outcome);
            add(&cost, outcome.waits.sum + 2 * outcome.idle.sum + 2 * outcome.after_last.sum);
        }
        expect_mean(&cost, exact[n]);
    }
}

/* By hand: told 0 and 10, served 15 and 5; the first comes 5 early, the second at 12, the
 * practitioner is free at 3. Called 3 and 18; waits 3 and 6; free at 23. */
static void early_and_late_patients_wait_from_the_later_of_time_and_arrival(void **state)
{
    (void)state;
    ipso__visit visits[] = {{.told_min = 0, .arrive_min = -5, .service_min = 15},
                            {.told_min = 10, .arrive_min = 12, .service_min = 5}};

    assert_true(ipso__run_session(visits, 2, 3) == 23);
    assert_true(ipso__visit_wait(&visits[0]) == 3);
    assert_true(ipso__visit_wait(&visits[1]) == 6);
}

/* A home visit told for 10, 20 minutes away: it begins at 30, 20 late. */
static void the_way_to_a_home_visit_comes_before_it(void **state)
{
    (void)state;
    ipso__visit visit = {.told_min = 10, .arrive_min = 0, .travel_min = 20, .service_min = 15};

    assert_true(ipso__run_session(&visit, 1, 0) == 45);
    assert_true(visit.called_min == 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_arrivals_and_services_wait_as_in_an_m_m_1_queue),
        cmocka_unit_test(fixed_services_wait_half_as_long),
        cmocka_unit_test(those_present_are_arrivals_times_time_in_clinic),
        cmocka_unit_test(slot_tables_are_met),
        cmocka_unit_test(bailey_welch_and_the_optimum_cost_what_they_should),
        cmocka_unit_test(bailey_welch_is_what_kaandorp_and_koole_give),
        cmocka_unit_test(the_best_continuous_times_cost_what_they_should),
        cmocka_unit_test(equal_intervals_of_thirty_patients_cost_what_they_should),
        cmocka_unit_test(early_and_late_patients_wait_from_the_later_of_time_and_arrival),
        cmocka_unit_test(the_way_to_a_home_visit_comes_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
