/* The planner through the public headers: determinism, threads, cancel, settings, stages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "api/clinic.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A plan of the practice as its document; free it with ipso_text_free. */
static char *plan_text(const ipso_practice *practice, const ipso_settings *settings)
{
    ipso_outcome outcome;
    ipso_report *report;
    ipso_plan *plan = NULL;
    char *text = NULL;
    size_t length;

    if (ipso_plan_make(&plan, practice, settings, &outcome, NULL, NULL, NULL) != IPSO_OK)
        return NULL;
    if (plan != NULL && ipso_check(&report, plan, NULL) == IPSO_OK) {
        if (ipso_report_violation_count(report) == 0)
            ipso_plan_to_json(&text, &length, plan, report, NULL);
        ipso_report_free(report);
    }
    ipso_plan_free(plan);
    return text;
}

static ipso_settings work_limited(int64_t work)
{
    ipso_settings settings;

    ipso_settings_init(&settings);
    settings.work_limit = work;
    settings.time_limit_s = INFINITY;
    return settings;
}

static void the_same_work_gives_the_same_bytes_on_one_and_two_threads(void **state)
{
    ipso_practice *practice = make_clinic(5, 3);
    ipso_settings settings = work_limited(3000000);
    char *first = plan_text(practice, &settings), *again = plan_text(practice, &settings);
    char *two;

    (void)state;
    settings.threads = 2;
    two = plan_text(practice, &settings);
    assert_non_null(first);
    assert_non_null(again);
    assert_non_null(two);
    assert_string_equal(first, again);
    assert_string_equal(first, two);
    ipso_text_free(first);
    ipso_text_free(again);
    ipso_text_free(two);
    ipso_practice_free(practice);
}

typedef struct job {
    const ipso_practice *practice;
    char *text;
} job;

static void *plan_in_thread(void *user)
{
    job *mine = user;
    ipso_settings settings = work_limited(2000000);

    mine->text = plan_text(mine->practice, &settings);
    return NULL;
}

/* Ranges of turns are bounded on a thread of their own where there are two. */
static void fair_turns_give_the_same_bytes_on_one_and_two_threads(void **state)
{
    ipso_practice *practice = NULL;
    ipso_settings settings = work_limited(30000000);
    char *one, *two;

    (void)state;
    assert_int_equal(ipso_scenario_generate(&practice, "saint-martin", 1, NULL), IPSO_OK);
    assert_true(ipso_practice_fair_count(practice) > 0);
    settings.last_stage = IPSO_STAGE_ROSTER;
    one = plan_text(practice, &settings);
    settings.threads = 2;
    two = plan_text(practice, &settings);
    assert_non_null(one);
    assert_non_null(two);
    assert_string_equal(one, two);
    ipso_text_free(one);
    ipso_text_free(two);
    ipso_practice_free(practice);
}

static void four_threads_planning_at_once_agree_with_one(void **state)
{
    ipso_practice *practice = make_clinic(4, 2);
    ipso_settings settings = work_limited(2000000);
    char *alone = plan_text(practice, &settings);
    pthread_t threads[4];
    job jobs[4];

    (void)state;
    assert_non_null(alone);
    for (int i = 0; i < 4; i++) {
        jobs[i] = (job){.practice = practice};
        assert_int_equal(pthread_create(&threads[i], NULL, plan_in_thread, &jobs[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_non_null(jobs[i].text);
        assert_string_equal(jobs[i].text, alone);
        ipso_text_free(jobs[i].text);
    }
    ipso_text_free(alone);
    ipso_practice_free(practice);
}

static int cancel_at_once(void *user, const ipso_progress *progress)
{
    int *calls = user;

    assert_true(progress->elapsed_s >= 0);
    (*calls)++;
    return 1;
}

static void a_cancel_still_gives_a_checked_plan(void **state)
{
    ipso_practice *practice;
    ipso_settings settings;
    int calls = 0;
    char *text;

    (void)state;
    assert_int_equal(ipso_scenario_generate(&practice, "saint-martin", 1, NULL), IPSO_OK);
    ipso_settings_init(&settings);
    settings.progress = cancel_at_once;
    settings.progress_user = &calls;
    text = plan_text(practice, &settings);
    assert_non_null(text);
    assert_non_null(strstr(text, "\"cancel\""));
    assert_true(calls >= 1);
    ipso_text_free(text);
    ipso_practice_free(practice);
}

static ipso_status try_settings(const ipso_practice *practice, const ipso_settings *settings)
{
    ipso_outcome outcome;
    ipso_plan *plan = NULL;
    ipso_error err;
    ipso_status status;

    ipso_error_init(&err);
    status = ipso_plan_make(&plan, practice, settings, &outcome, NULL, NULL, &err);
    if (status != IPSO_OK) {
        assert_null(plan);
        assert_true(err.text[0] != '\0');
    }
    ipso_plan_free(plan);
    return status;
}

static void settings_out_of_range_are_refused(void **state)
{
    ipso_practice *practice = make_clinic(1, 1), *other = make_clinic(1, 1);
    ipso_settings settings;
    ipso_plan *plan;

    (void)state;
    ipso_settings_init(&settings);
    settings.time_limit_s = 0;
    assert_int_equal(try_settings(practice, &settings), IPSO_INPUT);
    settings.time_limit_s = NAN;
    assert_int_equal(try_settings(practice, &settings), IPSO_INPUT);
    ipso_settings_init(&settings);
    settings.work_limit = -1;
    assert_int_equal(try_settings(practice, &settings), IPSO_INPUT);
    ipso_settings_init(&settings);
    settings.gap = -0.1;
    assert_int_equal(try_settings(practice, &settings), IPSO_INPUT);
    ipso_settings_init(&settings);
    settings.threads = 0;
    assert_int_equal(try_settings(practice, &settings), IPSO_INPUT);
    ipso_settings_init(&settings);
    settings.first_stage = IPSO_STAGE_SLOTS;
    assert_int_equal(try_settings(practice, &settings), IPSO_INPUT);
    assert_int_equal(ipso_plan_new(&plan, other, NULL), IPSO_OK);
    settings.start = plan; /* a plan of another practice */
    assert_int_equal(try_settings(practice, &settings), IPSO_INPUT);
    ipso_plan_free(plan);
    ipso_practice_free(other);
    ipso_practice_free(practice);
}

/* The roster of a whole plan leaves work to the stages after it; alone it has none to leave. */
static void the_last_stage_asked_for_may_use_all_that_is_left(void **state)
{
    ipso_practice *practice;
    ipso_settings settings = work_limited(30000000);
    ipso_plan *plan = NULL;
    ipso_outcome outcome;

    (void)state;
    assert_int_equal(ipso_scenario_generate(&practice, "saint-martin", 1, NULL), IPSO_OK);
    settings.gap = 0;
    settings.last_stage = IPSO_STAGE_ROSTER;
    assert_int_equal(ipso_plan_make(&plan, practice, &settings, &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    assert_non_null(plan);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->stop, IPSO_STOP_WORK);
    assert_true(ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->work > settings.work_limit / 2);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void each_stage_can_run_alone_on_the_plan_of_the_one_before(void **state)
{
    ipso_practice *practice = make_clinic(3, 2);
    ipso_settings settings = work_limited(1000000);
    ipso_plan *plan = NULL;
    ipso_outcome outcome;
    ipso_report *report;

    (void)state;
    for (int stage = 0; stage < IPSO_STAGE_COUNT; stage++) {
        ipso_plan *after = NULL;

        settings.first_stage = settings.last_stage = (ipso_stage)stage;
        settings.start = plan;
        assert_int_equal(ipso_plan_make(&after, practice, &settings, &outcome, NULL, NULL, NULL),
                         IPSO_OK);
        assert_non_null(after);
        assert_int_equal(ipso_plan_last_stage(after), stage);
        ipso_plan_free(plan);
        plan = after;
    }
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    assert_int_equal(ipso_report_violation_count(report), 0);
    for (int stage = 0; stage < IPSO_STAGE_COUNT; stage++) {
        const ipso_stage_report *done = ipso_plan_stage(plan, (ipso_stage)stage);

        assert_true(done->ran);
        assert_true(done->bound <= done->cost);
    }
    /* the roster's and the times' own costs are those of their rules alone */
    assert_int_equal(ipso_report_stage_cost(report, IPSO_STAGE_ROSTER),
                     ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->cost);
    assert_int_equal(ipso_report_stage_cost(report, IPSO_STAGE_TIMES),
                     ipso_plan_stage(plan, IPSO_STAGE_TIMES)->cost);
    ipso_report_free(report);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

/* Whether the program of a stage is a text, beginning so, of the length that is told. */
static void expect_model(const ipso_practice *practice, ipso_stage stage, const ipso_plan *start,
                         ipso_model_format format, const char *begin)
{
    char *text = NULL;
    size_t length = 0;

    assert_int_equal(ipso_model_to_text(&text, &length, practice, stage, start, format, NULL),
                     IPSO_OK);
    assert_int_equal(strncmp(text, begin, strlen(begin)), 0);
    assert_int_equal(strlen(text), length);
    ipso_text_free(text);
}

static void the_program_of_every_stage_is_a_text(void **state)
{
    ipso_practice *practice = make_clinic(3, 2), *raw;
    ipso_settings settings = work_limited(2000000);
    ipso_outcome outcome;
    ipso_plan *plan = NULL;
    ipso_horizon horizon;
    char *untouched = NULL;
    size_t length = 7;

    (void)state;
    assert_int_equal(ipso_plan_make(&plan, practice, &settings, &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    assert_non_null(plan);
    for (int s = 0; s < IPSO_STAGE_COUNT; s++) {
        expect_model(practice, (ipso_stage)s, plan, IPSO_MODEL_LP, "Minimize\n");
        expect_model(practice, (ipso_stage)s, plan, IPSO_MODEL_MPS, "NAME ");
    }
    assert_int_equal(ipso_model_to_text(&untouched, &length, practice, IPSO_STAGE_SLOTS, NULL,
                                        IPSO_MODEL_LP, NULL),
                     IPSO_INPUT);
    ipso_horizon_init(&horizon);
    assert_int_equal(ipso_practice_new(&raw, &horizon, NULL), IPSO_OK);
    assert_int_equal(
        ipso_model_to_text(&untouched, &length, raw, IPSO_STAGE_ROSTER, NULL, IPSO_MODEL_LP, NULL),
        IPSO_STATE);
    assert_null(untouched);
    assert_int_equal(length, 7);
    ipso_practice_free(raw);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_work_gives_the_same_bytes_on_one_and_two_threads),
        cmocka_unit_test(fair_turns_give_the_same_bytes_on_one_and_two_threads),
        cmocka_unit_test(four_threads_planning_at_once_agree_with_one),
        cmocka_unit_test(a_cancel_still_gives_a_checked_plan),
        cmocka_unit_test(settings_out_of_range_are_refused),
        cmocka_unit_test(the_last_stage_asked_for_may_use_all_that_is_left),
        cmocka_unit_test(each_stage_can_run_alone_on_the_plan_of_the_one_before),
        cmocka_unit_test(the_program_of_every_stage_is_a_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
