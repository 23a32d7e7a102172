/* The order and start times of patients who stand apart in windows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include "base/random.h"
#include "session/arrange.h"
#include "support/failing_malloc.h"

#include <math.h>
#include <string.h>

enum { FOUR = 4, STEP = 5 };

static ipso_session *make(const clinic *c)
{
    ipso_session *session;
    ipso_error err;
    ipso_error_init(&err);
    if (ipso_session_new(&session, &c->model, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return session;
}

/* Four patients unlike each other in slots of 15 min, in an hour and a quarter. */
static void any_clinic(clinic *c, ipso__random *random)
{
    const ipso_service ten = fixed_service(10);
    clinic_init(c, FOUR, &ten, 0);
    for (int k = 0; k < FOUR; k++) {
        double mean = ipso__random_range(random, 8, 22);
        c->patients[k].service =
            ipso__random_below(random, 2) == 0 ? fixed_service(mean) : lognormal_service(mean, .4);
        c->patients[k].no_show = ipso__random_below(random, 3) == 0 ? 0.2 : 0;
        c->patients[k].apart_min = 15;
        c->patients[k].latest_min = 60;
    }
    if (ipso__random_below(random, 2) == 0)
        c->patients[3].earliest_min = 30;
    c->model.length_min = 75;
    c->model.wait_weight = ipso__random_range(random, 1, 3);
    c->model.idle_weight = ipso__random_range(random, 0, 5);
    c->model.overtime_weight = ipso__random_range(random, 5, 8);
    c->model.horizon = IPSO_HORIZON_MIXED;
}

static bool next_starts(double *start)
{
    int k = FOUR - 1;
    while (k >= 0 && start[k] >= 60 - 15 * (FOUR - 1 - k))
        k--;
    if (k < 0)
        return false;
    for (start[k++] += STEP; k < FOUR; k++)
        start[k] = start[k - 1] + 15;
    return true;
}

/* The least cost over all start times of an order. */
static double best_starts(const ipso_session *session, const clinic *c, const int *order)
{
    double start[FOUR] = {0, 15, 30, 45}, least = INFINITY;
    do {
        const ipso_session_times times = {FOUR, order, start};
        ipso_session_measures m = {.cost = INFINITY};
        bool fits = true;
        for (int k = 0; k < FOUR; k++)
            fits = fits && start[k] >= c->patients[order[k]].earliest_min;
        if (fits)
            assert_int_equal(ipso_session_measure(&m, session, &times, NULL), IPSO_OK);
        least = fmin(least, m.cost);
    } while (next_starts(start));
    return least;
}

static double enumerate(const ipso_session *session, const clinic *c)
{
    double least = INFINITY;
    for (int code = 0; code < 256; code++) {
        const int order[FOUR] = {code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6};
        int seen = 0;
        for (int k = 0; k < FOUR; k++)
            seen |= 1 << order[k];
        if (seen == 15)
            least = fmin(least, best_starts(session, c, order));
    }
    return least;
}

static ipso_status arrange(ipso__arranged *arranged, const ipso_session *session, int *order,
                           double *start)
{
    const ipso__arrange_settings settings = {.step_min = STEP};
    return ipso__session_arrange(arranged, session, order, start, &settings, NULL);
}

static void the_best_of_all_orders_and_times_is_found(void **state)
{
    ipso__random random;
    int found = 0;
    (void)state;
    ipso__random_init(&random, 11, 0);
    for (int i = 0; i < 30; i++) {
        clinic c;
        int order[FOUR] = {0, 1, 2, 3};
        double start[FOUR] = {0, 15, 30, 45};
        ipso__arranged arranged;
        any_clinic(&c, &random);
        ipso_session *session = make(&c);
        double least = enumerate(session, &c);
        assert_int_equal(arrange(&arranged, session, order, start), IPSO_OK);
        const ipso_session_times times = {FOUR, order, start};
        ipso_session_measures m;
        assert_int_equal(ipso_session_measure(&m, session, &times, NULL), IPSO_OK);
        assert_close(arranged.cost, m.cost, 1e-9);
        assert_true(m.cost >= least - 1e-9);
        for (int k = 0; k < FOUR; k++) {
            assert_true(start[k] >= c.patients[order[k]].earliest_min && start[k] <= 60);
            assert_true(k == 0 || start[k] >= start[k - 1] + 15);
        }
        found += m.cost <= least + 1e-7;
        ipso_session_free(session);
    }
    assert_true(found >= 28); /* it may end where no single change is better */
}

static void times_that_do_not_fit_are_refused(void **state)
{
    clinic c;
    ipso__random random;
    ipso__arranged arranged;
    int order[FOUR] = {0, 1, 2, 3};
    double near[FOUR] = {0, 10, 30, 45}, late[FOUR] = {0, 15, 30, 65};
    (void)state;
    ipso__random_init(&random, 1, 0);
    any_clinic(&c, &random);
    c.patients[3].earliest_min = 0;
    ipso_session *session = make(&c);
    assert_int_equal(arrange(&arranged, session, order, near), IPSO_INPUT);
    assert_int_equal(arrange(&arranged, session, order, late), IPSO_INPUT);
    ipso_session_free(session);
}

static bool stop_at_once(void *user)
{
    (void)user;
    return true;
}

static void a_search_that_is_stopped_keeps_times_that_fit(void **state)
{
    const ipso__arrange_settings limits[] = {{.step_min = STEP, .work_limit = 1},
                                             {.step_min = STEP, .stop = stop_at_once}};
    (void)state;
    for (int i = 0; i < 2; i++) {
        clinic c;
        ipso__random random;
        ipso__arranged arranged;
        int order[FOUR] = {3, 2, 1, 0};
        double start[FOUR] = {0, 15, 30, 45};
        ipso__random_init(&random, 3, 0);
        any_clinic(&c, &random);
        c.patients[3].earliest_min = 0;
        ipso_session *session = make(&c);
        assert_int_equal(ipso__session_arrange(&arranged, session, order, start, &limits[i], NULL),
                         IPSO_OK);
        assert_true(arranged.spent);
        assert_int_equal(order[0], 3);
        assert_close(start[3], 45, 0);
        ipso_session_free(session);
    }
}

static bool arrange_once(void *context)
{
    ipso__arranged arranged;
    int order[FOUR] = {0, 1, 2, 3};
    double start[FOUR] = {0, 15, 30, 45};
    return arrange(&arranged, context, order, start) == IPSO_OK;
}

static void a_search_survives_every_failed_allocation(void **state)
{
    clinic c;
    ipso__random random;
    (void)state;
    if (!failing_malloc_works())
        skip();
    ipso__random_init(&random, 2, 0);
    any_clinic(&c, &random);
    ipso_session *session = make(&c);
    failing_report report = failing_malloc_each(arrange_once, session, FAIL_ONCE, 1);
    assert_true(report.runs > 5);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
    ipso_session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_of_all_orders_and_times_is_found),
        cmocka_unit_test(times_that_do_not_fit_are_refused),
        cmocka_unit_test(a_search_that_is_stopped_keeps_times_that_fit),
        cmocka_unit_test(a_search_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests_name("session arrange", tests, NULL, NULL);
}
