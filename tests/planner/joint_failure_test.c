/* The bound in boxes, and annealing, when memory runs out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "planner/joint.h"
#include "support/failing_malloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct bench {
    random_practice made;
    ipso_plan *plan;
    ipso__joint *joint; /* used anew in each run */
    bool *chosen;       /* by roster option */
} bench;

static const ipso__stage_settings settings = {
    .deadline_s = INFINITY, .work_limit = 60000, .seed = 1, .threads = 1};

static bool bound_in_boxes(void *context)
{
    bench *b = context;
    ipso__joint_boxes *boxes = NULL;
    b->joint->work = 0;
    b->joint->bound = -INFINITY;
    ipso_status status = ipso__joint_begin(b->joint, b->plan, NULL);
    if (status == IPSO_OK)
        status = ipso__joint_boxes_new(&boxes, b->joint, 0.3, NULL);
    if (status == IPSO_OK)
        status = ipso__joint_boxes_run(boxes, 1, NULL);
    ipso__joint_boxes_free(boxes);
    return status == IPSO_OK;
}

/* From the roster in which nobody works. */
static bool anneal(void *context)
{
    bench *b = context;
    double value = INFINITY;
    b->joint->work = 0;
    memset(b->chosen, 0, (size_t)b->joint->roster->option_count * sizeof *b->chosen);
    return ipso__joint_anneal(b->joint, b->chosen, &value, 1, NULL) == IPSO_OK;
}

static void expect_survival(bool run(void *context))
{
    int tried = 0;
    if (!failing_malloc_works())
        skip();
    for (uint64_t seed = 1; seed <= 12; seed++) {
        bench b = {.made = random_practice_with_turns(seed)};
        ipso__joint joint;
        b.plan = tiny_roster(b.made.practice, b.made.roster, b.made.roster_count);
        b.joint = &joint;
        assert_int_equal(ipso__joint_start(&joint, b.made.practice, &settings, NULL), IPSO_OK);
        b.chosen = calloc((size_t)joint.roster->option_count + 1, sizeof *b.chosen);
        assert_non_null(b.chosen);
        if (joint.people != NULL) {
            failing_report report = failing_malloc_each(run, &b, FAIL_ONCE, 1);
            assert_int_equal(report.unreported, 0);
            assert_int_equal(report.leaks - report.realloc_losses, 0);
            assert_true(report.runs > 0);
            tried++;
        }
        free(b.chosen);
        ipso__joint_finish(&joint);
        ipso_plan_free(b.plan);
        ipso_practice_free(b.made.practice);
    }
    assert_true(tried > 0);
}

static void bound_in_boxes_survives_any_failed_allocation(void **state)
{
    (void)state;
    expect_survival(bound_in_boxes);
}

static void annealing_survives_any_failed_allocation(void **state)
{
    (void)state;
    expect_survival(anneal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bound_in_boxes_survives_any_failed_allocation),
        cmocka_unit_test(annealing_survives_any_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
