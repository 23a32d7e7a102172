/* Following a plan, in memory and by document, while every allocation fails in turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/follow_case.h"

#include "support/failing_malloc.h"
#include "support/test.h"

#include <string.h>

static follow_case the_case;

static void build_case(follow_case *c)
{
    a_follow_case(c);
    c->before.horizon.days = 14;
    with_fair(&c->before, IPSO_TURN_EXTENDED);
    with_fair(&c->after, IPSO_TURN_EXTENDED);
    works(&c->before, MOREL, SUNDAY, LATE);
    works(&c->before, PETIT, 8, AT_ANNEXE);
    build(&c->before, &c->planned, &c->plan);
    build(&c->after, &c->next, &c->empty);
}

static bool follow_once(void *context)
{
    follow_case *c = context;
    ipso_past *past = NULL;
    ipso_status status = ipso_past_new(&past, c->plan, NULL);

    if (status == IPSO_OK)
        status = ipso_practice_follow(c->next, past, date_of(10), NULL);
    ipso_past_free(past);
    return status == IPSO_OK;
}

static void following_survives_every_failed_allocation(void **state)
{
    int before = 0, pins = 0, pinned_runs = 0;

    (void)state;
    if (!failing_malloc_works())
        skip();
    build_case(&the_case);
    /* The practice keeps what a successful call gives it, so leaks cannot be told from gifts: here
     * each failure leaves it as it was, and tests under valgrind look for leaks. */
    for (long n = 1; pinned_runs == 0; n++) {
        bool done;

        failing_malloc_fail_at(n, FAIL_ONCE);
        done = follow_once(&the_case);
        failing_malloc_fail_never();
        pins = ipso_practice_pin_count(the_case.next);
        assert_true(done || pins == before);
        pinned_runs += done;
        assert_true(n < 100000);
    }
    assert_int_equal(pins, 3 * 4); /* three people, 30 November to 3 December */
    end_follow_case(&the_case);
}

typedef struct reading {
    const char *text;
    size_t length;
} reading;

static bool read_once(void *context)
{
    const reading *document = context;
    ipso_past *past = NULL;
    ipso_status status =
        ipso_past_from_json(&past, document->text, document->length, NULL, NULL, NULL);

    ipso_past_free(past);
    return status == IPSO_OK;
}

static bool make_once(void *context)
{
    ipso_past *past = NULL;
    ipso_status status = ipso_past_new(&past, context, NULL);

    ipso_past_free(past);
    return status == IPSO_OK;
}

static void pasts_survive_every_failed_allocation(void **state)
{
    ipso_report *report = NULL;
    reading document;
    char *text = NULL;
    failing_report made, read;

    (void)state;
    if (!failing_malloc_works())
        skip();
    build_case(&the_case);
    assert_int_equal(ipso_check(&report, the_case.plan, NULL), IPSO_OK);
    assert_int_equal(ipso_plan_to_json(&text, &document.length, the_case.plan, report, NULL),
                     IPSO_OK);
    document.text = text;
    made = failing_malloc_each(make_once, the_case.plan, FAIL_ONCE, 1);
    read = failing_malloc_each(read_once, &document, FAIL_ONCE, 1);
    assert_true(made.runs > 3 && read.runs > 3);
    assert_int_equal(made.unreported + read.unreported, 0);
    assert_int_equal(made.leaks + read.leaks, 0);
    ipso_text_free(text);
    ipso_report_free(report);
    end_follow_case(&the_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(following_survives_every_failed_allocation),
        cmocka_unit_test(pasts_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
