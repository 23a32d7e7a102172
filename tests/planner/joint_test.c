/* The joint bound against the best of all rosters, each with its best slots and bookings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "planner/joint.h"

#include <math.h>
#include <stdlib.h>

#define INSTANCES   300
#define MAX_ROSTERS 81
#define MAX_PLACES  4

typedef struct rosters {
    const ipso_practice *practice;
    ipso_assignment work[MAX_PLACES];
    int count;
    int64_t best;
    long tried;
} rosters;

/* The roster's own cost by ipso_check; false when it breaks a rule. */
static bool check_roster(const rosters *r, int64_t *cost)
{
    ipso_plan *plan = tiny_roster(r->practice, r->work, r->count);
    ipso_report *report;
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    bool holds = ipso_report_violation_count(report) == 0;
    *cost = ipso_report_cost(report);
    ipso_report_free(report);
    ipso_plan_free(plan);
    return holds;
}

/* The least cost of slots and bookings of the roster: the optimum of its slots program, which the
 * oracle of the slots holds against every plan there is. */
static int64_t best_slots(const rosters *r)
{
    ipso_plan *plan = tiny_roster(r->practice, r->work, r->count);
    ipso__program *program;
    assert_int_equal(ipso__slots_model(&program, plan, NULL), IPSO_OK);
    int64_t cost = llround(tiny_optimum(program));
    ipso__program_free(program);
    ipso_plan_free(plan);
    return cost;
}

/* Tries no duty and each duty for the practitioner and day of that cell and of those after it. */
static void try_rosters(rosters *r, int cell)
{
    int days = ipso_practice_horizon(r->practice)->days;
    if (cell == ipso_practice_practitioner_count(r->practice) * days) {
        int64_t cost;
        r->tried++;
        if (check_roster(r, &cost)) {
            cost += best_slots(r);
            r->best = cost < r->best ? cost : r->best;
        }
        return;
    }
    try_rosters(r, cell + 1);
    for (int k = 0; k < ipso_practice_duty_count(r->practice); k++) {
        r->work[r->count++] = (ipso_assignment){cell / days, cell % days, k};
        try_rosters(r, cell + 1);
        r->count--;
    }
}

static bool few_rosters(const ipso_practice *practice)
{
    int cells = ipso_practice_practitioner_count(practice) * ipso_practice_horizon(practice)->days;
    return cells <= MAX_PLACES && pow(1 + ipso_practice_duty_count(practice), cells) <= MAX_ROSTERS;
}

static double joint_bound(const ipso_practice *practice, const ipso_plan *plan, double cost)
{
    ipso__stage_settings settings = {
        .deadline_s = INFINITY, .work_limit = 20000000, .seed = 1, .threads = 1};
    ipso__joint joint;
    assert_int_equal(ipso__joint_start(&joint, practice, &settings, NULL), IPSO_OK);
    assert_int_equal(ipso__joint_ascend(&joint, plan, cost, 1, NULL), IPSO_OK);
    double bound = joint.bound;
    ipso__joint_finish(&joint);
    return bound;
}

/* Whether the practice was small enough; *reached when the bound rounds up to the optimum. */
static bool compare(uint64_t seed, int *reached)
{
    random_practice made = random_practice_make(seed);
    rosters all = {.practice = made.practice, .best = INT64_MAX};
    bool few = few_rosters(made.practice);
    if (few)
        try_rosters(&all, 0);
    if (few && all.best < INT64_MAX) {
        ipso_plan *plan = tiny_roster(made.practice, made.roster, made.roster_count);
        double bound = joint_bound(made.practice, plan, (double)all.best + 100);
        if (bound > (double)all.best)
            fail_msg("practice %llu: bound %f above the optimum %lld", (unsigned long long)seed,
                     bound, (long long)all.best);
        *reached += bound > (double)all.best - 1;
        ipso_plan_free(plan);
    }
    ipso_practice_free(made.practice);
    return few && all.best < INT64_MAX;
}

static void joint_bound_is_never_above_the_best_roster_with_its_best_slots(void **state)
{
    (void)state;
    int compared = 0, reached = 0;
    for (uint64_t seed = 1; compared < INSTANCES; seed++) {
        compared += compare(seed, &reached);
        assert_true(seed < 20 * INSTANCES);
    }
    print_message("%d of %d bounds reach the optimum\n", reached, compared);
    assert_true(reached > INSTANCES / 4);
}

/* One doctor and day, 3 patients of 20 minutes at 100 points each, and two duties at 240 points an
 * hour that exclude each other: 40 minutes hold 2 slots and cost 160, an hour holds 3 and costs
 * 240. No duty leaves 300, the short one 160 + 100 = 260, the long one 240. At a price of 100 a
 * patient 3 x 100 + min(0, 160 - 200, 240 - 300) = 240. */
static void joint_bound_of_two_duties_that_exclude_each_other_is_exact(void **state)
{
    (void)state;
    static const int lengths[] = {20, 0};
    const ipso_assignment shorter = {0, 0, 0};
    ipso_weights weights;
    ipso_practice *practice = tiny_new(1);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_duty(practice, "short", 0, 600, 640);
    tiny_duty(practice, "long", 0, 600, 660);
    ipso_type type;
    ipso_type_init(&type);
    type.id = "visit";
    type.care = IPSO_CARE_FOLLOW_UP;
    type.law.kind = IPSO_LAW_DETERMINISTIC;
    type.law.mean_min = 20;
    type.lengths_min = lengths;
    type.length_count = 1;
    type.unmet_points = 100;
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    tiny_demand(practice, 0, 3, 0, IPSO_DAY_MIN);
    ipso_weights_init(&weights);
    weights.staffing_points = 0;
    weights.duty_hour_points = 240;
    assert_int_equal(ipso_practice_set_weights(practice, &weights, NULL), IPSO_OK);
    tiny_validate(practice);
    ipso_plan *plan = tiny_roster(practice, &shorter, 1);
    double bound = joint_bound(practice, plan, 260);
    assert_true(bound <= 240);
    assert_true(bound > 239);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joint_bound_of_two_duties_that_exclude_each_other_is_exact),
        cmocka_unit_test(joint_bound_is_never_above_the_best_roster_with_its_best_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
