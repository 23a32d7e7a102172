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

/* How whole rosters are bounded, beside all else. */
typedef enum whole_rosters { NOT_WHOLE, BY_BRANCHING, BY_BOXES } whole_rosters;

/* Bounds whole rosters. The one found costs at least what it is said to promise. */
static void bound_whole_rosters(ipso__joint *joint, const ipso_plan *plan)
{
    double value = INFINITY;
    rosters found = {.practice = joint->practice};
    int64_t cost;
    bool *chosen = calloc((size_t)joint->roster->option_count + 1, sizeof *chosen);
    assert_non_null(chosen);
    joint->most_terms = SIZE_MAX;
    ipso__joint_choose_plan(joint, plan, chosen);
    assert_int_equal(ipso__joint_cut_rosters(joint, plan, chosen, &value, 1, NULL), IPSO_OK);
    for (int o = 0; o < joint->roster->option_count; o++) {
        const ipso__roster_option *option = &joint->roster->options[o];
        if (chosen[o] && found.count < MAX_PLACES)
            found.work[found.count++] =
                (ipso_assignment){option->practitioner, option->day, option->duty};
    }
    if (value < INFINITY) {
        assert_true(check_roster(&found, &cost));
        assert_true(value <= (double)(cost + best_slots(&found)));
    }
    free(chosen);
}

static void bound_boxes(ipso__joint *joint, const ipso_plan *plan)
{
    ipso__joint_boxes *boxes;
    assert_int_equal(ipso__joint_begin(joint, plan, NULL), IPSO_OK);
    assert_int_equal(ipso__joint_boxes_new(&boxes, joint, 0.3, NULL), IPSO_OK);
    double before = joint->bound;
    assert_int_equal(ipso__joint_boxes_run(boxes, 1, NULL), IPSO_OK);
    assert_true(joint->bound >= before);
    ipso__joint_boxes_free(boxes);
}

static void bound_all(ipso__joint *joint, const ipso_plan *plan, whole_rosters way)
{
    assert_int_equal(ipso__joint_ascend(joint, plan, way == NOT_WHOLE ? 1 : 0.3, NULL), IPSO_OK);
    double before = joint->bound;
    if (way == NOT_WHOLE)
        assert_int_equal(ipso__joint_branch(joint, 1, NULL), IPSO_OK);
    else
        bound_whole_rosters(joint, plan);
    assert_true(joint->bound >= before);
}

static double joint_bound_on(const ipso_practice *practice, const ipso_plan *plan,
                             whole_rosters way, int threads)
{
    ipso__stage_settings settings = {
        .deadline_s = INFINITY, .work_limit = 2000000, .seed = 1, .threads = threads};
    ipso__joint joint;
    assert_int_equal(ipso__joint_start(&joint, practice, &settings, NULL), IPSO_OK);
    if (way == BY_BOXES && joint.people != NULL)
        bound_boxes(&joint, plan);
    else
        bound_all(&joint, plan, way == BY_BOXES ? NOT_WHOLE : way);
    double bound = joint.bound;
    ipso__joint_finish(&joint);
    return bound;
}

static double joint_bound_by(const ipso_practice *practice, const ipso_plan *plan,
                             whole_rosters way)
{
    return joint_bound_on(practice, plan, way, 1);
}

static double joint_bound(const ipso_practice *practice, const ipso_plan *plan)
{
    return joint_bound_by(practice, plan, NOT_WHOLE);
}

/* Whether the practice was small enough; *reached when the bound rounds up to the optimum. */
static bool compare(uint64_t seed, whole_rosters way, int *reached)
{
    random_practice made =
        way == BY_BOXES ? random_practice_with_turns(seed) : random_practice_make(seed);
    rosters all = {.practice = made.practice, .best = INT64_MAX};
    bool few = few_rosters(made.practice);
    if (few)
        try_rosters(&all, 0);
    if (few && all.best < INT64_MAX) {
        ipso_plan *plan = tiny_roster(made.practice, made.roster, made.roster_count);
        double bound = joint_bound_by(made.practice, plan, way);
        if (bound > (double)all.best)
            fail_msg("practice %llu: bound %f above the optimum %lld", (unsigned long long)seed,
                     bound, (long long)all.best);
        *reached += bound > (double)all.best - 1;
        ipso_plan_free(plan);
    }
    ipso_practice_free(made.practice);
    return few && all.best < INT64_MAX;
}

static void compare_all(whole_rosters way, int at_least)
{
    int compared = 0, reached = 0;
    for (uint64_t seed = 1; compared < INSTANCES; seed++) {
        compared += compare(seed, way, &reached);
        assert_true(seed < 20 * INSTANCES);
    }
    print_message("%d of %d bounds reach the optimum\n", reached, compared);
    assert_true(reached > at_least);
}

static void joint_bound_is_never_above_the_best_roster_with_its_best_slots(void **state)
{
    (void)state;
    compare_all(NOT_WHOLE, INSTANCES / 4);
}

static void bound_of_rosters_branched_on_is_never_above_the_best_one(void **state)
{
    (void)state;
    compare_all(BY_BRANCHING, INSTANCES / 4);
}

static void bound_in_boxes_of_turns_is_never_above_the_best_roster(void **state)
{
    (void)state;
    compare_all(BY_BOXES, INSTANCES / 4);
}

static void bound_in_boxes_does_not_depend_on_the_number_of_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        random_practice made = random_practice_with_turns(seed);
        ipso_plan *plan = tiny_roster(made.practice, made.roster, made.roster_count);
        assert_true(joint_bound_on(made.practice, plan, BY_BOXES, 1) ==
                    joint_bound_on(made.practice, plan, BY_BOXES, 2));
        ipso_plan_free(plan);
        ipso_practice_free(made.practice);
    }
}

/* Whether the bound of a roster is at most what its best plan costs. */
static void bound_every_roster(ipso__joint *joint, rosters *r, bool *chosen, int cell)
{
    int days = joint->roster->days;
    if (cell == joint->roster->people * days) {
        double value;
        int64_t cost;
        assert_int_equal(ipso__joint_value(joint, chosen, 40, &value, NULL, NULL), IPSO_OK);
        if (check_roster(r, &cost))
            assert_true(value <= (double)(cost + best_slots(r)));
        return;
    }
    bound_every_roster(joint, r, chosen, cell + 1);
    for (int o = joint->roster->first[cell]; o < joint->roster->first[cell + 1]; o++) {
        chosen[o] = true;
        r->work[r->count++] =
            (ipso_assignment){cell / days, cell % days, joint->roster->options[o].duty};
        bound_every_roster(joint, r, chosen, cell + 1);
        r->count--;
        chosen[o] = false;
    }
}

static void bound_of_a_roster_is_never_above_its_best_slots(void **state)
{
    (void)state;
    const ipso__stage_settings settings = {.deadline_s = INFINITY, .seed = 1, .threads = 1};
    for (uint64_t seed = 1; seed <= 60; seed++) {
        random_practice made = random_practice_make(seed);
        rosters all = {.practice = made.practice};
        if (few_rosters(made.practice)) {
            ipso__joint joint;
            assert_int_equal(ipso__joint_start(&joint, made.practice, &settings, NULL), IPSO_OK);
            bool *chosen = calloc((size_t)joint.roster->option_count + 1, sizeof *chosen);
            assert_non_null(chosen);
            bound_every_roster(&joint, &all, chosen, 0);
            free(chosen);
            ipso__joint_finish(&joint);
        }
        ipso_practice_free(made.practice);
    }
}

/* Visits of exactly 20 minutes, 100 points for each patient who finds none; a roster that costs
 * what its duty hours do, and minutes of need that it leaves. */
static void add_visits(ipso_practice *practice, int64_t duty_hour_points, int64_t staffing_points)
{
    static const int lengths[] = {20, 0};
    ipso_type type;
    ipso_weights weights;
    ipso_type_init(&type);
    type.id = "visit";
    type.care = IPSO_CARE_FOLLOW_UP;
    type.law.kind = IPSO_LAW_DETERMINISTIC;
    type.law.mean_min = 20;
    type.lengths_min = lengths;
    type.length_count = 1;
    type.unmet_points = 100;
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    ipso_weights_init(&weights);
    weights.staffing_points = staffing_points;
    weights.duty_hour_points = duty_hour_points;
    assert_int_equal(ipso_practice_set_weights(practice, &weights, NULL), IPSO_OK);
}

static void add_doctor(ipso_practice *practice, const char *id, const ipso_roster_rules *rules,
                       const ipso_wish *wish)
{
    ipso_practitioner doctor;
    ipso_practitioner_init(&doctor);
    doctor.id = id;
    doctor.role = "gp";
    doctor.rules = *rules;
    doctor.wishes = wish;
    doctor.wish_count = wish != NULL;
    assert_int_equal(ipso_practice_add_practitioner(practice, &doctor, NULL), IPSO_OK);
}

/* One doctor and day, 3 patients of 20 minutes at 100 points each, and two duties at 240 points an
 * hour that exclude each other: 40 minutes hold 2 slots and cost 160, an hour holds 3 and costs
 * 240. No duty leaves 300, the short one 160 + 100 = 260, the long one 240. At a price of 100 a
 * patient 3 x 100 + min(0, 160 - 200, 240 - 300) = 240. */
static void expect_two_duties_bounded(int duties_per_day)
{
    const ipso_assignment shorter = {0, 0, 0};
    ipso_practitioner nobody;
    ipso_practice *practice = tiny_new(1);
    ipso_practitioner_init(&nobody);
    nobody.rules.duties_per_day = duties_per_day;
    tiny_site(practice, "centre");
    add_doctor(practice, "morel", &nobody.rules, NULL);
    tiny_duty(practice, "short", 0, 600, 640);
    tiny_duty(practice, "long", 0, 600, 660);
    add_visits(practice, 240, 0);
    tiny_demand(practice, 0, 3, 0, IPSO_DAY_MIN);
    tiny_validate(practice);
    ipso_plan *plan = tiny_roster(practice, &shorter, 1);
    double bound = joint_bound(practice, plan);
    assert_true(bound <= 240);
    assert_true(bound > 239);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void joint_bound_of_two_duties_that_exclude_each_other_is_exact(void **state)
{
    (void)state;
    expect_two_duties_bounded(1);
}

static void joint_bound_is_exact_where_two_duties_a_day_may_be_worked(void **state)
{
    (void)state;
    expect_two_duties_bounded(2);
}

/* Two doctors may each work 25 minutes (166 points of duty hours) or 30 (200); two visits of 20
 * minutes are expected: a need of 40 minutes at 10 points each that is missing, and 100 points for
 * each visit without a slot, a duty holding one. Nobody costs 600; one duty of 30 minutes
 * 200 + 100 + 100 = 400, of 25 minutes 166 + 150 + 100 = 416; two 332 or more: so 332 is least. By
 * the line of staffing alone 1.6 duties of 25 minutes would do, for 1.6 x 166 + 0.4 x 100 = 305.6.
 */
static void joint_bound_knows_that_heads_are_whole(void **state)
{
    (void)state;
    const ipso_assignment morel = {0, 0, 0};
    ipso_practitioner nobody;
    ipso_practice *practice = tiny_new(1);
    ipso_practitioner_init(&nobody);
    tiny_site(practice, "centre");
    add_doctor(practice, "morel", &nobody.rules, NULL);
    add_doctor(practice, "diallo", &nobody.rules, NULL);
    tiny_duty(practice, "long", 0, 600, 630);
    tiny_duty(practice, "short", 0, 600, 625);
    add_visits(practice, 400, 10);
    tiny_demand(practice, 0, 2, 0, IPSO_DAY_MIN);
    tiny_validate(practice);
    ipso_plan *plan = tiny_roster(practice, &morel, 1);
    double bound = joint_bound_by(practice, plan, BY_BOXES);
    assert_true(bound <= 332);
    assert_true(bound > 331);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

/* One doctor works one of two days, an hour that holds 3 visits. Two visits of 100 points each are
 * asked for on any day, the second at least ten hours after the first: so one of them finds no
 * place, and 100 points are lost whatever the roster. Either day holds both where nobody asks that
 * the second has the first before it. With half of each day, half of the first visits on Monday let
 * half of the second be on Tuesday: 50 points are lost, which is what the rows of links prove. */
static void joint_bound_knows_that_a_linked_visit_needs_the_day_before(void **state)
{
    (void)state;
    const ipso_assignment monday = {0, 0, 0};
    ipso_practitioner nobody;
    ipso_request second;
    ipso_practice *practice = tiny_new(2);
    ipso_practitioner_init(&nobody);
    nobody.rules.week_days = (ipso_limit){0, 1, IPSO_HARD};
    tiny_site(practice, "centre");
    add_doctor(practice, "morel", &nobody.rules, NULL);
    tiny_duty(practice, "hour", 0, 600, 660);
    add_visits(practice, 0, 0);
    tiny_request(practice, "first", 0);
    ipso_request_init(&second);
    second.id = second.patient = "second";
    second.after = 0;
    second.min_gap_min = 600;
    second.max_gap_min = 2880;
    assert_int_equal(ipso_practice_add_request(practice, &second, NULL), IPSO_OK);
    tiny_validate(practice);
    ipso_plan *plan = tiny_roster(practice, &monday, 1);
    double bound = joint_bound(practice, plan);
    assert_true(bound <= 100);
    assert_true(bound > 49);
    bound = joint_bound_by(practice, plan, BY_BRANCHING);
    assert_true(bound <= 100);
    assert_true(bound > 99);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

/* A plan through the bookings, proven stage by stage, and its joint report. */
static ipso_joint_report plan_jointly(ipso_plan **plan, const ipso_practice *practice, bool apart)
{
    ipso_settings settings;
    ipso_outcome outcome;
    ipso_settings_init(&settings);
    settings.gap = 0;
    settings.time_limit_s = INFINITY;
    settings.work_limit = 100000000;
    settings.last_stage = IPSO_STAGE_BOOKINGS;
    settings.apart = apart;
    *plan = NULL;
    assert_int_equal(ipso_plan_make(plan, practice, &settings, &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    return *plan != NULL ? *ipso_plan_joint(*plan) : (ipso_joint_report){.ran = false};
}

static void add_patients(ipso_practice *practice, const char *date, int count)
{
    ipso_demand demand;
    ipso_date day;
    ipso_demand_init(&demand);
    assert_true(ipso_date_parse(&day, date));
    demand.type = 0;
    demand.mean = count;
    demand.law = IPSO_COUNT_FIXED;
    demand.end_min = IPSO_DAY_MIN;
    demand.days = (ipso_days){.dates = &day, .date_count = 1};
    assert_int_equal(ipso_practice_add_demand(practice, &demand, NULL), IPSO_OK);
}

/* One doctor who works one of two days, an hour that holds 3 visits, and would rather work the
 * Monday (30 points). On Monday 1 patient asks for a visit that day, on Tuesday 3 do. For itself
 * the roster is best on Monday: 0 points, and then 3 patients of Tuesday find no slot: 300 in all.
 * On Tuesday the roster costs 30 and one patient of Monday finds none: 130. */
static void duty_moves_to_the_day_on_which_patients_wait(void **state)
{
    (void)state;
    ipso_practitioner nobody;
    const ipso_wish monday = {
        .days = {.weekdays = IPSO_MONDAY}, .site = IPSO_ANY, .wanted = true, .points = 30};
    ipso_plan *apart, *together;
    ipso_practice *practice = tiny_new(2);
    ipso_practitioner_init(&nobody);
    nobody.rules.week_days = (ipso_limit){0, 1, IPSO_HARD};
    tiny_site(practice, "centre");
    add_doctor(practice, "morel", &nobody.rules, &monday);
    tiny_duty(practice, "hour", 0, 600, 660);
    add_visits(practice, 0, 0);
    add_patients(practice, TINY_DAY0, 1);
    add_patients(practice, "2026-11-03", 3);
    tiny_validate(practice);
    ipso_joint_report before = plan_jointly(&apart, practice, true);
    ipso_joint_report after = plan_jointly(&together, practice, false);
    assert_int_equal(ipso_plan_assignment(apart, 0)->day, 0);
    assert_int_equal(before.cost, 300);
    assert_int_equal(ipso_plan_assignment_count(together), 1);
    assert_int_equal(ipso_plan_assignment(together, 0)->day, 1);
    assert_int_equal(after.cost, 130);
    assert_int_equal(after.bound, 130);
    assert_int_equal(ipso_plan_stage(together, IPSO_STAGE_ROSTER)->cost, 30);
    assert_int_equal(ipso_plan_stage(together, IPSO_STAGE_ROSTER)->bound, 0);
    ipso_plan_free(apart);
    ipso_plan_free(together);
    ipso_practice_free(practice);
}

static void planning_together_never_costs_more_than_planning_apart(void **state)
{
    (void)state;
    int lower = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        random_practice made = random_practice_make(seed);
        ipso_plan *apart, *together;
        ipso_joint_report before = plan_jointly(&apart, made.practice, true);
        ipso_joint_report after = plan_jointly(&together, made.practice, false);
        assert_true(before.ran == after.ran);
        if (after.ran) {
            assert_true(after.cost <= before.cost);
            assert_true(after.bound <= after.cost);
            lower += after.cost < before.cost;
        }
        ipso_plan_free(apart);
        ipso_plan_free(together);
        ipso_practice_free(made.practice);
    }
    print_message("lower in %d of 60 practices\n", lower);
    assert_true(lower > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joint_bound_of_two_duties_that_exclude_each_other_is_exact),
        cmocka_unit_test(joint_bound_is_exact_where_two_duties_a_day_may_be_worked),
        cmocka_unit_test(joint_bound_knows_that_a_linked_visit_needs_the_day_before),
        cmocka_unit_test(joint_bound_knows_that_heads_are_whole),
        cmocka_unit_test(duty_moves_to_the_day_on_which_patients_wait),
        cmocka_unit_test(planning_together_never_costs_more_than_planning_apart),
        cmocka_unit_test(bound_of_a_roster_is_never_above_its_best_slots),
        cmocka_unit_test(joint_bound_is_never_above_the_best_roster_with_its_best_slots),
        cmocka_unit_test(bound_of_rosters_branched_on_is_never_above_the_best_one),
        cmocka_unit_test(bound_in_boxes_of_turns_is_never_above_the_best_roster),
        cmocka_unit_test(bound_in_boxes_does_not_depend_on_the_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
