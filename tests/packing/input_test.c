/* Malformed packings are refused with a text that names what is wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"

#include <math.h>
#include <string.h>

/* One bin of 6 cells, two rows, two options in conflict. */
static struct instance *sound(void)
{
    struct instance *made = instance_new(1, 2, 1);
    made->capacity[0] = 6;
    for (int r = 0; r < 2; r++) {
        made->rows[r].marginal_count = 2;
        made->marginals[r][0] = 9;
        made->marginals[r][1] = 4;
        instance_link(instance_add(made, 0, 2, 2, 1), r, 1);
    }
    made->conflicts[0][1] = 1;
    return made;
}

static void assert_refused(struct instance *made, const ipso__packing_settings *settings,
                           const char *text)
{
    ipso__packing_result result = {.value = 77};
    ipso__packing_settings defaults;
    ipso__packing_settings_init(&defaults);
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status =
        ipso__packing_solve(&result, &made->packing, settings != NULL ? settings : &defaults, &err);
    assert_int_equal(status, IPSO_INPUT);
    assert_int_equal(err.status, IPSO_INPUT);
    if (strstr(err.text, text) == NULL)
        fail_msg("\"%s\" lacks \"%s\"", err.text, text);
    assert_int_equal(result.value, 77);
    instance_free(made);
}

static void a_bin_has_a_size(void **state)
{
    (void)state;
    struct instance *made = sound();
    made->capacity[0] = -1;
    assert_refused(made, NULL, "bin 0 has -1 cells");
    made = sound();
    made->capacity[0] = 10001;
    assert_refused(made, NULL, "bin 0 has 10001 cells");
}

static void marginals_never_rise(void **state)
{
    (void)state;
    struct instance *made = sound();
    made->marginals[1][1] = 10;
    assert_refused(made, NULL, "marginal 1 of packing row 1 rises to 10");
    made = sound();
    made->marginals[1][1] = -1; /* soft, and 4 units fit */
    made->options[1].weights[0] = 2;
    assert_refused(made, NULL, "row 1 ends at a marginal of -1");
    made = sound();
    made->marginals[0][0] = (int64_t)1 << 50;
    assert_refused(made, NULL, "too large");
    made = sound();
    made->rows[0].marginals = NULL;
    assert_refused(made, NULL, "row 0 has 2 marginals");
}

static void options_name_bins_and_rows_that_exist(void **state)
{
    (void)state;
    struct instance *made = sound();
    made->options[1].bin = 1;
    assert_refused(made, NULL, "option 1 names bin 1 of 1");
    made = sound();
    made->options[1].rows[0] = -1;
    assert_refused(made, NULL, "option 1 names row -1 of 2");
    made = sound();
    made->options[0].row_count = 5;
    assert_refused(made, NULL, "option 0 has 5 rows");
    made = sound();
    instance_link(&made->options[0], 0, 1);
    assert_refused(made, NULL, "option 0 names row 0 twice");
}

static void options_have_sane_numbers(void **state)
{
    (void)state;
    struct instance *made = sound();
    made->options[0].width = 0;
    assert_refused(made, NULL, "option 0 is 0 cells wide");
    made = sound();
    made->options[0].limit = 0;
    assert_refused(made, NULL, "option 0 allows 0 copies");
    made = sound();
    made->options[0].weights[0] = 0;
    assert_refused(made, NULL, "option 0 has weight 0");
    made = sound();
    made->options[0].cost = INT64_MIN;
    assert_refused(made, NULL, "cost of packing option 0");
}

static void conflicts_are_between_two_options(void **state)
{
    (void)state;
    struct instance *made = sound();
    made->conflicts[0][1] = 2;
    assert_refused(made, NULL, "conflict 0 names option 2 of 2");
    made = sound();
    made->conflicts[0][1] = 0;
    assert_refused(made, NULL, "conflict 0 sets option 0 against itself");
}

static void settings_are_in_range(void **state)
{
    (void)state;
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.time_limit_s = NAN;
    assert_refused(sound(), &settings, "time limit");
    ipso__packing_settings_init(&settings);
    settings.work_limit = -1;
    assert_refused(sound(), &settings, "work limit");
    ipso__packing_settings_init(&settings);
    settings.gap = NAN;
    assert_refused(sound(), &settings, "gap");
    ipso__packing_settings_init(&settings);
    settings.threads = 0;
    assert_refused(sound(), &settings, "0 threads");
    ipso__packing_settings_init(&settings);
    static const int both[2] = {1, 1};
    settings.start = both;
    assert_refused(sound(), &settings, "start");
}

/* The sound instance by hand: the two options exclude each other, so two copies of one:
 * 9 + 4 - 2 = 11. */
static void the_sound_instance_is_taken(void **state)
{
    (void)state;
    struct instance *made = sound();
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    ipso__packing_result result;
    assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
    assert_int_equal(result.value, 11);
    assert_int_equal(result.x[0] + result.x[1], 2);
    ipso__packing_result_finish(&result);
    ipso__packing_result_finish(&result);
    instance_free(made);
}

static void the_value_of_a_point_is_recounted(void **state)
{
    (void)state;
    struct instance *made = sound();
    made->rows[1].hard = true;
    int64_t value;
    assert_true(ipso__packing_value(&made->packing, (int[]){1, 0}, &value));
    assert_int_equal(value, 8);
    assert_false(ipso__packing_value(&made->packing, (int[]){1, 1}, &value)); /* conflict */
    assert_false(ipso__packing_value(&made->packing, (int[]){3, 0}, &value)); /* copies */
    assert_false(ipso__packing_value(&made->packing, (int[]){-1, 0}, &value));
    made->options[1].limit = 3;
    assert_false(ipso__packing_value(&made->packing, (int[]){0, 3}, &value)); /* hard row */
    made->rows[1].hard = false;
    assert_true(ipso__packing_value(&made->packing, (int[]){0, 3}, &value));
    assert_int_equal(value, 9 + 4 - 3);
    made->capacity[0] = 5;
    assert_false(ipso__packing_value(&made->packing, (int[]){0, 3}, &value)); /* cells */
    instance_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bin_has_a_size),
        cmocka_unit_test(marginals_never_rise),
        cmocka_unit_test(options_name_bins_and_rows_that_exist),
        cmocka_unit_test(options_have_sane_numbers),
        cmocka_unit_test(conflicts_are_between_two_options),
        cmocka_unit_test(settings_are_in_range),
        cmocka_unit_test(the_sound_instance_is_taken),
        cmocka_unit_test(the_value_of_a_point_is_recounted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
