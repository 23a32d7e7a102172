/* Shrinkage of groups, by hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "fit/pool.h"

#include <math.h>

#define NEAR 1e-12

/* 1 and 5, each of variance 1: a = 1, 1; mean 3; Q = 4 + 4 = 8; c = 2 - 2 / 2 = 1; between = 8 - 1
 * = 7. Each keeps 7 / 8 of itself: 1.25 and 4.75. The centre has variance 1 / (1/8 + 1/8) = 4, each
 * group 7/8 x 1 + (1/8)^2 x 4. */
static void two_groups_lend_each_other_an_eighth(void **state)
{
    ipso__group groups[] = {{.raw = 1, .variance = 1}, {.raw = 5, .variance = 1}};
    ipso__pool_centre centre;

    (void)state;
    ipso__pool(&centre, groups, 2, 0, 0);
    assert_true(fabs(centre.between - 7) < NEAR);
    assert_true(fabs(centre.fitted - 3) < NEAR);
    assert_true(fabs(centre.error - 2) < NEAR);
    assert_true(fabs(groups[0].fitted - 1.25) < NEAR);
    assert_true(fabs(groups[1].fitted - 4.75) < NEAR);
    assert_true(fabs(groups[0].weight - 0.875) < NEAR);
    assert_true(fabs(groups[0].error - sqrt(0.875 + 4.0 / 64)) < NEAR);
}

/* 0 of variance 1 and 5 of variance 1/4: a = 1, 4; mean 20/5 = 4; Q = 16 + 4 = 20; c = 5 - 17/5 =
 * 1.6; between = 19/1.6 = 11.875. Weights 11.875/12.875 and 11.875/12.125; the centre weighs
 * 1/12.875 and 1/12.125, which makes 5 x 12.875 / (12.875 + 12.125) = 2.575. */
static void the_better_known_group_keeps_more_of_itself(void **state)
{
    ipso__group groups[] = {{.raw = 0, .variance = 1}, {.raw = 5, .variance = 0.25}};
    ipso__pool_centre centre;

    (void)state;
    ipso__pool(&centre, groups, 2, 0, 0);
    assert_true(fabs(centre.between - 11.875) < NEAR);
    assert_true(fabs(centre.fitted - 2.575) < NEAR);
    assert_true(fabs(groups[0].weight - 11.875 / 12.875) < NEAR);
    assert_true(fabs(groups[1].weight - 11.875 / 12.125) < NEAR);
    assert_true(fabs(groups[0].fitted - (2.575 - 2.575 * 11.875 / 12.875)) < NEAR);
}

/* Nine of 3, variance 1: Q = 0, c = 9 - 1 = 8; no difference is seen, sqrt(2 x 8) / 8 = 1/2 could
 * have been overlooked. */
static void a_difference_too_small_to_see_is_allowed_for(void **state)
{
    ipso__group groups[9];
    ipso__pool_centre centre;

    (void)state;
    for (int j = 0; j < 9; j++)
        groups[j] = (ipso__group){.raw = 3, .variance = 1};
    ipso__pool(&centre, groups, 9, 0, 0);
    assert_true(fabs(centre.between - 0.5) < NEAR);
    assert_true(fabs(groups[0].weight - 1.0 / 3) < NEAR);
    assert_true(fabs(groups[0].fitted - 3) < NEAR);
}

/* One group says nothing of differences: it is the centre, 3/4 of 3 and 1/4 of the prior 1. */
static void one_group_is_drawn_to_the_prior(void **state)
{
    ipso__group groups[] = {{.raw = 3, .variance = 1}};
    ipso__pool_centre centre;

    (void)state;
    ipso__pool(&centre, groups, 1, 1, 0.25);
    assert_true(fabs(centre.raw - 3) < NEAR);
    assert_true(fabs(centre.fitted - 2.5) < NEAR);
    assert_true(fabs(centre.error - sqrt(0.75)) < NEAR);
    assert_true(fabs(groups[0].fitted - 2.5) < NEAR);
}

/* As the first case, with a group of which nothing is known: it may lie as far from the centre as
 * any other. */
static void a_group_without_data_is_the_centre(void **state)
{
    ipso__group groups[] = {
        {.raw = 1, .variance = 1}, {.raw = 99, .variance = -1}, {.raw = 5, .variance = 1}};
    ipso__pool_centre centre;

    (void)state;
    ipso__pool(&centre, groups, 3, 0, 0);
    assert_true(fabs(groups[1].fitted - 3) < NEAR);
    assert_true(groups[1].weight == 0);
    assert_true(fabs(groups[1].error - sqrt(7 + 4)) < NEAR);
}

/* Beside 3 and 3, a raw of 99 that is sparse: Q = 0, c = 1, between = sqrt 2. The sparse group does
 * not raise it, but is drawn to the centre by it. */
static void a_sparse_group_says_nothing_of_differences(void **state)
{
    ipso__group groups[] = {{.raw = 3, .variance = 1},
                            {.raw = 99, .variance = 100, .sparse = true},
                            {.raw = 3, .variance = 1}};
    ipso__pool_centre centre;

    (void)state;
    ipso__pool(&centre, groups, 3, 0, 0);
    assert_true(fabs(centre.between - sqrt(2)) < NEAR);
    assert_true(fabs(groups[1].weight - sqrt(2) / (sqrt(2) + 100)) < NEAR);
    assert_true(groups[1].fitted < 10);
}

static void without_any_data_the_prior_stands(void **state)
{
    ipso__group groups[] = {{.raw = 99, .variance = -1}};
    ipso__pool_centre centre;

    (void)state;
    ipso__pool(&centre, groups, 1, 7, 1);
    assert_true(isnan(centre.raw));
    assert_true(groups[0].fitted == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_groups_lend_each_other_an_eighth),
        cmocka_unit_test(the_better_known_group_keeps_more_of_itself),
        cmocka_unit_test(a_difference_too_small_to_see_is_allowed_for),
        cmocka_unit_test(one_group_is_drawn_to_the_prior),
        cmocka_unit_test(a_group_without_data_is_the_centre),
        cmocka_unit_test(a_sparse_group_says_nothing_of_differences),
        cmocka_unit_test(without_any_data_the_prior_stands),
    };
    return cmocka_run_group_tests_name("fit pool", tests, NULL, NULL);
}
