/* Documents while memory runs out: an error, no leak, no crash.
 *
 * Inside json_loadb no allocation fails, since jansson 2.14 does not always stand that: the linker
 * puts ours in front of it, which fails as a whole when its own one allocation fails.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/support.h"

#include "support/failing_malloc.h"
#include "json/value.h"

#include <jansson.h>

#include <ipsosched/operation.h>

json_t *__wrap_json_loadb(const char *text, size_t length, size_t flags, json_error_t *error);
extern json_t *__real_json_loadb(const char *text, size_t length, size_t flags,
                                 json_error_t *error);

static const char *told; /* what a failed load says, as jansson would */
static bool fails;       /* every load */

json_t *__wrap_json_loadb(const char *text, size_t length, size_t flags, json_error_t *error)
{
    void *volatile block = malloc(1);
    bool failed = block == NULL || fails;
    free(block);
    if (failed) {
        *error = (json_error_t){.position = (int)length};
        strcpy(error->text, told != NULL ? told : "");
        return NULL;
    }
    failing_malloc_pause();
    json_t *loaded = __real_json_loadb(text, length, flags, error);
    failing_malloc_resume();
    return loaded;
}

typedef struct documents {
    const char *text;
    size_t length;
    ipso_practice *practice; /* for plans */
    bool other_status;       /* a failure was something else than out of memory */
} documents;

static void discard(void *user, const char *where, const char *text)
{
    (void)user;
    (void)where;
    (void)text;
}

static bool judge(documents *with, ipso_status status, const ipso_error *err)
{
    if (status != IPSO_OK && (status != IPSO_NOMEM || err->status != IPSO_NOMEM))
        with->other_status = true;
    return status == IPSO_OK;
}

static bool read_and_write_practice(void *context)
{
    documents *with = context;
    ipso_practice *practice = NULL;
    ipso_error err = {0};
    char *text = NULL;
    size_t length;
    bool good = judge(
        with, ipso_practice_from_json(&practice, with->text, with->length, discard, NULL, &err),
        &err);
    good = good && judge(with, ipso_practice_to_json(&text, &length, practice, &err), &err);
    ipso_text_free(text);
    ipso_practice_free(practice);
    return good;
}

static bool read_and_write_plan(void *context)
{
    documents *with = context;
    ipso_plan *plan = NULL;
    ipso_report *report = NULL;
    ipso_error err = {0};
    char *text = NULL, *report_text = NULL;
    size_t length;
    bool good = judge(
        with,
        ipso_plan_from_json(&plan, with->practice, with->text, with->length, discard, NULL, &err),
        &err);
    good = good && judge(with, ipso_check(&report, plan, &err), &err);
    good = good && judge(with, ipso_plan_to_json(&text, &length, plan, report, &err), &err);
    good =
        good && judge(with, ipso_report_to_json(&report_text, &length, plan, report, &err), &err);
    ipso_text_free(text);
    ipso_text_free(report_text);
    ipso_report_free(report);
    ipso_plan_free(plan);
    return good;
}

static void expect_sound(bool (*work)(void *context), documents *with)
{
    assert_true(work(with));
    const failing_mode modes[] = {FAIL_ONCE, FAIL_ON};
    for (int i = 0; i < 2; i++) {
        failing_report report = failing_malloc_each(work, with, modes[i], 1);
        assert_true(report.runs > 2);
        assert_int_equal(report.unreported, 0);
        assert_int_equal(report.leaks, 0);
        assert_false(with->other_status);
    }
}

static bool read_and_write_session(void *context)
{
    documents *with = context;
    ipso_session_document document = {0};
    ipso_session *session = NULL;
    ipso_session_value value = {0};
    ipso_error err = {0};
    char *text = NULL;
    size_t length;
    bool good = judge(
        with, ipso_session_from_json(&document, with->text, with->length, discard, NULL, &err),
        &err);
    good = good && judge(with, ipso_session_new(&session, &document.model, &err), &err);
    good = good && judge(with, ipso_session_evaluate(&value, session, &document.times, &err), &err);
    good = good && judge(with,
                         ipso_session_value_to_json(&text, &length, &document, &document.times,
                                                    &value, NULL, NULL, &err),
                         &err);
    ipso_text_free(text);
    ipso_session_value_finish(&value);
    ipso_session_free(session);
    ipso_session_document_finish(&document);
    return good;
}

static bool read_operation(void *context)
{
    documents *with = context;
    ipso_operation operation = {.most = -77};
    char id[IPSO_OPERATION_ID_SIZE];
    ipso_error err = {0};
    bool good = judge(
        with,
        ipso_operation_from_json(&operation, id, with->practice, with->text, with->length, &err),
        &err);
    if (!good && operation.most != -77)
        with->other_status = true; /* it must be untouched */
    if (good)
        ipso_operation_finish(&operation);
    return good;
}

/* Each thing that an operation gives, written. */
static bool write_answers(void *context)
{
    documents *with = context;
    const ipso_practice *of = with->practice;
    ipso_window window = {20000, 20000, 480, 720};
    ipso_ask ask;
    ipso_offer offer = {.site = IPSO_ANY, .date = 20000, .mode = IPSO_MODE_SITE};
    ipso_why why = {.bookable = true, .offer = offer, .text = "it is"};
    ipso_entry entry = {.state = IPSO_ENTRY_WAITING,
                        .patient = "p",
                        .ask = &ask,
                        .patient_class = IPSO_ANY,
                        .practitioner = IPSO_ANY,
                        .site = IPSO_ANY};
    ipso_event event = {
        .kind = IPSO_EVENT_WAIT, .seq = 1, .number = 1, .practitioner = IPSO_ANY, .site = IPSO_ANY};
    const ipso_absence absence = {.first = 20000, .last = 20000, .reason = "ill"};
    const ipso_opening opening = {.date = 20000};
    char *texts[6] = {NULL};
    ipso_error err = {0};
    bool good;

    ipso_ask_init(&ask);
    ask.request.patient = "p";
    ask.request.type = 0;
    ask.request.windows = &window;
    ask.request.window_count = 1;
    event.ask = ask;
    good = judge(with, ipso_offer_to_json(&texts[0], of, &offer, &err), &err);
    good = good && judge(with, ipso_why_to_json(&texts[1], of, &why, &err), &err);
    good = good && judge(with, ipso_entry_to_json(&texts[2], of, &entry, &err), &err);
    good = good && judge(with, ipso_event_to_json(&texts[3], of, &event, &err), &err);
    good = good && judge(with, ipso_absence_to_json(&texts[4], of, &absence, &err), &err);
    good = good && judge(with, ipso_opening_to_json(&texts[5], of, &opening, &err), &err);
    for (int i = 0; i < 6; i++)
        ipso_text_free(texts[i]);
    return good;
}

static void skip_under_a_sanitizer(void)
{
    if (!failing_malloc_works())
        skip();
}

static void a_practice_document_survives_every_failed_allocation(void **state)
{
    (void)state;
    skip_under_a_sanitizer();
    const char *const paths[] = {CASES_DIR "/valid/full/practice.json",
                                 CASES_DIR "/valid/duties-by-rule/practice.json",
                                 EXAMPLES_DIR "/first.json"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        documents with = {NULL, 0, NULL, false};
        char *text = read_file(paths[i], &with.length);
        assert_non_null(text);
        with.text = text;
        expect_sound(read_and_write_practice, &with);
        free(text);
    }
}

/* An error of the document may come before or after the failure; either is reported. */
static bool read_bad_practice(void *context)
{
    documents *with = context;
    ipso_practice *practice = NULL;
    ipso_error err = {0};
    ipso_status status =
        ipso_practice_from_json(&practice, with->text, with->length, discard, NULL, &err);
    ipso_practice_free(practice);
    with->other_status = with->other_status || status == IPSO_OK || err.status == IPSO_OK;
    return status == IPSO_INPUT;
}

static void a_bad_document_survives_every_failed_allocation(void **state)
{
    (void)state;
    skip_under_a_sanitizer();
    documents with = {NULL, 0, NULL, false};
    char *text =
        read_file(CASES_DIR "/invalid/a-bad-element-keeps-its-place/practice.json", &with.length);
    assert_non_null(text);
    with.text = text;
    expect_sound(read_bad_practice, &with);
    free(text);
}

static void a_plan_document_survives_every_failed_allocation(void **state)
{
    (void)state;
    skip_under_a_sanitizer();
    size_t length;
    char *text = read_file(EXAMPLES_DIR "/first.json", &length);
    assert_non_null(text);
    documents with = {NULL, 0, NULL, false};
    assert_int_equal(ipso_practice_from_json(&with.practice, text, length, discard, NULL, NULL),
                     IPSO_OK);
    with.text = "{\"format\":\"ipsosched-plan/1\",\"stages\":{\"roster\":{\"outcome\":\"optimal\","
                "\"stop\":\"done\",\"cost\":1,\"bound\":1,\"gap\":0,\"work\":1,\"rows\":1,"
                "\"columns\":1}},\"roster\":[{\"practitioner\":\"martin\",\"date\":\"2026-11-24\","
                "\"duty\":\"marche/08:00-14:00\"}],\"slots\":[{\"practitioner\":\"martin\","
                "\"date\":\"2026-11-24\",\"start\":\"08:00\",\"length_min\":15,\"site\":\"marche\","
                "\"type\":\"visit\",\"mode\":\"site\",\"use\":\"booked\",\"request\":\"r1\"}],"
                "\"unplaced\":[{\"request\":\"r2\",\"reason\":\"full\"}]}";
    with.length = strlen(with.text);
    expect_sound(read_and_write_plan, &with);
    ipso_practice_free(with.practice);
    free(text);
}

static void a_session_document_survives_every_failed_allocation(void **state)
{
    (void)state;
    skip_under_a_sanitizer();
    documents with = {.text = "{\"format\": \"ipsosched-session/1\", \"length_min\": 30,"
                              "\"patients\": [{\"id\": \"a\", \"count\": 2, \"service\":"
                              "{\"law\": \"mixture\", \"parts\": [{\"share\": 1,"
                              "\"law\": \"empirical\", \"minutes\": [5, 10],"
                              "\"shares\": [0.5, 0.5]}]}}], \"breaks\": [{\"start_min\": 10,"
                              "\"length_min\": 5}], \"starts_min\": [0, 10]}"};
    with.length = strlen(with.text);
    expect_sound(read_and_write_session, &with);
}

/* "invalid token" behind a quote is a text that jansson could not keep. */
static void a_load_out_of_memory_is_told_from_a_bad_document(void **state)
{
    (void)state;
    static const struct {
        const char *text, *told;
        ipso_status status;
    } loads[] = {{"\"a\"", "", IPSO_NOMEM},
                 {"\"a\"", "invalid token near '\"a\"'", IPSO_NOMEM},
                 {"{\"a\"", "string or '}' expected near '\"a\"'", IPSO_NOMEM},
                 {"ab", "invalid token near 'ab'", IPSO_INPUT},
                 {"{\"a\" \"b\"", "':' expected near '\"b\"'", IPSO_INPUT}};
    for (size_t i = 0; i < sizeof loads / sizeof loads[0]; i++) {
        ipso__arena arena = {NULL};
        ipso__json value;
        ipso_error err = {0};
        told = loads[i].told;
        fails = true;
        ipso_status status =
            ipso__json_parse(&value, &arena, loads[i].text, strlen(loads[i].text), &err);
        fails = false;
        told = NULL;
        ipso__arena_finish(&arena);
        assert_int_equal(status, loads[i].status);
        assert_int_equal(err.status, loads[i].status);
    }
}

static void operations_survive_every_failed_allocation(void **state)
{
    static const char *const written[] = {
        "{\"op\": \"book\", \"id\": \"web-1\", \"key\": \"k\", \"now\": \"2026-11-24T08:00\", "
        "\"who\": "
        "\"desk\", \"ask\": {\"patient\": \"anna\", \"type\": \"visit\", \"windows\": "
        "[{\"first_day\": "
        "\"2026-11-24\", \"last_day\": \"2026-11-25\"}], \"modes\": [\"site\", \"tele\"]}, "
        "\"place\": "
        "{\"practitioner\": \"martin\", \"date\": \"2026-11-24\", \"start\": \"09:00\", "
        "\"reason\": \"asked\"}}",
        "{\"op\": \"list\", \"id\": 7, \"states\": [\"held\", \"due\"], \"patient\": \"anna\"}",
    };
    documents with = {.other_status = false};
    size_t length;
    char *text;

    (void)state;
    skip_under_a_sanitizer();
    text = read_file(EXAMPLES_DIR "/first.json", &length);
    assert_non_null(text);
    assert_int_equal(ipso_practice_from_json(&with.practice, text, length, discard, NULL, NULL),
                     IPSO_OK);
    free(text);
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        with.text = written[i];
        with.length = strlen(written[i]);
        expect_sound(read_operation, &with);
    }
    expect_sound(write_answers, &with);
    ipso_practice_free(with.practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_practice_document_survives_every_failed_allocation),
        cmocka_unit_test(a_bad_document_survives_every_failed_allocation),
        cmocka_unit_test(a_plan_document_survives_every_failed_allocation),
        cmocka_unit_test(a_session_document_survives_every_failed_allocation),
        cmocka_unit_test(operations_survive_every_failed_allocation),
        cmocka_unit_test(a_load_out_of_memory_is_told_from_a_bad_document),
    };
    return cmocka_run_group_tests_name("json failure", tests, NULL, NULL);
}
