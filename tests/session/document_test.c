/* Session documents: what they say, and what is wrong with them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <ipsosched/json.h>

#include <math.h>
#include <string.h>

#define HEAD "{\"format\": \"ipsosched-session/1\", \"length_min\": 60, "
#define TEN  "\"service\": {\"law\": \"fixed\", \"mean_min\": 10}"

static ipso_session_document read_document(const char *text)
{
    ipso_session_document document;
    ipso_error err;
    ipso_error_init(&err);
    if (ipso_session_from_json(&document, text, strlen(text), NULL, NULL, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return document;
}

static void refuse(const char *text, const char *where, const char *expected)
{
    ipso_session_document document = {.start_of_day_min = -7};
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso_session_from_json(&document, text, strlen(text), NULL, NULL, &err),
                     IPSO_INPUT);
    assert_int_equal(document.start_of_day_min, -7);
    assert_string_equal(err.where, where);
    assert_string_equal(err.text, expected);
}

static void document_says_what_its_fields_say(void **state)
{
    ipso_session_document d = read_document(
        "{\"format\": \"ipsosched-session/1\", \"name\": \"Morning\", \"start\": \"08:30\","
        " \"time\": \"grid\", \"grid_min\": 5, \"length_min\": 120,"
        " \"patients\": [{\"id\": \"a\", \"count\": 2, \"no_show\": 0.1, \"cancel\": 0.05,"
        "   \"service\": {\"law\": \"mixture\", \"parts\": ["
        "     {\"share\": 0.25, \"law\": \"exponential\", \"mean_min\": 8},"
        "     {\"share\": 0.75, \"law\": \"erlang\", \"mean_min\": 20, \"phases\": 3}]},"
        "   \"late\": {\"law\": \"empirical\", \"minutes\": [0, 5], \"shares\": [0.5, 0.5]}},"
        "  {\"service\": {\"law\": \"lognormal\", \"mean_min\": 15, \"cv\": 0.4},"
        "   \"wait_weight\": 2, \"earliest_min\": 30, \"latest_min\": 60, \"apart_min\": 20,"
        "   \"reward\": 7}],"
        " \"breaks\": [{\"start_min\": 60, \"length_min\": 15}],"
        " \"delay\": {\"law\": \"fixed\", \"mean_min\": 5},"
        " \"walk_ins\": {\"per_hour\": 0.5, \"until_min\": 90,"
        "   \"service\": {\"law\": \"weibull\", \"mean_min\": 10, \"cv\": 0.5}},"
        " \"wait_limit_min\": 20, \"weights\": {\"wait\": 1, \"idle\": 2, \"overtime\": 3},"
        " \"waits\": \"booked\", \"horizon\": \"planned\","
        " \"search\": {\"step_min\": 10, \"last_start_min\": 100, \"certify\": false},"
        " \"starts_min\": [0, 15, 40]}");
    const ipso_session_model *m = &d.model;
    (void)state;
    assert_string_equal(d.name, "Morning");
    assert_int_equal(d.start_of_day_min, 510);
    assert_int_equal(m->patient_count, 3);
    assert_string_equal(d.ids[1], "a 2");
    assert_string_equal(d.ids[2], "3");
    assert_close(ipso_service_mean_min(&m->patients[0].service), .25 * 8 + .75 * 20, 1e-12);
    assert_close(ipso_service_mean_min(&m->patients[1].late), 2.5, 1e-12);
    assert_close(m->patients[0].no_show + m->patients[0].cancel, .15, 1e-12);
    assert_close(m->patients[2].wait_weight + m->patients[2].reward, 9, 0);
    assert_close(m->patients[2].earliest_min + m->patients[2].latest_min, 90, 0);
    assert_close(m->patients[2].apart_min, 20, 0);
    assert_int_equal(m->break_count, 1);
    assert_close(m->delay.mean_min, 5, 0);
    assert_close(m->walk_ins_per_hour + m->walk_in_until_min, 90.5, 0);
    assert_int_equal(m->walk_in.kind, IPSO_SERVICE_WEIBULL);
    assert_close(m->grid_min + m->length_min + m->wait_limit_min, 145, 0);
    assert_close(m->wait_weight + 10 * m->idle_weight + 100 * m->overtime_weight, 321, 0);
    assert_int_equal(m->waits, IPSO_WAITS_BOOKED);
    assert_close(d.settings.step_min + d.settings.last_start_min, 110, 0);
    assert_false(d.settings.certify);
    assert_int_equal(d.times.count, 3);
    assert_close(d.times.start_min[2], 40, 0);
    ipso_session_document_finish(&d);
}

static void what_is_not_said_has_its_default(void **state)
{
    ipso_session_document d = read_document(HEAD "\"patients\": [{" TEN "}]}");
    (void)state;
    assert_null(d.name);
    assert_int_equal(d.start_of_day_min, -1);
    assert_int_equal(d.times.count, 0);
    assert_close(d.model.grid_min, 1, 0);
    assert_close(d.model.wait_limit_min, 15, 0);
    assert_true(isinf(d.settings.last_start_min) && d.settings.certify);
    assert_true(isinf(d.model.patients[0].latest_min));
    ipso_session_document_finish(&d);
}

static void wrong_documents_are_named(void **state)
{
    (void)state;
    refuse("{\"format\": \"ipsosched-session/2\", \"length_min\": 60, \"patients\": [{" TEN "}]}",
           "/format",
           "\"ipsosched-session/2\" is not \"ipsosched-session/1\", the format read here");
    refuse(HEAD "\"patients\": []}", "/patients", "0 patients are not from 1 to 200");
    refuse(HEAD "\"patients\": [{\"count\": 150, " TEN "}, {\"count\": 60, " TEN "}]}", "/patients",
           "210 patients are not from 1 to 200");
    refuse(HEAD "\"patients\": [{\"count\": 0, " TEN "}]}", "/patients/0/count",
           "an entry stands for 1 patient or more, not for 0");
    refuse(HEAD "\"patients\": [{}]}", "/patients/0", "a patient needs \"service\"");
    refuse(HEAD "\"patients\": [{" TEN ", \"noshow\": 0.1}]}", "/patients/0/noshow",
           "unknown field \"noshow\"; did you mean \"no_show\"?");
    refuse(HEAD "\"patients\": [{\"service\": {\"law\": \"normal\", \"mean_min\": 1}}]}",
           "/patients/0/service/law",
           "\"normal\" is not a law of minutes; known here: fixed, exponential, erlang, gamma, "
           "lognormal, weibull, empirical, mixture");
    refuse(HEAD "\"patients\": [{\"count\": 3, " TEN "}, {" TEN ", \"no_show\": 2}]}",
           "/patients/1/no_show", "a share of 2 is not from 0 to 1");
    refuse(HEAD "\"patients\": [{" TEN "}], \"starts_min\": [0, 10]}", "/starts_min",
           "2 start times for 1 patients");
    refuse(HEAD "\"patients\": [{\"count\": 2, " TEN "}], \"starts_min\": [10, 5]}",
           "/starts_min/1",
           "the start at 5 min is before the one of the patient seen earlier, at 10");
    refuse(HEAD "\"time\": \"continuous\", \"patients\": [{" TEN "}]}", "/patients/0/service",
           "only exponential and Erlang laws and mixtures of them have phases");
}

static void part_of_a_mixture_is_named(void **state)
{
    (void)state;
    refuse(HEAD "\"patients\": [{\"service\": {\"law\": \"mixture\", \"parts\": ["
                "{\"share\": 0.5, \"law\": \"fixed\", \"mean_min\": 5},"
                "{\"share\": 0.5, \"law\": \"erlang\", \"mean_min\": 5}]}}]}",
           "/patients/0/service/parts/1", "the law \"erlang\" needs \"phases\"");
    refuse(HEAD "\"patients\": [{\"service\": {\"law\": \"mixture\", \"parts\": ["
                "{\"share\": 0.5, \"law\": \"fixed\", \"mean_min\": 5},"
                "{\"share\": 0.4, \"law\": \"fixed\", \"mean_min\": 7}]}}]}",
           "/patients/0/service/shares", "the shares add up to 0.9, not to 1");
}

static void value_is_written_as_a_document(void **state)
{
    ipso_session_document d =
        read_document(HEAD "\"patients\": [{\"count\": 2, " TEN "}], \"starts_min\": [0, 5]}");
    ipso_session *session;
    ipso_session_value value;
    char *text;
    size_t length;
    (void)state;
    assert_int_equal(ipso_session_new(&session, &d.model, NULL), IPSO_OK);
    assert_int_equal(ipso_session_evaluate(&value, session, &d.times, NULL), IPSO_OK);
    assert_int_equal(
        ipso_session_value_to_json(&text, &length, &d, &d.times, &value, NULL, NULL, NULL),
        IPSO_OK);
    assert_int_equal(length, strlen(text));
    /* The second waits 5; work ends at 20 of 60, so that 40 minutes are idle: cost 45. */
    assert_non_null(strstr(text, "\"format\": \"ipsosched-session-value/1\""));
    assert_non_null(strstr(text, "\"cost\": 45"));
    assert_non_null(strstr(text, "\"wait_min\": 5"));
    assert_null(strstr(text, "simulation"));
    ipso_text_free(text);
    ipso_session_value_finish(&value);
    ipso_session_free(session);
    ipso_session_document_finish(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(document_says_what_its_fields_say),
        cmocka_unit_test(what_is_not_said_has_its_default),
        cmocka_unit_test(wrong_documents_are_named),
        cmocka_unit_test(part_of_a_mixture_is_named),
        cmocka_unit_test(value_is_written_as_a_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
