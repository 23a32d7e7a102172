/* Plan documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/support.h"

#define PRACTICE                                                                                   \
    "{\"format\":\"ipsosched-practice/1\",\"horizon\":{\"first_day\":\"2026-11-23\",\"days\":2},"  \
    "\"sites\":[{\"id\":\"s\",\"hours\":[{\"days\":\"every\",\"from\":\"08:00\","                  \
    "\"to\":\"12:00\"}]}],\"practitioners\":[{\"id\":\"d\",\"role\":\"gp\"}],"                     \
    "\"appointment_types\":[{\"id\":\"t\",\"care\":\"acute\",\"modes\":[\"site\",\"tele\"],"       \
    "\"lengths_min\":[15],\"service_time\":{\"mean_min\":14}}],"                                   \
    "\"demand\":[{\"type\":\"t\",\"mean\":2}],"                                                    \
    "\"requests\":[{\"id\":\"r\",\"patient\":\"p\",\"type\":\"t\"},"                               \
    "{\"id\":\"q\",\"patient\":\"p\",\"type\":\"t\"}]}"

static ipso_practice *make_practice(void)
{
    ipso_practice *practice = NULL;
    lines found = {.length = 0};
    ipso_practice_from_json(&practice, PRACTICE, strlen(PRACTICE), gather, &found, NULL);
    assert_string_equal(found.text, "");
    return practice;
}

static const char sound[] =
    "{\"format\":\"ipsosched-plan/1\","
    "\"practice\":{\"name\":\"\",\"first_day\":\"2026-11-23\",\"days\":2},"
    "\"stages\":{\"roster\":{\"outcome\":\"optimal\",\"stop\":\"done\",\"cost\":12,\"bound\":10,"
    "\"gap\":0.16,\"work\":3,\"rows\":4,\"columns\":5}},"
    "\"cost\":{},\"measures\":{},\"findings\":[],"
    "\"roster\":[{\"practitioner\":\"d\",\"date\":\"2026-11-24\",\"duty\":\"s/08:00-12:00\"}],"
    "\"slots\":[{\"practitioner\":\"d\",\"date\":\"2026-11-24\",\"start\":\"08:15\","
    "\"length_min\":15,\"site\":\"s\",\"type\":\"t\",\"mode\":\"site\",\"use\":\"booked\","
    "\"request\":\"r\"},{\"practitioner\":\"d\",\"date\":\"2026-11-24\",\"start\":\"08:00\","
    "\"length_min\":15,\"remote\":true,\"type\":\"t\",\"mode\":\"tele\",\"use\":\"open\","
    "\"demand\":0,\"demand_date\":\"2026-11-24\"}],"
    "\"unplaced\":[{\"request\":\"q\",\"reason\":\"full\",\"text\":\"any\"}]}";

static void a_plan_is_read_against_its_practice(void **state)
{
    (void)state;
    ipso_practice *practice = make_practice();
    ipso_plan *plan = NULL;
    lines found = {.length = 0};
    ipso_plan_from_json(&plan, practice, sound, sizeof sound - 1, gather, &found, NULL);
    assert_string_equal(found.text, "");
    assert_non_null(plan);
    assert_int_equal(ipso_plan_assignment(plan, 0)->day, 1);
    assert_int_equal(ipso_plan_assignment(plan, 0)->duty, 0);
    assert_int_equal(ipso_plan_slot_count(plan), 2);
    const ipso_slot *first = ipso_plan_slot(plan, 0), *second = ipso_plan_slot(plan, 1);
    assert_int_equal(first->start_min, 480);
    assert_int_equal(first->site, IPSO_ANY);
    assert_int_equal(first->mode, IPSO_MODE_TELE);
    assert_int_equal(first->use, IPSO_SLOT_OPEN);
    assert_int_equal(first->demand, 0);
    assert_int_equal(first->demand_day, 1);
    assert_int_equal(second->use, IPSO_SLOT_BOOKED);
    assert_int_equal(second->request, 0);
    assert_int_equal(ipso_plan_unplaced(plan, 0)->request, 1);
    assert_int_equal(ipso_plan_unplaced(plan, 0)->reason, IPSO_UNPLACED_FULL);
    const ipso_stage_report *roster = ipso_plan_stage(plan, IPSO_STAGE_ROSTER);
    assert_true(roster->ran);
    assert_int_equal(roster->outcome, IPSO_OPTIMAL);
    assert_int_equal(roster->cost, 12);
    assert_true(roster->gap == 0.16);
    assert_int_equal(roster->columns, 5);
    assert_int_equal(ipso_plan_last_stage(plan), IPSO_STAGE_ROSTER);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void expect_findings(const char *text, const char *expected)
{
    ipso_practice *practice = make_practice();
    ipso_plan *plan = NULL;
    ipso_error err = {0};
    lines found = {.length = 0};
    assert_int_equal(ipso_plan_from_json(&plan, practice, text, strlen(text), gather, &found, &err),
                     IPSO_INPUT);
    assert_null(plan);
    assert_string_equal(found.text, expected);
    assert_int_equal(err.status, IPSO_INPUT);
    ipso_practice_free(practice);
}

#define PLAN "{\"format\":\"ipsosched-plan/1\","

static void every_error_of_a_plan_is_reported(void **state)
{
    (void)state;
    expect_findings(
        PLAN "\"roster\":[{\"practitioner\":\"dd\",\"date\":\"2026-11-25\","
             "\"duty\":\"s/08:00-13:00\"},{\"date\":\"2026-11-24\",\"duty\":7}]}",
        "/roster/0/practitioner: no practitioner has the id \"dd\"; did you mean \"d\"?\n"
        "/roster/0/date: \"2026-11-25\" is not a day of the practice's horizon\n"
        "/roster/0/duty: no duty has the id \"s/08:00-13:00\"; did you mean \"s/08:00-12:00\"?\n"
        "/roster/1: an assignment needs \"practitioner\"\n"
        "/roster/1/duty: 7 is not the id of a duty\n");
    expect_findings(PLAN "\"roster\":[],\"slots\":[{\"practitioner\":\"d\",\"date\":\"2026-11-24\","
                         "\"start\":\"08:00\",\"length_min\":15,\"type\":\"t\",\"mode\":\"site\","
                         "\"use\":\"kept\"}]}",
                    "/slots/0/use: \"kept\" is not a use of a slot; known here: open, held, "
                    "booked, fixed\n");
    expect_findings(PLAN "\"roster\":[],\"slots\":[{\"practitioner\":\"d\",\"date\":\"2026-11-24\","
                         "\"start\":\"08:00\",\"length_min\":15,\"type\":\"t\",\"mode\":\"site\","
                         "\"use\":\"open\",\"demand\":0,\"site\":\"s\"}]}",
                    "/slots/0: a slot with \"demand\" needs \"demand_date\"\n");
    expect_findings(PLAN "\"rooster\":[]}", "/rooster: unknown field \"rooster\"; did you mean "
                                            "\"roster\"?\n: a plan needs \"roster\"\n");
    expect_findings(PLAN "\"roster\":[],\"stages\":{\"rest\":{}}}",
                    "/stages/rest: unknown field \"rest\"; known here: roster, slots, bookings, "
                    "times\n");
}

static void the_plan_of_another_week_is_refused(void **state)
{
    (void)state;
    expect_findings(PLAN "\"practice\":{\"first_day\":\"2026-11-30\",\"days\":7},\"roster\":[]}",
                    "/practice/first_day: \"2026-11-30\" is not the first day of this practice, "
                    "2026-11-23\n/practice/days: 7 is not the number of days of this practice, "
                    "2\n");
}

static void a_practice_is_no_plan(void **state)
{
    (void)state;
    expect_findings(PRACTICE, "/format: \"ipsosched-practice/1\" is not \"ipsosched-plan/1\", the "
                              "format read here\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_is_read_against_its_practice),
        cmocka_unit_test(every_error_of_a_plan_is_reported),
        cmocka_unit_test(the_plan_of_another_week_is_refused),
        cmocka_unit_test(a_practice_is_no_plan),
    };
    return cmocka_run_group_tests_name("json plan", tests, NULL, NULL);
}
