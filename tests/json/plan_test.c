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
    "\"joint\":{\"cost\":40,\"bound\":30,\"gap\":0.25,\"work\":7},"
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
    assert_true(ipso_plan_joint(plan)->ran);
    assert_int_equal(ipso_plan_joint(plan)->bound, 30);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static ipso_plan *read_plan(const ipso_practice *practice, const char *text)
{
    ipso_plan *plan = NULL;
    lines found = {.length = 0};
    ipso_plan_from_json(&plan, practice, text, strlen(text), gather, &found, NULL);
    assert_string_equal(found.text, "");
    return plan;
}

static char *write_plan(const ipso_plan *plan)
{
    ipso_report *report = NULL;
    char *text = NULL;
    size_t length;
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    assert_int_equal(ipso_plan_to_json(&text, &length, plan, report, NULL), IPSO_OK);
    assert_int_equal(strlen(text), length);
    ipso_report_free(report);
    return text;
}

static void expect_part(const char *text, const char *part)
{
    assert_non_null(text);
    if (strstr(text, part) == NULL)
        fail_msg("%s\nis not in\n%s", part, text);
}

static void a_plan_is_written_as_it_was_read(void **state)
{
    (void)state;
    ipso_practice *practice = make_practice();
    ipso_plan *plan = read_plan(practice, sound);
    char *text = write_plan(plan);
    const char start[] =
        "{\n"
        "  \"format\": \"ipsosched-plan/1\",\n"
        "  \"practice\": {\"name\": \"\", \"first_day\": \"2026-11-23\", \"days\": 2},\n"
        "  \"stages\": {\"roster\": {\"outcome\": \"optimal\", \"stop\": \"done\", \"cost\": 12, "
        "\"bound\": 10, \"gap\": 0.16, \"work\": 3, \"rows\": 4, \"columns\": 5}},\n"
        "  \"joint\": {\"cost\": 40, \"bound\": 30, \"gap\": 0.25, \"work\": 7},\n";
    assert_memory_equal(text, start, sizeof start - 1);
    expect_part(text, "  \"roster\": [\n    {\"practitioner\": \"d\", \"date\": \"2026-11-24\", "
                      "\"duty\": \"s/08:00-12:00\"}\n  ],\n");
    expect_part(text,
                "    {\"practitioner\": \"d\", \"date\": \"2026-11-24\", \"start\": \"08:00\", "
                "\"length_min\": 15, \"remote\": true, \"type\": \"t\", \"mode\": \"tele\", "
                "\"use\": \"open\", \"demand\": 0, \"demand_date\": \"2026-11-24\"},\n");
    expect_part(text, "\"use\": \"booked\", \"request\": \"r\"}\n  ],\n");
    expect_part(text, "    {\"request\": \"q\", \"reason\": \"full\", \"text\": \"");
    ipso_text_free(text);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void what_is_written_reads_back_as_the_same_plan(void **state)
{
    (void)state;
    ipso_practice *practice = make_practice();
    ipso_plan *plan = read_plan(practice, sound);
    char *first = write_plan(plan);
    ipso_plan *again = read_plan(practice, first);
    char *second = write_plan(again);
    assert_string_equal(second, first);
    ipso_text_free(first);
    ipso_text_free(second);
    ipso_plan_free(again);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

/* The plan has no duty and offers nothing: nothing is filled, so that the fill is unknown. The
 * measures of an empty plan are zeros, and null where nothing can be said. */
static void a_report_has_cost_measures_and_findings(void **state)
{
    (void)state;
    ipso_practice *practice = make_practice();
    ipso_plan *plan = read_plan(practice, "{\"format\":\"ipsosched-plan/1\",\"roster\":[]}");
    ipso_report *report = NULL;
    char *text = NULL, cost[64];
    size_t length;
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    assert_int_equal(ipso_report_to_json(&text, &length, plan, report, NULL), IPSO_OK);
    expect_part(text, "{\n  \"format\": \"ipsosched-report/1\",\n  \"practice\": {");
    snprintf(cost, sizeof cost, "    \"total\": %lld,\n", (long long)ipso_report_cost(report));
    expect_part(text, cost);
    expect_part(text, "    \"by_tier\": {\"law and safety\": 0, \"acute need\": ");
    expect_part(text, "    \"duty_min\": 0,\n");
    expect_part(text, "    \"booked_fill\": null,\n");
    expect_part(text, "\"rule\": \"staffing\"");
    assert_null(strstr(text, "\"roster\""));
    ipso_text_free(text);
    ipso_report_free(report);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

/* 90 slots in the order of neither time nor person come out sorted. */
static void slots_may_come_in_any_order(void **state)
{
    (void)state;
    enum { SLOTS = 90 };
    char *text = calloc(SLOTS + 2, 256);
    assert_non_null(text);
    strcpy(text, "{\"format\":\"ipsosched-plan/1\",\"roster\":[],\"slots\":[");
    for (int i = SLOTS - 1; i >= 0; i--)
        sprintf(text + strlen(text),
                "{\"practitioner\":\"d\",\"date\":\"2026-11-2%d\",\"start\":\"%02d:%02d\","
                "\"length_min\":15,\"site\":\"s\",\"type\":\"t\",\"mode\":\"site\","
                "\"use\":\"open\"}%s",
                i < SLOTS / 2 ? 3 : 4, 8 + i % 15, i % 4 * 15, i > 0 ? "," : "]}");
    ipso_practice *practice = make_practice();
    ipso_plan *plan = read_plan(practice, text);
    assert_int_equal(ipso_plan_slot_count(plan), SLOTS);
    for (int i = 1; i < SLOTS; i++) {
        const ipso_slot *before = ipso_plan_slot(plan, i - 1), *slot = ipso_plan_slot(plan, i);
        assert_true(before->day < slot->day ||
                    (before->day == slot->day && before->start_min <= slot->start_min));
    }
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    free(text);
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
    expect_findings(PRACTICE, "/format: this is a practice (\"ipsosched-practice/1\") where a plan "
                              "(\"ipsosched-plan/1\") is wanted\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_is_read_against_its_practice),
        cmocka_unit_test(a_plan_is_written_as_it_was_read),
        cmocka_unit_test(what_is_written_reads_back_as_the_same_plan),
        cmocka_unit_test(a_report_has_cost_measures_and_findings),
        cmocka_unit_test(slots_may_come_in_any_order),
        cmocka_unit_test(every_error_of_a_plan_is_reported),
        cmocka_unit_test(the_plan_of_another_week_is_refused),
        cmocka_unit_test(a_practice_is_no_plan),
    };
    return cmocka_run_group_tests_name("json plan", tests, NULL, NULL);
}
