/* Reading a table when memory runs out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "support/failing_malloc.h"
#include "support/test.h"

#include <ipsosched/csv.h>

#include <string.h>

static const char table[] =
    "date,start,type,practitioner,minutes\n"
    "2026-01-05,08:00,visit,morel,12\n"
    "2026-01-05,08:15,\"visit\",petit,14.5\n"
    "2026-01-05,08:30,nothing-of-the-kind-and-a-long-word-at-that-so-that-the-"
    "field-grows-beyond-the-block-of-the-parser-once-and-then-again-and-again-"
    "until-it-has-grown,petit,\n"
    "2026-01-06,08:00,visit,,9\n";

/* A failure that is not told of, or a success with something missing. */
static bool goes_wrong(void *context)
{
    const ipso_practice *practice = context;
    ipso_fit_appointments list = {0};
    ipso_error err;
    bool wrong;

    ipso_error_init(&err);
    if (ipso_fit_appointments_from_csv(&list, practice, table, strlen(table), true, NULL, NULL,
                                       &err) == IPSO_OK)
        wrong = list.count != 3 || list.set_aside != 1;
    else
        wrong = err.status != IPSO_NOMEM || list.items != NULL;
    ipso_fit_appointments_finish(&list);
    return wrong;
}

static void no_failed_allocation_goes_wrong(void **state)
{
    ipso_practice *practice;
    failing_report report;

    (void)state;
    if (!failing_malloc_works())
        skip();
    practice = history_practice(0);
    report = failing_malloc_each(goes_wrong, practice, FAIL_ONCE, 1);
    assert_true(report.runs > 7);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_failed_allocation_goes_wrong)};

    return cmocka_run_group_tests_name("csv failure", tests, NULL, NULL);
}
