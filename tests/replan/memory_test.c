/* Every allocation of a replan, and of its documents, made to fail in turn: an error or a whole
 * result, no leak, no crash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "replan/replanned.h"
#include "support/failing_malloc.h"

#include <ipsosched/json.h>

#include <string.h>

static bool replan_once(void *context)
{
    replanned *r = context;
    ipso_replan *result = NULL;
    ipso_outcome outcome = IPSO_UNKNOWN;
    char *text = NULL;
    size_t length;
    ipso_status status =
        ipso_replan_make(&result, r->plan, &r->change, &r->settings, &outcome, NULL, NULL, NULL);

    if (status == IPSO_OK && result != NULL)
        status = ipso_replan_to_json(&text, &length, result, NULL);
    ipso_text_free(text);
    ipso_replan_free(result);
    return status == IPSO_OK && text != NULL;
}

static void must_survive(replanned *r)
{
    failing_report report = failing_malloc_each(replan_once, r, FAIL_ONCE, 1);

    assert_true(report.runs > 100);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
}

static void replanning_survives_every_failed_allocation(void **state)
{
    static replanned r;

    (void)state;
    if (!failing_malloc_works())
        skip();
    start(&r);
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    must_survive(&r);
    finish(&r);
}

static void a_roster_that_changes_survives_every_failed_allocation(void **state)
{
    static replanned r;

    (void)state;
    if (!failing_malloc_works())
        skip();
    start(&r);
    with_cover(&r.d, IPSO_MONDAY, AT(8, 0), AT(12, 0))->min = 2;
    is_away(&r, MOREL, MONDAY, MONDAY);
    r.settings.duty_points = 500;
    replan_well(&r);
    must_survive(&r);
    finish(&r);
}

static bool grow_once(void *context)
{
    static const char text[] =
        "{\"format\": \"ipsosched-additions/1\", \"requests\": [{\"id\": \"n\", \"patient\": "
        "\"Nina\", \"type\": \"visit\"}]}";
    ipso_practice *grown = NULL;
    ipso_status status =
        ipso_practice_grow_from_json(&grown, context, text, strlen(text), NULL, NULL, NULL);

    ipso_practice_free(grown);
    return status == IPSO_OK && grown != NULL;
}

static void growing_survives_every_failed_allocation(void **state)
{
    static replanned r;
    failing_report report;

    (void)state;
    if (!failing_malloc_works())
        skip();
    start(&r);
    replan_well(&r);
    report = failing_malloc_each(grow_once, r.practice, FAIL_ONCE, 1);
    assert_true(report.runs > 50);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
    finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replanning_survives_every_failed_allocation),
        cmocka_unit_test(a_roster_that_changes_survives_every_failed_allocation),
        cmocka_unit_test(growing_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
