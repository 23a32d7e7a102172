/* Fitting when memory runs out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "support/failing_malloc.h"
#include "support/test.h"

typedef struct work {
    const ipso_practice *practice;
    const history *past;
} work;

/* Whether something goes wrong: a failure that is not told of. A success in spite of one is none:
 * qsort of glibc does without memory when it gets none. */
static bool goes_wrong(void *context)
{
    const work *given = context;
    ipso_practice *fitted = NULL;
    ipso_fit_report report = {0};
    ipso_error err;
    bool wrong;

    ipso_error_init(&err);
    if (ipso_fit(&fitted, &report, given->practice, given->past->items, given->past->count, NULL,
                 &err) == IPSO_OK)
        wrong = !ipso_practice_validated(fitted) || report.estimate_count < 25;
    else
        wrong = err.status != IPSO_NOMEM || fitted != NULL || report.estimates != NULL;
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    return wrong;
}

static void no_failed_allocation_goes_wrong(void **state)
{
    static const ipso_demand demand[] = {{.patient_class = IPSO_ANY,
                                          .site = IPSO_ANY,
                                          .days = {.weekdays = IPSO_ALL_DAYS},
                                          .end_min = IPSO_DAY_MIN,
                                          .mean = 10},
                                         {.patient_class = IPSO_ANY,
                                          .site = IPSO_ANY,
                                          .days = {.weekdays = IPSO_MONDAY},
                                          .end_min = IPSO_DAY_MIN,
                                          .mean = 1}};
    ipso_practice *practice = history_practice_of(1, demand, 2);
    history past = {0};
    work given = {practice, &past};
    failing_report report;

    (void)state;
    if (!failing_malloc_works())
        skip();
    for (int i = 0; i < 60; i++) {
        ipso_fit_appointment *item = history_add(&past, 7 + i % 20, i % 2, 10 + i % 7 + i % 2);

        item->booked_on = history_date(7 + i % 20 - i % 3);
        item->booked_at_min = 500;
        item->patient_class = i % 3 == 0 ? 0 : IPSO_ANY;
        if (i % 5 > 0)
            continue;
        item->minutes = -1;
        item->state = i % 2 == 0 ? IPSO_FIT_MISSED : IPSO_FIT_CANCELLED;
    }
    report = failing_malloc_each(goes_wrong, &given, FAIL_ONCE, 1);
    assert_true(report.runs > 20);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
    ipso_practice_free(practice);
    history_free(&past);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_failed_allocation_goes_wrong)};

    return cmocka_run_group_tests_name("fit failure", tests, NULL, NULL);
}
