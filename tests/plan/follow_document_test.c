/* The past that a plan document holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/follow_case.h"

#include "support/test.h"

#include <string.h>

static char *document_of(const ipso_practice *practice)
{
    char *text = NULL;
    size_t length;

    assert_int_equal(ipso_practice_to_json(&text, &length, practice, NULL), IPSO_OK);
    return text;
}

static void a_plan_document_leaves_the_history_that_its_plan_does(void **state)
{
    static const ipso_turns turns[] = {{.fair_rule = 0, .turns = 4, .weeks = 3, .days = 6}};
    follow_case *c = *state;
    ipso_practice *other = NULL;
    ipso_plan *empty = NULL;
    ipso_past *past = NULL;
    ipso_report *report = NULL;
    char *plan, *direct, *by_document;
    size_t length;

    c->before.horizon.days = 14;
    fair_in_both(c, IPSO_TURN_EXTENDED);
    c->before.people[MOREL].history.turns = turns;
    c->before.people[MOREL].history.turn_count = 1;
    c->before.people[PETIT].history.run_off_days = 3;
    works(&c->before, MOREL, SUNDAY, LATE);
    works(&c->before, ROUX, 8, AT_ANNEXE);
    follow_well(c, date_of(10));
    assert_int_equal(ipso_check(&report, c->plan, NULL), IPSO_OK);
    assert_int_equal(ipso_plan_to_json(&plan, &length, c->plan, report, NULL), IPSO_OK);
    assert_int_equal(ipso_past_from_json(&past, plan, length, NULL, NULL, NULL), IPSO_OK);
    build(&c->after, &other, &empty);
    assert_int_equal(ipso_practice_follow(other, past, date_of(10), NULL), IPSO_OK);
    direct = document_of(c->next);
    by_document = document_of(other);
    assert_string_equal(direct, by_document);
    assert_non_null(strstr(direct, "\"turns\": 5, \"weeks\": 4, \"days\": 6"));
    ipso_text_free(direct);
    ipso_text_free(by_document);
    ipso_text_free(plan);
    ipso_report_free(report);
    ipso_past_free(past);
    ipso_plan_free(empty);
    ipso_practice_free(other);
}

static void expect_bad_document(const char *text, const char *where, const char *message)
{
    ipso_past *past = NULL;
    ipso_error err;

    ipso_error_init(&err);
    assert_int_equal(ipso_past_from_json(&past, text, strlen(text), NULL, NULL, &err), IPSO_INPUT);
    assert_null(past);
    assert_string_equal(err.where, where);
    assert_string_equal(err.text, message);
}

#define HEAD "{\"format\": \"ipsosched-plan/1\", \"practice\": {\"first_day\": \"2026-11-23\"}, "
#define PEOPLE                                                                                     \
    "\"history\": {\"horizon\": {\"first_day\": \"2026-11-23\"}, \"practitioners\": "              \
    "[{\"id\": \"morel\", \"role\": \"gp\"}]"

static void bad_plan_documents_are_named_where_they_are_bad(void **state)
{
    (void)state;
    expect_bad_document(
        HEAD "\"roster\": []}", "",
        "a plan needs \"history\", as ipsosched writes it, to be followed by another");
    expect_bad_document(HEAD "\"roster\": [], \"history\": []}", "/history",
                        "a list is not an object {...}");
    expect_bad_document(HEAD "\"roster\": [], \"history\": {\"horizon\": {}}}", "/history/horizon",
                        "a horizon needs \"first_day\"");
    expect_bad_document(HEAD "\"roster\": [{\"practitioner\": \"moral\", \"date\": \"2026-11-23\", "
                             "\"duty\": \"day\"}], " PEOPLE "}}",
                        "/roster/0/practitioner",
                        "no practitioner has the id \"moral\"; did you mean \"morel\"?");
    expect_bad_document("{\"format\": \"ipsosched-plan/1\", \"practice\": {\"first_day\": "
                        "\"2026-11-30\"}, \"roster\": [], " PEOPLE "}}",
                        "/practice/first_day",
                        "\"2026-11-30\" is not the first day of this practice, 2026-11-23");
    expect_bad_document(HEAD PEOPLE "}}", "", "a plan needs \"roster\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLLOW_CASE(a_plan_document_leaves_the_history_that_its_plan_does),
        FOLLOW_CASE(bad_plan_documents_are_named_where_they_are_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
