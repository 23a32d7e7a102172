/* What a practice document becomes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/support.h"

static ipso_practice *read_text(const char *text)
{
    ipso_practice *practice = NULL;
    lines found = {.length = 0};
    ipso_practice_from_json(&practice, text, strlen(text), gather, &found, NULL);
    assert_string_equal(found.text, "");
    assert_non_null(practice);
    return practice;
}

#define START                                                                                      \
    "{\"format\":\"ipsosched-practice/1\",\"horizon\":{\"first_day\":\"2026-11-23\"},"             \
    "\"appointment_types\":[{\"id\":\"t\",\"care\":\"acute\",\"lengths_min\":[15,20],"             \
    "\"service_time\":{\"mean_min\":14}}],\"demand\":[{\"type\":\"t\",\"mean\":2}],"
#define SITE                                                                                       \
    "\"sites\":[{\"id\":\"s\",\"hours\":[{\"days\":\"every\",\"from\":\"08:00\",\"to\":\"18:00\"}" \
    "]}],"
#define DOCTOR "\"practitioners\":[{\"id\":\"d\",\"role\":\"gp\"}]}"

static void the_first_example_is_read(void **state)
{
    (void)state;
    size_t length;
    char *text = read_file(EXAMPLES_DIR "/first.json", &length);
    assert_non_null(text);
    ipso_practice *practice = read_text(text);
    assert_string_equal(ipso_practice_horizon(practice)->name, "Cabinet du March\xc3\xa9");
    assert_int_equal(ipso_practice_practitioner_count(practice), 2);
    assert_int_equal(ipso_practice_practitioner(practice, 0)->rules.week_days.max, 5);
    assert_int_equal(ipso_practice_practitioner(practice, 1)->rules.week_days.max, 6);
    assert_int_equal(ipso_practice_type(practice, 0)->modes, IPSO_MODE_SITE | IPSO_MODE_TELE);
    assert_int_equal(ipso_practice_request(practice, 1)->after, 0);
    assert_int_equal(ipso_practice_request(practice, 0)->windows[0].start_min, 17 * 60);
    ipso_practice_free(practice);
    free(text);
}

/* 08:00 to 18:00 is ten hours: one duty. Its middle, less half the break, is 12:30. */
static void ten_opening_hours_become_one_duty_with_a_break(void **state)
{
    (void)state;
    ipso_practice *practice = read_text(START SITE DOCTOR);
    assert_int_equal(ipso_practice_duty_count(practice), 1);
    const ipso_duty *duty = ipso_practice_duty(practice, 0);
    assert_string_equal(duty->id, "s/08:00-18:00");
    assert_string_equal(duty->kind, "day");
    assert_int_equal(duty->break_count, 1);
    assert_int_equal(duty->breaks[0].start_min, 12 * 60 + 30);
    assert_int_equal(duty->breaks[0].end_min, 13 * 60 + 30);
    ipso_practice_free(practice);
}

/* 08:00 to 20:00 is twelve hours: halves of six hours, which need no break. Hours of the same times
 * are one duty on the days of both. */
static void longer_opening_hours_are_cut_into_halves(void **state)
{
    (void)state;
    ipso_practice *practice =
        read_text(START "\"sites\":[{\"id\":\"s\",\"hours\":["
                        "{\"days\":[\"mon\"],\"from\":\"08:00\",\"to\":\"20:00\"},"
                        "{\"days\":[\"sat\"],\"from\":\"09:00\",\"to\":\"12:00\"},"
                        "{\"days\":[\"tue\"],\"from\":\"08:00\",\"to\":\"20:00\"}]}]," DOCTOR);
    assert_int_equal(ipso_practice_duty_count(practice), 3);
    const ipso_duty *early = ipso_practice_duty(practice, 0);
    assert_string_equal(early->id, "s/08:00-14:00");
    assert_string_equal(early->kind, "early");
    assert_int_equal(early->days.weekdays, IPSO_MONDAY | IPSO_TUESDAY);
    assert_int_equal(early->break_count, 0);
    assert_string_equal(ipso_practice_duty(practice, 1)->id, "s/14:00-20:00");
    assert_string_equal(ipso_practice_duty(practice, 1)->kind, "late");
    assert_string_equal(ipso_practice_duty(practice, 2)->id, "s/09:00-12:00");
    ipso_practice_free(practice);
}

static void rules_are_inherited_and_changed_field_by_field(void **state)
{
    (void)state;
    ipso_practice *practice =
        read_text(START SITE
                  "\"roster_rules\":{\"rest_min\":600,\"week_minutes\":{\"max\":2400,\"price\":5},"
                  "\"run_days\":{\"max\":\"none\"}},"
                  "\"practitioners\":[{\"id\":\"a\",\"role\":\"gp\"},{\"id\":\"b\",\"role\":\"gp\","
                  "\"rules\":{\"week_minutes\":{\"max\":1200}}}]}");
    const ipso_roster_rules *a = &ipso_practice_practitioner(practice, 0)->rules;
    const ipso_roster_rules *b = &ipso_practice_practitioner(practice, 1)->rules;
    assert_int_equal(a->rest_min, 600);
    assert_int_equal(a->week_minutes.max, 2400);
    assert_int_equal(b->rest_min, 600);
    assert_int_equal(b->week_minutes.max, 1200);
    assert_int_equal(b->week_minutes.points, 5);
    assert_int_equal(b->run_days.max, IPSO_NO_MAX);
    assert_int_equal(b->week_days.max, 6);
    ipso_practice_free(practice);
}

static void things_may_be_named_before_they_are_defined(void **state)
{
    (void)state;
    ipso_practice *practice =
        read_text(START SITE
                  "\"practitioners\":[{\"id\":\"trainee\",\"role\":\"gp\",\"supervisors\":[\"d\"]},"
                  "{\"id\":\"d\",\"role\":\"gp\"}],"
                  "\"requests\":[{\"id\":\"second\",\"patient\":\"p\",\"type\":\"t\",\"after\":"
                  "\"first\"},{\"id\":\"first\",\"patient\":\"p\",\"type\":\"t\"}]}");
    assert_int_equal(ipso_practice_practitioner(practice, 0)->supervisors[0], 1);
    assert_int_equal(ipso_practice_request(practice, 0)->after, 1);
    ipso_practice_free(practice);
}

/* Starts 08:00 and 09:00, one length: two duties, the second of which is pinned. */
static void a_pin_names_a_duty_made_by_rule(void **state)
{
    (void)state;
    ipso_practice *practice = read_text(
        START SITE "\"duties\":[{\"id\":\"r\",\"earliest_start\":\"08:00\",\"latest_start\":"
                   "\"09:00\",\"step_min\":60,\"lengths_min\":[240]}],\"pins\":[{\"practitioner\":"
                   "\"d\",\"date\":\"2026-11-24\",\"duty\":\"r/s/09:00-13:00\"}]," DOCTOR);
    assert_int_equal(ipso_practice_duty_count(practice), 2);
    assert_int_equal(ipso_practice_pin(practice, 0)->duty, 1);
    ipso_practice_free(practice);
}

static void days_are_words_lists_and_dates(void **state)
{
    (void)state;
    ipso_practice *practice = read_text(
        START SITE
        "\"cover\":[{\"id\":\"a\",\"days\":\"weekdays\",\"from\":\"08:00\",\"to\":"
        "\"09:00\"},{\"id\":\"b\",\"days\":[\"sat\",\"holiday\",\"2026-11-24\"],\"from\":"
        "\"08:00\",\"to\":\"09:00\"},{\"id\":\"c\",\"from\":\"08:00\",\"to\":\"24:00\"}]," DOCTOR);
    /* Monday to Friday are the five lowest bits. */
    assert_int_equal(ipso_practice_cover(practice, 0)->days.weekdays, 31);
    const ipso_days *days = &ipso_practice_cover(practice, 1)->days;
    assert_int_equal(days->weekdays, IPSO_SATURDAY | IPSO_HOLIDAY);
    assert_int_equal(days->date_count, 1);
    assert_int_equal(days->dates[0], ipso_practice_horizon(practice)->first_day + 1);
    assert_int_equal(ipso_practice_cover(practice, 2)->days.weekdays, IPSO_ALL_DAYS);
    assert_int_equal(ipso_practice_cover(practice, 2)->end_min, 1440);
    ipso_practice_free(practice);
}

static void a_byte_order_mark_is_skipped(void **state)
{
    (void)state;
    ipso_practice_free(read_text("\xef\xbb\xbf" START SITE DOCTOR));
}

static void every_argument_but_the_practice_may_be_left_out(void **state)
{
    (void)state;
    ipso_practice *practice = NULL;
    assert_int_equal(ipso_practice_from_json(&practice, NULL, 0, NULL, NULL, NULL), IPSO_INPUT);
    assert_int_equal(ipso_practice_from_json(&practice, "[]", 2, NULL, NULL, NULL), IPSO_INPUT);
    assert_null(practice);
}

static void the_library_carries_the_schemas(void **state)
{
    (void)state;
    static const char *const names[] = {"practice", "plan", "report", "result", "message"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[400];
        size_t length;
        snprintf(path, sizeof path, "%s/%s.schema.json", DOCS_DIR, names[i]);
        char *text = read_file(path, &length);
        assert_string_equal(ipso_schema(names[i]), text);
        free(text);
    }
    assert_null(ipso_schema("roster"));
    assert_null(ipso_schema(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_example_is_read),
        cmocka_unit_test(ten_opening_hours_become_one_duty_with_a_break),
        cmocka_unit_test(longer_opening_hours_are_cut_into_halves),
        cmocka_unit_test(rules_are_inherited_and_changed_field_by_field),
        cmocka_unit_test(things_may_be_named_before_they_are_defined),
        cmocka_unit_test(a_pin_names_a_duty_made_by_rule),
        cmocka_unit_test(days_are_words_lists_and_dates),
        cmocka_unit_test(a_byte_order_mark_is_skipped),
        cmocka_unit_test(the_library_carries_the_schemas),
        cmocka_unit_test(every_argument_but_the_practice_may_be_left_out),
    };
    return cmocka_run_group_tests_name("json read", tests, NULL, NULL);
}
