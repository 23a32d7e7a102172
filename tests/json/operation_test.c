/* Operations on an agenda are read strictly, and what they give is written as one line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <ipsosched/json.h>
#include <ipsosched/operation.h>

#include "practice/small.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The small practice has the site "centre", practitioners "morel" and "petit", the type "visit". */
static ipso_status read_line(ipso_operation *operation, char id[IPSO_OPERATION_ID_SIZE],
                             const char *line, ipso_error *err)
{
    ipso_practice *practice = small_practice();
    ipso_status status;

    ipso_error_init(err);
    status = ipso_operation_from_json(operation, id, practice, line, strlen(line), err);
    ipso_practice_free(practice);
    return status;
}

/* Reads what must be right. */
static ipso_operation read_well(const char *line)
{
    ipso_operation operation;
    char id[IPSO_OPERATION_ID_SIZE];
    ipso_error err;

    if (read_line(&operation, id, line, &err) != IPSO_OK)
        fail_msg("%s: %s: %s", line, err.where, err.text);
    return operation;
}

static void every_field_of_a_booking_is_read(void **state)
{
    ipso_operation o = read_well(
        "{\"op\": \"book\", \"now\": \"2026-11-23T09:05\", \"who\": \"desk\", \"key\": \"k\","
        "\"ask\": {\"patient\": \"p\", \"type\": \"visit\", \"windows\": [{\"first_day\":"
        "\"2026-11-24\", \"last_day\": \"2026-11-25\", \"from\": \"08:00\", \"to\": \"12:00\"}],"
        "\"practitioner\": \"petit\", \"accepts_others\": false, \"accepts_tele\": true, \"site\":"
        "\"centre\", \"priority_percent\": 150, \"no_show\": 0.25, \"wanted\": \"2026-11-24\","
        "\"after\": -3, \"min_gap_min\": 5, \"max_gap_min\": 60, \"modes\": [\"site\", \"home\"],"
        "\"audience\": \"staff\", \"length_min\": 20}, \"place\": {\"practitioner\": \"morel\","
        "\"date\": \"2026-11-24\", \"start\": \"10:30\", \"mode\": \"tele\", \"length_min\": 15,"
        "\"override\": true, \"reason\": \"urgent\"}}");
    const ipso_request *r = &o.ask.request;

    (void)state;
    assert_int_equal(o.kind, IPSO_OPERATION_BOOK);
    assert_int_equal(o.now_date, small_date(0));
    assert_int_equal(o.now_min, 9 * 60 + 5);
    assert_string_equal(o.who, "desk");
    assert_string_equal(o.key, "k");
    assert_string_equal(r->patient, "p");
    assert_int_equal(r->type, 0);
    assert_int_equal(r->window_count, 1);
    assert_int_equal(r->windows[0].first, small_date(1));
    assert_int_equal(r->windows[0].end_min, 720);
    assert_int_equal(r->practitioner, 1);
    assert_false(r->accepts_others);
    assert_true(r->accepts_tele);
    assert_int_equal(r->site, 0);
    assert_int_equal(r->priority_percent, 150);
    assert_true(r->no_show == 0.25);
    assert_int_equal(r->wanted, small_date(1));
    assert_int_equal(o.ask.after, -3);
    assert_int_equal(r->min_gap_min, 5);
    assert_int_equal(r->max_gap_min, 60);
    assert_int_equal(o.ask.modes, IPSO_MODE_SITE | IPSO_MODE_HOME);
    assert_int_equal(o.ask.audience, IPSO_AUDIENCE_STAFF);
    assert_int_equal(o.ask.length_min, 20);
    assert_int_equal(o.place.practitioner, 0);
    assert_int_equal(o.place.date, small_date(1));
    assert_int_equal(o.place.start_min, 630);
    assert_int_equal(o.place.mode, IPSO_MODE_TELE);
    assert_int_equal(o.place.length_min, 15);
    assert_true(o.place.override);
    assert_string_equal(o.place.reason, "urgent");
    ipso_operation_finish(&o);
}

static void what_is_left_out_is_at_its_default(void **state)
{
    ipso_operation o =
        read_well("{\"op\": \"offer\", \"ask\": {\"patient\": \"p\", \"type\": \"visit\"}}");

    (void)state;
    assert_int_equal(o.now_date, 0);
    assert_null(o.who);
    assert_null(o.key);
    assert_int_equal(o.most, 10);
    assert_true(o.ask.request.accepts_others);
    assert_int_equal(o.ask.request.practitioner, IPSO_ANY);
    assert_int_equal(o.ask.request.max_gap_min, IPSO_NO_MAX);
    assert_int_equal(o.ask.audience, IPSO_AUDIENCE_PATIENT);
    ipso_operation_finish(&o);
    o = read_well("{\"op\": \"block\", \"practitioner\": \"morel\", \"first_day\": \"2026-11-23\","
                  "\"last_day\": \"2026-11-24\"}");
    assert_int_equal(o.from_min, 0);
    assert_int_equal(o.to_min, 1440);
    ipso_operation_finish(&o);
    ipso_operation_finish(&o); /* of a finished one: nothing */
}

static void an_id_comes_back_even_from_a_wrong_line(void **state)
{
    static const struct {
        const char *line, *id;
    } cases[] = {{"{\"op\": \"tick\", \"id\": 17}", "17"},
                 {"{\"op\": \"tick\", \"id\": \"a \\\"b\\\"\"}", "\"a \\\"b\\\"\""},
                 {"{\"op\": \"tick\"}", ""},
                 {"{\"id\": -1, \"op\": \"dance\"}", "-1"},
                 {"{\"op\": \"tick\", \"id\": 3, \"extra\": 1}", "3"},
                 {"{\"op\": \"tick\", \"id\": 3", ""},
                 {"{\"op\": \"tick\", \"id\": 1.5}", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char id[IPSO_OPERATION_ID_SIZE] = "?";
        ipso_operation operation = {.kind = IPSO_OPERATION_OFFER};
        ipso_error err;

        if (read_line(&operation, id, cases[i].line, &err) == IPSO_OK)
            ipso_operation_finish(&operation);
        assert_string_equal(id, cases[i].id);
    }
}

/* 100 letters and two quotes are 102 bytes, and 103 are the most. */
static void an_id_is_short(void **state)
{
    char line[300], id[IPSO_OPERATION_ID_SIZE], letters[120];
    ipso_operation operation;
    ipso_error err;

    (void)state;
    memset(letters, 'x', sizeof letters);
    snprintf(line, sizeof line, "{\"op\": \"tick\", \"id\": \"%.101s\"}", letters);
    assert_int_equal(read_line(&operation, id, line, &err), IPSO_OK);
    assert_int_equal(strlen(id), 103);
    ipso_operation_finish(&operation);
    snprintf(line, sizeof line, "{\"op\": \"tick\", \"id\": \"%.102s\"}", letters);
    assert_int_equal(read_line(&operation, id, line, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/id");
    assert_string_equal(id, "");
}

static void what_is_wrong_is_pointed_at(void **state)
{
    static const struct {
        const char *line, *where;
    } cases[] = {
        {"", ""},
        {"[]", ""},
        {"{}", ""},
        {"{\"op\": 1}", "/op"},
        {"{\"op\": \"ofer\"}", "/op"},
        {"{\"op\": \"offer\"}", ""},
        {"{\"op\": \"offer\", \"ask\": 1}", "/ask"},
        {"{\"op\": \"offer\", \"ask\": {\"type\": \"visit\"}}", "/ask"},
        {"{\"op\": \"offer\", \"ask\": {\"patient\": \"p\", \"type\": \"vist\"}}", "/ask/type"},
        {"{\"op\": \"offer\", \"ask\": {\"patient\": \"p\", \"type\": \"visit\", \"windows\":"
         "[{\"first_day\": \"2026-11-24\", \"last_day\": \"tomorrow\"}]}}",
         "/ask/windows/0/last_day"},
        {"{\"op\": \"cancel\"}", ""},
        {"{\"op\": \"cancel\", \"number\": \"1\"}", "/number"},
        {"{\"op\": \"cancel\", \"number\": 1, \"ask\": {}}", "/ask"},
        {"{\"op\": \"tick\", \"key\": \"k\"}", "/key"},
        {"{\"op\": \"tick\", \"now\": \"2026-11-24\"}", "/now"},
        {"{\"op\": \"tick\", \"now\": \"2026-11-24T24:00\"}", "/now"},
        {"{\"op\": \"tick\", \"now\": \"2026-11-31T10:00\"}", "/now"},
        {"{\"op\": \"book\", \"place\": {\"practitioner\": \"morel\", \"date\": \"2026-11-24\","
         "\"start\": \"10:00\"}}",
         ""},
        {"{\"op\": \"list\", \"states\": [\"lost\"]}", "/states/0"},
        {"{\"op\": \"move\", \"number\": 1, \"place\": {\"practitioner\": \"nobody\", \"date\":"
         "\"2026-11-24\", \"start\": \"10:00\"}}",
         "/place/practitioner"},
        {"{\"op\": \"tick\", \"op\": \"tick\"}", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ipso_operation operation = {.most = -77};
        char id[IPSO_OPERATION_ID_SIZE];
        ipso_error err;

        assert_int_equal(read_line(&operation, id, cases[i].line, &err), IPSO_INPUT);
        assert_string_equal(err.where, cases[i].where);
        assert_true(err.text[0] != '\0');
        assert_int_equal(operation.most, -77);
    }
}

/* ---- writing ---- */

static void assert_written(ipso_status status, char *text, const char *expected)
{
    assert_int_equal(status, IPSO_OK);
    assert_string_equal(text, expected);
    ipso_text_free(text);
}

static void an_offer_is_one_line_with_its_terms(void **state)
{
    ipso_practice *practice = small_practice();
    const ipso_offer offer = {.practitioner = 1,
                              .date = small_date(1),
                              .site = 0,
                              .start_min = 545,
                              .length_min = 15,
                              .mode = IPSO_MODE_SITE,
                              .points = {40, 5, 0, 3, 0, 2, -1},
                              .cost = 49};
    char *text = NULL;
    ipso_status status = ipso_offer_to_json(&text, practice, &offer, NULL);

    (void)state;
    assert_written(status, text,
                   "{\"practitioner\": \"petit\", \"date\": \"2026-11-24\", \"start\": \"09:05\", "
                   "\"length_min\": 15, \"site\": \"centre\", \"mode\": \"site\", \"cost\": 49, "
                   "\"terms\": {\"own_practitioner\": 40, \"wait\": 5, \"mode\": 0, \"length\": 3, "
                   "\"reserve\": 0, \"unusable\": 2, \"turn\": -1}}");
    ipso_practice_free(practice);
}

static void a_why_has_an_offer_when_it_may_be_booked(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_why why = {.code = IPSO_WHY_OCCUPIED, .text = "\"taken\" by 7", .other = 7};
    char *text = NULL;
    ipso_status status = ipso_why_to_json(&text, practice, &why, NULL);

    (void)state;
    assert_written(status, text,
                   "{\"code\": \"occupied\", \"bookable\": false, \"other\": 7, \"text\": "
                   "\"\\\"taken\\\" by 7\"}");
    why = (ipso_why){.code = IPSO_WHY_OFFERED, .text = "yes", .bookable = true, .rank = 2};
    why.offer = (ipso_offer){.date = small_date(0), .site = IPSO_ANY, .mode = IPSO_MODE_TELE};
    status = ipso_why_to_json(&text, practice, &why, NULL);
    assert_int_equal(status, IPSO_OK);
    assert_non_null(strstr(text, "\"rank\": 2, \"text\": \"yes\", \"offer\": {\"practitioner\": "));
    assert_non_null(strstr(text, "\"remote\": true, \"mode\": \"tele\""));
    ipso_text_free(text);
    ipso_practice_free(practice);
}

static void an_entry_tells_its_place_only_when_it_has_one(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_entry entry = {.number = -2,
                        .version = 7,
                        .state = IPSO_ENTRY_BOOKED,
                        .patient = "p",
                        .patient_class = IPSO_ANY,
                        .own_practitioner = 0,
                        .date = small_date(0),
                        .start_min = 0,
                        .length_min = 15,
                        .mode = IPSO_MODE_SITE,
                        .overrides = 1u << IPSO_WHY_NOTICE,
                        .in_way = true};
    char *text = NULL;
    ipso_status status = ipso_entry_to_json(&text, practice, &entry, NULL);

    (void)state;
    assert_written(
        status, text,
        "{\"number\": -2, \"version\": 7, \"state\": \"booked\", \"patient\": "
        "\"p\", \"type\": \"visit\", \"own_practitioner\": \"morel\", \"practitioner\": \"morel\", "
        "\"date\": \"2026-11-23\", \"start\": \"00:00\", \"length_min\": 15, \"site\": "
        "\"centre\", \"mode\": \"site\", \"overrides\": [\"notice\"], \"in_way\": "
        "true}");
    entry = (ipso_entry){.number = 4,
                         .version = 4,
                         .made = small_date(1),
                         .state = IPSO_ENTRY_DUE,
                         .patient = "q",
                         .patient_class = IPSO_ANY,
                         .own_practitioner = IPSO_ANY,
                         .practitioner = IPSO_ANY,
                         .site = IPSO_ANY,
                         .date = small_date(3)};
    status = ipso_entry_to_json(&text, practice, &entry, NULL);
    assert_written(status, text,
                   "{\"number\": 4, \"version\": 4, \"state\": \"due\", \"patient\": \"q\", "
                   "\"type\": \"visit\", \"made_date\": \"2026-11-24\", \"made_time\": "
                   "\"00:00\", \"date\": \"2026-11-26\"}");
    ipso_practice_free(practice);
}

static void who_waits_tells_what_was_asked_for(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_ask ask;
    ipso_entry entry = {.number = 4,
                        .version = 4,
                        .state = IPSO_ENTRY_WAITING,
                        .patient = "q",
                        .ask = &ask,
                        .patient_class = IPSO_ANY,
                        .own_practitioner = IPSO_ANY,
                        .practitioner = IPSO_ANY,
                        .site = IPSO_ANY,
                        .proposed = 9};
    char *text = NULL;
    ipso_status status;

    (void)state;
    ipso_ask_init(&ask);
    ask.request.patient = "q";
    ask.request.accepts_tele = true;
    status = ipso_entry_to_json(&text, practice, &entry, NULL);
    assert_written(status, text,
                   "{\"number\": 4, \"version\": 4, \"state\": \"waiting\", \"patient\": \"q\", "
                   "\"type\": \"visit\", \"proposed\": 9, \"ask\": {\"patient\": \"q\", \"type\": "
                   "\"visit\", \"accepts_tele\": true}}");
    ipso_practice_free(practice);
}

static void blocks_and_releases_are_a_line_each(void **state)
{
    ipso_practice *practice = small_practice();
    const ipso_absence absence = {.number = 3,
                                  .practitioner = 0,
                                  .first = small_date(0),
                                  .first_min = 0,
                                  .last = small_date(1),
                                  .last_min = 1440,
                                  .made = small_date(0),
                                  .made_min = 480};
    const ipso_opening opening = {.number = 5,
                                  .site = IPSO_ANY,
                                  .date = small_date(0),
                                  .start_min = 540,
                                  .end_min = 600,
                                  .made = small_date(0)};
    char *text = NULL;
    ipso_status status = ipso_absence_to_json(&text, practice, &absence, NULL);

    (void)state;
    assert_written(status, text,
                   "{\"number\": 3, \"practitioner\": \"morel\", \"first_day\": \"2026-11-23\", "
                   "\"from\": \"00:00\", \"last_day\": \"2026-11-24\", \"to\": \"24:00\", "
                   "\"made_date\": \"2026-11-23\", \"made_time\": \"08:00\", \"in_way\": 0}");
    status = ipso_opening_to_json(&text, practice, &opening, NULL);
    assert_written(status, text,
                   "{\"number\": 5, \"date\": \"2026-11-23\", \"from\": \"09:00\", \"to\": "
                   "\"10:00\", \"made_date\": \"2026-11-23\", \"made_time\": \"00:00\"}");
    ipso_practice_free(practice);
}

static void an_event_tells_what_its_kind_has(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_event event = {.seq = 3,
                        .kind = IPSO_EVENT_BLOCK,
                        .number = 3,
                        .practitioner = 0,
                        .date = small_date(0),
                        .start_min = 480,
                        .last = small_date(1),
                        .end_min = 1440,
                        .site = IPSO_ANY,
                        .reason = "ill"};
    char *text = NULL;
    ipso_status status;

    (void)state;
    event.stamp =
        (ipso_stamp){.date = small_date(0), .time_min = 541, .unix_s = 1795000000, .who = "desk"};
    ipso_ask_init(&event.ask);
    status = ipso_event_to_json(&text, practice, &event, NULL);
    assert_written(status, text,
                   "{\"seq\": 3, \"kind\": \"block\", \"at_date\": \"2026-11-23\", \"at_time\": "
                   "\"09:01\", \"at_unix_s\": 1795000000, \"who\": \"desk\", \"number\": 3, "
                   "\"practitioner\": \"morel\", \"first_day\": \"2026-11-23\", \"from\": "
                   "\"08:00\", \"last_day\": \"2026-11-24\", \"to\": \"24:00\", \"reason\": "
                   "\"ill\"}");
    event.kind = IPSO_EVENT_RECALL;
    event.practitioner = IPSO_ANY;
    event.reason = NULL;
    event.ask.request.patient = "p";
    status = ipso_event_to_json(&text, practice, &event, NULL);
    assert_int_equal(status, IPSO_OK);
    assert_non_null(strstr(text, "\"due\": \"2026-11-23\", \"ask\": {\"patient\": \"p\", "
                                 "\"type\": \"visit\"}}"));
    ipso_text_free(text);
    ipso_practice_free(practice);
}

static void every_operation_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < IPSO_OPERATION_COUNT; i++)
        assert_non_null(ipso_operation_name((ipso_operation_kind)i));
    assert_string_equal(ipso_operation_name(IPSO_OPERATION_NO_SHOW), "no-show");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_a_booking_is_read),
        cmocka_unit_test(what_is_left_out_is_at_its_default),
        cmocka_unit_test(an_id_comes_back_even_from_a_wrong_line),
        cmocka_unit_test(an_id_is_short),
        cmocka_unit_test(what_is_wrong_is_pointed_at),
        cmocka_unit_test(an_offer_is_one_line_with_its_terms),
        cmocka_unit_test(a_why_has_an_offer_when_it_may_be_booked),
        cmocka_unit_test(an_entry_tells_its_place_only_when_it_has_one),
        cmocka_unit_test(who_waits_tells_what_was_asked_for),
        cmocka_unit_test(blocks_and_releases_are_a_line_each),
        cmocka_unit_test(an_event_tells_what_its_kind_has),
        cmocka_unit_test(every_operation_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
