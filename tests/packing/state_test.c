/* The point under change: a copy that catches up is the copy made anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"
#include "solve/packing_state.h"

/* Takes away or adds some options at random; lists them in changed. */
static int change(ipso__packing_state *point, ipso__random *random, int *changed, int count)
{
    uint32_t options = (uint32_t)point->model->option_count;
    for (int i = 0; i < count; i++) {
        int o = (int)ipso__random_below(random, options);
        changed[i] = o;
        if (point->option[o].x > 0 && ipso__random_below(random, 2) == 0)
            ipso__packing_state_remove(point, o);
        else if (ipso__packing_state_fits(point, o))
            ipso__packing_state_add(point, o);
    }
    return count;
}

/* The lists as well: searches go through them in their order. */
static void assert_same(const ipso__packing_state *a, const ipso__packing_state *b)
{
    const ipso__packing_model *model = a->model;
    assert_int_equal(a->value, b->value);
    assert_int_equal(a->best_value, b->best_value);
    assert_int_equal(a->dirty_count, b->dirty_count);
    assert_int_equal(a->touched_count, b->touched_count);
    assert_memory_equal(a->best, b->best, (size_t)model->option_count * sizeof(int));
    assert_memory_equal(a->row, b->row, (size_t)model->row_count * sizeof *a->row);
    assert_memory_equal(a->room, b->room, (size_t)model->bin_count * sizeof(int));
    for (int o = 0; o < model->option_count; o++) {
        assert_int_equal(a->option[o].x, b->option[o].x);
        assert_int_equal(a->option[o].blocked, b->option[o].blocked);
        assert_int_equal(a->option[o].changed, b->option[o].changed);
        for (int l = model->option[o].link; a->option[o].x > 0 && l < model->option[o + 1].link;
             l++) {
            assert_int_equal(a->links[l].next, b->links[l].next);
            assert_int_equal(a->links[l].prev, b->links[l].prev);
        }
    }
    for (int bin = 0; bin < model->bin_count; bin++) {
        assert_int_equal(a->placed_count[bin], b->placed_count[bin]);
        for (int i = model->first[bin]; i < model->first[bin] + a->placed_count[bin]; i++) {
            assert_int_equal(a->placed[i], b->placed[i]);
            assert_int_equal(a->option[a->placed[i]].at, b->option[b->placed[i]].at);
        }
    }
}

static void follow_for_some_rounds(const struct instance *made)
{
    enum { MOST = 40 };
    ipso__packing_model model;
    ipso__packing_state point, follower, anew;
    ipso__random random;
    int changed[MOST], own[MOST];
    ipso__random_init(&random, 7, 1);
    assert_int_equal(ipso__packing_model_init(&model, &made->packing, NULL), IPSO_OK);
    assert_true(ipso__packing_state_init(&point, &model));
    assert_true(ipso__packing_state_init(&follower, &model));
    ipso__packing_state_copy(&follower, &point);
    for (int round = 0; round < 30; round++) {
        int count = change(&point, &random, changed, 1 + round);
        ipso__packing_state_keep(&point);
        if (round % 3 != 0)
            change(&follower, &random, own, 1 + (int)ipso__random_below(&random, MOST));
        if (round % 5 == 0)
            ipso__packing_state_keep(&follower);
        ipso__packing_state_follow(&follower, &point, changed, (size_t)count);
        assert_true(ipso__packing_state_init(&anew, &model));
        ipso__packing_state_copy(&anew, &point);
        assert_same(&follower, &anew);
        ipso__packing_state_finish(&anew);
    }
    assert_true(point.value > 0);
    ipso__packing_state_finish(&point);
    ipso__packing_state_finish(&follower);
    ipso__packing_model_finish(&model);
}

static void a_point_that_follows_another_is_as_one_copied_from_it(void **state)
{
    (void)state;
    struct instance *made[2] = {bookings_instance(3, 2, 1, 0), slots_instance(8, 6, 12)};
    for (int i = 0; i < 2; i++) {
        follow_for_some_rounds(made[i]);
        instance_free(made[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_that_follows_another_is_as_one_copied_from_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
