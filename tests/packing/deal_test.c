/* Dealing out what bins put together hold, and the search that does so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"
#include "solve/packing_deal.h"

/* Places widths[i] of so many copies in bins of the given cells, each a need of its own. */
static struct instance *needs(const int *cells, int bins, const int *widths, int count, int limit)
{
    struct instance *made = instance_new(bins, count, 0);
    for (int i = 0; i < count; i++)
        made->rows[i].marginal_count = bins * limit;
    for (int b = 0; b < bins; b++) {
        made->capacity[b] = cells[b];
        for (int i = 0; i < count; i++)
            instance_link(instance_add(made, b, widths[i], limit, 0), i, 1);
    }
    return made;
}

/* Deals x out, all of whose bins are one; dealt by option. Returns the copies left. */
static int deal(const struct instance *made, const int *x, int *dealt)
{
    ipso__packing_alike alike;
    assert_true(ipso__packing_alike_make(&alike, &made->packing));
    assert_int_equal(alike.packing.bin_count, 1);
    ipso__packing_dealer *dealer = ipso__packing_dealer_new(&alike, &made->packing);
    assert_non_null(dealer);
    int left = ipso__packing_deal(dealer, x, dealt);
    ipso__packing_dealer_free(dealer);
    ipso__packing_alike_finish(&alike);
    return left;
}

static int cells_used(const ipso__packing *packing, const int *dealt, int bin)
{
    int cells = 0;
    for (int o = 0; o < packing->option_count; o++)
        if (packing->options[o].bin == bin)
            cells += dealt[o] * packing->options[o].width;
    return cells;
}

static void bins_are_filled_to_the_cell_where_the_widest_first_would_not_fit(void **state)
{
    (void)state;
    /* 6 + 2 + 2 and 5 + 3 + 2; the widest first would be 6 + 3 and 5 + 2 + 2, and 2 is left */
    static const int cells[2] = {10, 10}, widths[4] = {6, 5, 3, 2};
    struct instance *made = needs(cells, 2, widths, 4, 3);
    int x[4] = {1, 1, 1, 3}, dealt[8];
    assert_int_equal(deal(made, x, dealt), 0);
    assert_int_equal(cells_used(&made->packing, dealt, 0), 10);
    assert_int_equal(cells_used(&made->packing, dealt, 1), 10);
    instance_free(made);
}

static void copies_beyond_the_limit_of_one_bin_go_to_others(void **state)
{
    (void)state;
    static const int cells[3] = {4, 6, 8}, widths[1] = {2};
    struct instance *made = needs(cells, 3, widths, 1, 1);
    int x[1] = {3}, dealt[3];
    assert_int_equal(deal(made, x, dealt), 0);
    for (int b = 0; b < 3; b++)
        assert_int_equal(dealt[b], 1);
    instance_free(made);
}

static void what_fits_nowhere_is_left(void **state)
{
    (void)state;
    static const int cells[2] = {5, 5}, widths[1] = {3};
    struct instance *made = needs(cells, 2, widths, 1, 3);
    int x[1] = {3}, dealt[2]; /* nine cells of ten, but 3 + 3 is over 5 */
    assert_int_equal(deal(made, x, dealt), 1);
    assert_int_equal(dealt[0], 1);
    assert_int_equal(dealt[1], 1);
    instance_free(made);
}

/* Fills bins at random, puts the contents together and deals them out again. */
static void what_is_dealt_is_what_was_placed_and_fits(void **state)
{
    (void)state;
    static const int widths[5] = {1, 2, 3, 4, 7};
    for (uint64_t seed = 1; seed <= 300; seed++) {
        ipso__random random;
        ipso__random_init(&random, seed, 5);
        int cells[4], x[5] = {0}, dealt[20], left;
        for (int b = 0; b < 4; b++) {
            cells[b] = left = ipso__random_range(&random, 20, 30);
            for (int i = (int)ipso__random_below(&random, 5); left >= widths[i];
                 i = (int)ipso__random_below(&random, 5)) {
                left -= widths[i];
                x[i]++;
            }
        }
        struct instance *made = needs(cells, 4, widths, 5, 30);
        int missing = deal(made, x, dealt);
        for (int b = 0; b < 4; b++)
            assert_true(cells_used(&made->packing, dealt, b) <= cells[b]);
        for (int i = 0; i < 5; i++) {
            int placed = dealt[i] + dealt[5 + i] + dealt[10 + i] + dealt[15 + i];
            assert_true(placed <= x[i]);
            missing -= x[i] - placed;
        }
        assert_int_equal(missing, 0);
        instance_free(made);
    }
}

static int values_are_of_the_instance(void *user, int64_t value, int64_t bound, int64_t work)
{
    int64_t *best = user;
    (void)work;
    assert_true(value >= *best);
    assert_true(value <= bound);
    *best = value;
    return 0;
}

static void a_search_of_alike_bins_ends_no_worse_than_it_told(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct instance *made = bookings_instance(seed, 6, 1, 0);
        ipso__packing_settings settings;
        ipso__packing_settings_init(&settings);
        int64_t told = 0, value;
        settings.work_limit = 4000000;
        settings.progress = values_are_of_the_instance;
        settings.progress_user = &told;
        ipso__packing_result result;
        assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
        assert_true(ipso__packing_value(&made->packing, result.x, &value));
        assert_int_equal(value, result.value);
        assert_true(told <= result.value);
        assert_int_equal(result.stop, IPSO_STOP_WORK);
        assert_true(result.work <= 4100000);
        ipso__packing_result_finish(&result);
        instance_free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bins_are_filled_to_the_cell_where_the_widest_first_would_not_fit),
        cmocka_unit_test(copies_beyond_the_limit_of_one_bin_go_to_others),
        cmocka_unit_test(what_fits_nowhere_is_left),
        cmocka_unit_test(what_is_dealt_is_what_was_placed_and_fits),
        cmocka_unit_test(a_search_of_alike_bins_ends_no_worse_than_it_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
